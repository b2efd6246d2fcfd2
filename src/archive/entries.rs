//! A document's entries: looked up, judged and kept. First those that come under a key they had before, so
//! that it is known which articles the document still shows; then the rest, in the document's order.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::Connection;

use super::error::ArchiveError;
use super::find::{self, Left, Sighting};
use super::keep::{self, Prints};
use super::missing::{self, Stood};
use super::record::FeedRow;
use super::{habit, hang, markup, times, wording};
use crate::identity::edit::{self, Furniture};
use crate::identity::{
    self, Candidate, Difference, Evidence, Keys, Look, MatchedBy, Observed, Policy, Verdict,
};
use crate::model::Draft;

/// Of a longer document, the end is not looked at for what recurs.
const MAX_TEXTS: usize = 60;

/// What keeping a document's entries did.
pub(super) struct Entries {
    pub new: u32,
    pub revised: u32,
    /// In the document's order, each once.
    pub stood: Vec<Stood>,
    /// What it tells of the feed's ids and links.
    pub observed: Observed,
}

/// Keeps every entry of one document; `last` = the sightings of the document before it.
pub(super) fn keep_all(
    db: &Connection,
    feed: &FeedRow,
    drafts: &[Draft],
    last: &[i64],
    at: &str,
) -> Result<Entries, ArchiveError> {
    let keys = identity::keys(drafts, feed.trust.policy);
    let mut once: HashSet<&str> = HashSet::new();
    // The same entry twice in one document counts once.
    let entries: Vec<Entry> = drafts
        .iter()
        .zip(&keys)
        .enumerate()
        .filter(|(_, (_, keys))| once.insert(&keys.own))
        .map(|(number, (draft, keys))| Entry { number, draft, keys, prints: Prints::of(draft) })
        .collect();
    let mut document = Document {
        db,
        feed,
        at,
        now: times::read(at)?,
        last,
        drafts,
        furniture: OnceCell::new(),
        taken: HashSet::new(),
        left: None,
        dates_mean: true,
        names_mean: true,
        observed: observe(&entries),
    };
    let owned: Vec<Option<Sighting>> =
        entries.iter().map(|entry| document.own(entry)).collect::<Result<_, _>>()?;
    document.dates_mean = habit::dates_mean(&entries, &owned);
    document.names_mean = habit::names_mean(&entries, &owned);
    let mut kept: Vec<Option<(Kept, Stood)>> = Vec::with_capacity(entries.len());
    for (entry, own) in entries.iter().zip(&owned) {
        kept.push(own.as_ref().map(|own| document.known(entry, own)).transpose()?);
    }
    for (entry, kept) in entries.iter().zip(&mut kept).filter(|(_, kept)| kept.is_none()) {
        *kept = Some(document.unknown(entry)?);
    }
    let count = |kind: Kept| kept.iter().flatten().filter(|(kept, _)| *kept == kind).count();
    let (new, revised) = (count(Kept::New), count(Kept::Revised));
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Entries {
        new: number(new),
        revised: number(revised),
        stood: kept.iter().flatten().map(|(_, stood)| *stood).collect(),
        observed: document.observed,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    New,
    Revised,
    Same,
}

pub(super) struct Entry<'a> {
    number: usize,
    pub draft: &'a Draft,
    keys: &'a Keys,
    pub prints: Prints,
}

impl Entry<'_> {
    fn kept(&self) -> keep::Kept<'_> {
        keep::Kept { draft: self.draft, keys: self.keys, prints: &self.prints }
    }

    fn look(&self) -> Look<'_> {
        Look {
            title: &self.draft.title,
            summary: self.draft.summary.as_deref(),
            text: &self.draft.text,
            published: self.draft.published.as_ref().and_then(|when| when.at),
            address: self.draft.url_key.as_deref(),
        }
    }
}

struct Document<'a> {
    db: &'a Connection,
    feed: &'a FeedRow,
    at: &'a str,
    now: Timestamp,
    last: &'a [i64],
    drafts: &'a [Draft],
    furniture: OnceCell<Furniture>,
    /// Sightings that stand in this document.
    taken: HashSet<i64>,
    /// Those of the last document that do not; looked up when somebody asks.
    left: Option<Vec<Left>>,
    /// A newer date tells of an edit; it does not where the outlet touches all of them at every poll.
    dates_mean: bool,
    /// Other names tell of an edit, likewise.
    names_mean: bool,
    observed: Observed,
}

impl Document<'_> {
    /// The feed's sighting under the entry's own key, unless the key was given to another article.
    fn own(&mut self, entry: &Entry<'_>) -> Result<Option<Sighting>, ArchiveError> {
        let mut own = find::by_key(self.db, self.feed, &entry.keys.own)?;
        if own.is_none()
            && let Some(other) = &entry.keys.other
        {
            let exact = |s: &Sighting| s.own.wording == entry.prints.wording;
            own = find::by_key(self.db, self.feed, other)?.filter(exact);
        }
        let Some(own) = own else { return Ok(None) };
        if own.own.wording != entry.prints.wording
            && let Some(made_of) = entry.keys.made_of()
            && identity::is_another(&find::shown(self.db, own.own.article)?.look(), &entry.look())
        {
            let address = entry.draft.url_key.as_deref();
            keep::release(self.db, own.own.sighting, own.own.article, address)?;
            match made_of {
                Policy::Guid => self.observed.guids.reused += 1,
                Policy::Link | Policy::LinkDateTitle => self.observed.links.reused += 1,
            }
            return Ok(None);
        }
        self.taken.insert(own.own.sighting);
        Ok(Some(own))
    }

    /// An entry that this feed showed before.
    fn known(&mut self, entry: &Entry<'_>, before: &Sighting) -> Result<(Kept, Stood), ArchiveError> {
        let Entry { draft, prints, .. } = entry;
        let own = &before.own;
        self.observe_known(entry, before);
        keep::seen(self.db, own.sighting, entry.kept(), self.at)?;
        let difference = own.change(&prints.wording, &prints.details);
        let mut revised = false;
        if difference != Difference::Nothing {
            let added = hang::details(self.db, self.feed, own.article, draft, self.at)?;
            let names = draft.byline.as_deref();
            let signed = self.names_mean && edit::is_another_byline(before.byline.as_deref(), names);
            if difference == Difference::Wording || signed {
                let changed = wording::Changed {
                    before: &own.wording,
                    now: &prints.wording,
                    newer: self.dates_mean
                        && prints.stamp.zip(before.stamp).is_some_and(|(now, was)| now > was),
                    added,
                    byline: signed,
                    names,
                    furniture: self.furniture()?,
                };
                revised = wording::revision(self.db, self.feed, own.article, draft, &changed, self.at)?;
                if difference == Difference::Wording {
                    keep::words(self.db, own.sighting, own.article, draft)?;
                }
            }
            if !revised {
                markup::keep(self.db, self.feed, own.article, draft, self.at)?;
            }
        }
        missing::returned(self.db, own.article, self.at)?;
        let stood = Stood { sighting: own.sighting, new: false, draft: entry.number };
        Ok((if revised { Kept::Revised } else { Kept::Same }, stood))
    }

    /// An entry whose own key is new.
    fn unknown(&mut self, entry: &Entry<'_>) -> Result<(Kept, Stood), ArchiveError> {
        let Entry { draft, keys, .. } = entry;
        let (verdict, by) = self.recognise(entry)?;
        let twice = matches!(verdict, Verdict::Twice(_));
        let is_known = twice || matches!(verdict, Verdict::SeenAgain(_));
        let (article, kept) = match verdict {
            Verdict::Twice(article) => {
                hang::details(self.db, self.feed, article, draft, self.at)?;
                (article, Kept::Same)
            }
            Verdict::Renamed(own) => {
                let before = find::by_number(self.db, own.sighting)?;
                self.taken.insert(own.sighting);
                if is_renamed(entry, &before) {
                    keep::renamed(self.db, own.sighting, by)?;
                }
                return self.known(entry, &before);
            }
            Verdict::SeenAgain(article) => {
                hang::details(self.db, self.feed, article, draft, self.at)?;
                let fuller = wording::fuller(self.db, self.feed, article, draft, self.at)?;
                missing::returned(self.db, article, self.at)?;
                (article, if fuller { Kept::Revised } else { Kept::Same })
            }
            Verdict::Another | Verdict::Unproven => {
                if self.feed.trust.policy != Policy::Guid
                    && let Some(guid) = &draft.guid
                    && find::has_guid(self.db, self.feed, guid)?
                {
                    self.observed.guids.reused += 1;
                }
                (keep::article(self.db, self.feed, draft, keys, self.at)?, Kept::New)
            }
        };
        let sighting = keep::sighting(self.db, self.feed, article, entry.kept(), by, self.at)?;
        if twice {
            keep::twin(self.db, sighting)?;
        }
        if is_known {
            keep::words(self.db, sighting, article, draft)?;
        }
        self.taken.insert(sighting);
        Ok((kept, Stood { sighting, new: true, draft: entry.number }))
    }

    /// Layers; the first that decides wins.
    fn recognise(&mut self, entry: &Entry<'_>) -> Result<(Verdict, MatchedBy), ArchiveError> {
        let (db, feed, keys) = (self.db, self.feed, entry.keys);
        if let Some(url) = &keys.url
            && let Some(article) = find::by_address(db, feed, url)?
        {
            match self.judge(entry, MatchedBy::Address, article)? {
                Verdict::Unproven => {}
                Verdict::Another => {
                    if find::of_article(db, feed, article, &self.taken)?.is_some() {
                        self.observed.links.reused += 1;
                    }
                    keep::release_address(db, article, Some(url))?;
                }
                found => return Ok((found, MatchedBy::Address)),
            }
        }
        let is_found = |verdict: &Verdict| !matches!(verdict, Verdict::Unproven | Verdict::Another);
        if let Some(guid) = &keys.guid
            && let Some(article) = find::by_worldwide_guid(db, feed, guid)?
        {
            let found = self.judge(entry, MatchedBy::WorldwideGuid, article)?;
            if is_found(&found) {
                return Ok((found, MatchedBy::WorldwideGuid));
            }
        }
        let words = entry.prints.words;
        let renamed = self.left_with(|left| left.words == Some(words.print))?;
        for article in renamed {
            if let Some(own) = find::of_article(db, feed, article, &self.taken)?
                && identity::is_renamed(&find::shown(db, article)?.look(), &entry.look(), words.long)
            {
                return Ok((Verdict::Renamed(own.own), MatchedBy::Text));
            }
        }
        if words.long {
            for article in find::by_words(db, feed, words.print)? {
                let found = self.judge(entry, MatchedBy::Text, article)?;
                if is_found(&found) {
                    return Ok((found, MatchedBy::Text));
                }
            }
        }
        if let Some(key) = keep::loose_key(entry.draft)
            && let Some(article) = find::by_loose_address(db, feed, key)?
        {
            let found = self.judge(entry, MatchedBy::LooseAddress, article)?;
            if is_found(&found) {
                return Ok((found, MatchedBy::LooseAddress));
            }
        }
        let look = entry.look();
        let title = crate::model::fold(look.title);
        let dated = |left: &Left| {
            look.published.is_some()
                && left.published == look.published
                && crate::model::fold(&left.title) == title
        };
        for article in self.left_with(dated)? {
            let found = self.judge(entry, MatchedBy::TitleAndDate, article)?;
            if is_found(&found) {
                return Ok((found, MatchedBy::TitleAndDate));
            }
        }
        Ok((Verdict::Unproven, MatchedBy::New))
    }

    fn judge(&self, entry: &Entry<'_>, by: MatchedBy, article: i64) -> Result<Verdict, ArchiveError> {
        let shown = find::shown(self.db, article)?;
        let own = find::of_article(self.db, self.feed, article, &self.taken)?.map(|sighting| sighting.own);
        let taken = own.as_ref().is_some_and(|own| self.taken.contains(&own.sighting));
        let candidate = Candidate { by, article, own, taken, look: shown.look(), at: shown.at };
        Ok(identity::judge(&candidate, &entry.look(), self.feed.trust.policy, self.now))
    }

    /// Articles of the last document that have left it, as far as they are like this.
    fn left_with(&mut self, like: impl Fn(&Left) -> bool) -> Result<Vec<i64>, ArchiveError> {
        if self.left.is_none() {
            self.left = Some(find::left(self.db, self.last, &self.taken)?);
        }
        let left = self.left.iter().flatten().filter(|left| !self.taken.contains(&left.sighting));
        Ok(left.filter(|left| like(left)).map(|left| left.article).collect())
    }

    fn furniture(&self) -> Result<&Furniture, ArchiveError> {
        if let Some(furniture) = self.furniture.get() {
            return Ok(furniture);
        }
        let before = find::texts(self.db, self.last, MAX_TEXTS)?;
        let now = self.drafts.iter().take(MAX_TEXTS).map(|draft| draft.text.as_str());
        Ok(self.furniture.get_or_init(|| Furniture::new(now, before.iter().map(String::as_str))))
    }

    fn observe_known(&mut self, entry: &Entry<'_>, before: &Sighting) {
        let count = |evidence: &mut Evidence, was: Option<&str>, is: Option<&str>| match (was, is) {
            (Some(was), Some(is)) if was == is => evidence.steady += 1,
            (Some(_), Some(_)) => evidence.changed += 1,
            _ => {}
        };
        count(&mut self.observed.guids, before.guid.as_deref(), entry.draft.guid.as_deref());
        let url = before.url.as_deref().and_then(identity::canonical);
        count(&mut self.observed.links, url.as_deref(), entry.draft.url_key.as_deref());
    }
}

/// Did the id or the link change, or is it only that another of them counts now?
fn is_renamed(entry: &Entry<'_>, before: &Sighting) -> bool {
    entry.draft.guid != before.guid
        || before.url.as_deref().and_then(identity::canonical) != entry.draft.url_key
}

/// What the document alone tells of its keys.
fn observe(entries: &[Entry<'_>]) -> Observed {
    let of = |key: fn(&Draft) -> Option<&str>| {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        entries.iter().filter_map(|entry| key(entry.draft)).for_each(|k| *counts.entry(k).or_default() += 1);
        let missing = entries.iter().filter(|entry| key(entry.draft).is_none()).count();
        Evidence {
            missing: u32::try_from(missing).unwrap_or(u32::MAX),
            repeated: counts.values().filter(|n| **n > 1).sum(),
            ..Evidence::default()
        }
    };
    Observed {
        entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        guids: of(|draft| draft.guid.as_deref()),
        links: of(|draft| draft.url_key.as_deref()),
    }
}
