//! XML as it is found: a tolerant reader that builds a small tree of what a document says.
//!
//! It is not a conforming parser, on purpose. xml5ever was looked at: it recovers too, but gives no
//! positions, so an unclosed CDATA section takes the rest of the document with it, and it knows nothing
//! of which elements a feed has, so an unclosed `<title>` swallows its neighbours. Here both are
//! known. Iterative, linear in the document, bounded in depth, elements and entities.

mod attribute;
mod balance;
mod build;
mod entities;
mod grammar;
mod namespace;
mod recover;
mod scan;
mod serialise;
mod tree;

pub(super) use build::build;
pub(super) use namespace::Ns;
pub(super) use tree::{Id, Tree};
