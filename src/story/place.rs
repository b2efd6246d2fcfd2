//! A newcomer: which articles it may be a copy of, and whether it is.

use std::collections::{HashMap, HashSet};

use super::furniture::{Furniture, STORIES};
use super::sample::{key, probes};
use super::{Comparison, Document, LINK, Relation, SUGGEST, compare, evidence};

/// Candidates that are held against the newcomer word for word.
pub const CANDIDATES: usize = 8;

/// An article whose text has a shingle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// `articles.id`
    pub article: i64,
    /// When it was published: seconds since 1970.
    pub at: i64,
    /// The story it belongs to.
    pub story: Option<i64>,
}

/// The index and the articles behind it.
pub trait Shelf {
    /// Why something cannot be looked up.
    type Error;
    /// Shows the articles that have the shingle of this key in the sample, of very many some, until `see`
    /// has seen enough and says false.
    fn holders(&mut self, key: u32, see: &mut dyn FnMut(Holder) -> bool) -> Result<(), Self::Error>;
    /// The article as it is compared.
    fn document(&mut self, article: i64) -> Result<Option<Document>, Self::Error>;
    /// The article that stands for a story: every newcomer is held against it, so that a chain of
    /// copies does not drift from one text to another.
    fn representative(&mut self, story: i64) -> Result<Option<i64>, Self::Error>;
    /// Articles that stand at the newcomer's address, name it as their source, or are named by it.
    fn neighbours(&mut self, newcomer: &Document) -> Result<Vec<Holder>, Self::Error>;
}

/// Two articles, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The newcomer.
    pub article: i64,
    /// The other one.
    pub other: i64,
    /// What the newcomer is to it.
    pub relation: Relation,
    /// 0 to 1.
    pub score: f64,
    /// For the choice between links that cannot both hold.
    pub strength: f64,
    /// Holds; otherwise it is a suggestion.
    pub holds: bool,
    /// For a person to read.
    pub evidence: String,
}

/// Judges a newcomer against the articles it shares words with, none published further from it than
/// `window` seconds. Links and suggestions, the strongest first.
pub fn place<S: Shelf>(
    newcomer: &Document,
    window: i64,
    shelf: &mut S,
) -> Result<(Vec<Link>, Furniture), S::Error> {
    let (candidates, furniture) = look_up(newcomer, window, shelf)?;
    let mut links: Vec<Link> = Vec::new();
    let mut held: HashSet<i64> = HashSet::new();
    let mut stories: HashSet<i64> = HashSet::new();
    for holder in candidates {
        if !held.insert(holder.article) {
            continue;
        }
        let Some(other) = shelf.document(holder.article)? else { continue };
        let Some(link) = judge(newcomer, &other, &furniture) else { continue };
        let holds = link.holds;
        links.push(link);
        let Some(story) = holder.story.filter(|story| holds && stories.insert(*story)) else { continue };
        let Some(first) = shelf.representative(story)?.filter(|first| held.insert(*first)) else { continue };
        if let Some(first) = shelf.document(first)? {
            links.extend(judge(newcomer, &first, &furniture));
        }
    }
    links.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.other.cmp(&b.other)));
    Ok((links, furniture))
}

/// Two articles held against each other; `None` where they have too little in common to speak of.
pub fn judge(newcomer: &Document, other: &Document, furniture: &Furniture) -> Option<Link> {
    let comparison = compare(newcomer, other, furniture);
    let declared = newcomer.declared(other);
    let same_url = newcomer.url_key.is_some() && newcomer.url_key == other.url_key;
    let (holds, score, strength) = verdict(&comparison, declared, same_url)?;
    Some(Link {
        article: newcomer.article,
        other: other.article,
        relation: comparison.relation(declared, same_url),
        score,
        strength,
        holds,
        evidence: evidence(newcomer, other, &comparison, declared, same_url),
    })
}

fn verdict(
    comparison: &Comparison,
    declared: Option<super::Declared>,
    same_url: bool,
) -> Option<(bool, f64, f64)> {
    let (score, strength) = (comparison.score(), comparison.strength());
    if declared == Some(super::Declared::Address) {
        // Stronger than any likeness; the score still says how alike they are.
        return Some((true, score, 1.0 + score));
    }
    let bar = if declared.is_some() || same_url { SUGGEST } else { LINK };
    match comparison.refusal() {
        Some(_) => None,
        None if score >= SUGGEST => Some((score >= bar, score, strength)),
        None => None,
    }
}

/// The candidates, the likeliest first, and what of the newcomer is furniture.
fn look_up<S: Shelf>(
    newcomer: &Document,
    window: i64,
    shelf: &mut S,
) -> Result<(Vec<Holder>, Furniture), S::Error> {
    let mut hits: HashMap<i64, (f64, Holder)> = HashMap::new();
    let mut known: Vec<(usize, usize)> = Vec::new();
    let mut counted: HashMap<u32, usize> = HashMap::new();
    for at in probes(&newcomer.shingles) {
        let key = key(newcomer.shingles[at]);
        if let Some(stories) = counted.get(&key) {
            known.push((at, *stories));
            continue;
        }
        let mut holders: Vec<Holder> = Vec::new();
        let mut stories: Vec<i64> = Vec::with_capacity(STORIES);
        // A notice stands in thousands: it is enough to know that it is one.
        shelf.holders(key, &mut |holder| {
            if holder.article != newcomer.article {
                let story = holder.story.unwrap_or(-holder.article);
                if !stories.contains(&story) {
                    stories.push(story);
                }
                holders.push(holder);
            }
            stories.len() < STORIES
        })?;
        known.push((at, stories.len()));
        counted.insert(key, stories.len());
        if stories.len() >= STORIES {
            continue;
        }
        for holder in holders {
            if (holder.at - newcomer.at).abs() <= window {
                // What few have says more.
                hits.entry(holder.article).or_insert((0.0, holder)).0 += 1.0 / stories.len() as f64;
            }
        }
    }
    let mut ranked: Vec<(f64, Holder)> = hits.into_values().collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.article.cmp(&b.1.article)));
    let mut candidates = shelf.neighbours(newcomer)?;
    candidates.extend(ranked.into_iter().take(CANDIDATES).map(|(_, holder)| holder));
    Ok((candidates, Furniture::around(&newcomer.shingles, &known)))
}
