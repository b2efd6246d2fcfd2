//! Whose picture it is, out of a caption or a line of its own.

use crate::model::fold;

/// A longer text is a caption, not a credit.
pub(super) const LONGEST_CREDIT: usize = 120;
/// Words of a name, of several people or of an agency.
const MOST_WORDS: usize = 12;

/// What stands before the name in a caption.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "image credit:", "photo credit:", "picture credit:", "credit:", "credits:", "photo:", "photos:", "photograph:", "image:", "picture:", "foto:", "fotos:", "bild:", "quelle:", "bildquelle:", "fotocredit:",
    "crédit photo :", "crédit photo:", "crédits photo :", "crédits photo:", "crédit :", "crédit:", "crédits :", "crédits:", "photo :", "photographie :", "fuente:", "crédito:", "créditos:", "fotografía:", "imagen:", "imagem:", "immagine:", "beeld:", "фото:",
];
/// The sign may stand anywhere in a caption.
const SIGNS: &[&str] = &["©", "(c) "];
/// These are words of sentences, too: what follows must be a name, and they begin a sentence.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "photo by ", "photos by ", "photograph by ", "image by ", "picture by ", "foto di ", "foto de ", "foto van ", "foto von ", "fotografía de ", "photo de ", "image courtesy of ", "photo courtesy of ", "courtesy of ",
];
/// What a line of the body calls the article's picture.
#[rustfmt::skip]
const PICTURES: &[&str] = &[
    "featured image", "feature image", "featured photo", "header image", "cover image", "cover photo", "lead image", "lead photo", "top image", "top photo", "main image", "banner image", "title image",
    "titelbild", "titelfoto", "beitragsbild", "aufmacherbild", "artikelbild", "headerbild", "image à la une", "photo à la une", "image de couverture", "photo de couverture", "imagen destacada", "imagen de portada", "foto de portada",
    "immagine in evidenza", "immagine di copertina", "foto di copertina", "imagem em destaque", "imagem de capa", "foto de capa", "uitgelichte afbeelding", "omslagfoto", "фото на обложке", "изображение на обложке", "заглавное фото",
];
/// And what leads from there to the name, the longest first.
#[rustfmt::skip]
const JOINS: &[&str] = &[
    " is courtesy of ", " was taken by ", " courtesy of ", " is from ", " is by ", " taken by ", " credit: ", " source: ", " from ", " by ", " via ", " stammt von ", " ist von ", " von ", " est de ", " par ", " es de ", " por ", " de ", " di ", " van ", " door ", " : ", ": ", " © ", " (c) ",
];

/// The name after the last label of a caption.
pub(super) fn of_caption(caption: &str) -> Option<String> {
    let lower = caption.to_lowercase();
    // Lower case may take other lengths: then the caption is left alone.
    if lower.len() != caption.len() {
        return None;
    }
    let labelled = LABELS.iter().filter_map(|label| Some(after_word(&lower, label)? + label.len())).max();
    let signed = SIGNS.iter().filter_map(|sign| Some(lower.rfind(sign)? + sign.len())).max();
    if let Some(at) = labelled.max(signed) {
        return tidy(&caption[at..]);
    }
    let begins = |at: usize| {
        let before = lower[..at].trim_end();
        before.is_empty()
            || before.ends_with(['.', '!', '?', '(', '|', '/', ':', '–', '—', '-', '”', '"', '['])
    };
    let at =
        WORDS.iter().filter_map(|w| lower.rfind(w).filter(|at| begins(*at)).map(|at| at + w.len())).max()?;
    tidy(&caption[at..]).filter(|credit| is_named(credit))
}

/// The name in a line of its own that speaks of the article's picture: "Featured image is from The Quay."
pub(in crate::page) fn of_line(line: &str) -> Option<String> {
    let line = line.trim();
    if line.chars().count() > LONGEST_CREDIT {
        return None;
    }
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    let picture = PICTURES.iter().filter(|p| lower.starts_with(**p)).map(|p| p.len()).max()?;
    let join = JOINS.iter().find(|join| lower[picture..].starts_with(**join))?;
    tidy(&line[picture + join.len()..]).filter(|credit| is_named(credit))
}

/// Where a label stands as a word of its own, the last time: not "photo:" of "telephoto:".
fn after_word(lower: &str, label: &str) -> Option<usize> {
    lower.rfind(label).filter(|at| !lower[..*at].ends_with(char::is_alphanumeric))
}

/// Without the year, a label after the sign ("© Photo : Luc Tarn"), and signs that stand around it.
fn tidy(credit: &str) -> Option<String> {
    let mut credit = credit.trim().trim_start_matches([':', '©', '-', '–']).trim();
    let year = credit.split_whitespace().next().unwrap_or_default();
    if year.trim_end_matches(',').len() == 4 && year.trim_end_matches(',').bytes().all(|b| b.is_ascii_digit())
    {
        credit = credit[year.len()..].trim_start();
    }
    let is_label = |label: &str| {
        matches!(
            fold(label).as_str(),
            "photo" | "photos" | "foto" | "fotos" | "image" | "bild" | "credit" | "credits" | "photographie"
        )
    };
    if let Some((_, rest)) = credit.split_once(':').filter(|(label, _)| is_label(label)) {
        credit = rest.trim();
    }
    credit = credit.trim_end_matches(['.', ' ']);
    // A bracket that was opened before the name closes after it; one of its own stays.
    for (open, close) in [('(', ')'), ('[', ']')] {
        while credit.ends_with(close) && credit.matches(close).count() > credit.matches(open).count() {
            credit = credit[..credit.len() - 1].trim_end_matches(['.', ' ']);
        }
    }
    (credit.chars().any(char::is_alphanumeric) && credit.chars().count() <= LONGEST_CREDIT)
        .then(|| credit.to_owned())
}

/// Names begin with capitals, save small words between; a sentence has others.
fn is_named(credit: &str) -> bool {
    let words: Vec<&str> = credit.split_whitespace().collect();
    let small = |w: &str| {
        matches!(
            w,
            "of" | "the"
                | "and"
                | "for"
                | "de"
                | "del"
                | "della"
                | "di"
                | "da"
                | "do"
                | "du"
                | "des"
                | "la"
                | "le"
                | "van"
                | "von"
                | "der"
                | "den"
                | "und"
                | "et"
                | "y"
                | "e"
                | "en"
                | "i"
                | "и"
                | "via"
                | "by"
                | "/"
                | "|"
                | "&"
                | "-"
                | "–"
                | "·"
        )
    };
    let first = words.first().and_then(|w| w.chars().find(|c| c.is_alphanumeric()));
    first.is_some_and(|c| !c.is_lowercase())
        && words.len() <= MOST_WORDS
        && !credit.contains(". ")
        && words
            .iter()
            .all(|w| small(w) || !w.starts_with(char::is_lowercase) || w.contains('.') || w.starts_with('('))
        && !words.iter().any(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{of_caption, of_line};

    #[test]
    fn captions_name_whose_picture_it_is() {
        for (caption, credit) in [
            ("The quay. © Jo Quay", "Jo Quay"),
            ("The quay. © 2024 Jo Quay", "Jo Quay"),
            ("Le quai. © Photo : Jo Quay", "Jo Quay"),
            ("Le quai. Crédits : Jo Quay", "Jo Quay"),
            ("El muelle. Foto de Jo Quay", "Jo Quay"),
            ("The quay. Credit: Jo Quay / Tolm Courier (file photo)", "Jo Quay / Tolm Courier (file photo)"),
            ("The quay. (Photo: Jo Quay)", "Jo Quay"),
            ("The quay. (Foto: Jo Quay/dpa.)", "Jo Quay/dpa"),
            ("The quay. Photo by Jo Quay", "Jo Quay"),
            ("Una foto de la boda de Ana", ""),
            ("Foto de Tolm en 1936", ""),
            ("A photo by the quay shows nothing", ""),
            ("The quay in winter", ""),
        ] {
            assert_eq!(of_caption(caption).unwrap_or_default(), credit, "{caption}");
        }
    }

    #[test]
    fn lines_about_the_picture_name_whose_it_is() {
        for (line, credit) in [
            ("Featured image is from Harbour Press Office.", "Harbour Press Office"),
            ("Featured image: Jo Quay / The Tolm Courier", "Jo Quay / The Tolm Courier"),
            ("Titelbild: Jo Quay", "Jo Quay"),
            ("Image à la une : Jo Quay", "Jo Quay"),
            ("Featured image is everything in this trade.", ""),
            ("Featured image: the quay in winter", ""),
            ("Featured image is from a walk along the quay.", ""),
            ("Lead images of the quay were lost.", ""),
        ] {
            assert_eq!(of_line(line).unwrap_or_default(), credit, "{line}");
        }
    }
}
