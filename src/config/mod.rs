//! The configuration file: the one door to TOML.
