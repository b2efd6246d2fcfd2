//! The command line.

mod check;
mod demo;
mod init;
