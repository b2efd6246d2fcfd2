//! Is it the same article? Canonical addresses, fingerprints and the verdict.
