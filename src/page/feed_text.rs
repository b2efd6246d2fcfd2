//! The text that a feed carries: what stands under it is found as on a page, without one.

use std::sync::LazyLock;

use super::Hints;
use super::block::{Block, Link, Place};
use super::{notice, origin};
use crate::markup::{Css, Dom};
use crate::model::{DisclaimerKind, Notice, Original};

/// Notices stand before the second or among the last paragraphs of a text.
const FIRST: usize = 1;
const LAST: usize = 5;
/// The links of a text that are looked at, from its end.
const MAX_LINKS: usize = 50;

static LINKS: LazyLock<Css> = LazyLock::new(|| Css::new("a[href]"));

/// A text that a feed carries.
#[derive(Debug, Clone, Copy, Default)]
pub struct FeedText<'a> {
    /// As [`markup::text`](crate::markup::text) writes it.
    pub text: &'a str,
    /// Its HTML, where it has some: where its links lead.
    pub html: Option<&'a str>,
    /// The names of its authors: a wire agency may stand among them.
    pub authors: &'a [&'a str],
}

/// The notices of a text that a feed carries, and who had it first. Only its first and its last five paragraphs
/// are read.
///
/// "The post … appeared first on …" of the outlet itself is a feed's furniture and left out.
pub fn notices_of_text(feed: &FeedText<'_>, hints: &Hints<'_>) -> (Vec<Notice>, Option<Original>) {
    let mut blocks = edges(feed.text);
    let found = notice::of_text(&blocks);
    // Links say where an original stands; of most texts nobody says that there is one.
    let attribution = notice::Sense::Notice(DisclaimerKind::Attribution);
    if let Some(html) = feed.html.filter(|_| found.segments.iter().any(|(_, s)| s.sense == attribution)) {
        link(&mut blocks, html);
    }
    let original = origin::of_text(&blocks, &found, feed.authors, hints);
    let own = found.segments.iter().filter(|(at, segment)| {
        segment.sense == attribution && origin::names_itself(&blocks[*at], segment, hints)
    });
    let own: Vec<&str> = own.map(|(_, segment)| segment.text.as_str()).collect();
    let notices = found.notices.into_iter().filter(|n| !own.contains(&n.text.as_str())).collect();
    (notices, original)
}

/// Puts the links of a text's HTML where their words stand in its paragraphs, in order.
fn link(blocks: &mut [Block], html: &str) {
    let dom = Dom::parse(html);
    // From the end: what is stated stands there, and a word of it may stand anywhere before.
    let links: Vec<_> = dom.select(&LINKS).collect();
    let mut ends: Vec<usize> = blocks.iter().map(|b| b.text.len()).collect();
    for element in links.into_iter().rev().take(MAX_LINKS) {
        let (text, Some(href)) = (element.line(), element.attr("href")) else { continue };
        let found = blocks.iter_mut().zip(&mut ends).rev().find_map(|(block, end)| {
            let at = block.text[..*end].rfind(text.as_str()).filter(|_| !text.is_empty())?;
            Some((block, end, at))
        });
        if let Some((block, end, at)) = found {
            *end = at;
            block.links.insert(0, Link { href: href.to_owned(), at, text });
        }
    }
}

/// The paragraphs at both ends of a text.
fn edges(text: &str) -> Vec<Block> {
    let all = text.split("\n\n").filter(|p| !p.trim().is_empty()).count();
    text.split("\n\n")
        .filter(|p| !p.trim().is_empty())
        .enumerate()
        .filter(|(at, paragraph)| {
            // What is quoted is not the outlet's own word.
            (*at < FIRST || *at + LAST >= all) && !paragraph.starts_with("> ")
        })
        .map(|(at, paragraph)| Block {
            text: paragraph.to_owned(),
            place: Place::Main,
            element: "p".to_owned(),
            in_body: true,
            in_article: true,
            before: at,
            after: all - at - 1,
            ..Block::default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> FeedText<'_> {
        FeedText { text, ..FeedText::default() }
    }

    #[test]
    fn who_had_it_first_is_told_with_the_address() {
        let hints =
            Hints { url: Some("https://quay.example/a"), outlet: Some("The Quay"), ..Hints::default() };
        let news = "The Dispatch ferry ran again on Monday after a winter in which nobody crossed the sound.";
        let original = |html: &str, authors: &[&str]| {
            let text = crate::markup::text(html);
            let (_, original) = notices_of_text(&FeedText { text: &text, html: Some(html), authors }, &hints);
            original.map(|o| (o.outlet.unwrap_or_default(), o.url.unwrap_or_default()))
        };
        let link = "<a href='https://dispatch.example/ferry'>Dispatch</a>";
        let is = |outlet: &str, url: &str| Some((outlet.to_owned(), url.to_owned()));
        let reprint = format!(
            "<p>The {link} says: {news}</p><p>{news}</p><p>The original source of this article is {link}</p>"
        );
        assert_eq!(original(&reprint, &[]), is("Dispatch", "https://dispatch.example/ferry"));
        let short = format!("{news} This article was originally published by {link}.");
        assert_eq!(original(&short, &[]), is("Dispatch", "https://dispatch.example/ferry"));
        for wire in [
            format!("<p>KAISTADT (Reuters) - {news}</p><p>{news}</p>"),
            format!("<p>{news}</p><p>{news} (Reuters)</p>"),
        ] {
            assert_eq!(original(&wire, &[]), is("Reuters", ""), "{wire}");
        }
        assert_eq!(original(&format!("<p>{news}</p>"), &["Reuters"]), is("Reuters", ""));
        assert_eq!(original(&format!("<p>{news}</p><p>{news}</p>"), &["Ada Quay"]), None);
    }

    #[test]
    fn what_stands_under_a_feeds_text_is_found() {
        let hints =
            Hints { url: Some("https://quay.example/a"), outlet: Some("The Quay"), ..Hints::default() };
        let news = "The ferry to the outer islands ran again on Monday after a winter in which nobody crossed the sound.";
        let text = format!(
            "{news}\n\n{news}\n\n{news}\n\nThis story was originally published by Meridian Dispatch.\n\n© 2020 The Quay. All rights reserved.\n\nThe post Ferry back appeared first on The Quay."
        );
        let (notices, original) = notices_of_text(&plain(&text), &hints);
        let texts: Vec<_> = notices.iter().map(|n| (n.kind, n.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (DisclaimerKind::Attribution, "This story was originally published by Meridian Dispatch."),
                (DisclaimerKind::Copyright, "© 2020 The Quay. All rights reserved."),
            ]
        );
        assert_eq!(original.and_then(|o| o.outlet).as_deref(), Some("Meridian Dispatch"));
        assert_eq!(notices_of_text(&plain(news), &hints), (Vec::new(), None));
        let quoted = format!("{news}\n\n{news}\n\n> © 2020 The Quay. All rights reserved.");
        assert_eq!(notices_of_text(&plain(&quoted), &hints), (Vec::new(), None));
    }
}
