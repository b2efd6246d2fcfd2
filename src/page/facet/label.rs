//! The label in front of a list.

use crate::model::{fold, fold_term};

/// Labels of lists of tags in the languages outlets write in, folded. Others count by the shape of what
/// follows them; these also before a list without links.
#[rustfmt::skip]
const FACETS: &[&str] = &[
    "tag", "tags", "tagged", "tagged-with", "tagged-in", "tagged-as", "keyword", "keywords", "key-words", "topic", "topics", "theme", "themes", "region", "regions",
    "country", "countries", "subject", "subjects", "category", "categories", "filed-under", "posted-in", "filed-in", "in-depth-report", "in-depth-reports", "series", "people",
    "places", "place", "organisations", "organizations", "companies", "issues", "issue", "section", "sections", "location", "locations", "global-research-theme", "labels", "label", "more-on", "read-more-about", "explore-more", "explore", "in-this-story", "related-topics", "related-tags", "article-tags",
    "schlagwort", "schlagworte", "schlagworter", "stichwort", "stichworte", "stichworter", "thema", "themen", "rubrik", "rubriken", "land", "lander", "kategorie", "kategorien", "ressort", "orte", "ort",
    "personen", "dossier", "dossiers", "serie", "mehr-zum-thema", "themen-in-diesem-artikel", "verwandte-themen",
    "mot-cle", "mots-cles", "mots-clefs", "thematique", "thematiques", "pays", "rubrique", "rubriques", "categorie", "sujet", "sujets", "etiquettes", "lieu", "lieux", "themes-lies",
    "etiqueta", "etiquetas", "tema", "temas", "palabras-clave", "pais", "paises", "categoria", "categorias", "seccion", "archivado-en", "lugares", "temas-relacionados",
    "argomento", "argomenti", "temi", "parole-chiave", "regione", "paese", "paesi", "categorie-articolo", "rubrica", "luoghi",
    "topicos", "assunto", "assuntos", "palavras-chave", "regiao", "marcadores", "mais-sobre",
    "trefwoord", "trefwoorden", "onderwerp", "onderwerpen", "themas", "regio", "landen", "rubriek", "labels-bij-dit-artikel", "lees-meer-over",
    "тег", "теги", "метки", "тема", "темы", "регион", "регионы", "страна", "страны", "рубрика", "рубрики", "ключевые-слова", "сюжет", "сюжеты", "категории", "спецпроект",
    "tagi", "tematy", "temat", "słowa-kluczowe", "slowa-kluczowe", "kategorie-artykułu", "taggar", "amnen", "amne", "nokkelord", "emner", "emneord", "stikkord", "nøkkelord",
    "avainsanat", "aiheet", "etiketler", "konular", "bolge", "stitky", "temata", "cimkek", "temi-correlati", "теми", "мітки",
    "θεμα", "θεματα", "ετικετα", "ετικετες", "λεξεις-κλειδια", "κατηγορια", "κατηγοριες", "περιοχη", "χωρα", "χωρες", "विषय", "टैग", "श्रेणी", "แท็ก", "หมวดหมู่",
    "标签", "标签分类", "关键词", "主题", "地区", "タグ", "キーワード", "関連キーワード", "テーマ", "地域", "태그", "키워드", "주제", "الوسوم", "المنطقة", "الموضوع", "الكلمات-المفتاحية",
];

/// Words of labels before something else than tags, folded: any of them spoils a label.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "foto", "fotos", "photograph", "bilder", "by", "author", "authors", "share", "source", "sources", "photo", "photos", "image", "credit", "related", "read", "also", "follow", "contact", "published", "updated", "posted", "date", "time",
    "copyright", "print", "email", "mail", "phone", "tel", "fax", "address", "website", "web", "via", "subscribe", "download", "comment", "comments", "next", "previous", "language", "languages", "translation", "edited", "editor", "reporting", "video", "audio", "listen", "watch", "note", "update", "correction", "disclaimer", "sign", "login", "advertisement", "sponsored", "articles", "article", "views", "likes", "rating", "price", "sort", "search", "menu", "home", "isbn", "doi", "cite", "references", "reference", "original", "originally", "see", "more", "written", "story", "illustration", "https", "http", "twitter", "facebook", "instagram", "whatsapp", "telegram", "youtube",
    "von", "autor", "autorin", "autoren", "quelle", "quellen", "teilen", "mehr", "lesen", "auch", "aktualisiert", "veroffentlicht", "datum", "bild", "kontakt", "kommentare", "drucken", "stand", "folgen", "artikel",
    "par", "auteur", "auteurs", "partager", "lire", "aussi", "credits", "publie", "por", "compartir", "fuente", "lea", "leer", "fonte", "condividi", "leggi", "anche", "compartilhar", "leia", "bron", "delen", "lees", "ook", "источник", "автор", "фото", "читайте", "поделиться", "также",
];

/// Words and characters of a label.
const MOST_WORDS: usize = 4;
const MOST_CHARS: usize = 40;

/// A label that may stand before tags: its scheme, and whether it is one of the known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) scheme: String,
    pub(super) known: bool,
}

/// Is it the word for tags itself, which stands before or beside them? `folded` is a folded label.
pub(super) fn is_generic(folded: &str) -> bool {
    matches!(
        folded,
        "tag"
            | "tags"
            | "topics"
            | "keywords"
            | "schlagworte"
            | "schlagworter"
            | "themen"
            | "etiquetas"
            | "mots-cles"
            | "теги"
            | "タグ"
            | "태그"
            | "标签"
    )
}

/// Reads a label; `text` has no colon any more.
pub(super) fn label(text: &str) -> Option<Label> {
    let text = text.trim().trim_matches(|c: char| {
        matches!(c, '·' | '•' | '|' | '-' | '–' | '>' | '»' | '*' | '#' | '🏷' | ',') || c.is_whitespace()
    });
    let words = text.split_whitespace().count();
    if words == 0 || words > MOST_WORDS || text.chars().count() > MOST_CHARS {
        return None;
    }
    if text.chars().any(|c| {
        c.is_ascii_digit()
            || matches!(c, '.' | '?' | '!' | '"' | '“' | '„' | '(' | ')' | ',' | ';' | '@' | '/' | '=')
    }) {
        return None;
    }
    let scheme = fold_term(text);
    if scheme.is_empty() {
        return None;
    }
    let coarse = fold(text);
    let known = FACETS.contains(&scheme.as_str()) || FACETS.contains(&coarse.as_str());
    if !known && coarse.split('-').any(|w| OTHERS.contains(&w)) {
        return None;
    }
    Some(Label { scheme, known })
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_told_from_other_words_before_a_colon() {
        for (text, scheme, known) in [
            ("Region", "region", true),
            ("In-depth Report", "in-depth-report", true),
            ("Thème", "theme", true),
            ("Ключевые слова", "ключевые-слова", true),
            ("Weather desk", "weather-desk", false),
        ] {
            let label = label(text).expect(text);
            assert_eq!((label.scheme.as_str(), label.known), (scheme, known));
        }
        for text in [
            "By",
            "Articles by",
            "Read more",
            "Share on",
            "He said, again",
            "Quelle",
            "A long label of too many words",
            "3 March",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }
}
