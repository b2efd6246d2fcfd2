//! The real binary, a real archive, and an outlet on loopback that behaves as outlets do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod architecture;
mod config_cli;
mod crash;
mod daemon;
mod demo;
mod http;
mod outlet;
mod polls;
mod redirects;
mod refusals;
mod views;
mod world;
