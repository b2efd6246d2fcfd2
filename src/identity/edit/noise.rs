//! What moves in a text by itself: counters, "updated 5 min ago", reading times, advertisements.

use std::sync::LazyLock;

use super::super::token::{Kind, List, Token};

/// What a number stands for that a machine counts.
static COUNTED: List = LazyLock::new(|| {
    "comment|comments|kommentar|kommentare|commentaire|commentaires|comentario|comentarios|commento|\
    commenti|comentário|comentários|reactie|reacties|kommentarer|komentarz|komentarze|komentarzy|\
    комментарий|комментария|комментариев|views|view|aufrufe|vues|visitas|visualizzazioni|\
    visualizações|просмотров|shares|likes|reads|retweets|votes|replies|responses|réactions"
        .split('|')
        .collect()
});
/// Units of time that pass.
static UNITS: List = LazyLock::new(|| {
    "second|seconds|sec|secs|minute|minutes|min|mins|hour|hours|hr|hrs|h|day|days|week|weeks|sekunde|\
    sekunden|minuten|stunde|stunden|tag|tagen|tage|heure|heures|jour|jours|minuto|minutos|hora|horas|\
    día|días|minuti|ora|ore|giorno|giorni|dia|dias|uur|uren|dagen|dag|minuter|timme|timmar|minut|\
    minuty|godzin|godziny|минут|минуты|минуту|час|часа|часов|дней"
        .split('|')
        .collect()
});
/// As good as a number.
static ONE: List = LazyLock::new(|| "a|an|one|einer|une|una|un|um|uma|en|een".split('|').collect());
/// Behind a time that has passed …
static AGO: List = LazyLock::new(|| "ago|geleden|sedan|siden|fa|atrás|назад|temu".split('|').collect());
/// … and before it.
static SINCE: List = LazyLock::new(|| "vor|hace|há|för".split('|').collect());
/// A time that it takes to read.
static READING: List =
    LazyLock::new(|| "read|lesezeit|lecture|lettura|lectura|leitura|leestijd|lästid".split('|').collect());
/// A line that says when something was brought up to date has one of these …
static STAMP: List = LazyLock::new(|| {
    "updated|update|published|modified|posted|aktualisiert|veröffentlicht|stand|publié|\
    modifié|mis|actualizado|actualizada|publicado|aggiornato|pubblicato|atualizado|bijgewerkt|gepubliceerd|\
    uppdaterad|publicerad|zaktualizowano|обновлено|опубликовано"
        .split('|')
        .collect()
});
/// … and nothing but numbers, dates and these.
static STAMP_WORDS: List = LazyLock::new(|| {
    "last|first|on|at|by|am|pm|gmt|utc|est|edt|bst|cet|cest|ist|msk|just|now|today|zuletzt|\
    um|uhr|à|jour|le|el|las|la|il|alle|em|às|om|op|kl|в|time|reading|de|di"
        .split('|')
        .collect()
});
/// How lines begin that an outlet puts between paragraphs.
const BETWEEN: &str = "advertisement|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|\
    reklama|реклама|広告|广告|story continues below|article continues|sponsored content|read more:|\
    read also|also read|see also|related:|related articles|lesen sie auch|mehr zum thema|lire aussi|\
    à lire aussi|lea también|lee también|leggi anche|leia também|lees ook|läs också|läs även|\
    czytaj także|czytaj też|читайте также|share this|share on|follow us on|sign up for our|\
    sign up to our|subscribe to our newsletter|download our app|most read|meistgelesen";
/// What stands over a list of other articles, and nothing else on its line.
static HEADS: List = LazyLock::new(|| {
    "read more|more on this|more on this story|more on this topic|related|related stories|related articles|\
    related news|related links|see also|also read|read also|recommended|recommended for you|most read|most popular|\
    you may also like|mehr zum thema|lesen sie auch|weitere artikel|à lire aussi|lire aussi|sur le même sujet|\
    lea también|lee también|te puede interesar|le puede interesar|noticias relacionadas|leggi anche|\
    articoli correlati|leia também|leia mais|veja também|lees ook|lees meer|läs också|läs mer|les også|czytaj także|\
    czytaj też|zobacz też|читайте также|関連記事|関連ニュース|相关阅读|相关新闻|相关报道|延伸阅读|相關新聞|延伸閱讀"
        .split('|')
        .collect()
});
/// What stands for a bullet in a text.
const BULLET: char = '•';
/// What readers do that a machine counts, where nothing else is on the line …
static DONE: List = LazyLock::new(|| {
    "like|likes|liked|tweet|tweets|retweet|share|shares|shared|pin|pins|vote|votes|voted|comment|comments|view|views|\
    gefällt|teilen|abgestimmt|stimmen|j'aime|partager|partages|voté|votes|compartir|votos|votaron|condividi|\
    condivisioni|votato|curtir|compartilhar|votaram|delen|gestemd|gilla|dela|röster"
        .split('|')
        .collect()
});
/// … and these.
static DOERS: List = LazyLock::new(|| {
    "people|readers|users|have|has|facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|email|e-mail|mail|print|\
    save|total|personen|leser|haben|mal|mir|lecteurs|personnes|ont|lectores|personas|han|lettori|persone|hanno|\
    leitores|pessoas|lezers|mensen|hebben|x|on|this|and"
        .split('|')
        .collect()
});
/// The label of an advertisement, where it ran into a paragraph.
const LABELS: [&str; 6] =
    ["ADVERTISEMENT", "Advertisement", "ANZEIGE", "PUBLICITÉ", "PUBLICIDAD", "PUBBLICITÀ"];
/// A longer line is text, however it begins.
const BETWEEN_WORDS: usize = 25;

/// Puts `#` for what a machine counts, so that it is the same whatever it says.
pub(super) fn mask(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let is = |offset: isize, words: &List| {
            let other = at.checked_add_signed(offset).and_then(|at| tokens.get(at));
            other.is_some_and(|other| words.contains(other.lower().as_str()))
        };
        let number = matches!(tokens[at].kind, Kind::Number | Kind::Date);
        let one = number || is(0, &ONE);
        if !one {
            continue;
        }
        let il_y_a = at > 1 && tokens[at - 1].text == "a" && tokens[at - 2].text == "y";
        let passed = is(1, &UNITS) && (is(2, &AGO) || is(-1, &SINCE) || il_y_a);
        let counted = is(1, &COUNTED) || is(-1, &COUNTED);
        let reading = is(-1, &READING) || (is(1, &UNITS) && (is(2, &READING) || is(3, &READING)));
        if passed || (number && (counted || reading)) {
            tokens[at] = counter();
            if passed {
                tokens[at + 1] = counter();
            }
        }
    }
}

fn counter() -> Token {
    Token { text: "#".to_owned(), kind: Kind::Sign }
}

/// Is it a label that no sentence has?
pub(super) fn is_label(token: &Token) -> bool {
    LABELS.contains(&token.text.as_str())
}

/// Is the whole line no part of the article? `tokens` are masked.
pub(super) fn is_noise(line: &str, tokens: &[Token]) -> bool {
    if tokens.is_empty() {
        return true;
    }
    let lower = line.trim_start().to_lowercase();
    if tokens.len() <= BETWEEN_WORDS && BETWEEN.split('|').any(|phrase| lower.starts_with(phrase)) {
        return true;
    }
    is_stamp(tokens)
        || heads_a_list(line)
        || is_tally(tokens)
        || tokens.iter().any(|t| t.text == "#") && tokens.iter().all(is_of_a_counter)
}

/// Does the line stand over a list of other articles?
pub(super) fn heads_a_list(line: &str) -> bool {
    let lower = line.to_lowercase();
    HEADS.contains(lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Is it an item of a list, short enough to be a headline?
pub(super) fn is_item(line: &str, tokens: &[Token]) -> bool {
    line.starts_with(BULLET) && tokens.len() <= BETWEEN_WORDS
}

/// `Like 12 Tweet 4 Share 90`; `312 people voted`
fn is_tally(tokens: &[Token]) -> bool {
    let is = |words: &List, token: &Token| words.contains(token.lower().as_str());
    let number = |t: &Token| t.text == "#" || t.kind == Kind::Number;
    tokens.iter().any(number)
        && tokens.iter().any(|t| is(&DONE, t))
        && tokens.iter().all(|t| number(t) || is(&DONE, t) || is(&DOERS, t))
}

/// `Updated 24 November 2026, 10:31 GMT`; `Stand: 10.31 Uhr`
pub(super) fn is_stamp(tokens: &[Token]) -> bool {
    let time = |t: &Token| t.text == "#" || matches!(t.kind, Kind::Date | Kind::Number);
    let word = |t: &Token| {
        let lower = t.lower();
        [&STAMP, &STAMP_WORDS, &UNITS, &AGO, &SINCE].iter().any(|words| words.contains(lower.as_str()))
    };
    tokens.iter().any(time)
        && tokens.iter().any(|t| STAMP.contains(t.lower().as_str()))
        && tokens.iter().all(|t| time(t) || word(t))
}

fn is_of_a_counter(token: &Token) -> bool {
    let lower = token.lower();
    token.text == "#"
        || [&COUNTED, &UNITS, &AGO, &SINCE, &READING, &STAMP, &STAMP_WORDS]
            .iter()
            .any(|words| words.contains(lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::super::token::tokens;
    use super::{is_noise, mask};

    fn masked(text: &str) -> Vec<String> {
        let mut tokens = tokens(text);
        mask(&mut tokens);
        tokens.into_iter().map(|t| t.text).collect()
    }

    #[test]
    fn counters_are_the_same_whatever_they_say() {
        for (a, b) in [
            ("3 comments", "17 comments"),
            ("Comments (3)", "Comments (17)"),
            ("Updated 5 min ago", "Updated an hour ago"),
            ("4 min read", "5 min read"),
            ("vor 5 Minuten aktualisiert", "vor 2 Stunden aktualisiert"),
            ("il y a 5 minutes", "il y a 6 minutes"),
            ("Lesezeit: 4 Minuten", "Lesezeit: 5 Minuten"),
            ("1,204 views so far", "1,390 views so far"),
        ] {
            assert_eq!(masked(a), masked(b), "{a} / {b}");
        }
        for (a, b) in [
            ("9 people died", "11 people died"),
            ("for 5 days", "for 6 days"),
            ("He waited 5 minutes", "He waited 6 minutes"),
            ("a day of mourning", "a week of mourning"),
        ] {
            assert_ne!(masked(a), masked(b), "{a} / {b}");
        }
    }

    #[test]
    fn lines_that_are_no_text() {
        let noise = |line: &str| {
            let mut tokens = tokens(line);
            mask(&mut tokens);
            is_noise(line, &tokens)
        };
        for line in [
            "3 comments",
            "Advertisement",
            "ADVERTISEMENT: boats at Gull Marine",
            "Updated 24 November 2026, 10:31 GMT",
            "Stand: 24.11.2026, 10:31 Uhr",
            "4 min read",
            "Read more: Ferry sinks off Gull Island",
            "***",
            "312 people voted",
            "Like 12 Tweet 4 Share 90",
            "1,204 Leser haben abgestimmt",
            "Read more",
            "Mehr zum Thema:",
            "関連記事",
        ] {
            assert!(noise(line), "{line}");
        }
        for line in [
            "Updated figures show 9 dead",
            "Share prices fell by 3 % on Monday.",
            "Last Monday at 10:31 the ferry sank.",
            "24 November 2026",
            "312 people voted for the motion",
            "312 people died",
            "The 312 people",
            "Like 12 others, she voted for the ferry",
            "Read more poetry, she said",
            "Nine comments by the minister were struck from the record.",
        ] {
            assert!(!noise(line), "{line}");
        }
    }
}
