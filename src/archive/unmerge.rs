//! Recognising an entry taken back: what a feed showed is an article of its own after all.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::ArchiveError;
use super::keep;
use super::record::{FeedRow, feed_row};
use super::times;
use super::writer::Archive;
use crate::identity::{self, Keys};
use crate::model::{Draft, PublishedFrom, TextFrom, When};

/// In `sightings.matched_by`: a person has said so.
const PERSON: &str = "person";

/// Why nothing was unmerged.
#[derive(Debug, thiserror::Error)]
pub enum UnmergeError {
    /// The feed does not show it.
    #[error("the feed {feed:?} never showed article {article}: `clippings show {article}` says which did")]
    NotSeen {
        /// `articles.id`
        article: i64,
        /// The feed's name.
        feed: String,
    },
    /// The feed shows it under several ids.
    #[error("the feed shows article {article} under several ids: say which (--guid), of {}", .guids.join(", "))]
    Several {
        /// `articles.id`
        article: i64,
        /// Its ids there.
        guids: Vec<String>,
    },
    /// The article was made of just this.
    #[error("article {article} was made of what {feed} shows: unmerge what was taken for it later")]
    ItsOwn {
        /// `articles.id`
        article: i64,
        /// The feed's name.
        feed: String,
    },
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl From<rusqlite::Error> for UnmergeError {
    fn from(error: rusqlite::Error) -> Self {
        UnmergeError::Archive(error.into())
    }
}

/// What was taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmerged {
    /// The article that was made.
    pub article: i64,
    /// Its title.
    pub title: String,
}

impl Archive {
    /// Makes an article of what a feed showed and we took for another one; the feed's id stands for it from
    /// now on. `guid` tells which, where the feed shows the article under several ids.
    ///
    /// # Errors
    /// Where there is nothing to take apart, or the archive fails.
    pub async fn unmerge(
        &self,
        article: i64,
        feed: String,
        guid: Option<String>,
        now: Timestamp,
    ) -> Result<Unmerged, UnmergeError> {
        self.write(move |db| Ok(unmerge(db, article, &feed, guid.as_deref(), now))).await?
    }
}

struct Sighting {
    id: i64,
    guid: Option<String>,
    url: Option<String>,
    stamp: Option<i64>,
    made_it: bool,
}

fn unmerge(
    db: &Connection,
    article: i64,
    name: &str,
    guid: Option<&str>,
    now: Timestamp,
) -> Result<Unmerged, UnmergeError> {
    let not_seen = || UnmergeError::NotSeen { article, feed: name.to_owned() };
    let known = db.prepare_cached("SELECT 1 FROM feed WHERE name = ?1")?.exists([name])?;
    let feed = if known { feed_row(db, name)? } else { return Err(not_seen()) };
    let mut found = sightings(db, article, &feed)?;
    found.retain(|sighting| guid.is_none() || sighting.guid.as_deref() == guid);
    if found.len() > 1 {
        let guids = found.into_iter().filter_map(|sighting| sighting.guid).collect();
        return Err(UnmergeError::Several { article, guids });
    }
    let sighting = found.pop().ok_or_else(not_seen)?;
    if sighting.made_it {
        return Err(UnmergeError::ItsOwn { article, feed: name.to_owned() });
    }
    let draft = draft(db, article, &sighting)?;
    let url = draft.url_key.clone().filter(|key| identity::names_a_page(key));
    let keys = Keys { own: String::new(), other: None, url, guid: None };
    let made = keep::article(db, &feed, &draft, &keys, &times::text(now))?;
    db.prepare_cached("UPDATE sighting SET article_id = ?2, matched_by = ?3, twin = 0 WHERE id = ?1")?
        .execute(params![sighting.id, made, PERSON])?;
    db.prepare_cached("DELETE FROM sighting_wording WHERE sighting_id = ?1")?.execute([sighting.id])?;
    Ok(Unmerged { article: made, title: draft.title })
}

fn sightings(db: &Connection, article: i64, feed: &FeedRow) -> Result<Vec<Sighting>, UnmergeError> {
    let mut select = db.prepare_cached(
        "SELECT id, guid, url, stamp, matched_by IN ('new', 'person') FROM sighting
         WHERE article_id = ?1 AND feed_id = ?2 ORDER BY id",
    )?;
    let rows = select.query_map(params![article, feed.id], |row| {
        Ok(Sighting {
            id: row.get(0)?,
            guid: row.get(1)?,
            url: row.get(2)?,
            stamp: row.get(3)?,
            made_it: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the feed said, as far as it was kept; in the words of the article where it said the same.
fn draft(db: &Connection, article: i64, sighting: &Sighting) -> Result<Draft, UnmergeError> {
    let (title, summary, text, language, published) = db
        .prepare_cached(
            "SELECT coalesce(w.title, r.title), CASE WHEN w.title IS NULL THEN r.summary ELSE w.summary END,
                 coalesce(w.text, r.text), a.language,
                 CASE WHEN a.published_from <> 'first-seen' THEN a.published_at END
             FROM article AS a JOIN revision AS r ON r.article_id = a.id AND r.revision = a.shown
             LEFT JOIN sighting_wording AS w ON w.sighting_id = ?2 WHERE a.id = ?1",
        )?
        .query_row(params![article, sighting.id], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get(3)?,
                row.get::<_, Option<String>>(4)?,
            ))
        })
        .optional()?
        .ok_or(ArchiveError::Unreadable { what: "an article", found: article.to_string() })?;
    let published = times::read_opt(published)?;
    let stamp = sighting.stamp.and_then(|at| Timestamp::from_second(at).ok());
    Ok(Draft {
        guid: sighting.guid.clone(),
        url: sighting.url.clone(),
        url_key: sighting.url.as_deref().and_then(identity::canonical),
        title,
        summary,
        text_from: if text.is_empty() { TextFrom::None } else { TextFrom::FeedContent },
        text,
        language,
        published: stamp.or(published).map(|at| When { raw: times::text(at), at: Some(at) }),
        published_from: PublishedFrom::Feed,
        ..Draft::default()
    })
}
