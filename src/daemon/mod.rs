//! The daemon: due work becomes tasks, until told to stop.
