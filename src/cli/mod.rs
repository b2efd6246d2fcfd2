//! The command line.

mod check;
mod demo;
pub mod export;
mod init;
