//! The archive: the one door to SQLite.
