//! What a page says of its article, kept: the text as a wording, the rest filled in where the feed said
//! nothing, tags and notices added.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::hang::{self, Hung};
use super::record::FeedRow;
use super::visits::PageRow;
use super::wording::Changed;
use super::{markup, search, times, wording};
use crate::identity;
use crate::identity::edit::{self, Change, Edit, Furniture};
use crate::model::{DisclaimerKind, Draft, Notice, Origin, Page, PublishedFrom, Scope, TextFrom, byline};

/// Keeps what the page says. True where the article gained a wording.
pub(super) fn keep(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    row: &PageRow,
    page: &Page,
    at: &str,
) -> Result<bool, ArchiveError> {
    let draft = draft(page);
    let unsigned: bool = db
        .prepare_cached("SELECT byline IS NULL FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))?;
    let mut added = hang::details(db, feed, article, &draft, at)?;
    if unsigned && draft.byline.is_some() {
        search::words_changed(db, article, true)?;
    }
    let notices = notices(page);
    let hung = notices.iter().map(|notice| Hung {
        kind: notice.kind,
        text: &notice.text,
        origin: Origin::Page,
        language: notice.language.as_deref(),
        scope: notice.scope,
        on_page: true,
    });
    hang::notices(db, feed.outlet, article, hung, at, &mut added)?;
    let print = identity::wording(&draft);
    let newer = is_newer(db, article, page)?;
    let revised = match &row.wording {
        None => first(db, article, &draft, &notices, at)?,
        Some(before) if *before == print => false,
        Some(before) => {
            let furniture = Furniture::default();
            let changed = Changed {
                before,
                now: &print,
                newer,
                added,
                byline: false,
                names: None,
                furniture: &furniture,
            };
            again(db, article, &draft, &changed, at)?
        }
    };
    if !revised {
        markup::keep(db, feed, article, &draft, at)?;
    }
    let own = page.canonical_url.as_deref();
    db.prepare_cached(
        "UPDATE page SET wording = ?2, canonical_url = coalesce(?3, canonical_url),
             canonical_key = coalesce(?4, canonical_key), first_read_at = coalesce(first_read_at, ?5),
             last_read_at = ?5
         WHERE article_id = ?1",
    )?
    .execute(params![article, &print[..], own, own.and_then(identity::canonical), at])?;
    Ok(revised)
}

/// The page has not changed: what stood on it stands there still.
pub(super) fn still_there(
    db: &Connection,
    article: i64,
    last_read_at: Option<&str>,
    at: &str,
) -> Result<(), ArchiveError> {
    let Some(last) = last_read_at else { return Ok(()) };
    db.prepare_cached(
        "UPDATE disclaimer SET last_seen_at = max(last_seen_at, ?3) WHERE id IN (SELECT disclaimer_id
             FROM article_disclaimer WHERE article_id = ?1 AND origin = 'page' AND last_seen_at >= ?2)",
    )?
    .execute(params![article, last, at])?;
    db.prepare_cached(
        "UPDATE article_disclaimer SET last_seen_at = ?3
         WHERE article_id = ?1 AND origin = 'page' AND last_seen_at >= ?2",
    )?
    .execute(params![article, last, at])?;
    Ok(())
}

/// The first reading: the page's text is the article's, unless the feed gave it as long and as clean.
fn first(
    db: &Connection,
    article: i64,
    draft: &Draft,
    notices: &[Notice],
    at: &str,
) -> Result<bool, ArchiveError> {
    let shown = wording::shown(db, article)?;
    let texts: Vec<&str> = notices.iter().map(|notice| notice.text.as_str()).collect();
    if !identity::page_has_more(&shown.wording(), &draft.text, &texts) {
        return Ok(false);
    }
    wording::put_text(db, article, &shown, Change::Fuller, draft, at)?;
    Ok(true)
}

/// A later reading, judged like an edit of the feed: against what the page showed last.
fn again(
    db: &Connection,
    article: i64,
    draft: &Draft,
    changed: &Changed<'_>,
    at: &str,
) -> Result<bool, ArchiveError> {
    let shown = wording::shown(db, article)?;
    let mut signs = changed.signs(&shown);
    // A page that lost its title has not given the article another.
    signs.parts.title &= !draft.title.is_empty();
    match edit::judge(&shown.wording(), &wording::wording(draft), &signs) {
        Edit::Revised(revised) => wording::revise(db, article, &shown, &revised, draft, at),
        Edit::None => Ok(false),
    }
}

/// Does the page own up to a change since the wording that we show?
fn is_newer(db: &Connection, article: i64, page: &Page) -> Result<bool, ArchiveError> {
    let Some(modified) = page.modified.as_ref().and_then(|when| when.at) else { return Ok(false) };
    let changed: Option<String> = db
        .prepare_cached("SELECT changed_at FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(times::read_opt(changed)?.is_some_and(|changed| modified > changed))
}

fn draft(page: &Page) -> Draft {
    let mut tags = page.tags.clone();
    let sectioned = tags.iter().any(|tag| tag.scheme == "section");
    tags.extend(page.section_tag().filter(|_| !sectioned));
    let credit = || page.notices.iter().find(|notice| notice.scope == Scope::Image).map(|n| n.text.clone());
    let original = page.original.as_ref();
    Draft {
        title: page.title.clone().unwrap_or_default(),
        byline: byline(&page.authors),
        authors: page.authors.clone(),
        text: page.text.clone(),
        text_from: TextFrom::Page,
        html: page.html.clone(),
        language: page.language.clone(),
        published: page.published.clone(),
        published_from: PublishedFrom::Page,
        tags,
        image_url: page.image_url.clone(),
        image_credit: page.image_credit.clone().or_else(credit),
        original_outlet: original.and_then(|original| original.outlet.clone()),
        original_url: original.and_then(|original| original.url.clone()),
        ..Draft::default()
    }
}

/// The article's and the outlet's; a picture's credit is the picture's, and the rest belongs to others.
fn notices(page: &Page) -> Vec<Notice> {
    let ours = |notice: &&Notice| matches!(notice.scope, Scope::Article | Scope::Outlet);
    let mut notices: Vec<Notice> = page.notices.iter().filter(ours).cloned().collect();
    if let Some(licence) = page.licence.as_ref()
        && !notices.iter().any(|notice| notice.kind == DisclaimerKind::Licence)
    {
        let (kind, text) = (DisclaimerKind::Licence, licence.clone());
        notices.push(Notice { kind, text, language: None, scope: Scope::Article });
    }
    notices
}
