//! Pages that ask for consent, known by what they are made of: who asks, with whom, what is stored, and what
//! one may answer.

use super::{Signals, first_words, has, says_you, words};
use crate::model::Page;
use crate::page::notice::fold;

/// So many words beside the question are an article's.
const MOST_BESIDE: usize = 60;
/// On a page that calls itself an article.
const MOST_BESIDE_ARTICLE: usize = 20;
/// A question with fewer words needs to name no partners.
const SHORT: usize = 80;

/// Who asks, as words of their own, folded.
#[rustfmt::skip]
const WE: &[&str] = &[
    "we", "our", "wir", "unser", "unsere", "unseren", "unserer", "unserem", "uns", "nous", "notre", "nos", "nosotros", "nuestro", "nuestros", "nuestra", "nuestras", "noi", "nostri", "nostro",
    "nossos", "nosso", "nossas", "wij", "onze", "мы", "наши", "наших", "нашим", "нашими", "нас",
];
/// With whom.
#[rustfmt::skip]
const PARTNERS: &[&str] = &[
    "partner", "partenaire", "socios", "parceiros", "партнер", "партнёр", "third parties", "third-party", "vendors", "drittanbieter", "proveedores", "fornitori", "terze parti", "terceiros", "derde partijen", "leveranciers",
];
/// What is stored, where.
#[rustfmt::skip]
const STORED: &[&str] = &[
    "cookie", "куки", "traceur", "tracking", "personal data", "on a device", "on your device", "personenbezogene daten", "auf ihrem gerat", "auf einem gerat", "donnees personnelles", "informations personnelles", "sur votre appareil", "sur un appareil", "sur un terminal", "datos personales", "un dispositivo", "su dispositivo",
    "dati personali", "sui dispositivi", "sul dispositivo", "su un dispositivo", "sul tuo dispositivo", "dados pessoais", "num dispositivo", "no dispositivo", "em um dispositivo", "seu dispositivo", "persoonsgegevens", "op je apparaat", "op uw apparaat", "op een apparaat", "персональные данные", "персональных данных", "на устройстве", "на вашем устройстве",
];
/// What one may answer.
#[rustfmt::skip]
const CHOICE: &[&str] = &[
    "accept", "agree", "consent", "your permission", "refuse", "reject", "opt out", "akzeptier", "zustimm", "stimmen sie", "stimmst du", "ablehnen", "einwillig", "einverstanden", "accepter", "acceptez", "refuser", "votre accord", "consentement", "consentir", "aceptar", "acepta", "rechazar", "su permiso", "tu permiso", "consentimiento", "consiente",
    "accetta", "accetti", "rifiuta", "acconsent", "consenso", "aceitar", "aceita", "aceite", "rejeitar", "recusar", "consentimento", "accepteer", "akkoord", "weiger", "toestemming", "согласи", "соглаша", "принять", "принимаю", "отклонить",
];
/// First labels of hosts that do nothing but ask.
const HOSTS: [&str; 4] = ["consent", "cmp", "privacygate", "cookiewall"];
/// Paths of the same, whole or their first segment.
#[rustfmt::skip]
const PATHS: [&str; 16] = [
    "cmp", "consent", "cookie-consent", "cookieconsent", "consent-management", "privacygate", "privacy-gate", "privacywall", "cookiewall", "cookie-wall", "consentement", "einwilligung", "zustimmung", "consentimiento", "consenso", "gdpr-consent",
];

/// Does the page ask for consent and say nothing else? `is_article`: it calls itself an article.
pub(super) fn asks(signals: &Signals<'_>, page: &Page, is_article: bool) -> bool {
    if !is_article && is_called_so(signals) {
        return true;
    }
    let (mut asked, mut beside, mut question) = (false, 0, String::new());
    for paragraph in page.text.split('\n').filter(|p| !p.trim().is_empty()) {
        let folded = fold(paragraph);
        let is_question = is_question(&folded);
        asked |= is_question;
        // What tells the reader more of his data and of his choice is the question's as well.
        let goes_on = has(STORED, &folded) || has(CHOICE, &folded) || has(PARTNERS, &folded);
        if is_question || goes_on && says_you(&folded) {
            question.push_str(&folded);
            question.push(' ');
        } else {
            beside += words(paragraph);
        }
    }
    // The answers may be buttons, which are no text.
    asked
        && beside <= most_beside(is_article)
        && (has(CHOICE, &question) || has(CHOICE, &first_words(signals)))
}

/// The same of a page without a text: all of it may have gone as a banner.
pub(super) fn is_all(signals: &Signals<'_>, page: &Page, is_article: bool) -> bool {
    words(&page.text) <= most_beside(is_article) && {
        let all = first_words(signals);
        has(CHOICE, &all) && (is_question(&all) || !is_article && is_short_question(&all))
    }
}

fn most_beside(is_article: bool) -> usize {
    if is_article { MOST_BESIDE_ARTICLE } else { MOST_BESIDE }
}

/// We and our partners, and what is stored.
fn is_question(folded: &str) -> bool {
    has(STORED, folded) && has(PARTNERS, folded) && we(folded)
}

/// "We use cookies. Accept all", and nothing else.
fn is_short_question(folded: &str) -> bool {
    (folded.contains("cookie") || folded.contains("куки")) && we(folded) && words(folded) <= SHORT
}

fn we(folded: &str) -> bool {
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| WE.contains(&word))
}

/// Where a redirect led: `consent.outlet.example`, `/cmp`.
pub(super) fn is_called_so(signals: &Signals<'_>) -> bool {
    let Some(url) = &signals.url else { return false };
    let label = url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default();
    let mut path = url.path().split('/').filter(|s| !s.is_empty());
    let first = path.next().unwrap_or_default().to_ascii_lowercase();
    HOSTS.contains(&label) || PATHS.contains(&first.as_str()) && path.count() < 2
}
