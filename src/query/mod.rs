//! The query language of `search` and `where`.
