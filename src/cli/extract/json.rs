use serde_json::{Value, json};

use crate::cli::document::{author, tag};
use crate::date;
use crate::model::{Notice, Original, Page, When};

/// The page as one object; times in the zone that the page gives, with the text beside them.
pub(super) fn page(page: &Page) -> Value {
    json!({
        "kind": page.kind.as_str(),
        "title": page.title,
        "authors": page.authors.iter().map(author).collect::<Vec<_>>(),
        "published_at": page.published.as_ref().and_then(moment),
        "published_raw": page.published.as_ref().map(|w| &w.raw),
        "modified_at": page.modified.as_ref().and_then(moment),
        "modified_raw": page.modified.as_ref().map(|w| &w.raw),
        "site": page.site,
        "section": page.section,
        "language": page.language,
        "canonical_url": page.canonical_url,
        "text": page.text,
        "html": page.html,
        "image": page.image_url,
        "image_credit": page.image_credit,
        "tags": page.tags.iter().map(tag).collect::<Vec<_>>(),
        "disclaimers": page.notices.iter().map(notice).collect::<Vec<_>>(),
        "original": page.original.as_ref().map(original),
        "licence": page.licence,
        "from": page.from,
    })
}

fn notice(notice: &Notice) -> Value {
    json!({
        "kind": notice.kind.as_str(),
        "text": notice.text,
        "language": notice.language,
        "scope": notice.scope.as_str(),
    })
}

fn original(original: &Original) -> Value {
    json!({"outlet": original.outlet, "url": original.url, "evidence": original.evidence})
}

/// RFC 3339, in the zone that stands in the text; a date without a time of day stays a date.
pub(super) fn moment(when: &When) -> Option<String> {
    let at = when.at?;
    let reading = date::reading(&when.raw).filter(|r| r.at == at);
    let offset = reading.and_then(|r| r.offset).and_then(|o| jiff::tz::Offset::from_seconds(o).ok());
    let offset = offset.unwrap_or(jiff::tz::Offset::UTC);
    if reading.is_some_and(|r| !r.timed) {
        return Some(offset.to_datetime(at).date().to_string());
    }
    Some(at.display_with_offset(offset).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_keep_the_zone_that_stands_in_them() {
        for (raw, printed) in [
            ("2026-03-01T23:30:00+01:00", "2026-03-01T23:30:00+01:00"),
            ("2026-03-01T22:30:00Z", "2026-03-01T22:30:00+00:00"),
            ("1 March 2026", "2026-03-01"),
        ] {
            let when = When { at: date::read(raw), raw: raw.to_owned() };
            assert_eq!(moment(&when).as_deref(), Some(printed), "{raw}");
        }
        assert_eq!(moment(&When { at: None, raw: "soon".to_owned() }), None);
    }
}
