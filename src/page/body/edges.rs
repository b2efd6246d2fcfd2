//! What clings to an article even inside the chosen part: its title once more, the line with date and
//! byline, "Read also", the word "Advertisement", credits of pictures that are not there.

use super::super::meta::picture_credit;
use super::Known;
use crate::date;
use crate::markup::{Child, Dom, Element};
use crate::model::fold;

/// Before a paragraph so long, the head may still go on.
const PARAGRAPH: usize = 120;
/// A longer line is text, whatever it begins with.
const LONGEST: usize = 220;

/// Single words between paragraphs, folded.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "advertisement", "advertisements", "anzeige", "werbung", "publicidad", "publicite", "pubblicita", "publicidade", "advertentie", "annonse", "annons", "реклама", "story-continues-below-advertisement", "article-continues-below-advertisement", "article-continues-after-advertisement", "related", "related-articles", "read-next", "skip-past-newsletter-promotion", "after-newsletter-promotion",
    "share", "share-this-article", "share-this-story", "artikel-teilen", "teilen", "comments", "kommentare", "print", "save", "copy-link", "copiar-url", "externer-inhalt", "empfohlener-redaktioneller-inhalt", "newsletter", "recommended-stories", "watch", "listen", "loading", "link-zum-youtube-inhalt", "mehr-infos", "latest-videos-from", "read-more", "mehr-zum-thema", "mehr-themen", "lesen-sie-auch", "les-ogsa", "most-read", "more-stories", "you-may-also-like", "popular-articles",
    "you-might-also-like", "view-comments", "no-comments", "leave-a-comment", "comments-are-closed", "table-of-contents", "inhaltsverzeichnis", "weitere-themen", "videos-zum-thema", "mehr-aus-der-sendung", "das-konnte-sie-auch-interessieren", "das-konnte-dich-auch-interessieren", "das-thema-konnte-dich-auch-interessieren", "auch-interessant", "meistgelesen", "meist-diskutiert", "keine-kommentare",
    "kommentar-schreiben", "kommentare-schreiben", "zum-newsletter-anmelden", "pour-lire-la-suite", "articles-similaires", "a-lire-aussi", "te-puede-interesar", "tambien-te-puede-interesar", "noticias-relacionadas", "articoli-correlati", "veja-tambem", "lees-ook", "читайте-также",
];
/// Beginnings of lines that lead elsewhere, folded; they count where the rest is a link.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "read-also", "also-read", "read-more", "read-next", "related", "more", "see-also", "watch", "listen", "recommended", "don-t-miss", "dont-miss", "click-here", "lesen-sie", "lesen-sie-auch", "auch-interessant", "mehr-zum-thema", "mehr-dazu", "zum-artikel", "zum-thema", "mehr", "lesetipp", "siehe-auch", "lire-aussi", "a-lire", "lisez", "voir-aussi",
    "lea-tambien", "lee-tambien", "leer-tambien", "te-puede-interesar", "mas-informacion", "leggi-anche", "leggi", "leia-tambem", "leia", "lees-ook", "lees-meer", "les-ogsa", "les-mer", "las-ocksa", "las-mer", "laes-ogsa", "читайте-также", "читать", "смотрите-также", "czytaj-tez",
];
/// Beginnings of credits, folded without hyphens' meaning: they stand alone where a picture was.
#[rustfmt::skip]
const CREDITS: &[&str] = &[
    "©", "(c) ", "Foto: ", "Photo: ", "Image: ", "Bild: ", "Fotos: ", "Photograph: ", "Quelle: ", "Credit: ", "(Credit: ", "Photo credit: ", "Image credit: ", "Crédit photo", "Crédits photo", "Titelbild: ", "Beitragsbild: ", "Aufmacherbild: ", "Fotocredit: ", "Bildnachweis: ", "(Foto: ", "(Bild: ", "(Photo: ",
];

/// The chosen part without them.
pub(super) fn trim(html: &str, known: &Known<'_>) -> String {
    let dom = Dom::parse(html);
    let title = known.title.map(fold).unwrap_or_default();
    let names: Vec<String> = known.names.iter().map(|a| fold(a)).filter(|a| a.len() >= 3).collect();
    let long: Vec<String> = names.iter().filter(|a| a.len() >= 5).cloned().collect();
    let mut in_head = true;
    let pruned = dom.prune(|element, size, _| {
        if !is_block(element) || size > 4_000 {
            return false;
        }
        let is_leaf = is_leaf(element);
        if !is_leaf {
            return false;
        }
        let line = element.line();
        let chars = line.chars().count();
        if chars >= PARAGRAPH {
            in_head = false;
        }
        if chars == 0 || chars > LONGEST {
            return false;
        }
        let folded = fold(&line);
        let repeats = folded == title && !folded.is_empty();
        let head = in_head && (repeats || is_dateline(&line, &folded, &long) || names.contains(&folded));
        let last = repeats && matches!(element.name(), "h1" | "h2");
        head || last
            || WORDS.contains(&folded.as_str())
            || is_lead(element, &line, &folded)
            || chars <= 120
                && (CREDITS.iter().any(|c| line.starts_with(c)) || picture_credit(&line).is_some())
    });
    pruned.html
}

fn is_block(element: Element<'_>) -> bool {
    matches!(
        element.name(),
        "p" | "div"
            | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "span"
            | "time"
            | "figcaption"
            | "small"
    ) && element
        .parent()
        .is_some_and(|p| !matches!(p.name(), "p" | "h1" | "h2" | "h3" | "a" | "strong" | "em"))
}

fn is_leaf(element: Element<'_>) -> bool {
    element.children().all(|child| match child {
        Child::Text(_) => true,
        Child::Element(e) => !matches!(
            e.name(),
            "p" | "div"
                | "ul"
                | "ol"
                | "li"
                | "blockquote"
                | "table"
                | "section"
                | "article"
                | "pre"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "img"
                | "picture"
                | "figure"
        ),
    })
}

/// "By Ilse Varn", "3 March 2026, 14:05", "Updated …": the head's own line.
fn is_dateline(line: &str, folded: &str, authors: &[String]) -> bool {
    let words = line.split_whitespace().count();
    if words > 16 {
        return false;
    }
    let dated = words <= 12
        && line.chars().any(|c| c.is_ascii_digit())
        && (date::reading(line).is_some()
            || (0..words.min(4)).any(|n| {
                date::reading(&line.split_whitespace().skip(n).collect::<Vec<_>>().join(" "))
                    .is_some_and(|_| n <= 3)
            }));
    let named = authors.iter().any(|a| folded.contains(a.as_str()))
        && folded.len() <= authors.iter().map(String::len).sum::<usize>() + 40;
    (dated && !line.ends_with(['.', '!', '?', '“', '”'])) || named && !line.ends_with('.')
}

/// Does it begin with "Read also" and is it nothing but a link for the rest?
fn is_lead(element: Element<'_>, line: &str, folded: &str) -> bool {
    let starts = |lead: &&&str| {
        folded.strip_prefix(**lead).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let Some(lead) = LEADS.iter().filter(starts).map(|l| l.len()).max() else { return false };
    let linked: usize = links(element).iter().map(|l| l.chars().count()).sum();
    let marked = line.chars().take(lead + 6).any(|c| matches!(c, ':' | '|' | '>' | '»' | '→'));
    linked * 10 >= line.chars().count() * 5 && (marked || linked * 10 >= line.chars().count() * 9)
        || marked && linked > 0 && lead >= 8
}

fn links(element: Element<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        for child in element.children() {
            if let Child::Element(e) = child {
                if e.name() == "a" { found.push(e.line()) } else { open.push(e) }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{Known, LeftOut};
    use super::trim;
    use crate::markup;

    #[test]
    fn what_clings_to_an_article_goes() {
        let text = "The ferry that feeds the islands has not sailed since Monday, and nobody on the quay can say when it will sail again, or whether.";
        let html = format!(
            "<h1>Ferry back</h1><p>By Ilse Varn</p><p>3 March 2026, 14:05</p><p>{text}</p><p>Advertisement</p>\
             <p>Read also: <a href=/x>Nine hundred islanders</a></p><p>Read the letter aloud, she said.</p>\
             <p>© Harbour Board</p><p>Featured image is from Harbour Board.</p><h2>Related</h2><p>More than nine hundred wait.</p>"
        );
        let known = Known {
            title: Some("Ferry back"),
            names: vec!["Ilse Varn".to_owned()],
            left_out: LeftOut::default(),
        };
        let kept = markup::text(&trim(&html, &known));
        assert_eq!(
            kept,
            format!("{text}\n\nRead the letter aloud, she said.\n\nMore than nine hundred wait.")
        );
    }
}
