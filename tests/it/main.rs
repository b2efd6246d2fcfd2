//! The real binary, a real archive, and an outlet on loopback that behaves as outlets do.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod architecture;
