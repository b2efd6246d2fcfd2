//! What sort of page it is: an article, or what stands in its place.

use std::sync::LazyLock;

use serde_json::Value;

use super::linked_data::LinkedData;
use super::signals::Signals;
use crate::markup::Css;
use crate::model::{Page, PageKind, fold_text};

/// Fewer words before a paywall's mark are its stub.
const STUB_WORDS: usize = 220;
/// A page of more words than these is no form, whatever else stands on it.
const FORM_WORDS: usize = 150;
/// Without any sign of an article, fewer words are none.
const LEAST_WORDS: usize = 60;

/// Titles and first words of pages that ask for consent, folded.
#[rustfmt::skip]
const CONSENT: &[&str] = &[
    "before you continue", "we value your privacy", "your privacy choices", "we and our partners", "accept all cookies", "cookie consent", "manage your consent", "consent to the use of cookies", "privacy settings",
    "wir brauchen ihre zustimmung", "zustimmung zur verwendung von cookies", "ihre privatsphare", "mit werbung weiterlesen", "datenschutzeinstellungen", "werbung und tracking", "einwilligung zur",
    "nous respectons votre vie privee", "continuer sans accepter", "accepter les cookies", "votre consentement", "valoramos tu privacidad", "aceptar las cookies", "gestionar el consentimiento",
    "la tua privacy", "accetta i cookie", "rispettiamo la tua privacy", "valorizamos a sua privacidade", "aceitar os cookies", "wij respecteren uw privacy", "cookies accepteren", "privacygate", "dpg media privacy", "настройки конфиденциальности",
];
/// The same of pages that ask who we are.
#[rustfmt::skip]
const LOGIN: &[&str] = &[
    "log in", "login", "sign in", "sign-in", "anmelden", "anmeldung", "einloggen", "connexion", "se connecter", "identifiez-vous", "iniciar sesion", "accedi", "entrar", "inloggen", "войти", "вход",
    "just a moment", "attention required", "verify you are human", "are you a robot", "checking your browser", "access denied", "security check", "captcha", "please enable javascript", "pardon our interruption", "ddos protection", "one more step", "forbidden",
];
/// Words by which a stub says that there is more for subscribers, folded.
#[rustfmt::skip]
const PAYWALL: &[&str] = &[
    "subscribe to continue", "subscribe to read", "to continue reading", "continue reading with", "this article is for subscribers", "subscribers only", "subscriber-only", "already a subscriber", "to read the full", "unlock this article", "become a subscriber to",
    "jetzt weiterlesen", "weiterlesen mit", "um weiterzulesen", "dieser artikel ist exklusiv", "nur fur abonnenten", "mit dem abo", "sie haben bereits ein abo", "artikel freischalten", "diesen artikel weiterlesen", "registrieren und weiterlesen",
    "cet article est reserve", "reserve aux abonnes", "il vous reste", "abonnez-vous pour", "contenido exclusivo para suscriptores", "solo para suscriptores", "suscribete para", "contenuto riservato", "riservato agli abbonati", "abbonati per", "exclusivo para assinantes", "assine para", "alleen voor abonnees", "verder lezen", "материал доступен", "только для подписчиков",
];
/// Titles of pages that are not there.
#[rustfmt::skip]
const MISSING: &[&str] = &[
    "404", "page not found", "not found", "seite nicht gefunden", "nicht gefunden", "page introuvable", "page non trouvee", "pagina no encontrada", "pagina non trovata", "pagina nao encontrada", "pagina niet gevonden", "страница не найдена", "page does not exist", "page unavailable", "410 gone", "internal server error", "502 bad gateway", "503 service",
];

static PASSWORD: LazyLock<Css> = LazyLock::new(|| Css::new("input[type='password' i]"));
static TITLE: LazyLock<Css> = LazyLock::new(|| Css::new("title"));
static WALL: LazyLock<Css> = LazyLock::new(|| {
    Css::new(
        "[class*='paywall' i], [id*='paywall' i], [data-paywall], [class*='regwall' i], [class*='subscriber-only' i]:not([class*='tag' i]), [class*='premium-barrier' i]",
    )
});
/// Elements called a wall that are looked at.
const MAX_WALLS: usize = 50;
/// What a wall says, folded; a template's empty wall, a menu's link to the prices and an icon say none of it.
#[rustfmt::skip]
const WALL_SAYS: &[&str] = &[
    "abonn", "abo ", "subscri", "registr", "weiterlesen", "anmelden", "log in", "login", "sign in", "sign up", "continue reading", "unlock", "member",
    "suscri", "assin", "accedi", "lezen", "inscri", "se connecter", "подпис", "войти", "会員", "登録", "구독",
];
static BODY: LazyLock<Css> = LazyLock::new(|| Css::new("body"));

/// Tells an article from what stands in its place; `page` has text and title already.
pub(super) fn kind(signals: &Signals<'_>, page: &Page) -> PageKind {
    let words = words(&page.text);
    let title = signals.dom.select(&TITLE).next().map(|e| fold_text(&e.line())).unwrap_or_default();
    let has = |list: &[&str], text: &str| list.iter().any(|phrase| text.contains(phrase));
    let is_article = is_article(signals, page);
    if words <= FORM_WORDS && !(is_article && words > LEAST_WORDS) {
        // Only a page of few words is a form, and its words are looked at whole.
        let all: String =
            signals.dom.select(&BODY).next().map(|b| first_words(&b.line())).unwrap_or_default();
        let host = signals.url.as_ref().and_then(|u| u.host_str()).unwrap_or_default();
        if host.starts_with("consent.")
            || has(CONSENT, &title)
            || has(CONSENT, &fold_text(&page.text))
            || !is_article && has(CONSENT, &all)
        {
            return PageKind::Consent;
        }
        let asks = signals.dom.select(&PASSWORD).next().is_some();
        // Many a site has a small form to sign in beside its texts.
        if has(LOGIN, &title) || asks && !is_article && words < LEAST_WORDS {
            return PageKind::Login;
        }
        if has(MISSING, &title) {
            return PageKind::NoArticle;
        }
    }
    if is_gated(signals) && is_stub(signals, words) || words <= STUB_WORDS && says_more_for_payers(&page.text)
    {
        return PageKind::Paywall;
    }
    if words == 0 || words < LEAST_WORDS && !is_article || is_front(signals, is_article) {
        return PageKind::NoArticle;
    }
    PageKind::Article
}

/// Does the page call itself an article, or bear what only articles have?
fn is_article(signals: &Signals<'_>, page: &Page) -> bool {
    signals.article().is_some()
        || signals.metas("og:type").any(|t| t.eq_ignore_ascii_case("article"))
        || page.published.is_some()
}

/// A site's first page: at the root, and nothing says that it is an article.
fn is_front(signals: &Signals<'_>, is_article: bool) -> bool {
    let at_root = signals
        .url
        .as_ref()
        .is_some_and(|u| matches!(u.path(), "/" | "" | "/index.html") && u.query().is_none());
    at_root && !is_article
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

/// Do the last words ask to subscribe?
fn says_more_for_payers(text: &str) -> bool {
    let tail: Vec<&str> = text.split_whitespace().rev().take(60).collect();
    let tail: Vec<&str> = tail.into_iter().rev().collect();
    let folded = fold_text(&tail.join(" "));
    PAYWALL.iter().any(|phrase| folded.contains(phrase))
}

/// Words of a text; a script without blanks has one for two characters.
fn words(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(|c| matches!(*c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'))
        .count();
    text.split_whitespace().count().max(wide / 2)
}

fn first_words(text: &str) -> String {
    fold_text(&text.split_whitespace().take(200).collect::<Vec<_>>().join(" "))
}
