//! The full text that a feed carries: what stands under it is found as on a page, without one.

use super::Hints;
use super::block::{Block, Place};
use super::{notice, origin};
use crate::model::{DisclaimerKind, Notice, Original};

/// Notices stand before the second or among the last paragraphs of a text.
const FIRST: usize = 1;
const LAST: usize = 5;

/// The notices of a text as [`markup::text`](crate::markup::text) writes it, and who had it first. Only its
/// first and its last five paragraphs are read.
///
/// "The post … appeared first on …" of the outlet itself is a feed's furniture and left out.
pub fn notices_of_text(text: &str, hints: &Hints<'_>) -> (Vec<Notice>, Option<Original>) {
    let blocks = edges(text);
    let found = notice::of_text(&blocks);
    let original = origin::of_text(&blocks, &found, hints);
    let own = found.segments.iter().filter(|(at, segment)| {
        segment.sense == notice::Sense::Notice(DisclaimerKind::Attribution)
            && origin::names_itself(&blocks[*at], segment, hints)
    });
    let own: Vec<&str> = own.map(|(_, segment)| segment.text.as_str()).collect();
    let notices = found.notices.into_iter().filter(|n| !own.contains(&n.text.as_str())).collect();
    (notices, original)
}

/// The paragraphs at both ends of a text that has more than one.
fn edges(text: &str) -> Vec<Block> {
    let all = text.split("\n\n").filter(|p| !p.trim().is_empty()).count();
    if all < 2 {
        return Vec::new();
    }
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

    #[test]
    fn what_stands_under_a_feeds_text_is_found() {
        let hints =
            Hints { url: Some("https://quay.example/a"), outlet: Some("The Quay"), ..Hints::default() };
        let news = "The ferry to the outer islands ran again on Monday after a winter in which nobody crossed the sound.";
        let text = format!(
            "{news}\n\n{news}\n\n{news}\n\nThis story was originally published by Meridian Dispatch.\n\n© 2020 The Quay. All rights reserved.\n\nThe post Ferry back appeared first on The Quay."
        );
        let (notices, original) = notices_of_text(&text, &hints);
        let texts: Vec<_> = notices.iter().map(|n| (n.kind, n.text.as_str())).collect();
        assert_eq!(
            texts,
            [
                (DisclaimerKind::Attribution, "This story was originally published by Meridian Dispatch."),
                (DisclaimerKind::Copyright, "© 2020 The Quay. All rights reserved."),
            ]
        );
        assert_eq!(original.and_then(|o| o.outlet).as_deref(), Some("Meridian Dispatch"));
        assert_eq!(notices_of_text(news, &hints), (Vec::new(), None));
        let quoted = format!("{news}\n\n{news}\n\n> © 2020 The Quay. All rights reserved.");
        assert_eq!(notices_of_text(&quoted, &hints), (Vec::new(), None));
    }
}
