use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use url::Url;

use super::clean::unturned;
use super::entity::paragraphs;
use super::flatten::{MAX_PAGE, flatten_to_keep};
use super::text::text;

/// HTML that is safe to keep and to show: an allow-list of elements and attributes, no scripts, styles,
/// forms, frames or one-pixel pictures; relative addresses made absolute against `base`, or dropped where
/// there is none; links carry `rel="noopener noreferrer"`; only `http`, `https` and `mailto` addresses. What a
/// page would load (`iframe`, `embed`, `object`) is a plain link to it; films and sounds of their own (`video`,
/// `audio`) stay what they are.
///
/// Deep nesting is flattened first: see [`super::MAX_DEPTH`]. Of HTML larger than [`MAX_PAGE`] no tree is made:
/// its text is kept, in paragraphs.
pub fn sanitise(html: &str, base: Option<&Url>) -> String {
    if html.len() > MAX_PAGE {
        return paragraphs(&text(html));
    }
    unturned(POLICY.clean(&flatten_to_keep(html, base)).to_string().trim().to_owned())
}

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::default();
    policy
        .add_tags(["video", "audio", "source", "section", "main"])
        .rm_tags(["bdo", "map", "area"])
        .add_tag_attributes("video", ["src", "poster", "controls", "width", "height"])
        .add_tag_attributes("audio", ["src", "controls"])
        .add_tag_attributes("source", ["src", "type"])
        .add_tag_attributes("time", ["datetime"])
        .clean_content_tags(
            [
                "script", "style", "template", "noscript", "iframe", "svg", "math", "textarea", "select",
                "title",
            ]
            .into(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .strip_comments(true);
    policy
});

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn nothing_reads_otherwise_than_it_says() {
        let html = "<p title=\"&#x202e;a\">t&#x202E;ext&#8238; &rlm;<span dir=rtl>\u{2067}b</span> c&shy;d</p><img srcset=\"a.jpg 1x\">";
        let base = Url::parse("https://quay.example/").expect("an address");
        assert_eq!(
            sanitise(html, Some(&base)),
            "<p title=\"a\">text \u{200f}<span>b</span> c\u{ad}d</p><img src=\"https://quay.example/a.jpg\">"
        );
    }

    #[test]
    fn keeps_what_is_safe_and_nothing_else() {
        let base = Url::parse("https://courier.example/news/1").expect("a good address");
        let html = "<p onclick=x>a <a href=\"../b\" target=_blank>b</a><script>alert(1)</script>\
            <img src=\"/c.jpg\" alt=\"d\"><img src=\"https://t.example/p.gif\" width=1 height=1>\
            <a href=\"javascript:alert(1)\">e</a></p><form><input name=q></form><iframe src=x>f</iframe>\
            <style>p{}</style>";
        assert_eq!(
            sanitise(html, Some(&base)),
            "<p>a <a href=\"https://courier.example/b\" rel=\"noopener noreferrer\">b</a>\
             <img src=\"https://courier.example/c.jpg\" alt=\"d\"><a rel=\"noopener noreferrer\">e</a></p>\
             <a href=\"https://courier.example/news/x\" rel=\"noopener noreferrer\">https://courier.example/news/x</a>"
        );
        assert_eq!(sanitise("<a href=\"/x\">y</a>", None), "<a rel=\"noopener noreferrer\">y</a>");
    }

    #[test]
    fn what_never_closes_costs_no_text() {
        let film =
            "<a href=\"https://film.example/1\" rel=\"noopener noreferrer\">https://film.example/1</a>";
        for html in [
            "<p>a</p><iframe src=\"https://film.example/1\"/> <p>b</p>",
            "<p>a</p><iframe src=\"https://film.example/1\"> <p>b</p>",
        ] {
            assert_eq!(sanitise(html, None), format!("<p>a</p>{film} <p>b</p>"), "{html}");
        }
        for html in [
            "<p>a</p><script src=x /> <p>b</p>",
            "<p>a</p><select><svg><textarea> <p>b</p>",
            "<p>a</p><object data=x> <p>b</p></object>",
        ] {
            assert_eq!(sanitise(html, None), "<p>a</p> <p>b</p>", "{html}");
        }
        assert_eq!(sanitise("<p>a</p><script>b", None), "<p>a</p>");
    }

    #[test]
    fn films_and_sounds_are_kept_as_links_or_as_they_are() {
        let base = Url::parse("https://courier.example/news/1").expect("a good address");
        for (html, kept) in [
            (
                "<p>See: <iframe src='//film.example/7?a&amp;b' title='Ferry'>old browsers</iframe></p>",
                "<p>See: <a href=\"https://film.example/7?a&amp;b\" rel=\"noopener noreferrer\">Ferry</a></p>",
            ),
            (
                "<object data='/f.swf'><param name=movie value='/f.swf'><embed src='/f.swf'><p>No film?</p></object>",
                "<a href=\"https://courier.example/f.swf\" rel=\"noopener noreferrer\">https://courier.example/f.swf</a>\
                 <p>No film?</p>",
            ),
            (
                "<video poster='/p.jpg' onplay=x><source src='/a.mp4' type=video/mp4></video><audio controls src='/a.mp3'></audio>",
                "<video poster=\"https://courier.example/p.jpg\"><source src=\"https://courier.example/a.mp4\" type=\"video/mp4\">\
                 </video><audio controls=\"\" src=\"https://courier.example/a.mp3\"></audio>",
            ),
        ] {
            assert_eq!(sanitise(html, Some(&base)), kept, "{html}");
        }
    }

    #[test]
    fn hostile_texts_cost_linear_time() {
        // html5ever looks for the same thing again and again: ten times as much took a hundred times as long.
        for html in [
            "&amp;".repeat(40_000),
            "\u{a0}§".repeat(40_000),
            format!("<p title=\"{}\">", "&amp;".repeat(40_000)),
            format!("<p {}>", (0..10_000).map(|n| format!("a{n} ")).collect::<String>()),
            "<iframe>".repeat(20_000),
        ] {
            let _ = sanitise(&html, None);
        }
        let cut = sanitise(&format!("<p>{}</p>", "a &amp; b\u{a0}c ".repeat(4_000)), None);
        assert_eq!(cut, format!("<p>{}</p>", "a &amp; b&nbsp;c ".repeat(4_000)), "a cut leaves no trace");
    }

    #[test]
    fn of_what_is_larger_than_any_article_the_text_is_kept() {
        let html = format!(
            "<p>First &amp; last.</p>{}<p>End <b>of</b> it.<script>x</script>",
            "<!-- -->".repeat(MAX_PAGE / 8)
        );
        assert_eq!(sanitise(&html, None), "<p>First &amp; last.</p><p>End of it.</p>");
    }

    #[test]
    fn deep_and_formatting_heavy_documents_stay_cheap() {
        let started = Instant::now();
        for part in ["<div>", "<b>", "<font color=1><p>", "<table><tr><td>", "<a href=x>"] {
            let _ = sanitise(&part.repeat(50_000), None);
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    }
}
