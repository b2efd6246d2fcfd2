//! What sort of page it is.

use super::signals::Signals;
use crate::model::{Page, PageKind};

/// Tells an article from what stands in its place; `page` has text and title already.
pub(super) fn kind(_signals: &Signals<'_>, page: &Page) -> PageKind {
    if page.text.is_empty() { PageKind::NoArticle } else { PageKind::Article }
}
