use super::*;
use crate::model::{Link, Source, When};

fn made(entry: Entry) -> Draft {
    let feed = ParsedFeed {
        title: Some("Harbour Courier".into()),
        link: Some("https://courier.example/".into()),
        language: Some("en_gb".into()),
        ..ParsedFeed::default()
    };
    draft(&entry, &feed, "https://courier.example/rss", |url| Some(url.to_owned()))
}

fn html(body: &str) -> Option<Content> {
    Some(Content { body: body.to_owned(), kind: ContentKind::Html })
}

#[test]
fn the_full_form_is_the_text_and_the_short_one_the_summary() {
    let draft = made(Entry {
        summary: html("<p>In <b>short</b></p>"),
        content: html("<p>At length.</p><p>And more.</p>"),
        ..Entry::default()
    });
    assert_eq!(draft.summary.as_deref(), Some("In short"));
    assert_eq!(draft.text, "At length.\n\nAnd more.");
    assert_eq!(draft.text_from, TextFrom::FeedContent);
    assert!(draft.html.expect("html").contains("<p>At length.</p>"));
    assert_eq!(draft.language.as_deref(), Some("en-GB"));
}

#[test]
fn a_caption_is_not_the_article() {
    let article = "The last ferry of the season left the quay at six, with nobody aboard but the crew, two dogs and a \
                   piano. Asked & answered: it will be back.";
    let film = "<iframe src=\"https://film.example/9\"></iframe><p>Film: <b>Ines Calloway</b></p>";
    let kept = made(Entry {
        summary: Some(Content { body: article.to_owned(), kind: ContentKind::Text }),
        content: html(film),
        ..Entry::default()
    });
    assert_eq!(kept.text, format!("{article}\n\nFilm: Ines Calloway"));
    assert_eq!((kept.text_from, kept.summary.as_deref()), (TextFrom::FeedSummary, Some(article)));
    let page = kept.html.expect("html");
    assert!(page.starts_with("<p>The last ferry") && page.contains("Asked &amp; answered"), "{page}");
    assert!(
        page.contains("<a href=\"https://film.example/9\"") && page.contains("<b>Ines Calloway</b>"),
        "{page}"
    );
    // A teaser of its own first words adds nothing.
    let teased = made(Entry {
        summary: html(&format!("<p>{}</p>", article.replace('&', "&amp;"))),
        content: html("<p>The last ferry of the season…</p>"),
        ..Entry::default()
    });
    assert_eq!((teased.text.as_str(), teased.text_from), (article, TextFrom::FeedSummary));
}

#[test]
fn an_entry_without_a_title_is_named_by_its_first_words() {
    let draft = made(Entry {
        summary: html("one two three four five six seven eight nine ten eleven twelve thirteen"),
        ..Entry::default()
    });
    assert_eq!(draft.title, "one two three four five six seven eight nine ten eleven twelve…");
    assert_eq!(made(Entry::default()).title, "(no title)");
}

#[test]
fn a_date_nobody_can_read_is_kept_raw() {
    let when = |at: Option<&str>, raw: &str| {
        Some(When { at: at.map(|at| at.parse().expect("a time")), raw: raw.to_owned() })
    };
    let draft = made(Entry {
        published: when(None, "last Tuesday"),
        updated: when(Some("2026-03-01T00:00:00Z"), "2026-03-01"),
        ..Entry::default()
    });
    assert_eq!(draft.published_from, PublishedFrom::FeedUpdated);
    let draft = made(Entry { published: when(None, "last Tuesday"), ..Entry::default() });
    assert_eq!(draft.published.map(|w| w.raw).as_deref(), Some("last Tuesday"));
    assert_eq!(draft.published_from, PublishedFrom::FirstSeen);
}

#[test]
fn a_source_is_named_unless_it_is_the_outlet_itself() {
    let source =
        |title: &str, url: &str| Some(Source { title: Some(title.to_owned()), url: Some(url.to_owned()) });
    let draft = made(Entry {
        source: source("Northern Ledger", "https://ledger.example/rss"),
        links: vec![Link {
            href: "https://ledger.example/a".into(),
            rel: Some("via".into()),
            ..Link::default()
        }],
        ..Entry::default()
    });
    assert_eq!(draft.original_outlet.as_deref(), Some("Northern Ledger"));
    assert_eq!(draft.original_url.as_deref(), Some("https://ledger.example/a"));
    let own =
        made(Entry { source: source("Courier", "https://www.courier.example/rss"), ..Entry::default() });
    assert_eq!(own.original_outlet, None);
    let by_address = |url: &str| {
        let source = Some(Source { title: None, url: Some(url.to_owned()) });
        let draft = made(Entry { source, ..Entry::default() });
        (draft.original_outlet, draft.original_url)
    };
    let ledger = Some("ledger.example".to_owned());
    let page = "https://ledger.example/2026/ferry";
    assert_eq!(by_address(page), (ledger.clone(), Some(page.to_owned())));
    assert_eq!(by_address("https://ledger.example/news.rss"), (ledger, None), "a feed is no article");
    assert_eq!(by_address("https://www.courier.example/2026/ferry"), (None, None));
}

#[test]
fn a_list_of_everyone_who_writes_there_is_not_every_entrys() {
    let authors = (0..400).map(|n| Author { name: Some(format!("Author {n}")), ..Author::default() });
    let feed = ParsedFeed { authors: authors.collect(), ..ParsedFeed::default() };
    let draft = draft(&Entry::default(), &feed, "https://courier.example/rss", |url| Some(url.to_owned()));
    assert_eq!(draft.authors.len(), MAX_INHERITED);
}

#[test]
fn a_permalink_serves_where_there_is_no_link() {
    let entry =
        Entry { id: Some("https://courier.example/a".into()), id_is_permalink: true, ..Entry::default() };
    assert_eq!(made(entry.clone()).url.as_deref(), Some("https://courier.example/a"));
    assert_eq!(made(Entry { id_is_permalink: false, ..entry }).url, None);
}

#[test]
fn languages_are_mended_or_left_out() {
    for (given, read) in [
        ("EN", Some("en")),
        ("zh_hant_tw", Some("zh-Hant-TW")),
        ("de-AT", Some("de-AT")),
        ("English (UK)", None),
        ("und", None),
        ("", None),
    ] {
        assert_eq!(language(given).as_deref(), read, "{given}");
    }
}
