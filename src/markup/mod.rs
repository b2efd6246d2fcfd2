//! Strangers' HTML: made safe, made text. The one door to `ammonia`, `scraper` and `html5ever`
//! (whose table of character references we use).
//!
//! | want | call |
//! | --- | --- |
//! | HTML to keep and show | [`sanitise()`] |
//! | plain text to read and search, with paragraphs | [`text()`] |
//! | one line of plain text out of a title that may be HTML | [`line()`] |
//! | one line out of a title that is plain text already | [`plain()`] |
//! | what an HTML page is and which feeds it names | [`outline()`] |
//! | the licences that a text names for itself | [`licences()`] |
//! | parts of a page by CSS selector | [`pick()`] |
//! | a page as a tree, to know where a thing stands | [`Dom`] |
//!
//! Everything of ours here is iterative and linear in the length of its input: nesting of any depth
//! costs neither stack nor more than its bytes. html5ever's tree building is not linear in depth, so
//! [`sanitise()`] and [`pick()`] flatten what is nested deeper than [`MAX_DEPTH`] first (browsers stop
//! at 512).

mod clean;
mod dom;
mod embed;
mod entity;
mod flatten;
mod licence;
mod line;
mod microformat;
mod outline;
mod page_sort;
mod pick;
mod prune;
mod rewrite;
mod sanitise;
pub(crate) mod tag;
mod text;
pub(crate) mod token;

pub use clean::{clean, is_junk};
pub use dom::{Child, Css, Dom, Element};
pub use entity::{decode, entity, from_c1, paragraphs, to_windows_1252};
pub use flatten::{MAX_DEPTH, MAX_PAGE};
pub use licence::licences;
pub use line::{is_known, line, looks_like_html, plain};
pub use microformat::{HEntry, HFeed, h_feed};
pub use outline::{Outline, outline};
pub use page_sort::{PageSort, page_sort};
pub use pick::{BadSelector, Picked, pick};
pub use prune::Pruned;
pub use sanitise::sanitise;
pub use text::text;
