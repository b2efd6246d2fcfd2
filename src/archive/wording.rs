//! How wordings are written. Nothing is overwritten that a reader may want again: another wording is a
//! revision, and one that must not stand in the text's place is kept beside it.

use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::hang::{self, Added};
use super::record::FeedRow;
use super::{packed, search};
use crate::identity::edit::{self, Change, Edit, Furniture, Revised, Signs, Wording};
use crate::identity::{self, Fingerprint, Parts};
use crate::model::{Draft, TextFrom, word_count};

/// `revisions.change` of the first wording.
const FIRST: &str = "first";

/// A feed, or a page, shows other words than it did last.
pub(super) struct Changed<'a> {
    /// The words it showed last, and those it shows now.
    pub before: &'a Fingerprint,
    pub now: &'a Fingerprint,
    /// It gives a newer date, and its dates mean something.
    pub newer: bool,
    pub added: Added,
    /// It names others, and did not do so of most of its entries at once.
    pub byline: bool,
    pub names: Option<&'a str>,
    pub furniture: &'a Furniture,
}

impl Changed<'_> {
    /// What an edit of the wording that is shown is judged by.
    pub(super) fn signs(&self, shown: &Shown) -> Signs<'_> {
        Signs {
            parts: Parts::that_differ(self.before, self.now),
            was_its_own: identity::has_text(self.before, &shown.text),
            furniture: self.furniture,
            newer: self.newer,
            noted: self.added.note,
            byline: self.byline && edit::is_another_byline(shown.byline.as_deref(), self.names),
            tags: self.added.tags,
            rights: self.added.rights,
        }
    }
}

/// What a wording is, as `revisions` says it.
struct Row<'a> {
    change: &'a str,
    announced: Option<&'a str>,
    shown: bool,
}

/// The words of a new article.
pub(super) fn first(db: &Connection, article: i64, draft: &Draft, at: &str) -> Result<(), ArchiveError> {
    insert(db, article, 1, &Row { change: FIRST, announced: None, shown: true }, draft, at)
}

/// A feed's words changed: has the article another wording? Returns false where, all told, it has not, and
/// where the words are another outlet's, whose wording is not the article's.
pub(super) fn revision(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    changed: &Changed<'_>,
    at: &str,
) -> Result<bool, ArchiveError> {
    let shown = shown(db, article)?;
    if shown.outlet != feed.outlet {
        return Ok(false);
    }
    let signs = changed.signs(&shown);
    match edit::judge(&shown.wording(), &wording(draft), &signs) {
        Edit::Revised(revised) => revise(db, article, &shown, &revised, draft, at),
        Edit::None if shown.stands_back && signs.parts.text && edit::same_words(&shown.text, &draft.text) => {
            put_text(db, article, &shown, Change::Restored, draft, at)?;
            Ok(true)
        }
        Edit::None => Ok(false),
    }
}

/// Shows another text under the headline and the summary that stand there.
pub(super) fn put_text(
    db: &Connection,
    article: i64,
    shown: &Shown,
    change: Change,
    draft: &Draft,
    at: &str,
) -> Result<(), ArchiveError> {
    let next = Draft { title: shown.title.clone(), summary: shown.summary.clone(), ..draft.clone() };
    add(db, article, shown, &Row { change: change.as_str(), announced: None, shown: true }, &next, at)
}

pub(super) fn revise(
    db: &Connection,
    article: i64,
    shown: &Shown,
    revised: &Revised,
    draft: &Draft,
    at: &str,
) -> Result<bool, ArchiveError> {
    if revised.shown && revised.change.contains(&Change::Shortened) {
        // What stands over the stub is shown over the text, and the stub is kept for itself.
        let stub = Revised {
            change: vec![Change::Shortened],
            announced: None,
            text: true,
            shown: false,
            ..*revised
        };
        revise(db, article, shown, &stub, draft, at)?;
        let change = revised.change.iter().copied().filter(|change| *change != Change::Shortened).collect();
        let rest = Revised { change, ..revised.clone() };
        return revise(db, article, &self::shown(db, article)?, &rest, draft, at);
    }
    let mut next = draft.clone();
    if !revised.title && revised.shown {
        next.title.clone_from(&shown.title);
    }
    if !revised.summary && (revised.shown || next.summary.is_none()) {
        next.summary.clone_from(&shown.summary);
    }
    if !revised.text {
        next.text.clone_from(&shown.text);
        next.html = None;
        next.text_from = shown.text_from;
    }
    if !revised.shown && kept_before(db, article, &next)? {
        return Ok(false);
    }
    if revised.change.contains(&Change::Byline) {
        hang::sign(db, article, draft, at)?;
    }
    let change: Vec<&str> = revised.change.iter().map(|change| change.as_str()).collect();
    let announced = revised.announced.map(|announced| announced.as_str());
    add(db, article, shown, &Row { change: &change.join(","), announced, shown: revised.shown }, &next, at)?;
    if revised.change.contains(&Change::Withdrawn) {
        withdraw(db, article, at)?;
    }
    Ok(true)
}

/// The same stub as the last one: feeds that cut their texts do it at every poll.
fn kept_before(db: &Connection, article: i64, next: &Draft) -> Result<bool, ArchiveError> {
    let last: Option<String> = db
        .prepare_cached(
            "SELECT text FROM revision WHERE article_id = ?1 AND NOT shown ORDER BY revision DESC LIMIT 1",
        )?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(last.is_some_and(|last| edit::same_words(&last, &next.text)))
}

fn withdraw(db: &Connection, article: i64, at: &str) -> Result<(), ArchiveError> {
    db.prepare_cached("UPDATE article SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL")?
        .execute(params![article, at])?;
    db.prepare_cached(
        "INSERT INTO withdrawal (article_id, feed_id, withdrawn_at)
         SELECT article_id, feed_id, ?2 FROM sighting WHERE article_id = ?1
             AND NOT EXISTS (SELECT 1 FROM withdrawal AS w WHERE w.article_id = ?1 AND w.returned_at IS NULL)
         ORDER BY last_seen_at DESC LIMIT 1
         ON CONFLICT DO UPDATE SET returned_at = NULL",
    )?
    .execute(params![article, at])?;
    Ok(())
}

/// Another feed of the same outlet shows the article in full, where we had its summary only. What
/// another outlet shows under the address is not the article's wording.
pub(super) fn fuller(
    db: &Connection,
    feed: &FeedRow,
    article: i64,
    draft: &Draft,
    at: &str,
) -> Result<bool, ArchiveError> {
    let shown = shown(db, article)?;
    if shown.outlet != feed.outlet || !edit::is_fuller(&shown.wording(), &wording(draft)) {
        return Ok(false);
    }
    let mut next = draft.clone();
    next.title.clone_from(&shown.title);
    if next.summary.is_none() {
        next.summary.clone_from(&shown.summary);
    }
    let row = Row { change: Change::Fuller.as_str(), announced: None, shown: true };
    add(db, article, &shown, &row, &next, at)?;
    Ok(true)
}

pub(super) fn wording(draft: &Draft) -> Wording<'_> {
    Wording {
        title: &draft.title,
        summary: draft.summary.as_deref(),
        text: &draft.text,
        text_from: draft.text_from,
    }
}

pub(super) struct Shown {
    outlet: i64,
    revisions: u32,
    pub title: String,
    pub summary: Option<String>,
    pub text: String,
    byline: Option<String>,
    text_from: TextFrom,
    /// The last wording is a notice of withdrawal, which stands back behind the text.
    stands_back: bool,
}

impl Shown {
    pub(super) fn wording(&self) -> Wording<'_> {
        Wording {
            title: &self.title,
            summary: self.summary.as_deref(),
            text: &self.text,
            text_from: self.text_from,
        }
    }
}

pub(super) fn shown(db: &Connection, article: i64) -> Result<Shown, ArchiveError> {
    Ok(db
        .prepare_cached(
            "SELECT a.outlet_id, a.revisions, r.title, r.summary, r.text, r.text_from, EXISTS (SELECT 1
                 FROM revision AS l WHERE l.article_id = a.id AND l.revision = a.revisions AND NOT l.shown
                     AND ',' || l.change || ',' LIKE '%,withdrawn,%'), a.byline
             FROM article AS a JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             WHERE a.id = ?1",
        )?
        .query_row([article], |row| {
            let from: String = row.get(5)?;
            Ok(Shown {
                outlet: row.get(0)?,
                revisions: row.get(1)?,
                title: row.get(2)?,
                summary: row.get(3)?,
                text: row.get(4)?,
                text_from: [TextFrom::FeedContent, TextFrom::FeedSummary, TextFrom::Page]
                    .into_iter()
                    .find(|known| known.as_str() == from)
                    .unwrap_or_default(),
                stands_back: row.get(6)?,
                byline: row.get(7)?,
            })
        })?)
}

fn add(
    db: &Connection,
    article: i64,
    shown: &Shown,
    row: &Row<'_>,
    next: &Draft,
    at: &str,
) -> Result<(), ArchiveError> {
    let number = shown.revisions + 1;
    insert(db, article, number, row, next, at)?;
    if next.html.is_none() && next.text == shown.text {
        // The text stays: so does its HTML.
        db.prepare_cached(
            "UPDATE revision SET html = (SELECT html FROM revision WHERE article_id = ?1 AND revision =
                 (SELECT shown FROM article WHERE id = ?1)) WHERE article_id = ?1 AND revision = ?2",
        )?
        .execute(params![article, number])?;
    }
    if !row.shown {
        db.prepare_cached("UPDATE article SET revisions = ?2 WHERE id = ?1")?
            .execute(params![article, number])?;
        return Ok(());
    }
    db.prepare_cached("UPDATE article SET revisions = ?2, shown = ?2, changed_at = ?3 WHERE id = ?1")?
        .execute(params![article, number, at])?;
    search::words_changed(db, article, true)
}

fn insert(
    db: &Connection,
    article: i64,
    number: u32,
    row: &Row<'_>,
    draft: &Draft,
    at: &str,
) -> Result<(), ArchiveError> {
    let html = draft.html.as_deref().map(|html| packed::pack(html, &draft.text));
    let html = html.transpose().map_err(|source| ArchiveError::Io {
        doing: "compress the HTML of",
        path: draft.url.clone().unwrap_or_default().into(),
        source,
    })?;
    db.prepare_cached(
        "INSERT INTO revision (article_id, revision, seen_at, change, words, text_from, title, summary, text, html,
             announced, shown)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        article,
        number,
        at,
        row.change,
        i64::try_from(word_count(&draft.text)).unwrap_or(i64::MAX),
        draft.text_from.as_str(),
        draft.title,
        draft.summary,
        draft.text,
        html,
        row.announced,
        row.shown,
    ])?;
    Ok(())
}
