//! What stands in an article's place, in eight languages, and articles that only write about such things.

use crate::model::PageKind;
use crate::page::{Hints, read};

const ARTICLE: &str = "<meta property='og:type' content='article'>";
const NEWS: &str = "<p>The ferry to the outer islands ran again on Monday after a winter in which nobody had crossed the sound at all.</p>\
    <p>Boats leave the northern pier at seven and at noon, and in the evening if the tide allows it, said the harbour master.</p>";

fn kind_at(url: &str, head: &str, body: &str) -> PageKind {
    let html = format!("<html><head><title>The Quay</title>{head}</head><body>{body}</body></html>");
    read(&html, &Hints { url: Some(url), ..Hints::default() }).kind
}

fn kind(head: &str, body: &str) -> PageKind {
    kind_at("https://quay.example/ferry/back", head, body)
}

#[test]
fn consent_is_known_by_what_it_is_made_of() {
    for text in [
        "We and our 211 partners keep and read personal data on your device for advertising. <button>Agree and go on</button>",
        "Gemeinsam mit 97 Partnern setzen wir Cookies und verwandte Techniken ein, um Werbung auszuspielen. <button>Alles akzeptieren</button>",
        "Nos partenaires et nous-mêmes déposons des traceurs afin de mesurer l’audience du site. <button>Refuser</button>",
        "Junto con nuestros socios guardamos cookies en su dispositivo para mostrar anuncios. <button>Rechazar todo</button>",
        "Noi e alcuni partner selezionati leggiamo informazioni sul tuo dispositivo. <button>Rifiuta</button>",
        "Nós e os nossos parceiros guardamos cookies para medir a audiência. <button>Aceitar tudo</button>",
        "Wij en onze partners plaatsen cookies om de site te verbeteren. <button>Akkoord</button>",
        "Мы и наши партнёры храним файлы cookie, чтобы показывать рекламу. <button>Принять все</button>",
    ] {
        let page = format!("<div class=box><h1>The Quay</h1><p>{text}</p></div>");
        assert_eq!(kind("", &page), PageKind::Consent, "{text}");
        // A redirect keeps what the template says of itself.
        assert_eq!(kind(ARTICLE, &page), PageKind::Consent, "{text}");
    }
}

#[test]
fn a_long_question_is_one_still() {
    let more = "<p>You may object to the use of your personal data at any time by the link at the foot of each page. Some vendors ask for no consent of yours and name their own interest; your choice holds for this site alone.</p>".repeat(4);
    let page = format!(
        "<h1>The Quay</h1><p>We and our 612 partners store cookies on your device and read them again to measure advertising, to learn about audiences and to better our services.</p>{more}<p>Read The Quay without advertising for two crowns a month.</p><button>Accept</button>"
    );
    assert_eq!(kind("", &page), PageKind::Consent);
}

#[test]
fn where_a_redirect_led_counts() {
    let page = "<h1>The Quay</h1><p>Please choose how you would like to read us, with or without, and press the button below to go on.</p>";
    for url in [
        "https://consent.quay.example/x?back=1",
        "https://quay.example/cmp?return=%2Fa",
        "https://quay.example/consent/",
    ] {
        assert_eq!(kind_at(url, "", page), PageKind::Consent, "{url}");
    }
    let news = format!("<article><h1>Ferry</h1>{}</article>", NEWS.repeat(3));
    for url in ["https://quay.example/consent/a-law-of-the-sea", "https://cmp.quay.example/"] {
        assert_eq!(kind_at(url, ARTICLE, &news), PageKind::Article, "{url}");
    }
}

#[test]
fn an_article_about_consent_or_beside_a_banner_is_an_article() {
    let about = format!(
        "<article><h1>Who stores what</h1><p>“We and our 300 partners store cookies on your device”: so begins what most papers show, and most readers press accept, the office for data found.</p>{}</article>",
        NEWS.repeat(2)
    );
    assert_eq!(kind(ARTICLE, &about), PageKind::Article);
    assert_eq!(kind("", &about), PageKind::Article, "without a sign of one");
    let banner = format!(
        "<article><h1>Ferry</h1>{NEWS}</article><div class=box><p>We and our partners use cookies.</p><button>Accept all</button></div>"
    );
    assert_eq!(kind(ARTICLE, &banner), PageKind::Article);
}

#[test]
fn a_short_text_that_ends_in_an_appeal_is_a_stub() {
    let page = |last: &str| format!("<article><h1>Ferry</h1>{NEWS}{last}</article>");
    for last in [
        "<p>Create a free account to read on.</p>",
        "<div class=meter><p>You have used up your free articles. Subscribe for full access.</p></div>",
        "<p>Sie möchten weiterlesen? Mit dem Monatsabo geht es.</p><p>Hilfe</p>",
    ] {
        assert_eq!(kind(ARTICLE, &page(last)), PageKind::Paywall, "{last}");
    }
    let quotes = "<p>“Subscribe to continue reading,” says the harbour's own paper, where most of its readers turn back.</p>";
    assert_eq!(kind(ARTICLE, &page(quotes)), PageKind::Article);
    let long = format!(
        "<article><h1>Ferry</h1>{}<p>Become a member to keep reading The Quay.</p></article>",
        NEWS.repeat(6)
    );
    assert_eq!(kind(ARTICLE, &long), PageKind::Article, "the whole stands above it");
}
