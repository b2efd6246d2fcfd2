//! The digest as a whole: what holds in every format.

use super::sample::{article, articles, at, notice, seen, spec, tag};
use super::*;
use crate::model::DisclaimerKind;

fn rendered(articles: Vec<Article>, group_by: &str, format: Format) -> String {
    make(articles, spec(group_by)).render(format)
}

fn labels(group_by: &str) -> Vec<(String, Vec<i64>)> {
    let digest = make(articles(), spec(group_by));
    let id = |i: &usize| digest.clippings[*i].article.id;
    digest.groups.iter().map(|g| (g.label.clone(), g.members.iter().map(id).collect())).collect()
}

fn expected(groups: &[(&str, &[i64])]) -> Vec<(String, Vec<i64>)> {
    groups.iter().map(|(label, ids)| ((*label).to_owned(), ids.to_vec())).collect()
}

#[test]
fn markdown_of_a_day() {
    insta::assert_snapshot!(rendered(articles(), "outlet", Format::Markdown));
}

#[test]
fn json_of_a_day() {
    insta::assert_snapshot!(rendered(articles(), "outlet", Format::Json));
}

#[test]
fn html_of_a_day() {
    let page = rendered(articles(), "outlet", Format::Html);
    let (head, tail) = page.split_once("<style>").unwrap();
    let (_, body) = tail.split_once("</style>").unwrap();
    insta::assert_snapshot!(format!("{head}<style>…</style>{body}"));
}

#[test]
fn markdown_by_tag_prints_an_article_once() {
    insta::assert_snapshot!(rendered(articles(), "theme", Format::Markdown));
}

#[test]
fn the_same_articles_give_the_same_bytes() {
    for group_by in ["outlet", "feed", "day", "story", "region", "theme"] {
        for format in Format::ALL {
            let first = rendered(articles(), group_by, format);
            let mut other = articles();
            other.reverse();
            other.push(other[3].clone());
            // A later poll saw everything again, and one article in one more feed.
            for article in &mut other {
                for sighting in &mut article.seen {
                    sighting.last_seen_at = at("2027-01-01T00:00:00Z");
                }
            }
            other[8].seen.push(seen("archive-feed", "2026-12-24T00:00:00Z"));
            assert_eq!(rendered(other, group_by, format), first, "{group_by} {format}");
        }
    }
}

#[test]
fn groups_and_articles_stand_in_order() {
    assert_eq!(
        labels("outlet"),
        expected(&[
            ("Example Courier", &[11, 12, 13]),
            ("Harbour Herald", &[21, 22]),
            ("Le Phare", &[31, 43]),
            ("المنارة", &[41]),
            ("灯台新報", &[42]),
        ])
    );
    // The sighting after the window is in no group.
    assert_eq!(
        labels("feed"),
        expected(&[
            ("courier-local", &[11]),
            ("example-courier", &[11, 12, 13]),
            ("harbour-herald", &[21, 22]),
            ("le-phare", &[31, 43]),
            ("المنارة", &[41]),
            ("灯台新報", &[42]),
        ])
    );
    assert_eq!(
        labels("day"),
        expected(&[("Tuesday, 24 November 2026", &[21, 11, 41, 42, 22, 31, 12, 13, 43])])
    );
    assert_eq!(
        labels("story"),
        expected(&[
            ("Dredger arrives, and a bill nobody wants", &[11, 21]),
            ("— in one outlet only", &[41, 42, 22, 31, 12, 13, 43]),
        ])
    );
    // "Harbour" and "harbour" are one term; in byte order the capital comes first.
    assert_eq!(
        labels("region"),
        expected(&[
            ("Harbour", &[21, 11]),
            ("Islands", &[31, 12]),
            ("— without region", &[41, 42, 22, 13, 43]),
        ])
    );
    assert_eq!(make(articles(), spec("region")).scheme_unknown(), None);
    assert_eq!(make(articles(), spec("outlets")).scheme_unknown(), Some("outlets"));
}

#[test]
fn same_time_goes_by_id_and_a_lone_copy_is_no_story() {
    let mut two = article(2, "B", "Two", "2026-11-24T10:00:00Z", "x");
    two.story_id = Some(1);
    let one = article(1, "B", "One", "2026-11-24T10:00:00Z", "x");
    let digest = make(vec![two, one], spec("story"));
    let ids: Vec<i64> = digest.clippings.iter().map(|c| c.article.id).collect();
    assert_eq!(ids, [1, 2]);
    assert_eq!(digest.groups.len(), 1);
    assert_eq!(digest.groups[0].key, None);
}

#[test]
fn days_are_the_zones_days() {
    let mut spec = spec("day");
    spec.window.until = at("2026-11-30T00:00:00Z");
    let late = article(1, "A", "Late", "2026-11-24T22:59:59Z", "x");
    let next = article(2, "A", "Next", "2026-11-24T23:00:00Z", "x");
    let keys: Vec<_> = make(vec![next, late], spec).groups.into_iter().map(|g| g.key).collect();
    assert_eq!(keys, [Some("2026-11-24".to_owned()), Some("2026-11-25".to_owned())]);
}

#[test]
fn an_empty_window_says_so_in_every_format() {
    for format in [Format::Markdown, Format::Html] {
        let out = rendered(Vec::new(), "outlet", format);
        assert!(out.contains("Nothing was archived in this window"), "{out}");
        assert!(out.contains("Tuesday, 24 November 2026"));
    }
    let document: serde_json::Value =
        serde_json::from_str(&rendered(Vec::new(), "outlet", Format::Json)).unwrap();
    assert_eq!(document["count"], 0);
    assert_eq!(document["articles"], serde_json::json!([]));
    assert_eq!(document["until"], "2026-11-24T23:00:00Z");
}

/// Words that stand for the text and nothing else: w1 w2 w3 …
fn numbered(n: usize) -> String {
    (1..=n).map(|i| if i % 7 == 0 { format!("w{i}x.\n\n") } else { format!("w{i}x ") }).collect()
}

#[test]
fn no_format_prints_more_than_the_outlet_allows() {
    for limit in [1_u32, 5, 30] {
        let mut given = article(1, "A", "Title", "2026-11-24T10:00:00Z", &numbered(60));
        given.excerpt_words = limit;
        given.summary = Some("s1x s2x".to_owned());
        given.html = Some(format!("<p>{}</p>", numbered(60)));
        for format in Format::ALL {
            let out = rendered(vec![given.clone()], "outlet", format);
            let printed = (1..=60).filter(|i| out.contains(&format!("w{i}x"))).count();
            assert_eq!(printed, limit as usize, "{format}: {out}");
            assert!(!out.contains("s1x"), "{format}: the summary adds words");
            assert!(out.contains(&format!("w{limit}x…")), "{format}: {out}");
        }
    }
}

#[test]
fn terms_cover_summaries_and_short_texts() {
    // Without a text the summary is what is printed, cut alike.
    let mut bare = article(1, "A", "Title", "2026-11-24T10:00:00Z", "  ");
    bare.excerpt_words = 3;
    bare.summary = Some(numbered(9));
    let digest = make(vec![bare], spec("outlet"));
    assert_eq!((digest.clippings[0].article.text.as_str(), digest.clippings[0].cut), ("w1x w2x w3x…", true));
    // A text within the terms is whole, but its HTML may hold more words than it.
    let mut short = article(2, "A", "Title", "2026-11-24T10:00:00Z", "One two three.");
    short.excerpt_words = 3;
    short.html = Some("<p>One two three.</p><p>And a postscript.</p>".to_owned());
    for format in Format::ALL {
        let out = rendered(vec![short.clone()], "outlet", format);
        assert!(
            out.contains("One two three.") && !out.contains("postscript") && !out.contains("three.…"),
            "{out}"
        );
    }
}

const HOSTILE: &str = "</article><script>alert(1)</script> # x [a](javascript:b) <img src=x onerror=y> \"q\" 'q' \u{202e}rtl &lt;b&gt; ![p](https://pics.example/) `c` **s**";

fn hostile() -> Article {
    let mut it = article(1, HOSTILE, HOSTILE, "2026-11-24T10:00:00Z", "");
    it.text = format!(
        "# Head\n\n{HOSTILE}\n\n- item\n1. item\n---\n\n> quote\n===\n    code\n\n[r]: https://evil.example/"
    );
    it.url = Some("javascript:alert(1)//https://courier.example/".to_owned());
    it.summary = Some(HOSTILE.to_owned());
    it.byline = Some(HOSTILE.to_owned());
    it.language = Some("en\" onload=\"x".to_owned());
    it.image_url = Some("data:text/html,<script>".to_owned());
    it.original_outlet = Some(HOSTILE.to_owned());
    it.original_url = Some("https://evil.example/\"><script>alert(1)</script>".to_owned());
    it.tags = vec![tag(HOSTILE, HOSTILE), tag("theme", HOSTILE)];
    it.disclaimers = vec![
        notice(DisclaimerKind::Correction, HOSTILE),
        notice(DisclaimerKind::Copyright, HOSTILE),
        notice(DisclaimerKind::Licence, "javascript:alert(1)"),
    ];
    it.seen = vec![seen(HOSTILE, "2026-11-24T10:00:00Z")];
    it
}

#[test]
fn hostile_words_do_nothing_in_html() {
    for html in [None, Some(HOSTILE.to_owned())] {
        let mut it = hostile();
        it.html = html;
        for group_by in ["outlet", "feed", "theme", "story"] {
            let page = rendered(vec![it.clone()], group_by, Format::Html);
            let lower = page.to_lowercase();
            for bad in ["<script", "<img", "href=\"javascript", "href=\"data:text", " onload=\"", "\u{202e}"]
            {
                assert!(!lower.contains(bad), "{bad} in {page}");
            }
            assert_eq!(lower.matches("</article>").count(), 1);
            assert_eq!(lower.matches("</main>").count(), 1);
        }
    }
}

#[test]
fn hostile_words_do_nothing_in_markdown() {
    let out = rendered(vec![hostile()], "outlet", Format::Markdown);
    for text in out.lines() {
        // Our own headings are three; a stranger's line begins with none of the block marks.
        let ours = text.starts_with("# Tuesday") || text.starts_with("## \\<") || text.starts_with("## <");
        let ours = ours
            || text.starts_with("### ")
            || text.starts_with("- ")
            || text.starts_with("> **Correction:**");
        let marked =
            ["#", ">", "-", "+", "=", "1.", "    ", "```", "["].iter().any(|mark| text.starts_with(mark));
        assert!(ours || !marked, "{text}");
    }
    // Every bracket and angle bracket of a stranger's is escaped; the one link is ours.
    assert_eq!(out.matches("](").count(), out.matches("\\](").count() + 1, "{out}");
    assert!(
        out.contains("](https://evil.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E)")
            || out.contains("](<https://evil.example/%22%3E%3Cscript%3Ealert(1)%3C/script%3E>)"),
        "{out}"
    );
    let bare = out.replace("\\<", "").replace("](<", "");
    assert!(!bare.contains('<'), "{bare}");
    assert!(!out.contains('\u{202e}'));
}

#[test]
fn hostile_words_are_whole_in_json() {
    let out = rendered(vec![hostile()], "outlet", Format::Json);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["articles"][0]["title"], HOSTILE);
    assert_eq!(document["articles"][0]["url"], "javascript:alert(1)//https://courier.example/");
}

#[test]
fn a_page_loads_nothing() {
    let page = rendered(articles(), "outlet", Format::Html);
    for bad in ["<img", "<script", "<iframe", "src=", "url(", "@import", "@font-face", "rel=\"stylesheet\""] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn links_inside_a_page_lead_somewhere_and_ids_are_unique() {
    for group_by in ["outlet", "feed", "story", "theme", "region"] {
        let page = rendered(articles(), group_by, Format::Html);
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{group_by}: an id twice");
        let targets: Vec<&str> = page.split("href=\"#").skip(1).filter_map(|s| s.split('"').next()).collect();
        assert!(!targets.is_empty());
        for target in targets {
            assert!(ids.contains(&target), "{group_by}: #{target} leads nowhere");
        }
    }
}

#[test]
fn a_story_is_told_once_with_its_copies_beneath() {
    let mut first =
        article(1, "Courier", "The dredger", "2026-11-24T10:00:00Z", "One two three four five six.");
    let mut copy =
        article(2, "Echo", "A dredger, again", "2026-11-24T12:00:00Z", "ONE two three four five six.");
    (first.story_id, copy.story_id) = (Some(7), Some(7));
    first.excerpt_words = 3;
    for format in [Format::Markdown, Format::Html] {
        let page = rendered(vec![copy.clone(), first.clone()], "story", format);
        assert!(page.contains("One two three"), "{page}");
        // Neither beyond the first outlet's terms nor through the copy.
        assert!(!page.contains("five six"), "{page}");
        assert!(page.contains("A dredger, again") && page.contains("https://echo.example/a/2"), "{page}");
    }
    let json = rendered(vec![copy, first], "story", Format::Json);
    assert!(json.contains("ONE two three four five six."), "{json}");
}

#[test]
fn a_shared_licence_is_linked() {
    let two: Vec<Article> = (1..=2)
        .map(|i| {
            let mut it = article(i, "A", "Title", "2026-11-24T10:00:00Z", "x");
            it.disclaimers = vec![notice(DisclaimerKind::Licence, "https://licences.example/by/4.0/")];
            it
        })
        .collect();
    let page = rendered(two.clone(), "outlet", Format::Html);
    assert_eq!(page.matches("<a href=\"https://licences.example/by/4.0/\"").count(), 1, "{page}");
    let text = rendered(two, "outlet", Format::Markdown);
    assert_eq!(text.matches("](https://licences.example/by/4.0/)").count(), 1, "{text}");
}

#[test]
fn shared_notices_are_printed_once() {
    let many: Vec<Article> = (1..=30)
        .map(|i| {
            let mut it = article(i, "A", "Title", "2026-11-24T10:00:00Z", "x");
            it.disclaimers = vec![notice(DisclaimerKind::Copyright, "© 2026 The A Company")];
            if i == 1 {
                it.disclaimers.push(notice(DisclaimerKind::Contact, "Ask A."));
            }
            it
        })
        .collect();
    for format in [Format::Markdown, Format::Html] {
        let out = rendered(many.clone(), "outlet", format);
        assert_eq!(out.matches("© 2026 The A Company").count(), 1, "{out}");
        assert_eq!(out.matches("Copyright 1").count(), 30);
        assert_eq!(out.matches("Ask A.").count(), 1);
    }
    let json = rendered(many, "outlet", Format::Json);
    assert_eq!(json.matches("© 2026 The A Company").count(), 30);
}
