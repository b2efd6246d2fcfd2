use std::borrow::Cow;

use super::base64;
use crate::markup::looks_like_html;
use crate::model::ContentKind;
use crate::parse::reading::Text;
use crate::parse::xml::{Id, Tree};

/// What a text is whose element does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Untyped {
    /// Atom's titles: plain text, by RFC 4287 §3.1.1.
    Plain,
    /// RSS and everything people forget to declare: HTML if it looks like it.
    Guess,
}

/// The text of an element: its `type` (Atom 1.0: `text`, `html`, `xhtml`; media types too), Atom 0.3's
/// `mode`, and whether there are elements inside decide what it is. Decoded once.
pub(super) fn read<'a>(tree: &Tree<'a>, id: Id, untyped: Untyped) -> Option<Text<'a>> {
    let declared = tree.attribute(id, "type").map(|t| t.trim().to_ascii_lowercase()).unwrap_or_default();
    let declared = declared.split(';').next().unwrap_or_default().trim();
    let mode = tree.attribute(id, "mode").map(|m| m.trim().to_ascii_lowercase());
    if tree.has_elements(id) {
        return html(Cow::Owned(tree.inner_markup(id)));
    }
    let is_xhtml = declared == "xhtml" || declared == "application/xhtml+xml";
    if is_xhtml && mode.as_deref() != Some("escaped") {
        return html(Cow::Owned(tree.inner_markup(id)));
    }
    let body = tree.text(id)?;
    let is_media = ["image/", "audio/", "video/", "font/"].iter().any(|kind| declared.starts_with(kind));
    if is_media && (base64::is_media(&body) || base64::is_data(&body)) {
        return None;
    }
    let is_data =
        declared.contains('/') && !declared.starts_with("text/") && !declared.ends_with("xml") && !is_xhtml;
    if mode.as_deref() == Some("base64") || (is_data && mode.is_none()) {
        let decoded = base64::decode(&body).and_then(|bytes| String::from_utf8(bytes).ok());
        return match decoded {
            Some(text) => Some(guess(Cow::Owned(text))),
            // `type="image/png"` over plain text is a mistake; over real data there is no text to keep.
            None => (!base64::is_data(&body)).then(|| guess(body)),
        };
    }
    match declared {
        "html" | "text/html" | "xhtml" | "application/xhtml+xml" => html(body),
        "text" | "text/plain" | "plain" => Some(Text { body, kind: ContentKind::Text }),
        "" if untyped == Untyped::Plain => Some(Text { body, kind: ContentKind::Text }),
        _ => Some(guess(body)),
    }
}

/// HTML if it looks like it.
pub(super) fn guess(body: Cow<'_, str>) -> Text<'_> {
    let kind = if looks_like_html(&body) { ContentKind::Html } else { ContentKind::Text };
    Text { body, kind }
}

fn html(body: Cow<'_, str>) -> Option<Text<'_>> {
    let blank = body.trim().is_empty();
    (!blank).then_some(Text { body, kind: ContentKind::Html })
}
