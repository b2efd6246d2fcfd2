use super::lexicon::Sense;
use super::sentence::fold;
use crate::model::{DisclaimerKind, Scope};
use crate::page::block::{Block, Place};

/// "This article", in eight languages, folded: who says so outside the article means it all the same.
const THIS_ARTICLE: [&str; 12] = [
    "this article",
    "this story",
    "this post",
    "dieser artikel",
    "dieses artikels",
    "dieser beitrag",
    "cet article",
    "este articulo",
    "questo articolo",
    "este artigo",
    "dit artikel",
    "этой статьи",
];

/// A sentence in a menu is at least so long.
const MIN_SENTENCE: usize = 50;

/// What a sentence is about stands among so many first words ("The header image is …").
const FIRST_WORDS: usize = 3;

/// May a menu, or what calls itself one, hold such a notice? "© A. Quay" alone is a credit of a picture there.
pub(super) fn stands_in_menu(sense: Sense, text: &str) -> bool {
    match sense {
        Sense::Notice(DisclaimerKind::Licence) => true,
        // A whole sentence that disclaims is no entry of a menu.
        Sense::Notice(DisclaimerKind::Disclaimer) => {
            text.len() >= MIN_SENTENCE && text.trim_end().ends_with('.')
        }
        Sense::Notice(DisclaimerKind::Copyright) => {
            let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
            let folded = fold(text);
            let rights = [
                "rights",
                "rechte",
                "droits",
                "derechos",
                "diritti",
                "direitos",
                "rechten",
                "права",
                "prawa",
            ];
            has_year || rights.iter().any(|word| folded.contains(word))
        }
        _ => false,
    }
}

/// Whose a notice is, by where it stands; `None` where such a place has no such notice.
pub(super) fn of(block: &Block, kind: DisclaimerKind, text: &str) -> Option<Scope> {
    use DisclaimerKind::{
        Agency, Ai, Attribution, Contact, Copyright, Correction, Disclaimer, EditorNote, Licence, Sponsored,
    };
    if kind == Licence && speaks_of_picture(text) {
        return (!matches!(block.place, Place::Ad | Place::Comment | Place::Teaser)).then_some(Scope::Image);
    }
    match block.place {
        // Of links beside a product's picture, no picture's.
        Place::Figure if kind == Disclaimer => Some(Scope::Article),
        Place::Figure => matches!(kind, Copyright | Licence | Ai).then_some(Scope::Image),
        Place::Nav => matches!(kind, Copyright | Licence | Disclaimer).then_some(Scope::Outlet),
        Place::Ad | Place::Comment | Place::Teaser => None,
        Place::Footer | Place::Header => {
            (!matches!(kind, Attribution | Correction | EditorNote | Sponsored | Agency))
                .then_some(Scope::Outlet)
        }
        Place::Main | Place::Aside if block.in_article => Some(Scope::Article),
        Place::Main | Place::Aside => match kind {
            Sponsored => (block.place == Place::Main).then_some(Scope::Article),
            Contact | Agency if block.place == Place::Aside => None,
            Attribution | Correction | EditorNote | Agency => Some(Scope::Article),
            _ => {
                let folded = fold(text);
                let means_it = THIS_ARTICLE.iter().any(|words| folded.contains(words));
                Some(if means_it { Scope::Article } else { Scope::Outlet })
            }
        },
    }
}

/// "Image licensed under CC BY": whose licence it is stands first, and the text is not beside it.
pub(in crate::page) fn speaks_of_picture(text: &str) -> bool {
    const PICTURES: [&str; 30] = [
        "image",
        "images",
        "photo",
        "photos",
        "photograph",
        "photographs",
        "picture",
        "pictures",
        "illustration",
        "graphic",
        "foto",
        "fotos",
        "bild",
        "bilder",
        "titelbild",
        "beitragsbild",
        "grafik",
        "photographie",
        "imagen",
        "imagenes",
        "fotografia",
        "imagem",
        "imagens",
        "immagine",
        "immagini",
        "afbeelding",
        "beeld",
        "фото",
        "изображение",
        "zdjecie",
    ];
    const TEXTS: [&str; 16] = [
        "text",
        "texts",
        "article",
        "articles",
        "content",
        "story",
        "site",
        "texte",
        "artikel",
        "inhalte",
        "texto",
        "articulo",
        "testo",
        "tekst",
        "artigo",
        "текст",
    ];
    let folded = fold(text);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words().take(FIRST_WORDS).any(|w| PICTURES.contains(&w)) && !words().any(|w| TEXTS.contains(&w))
}

/// What of a picture's credit is a notice: whose right it is.
pub(super) fn of_picture(credit: &str) -> Option<DisclaimerKind> {
    let folded = fold(credit);
    if folded.contains("cc by") || folded.contains("cc-by") || folded.contains("creative commons") {
        Some(DisclaimerKind::Licence)
    } else if folded.contains('©') || folded.contains("(c)") || folded.contains("copyright") {
        Some(DisclaimerKind::Copyright)
    } else {
        None
    }
}
