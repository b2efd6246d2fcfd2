//! What sort of page it is: an article, or what stands in its place.

mod consent;
mod paywall;

use std::sync::LazyLock;

use super::signals::Signals;
use crate::markup::{Css, Element};
use crate::model::{Page, PageKind, fold_text};

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
/// Titles of pages that are not there.
#[rustfmt::skip]
const MISSING: &[&str] = &[
    "404", "page not found", "not found", "seite nicht gefunden", "nicht gefunden", "page introuvable", "page non trouvee", "pagina no encontrada", "pagina non trovata", "pagina nao encontrada", "pagina niet gevonden", "страница не найдена", "page does not exist", "page unavailable", "410 gone", "internal server error", "502 bad gateway", "503 service",
];

/// Words for the reader, folded.
#[rustfmt::skip]
const YOU: &[&str] = &[
    "you", "your", "sie", "ihr", "ihre", "ihren", "ihrem", "du", "dein", "deinem", "vous", "votre", "vos", "tu", "te", "usted", "su", "tuo", "tua", "ti", "voce", "seu", "sua", "je", "jij", "u", "uw", "jouw", "вы", "вам", "вас", "ваш", "вашу",
];

static PASSWORD: LazyLock<Css> = LazyLock::new(|| Css::new("input[type='password' i]"));
static TITLE: LazyLock<Css> = LazyLock::new(|| Css::new("title"));
static BODY: LazyLock<Css> = LazyLock::new(|| Css::new("body"));

/// Tells an article from what stands in its place; `page` has text and title already.
pub(super) fn kind(signals: &Signals<'_>, page: &Page) -> PageKind {
    let words = words(&page.text);
    let title = signals.dom.select(&TITLE).next().map(|e| fold_text(&e.line())).unwrap_or_default();
    let is_article = is_article(signals, page);
    if consent::asks(signals, page, is_article) {
        return PageKind::Consent;
    }
    if words <= FORM_WORDS && !(is_article && words > LEAST_WORDS) {
        // Only a page of few words is a form, and its words are looked at whole.
        if consent::is_called_so(signals)
            || has(CONSENT, &title)
            || has(CONSENT, &fold_text(&page.text))
            || !is_article && has(CONSENT, &first_words(signals))
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
        if consent::is_all(signals, page, is_article) {
            return PageKind::Consent;
        }
    }
    if paywall::is_before(signals, &page.text) {
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

/// Words of a text; a script without blanks has one for two characters.
fn words(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(|c| matches!(*c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'))
        .count();
    text.split_whitespace().count().max(wide / 2)
}

/// Does a folded text have one of the phrases?
fn has(phrases: &[&str], folded: &str) -> bool {
    phrases.iter().any(|phrase| folded.contains(phrase))
}

/// Does it speak to its reader?
fn says_you(folded: &str) -> bool {
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| YOU.contains(&word))
}

/// The first words of all the page, buttons and banners with them, folded.
fn first_words(signals: &Signals<'_>) -> String {
    let all = signals.dom.select(&BODY).next().map(Element::line).unwrap_or_default();
    fold_text(&all.split_whitespace().take(200).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests;
