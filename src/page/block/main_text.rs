use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::place::{self, Place};
use crate::markup::{Child, Css, Dom, Element};

/// Paragraphs beyond this do not vote.
const MAX_VOTES: usize = 4_000;
/// Characters of text outside links from which a paragraph has a vote.
const MIN_VOTE: usize = 50;
/// One paragraph's vote is at most this: a single long comment is not the article.
const MAX_VOTE: usize = 1_200;
/// How many elements above a paragraph hear its vote, each half as loud.
const REACH: usize = 4;

static PARAGRAPHS: LazyLock<Css> = LazyLock::new(|| Css::new("p, br"));
static DECLARED: LazyLock<Css> = LazyLock::new(|| Css::new("[itemprop~='articleBody' i]"));

/// Where on the page the article is.
#[derive(Default)]
pub(in crate::page) struct MainText<'a> {
    /// From the `html` element down to the one that holds most of the article's paragraphs.
    pub(in crate::page) path: Vec<Element<'a>>,
    /// How many of `path` lead to the element of the article with byline, tags and what is under it.
    pub(in crate::page) article_depth: usize,
}

impl<'a> MainText<'a> {
    pub(in crate::page) fn find(dom: &'a Dom) -> Self {
        let Some(main) = declared(dom).or_else(|| voted(dom)) else { return MainText::default() };
        let mut path: Vec<_> = main.ancestors().collect();
        path.reverse();
        path.push(main);
        let article_depth = article_depth(&path);
        MainText { path, article_depth }
    }

    /// The element at `depth` (`html` is 0) on the way to the article's paragraphs?
    pub(in crate::page) fn leads_through(&self, element: Element<'a>, depth: usize) -> bool {
        self.path.get(depth) == Some(&element)
    }
}

/// What the markup says is the body, if it says so once and of enough text.
fn declared(dom: &Dom) -> Option<Element<'_>> {
    let mut all = dom.select(&DECLARED).filter(|e| !matches!(e.name(), "meta" | "link" | "script"));
    let one = all.next()?;
    let text: usize = one.texts().map(|t| t.trim().len()).sum();
    (all.next().is_none() && text > 400).then_some(one)
}

/// The element whose paragraphs have most text.
fn voted(dom: &Dom) -> Option<Element<'_>> {
    let mut scores = HashMap::new();
    let mut seen = HashSet::new();
    for found in dom.select(&PARAGRAPHS).take(MAX_VOTES) {
        // Lines broken by <br> straight in a <div> are paragraphs as well.
        let voter =
            if found.name() == "br" { found.parent().filter(|p| p.name() != "p") } else { Some(found) };
        let Some(voter) = voter.filter(|v| seen.insert(v.key())) else { continue };
        let is_lines = found.name() == "br";
        let length = if is_lines { direct_text(voter) } else { unlinked_text(voter) };
        if length < MIN_VOTE || voter.ancestors().any(is_elsewhere) {
            continue;
        }
        let mut vote = length.min(if is_lines { MAX_VOTE * 4 } else { MAX_VOTE });
        let above = if is_lines { Some(voter) } else { voter.parent() };
        for element in above.into_iter().chain(above.into_iter().flat_map(Element::ancestors)).take(REACH) {
            scores.entry(element.key()).or_insert((element, 0)).1 += vote;
            vote /= 2;
        }
    }
    // The deepest wins a tie; html and body hold everything and say nothing.
    scores
        .into_values()
        .filter(|(e, _)| e.name() != "html")
        .max_by_key(|(e, score)| (*score, e.ancestors().count(), e.name()))
        .map(|(e, _)| e)
}

fn is_elsewhere(element: Element<'_>) -> bool {
    matches!(element.name(), "nav" | "footer" | "form" | "figure" | "figcaption")
        || matches!(place::by_name(element), Some(Place::Comment | Place::Footer | Place::Nav))
            && !is_wide(element)
}

/// Classes of `html` and `body` tell of the whole page ("has-footer").
fn is_wide(element: Element<'_>) -> bool {
    matches!(element.name(), "html" | "body" | "main" | "article")
}

fn direct_text(element: Element<'_>) -> usize {
    element.children().map(|c| if let Child::Text(t) = c { t.trim().len() } else { 0 }).sum()
}

fn unlinked_text(element: Element<'_>) -> usize {
    element
        .children()
        .map(|c| match c {
            Child::Text(t) => t.trim().len(),
            Child::Element(e) if e.name() != "a" => e.texts().map(|t| t.trim().len()).sum(),
            Child::Element(_) => 0,
        })
        .sum()
}

/// The article's own element: the outermost `article` around the text, else the innermost that calls
/// itself the article, else `main`, else the text's parent.
fn article_depth(path: &[Element<'_>]) -> usize {
    let is_article = |e: &Element<'_>| {
        e.name() == "article"
            || e.attr("itemtype").is_some_and(|t| t.ends_with("Article") || t.ends_with("BlogPosting"))
    };
    let calls_itself = |e: &Element<'_>| {
        place::tokens(*e).any(|t| matches!(t.as_str(), "hentry" | "article" | "post" | "story" | "artikel"))
    };
    let is_main = |e: &Element<'_>| e.name() == "main" || e.attr("role") == Some("main");
    let found = path
        .iter()
        .position(is_article)
        .or_else(|| path.iter().rposition(|e| !is_wide(*e) && calls_itself(e)))
        .or_else(|| path.iter().rposition(is_main));
    // `html` itself is never entered.
    let parent = path.len().saturating_sub(2).max(1);
    match found {
        // The text's own element holds nothing but the text.
        Some(at) if at + 1 == path.len() && !is_article(&path[at]) => parent,
        Some(at) => at.max(1),
        None => parent,
    }
}
