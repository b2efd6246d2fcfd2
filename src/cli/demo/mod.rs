//! `clippings demo`: the whole job on invented outlets over loopback.

pub mod folder;
pub mod outlets;
pub mod server;
