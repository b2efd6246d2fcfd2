//! Clippings: a feed aggregation daemon with an SQLite archive.
//!
//! The house has floors; a module uses lower floors only (a test holds it). `ARCHITECTURE.md` walks
//! through it.
//!
//! ```text
//! 6  cli                                   clap, anyhow
//! 5  daemon                                due work → tasks, until told to stop
//! 4  poll   visit   digest                 stories: one poll; one article page; one digest
//! 3  config  fetch  archive  telemetry     effects: each the one door to the outside
//! 2  schedule  parse  page  normalise  annotate  identity  story  query  robots
//!    completeness
//!                                          pure: values in, values out, no clock
//! 1  markup  date                          strangers' HTML made safe, made text; their dates read
//! 0  model                                 the words
//! ```

pub mod annotate;
pub mod archive;
pub mod cli;
pub mod completeness;
pub mod config;
pub mod daemon;
pub mod date;
pub mod digest;
pub mod fetch;
pub mod identity;
pub mod markup;
pub mod model;
pub mod normalise;
pub mod page;
pub mod parse;
pub mod poll;
pub mod query;
pub mod robots;
pub mod schedule;
pub mod story;
pub mod telemetry;
pub mod visit;
