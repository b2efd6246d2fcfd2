//! Who speaks in a sentence: a notice says something of the text it stands in, and says it itself; a story
//! reports what others said, and of other things.

use std::ops::Range;

use super::lexicon::Sense;
use super::sentence::Line;
use crate::model::DisclaimerKind;
use crate::page::block::{Block, Place};

/// Words that hand a sentence to somebody else, where they stand before its phrase. Folded.
#[rustfmt::skip]
const REPORTS: &[&str] = &[
    "said", "says", "say", "told", "conceded", "admitted", "admits", "claimed", "claims", "announced", "wrote", "writes", "argued", "argues", "believes", "believed", "insisted", "learned", "learnt", "found", "ruled", "complained", "denied", "confirmed", "revealed", "recalled", "thought", "knew", "whether", "according",
    "sagte", "sagt", "sagten", "erklarte", "behauptete", "schrieb", "raumte", "bestatigte", "berichtete", "laut", "zufolge", "teilte", "ob", "declare", "affirme", "assure", "reconnu", "ecrit", "selon", "dijo", "dice", "afirmo", "admitio", "aseguro", "reconocio", "escribio", "segun", "detto", "ammesso", "dichiarato", "affermato", "scritto", "secondo", "disse", "afirmou", "admitiu", "escreveu", "segundo",
    "zei", "zegt", "gaf", "meldde", "schreef", "volgens", "сказал", "сказала", "заявил", "заявила", "сообщил", "сообщила", "признал", "признала", "словам", "powiedział", "powiedziała", "przyznał", "według",
];
/// Words behind which a report stands, unless it is what the reader is told to note.
const THAT: [&str; 8] = ["that", "dass", "daß", "que", "che", "dat", "что", "że"];
/// Words that tell him to.
#[rustfmt::skip]
const NOTE: [&str; 16] = [
    "note", "aware", "remember", "disclose", "disclosure", "hinweis", "beachten", "hingewiesen", "noter", "note", "nota", "cuenta", "presente", "atencao", "внимание", "let",
];
/// Words by which a text says itself, as whole words, folded.
#[rustfmt::skip]
const ITSELF: &[&str] = &[
    "this", "these", "our", "we", "unless", "except", "here", "dieser", "dieses", "diese", "diesem", "unser", "unsere", "unserer", "wir", "hier", "sofern", "soweit", "falls", "ce", "cet", "cette", "notre", "nous", "sauf", "este", "esta", "esto", "nuestro", "nuestra", "salvo",
    "questo", "questa", "quest", "nostro", "nostra", "esse", "essa", "nosso", "nossa", "exceto", "dit", "deze", "onze", "wij", "tenzij", "этот", "эта", "это", "этого", "этой", "данный", "данная", "данное", "настоящий", "настоящая", "настоящее", "наш", "наша", "мы", "если", "ten", "niniejszy", "nasz",
];
/// The same without such a word: then the sentence says little else.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "content", "contents", "text", "article", "inhalt", "inhalte", "artikel", "beitrag", "texte", "contenu", "texto", "contenido", "testo", "contenuto", "conteudo", "tekst", "inhoud", "текст", "tresc",
];
/// So many words follow then.
const LITTLE: usize = 8;
/// "This year" is not this text, folded.
#[rustfmt::skip]
const TIMES: &[&str] = &[
    "year", "month", "week", "time", "day", "morning", "evening", "night", "spring", "summer", "autumn", "winter", "season", "century", "jahr", "jahres", "monat", "woche", "mal", "tage", "zeit", "annee", "mois", "semaine", "fois", "ano", "mes", "semana", "vez", "anno", "mese", "settimana", "volta", "jaar", "maand", "keer", "год", "месяц", "неделя", "раз",
];
/// What a correction says of what stood there, as beginnings of words, folded.
#[rustfmt::skip]
const CORRECTS: &[&str] = &[
    "article", "story", "post", "report", "version", "earlier", "previous", "original", "correct", "incorrect", "misstat", "mis-stat", "misspel", "misidentif", "erroneous", "error", "mistake", "wrong", "updated", "amended", "not", "instead", "rather", "should", "artikel", "beitrag", "text", "meldung", "fassung", "fruher", "zunachst", "ursprunglich", "falsch", "fehler", "korrig", "berichtig", "nicht", "sondern", "richtig", "irrtumlich",
    "texte", "premiere", "precedent", "initial", "erreur", "corrig", "pas", "errone", "rectifi", "articulo", "nota", "anterior", "inicial", "equivoc", "corregi", "no", "sino", "errone", "articolo", "precedente", "errore", "corrett", "non", "artigo", "materia", "incorret", "corrigi", "nao", "bericht", "stuk", "eerder", "onjuist", "fout", "gecorrig", "niet", "стать", "текст", "материал", "верси", "ранее", "ошиб", "неверн", "исправ", "не", "artykuł", "wersj", "wczesniej", "bład", "blad", "nie", "popraw",
];
/// Words inside a claim of copyright that begin small, folded.
#[rustfmt::skip]
const OF_A_CLAIM: &[&str] = &[
    "by", "of", "and", "the", "for", "its", "in", "with", "all", "rights", "reserved", "some", "no", "copyright", "von", "der", "die", "das", "des", "und", "bei", "beim", "alle", "rechte", "vorbehalten", "de", "la", "le", "les", "du", "et", "par", "tous", "droits", "reserves", "el", "los", "y", "por", "todos", "derechos", "reservados", "di", "il", "e", "da", "tutti", "diritti", "riservati", "os", "direitos", "reservados", "van", "het", "rechten", "voorbehouden", "все", "права", "защищены",
];
/// So many other small words are a sentence's.
const MOST_SMALL: usize = 2;

/// May this sentence of the article's own paragraphs be a notice? `found` is where its phrase stands in the
/// folded line; `is_middle`: between paragraphs of the story.
pub(super) fn is_notice(
    line: &Line<'_>,
    sentence: usize,
    found: &Range<usize>,
    sense: Sense,
    block: &Block,
    is_middle: bool,
) -> bool {
    use DisclaimerKind::{Ai, Attribution, Copyright, Correction, FairUse, Licence, Sponsored};
    let Sense::Notice(kind) = sense else { return true };
    // What stands under a picture is no story.
    if block.place == Place::Figure || !(is_middle || block.is_paragraph()) {
        return true;
    }
    let range = line.folded_sentence(sentence);
    let before = &line.folded[range.start.min(found.start)..found.start];
    if is_quoted(&line.folded, found.start) {
        return false;
    }
    let is_ours = matches!(kind, Ai | Licence | Attribution | Copyright | FairUse | Sponsored);
    if is_ours && is_told(before) {
        return false;
    }
    if !is_middle {
        return true;
    }
    let whole = &line.folded[range.start..found.end];
    match kind {
        // "The data are licensed under …" tells of the data.
        Ai | Licence => {
            let rest = || words(&line.folded[found.end..range.end.max(found.end)]).count();
            let is_text = || is_label(before) || words(whole).any(|w| TEXTS.contains(&w));
            says_itself(whole) || is_text() && rest() <= LITTLE
        }
        // "The story first appeared in …" may be any story, unless it leads there.
        Attribution => says_itself(whole) || block.links.iter().any(|l| l.href.contains("://")),
        // "Correction: that is the word she used."
        Correction => {
            let all = &line.folded[found.start..];
            // Short words are whole ones: "no" begins many.
            let is_one = |w: &str, begin: &str| w == begin || begin.len() > 4 && w.starts_with(begin);
            words(all).skip(1).any(|w| CORRECTS.iter().any(|begin| is_one(w, begin)))
        }
        _ => true,
    }
}

/// Is a sentence that begins with "©" or "Copyright" a claim, by its words? "Copyright © 1961 was stamped on
/// every page" tells of one.
pub(super) fn claims(sentence: &str) -> bool {
    let small = sentence.split_whitespace().filter(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.starts_with(char::is_lowercase)
            && !bare.contains(['.', '/', '@'])
            && !OF_A_CLAIM.contains(&super::fold(bare).as_str())
    });
    small.count() <= MOST_SMALL
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// "This article", not "this year".
fn says_itself(folded: &str) -> bool {
    let next = words(folded).skip(1).chain([""]);
    words(folded).zip(next).any(|(w, next)| ITSELF.contains(&w) && !TIMES.contains(&next))
}

/// Has somebody else the word already?
fn is_told(before: &str) -> bool {
    let mut noted = false;
    words(before).any(|w| {
        noted |= NOTE.contains(&w);
        REPORTS.contains(&w) || THAT.contains(&w) && !noted
    })
}

/// "Lizenz: ", "Note: ", or nothing.
fn is_label(before: &str) -> bool {
    let bare = before.trim_end();
    bare.is_empty() || bare.ends_with(':')
}

/// Do quotes open in front of it that do not close there?
fn is_quoted(folded: &str, at: usize) -> bool {
    // An opening German quote is a low one, and folds to the same sign.
    folded[..at].matches('"').count() % 2 == 1
}
