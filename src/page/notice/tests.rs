//! Each kind in each language, and what only looks like a notice.

use super::{Found, read};
use crate::markup::Dom;
use crate::model::{DisclaimerKind as K, Notice, Scope};
use crate::page::{Hints, Signals, block};

/// Three paragraphs of news, so that there is a middle.
const NEWS: [&str; 6] = [
    "The ferry to the outer islands ran again on Monday after a winter in which nobody had crossed the sound.",
    "Boats leave the northern pier at seven and at noon, and in the evening if the tide allows it, the harbour said.",
    "Islanders had waited for four months, and some of them had learned to bake their own bread in the meantime.",
    "The company that owns the boats says that the engine was repaired twice, and that the second repair held well.",
    "Nobody was hurt when the old boat ran aground in November, but the cargo of lamps was lost to the sea bed.",
    "A new boat has been ordered from a yard on the mainland, which builds two of them a year and is never late.",
];

fn found(html: &str) -> Found {
    let dom = Dom::parse(html);
    let hints = Hints { url: Some("https://quay.example/ferry"), ..Hints::default() };
    let signals = Signals::gather(&dom, &hints);
    read(&signals, &block::read(&dom), &hints)
}

fn notices(html: &str) -> Vec<(K, Scope, String)> {
    found(html).notices.into_iter().map(|Notice { kind, scope, text, .. }| (kind, scope, text)).collect()
}

/// An article with something before, in the middle of and after its text.
fn article(lead: &str, middle: &str, tail: &str) -> String {
    let p = |texts: &[&str]| texts.iter().map(|t| format!("<p>{t}</p>")).collect::<String>();
    let (first, second) = NEWS.split_at(3);
    let (first, second) = (p(first), p(second));
    format!(
        "<body><article><h1>Ferry back</h1>{lead}<div class=text>{first}{middle}{second}{tail}</div></article></body>"
    )
}

fn under_an_article(text: &str) -> Vec<(K, Scope, String)> {
    notices(&article("", "", &format!("<p>{text}</p>")))
}

/// Under an article it is one notice, of this kind, and the article's.
#[track_caller]
fn assert_is(kind: K, text: &str) {
    let got = under_an_article(text);
    assert!(
        matches!(got.as_slice(), [(k, Scope::Article, _)] if *k == kind),
        "{kind} expected of {text:?}: {got:?}"
    );
}

#[test]
fn each_kind_in_each_language_under_an_article() {
    for (kind, text) in [
        (K::Disclaimer, "The views expressed in this article are those of the author and not of The Quay."),
        (
            K::Disclaimer,
            "Die in diesem Beitrag geäußerten Ansichten geben nicht unbedingt die Meinung der Redaktion wieder.",
        ),
        (K::Disclaimer, "Les opinions exprimées dans cet article n’engagent que leur auteur."),
        (K::Disclaimer, "Las opiniones expresadas son responsabilidad exclusiva de sus autores."),
        (
            K::Disclaimer,
            "Le opinioni espresse dall'autore non riflettono necessariamente quelle della redazione.",
        ),
        (K::Disclaimer, "As opiniões expressas neste artigo são de responsabilidade do autor."),
        (K::Disclaimer, "De mening van de auteur weerspiegelt niet noodzakelijk die van de redactie."),
        (K::Disclaimer, "Мнение автора может не совпадать с позицией редакции."),
        (K::Copyright, "Copyright © Ada Quay, The Quay, 2017"),
        (
            K::Copyright,
            "© 2017 Der Kai. Alle Rechte vorbehalten. Nachdruck nur mit Genehmigung der Redaktion.",
        ),
        (K::Copyright, "Tous droits réservés. Toute reproduction est interdite sans autorisation."),
        (K::Copyright, "Prohibida la reproducción total o parcial de este contenido."),
        (K::Copyright, "RIPRODUZIONE RISERVATA"),
        (K::Copyright, "Todos os direitos reservados. Proibida a reprodução sem autorização."),
        (K::Copyright, "Overname van dit artikel zonder toestemming is verboten; alle rechten voorbehouden."),
        (K::Copyright, "При использовании материалов ссылка на сайт обязательна."),
        (K::Licence, "This article is licensed under a Creative Commons Attribution 4.0 licence."),
        (K::Licence, "Dieser Text steht unter der Lizenz CC BY-SA 4.0."),
        (K::Licence, "Ce texte est publié sous licence Creative Commons BY-NC."),
        (K::Licence, "Esta obra está bajo una licencia Creative Commons."),
        (K::Licence, "Quest'opera è distribuita con licenza Creative Commons."),
        (K::Licence, "Este texto está sob uma licença Creative Commons."),
        (K::Licence, "Dit artikel valt onder een Creative Commons-licentie."),
        (K::Licence, "Материал доступен по лицензии Creative Commons."),
        (
            K::FairUse,
            "This site contains copyrighted material the use of which has not always been specifically authorized.",
        ),
        (K::Attribution, "This article first appeared in The Meridian Dispatch on 3 May."),
        (K::Attribution, "Dieser Beitrag erschien zuerst im Meridian-Boten."),
        (K::Attribution, "Cet article a été initialement publié sur Le Méridien."),
        (K::Attribution, "Este artículo fue publicado originalmente en El Meridiano."),
        (K::Attribution, "Questo articolo è stato pubblicato originariamente su Il Meridiano."),
        (K::Attribution, "Este artigo foi publicado originalmente em O Meridiano."),
        (K::Attribution, "Dit artikel verscheen eerder in De Meridiaan."),
        (K::Attribution, "Этот текст впервые опубликован в журнале «Меридиан»."),
        (K::Correction, "Correction: an earlier version of this article gave the wrong year."),
        (K::Correction, "In einer früheren Version dieses Artikels hieß es, das Boot sei neu."),
        (K::Correction, "Rectificatif : le bateau date de 1990."),
        (K::Correction, "Fe de errores: el barco es de 1990."),
        (K::Correction, "Errata corrige: la nave è del 1990."),
        (K::Correction, "Errata: o barco é de 1990."),
        (K::Correction, "Rectificatie: de boot is van 1990."),
        (K::Correction, "Исправление: судно построено в 1990 году."),
        (K::EditorNote, "Editor’s note: the author sails herself."),
        (K::EditorNote, "Anmerkung der Redaktion: Die Autorin segelt selbst."),
        (K::EditorNote, "Note de la rédaction : l’autrice navigue."),
        (K::EditorNote, "Nota de la redacción: la autora navega."),
        (K::EditorNote, "Nota della redazione: l'autrice naviga."),
        (K::EditorNote, "Nota da redação: a autora navega."),
        (K::EditorNote, "Noot van de redactie: de auteur zeilt zelf."),
        (K::EditorNote, "Примечание редакции: автор сама ходит под парусом."),
        (K::Sponsored, "This article was sponsored by Acme Lamps."),
        (K::Sponsored, "Dieser Beitrag ist eine bezahlte Werbung von Lampen-Acme."),
        (K::Sponsored, "Contenu proposé par Lampes Acme"),
        (K::Sponsored, "Contenido patrocinado por Lámparas Acme"),
        (K::Sponsored, "Contenuto offerto da Lampade Acme"),
        (K::Sponsored, "Conteúdo patrocinado por Lâmpadas Acme"),
        (K::Sponsored, "Aangeboden door Lampen Acme"),
        (K::Sponsored, "На правах рекламы. ООО «Лампы»"),
        (K::Ai, "This summary was generated by artificial intelligence and checked by an editor."),
        (
            K::Ai,
            "Diese Zusammenfassung wurde mithilfe von KI erstellt: die Zusammenfassung wurde mit KI erstellt.",
        ),
        (K::Ai, "Ce résumé a été produit par une IA."),
        (K::Ai, "Este resumen fue hecho con inteligencia artificial."),
        (K::Ai, "Traduzione automatica"),
        (K::Ai, "Traduzido automaticamente do inglês."),
        (K::Ai, "Deze samenvatting is gemaakt met behulp van AI: de samenvatting is met AI gemaakt."),
        (K::Ai, "Перевод выполнен с помощью нейросети: текст создан с помощью нейросети."),
        (K::Agency, "(Reporting by Ada Quay; Editing by Ben Pier)"),
        (K::Agency, "Mit Material von dpa"),
        (K::Agency, "Avec AFP"),
        (K::Agency, "Con información de EFE"),
        (K::Agency, "Fonte: ANSA"),
        (K::Agency, "Com informações da Agência Brasil"),
        (K::Agency, "Bron: ANP"),
        (K::Agency, "Источник: ТАСС"),
        (K::Contact, "For media inquiries: desk@quay.example"),
        (K::Contact, "Pressekontakt: presse@kai.example"),
        (K::Contact, "Contact presse : presse@quai.example"),
        (K::Contact, "Contacto de prensa: prensa@muelle.example"),
        (K::Contact, "Ufficio stampa: stampa@molo.example"),
        (K::Contact, "Assessoria de imprensa: imprensa@cais.example"),
        (K::Contact, "Perscontact: pers@kade.example"),
        (K::Contact, "Нашли ошибку? Выделите её и нажмите Ctrl+Enter."),
    ] {
        let got = under_an_article(text);
        assert!(
            got.first().is_some_and(|(k, scope, t)| *k == kind && *scope == Scope::Article && t == text),
            "{kind} {text:?}: {got:?}"
        );
    }
}

#[test]
fn what_says_little_by_itself() {
    for (kind, text) in [
        (K::Attribution, "Source: The Harbour Letter"),
        (K::Attribution, "(Quelle: Hafenamt Kaistadt)"),
        (K::Attribution, "Źródło: Kurier Portowy"),
        (K::Agency, "(Quelle: APA/sda/dpa)"),
        (K::Disclaimer, "This site participates in the Amazon Associate program."),
        (K::Disclaimer, "Für Links auf dieser Seite erhält Der Kai ggf. eine Provision vom Händler."),
        (
            K::Disclaimer,
            "Note to readers: we may earn a commission if you buy a lamp through one of our links.",
        ),
        (K::Contact, "Pressekontakte:<br>Hafenamt: presse@hafenamt.example, Tel. 030 123"),
        (K::Licence, "<a href='https://creativecommons.org/licenses/by-nc/4.0/'>LICENSED UNDER CC BY NC</a>"),
        (K::Licence, "<a href='https://creativecommons.org/licenses/by-nc/4.0/'>CC licensed</a>"),
        (K::EditorNote, "[Note: The review was written before the boat was painted.]"),
    ] {
        assert_is(kind, text);
    }
    for text in [
        "Sources: Ada Quay, Ben Pier and two others",
        "Source: Quay A. et al: Lamps at sea. Journal of Lamps 7",
        "Imprint | Privacy | Disclaimer | Contact",
        "©Foto: Hafenamt",
    ] {
        let got = under_an_article(text);
        assert!(got.iter().all(|(_, scope, _)| *scope == Scope::Image), "{text}: {got:?}");
    }
}

#[test]
fn whoever_lives_on_links_says_so_in_many_words() {
    for text in [
        "This guide has affiliate links, for which the Quay is paid.",
        "As a partner of several shops we earn from qualifying purchases.",
        "If you buy a lamp through our links, the Quay may receive compensation.",
        "The Quay is given a share of sales from the links on this page.",
        "Der Kai nimmt als Amazon-Partner an einem Programm teil.",
        "Die mit einem Stern markierten Links führen in Läden, die uns beteiligen.",
        "Le Quai participe à un programme d'affiliation.",
        "Esta guía contiene enlaces de afiliado.",
        "Questa pagina contiene link in affiliazione.",
        "Este texto tem links de afiliados, e o Cais pode receber uma comissão.",
        "Dit artikel bevat partnerlinks.",
        "В тексте есть партнёрские ссылки.",
        "Tekst zawiera linki afiliacyjne.",
    ] {
        assert_is(K::Disclaimer, text);
    }
    for text in [
        "The commission heard that the harbour had no lamps, and that links with the island were poor.",
        "Ein Partner des Vereins kaufte die Lampen; die Provision zahlte die Stadt.",
        "The station is an affiliate of a network and shops for its lamps abroad.",
    ] {
        assert_eq!(under_an_article(text), [], "{text}");
    }
}

#[test]
fn what_nobody_answers_for_is_said_in_many_words() {
    for text in [
        "Always ask before you sail? Always consult your doctor before you take lamp oil.",
        "The author owns shares in the companies mentioned.",
        "The Quay has no position in any of the stocks named here.",
        "Lamp prices were correct at the time of writing.",
        "Prices and availability are subject to change.",
        "Nothing on this page constitutes advice to sail.",
        "Our editors independently choose every lamp.",
        "Comments do not reflect the views of the Quay.",
        "No liability is accepted for lamps that go out.",
        "Hinweis auf mögliche Interessenkonflikte: Die Autorin hält Anteile an einer Lampenfabrik.",
        "Der Text ersetzt keinen Besuch beim Arzt.",
        "Irrtümer und Änderungen vorbehalten.",
        "Le opinioni espresse sono a titolo personale.",
        "Имеются противопоказания.",
        "Tekst nie zastępuje porady lekarza.",
    ] {
        assert_is(K::Disclaimer, text);
    }
    for text in [
        "The price of lamps rose, and the board holds that availability is poor.",
        "She has shares in the ferry, and nothing in the letter was meant ill.",
        "Die neue Lampe ersetzt die alte.",
    ] {
        assert_eq!(under_an_article(text), [], "{text}");
    }
}

#[test]
fn who_paid_who_changed_it_and_who_shares_it_is_said_in_many_words() {
    for (kind, text) in [
        (K::Sponsored, "– Anzeige: Dieser Beitrag ist in Zusammenarbeit mit den Lampenwerken entstanden –"),
        (K::Sponsored, "Transparenz: Die Lampe wurde uns vom Hersteller zur Verfügung gestellt."),
        (K::Agency, "Quelle: bote.example, abc/dpa"),
        (K::Correction, "In einer früheren Version war von neun Booten die Rede."),
        (K::EditorNote, "UPDATE: Dec. 22, 2016, 2:16 p.m. Updated with further clarification from the Quay."),
        (K::EditorNote, "Update: On Monday the harbour office responded and said the lamp is lit again."),
        (
            K::Disclaimer,
            "The Quay is not responsible for the opinions or statements presented by contributors.",
        ),
        (K::Disclaimer, "Buying through us may earn us a commission, which supports our work."),
        (K::Licence, "You may republish our stories online or in print, free of charge, under a CC licence."),
        (K::Licence, "Der Text steht unter der GNU-Lizenz für freie Dokumentation."),
        (K::Contact, "Regarding press releases please contact the news room."),
    ] {
        assert_is(kind, text);
    }
    for text in [
        "Update: port workers are off the job for a second day.",
        "Quelle: Lampenmuseum, Kaistadt",
        "He is not responsible for the ferry, and buying lamps through friends saved him a lot.",
        "Die Anzeige hing am Kai. Der Verein arbeitet mit ihm in der Lampenfrage zusammen.",
    ] {
        let got = under_an_article(text);
        assert!(got.iter().all(|(kind, _, _)| *kind == K::Attribution), "{text}: {got:?}");
    }
}

#[test]
fn signs_and_places_of_other_pages() {
    assert_is(K::Copyright, "세상을 보는 균형, 부두일보Copyright ⓒ Budu Ilbo 구독신청");
    assert_is(
        K::Attribution,
        "Ada Kai • Dieser Beitrag Neun Boote: Lampen erschien zuerst im Blog Kai.Example",
    );
    assert_eq!(under_an_article("Effect on the hull (C): high"), []);
    let menu =
        |inside: &str| notices(&(article("", "", "") + "<div id=navigation><div>" + inside + "</div></div>"));
    let told = menu("Les opinions exprimées dans les blogs du Quai n'engagent que leurs auteurs.");
    assert!(matches!(told.as_slice(), [(K::Disclaimer, _, _)]), "{told:?}");
    assert_eq!(menu("<a href=/d>Disclaimer</a>"), []);
}

#[test]
fn a_wrapper_called_after_its_menu_is_none() {
    let page = article("", "", "<p>This guide has affiliate links.</p>");
    let inside = page.replacen("<body>", "<body><div class='i-nav_drawer_slide'><div><main>", 1);
    assert_ne!(inside, page, "a body");
    let inside = inside + "</main></div></div>";
    let got = notices(&inside);
    assert!(got.iter().any(|(kind, _, _)| *kind == K::Disclaimer), "{got:?}");
}

#[test]
fn a_menu_may_hold_the_sites_foot() {
    let menu = |text: &str| notices(&(article("", "", "") + &format!("<nav class=menu><p>{text}</p></nav>")));
    assert_eq!(menu("© 2022 The Quay"), [(K::Copyright, Scope::Outlet, "© 2022 The Quay".to_owned())]);
    assert_eq!(menu("© Ada Quay"), [], "a picture's credit");
    assert_eq!(menu("To request a correction write to lamps@quay.example. Disclaimer: no lamps."), []);
}

#[test]
fn a_language_is_told_by_words_of_one() {
    let language = |text: &str| {
        let found = found(&article("", "", &format!("<p>{text}</p>")));
        found.notices.first().expect("a notice").language.clone()
    };
    assert_eq!(language("Copyright © Ada Quay, The Quay, 2017"), None);
    assert_eq!(language("Copyright: The Quay"), None);
    assert_eq!(language("Copyright: The Quay. Alle Rechte vorbehalten.").as_deref(), Some("de"));
    assert_eq!(language("Quelle: Der Kai").as_deref(), Some("de"));
    assert_eq!(language("All rights reserved.").as_deref(), Some("en"));
}

#[test]
fn what_only_speaks_of_it_is_no_notice() {
    for (lead, middle, tail) in [
        // Articles about it.
        (
            "",
            "<p>The court found that quoting a poem constitutes fair use if it is short, and the publisher has appealed the decision of the judge.</p>",
            "",
        ),
        (
            "",
            "<p>“All rights reserved” had stood under every edition since 1911, the printer recalled, and nobody had ever asked him what it meant.</p>",
            "",
        ),
        (
            "",
            "<p>The bill would make copyright last for ninety years, and its critics say that it reserves all rights to people long dead and buried.</p>",
            "",
        ),
        (
            "",
            "<p>Critics say the views expressed in the leaked letter are those of a man who has never been to sea, and his party agreed with them.</p>",
            "",
        ),
        (
            "",
            "<p>Sponsored by a maker of lamps, the regatta drew nine boats and a large crowd that had mainly come to see the brass band on the pier.</p>",
            "",
        ),
        (
            "",
            "<p>The paper issued a correction after its first report, and the minister thanked it in a letter that he read aloud to the assembled crews.</p>",
            "",
        ),
        (
            "",
            "<p>He said that Reuters and AFP had both reported the sinking before the crew itself knew of it, which amused the captain to no end at all.</p>",
            "",
        ),
        // An advertisement's label, a teaser's.
        ("<div class=ad-slot><span>Sponsored</span></div>", "", ""),
        (
            "",
            "<aside class=related><a href=/lamps>Sponsored</a><p>Sponsored content by Acme Lamps</p></aside>",
            "",
        ),
        (
            "",
            "",
            "<section id=comments><p>Correction: you are all wrong. Copyright © me, 2020.</p></section>",
        ),
    ] {
        let got = notices(&article(lead, middle, tail));
        assert!(got.is_empty(), "{lead}{middle}{tail}: {got:?}");
    }
}

#[test]
fn scope_comes_before_kind() {
    let picture = "<figure><img src=a.jpg><figcaption>The pier. © 2020 Ada Quay / All rights reserved</figcaption></figure>";
    assert_eq!(
        notices(&article(picture, "", "")),
        [(K::Copyright, Scope::Image, "© 2020 Ada Quay / All rights reserved".to_owned())]
    );
    let credit = "<p>Photo: © Ben Pier</p>";
    assert_eq!(
        notices(&article(credit, "", "")),
        [(K::Copyright, Scope::Image, "Photo: © Ben Pier".to_owned())]
    );
    let page = article("", "", "")
        + "<footer><p>© 2020 The Quay. All rights reserved.</p><p>This story was corrected on Monday.</p></footer>";
    assert_eq!(
        notices(&page),
        [(K::Copyright, Scope::Outlet, "© 2020 The Quay. All rights reserved.".to_owned())],
        "a site's foot has no corrections"
    );
}

#[test]
fn one_block_may_hold_several() {
    let block = "<strong>Disclaimer:</strong> The contents of this article are of sole responsibility of the author(s). \
        The Quay will not be responsible for any inaccurate statement in this article.<br>\
        This site contains copyrighted material the use of which has not always been specifically authorized by the owner. \
        We are making it available under the provisions of “fair use”.";
    let got = under_an_article(block);
    let kinds: Vec<_> = got.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, [K::Disclaimer, K::FairUse], "{got:?}");
    assert!(got[0].2.ends_with("statement in this article.") && got[1].2.ends_with("“fair use”."), "{got:?}");
    let line = "This article first appeared in The Dispatch. © 2020 The Dispatch. All rights reserved.";
    let got = under_an_article(line);
    assert_eq!(got[0].2, "This article first appeared in The Dispatch.");
    assert_eq!(got[1].2, "© 2020 The Dispatch. All rights reserved.");
    // The end of a paragraph of news.
    let got =
        under_an_article("The boat sails on Monday. This article was originally published by The Dispatch.");
    assert_eq!(got[0].2, "This article was originally published by The Dispatch.");
}

#[test]
fn a_label_names_what_stands_under_it() {
    let got =
        notices(&article("", "", "<h3>Correction</h3><p>The boat was built in 1990 and not in 1890.</p>"));
    assert!(
        got.iter().any(|(k, _, t)| *k == K::Correction && t.starts_with("The boat was built")),
        "{got:?}"
    );
}

#[test]
fn wire_texts_sign_themselves() {
    for (first, last, text) in [
        ("QUAYTOWN, May 3 (Reuters) - ", "", "QUAYTOWN, May 3 (Reuters)"),
        ("Kaistadt (dpa/lno) - ", "", "Kaistadt (dpa/lno)"),
        ("(ANSA) - MOLO, 3 MAG - ", "", "(ANSA)"),
        ("ПРИЧАЛ, 3 мая. /ТАСС/. ", "", "ПРИЧАЛ, 3 мая. /ТАСС/"),
        ("", " (AFP)", "(AFP)"),
    ] {
        let html = article("", "", "").replacen(NEWS[0], &format!("{first}{}", NEWS[0]), 1);
        let html = html.replacen(NEWS[5], &format!("{}{last}", NEWS[5]), 1);
        assert_eq!(notices(&html), [(K::Agency, Scope::Article, text.to_owned())], "{first}{last}");
    }
}

#[test]
fn furniture_is_neither_text_nor_notice() {
    let tail = "<p>Comment on The Quay Facebook page</p><p>Become a Member of The Quay</p><p>Articles by: <a href=/a>Ada Quay</a></p>\
        <p>Read also: <a href=/b>The lamp that sank</a></p><div>Share this</div>";
    let found = found(&article("", "", tail));
    assert_eq!(found.notices, []);
    assert_eq!(
        found.furniture,
        [
            "Comment on The Quay Facebook page",
            "Become a Member of The Quay",
            "Articles by: Ada Quay",
            "Read also: The lamp that sank",
            "Share this"
        ]
    );
}

#[test]
fn the_markups_own_word_comes_first() {
    let head = r#"<head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry back",
        "copyrightHolder": {"@type": "Organization", "name": "The Quay"}, "copyrightYear": 2020,
        "license": "https://creativecommons.org/licenses/by/4.0/", "usageInfo": "https://quay.example/use",
        "correction": [{"@type": "CorrectionComment", "text": "The boat is old."}]}</script>
        <meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://quay.example/tdm.json">
        <meta name=copyright content="©"><link rel=license type="application/rsl+xml" href="https://quay.example/rsl.xml"></head>"#;
    let got = notices(&format!("{head}{}", article("", "", "")));
    let texts: Vec<_> = got.iter().map(|(kind, scope, text)| (*kind, *scope, text.as_str())).collect();
    assert_eq!(
        texts,
        [
            (K::Licence, Scope::Article, "https://creativecommons.org/licenses/by/4.0/"),
            (K::Licence, Scope::Article, "https://quay.example/use"),
            (K::Correction, Scope::Article, "The boat is old."),
            (K::Copyright, Scope::Article, "© 2020 The Quay"),
            (K::Licence, Scope::Outlet, "tdm-reservation: 1; tdm-policy: https://quay.example/tdm.json"),
            (K::Licence, Scope::Outlet, "https://quay.example/rsl.xml"),
        ]
    );
}

#[test]
fn a_reprint_keeps_what_stands_under_it() {
    let got = notices(include_str!("../../../tests/fixtures/pages/reprint.html"));
    let texts: Vec<_> =
        got.iter().map(|(k, s, t)| (*k, *s, t.split(['\n', '.']).next().unwrap_or_default())).collect();
    assert_eq!(
        texts,
        [
            (K::Attribution, Scope::Article, "The original source of this article is The Meridian Dispatch"),
            (K::Copyright, Scope::Article, "Copyright © Marta Ellingwood, The Meridian Dispatch, 2017"),
            (
                K::Disclaimer,
                Scope::Article,
                "Disclaimer: The contents of this article are of sole responsibility of the author(s)"
            ),
            (
                K::FairUse,
                Scope::Article,
                "This site contains copyrighted material the use of which has not always been specifically authorized by the copyright owner"
            ),
            (K::Contact, Scope::Article, "For media inquiries: editors@quaystreet"),
            (K::Copyright, Scope::Outlet, "Copyright © 2005-2017 Quay Street Review"),
        ]
    );
    assert!(got_languages(include_str!("../../../tests/fixtures/pages/reprint.html")), "none is German");
}

fn got_languages(page: &str) -> bool {
    found(page).notices.iter().all(|n| n.language.as_deref().is_none_or(|l| l == "en"))
}

#[test]
fn a_german_page_of_a_wire_text() {
    let got = notices(include_str!("../../../tests/fixtures/pages/wire.html"));
    let texts: Vec<_> = got.iter().map(|(k, s, t)| (*k, *s, t.as_str())).collect();
    assert_eq!(
        texts,
        [
            (
                K::Licence,
                Scope::Outlet,
                "tdm-reservation: 1; tdm-policy: https://bote.example/tdm-policy.json"
            ),
            (K::Copyright, Scope::Image, "© Ada Molenkamp / Alle Rechte vorbehalten"),
            (K::Agency, Scope::Article, "Kaistadt (dpa/lno)"),
            (
                K::Correction,
                Scope::Article,
                "Korrektur: In einer früheren Version dieses Artikels hieß es, die Fähre sei 1890 gebaut worden. Es war 1990."
            ),
            (K::Agency, Scope::Article, "© dpa-infocom, dpa:240503-99-12345/2"),
            (
                K::Attribution,
                Scope::Article,
                "Dieser Beitrag erschien zuerst bei Meridian Nord am 2. Mai 2024."
            ),
            (K::Copyright, Scope::Outlet, "© 2024 Der Kai-Bote. Alle Rechte vorbehalten."),
        ]
    );
}

#[test]
fn a_hostile_page_ends() {
    let line =
        "this article was views expressed copyright © (c) originally published on correction: ".repeat(3_000);
    let page =
        format!("<article><p>{line}</p>{}</article>", format!("<p>{}</p>", &line[..2_000]).repeat(200));
    assert!(found(&page).notices.len() <= super::MAX_NOTICES);
}

/// Between two paragraphs of the story it is no notice, and stays.
#[test]
fn a_story_that_reports_of_notices_makes_none() {
    for middle in [
        "The weekly had to grant that the story was written with the help of artificial intelligence, and that nobody had read it before it was printed.",
        "Der Verlag gab zu, dass der Text mithilfe von KI erstellt worden war, und bat die Leserinnen um Nachsicht für den Fehler.",
        "The charts of the sound are published under a Creative Commons licence, so that every skipper may carry them on board.",
        "The hymn is licensed under CC BY, and the choir of the island sings it on every first crossing of the year.",
        "Content generated by AI now fills most of the pages that the harbour office finds when it looks for itself.",
        "This year the report was written with the help of AI, and nobody on the pier saw any difference at all.",
        "This spring the charts were published under a Creative Commons licence, so that everybody may copy them.",
        "Copyright © 1934 was printed on each leaf of the log that the mate had carried under his coat for so long.",
        "Correction: that was the name which the mate gave to every punishment that he ever handed out on deck.",
        "The clerk said the original source of this story is a song, and that it had been told on every pier since.",
        "The account first appeared in the Meridian Dispatch in 1911, and was forgotten for nearly a hundred years.",
        "“This article was generated with AI,” ran the line under the forged report, which nobody on the pier believed.",
        "“Reprinted with the kind permission of the owner,” says the brass plate, which is older than the boat itself.",
    ] {
        let got = notices(&article("", &format!("<p>{middle}</p>"), ""));
        assert!(got.is_empty(), "{middle}: {got:?}");
    }
}

#[test]
fn a_text_that_speaks_of_itself_may_do_so_anywhere() {
    for (kind, middle) in [
        (
            K::Ai,
            "This article was written with the help of artificial intelligence and checked by an editor.",
        ),
        (
            K::Ai,
            "Hinweis: Dieser Beitrag wurde mit Unterstützung künstlicher Intelligenz verfasst und geprüft.",
        ),
        (K::Ai, "Please note that this text was translated by AI and may have errors in it here and there."),
        (K::Ai, "Content generated by AI and reviewed by one of our editors."),
        (K::Licence, "This work is licensed under a Creative Commons Attribution 4.0 International License."),
        (
            K::Correction,
            "Correction: An earlier version of this article misstated the age of the boat. It is nine.",
        ),
        (
            K::Correction,
            "Correction: The boat is nine years old, not ninety, as the caption above had it on Monday.",
        ),
        (
            K::Attribution,
            "This article first appeared in The Meridian Dispatch and is printed here unchanged.",
        ),
    ] {
        let got = notices(&article("", &format!("<p>{middle}</p>"), ""));
        assert!(matches!(got.as_slice(), [(k, ..)] if *k == kind), "{kind} expected of {middle:?}: {got:?}");
    }
}

#[test]
fn notices_of_many_languages_under_an_article() {
    for (kind, text) in [
        (K::Attribution, "La source originale de cet article est Le Quai Libre"),
        (K::Attribution, "La fuente original de este artículo es Muelle Libre"),
        (K::Attribution, "Die Originalquelle dieses Artikels ist der Kaibote"),
        (K::Attribution, "La fonte originale di questo articolo è Molo Libero"),
        (K::Attribution, "A fonte original deste artigo é o Cais Livre"),
        (K::Attribution, "De oorspronkelijke bron van dit artikel is De Kade"),
        (K::Attribution, "Первоисточник этой статьи — Причал"),
        (K::Attribution, "Статья впервые опубликована на сайте Причал."),
        (K::Attribution, "Źródłem tego artykułu jest Nabrzeże"),
        (K::Attribution, "By arrangement with The Meridian Dispatch"),
        (K::Ai, "Dieser Beitrag wurde mit Unterstützung künstlicher Intelligenz verfasst."),
        (K::Ai, "Ce texte a été écrit avec l’aide de l’intelligence artificielle."),
        (K::Ai, "Articolo redatto con l’ausilio dell’intelligenza artificiale."),
        (
            K::FairUse,
            "Le Quai contient du matériel protégé par le droit d’auteur, dont le détenteur n’a pas toujours autorisé l’usage. Il est offert au titre de l’« utilisation équitable ».",
        ),
        (K::Contact, "По вопросам рекламы: pier@quay.example"),
        (K::Sponsored, "Anzeige: Dieser Artikel wurde von der Lampenfabrik bezahlt."),
        (K::Sponsored, "This sponsored story was paid for by Acme Lamps. The newsroom was not involved."),
        (K::Sponsored, "Contenuto sponsorizzato"),
        (K::Sponsored, "Conteúdo patrocinado"),
        (K::Sponsored, "Gesponsorde inhoud"),
        (K::Sponsored, "Партнёрский материал"),
    ] {
        assert_is(kind, text);
    }
    for text in [
        "Commentez sur la page Facebook du Quai",
        "Articles Par : Ada Quay",
        "Artículos de: Ada Quay",
        "Artikel von: Ada Quay",
        "Mitglied werden",
        "Become a Supporter",
    ] {
        let found = found(&article("", "", &format!("<p>{text}</p>")));
        assert_eq!((found.notices.len(), found.furniture.as_slice()), (0, &[text.to_owned()][..]));
    }
}

#[test]
fn a_label_of_who_paid_stands_at_the_texts_edges() {
    let above = |label: &str| {
        let page = article("", "", "").replacen("<article>", &format!("<article>{label}"), 1);
        notices(&page)
    };
    let sponsored = |text: &str| vec![(K::Sponsored, Scope::Article, text.to_owned())];
    assert_eq!(above("<div class=eyebrow>Sponsored content</div>"), sponsored("Sponsored content"));
    assert_eq!(above("<div class=kicker>Anzeige</div>"), sponsored("Anzeige"));
    for slot in [
        "<div>Anzeige</div>",
        "<div class=anzeige>Anzeige</div>",
        "<div class='ad-slot label'>Anzeige</div>",
        "<div class=kicker>Anzeige</div><p>Lampen</p>",
    ] {
        assert_eq!(above(slot), [], "{slot}");
    }
    for lead in ["<p>Sponsored content</p>", "<span class=label>Sponsored content</span>"] {
        assert_eq!(notices(&article(lead, "", "")), sponsored("Sponsored content"), "{lead}");
    }
    let list = "<p>Sponsored content</p><ul><li><a href=/lamps>Nine lamps to buy</a></li></ul>";
    assert_eq!(notices(&article("", "", list)), [], "the label of a list");
}

#[test]
fn a_pictures_licence_is_the_pictures() {
    let text = "Header image licensed under CC BY-SA 4.0";
    assert_eq!(under_an_article(text), [(K::Licence, Scope::Image, text.to_owned())]);
    let both = "Text and images are licensed under CC BY 4.0";
    assert_eq!(under_an_article(both), [(K::Licence, Scope::Article, both.to_owned())]);
}

#[test]
fn rights_may_be_a_licence() {
    let by = "https://creativecommons.org/licenses/by/4.0/";
    let page = |head: &str| notices(&format!("<head>{head}</head>{}", article("", "", "")));
    assert_eq!(
        page(&format!("<meta name=dc.rights content='{by}'>")),
        [(K::Licence, Scope::Article, by.to_owned())]
    );
    assert_eq!(
        page("<meta name=dc.rights content='© 2020 The Quay'>"),
        [(K::Copyright, Scope::Outlet, "© 2020 The Quay".to_owned())]
    );
    let rsl = "<script type='application/rsl+xml'><rsl><content url='/'><license><prohibits type='usage'>ai-train</prohibits></license></content></rsl></script>";
    assert_eq!(page(rsl), [(K::Licence, Scope::Outlet, "RSL: prohibits usage: ai-train".to_owned())]);
}
