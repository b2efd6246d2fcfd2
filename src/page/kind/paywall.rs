//! Where a text ends because the rest is for those who pay or sign in.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Signals, says_you, words};
use crate::markup::Css;
use crate::model::fold_text;
use crate::page::linked_data::LinkedData;
use crate::page::notice::fold;

/// Fewer words before a paywall's mark are its stub.
const STUB_WORDS: usize = 220;
/// Elements called a wall that are looked at.
const MAX_WALLS: usize = 50;
/// An appeal is one of so many last paragraphs …
const LAST: usize = 4;
/// … and has at most so many words.
const MOST_WORDS: usize = 45;

/// Words by which a stub says that there is more for subscribers, folded.
#[rustfmt::skip]
const APPEALS: &[&str] = &[
    "subscribe to continue", "subscribe to read", "continue reading with", "this article is for subscribers", "this story is for subscribers", "this article is for members", "for subscribers only", "for members only", "subscribers only", "subscriber-only", "already a subscriber", "already a member", "unlock this article", "become a subscriber to", "available to subscribers",
    "jetzt weiterlesen", "weiterlesen mit", "um weiterzulesen", "wollen weiterlesen", "mochten weiterlesen", "dieser artikel ist exklusiv", "nur fur abonnent", "mit dem abo", "mit dem probeabo", "sie haben bereits ein abo", "bereits abonnent", "artikel freischalten", "diesen artikel weiterlesen", "registrieren und weiterlesen",
    "cet article est reserve", "reserve aux abonnes", "reservee aux abonnes", "il vous reste", "abonnez-vous pour", "deja abonne", "contenido exclusivo para suscriptores", "exclusivo para suscriptores", "solo para suscriptores", "suscribete para", "ya eres suscriptor", "ya es suscriptor", "contenuto riservato", "riservato agli abbonati", "abbonati per", "sei gia abbonato",
    "exclusivo para assinantes", "assine para", "ja e assinante", "alleen voor abonnees", "exclusief voor abonnees", "al abonnee?", "только для подписчиков", "только подписчикам", "доступен подписчикам", "доступно подписчикам", "доступна подписчикам", "уже подписаны?",
];
/// To read on, folded: an appeal where it is said to whom it is offered.
#[rustfmt::skip]
const READ_ON: &[&str] = &[
    "keep reading", "continue reading", "read on", "read more", "read the full", "read the rest", "read this article", "read this story", "unlimited access", "full access", "weiterlesen", "weiter lesen", "weiterzulesen", "weiter zu lesen", "ganzen artikel", "vollstandigen artikel", "continuer a lire", "lire la suite", "poursuivre votre lecture", "poursuivre la lecture", "continuer votre lecture",
    "seguir leyendo", "continuar leyendo", "sigue leyendo", "leer el articulo completo", "continuare a leggere", "continua a leggere", "proseguire la lettura", "continuar a ler", "continuar lendo", "continue lendo", "continuar a leitura", "verder lezen", "verder te lezen", "lees verder", "читать дальше", "продолжить чтение", "дочитать", "полный текст", "полная версия",
    "free articles", "kostenlosen artikel", "kostenlose artikel", "articles gratuits", "articulos gratuitos", "articulos gratis", "articoli gratuiti", "artigos gratuitos", "materias gratuitas", "gratis artikelen", "бесплатных статей", "бесплатные статьи",
];
/// What is offered, as beginnings of words, folded.
#[rustfmt::skip]
const OFFERED: &[&str] = &[
    "subscri", "member", "account", "register", "unlimited", "limit", "abonn", "registrier", "anmelden", "melden", "konto", "abbon", "inscri", "connectez", "compte", "suscri", "registrat", "registrese", "cuenta", "iscri", "accedi", "assin", "cadastr", "aanmeld", "inlog", "подпис", "зарегистрир", "войти", "войдите",
];
/// First words of a sentence that speaks to the reader, folded.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "subscribe", "create", "register", "log in", "sign in", "sign up", "become", "join", "to keep", "to continue", "to read", "continue", "keep reading", "read the", "get ", "unlock", "want to", "already", "abonnieren", "jetzt ", "um ", "mit ", "weiterlesen", "registrieren", "anmelden", "testen", "abonnez", "pour ", "inscrivez", "creez", "connectez", "deja ", "la suite",
    "para ", "suscribete", "suscribase", "registrate", "registrese", "crea ", "hazte", "ya eres", "inicia", "per ", "abbonati", "iscriviti", "registrati", "accedi", "assine", "cadastre", "crie ", "faca ", "ja e ", "neem ", "word ", "log ", "meld ", "om ", "abonneer", "оформите", "подпишитесь", "зарегистрируйтесь", "войдите", "чтобы ", "полный текст", "полная версия",
];
static WALL: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[class*='paywall' i], [id*='paywall' i], [data-paywall], [class*='regwall' i], [class*='subscriber-only' i]:not([class*='tag' i]), [class*='premium-barrier' i]",
    )
});
/// What a wall says, folded; a template's empty wall, a menu's link to the prices and an icon say none of it.
#[rustfmt::skip]
const WALL_SAYS: &[&str] = &[
    "abonn", "abo ", "subscri", "registr", "weiterlesen", "anmelden", "log in", "login", "sign in", "sign up", "continue reading", "unlock", "member",
    "suscri", "assin", "accedi", "lezen", "inscri", "se connecter", "подпис", "войти", "会員", "登録", "구독",
];

/// Is the text the beginning of a longer one that is not given away?
pub(super) fn is_before(signals: &Signals<'_>, text: &str) -> bool {
    let words = words(text);
    is_gated(signals) && is_stub(signals, words) || words <= STUB_WORDS && ends_in_appeal(text)
}

/// Does it say that the whole is for those who pay: `isAccessibleForFree`, a content tier, a wall?
fn is_gated(signals: &Signals<'_>) -> bool {
    let is_false = |value: &Value| match value {
        Value::Bool(free) => !free,
        Value::String(text) => text.rsplit('/').next().is_some_and(|t| t.eq_ignore_ascii_case("false")),
        _ => false,
    };
    let said = signals
        .article()
        .or_else(|| signals.page_node())
        .is_some_and(|node| LinkedData::values(node, "isAccessibleForFree").iter().any(is_false));
    let tier = signals
        .meta(&["article:content_tier", "cxenseparse:pageclass-premium", "content_tier"])
        .is_some_and(|(_, tier)| {
            matches!(tier.to_ascii_lowercase().as_str(), "locked" | "metered" | "premium" | "paid")
        });
    said || tier || !is_free(signals) && has_wall(signals)
}

/// Does it say that it is free?
fn is_free(signals: &Signals<'_>) -> bool {
    let is_true = |value: &Value| match value {
        Value::Bool(free) => *free,
        Value::String(text) => text.rsplit('/').next().is_some_and(|t| t.eq_ignore_ascii_case("true")),
        _ => false,
    };
    let said = signals
        .article()
        .is_some_and(|node| LinkedData::values(node, "isAccessibleForFree").iter().any(is_true));
    let tier = signals.meta(&["article:content_tier", "content_tier"]);
    said || tier.is_some_and(|(_, tier)| tier.eq_ignore_ascii_case("free"))
}

/// An element that is called a wall counts where the page tells how long the whole is, or where it says what
/// walls say.
fn has_wall(signals: &Signals<'_>) -> bool {
    let counted = signals.article().is_some_and(|node| node.contains_key("wordCount"));
    signals.dom.select(&WALL).take(MAX_WALLS).any(|wall| {
        let said = fold_text(&wall.line()) + " ";
        counted || WALL_SAYS.iter().any(|words| said.contains(words))
    })
}

/// Too little for the whole: by the number of words the page gives itself, else by ours.
fn is_stub(signals: &Signals<'_>, words: usize) -> bool {
    let told = signals.article().and_then(|node| {
        let count = node.get("wordCount")?;
        count.as_u64().or_else(|| count.as_str()?.trim().parse().ok())
    });
    match told.and_then(|n| usize::try_from(n).ok()).filter(|n| *n >= 50) {
        Some(told) => words * 2 < told,
        None => words < STUB_WORDS,
    }
}

/// Do the last paragraphs ask to subscribe? An appeal is a short paragraph of its own that speaks to the
/// reader; who writes about one quotes it.
fn ends_in_appeal(text: &str) -> bool {
    let mut last = text.rsplit('\n').map(str::trim).filter(|p| !p.is_empty()).take(LAST);
    last.any(|paragraph| words(paragraph) <= MOST_WORDS && is_appeal(&fold(paragraph)))
}

fn is_appeal(folded: &str) -> bool {
    APPEALS.iter().any(|phrase| folded.match_indices(phrase).any(|(at, _)| !is_quoted(folded, at)))
        || offers(folded)
            && READ_ON.iter().any(|phrase| folded.match_indices(phrase).any(|(at, _)| !is_quoted(folded, at)))
            && speaks_to_reader(folded)
}

fn offers(folded: &str) -> bool {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.ends_with("abo") || OFFERED.iter().any(|begin| word.starts_with(begin)))
}

/// Do quotes open before and close behind it?
fn is_quoted(folded: &str, at: usize) -> bool {
    folded[..at].matches(['"', '„']).count() % 2 == 1
}

fn speaks_to_reader(folded: &str) -> bool {
    let mut sentences =
        folded.split(['.', '!', '?', ':']).map(|s| s.trim_start_matches(|c: char| !c.is_alphanumeric()));
    sentences.any(|s| OPENINGS.iter().any(|opening| s.starts_with(opening))) || says_you(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appeal_speaks_to_the_reader() {
        for text in [
            "Sie möchten weiterlesen? Mit dem Monatsabo lesen Sie alle Texte der Hafenpost.",
            "Um diesen Text ganz zu lesen, registrieren Sie sich bitte. Sie wollen weiterlesen? Hier entlang.",
            "Para seguir leyendo, regístrate gratis.",
            "Полный текст доступен только подписчикам «Причала».",
            "You have read all your free articles this month. Subscribe for more.",
            "Create an account to continue reading.",
            "To read the full story, become a member of The Quay.",
            "La suite de cet article est réservée aux abonnés.",
            "Per continuare a leggere, abbonati alla Darsena.",
            "Para continuar a ler, assine o Cais.",
            "Wilt u verder lezen? Neem een abonnement.",
        ] {
            assert!(ends_in_appeal(&format!("The ferry ran.\n\n{text}")), "{text}");
        }
    }

    #[test]
    fn who_writes_of_appeals_makes_none() {
        for text in [
            "“Subscribe to read on” is what the harbour's paper shows to most of its readers.",
            "„Jetzt weiterlesen“ steht auf dem Knopf, den kaum jemand drückt.",
            "Most subscribers keep reading the serial to its end, the publisher said.",
            "The accounts of the harbour may be read in the full report.",
            "Members of the crew read the rest of the letter aloud.",
        ] {
            assert!(!ends_in_appeal(&format!("The ferry ran.\n\n{text}")), "{text}");
        }
        let early = format!("Subscribe to continue reading.{}", "\n\nThe ferry ran.".repeat(LAST));
        assert!(!ends_in_appeal(&early), "far from the end");
    }
}
