use super::*;
use crate::model::{ContentKind, DisclaimerKind};

fn read(xml: &str) -> ParsedFeed {
    parse(xml.as_bytes(), &Hints::default()).expect("a feed")
}

#[test]
fn rss_says_all_it_has_to_say() {
    let feed = read(
        r#"<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
          xmlns:media="http://search.yahoo.com/mrss/" xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule">
        <channel><title>Courier</title><link>https://courier.example/</link><copyright>© Courier</copyright><ttl>30</ttl>
        <item><title>AT&amp;T &lt;b&gt;buys&lt;/b&gt;</title><link>https://courier.example/1</link>
        <guid isPermaLink="false">c-1</guid><pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate>
        <dc:creator>Ada</dc:creator><author>bob@courier.example (Bob)</author>
        <category domain="section">World</category><dc:subject>Trams</dc:subject>
        <description>short</description><content:encoded><![CDATA[<p>long &amp; full</p>]]></content:encoded>
        <dc:rights>Ada keeps them</dc:rights><creativeCommons:license>https://licence.example/by</creativeCommons:license>
        <source url="https://other.example/rss">Other</source><comments>https://courier.example/1#c</comments>
        <enclosure url="https://courier.example/1.mp3" type="audio/mpeg" length="12"/>
        <media:content url="https://courier.example/1.jpg"><media:credit>Cy</media:credit></media:content>
        </item></channel></rss>"#,
    );
    assert_eq!(feed.format, "rss 2.0");
    assert_eq!(
        (feed.title.as_deref(), feed.link.as_deref(), feed.pace.ttl_minutes),
        (Some("Courier"), Some("https://courier.example/"), Some(30))
    );
    assert_eq!(feed.rights[0].text, "© Courier");
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("AT&T buys"));
    assert_eq!((entry.id.as_deref(), entry.id_is_permalink), (Some("c-1"), false));
    let published = entry.published.as_ref().expect("a date");
    assert_eq!(published.raw, "Thu, 01 Jan 2026 10:00:00 GMT");
    assert_eq!(published.at.expect("readable").as_second(), 1_767_261_600);
    assert_eq!(entry.updated, None);
    assert_eq!(entry.authors[0].name.as_deref(), Some("Ada"));
    assert_eq!(entry.authors[1].email.as_deref(), Some("bob@courier.example"));
    assert_eq!(entry.categories[0].scheme.as_deref(), Some("section"));
    assert_eq!(entry.categories[1].term, "Trams");
    assert_eq!(entry.summary.as_ref().map(|s| (s.body.as_str(), s.kind)), Some(("short", ContentKind::Text)));
    assert_eq!(
        entry.content.as_ref().map(|s| (s.body.as_str(), s.kind)),
        Some(("<p>long &amp; full</p>", ContentKind::Html))
    );
    assert_eq!(entry.rights[0].text, "Ada keeps them");
    assert_eq!(entry.rights[1].kind, DisclaimerKind::Licence);
    assert_eq!(entry.source.as_ref().and_then(|s| s.title.as_deref()), Some("Other"));
    assert_eq!(entry.media[0].length, Some(12));
    assert_eq!(entry.media[1].credit.as_deref(), Some("Cy"));
    assert_eq!(feed.notes, []);
}

#[test]
fn atom_resolves_addresses_and_keeps_types() {
    let feed = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/a/"><title type="html">P &amp;amp; Q</title>
        <entry><id>tag:1</id><title>a &amp;lt; b</title><link href="1"/><link rel="via" href="https://wire.example/9"/>
        <updated>2026-01-01T10:00:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x &lt; y</p></div></content>
        <category term="t" scheme="s" label="L"/></entry></feed>"#,
    );
    assert_eq!(feed.title.as_deref(), Some("P & Q"));
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("a &lt; b"), "a plain text title is not decoded twice");
    assert_eq!(entry.link.as_deref(), Some("https://post.example/a/1"));
    assert_eq!(entry.links[1].rel.as_deref(), Some("via"));
    assert_eq!(entry.content.as_ref().map(|c| c.body.as_str()), Some("<p>x &lt; y</p>"));
    assert_eq!((entry.published.is_none(), entry.updated.is_some()), (true, true));
    assert_eq!(entry.categories[0].label.as_deref(), Some("L"));
}

#[test]
fn a_film_in_a_group_has_its_own_tags_and_words_are_no_data() {
    let feed = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><entry>
        <title type="application/x-own">Tram</title><content type="application/json">{"line": 4}</content>
        <media:group><media:content url="https://post.example/1.mp4"><media:category>trams/old</media:category></media:content>
        <media:keywords>rails, wires</media:keywords></media:group></entry></feed>"#,
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.title.as_deref(), Some("Tram"));
    assert_eq!(entry.content.as_ref().map(|c| c.body.as_str()), Some("{\"line\": 4}"));
    let terms: Vec<&str> = entry.categories.iter().map(|c| c.term.as_str()).collect();
    assert_eq!(terms, ["trams/old", "rails", "wires"]);
}

#[test]
fn an_enclosure_of_atom_has_its_length_and_a_film_its_player() {
    let feed = read(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:base="https://post.example/a/">
        <entry><id>1</id><link rel="enclosure" type="audio/mpeg" length="1200" title="Tide" href="tide.mp3"/>
        <media:content duration="61"><media:player url="https://film.example/e/1"/></media:content></entry></feed>"#,
    );
    let media = &feed.entries[0].media;
    assert_eq!(media.len(), 2);
    assert_eq!((media[0].url.as_str(), media[0].length), ("https://post.example/a/tide.mp3", Some(1_200)));
    assert_eq!(
        (media[0].title.as_deref(), media[0].media_type.as_deref()),
        (Some("Tide"), Some("audio/mpeg"))
    );
    assert_eq!((media[1].url.as_str(), media[1].role), ("https://film.example/e/1", "media"));
}

#[test]
fn rsl_is_one_licence_in_words() {
    let feed = read(
        r#"<rss version="2.0" xmlns:rsl="https://rslstandard.org/rsl"><channel><title>t</title><link>https://r.example/</link>
        <rsl:content url="/" server="https://licences.example/api"><rsl:license><rsl:permits type="usage">search</rsl:permits>
        <rsl:prohibits type="usage">ai-train ai-index</rsl:prohibits><rsl:payment type="attribution"><rsl:standard>
        https://licences.example/by</rsl:standard></rsl:payment></rsl:license></rsl:content>
        <item><title>a</title><rsl:content url="/a"/></item></channel></rss>"#,
    );
    let licences: Vec<&str> = feed.rights.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(
        licences,
        [
            "RSL: licence server https://licences.example/api; permits usage: search; prohibits usage: ai-train ai-index; \
          payment: attribution; standard: https://licences.example/by"
        ]
    );
    assert_eq!(feed.entries[0].rights, [], "it says nothing");
}

#[test]
fn no_id_is_invented() {
    let feed = read("<rss><channel><item><title>a</title></item></channel></rss>");
    assert_eq!((feed.id, feed.entries[0].id.clone()), (None, None));
}

#[test]
fn a_page_is_named_with_its_feeds() {
    let html =
        "<!DOCTYPE html><title>Courier</title><link rel=alternate type='application/rss+xml' href='/rss'>";
    let hints = Hints { base: Some("https://courier.example/x".to_owned()), ..Hints::default() };
    let error = parse(html.as_bytes(), &hints).expect_err("a page");
    assert_eq!(
        error.to_string(),
        "this is not a feed but an HTML page titled \"Courier\"; it names a feed: https://courier.example/rss"
    );
}

#[test]
fn what_is_not_a_feed_is_refused() {
    for (bytes, what) in [
        (&b""[..], "empty"),
        (b"hello", "text that begins"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (
            b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>x</loc></url></urlset>",
            "without news",
        ),
        (b"{\"items\": [{\"id\": 1, \"name\": \"x\"}]}", "JSON document"),
        (b"[1, 2]", "JSON list"),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description/></rdf:RDF>",
            "XML document",
        ),
    ] {
        let error = parse(bytes, &Hints::default()).expect_err("not a feed").to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[test]
fn nesting_neither_overflows_nor_takes_long() {
    for part in [
        "<media:group>",
        "<media:content>",
        "<itunes:category text='a'>",
        "<a>",
        "<div><p>",
        "<title>",
        "<item>",
    ] {
        for frame in [
            "<rss version='2.0'><channel><item>",
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content>",
        ] {
            let xml = format!("{frame}{}", part.repeat(30_000));
            let _ = parse(xml.as_bytes(), &Hints::default());
        }
    }
    let json =
        format!("{{\"version\": \"https://jsonfeed.org/version/1\", \"items\": {}", "[".repeat(30_000));
    let _ = parse(json.as_bytes(), &Hints::default());
}

#[test]
fn faults_of_one_entry_of_json_cost_no_other() {
    let feed = read(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Tide", "items": [
        {"id": "1", "url": "https://tide.example/1", "title": "Ferry \ud83c…", "_score": NaN},
        {"id": "2", "url": "https://tide.example/2", "title": "It\'s back \q", "attachments": [
        {"url": "https://tide.example/2.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 61.5},
        {"url": "https://tide.example/3.mp3", "duration_in_seconds": "1:30"},
        {"url": "https://tide.example/4.mp3", "duration_in_seconds": -3}]}]}"#,
    );
    let titles: Vec<_> = feed.entries.iter().filter_map(|e| e.title.as_deref()).collect();
    assert_eq!(titles, ["Ferry \u{fffd}…", "It's back \\q"]);
    let durations: Vec<_> = feed.entries[1].media.iter().map(|m| m.duration_s).collect();
    assert_eq!(durations, [Some(61), Some(90), None]);
    assert_eq!(feed.notes[0].kind, "json-repaired");
}

#[test]
fn references_to_no_character_are_noted_and_halves_are_joined() {
    let feed = read(
        "<rss version='2.0'><channel><title>C</title><item><title>Tide &#55356;&#57225; turns&#1; &#xD83C;</title>\
         <guid>a</guid></item></channel></rss>",
    );
    assert_eq!(feed.entries[0].title.as_deref(), Some("Tide 🎉 turns"));
    assert_eq!((feed.notes[0].kind, feed.notes[0].count), ("control-characters", 2));
}

#[test]
fn entries_beyond_the_limit_are_noted() {
    let xml = format!("<rss version='2.0'><channel>{}</channel></rss>", "<item/>".repeat(20));
    let feed = parse(xml.as_bytes(), &Hints { max_entries: 5, ..Hints::default() }).expect("a feed");
    assert_eq!(feed.entries.len(), 5);
    assert_eq!((feed.notes[0].kind, feed.notes[0].count), ("too-many-entries", 15));
}

#[test]
fn when_to_ask_is_read_from_rss_and_its_syndication_module() {
    let feed = read(
        r#"<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>C</title>
        <skipHours><hour>1</hour><hour>24</hour><hour>x</hour></skipHours>
        <skipDays><day>Sunday</day></skipDays>
        <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
        <sy:updateBase>2000-01-01T12:00+00:00</sy:updateBase>
        <item><title>a</title><guid>a</guid></item></channel></rss>"#,
    );
    assert_eq!(feed.pace.skip_hours, [1, 0]);
    assert_eq!(feed.pace.skip_days, [7]);
    assert_eq!(feed.pace.update_every, Some(21_600));
    assert_eq!(feed.pace.update_base.map(|base| base.as_second()), Some(946_728_000));
    let silent =
        read("<rss version=\"2.0\"><channel><title>C</title><item><title>a</title></item></channel></rss>");
    assert_eq!(silent.pace, crate::model::Pace::default());
}

#[test]
fn long_lists_cost_linear_time() {
    let keywords: String = (0..200_000).map(|n| format!("k{n},")).collect();
    let media: String =
        (0..50_000).map(|n| format!("<enclosure url='https://a.example/{n}'/><image/>")).collect();
    let namespaces: String = (0..20_000).map(|n| format!(" xmlns:n{n}='http://a.example/{n}'")).collect();
    let items = "<n1:a/>".repeat(20_000);
    let ampersands = "&".repeat(500_000);
    let xml = format!(
        "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'{namespaces}><channel><item><title>{ampersands}</title>\
         <itunes:keywords>{keywords}</itunes:keywords>{media}{items}</item></channel></rss>"
    );
    let feed = read(&xml);
    assert_eq!(feed.entries[0].categories.len(), MAX_LIST);
    assert_eq!(feed.entries[0].media.len(), MAX_LIST);
}

#[test]
fn a_section_inside_a_section_costs_no_text() {
    let feed = read(
        "<rss version='2.0'><channel><item><content:encoded><![CDATA[<p>Before.</p><script>//<![CDATA[\nx=1;\n//]]></script>\
         <p>After.</p>]]></content:encoded><guid>g</guid></item></channel></rss>",
    );
    let entry = &feed.entries[0];
    let body = entry.content.as_ref().map(|c| crate::markup::text(&c.body)).unwrap_or_default();
    assert_eq!((body.as_str(), entry.id.as_deref()), ("Before.\n\nAfter.", Some("g")));
    assert!(feed.notes.iter().any(|n| n.kind == "nested-cdata"));
}

#[test]
fn what_is_well_formed_is_taken_as_it_is() {
    let feed = read(
        r#"<rss version="2.0" xmlns:x="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
          xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:taxo="http://purl.org/rss/1.0/modules/taxonomy/">
        <channel><title>Quay</title><item><title>Crane</title>
        <x:related><item><title>Tide</title><guid>other</guid></item></x:related><description>It turns.</description>
        <guid>own</guid><dc:creator><rdf:Seq><rdf:li>Ada Bo</rdf:li><rdf:li>Cy Dee</rdf:li></rdf:Seq></dc:creator>
        <dc:subject><rdf:Bag><rdf:li>Ports</rdf:li><rdf:li>Trade</rdf:li></rdf:Bag></dc:subject>
        <dc:subject><taxo:topic rdf:about="https://t.example/x"><taxo:link>u</taxo:link><rdf:value>Steel</rdf:value></taxo:topic></dc:subject>
        <dc:rights><rdf:Alt><rdf:li xml:lang="en">Ours</rdf:li><rdf:li xml:lang="fr">Le notre</rdf:li></rdf:Alt></dc:rights>
        <content:encoded><div><p>Long.</p><item>an <id>odd</id> word</item></div></content:encoded></item></channel></rss>"#,
    );
    assert_eq!(feed.notes, []);
    assert_eq!((feed.entries.len(), feed.description.as_deref()), (1, None));
    let entry = &feed.entries[0];
    assert_eq!((entry.title.as_deref(), entry.id.as_deref()), (Some("Crane"), Some("own")));
    assert_eq!(entry.summary.as_ref().map(|s| s.body.as_str()), Some("It turns."));
    let authors: Vec<_> = entry.authors.iter().filter_map(|a| a.name.as_deref()).collect();
    assert_eq!(authors, ["Ada Bo", "Cy Dee"]);
    let terms: Vec<_> = entry.categories.iter().map(|c| c.term.as_str()).collect();
    assert_eq!(terms, ["Ports", "Trade", "Steel"]);
    let rights: Vec<_> = entry.rights.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(rights, ["Ours"]);
    let text = entry.content.as_ref().map(|c| crate::markup::text(&c.body)).unwrap_or_default();
    assert_eq!(text, "Long.\n\nan odd word");
}

#[test]
fn what_is_not_closed_is_repaired_beside_what_is() {
    let feed = read(
        "<rss version='2.0'><channel><item><title>A<link>https://quay.example/a</link><x:more><item><title>No</title></item></x:more></item>\
         <item><title>B</title><description>b<guid>2</guid><item><title>C</title></item></item></channel></rss>",
    );
    let titles: Vec<_> = feed.entries.iter().map(|e| e.title.as_deref().unwrap_or_default()).collect();
    assert_eq!(titles, ["A", "B", "C"]);
    assert_eq!(feed.entries[1].id.as_deref(), Some("2"));
}

#[test]
fn an_old_atoms_alternatives_are_forms_of_one_text() {
    let feed = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Q</title><entry><title>Crane</title><id>tag:q,1</id>\
         <content type='multipart/alternative'><content type='text/plain'>It turns.</content>\
         <content type='text/html' mode='escaped'>&lt;p>It &lt;b>turns&lt;/b>.&lt;/p></content></content></entry></feed>",
    );
    assert_eq!(feed.notes, []);
    assert_eq!(feed.entries[0].content.as_ref().map(|c| c.body.as_str()), Some("<p>It <b>turns</b>.</p>"));
}

#[test]
fn an_entry_taken_from_elsewhere_has_that_feeds_authors_and_rights() {
    let feed = |own: &str| {
        read(&format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Reader</title><author><name>Collector</name></author><entry>\
             <title>Crane</title><id>1</id>{own}<source><title>Quay</title><author><name>Ada</name></author>\
             <rights>© Quay</rights><category term='x'/></source></entry></feed>"
        ))
    };
    let entry = &feed("").entries[0];
    assert_eq!(entry.authors[0].name.as_deref(), Some("Ada"));
    assert_eq!((entry.rights[0].text.as_str(), entry.categories.len()), ("© Quay", 0));
    let own = feed("<author><name>Bo</name></author>");
    assert_eq!(own.entries[0].authors[0].name.as_deref(), Some("Bo"));
    assert_eq!(own.entries[0].authors.len(), 1);
}

#[test]
fn who_answers_for_a_feed_wrote_none_of_it() {
    let feed = read(
        "<rss version='2.0'><channel><title>Q</title><managingEditor>ed@quay.example (Edna)</managingEditor>\
         <webMaster>web@quay.example (Wim)</webMaster><itunes:owner><itunes:name>Own</itunes:name></itunes:owner>\
         <item><title>a</title></item></channel></rss>",
    );
    assert_eq!(feed.authors, []);
    assert_eq!(feed.editors[0].name.as_deref(), Some("Edna"));
}

#[test]
fn full_texts_of_private_vocabularies_stand_in_for_one() {
    let text = |inside: &str| {
        let feed = read(&format!(
            "<rss version='2.0' xmlns:y='http://news.yandex.ru' xmlns:t='http://turbo.yandex.ru' xmlns:content=\
             'http://purl.org/rss/1.0/modules/content/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
             xmlns:w='http://wordpress.org/export/1.2/' xmlns:e='http://wordpress.org/export/1.2/excerpt/'><channel><item>\
             <title>a</title>{inside}</item></channel></rss>"
        ));
        let entry = feed.entries.into_iter().next().expect("an entry");
        let of = |content: Option<crate::model::Content>| content.map(|c| c.body).unwrap_or_default();
        (of(entry.summary), of(entry.content), entry.extra)
    };
    let full = "The crane turned all night, and nobody saw it.";
    for inside in [
        format!("<y:full-text>{full}</y:full-text>"),
        format!("<t:content><![CDATA[{full}]]></t:content>"),
        format!(
            "<content:items><rdf:Bag><rdf:li><content:item><rdf:value>{full}</rdf:value></content:item></rdf:li></rdf:Bag></content:items>"
        ),
    ] {
        let (summary, content, _) = text(&format!("<description>Short.</description>{inside}"));
        assert_eq!((summary.as_str(), content.as_str()), ("Short.", full), "{inside}");
        let (_, content, _) = text(&format!("{inside}<content:encoded>Own.</content:encoded>"));
        assert_eq!(content, "Own.", "{inside}");
    }
    let (summary, _, extra) = text("<e:encoded>Short.</e:encoded><w:post_id>99</w:post_id>");
    assert_eq!(summary, "Short.");
    assert_eq!(extra, [("wordpress:post-id".to_owned(), "99".to_owned())]);
}

#[test]
fn a_text_names_its_licence_and_money_its_currency() {
    let feed = read(
        r#"<rss version="2.0" xmlns:rsl="https://rslstandard.org/rsl"><channel><link>https://q.example/</link><item>
        <description>&lt;p>Free under &lt;a rel="license" href="/by">BY&lt;/a>.&lt;/p></description>
        <rsl:content><rsl:license><rsl:payment type="crawl"><rsl:amount currency="EUR">5</rsl:amount></rsl:payment></rsl:license></rsl:content>
        </item></channel></rss>"#,
    );
    let licences: Vec<_> = feed.entries[0].rights.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(licences, ["RSL: payment: crawl; amount: 5 EUR", "/by"]);
}

#[test]
fn who_is_heard_in_a_podcast_and_what_was_said() {
    let feed = read(
        "<rss version='2.0'><channel><podcast:person>Host</podcast:person><item><title>ep</title>\
         <podcast:person role='Author' group='writing'>Ada</podcast:person><podcast:person role='guest' href='https://bo.example/'>Bo\
         </podcast:person><podcast:transcript url='https://q.example/t.vtt' type='text/vtt' language='en'/></item></channel></rss>",
    );
    let entry = &feed.entries[0];
    assert_eq!(entry.authors[0].name.as_deref(), Some("Ada"));
    assert_eq!(entry.contributors.len(), 1);
    assert_eq!(entry.contributors[0].uri.as_deref(), Some("https://bo.example/"));
    assert_eq!(entry.links[0].rel.as_deref(), Some("transcript"));
    assert_eq!(entry.links[0].media_type.as_deref(), Some("text/vtt"));
}
