//! Entries to drafts.
