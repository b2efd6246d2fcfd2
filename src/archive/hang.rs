//! What hangs on an article: authors, tags, notices, media. Added, and never taken away.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::record::FeedRow;
use super::{search, times};
use crate::identity;
use crate::model::{DisclaimerKind, Draft, Origin, Scope};

/// What came to hang on an article that did not before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Added {
    pub tags: bool,
    pub rights: bool,
    /// A correction or an editor's note.
    pub note: bool,
}

/// Does the draft name a source where the article named none?
fn names_new_source(db: &Connection, article: i64, draft: &Draft) -> Result<bool, ArchiveError> {
    if draft.original_outlet.is_none() && draft.original_url.is_none() {
        return Ok(false);
    }
    let (outlet, url) = db
        .prepare_cached("SELECT original_outlet IS NULL, original_url IS NULL FROM article WHERE id = ?1")?
        .query_row([article], |row| Ok((row.get::<_, bool>(0)?, row.get::<_, bool>(1)?)))?;
    Ok((outlet && draft.original_outlet.is_some()) || (url && draft.original_url.is_some()))
}

/// What is no wording: tags, authors, notices, dates, pictures. Added, or filled in where empty.
pub(super) fn details(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    at: &str,
) -> Result<Added, ArchiveError> {
    if names_new_source(db, article, draft)? {
        // Its story may be another one now.
        search::words_changed(db, article, true)?;
    }
    let published = draft.published.as_ref().and_then(|when| when.at).map(times::text);
    db.prepare_cached(
        "UPDATE article SET
             byline = coalesce(byline, ?2), language = coalesce(language, ?3),
             image_url = coalesce(image_url, ?4), image_credit = coalesce(image_credit, ?5),
             original_outlet = coalesce(original_outlet, ?6), original_url = coalesce(original_url, ?7),
             published_raw = CASE WHEN published_from = 'first-seen' AND ?8 IS NOT NULL THEN ?9 ELSE published_raw END,
             published_from = CASE WHEN published_from = 'first-seen' AND ?8 IS NOT NULL THEN ?10 ELSE published_from END,
             published_at = CASE WHEN published_from = 'first-seen' AND ?8 IS NOT NULL THEN ?8 ELSE published_at END
         WHERE id = ?1",
    )?
    .execute(params![
        article,
        draft.byline,
        draft.language,
        draft.image_url,
        draft.image_credit,
        draft.original_outlet,
        draft.original_url,
        published,
        draft.published.as_ref().map(|when| &when.raw),
        draft.published_from.as_str(),
    ])?;
    people(db, article, draft)?;
    hang_on(db, feed, article, draft, at)
}

/// Authors where there are none yet, and contributors likewise.
pub(super) fn people(db: &Connection, article: i64, draft: &Draft) -> Result<(), ArchiveError> {
    for (role, people) in [("author", &draft.authors), ("contributor", &draft.contributors)] {
        if people.is_empty() {
            continue;
        }
        let known = db
            .prepare_cached("SELECT 1 FROM author WHERE article_id = ?1 AND role = ?2 LIMIT 1")?
            .query_row(params![article, role], |_| Ok(()))
            .optional()?;
        if known.is_some() {
            continue;
        }
        let mut insert = db.prepare_cached(
            "INSERT INTO author (article_id, position, name, uri, email, role) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let first = next_position(db, "author", article)?;
        for (position, person) in (first..).zip(people) {
            insert.execute(params![article, position, person.name, person.uri, person.email, role])?;
        }
    }
    Ok(())
}

/// Names others: those before are gone, and stay readable in the wordings they stood over.
pub(super) fn sign(db: &Connection, article: i64, draft: &Draft, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached(
        "UPDATE revision SET byline = (SELECT byline FROM article WHERE id = ?1)
         WHERE article_id = ?1 AND byline IS NULL",
    )?
    .execute([article])?;
    db.prepare_cached("UPDATE article SET byline = ?2 WHERE id = ?1")?
        .execute(params![article, draft.byline])?;
    db.prepare_cached(
        "UPDATE author SET gone_at = ?2 WHERE article_id = ?1 AND role = 'author' AND gone_at IS NULL",
    )?
    .execute(params![article, at])?;
    let mut insert = db.prepare_cached(
        "INSERT INTO author (article_id, position, name, uri, email, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let first = next_position(db, "author", article)?;
    for (position, person) in (first..).zip(&draft.authors) {
        insert.execute(params![article, position, person.name, person.uri, person.email, at])?;
    }
    Ok(())
}

fn links(db: &Connection, article: i64, draft: &Draft, at: &str) -> Result<(), ArchiveError> {
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO article_link (article_id, rel, url, type, language, title, added_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for link in &draft.links {
        let rel = link.rel.as_deref().unwrap_or("alternate");
        insert.execute(params![article, rel, link.href, link.media_type, link.language, link.title, at])?;
    }
    Ok(())
}

pub(super) fn hang_on(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    at: &str,
) -> Result<Added, ArchiveError> {
    let mut added = Added { tags: tags(db, article, draft, at)?, ..Added::default() };
    disclaimers(db, feed, article, draft, at, &mut added)?;
    links(db, article, draft, at)?;
    let mut insert = db.prepare_cached(
        "INSERT OR IGNORE INTO media
             (article_id, url, role, type, length, title, description, credit, added_at, duration_s)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for media in &draft.media {
        insert.execute(params![
            article,
            media.url,
            media.role,
            media.media_type,
            media.length.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX)),
            media.title,
            media.description,
            media.credit,
            at,
            media.duration_s,
        ])?;
    }
    Ok(added)
}

fn next_position(db: &Connection, table: &str, article: i64) -> Result<i64, ArchiveError> {
    Ok(db
        .prepare_cached(&format!("SELECT coalesce(max(position) + 1, 0) FROM {table} WHERE article_id = ?1"))?
        .query_row([article], |row| row.get(0))?)
}

fn tags(db: &Connection, article: i64, draft: &Draft, at: &str) -> Result<bool, ArchiveError> {
    if draft.tags.is_empty() {
        return Ok(false);
    }
    let first = next_position(db, "article_tag", article)?;
    let mut position = first;
    for tag in &draft.tags {
        db.prepare_cached("INSERT OR IGNORE INTO tag (scheme, term) VALUES (?1, ?2)")?
            .execute(params![tag.scheme, tag.term])?;
        position += i64::try_from(
            db.prepare_cached(
                "INSERT OR IGNORE INTO article_tag (article_id, tag_id, origin, position, label, added_at)
                 SELECT ?1, id, ?4, ?5, ?6, ?7 FROM tag WHERE scheme = ?2 AND term = ?3",
            )?
            .execute(params![
                article,
                tag.scheme,
                tag.term,
                tag.origin.as_str(),
                position,
                tag.label,
                at
            ])?,
        )
        .unwrap_or(0);
    }
    Ok(position > first)
}

/// A notice as it is hung on an article.
pub(super) struct Hung<'a> {
    pub kind: DisclaimerKind,
    pub text: &'a str,
    pub origin: Origin,
    /// BCP 47, where known.
    pub language: Option<&'a str>,
    pub scope: Scope,
    /// A page shows it with the article at this moment.
    pub on_page: bool,
}

fn disclaimers(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    at: &str,
    added: &mut Added,
) -> Result<(), ArchiveError> {
    let hung = draft.disclaimers.iter().map(|notice| Hung {
        kind: notice.kind,
        text: &notice.text,
        origin: notice.origin,
        language: None,
        scope: Scope::Article,
        on_page: false,
    });
    notices(db, feed.outlet, article, hung, at, added)
}

/// Hangs notices on an article, each a row of its outlet's: known ones are seen again, none is taken away.
pub(super) fn notices<'a>(
    db: &Connection,
    outlet: i64,
    article: i64,
    notices: impl Iterator<Item = Hung<'a>>,
    at: &str,
    added: &mut Added,
) -> Result<(), ArchiveError> {
    let mut position: Option<i64> = None;
    for notice in notices {
        let print = identity::notice(notice.kind, notice.text);
        let id: i64 = db
            .prepare_cached(
                "INSERT INTO disclaimer (outlet_id, kind, text, digest, first_seen_at, last_seen_at, language)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
                 ON CONFLICT (outlet_id, kind, digest) DO UPDATE SET
                     last_seen_at = max(last_seen_at, excluded.last_seen_at),
                     language = coalesce(language, excluded.language)
                 RETURNING id",
            )?
            .query_row(
                params![outlet, notice.kind.as_str(), notice.text, &print[..], at, notice.language],
                |row| row.get(0),
            )?;
        let next = match position {
            Some(next) => next,
            None => next_position(db, "article_disclaimer", article)?,
        };
        let origin = notice.origin.as_str();
        let inserted = db
            .prepare_cached(
                "INSERT OR IGNORE INTO article_disclaimer (article_id, disclaimer_id, origin, position, added_at,
                     scope)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![article, id, origin, next, at, notice.scope.as_str()])?;
        if notice.on_page {
            db.prepare_cached(
                "UPDATE article_disclaimer SET last_seen_at = ?4
                 WHERE article_id = ?1 AND disclaimer_id = ?2 AND origin = ?3",
            )?
            .execute(params![article, id, origin, at])?;
        }
        position = Some(next + i64::from(inserted > 0));
        if inserted > 0 {
            match notice.kind {
                DisclaimerKind::Correction | DisclaimerKind::EditorNote => added.note = true,
                DisclaimerKind::Copyright | DisclaimerKind::Licence | DisclaimerKind::FairUse => {
                    added.rights = true
                }
                _ => {}
            }
        }
    }
    Ok(())
}
