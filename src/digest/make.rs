use std::cmp::Reverse;
use std::collections::HashMap;

use crate::model::Article;

use super::{Clipping, Digest, Spec, excerpt, group, moment};

/// Makes a digest of the articles the archive has for the window: cuts them to their outlets'
/// terms, groups them as [`Spec::group_by`] says, and orders them: groups by their label, case and
/// accents folded (stories by their number of copies first, articles without the tag last), and in
/// them the newest publication first, then the smaller id.
///
/// The order of `articles` does not matter; an article given twice stands in it once.
pub fn make(mut articles: Vec<Article>, spec: Spec) -> Digest {
    articles.sort_by_key(|a| (Reverse(a.published_at), a.id));
    articles.dedup_by_key(|a| a.id);
    for article in &mut articles {
        settle_sightings(article, &spec);
    }
    let mut groups = group::group(&articles, &spec);

    // The articles in the order of their first appearance.
    let mut place: HashMap<usize, usize> = HashMap::with_capacity(articles.len());
    for member in groups.iter_mut().flat_map(|g| &mut g.members) {
        let next = place.len();
        *member = *place.entry(*member).or_insert(next);
    }
    let mut clippings: Vec<(usize, Clipping)> = articles
        .into_iter()
        .enumerate()
        .filter_map(|(i, article)| Some((*place.get(&i)?, clip(article))))
        .collect();
    clippings.sort_by_key(|(place, _)| *place);

    Digest {
        title: moment::heading(&spec.window, &spec.zone),
        clippings: clippings.into_iter().map(|(_, clipping)| clipping).collect(),
        groups,
        spec,
    }
}

/// Leaves out sightings after the window: they come in as later polls find the article elsewhere,
/// and would give a past window new bytes. The first sighting stays.
fn settle_sightings(article: &mut Article, spec: &Spec) {
    article.seen.sort_by(|a, b| (a.first_seen_at, &a.feed).cmp(&(b.first_seen_at, &b.feed)));
    let mut first = true;
    article.seen.retain(|seen| std::mem::take(&mut first) || seen.first_seen_at < spec.window.until);
}

/// Cuts an article to its outlet's terms. The words are counted over all that is printed of the
/// article's wording but its title: so where there is a limit the text stands alone, without the
/// summary, and without the HTML, whose captions and tables may hold words that the text has not.
fn clip(mut article: Article) -> Clipping {
    let limit = article.excerpt_words as usize;
    if limit == 0 {
        return Clipping { article, cut: false };
    }
    let summary = article.summary.take();
    article.html = None;
    if article.text.trim().is_empty() {
        article.text = summary.unwrap_or_default();
    }
    let shortened = excerpt::cut(&article.text, limit);
    let cut = shortened.is_some();
    if let Some(text) = shortened {
        article.text = text;
    }
    Clipping { article, cut }
}
