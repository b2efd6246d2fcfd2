//! What may be missing: gaps, silence, withdrawn items. Judgements only: values in, values out.
//!
//! | question | answer |
//! | --- | --- |
//! | may the feed have shown items between two polls that neither saw? | [`gap::judge`] |
//! | where do older items stand, to fill a gap with? | [`older::page`] |
//! | is the feed still alive, by its own rhythm and by what it shows? | [`silence::judge`] |
//! | was an item pulled, or did it only roll off the end? | [`withdrawn::judge`] |
//!
//! The archive asks inside the transaction that keeps the poll, with the items of the last document that
//! had any ([`Item`]), and with those of this one.

pub mod gap;
mod item;
pub mod older;
pub mod silence;
pub mod withdrawn;

pub use item::Item;
