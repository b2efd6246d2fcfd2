use crate::model::fold;

/// How the months begin in the languages feeds are written in, folded as tags are: English, French, German, Spanish,
/// Italian, Portuguese, Dutch, Romanian, Scandinavian, Greek, Russian, Ukrainian, Polish, Czech,
/// Hungarian, Turkish, Indonesian, Finnish. Longer beginnings stand before shorter ones they contain.
#[rustfmt::skip]
const MONTHS: &[(&str, i64)] = &[
    ("cervenc", 7), ("cerven", 6), ("cervn", 6),
    ("jan", 1), ("ene", 1), ("gen", 1), ("ian", 1), ("jaan", 1), ("ιαν", 1), ("янв", 1), ("січ", 1),
    ("sty", 1), ("led", 1), ("oca", 1), ("tammi", 1),
    ("feb", 2), ("fev", 2), ("fevr", 2), ("peb", 2), ("φεβ", 2), ("фев", 2), ("лют", 2), ("lut", 2),
    ("uno", 2), ("subat", 2), ("helmi", 2),
    ("mar", 3), ("mrt", 3), ("maa", 3), ("μαρ", 3), ("μαω", 3), ("мар", 3), ("бер", 3), ("bre", 3),
    ("apr", 4), ("abr", 4), ("avr", 4), ("απρ", 4), ("апр", 4), ("кві", 4), ("kwi", 4), ("dub", 4),
    ("nis", 4), ("huhti", 4),
    ("may", 5), ("mai", 5), ("maj", 5), ("mag", 5), ("mei", 5), ("μαι", 5), ("май", 5), ("маи", 5),
    ("мая", 5), ("трав", 5), ("kve", 5), ("touko", 5),
    ("jun", 6), ("juin", 6), ("giu", 6), ("iun", 6), ("ιουν", 6), ("ιον", 6), ("июн", 6),
    ("черв", 6), ("cze", 6), ("haz", 6), ("kesa", 6),
    
    
    ("jul", 7), ("juil", 7), ("lug", 7), ("iul", 7), ("ιουλ", 7), ("ιολ", 7), ("июл", 7),
    ("лип", 7), ("lip", 7), ("tem", 7),
    ("aug", 8), ("ago", 8), ("aou", 8), ("agu", 8), ("αυγ", 8), ("авг", 8), ("серп", 8), ("sie", 8),
    ("srp", 8),
    ("sep", 9), ("set", 9), ("szept", 9), ("σεπ", 9), ("сен", 9), ("вер", 9), ("wrz", 9),
    ("eyl", 9),
    ("oct", 10), ("okt", 10), ("out", 10), ("ott", 10), ("οκτ", 10), ("окт", 10), ("paz", 10),
    ("жов", 10), ("eki", 10),
    ("nov", 11), ("νοε", 11), ("ноя", 11), ("noi", 11), ("лист", 11), ("lis", 11), ("kas", 11),
    ("dec", 12), ("dic", 12), ("dez", 12), ("des", 12), ("δεκ", 12), ("дек", 12), ("gru", 12),
    ("груд", 12),
];

/// The month a word names, from 1.
pub(super) fn month(word: &str) -> Option<i64> {
    let folded = fold(word);
    if folded.chars().count() < 3 || !folded.starts_with(char::is_alphabetic) {
        return None;
    }
    MONTHS.iter().find(|(begin, _)| folded.starts_with(begin)).map(|(_, month)| *month)
}

/// Is the word a half of the day: `true` for the second.
pub(super) fn after_noon(word: &str) -> Option<bool> {
    match word.replace('.', "").to_lowercase().as_str() {
        "am" | "오전" | "上午" | "午前" => Some(false),
        "pm" | "오후" | "下午" | "午後" => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn months_of_many_languages() {
        for (word, expected) in [
            ("September", 9),
            ("août", 8),
            ("Μάϊ", 5),
            ("июля", 7),
            ("március", 3),
            ("décembre", 12),
            ("Mai", 5),
            ("Ιούν", 6),
            ("Šubat", 2),
            ("grudnia", 12),
            ("července", 7),
        ] {
            assert_eq!(month(word), Some(expected), "{word}");
        }
        assert_eq!(month("Friday"), None);
        assert_eq!(month("ma"), None);
    }
}
