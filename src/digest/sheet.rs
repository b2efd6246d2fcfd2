use crate::markup;
use crate::model::{Article, DisclaimerKind, GroupBy};

use super::notice::{self, Shared};
use super::{Clipping, Digest, Group, link, moment};

/// What a printed digest says, whatever its syntax: the formats for readers differ in how they write
/// this down, not in what they say. Everything in it is one line, cleaned but not yet escaped,
/// except [`Body`].
pub struct Sheet<'a> {
    /// The window in words.
    pub title: &'a str,
    /// The digest's name.
    pub name: String,
    /// `12 articles from 3 outlets`
    pub count: String,
    /// The zone's name; the title names the window's moments.
    pub zone: String,
    /// The query.
    pub filter: Option<String>,
    /// What it is grouped by.
    pub grouped: String,
    /// The groups in order.
    pub sections: Vec<Section<'a>>,
}

/// A group.
pub struct Section<'a> {
    /// Anchor, stable within the digest.
    pub id: String,
    /// What the articles have in common.
    pub label: &'a str,
    /// How many articles.
    pub count: usize,
    /// The articles in order.
    pub entries: Vec<Entry<'a>>,
    /// Notices its articles share.
    pub shared: Vec<Shared>,
}

/// An article in a group.
pub enum Entry<'a> {
    /// Its first appearance: all of it.
    Full(Box<Card<'a>>),
    /// It stands in full in a group above.
    Again {
        /// Anchor of its first appearance.
        anchor: String,
        /// Its title.
        title: String,
        /// Who published it.
        outlet: String,
        /// The group in which it stands in full.
        under: &'a str,
    },
    /// A copy, of which the story's first article says everything.
    Copy(Copy),
}

/// A copy of the article that stands in full before it.
pub struct Copy {
    /// Anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Safe to link to.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: String,
    /// `published` and the like, and when, in the zone.
    pub dated: String,
    /// The outlet pulled it.
    pub withdrawn: bool,
}

/// An article in full.
pub struct Card<'a> {
    /// Anchor.
    pub anchor: String,
    /// Never empty.
    pub title: String,
    /// Safe to link to.
    pub url: Option<String>,
    /// BCP 47, in form.
    pub language: Option<&'a str>,
    /// Who published it.
    pub outlet: String,
    /// Who wrote it.
    pub byline: Option<String>,
    /// `Published`, or whatever else the time is.
    pub dated: &'static str,
    /// The time in the zone.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// What one needs to know before reading: withdrawn, corrections, notes, sponsored.
    pub alerts: Vec<Remark>,
    /// `3 wordings, last changed …`
    pub edited: Option<String>,
    /// The standfirst, where the text does not repeat it.
    pub summary: Option<String>,
    /// The text.
    pub body: Body<'a>,
    /// Cut to the outlet's terms.
    pub cut: bool,
    /// Tags by scheme, in order of first appearance.
    pub facets: Vec<Facet>,
    /// Who had it first, and where.
    pub original: Option<Original>,
    /// Address and credit of the lead picture.
    pub picture: Option<(String, Option<String>)>,
    /// The feeds it was seen in.
    pub feeds: Vec<String>,
    /// Its own notices.
    pub notices: Vec<Remark>,
    /// Which of the group's shared notices it carries.
    pub refers: Vec<(usize, &'static str)>,
}

/// A notice with its name.
pub struct Remark {
    /// `Correction`, `Copyright`, …
    pub label: &'static str,
    /// What it says.
    pub text: String,
    /// Where the text is nothing but an address that is safe to link to.
    pub url: Option<String>,
}

/// Tags of one scheme.
pub struct Facet {
    /// The scheme, shortened where it is an address.
    pub scheme: String,
    /// The labels.
    pub labels: Vec<String>,
}

/// Where an article stood first; at least one of the two.
pub struct Original {
    /// Who had it.
    pub outlet: Option<String>,
    /// Safe to link to.
    pub url: Option<String>,
}

/// The text of an article.
pub enum Body<'a> {
    /// Sanitised HTML, with the plain text for formats that cannot use it.
    Html(&'a str, &'a str),
    /// Plain text; may be empty.
    Text(&'a str),
}

/// Writes down what the digest says.
pub fn sheet(digest: &Digest) -> Sheet<'_> {
    let spec = &digest.spec;
    let mut printed: Vec<Option<&str>> = vec![None; digest.clippings.len()];
    let sections =
        digest.groups.iter().zip(1..).map(|(group, n)| section(digest, group, n, &mut printed)).collect();
    let mut outlets: Vec<&str> = digest.clippings.iter().map(|c| c.article.outlet.as_str()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    Sheet {
        title: &digest.title,
        name: markup::plain(&spec.name),
        count: match digest.clippings.len() {
            0 => "No articles".to_owned(),
            n => format!("{} from {}", counted(n, "article"), counted(outlets.len(), "outlet")),
        },
        zone: moment::zone_name(&spec.zone),
        filter: spec.filter.as_deref().map(markup::plain).filter(|q| !q.is_empty()),
        grouped: match &spec.group_by {
            GroupBy::Scheme(scheme) => markup::plain(scheme),
            other => other.to_string(),
        },
        sections,
    }
}

/// `1 article`, `2 articles`
pub fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn section<'a>(
    digest: &'a Digest,
    group: &'a Group,
    number: usize,
    printed: &mut [Option<&'a str>],
) -> Section<'a> {
    let members: Vec<(usize, &Clipping)> =
        group.members.iter().filter_map(|&i| Some((i, digest.clippings.get(i)?))).collect();
    let is_story = digest.spec.group_by == GroupBy::Story && group.key.is_some();
    let shown = if is_story { &members[..1.min(members.len())] } else { &members[..] };
    let full: Vec<&Article> =
        shown.iter().filter(|(i, _)| printed[*i].is_none()).map(|(_, c)| &c.article).collect();
    let shared = notice::shared(&full);
    let entries = members
        .iter()
        .enumerate()
        .map(|(n, &(i, clipping))| match printed[i] {
            None if is_story && n > 0 => Entry::Copy(copy(digest, &clipping.article)),
            Some(under) => Entry::Again {
                anchor: anchor(&clipping.article),
                title: title(&clipping.article),
                outlet: markup::plain(&clipping.article.outlet),
                under,
            },
            None => {
                printed[i] = Some(&group.label);
                Entry::Full(Box::new(card(digest, clipping, &shared)))
            }
        })
        .collect();
    Section { id: format!("g{number}"), label: &group.label, count: members.len(), entries, shared }
}

fn copy(digest: &Digest, article: &Article) -> Copy {
    let time = moment::stamp(article.published_at, &digest.spec.zone);
    Copy {
        anchor: anchor(article),
        title: title(article),
        url: article.url.as_deref().and_then(link::web),
        outlet: markup::plain(&article.outlet),
        dated: match dated(article) {
            "published" => time,
            word => format!("{word} {time}"),
        },
        withdrawn: article.withdrawn_at.is_some(),
    }
}

fn dated(article: &Article) -> &'static str {
    match article.published_from.as_str() {
        "first-seen" => "first seen",
        "feed-updated" => "updated",
        _ => "published",
    }
}

fn card<'a>(digest: &'a Digest, clipping: &'a Clipping, shared: &[Shared]) -> Card<'a> {
    let article = &clipping.article;
    let zone = &digest.spec.zone;
    let line = |text: &Option<String>| text.as_deref().map(markup::plain).filter(|t| !t.is_empty());
    let (mut alerts, mut notices, mut refers) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(at) = article.withdrawn_at {
        let text = format!("The outlet pulled this article; noticed {}.", moment::stamp(at, zone));
        alerts.push(Remark { label: "Withdrawn", text, url: None });
    }
    for (kind, text) in notice::of(article) {
        match shared.iter().find(|s| s.kind == kind && s.text == text) {
            Some(s) => refers.push((s.number, notice::label(kind))),
            None if notice::is_prominent(kind) => alerts.push(remark(kind, text)),
            None => notices.push(remark(kind, text)),
        }
    }
    let original = Original {
        outlet: line(&article.original_outlet),
        url: article.original_url.as_deref().and_then(link::web),
    };
    Card {
        anchor: anchor(article),
        title: title(article),
        url: article.url.as_deref().and_then(link::web),
        language: article.language.as_deref().filter(|tag| is_language(tag)),
        outlet: markup::plain(&article.outlet),
        byline: line(&article.byline),
        dated: dated(article),
        time: moment::stamp(article.published_at, zone),
        datetime: article.published_at.to_string(),
        alerts,
        edited: article.edited_at.map(|at| {
            let times = (article.edits > 1).then(|| format!("{} times, last ", article.edits));
            format!("{}{}", times.unwrap_or_default(), moment::stamp(at, zone))
        }),
        summary: line(&article.summary).filter(|summary| !repeats(summary, &article.text)),
        body: match &article.html {
            Some(html) if !html.trim().is_empty() => Body::Html(html, &article.text),
            _ => Body::Text(&article.text),
        },
        cut: clipping.cut,
        facets: facets(article),
        original: (original.outlet.is_some() || original.url.is_some()).then_some(original),
        picture: article
            .image_url
            .as_deref()
            .and_then(link::web)
            .map(|url| (url, line(&article.image_credit))),
        feeds: feeds(article),
        notices,
        refers,
    }
}

fn anchor(article: &Article) -> String {
    format!("a{}", article.id)
}

fn title(article: &Article) -> String {
    let title = markup::plain(&article.title);
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

fn remark(kind: DisclaimerKind, text: String) -> Remark {
    Remark { label: notice::label(kind), url: link::whole(&text), text }
}

/// Is the summary no more than the beginning of the text?
fn repeats(summary: &str, text: &str) -> bool {
    let summary = summary.trim_end_matches(['…', '.', ' ', ']', '[']);
    let mut text = text.split_whitespace();
    summary.split_whitespace().all(|word| text.next().is_some_and(|other| other.starts_with(word)))
}

fn feeds(article: &Article) -> Vec<String> {
    let mut feeds: Vec<String> = Vec::new();
    for feed in article.seen.iter().map(|seen| markup::plain(&seen.feed)) {
        if !feeds.contains(&feed) {
            feeds.push(feed);
        }
    }
    feeds
}

fn facets(article: &Article) -> Vec<Facet> {
    let mut facets: Vec<(&str, Vec<&str>, Facet)> = Vec::new();
    for tag in &article.tags {
        let label = markup::plain(if tag.label.trim().is_empty() { &tag.term } else { &tag.label });
        match facets.iter_mut().find(|(scheme, _, _)| *scheme == tag.scheme) {
            Some((_, terms, _)) if terms.contains(&tag.term.as_str()) => {}
            Some((_, terms, facet)) => {
                terms.push(&tag.term);
                facet.labels.push(label);
            }
            None => facets.push((
                &tag.scheme,
                vec![&tag.term],
                Facet { scheme: short_scheme(&tag.scheme), labels: vec![label] },
            )),
        }
    }
    facets.into_iter().map(|(_, _, facet)| facet).collect()
}

/// Schemes may be addresses (RFC 4287 §4.2.2.2), of which the last part says most.
fn short_scheme(scheme: &str) -> String {
    let last = scheme.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().unwrap_or(scheme);
    markup::plain(if scheme.contains("://") && !last.is_empty() { last } else { scheme })
}

/// Has it the form of a BCP 47 tag?
fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag
            .split('-')
            .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
