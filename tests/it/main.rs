//! The real binary, a real archive, and an outlet on loopback that behaves as outlets do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod architecture;
mod archive_cli;
mod config_cli;
mod crash;
mod daemon;
mod demo;
mod digests;
mod disk;
mod feeds;
mod gaps;
mod http;
mod identity;
mod manners;
mod manners_audit;
mod metrics;
mod outlet;
mod pages;
mod polls;
mod redirects;
mod refusals;
mod reload;
mod revisions;
mod silence;
mod simulation;
mod sitemaps;
mod stories;
mod systemd;
mod together;
mod views;
mod visits;
mod withdrawn;
mod world;
