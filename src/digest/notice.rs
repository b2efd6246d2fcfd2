use std::collections::HashMap;

use super::link;
use crate::markup;
use crate::model::{Article, Disclaimer, DisclaimerKind};

/// A notice that at least two articles of a group carry: printed once at the group's end, under a
/// number that the articles refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// From 1 in each group.
    pub number: usize,
    /// What sort of notice.
    pub kind: DisclaimerKind,
    /// One line.
    pub text: String,
    /// Where the text is nothing but an address that is safe to link to.
    pub url: Option<String>,
    /// Does every article of the group carry it?
    pub everywhere: bool,
}

/// Does a reader need to know it before reading? Such a notice stands above the text, at every
/// article that carries it.
pub fn is_prominent(kind: DisclaimerKind) -> bool {
    use DisclaimerKind::{Ai, Correction, EditorNote, Sponsored};
    matches!(kind, Correction | EditorNote | Sponsored | Ai)
}

/// The kind in words.
pub fn label(kind: DisclaimerKind) -> &'static str {
    match kind {
        DisclaimerKind::Correction => "Correction",
        DisclaimerKind::EditorNote => "Editor’s note",
        DisclaimerKind::Sponsored => "Sponsored",
        DisclaimerKind::Ai => "Made with AI",
        DisclaimerKind::Attribution => "Attribution",
        DisclaimerKind::Agency => "Agency",
        DisclaimerKind::Copyright => "Copyright",
        DisclaimerKind::Licence => "Licence",
        DisclaimerKind::Disclaimer => "Disclaimer",
        DisclaimerKind::FairUse => "Fair use",
        DisclaimerKind::Contact => "Contact",
        DisclaimerKind::Other => "Notice",
    }
}

/// An article's notices, each once whoever said it, in the order of [`DisclaimerKind::ALL`].
pub fn of(article: &Article) -> Vec<(DisclaimerKind, String)> {
    let mut notices: Vec<(DisclaimerKind, String)> = Vec::new();
    for Disclaimer { kind, text, .. } in &article.disclaimers {
        let text = without_label(*kind, markup::plain(text));
        if !text.is_empty() && !notices.iter().any(|(k, t)| k == kind && *t == text) {
            notices.push((*kind, text));
        }
    }
    notices.sort_by_key(|(kind, _)| rank(*kind));
    notices
}

/// "Correction: …" stands under that word already.
fn without_label(kind: DisclaimerKind, text: String) -> String {
    let label = label(kind);
    let labelled = text.get(..label.len()).is_some_and(|start| start.eq_ignore_ascii_case(label));
    let rest = text.get(label.len()..).and_then(|rest| rest.strip_prefix(':')).map(str::trim);
    match rest.filter(|rest| labelled && !rest.is_empty()) {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// The notices that articles of one group share, numbered.
pub fn shared(articles: &[&Article]) -> Vec<Shared> {
    let mut found: Vec<(DisclaimerKind, String, usize)> = Vec::new();
    let mut place: HashMap<(DisclaimerKind, String), usize> = HashMap::new();
    for (kind, text) in articles.iter().flat_map(|a| of(a)).filter(|(kind, _)| !is_prominent(*kind)) {
        let at = *place.entry((kind, text.clone())).or_insert(found.len());
        match found.get_mut(at) {
            Some((_, _, count)) => *count += 1,
            None => found.push((kind, text, 1)),
        }
    }
    found.retain(|(_, _, count)| *count >= 2);
    found.sort_by_key(|(kind, _, _)| rank(*kind));
    found
        .into_iter()
        .zip(1..)
        .map(|((kind, text, count), number)| Shared {
            number,
            kind,
            url: link::whole(&text),
            text,
            everywhere: count == articles.len(),
        })
        .collect()
}

fn rank(kind: DisclaimerKind) -> usize {
    DisclaimerKind::ALL.iter().position(|k| *k == kind).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{DisclaimerKind as Kind, without_label};

    #[test]
    fn the_kind_is_not_said_twice() {
        for (kind, text, told) in [
            (Kind::Correction, "Correction: it was 1962.", "it was 1962."),
            (Kind::Disclaimer, "DISCLAIMER:  views are the author's", "views are the author's"),
            (Kind::Correction, "Corrections are listed here.", "Corrections are listed here."),
            (Kind::Correction, "Correction:", "Correction:"),
            (Kind::Copyright, "Copyright © The Quay", "Copyright © The Quay"),
            (Kind::EditorNote, "Ed", "Ed"),
            (Kind::Correction, "Исправление: 1962", "Исправление: 1962"),
        ] {
            assert_eq!(without_label(kind, text.to_owned()), told, "{text}");
        }
    }
}
