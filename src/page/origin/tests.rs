use super::read;
use crate::markup::Dom;
use crate::page::{Hints, Signals, block, notice};

const NEWS: &str = "<p>The ferry to the outer islands ran again on Monday after a winter in which nobody crossed the sound.</p>\
    <p>Boats leave the northern pier at seven and at noon, and in the evening if the tide allows it, it said.</p>\
    <p>Islanders had waited for four months, and some of them had learned to bake their bread in the meantime.</p>";

/// Outlet, address, evidence.
fn original(head: &str, lead: &str, tail: &str) -> Option<(String, String, String)> {
    let html = format!(
        "<head><meta property='og:site_name' content='The Quay'>{head}</head><body><article><h1>Ferry</h1>{lead}<div>{NEWS}{tail}</div></article>"
    );
    let dom = Dom::parse(&html);
    let own_hosts = ["kai.example".to_owned()];
    let hints =
        Hints { url: Some("https://www.quay.example/ferry"), own_hosts: &own_hosts, ..Hints::default() };
    let signals = Signals::gather(&dom, &hints);
    let blocks = block::read(&dom);
    let found = notice::read(&signals, &blocks, &hints);
    let original = read(&signals, &blocks, &found, &hints)?;
    Some((original.outlet.unwrap_or_default(), original.url.unwrap_or_default(), original.evidence))
}

#[test]
fn addresses_count_from_the_base() {
    let base = "<base href='https://dispatch.example/2017/'>";
    let tail = "<p>The original source of this article is <a href='ferry'>The Meridian Dispatch</a>";
    let got = original(base, "", tail).expect("an original");
    assert_eq!(
        (got.0.as_str(), got.1.as_str()),
        ("The Meridian Dispatch", "https://dispatch.example/2017/ferry")
    );
    // What the base leads home is the outlet's own.
    let base = "<base href='https://static.quay.example/'>";
    let canonical = format!("{base}<link rel=canonical href='/ferry'>");
    assert_eq!(original(&canonical, "", ""), None);
}

#[test]
fn sentences_name_the_outlet() {
    let link = "<a href='https://dispatch.example/ferry'>";
    for (sentence, outlet, url) in [
        (
            format!("The original source of this article is {link}The Meridian Dispatch</a>"),
            "The Meridian Dispatch",
            "https://dispatch.example/ferry",
        ),
        (
            format!("This article first appeared on {link}Dispatch</a> on May 3."),
            "Dispatch",
            "https://dispatch.example/ferry",
        ),
        (
            "This story was originally published by Meridian Dispatch on May 3, 2017.".into(),
            "Meridian Dispatch",
            "",
        ),
        (
            format!(
                "This article was originally published on the Dispatch. Read the {link}original article</a>."
            ),
            "Dispatch",
            "https://dispatch.example/ferry",
        ),
        (
            format!(
                "This article is republished from {link}The Dispatch</a> under a Creative Commons licence."
            ),
            "The Dispatch",
            "https://dispatch.example/ferry",
        ),
        ("Republished with permission from Meridian Dispatch.".into(), "Meridian Dispatch", ""),
        ("Reprinted from The Harbour Letter, with thanks.".into(), "The Harbour Letter", ""),
        (
            format!("Originally published {link}here</a>. Originally published at dispatch.example"),
            "dispatch.example",
            "https://dispatch.example/ferry",
        ),
        (format!("via {link}Dispatch</a>"), "Dispatch", "https://dispatch.example/ferry"),
        (
            format!("Dieser Artikel erschien zuerst auf {link}Meridian-Bote</a>."),
            "Meridian-Bote",
            "https://dispatch.example/ferry",
        ),
        ("Quelle: Pressemitteilung Hafenamt Kaistadt".into(), "Hafenamt Kaistadt", ""),
        ("Quelle: Deutscher Hafenverband (DHV), 02. Februar 2022, Kaistadt".into(), "Deutscher Hafenverband", ""),
        (
            "Dieser Beitrag ist am 1. Juni 2017 in der Wochenzeitung „der Kaitag“ erschienen.".into(),
            "Kaitag",
            "",
        ),
        ("Quelle: Technische Schule Kaistadt, Pressemitteilung".into(), "Technische Schule Kaistadt", ""),
        ("Quelle: kathpress".into(), "Kathpress", ""),
        ("Pressemitteilung Nr. 48/22 des Hafengerichts vom 20.12.2022 zum Urteil".into(), "Hafengerichts", ""),
        ("Pressemitteilung | Hafenverein Kaistadt e.V.".into(), "Hafenverein Kaistadt e.V", ""),
        ("Press release from the Harbour Board".into(), "Harbour Board", ""),
        ("This press release was issued by Harbour Board on Monday.".into(), "Harbour Board", ""),
        ("Communiqué de presse de la Capitainerie".into(), "Capitainerie", ""),
        ("Nota de prensa del Puerto de Muelles".into(), "Puerto de Muelles", ""),
        (
            "Von »Kai der Wissenschaft« übersetzte Fassung des Artikels »Lamps at Sea« aus »Meridian Magazine«, einem Magazin.".into(),
            "Meridian Magazine",
            "",
        ),
        (
            "Quelle: https://dispatch.example/ferry".into(),
            "dispatch.example",
            "https://dispatch.example/ferry",
        ),
        ("Cet article a été initialement publié sur Le Méridien.".into(), "Le Méridien", ""),
        ("Este artículo fue publicado originalmente en El Meridiano.".into(), "El Meridiano", ""),
        ("Questo articolo è stato pubblicato originariamente su Il Meridiano".into(), "Il Meridiano", ""),
        ("Este artigo foi publicado originalmente no Correio do Cais.".into(), "Correio do Cais", ""),
        ("Dit artikel verscheen eerder op Meridiaan.example.".into(), "Meridiaan.example", ""),
        (
            format!("Этот текст впервые опубликован на {link}Меридиане</a>"),
            "Меридиане",
            "https://dispatch.example/ferry",
        ),
    ] {
        let got = original("", "", &format!("<p>{sentence}</p>"));
        let got = got.as_ref().map(|(outlet, url, _)| (outlet.as_str(), url.as_str()));
        assert_eq!(got, Some((outlet, url)), "{sentence}");
    }
}

#[test]
fn the_pages_own_outlet_is_no_original() {
    for tail in [
        "<p>The post Ferry first appeared on <a href='https://quay.example/'>The Quay</a>.</p>",
        "<p>This article first appeared on Quay.</p>",
        "<p>This article was originally published on <a href='https://news.kai.example/x'>our German site</a>.</p>",
        "<p>Originally published on May 3, 2017.</p>",
        "<p>This article was first published in 2012.</p>",
        "<p>Copyright © Ada Pier, The Quay, 2017</p>",
        "<p>© 2017 Acme, Inc.</p>",
        "<p>Cet article est paru dans notre newsletter du lundi.</p>",
        "<p>Übersetzt von Ada Pier</p>",
        "<p>Source: Harbour Board</p>",
    ] {
        assert_eq!(original("", "", tail), None, "{tail}");
    }
    assert_eq!(original("<link rel=canonical href='https://m.quay.example/ferry'>", "", ""), None);
    assert_eq!(original("<link rel=canonical href='https://kai.example/ferry'>", "", ""), None);
    assert_eq!(original("<link rel=canonical href='https://other.example/'>", "", ""), None, "a front page");
    assert_eq!(
        original("<link rel=canonical href='https://quay.test/ferry'>", "", ""),
        None,
        "another country"
    );
    let itself = "<title>Ferry_Kai-Bote</title><meta name=source content='来源：Kai-Bote'>";
    assert_eq!(original(itself, "", ""), None);
    let picture = "<figure><img><figcaption><div class=credit>ASSOCIATED PRESS</div></figcaption></figure>";
    assert_eq!(original("", picture, ""), None);
}

#[test]
fn carriers_name_it() {
    let canonical = "<link rel=canonical href='https://dispatch.example/ferry'>";
    let (outlet, url, evidence) = original(canonical, "", "").expect("an original");
    assert_eq!(
        (outlet.as_str(), url.as_str(), evidence.as_str()),
        ("dispatch.example", "https://dispatch.example/ferry", "rel=canonical")
    );
    let meta = "<meta name='Original-Source' content='https://dispatch.example/ferry'>";
    assert_eq!(original(meta, "", "").map(|o| o.2).as_deref(), Some("original-source"));
    let based = r#"<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry", "isBasedOn":
        {"@type": "NewsArticle", "url": "https://dispatch.example/ferry", "publisher": {"name": "The Dispatch"}}}</script>"#;
    let (outlet, url, _) = original(based, "", "").expect("an original");
    assert_eq!((outlet.as_str(), url.as_str()), ("The Dispatch", "https://dispatch.example/ferry"));
    let organization = |id: &str| {
        format!(
            r#"<script type="application/ld+json">[{{"@type": "NewsArticle", "headline": "Ferry", "sourceOrganization":
            {{"@id": "{id}"}}}}, {{"@id": "{id}", "@type": "Organization", "name": "Evening Lamp"}}]</script>"#
        )
    };
    let outlet = |head: &str| original(head, "", "").map(|o| o.0);
    assert_eq!(outlet(&organization("https://lamp.example/#us")).as_deref(), Some("Evening Lamp"));
    assert_eq!(outlet(&organization("https://quay.example/#publisher")), None, "the page's own site");
    let both =
        original(canonical, "", "<p>This article first appeared on Dispatch.</p>").expect("an original");
    assert_eq!((both.0.as_str(), both.1.as_str()), ("Dispatch", "https://dispatch.example/ferry"));
}

#[test]
fn a_copyright_line_names_it() {
    let (outlet, ..) = original("", "", "<p>Copyright © <a href=/a>Ada Pier</a>, <a href='https://dispatch.example/'>The Dispatch</a>, 2017</p>").expect("an original");
    assert_eq!(outlet, "The Dispatch");
}

#[test]
fn wires_name_themselves() {
    let (outlet, _, evidence) =
        original("", "", "<p>(Reporting by Ada Pier; Editing by Ben Quay) (Reuters)</p>")
            .expect("an original");
    assert_eq!(outlet, "Reuters", "{evidence}");
    let dateline = original("", "", "").map(|o| o.0);
    assert_eq!(dateline, None);
    assert_eq!(
        original("", "", "<p>Mit Material von dpa</p>").map(|o| o.0),
        None,
        "material from is not the text of"
    );
    let author = r#"<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry", "author": {"name": "AFP"}}</script>"#;
    assert_eq!(original(author, "", "").map(|o| o.0).as_deref(), Some("AFP"));
    for (head, lead, tail, outlet) in [
        ("<meta name=author content='Associated Press in Quaytown'>", "", "", "Associated Press"),
        ("<meta name=author content='Ada Pier, dpa'>", "", "", "dpa"),
        ("<meta name=source content='来源：新华网'>", "", "", "新华网"),
        ("", "<p>By Ada Pier and Ben Quay, The Associated Press</p>", "", "Associated Press"),
        ("", "<div>May 3, 2017, 3:36 PM UTC<span> / Source: Meridian Wire</span></div>", "", "Meridian Wire"),
        (
            "",
            "",
            "<p>The boat sails on Monday, and on Tuesday if the wind allows, he said. (KNA 19.11.21)</p>",
            "KNA",
        ),
    ] {
        let got = original(head, lead, tail).map(|o| o.0);
        assert_eq!(got.as_deref(), Some(outlet), "{head}{lead}{tail}");
    }
}

#[test]
fn pages_of_outlets_name_theirs() {
    for (page, url, outlet, original) in [
        (
            include_str!("../../../tests/fixtures/pages/reprint.html"),
            "https://quaystreet.example/the-strait-that-nobody-charts/5602217",
            "The Meridian Dispatch",
            "https://meridian.example/maritime/the-strait-that-nobody-charts",
        ),
        (
            include_str!("../../../tests/fixtures/pages/wire.html"),
            "https://bote.example/panorama/faehre-faehrt-wieder",
            "Meridian Nord",
            "https://meridian.example/insel/faehre",
        ),
    ] {
        let dom = Dom::parse(page);
        let hints = Hints { url: Some(url), ..Hints::default() };
        let signals = Signals::gather(&dom, &hints);
        let blocks = block::read(&dom);
        let found = notice::read(&signals, &blocks, &hints);
        let got = read(&signals, &blocks, &found, &hints).expect("an original");
        assert_eq!((got.outlet.as_deref(), got.url.as_deref()), (Some(outlet), Some(original)));
    }
}

#[test]
fn a_line_of_copyright_under_the_text_names_whose_it_is() {
    let outlet = |tail: &str| original("", "", tail).map(|(outlet, ..)| outlet);
    for (line, name) in [
        (
            "Copyright 2024 The Associated Press. All rights reserved. This material may not be published.",
            "Associated Press",
        ),
        ("© 2024 Reuters", "Reuters"),
        ("© 2024 Agence France-Presse", "AFP"),
        ("© Meridian Herald 2024", "Meridian Herald"),
        ("Copyright 2024 The Meridian Post. All rights reserved.", "Meridian Post"),
    ] {
        let got = outlet(&format!("<p>{line}</p>"));
        assert_eq!(got.map(|o| o.trim_start_matches("The ").to_owned()).as_deref(), Some(name), "{line}");
    }
    for line in [
        "© 2024 The Quay",
        "© 2024 The Quay Weekly",
        "© 2024 Ada Harbour",
        "© Herald Medien SE 2024",
        "© 2024 Meridian Post Publishing Group",
        "© 2024 Lamps and Sons",
    ] {
        assert_eq!(outlet(&format!("<p>{line}</p>")), None, "{line}");
    }
    let picture = "<figure><img><figcaption>The pier. © 2024 Meridian Herald</figcaption></figure>";
    assert_eq!(outlet(picture), None, "a picture's");
    assert_eq!(outlet("</div></article><footer>© 2024 Meridian Herald</footer>"), None, "a site's foot");
}
