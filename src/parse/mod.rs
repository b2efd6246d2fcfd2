//! Feed documents: the one door to feed-rs.
