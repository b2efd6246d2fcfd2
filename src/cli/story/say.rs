//! What `clippings story` prints.

use std::io::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::archive::{Story, Suggestion};
use crate::cli::context::{counted, stamp};
use crate::model::Article;

pub(super) fn story(
    out: &mut impl Write,
    article: &Article,
    story: Option<&Story>,
    suggestions: &[Suggestion],
    zone: &TimeZone,
) -> std::io::Result<()> {
    let at = |t: Timestamp| stamp(t, zone);
    match story {
        None => writeln!(out, "Article {} stands alone: {}", article.id, article.title)?,
        Some(story) => {
            let outlets: std::collections::BTreeSet<&str> =
                story.articles.iter().map(|a| a.outlet.as_str()).collect();
            writeln!(
                out,
                "Story {}: {} articles of {}, first seen {}\n",
                story.id,
                story.articles.len(),
                counted(outlets.len(), "outlet"),
                at(story.first_seen_at)
            )?;
            for a in &story.articles {
                let mark = if a.article == article.id { '*' } else { ' ' };
                writeln!(out, "{mark}{:>7}  {}  {}  {}", a.article, at(a.published_at), a.outlet, a.title)?;
                let other = a.other.map(|other| format!(" of {other}")).unwrap_or_default();
                let score = a.score.map(|score| format!(" ({score:.2})")).unwrap_or_default();
                writeln!(out, "          {}{other}{score}: {}", a.relation, a.evidence)?;
            }
        }
    }
    let named: Vec<&str> =
        [article.original_outlet.as_deref(), article.original_url.as_deref()].into_iter().flatten().collect();
    if !named.is_empty() {
        writeln!(out, "\nArticle {} names its source: {}", article.id, named.join("  "))?;
    }
    if !suggestions.is_empty() {
        writeln!(out, "\nNot linked, but alike:")?;
        for alike in suggestions {
            suggestion(out, alike)?;
        }
    }
    Ok(())
}

pub(super) fn suggestion(out: &mut impl Write, s: &Suggestion) -> std::io::Result<()> {
    writeln!(out, "{:>8}  {}  {}", s.article, s.outlet, s.title)?;
    writeln!(out, "{:>8}  {}  {}", s.other, s.other_outlet, s.other_title)?;
    writeln!(out, "          {} ({:.2}): {}", s.relation, s.score, s.evidence)
}

pub(super) fn story_json(article: &Article, story: Option<&Story>, suggestions: &[Suggestion]) -> Value {
    let at = |t: Timestamp| format!("{t:.0}");
    json!({
        "article_id": article.id,
        "story_id": story.map(|s| s.id),
        "first_seen_at": story.map(|s| at(s.first_seen_at)),
        "original_outlet": article.original_outlet,
        "original_url": article.original_url,
        "articles": story.map(|s| s.articles.as_slice()).unwrap_or_default().iter().map(|a| json!({
            "article_id": a.article, "outlet": a.outlet, "title": a.title, "url": a.url,
            "published_at": at(a.published_at), "words": a.words, "relation": a.relation,
            "other_article_id": a.other, "score": a.score, "evidence": a.evidence, "rule": a.rule,
            "linked_at": a.linked_at.map(at), "linked_by": a.linked_by })).collect::<Vec<_>>(),
        "suggestions": suggestions.iter().map(suggestion_json).collect::<Vec<_>>(),
    })
}

pub(super) fn suggestion_json(s: &Suggestion) -> Value {
    json!({
        "article_id": s.article, "outlet": s.outlet, "title": s.title,
        "other_article_id": s.other, "other_outlet": s.other_outlet, "other_title": s.other_title,
        "relation": s.relation, "score": s.score, "evidence": s.evidence,
    })
}
