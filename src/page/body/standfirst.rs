//! The standfirst: the sentence or two under the title that belong to the article and that readers of
//! pages leave out, because they stand in its head.

use super::super::signals::Signals;

/// Puts it before the body where it stands on the page and is missing there.
pub(super) fn put_before(_signals: &Signals<'_>, _title: Option<&str>, html: String) -> String {
    html
}
