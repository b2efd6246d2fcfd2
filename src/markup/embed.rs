use std::collections::HashSet;

use url::Url;

use super::entity::{decode, escaped};
use super::rewrite::is_tracker;
use super::tag::Attributes;

/// A longer address is left out: it is a page written out (`data:`, `srcdoc`) or a trap.
const MAX_ADDRESS: usize = 2 << 10;

/// What a text loads from elsewhere (a film, a map, a post in an `iframe`, `embed` or `object`), as plain
/// links: kept HTML never holds the element, and without the link the article would lose its film.
#[derive(Default)]
pub(super) struct Embeds {
    /// An `object` names its film up to three times: in `data`, in a `param`, in an `embed` for old browsers.
    seen: HashSet<String>,
}

impl Embeds {
    /// The link that stands for an element; `None` where it loads nothing, or what a link has been made for.
    ///
    /// Pixels that count readers and frames nobody sees are no part of the article.
    pub(super) fn link(&mut self, name: &str, inside: &str, base: Option<&Url>) -> Option<String> {
        let address = address(name, inside, base)?;
        if !self.seen.insert(address.clone()) {
            return None;
        }
        let title = Attributes::new(inside).find(|(name, _)| name.eq_ignore_ascii_case("title"));
        let title = title.map(|(_, title)| super::line(title)).filter(|title| !title.is_empty());
        let label = title.unwrap_or_else(|| address.clone());
        Some(format!("<a href=\"{}\">{}</a>", escaped(&address), escaped(&label)))
    }
}

/// The address an element loads, absolute.
fn address(name: &str, inside: &str, base: Option<&Url>) -> Option<String> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    // A page that loads its frames only when they are looked at has the address in `data-src`.
    let wanted: &[&str] = match () {
        () if is("iframe") || is("embed") => &["src", "data-src", "data-lazy-src"],
        () if is("object") => &["data"],
        () if is("param") && names_a_film(inside) => &["value"],
        () => return None,
    };
    if is_tracker(inside) || is_hidden(inside) {
        return None;
    }
    wanted.iter().find_map(|wanted| {
        let (_, value) = Attributes::new(inside).find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        web(value, base)
    })
}

/// Flash's way: `<param name="movie" value="…">`.
fn names_a_film(inside: &str) -> bool {
    Attributes::new(inside).any(|(name, value)| {
        name.eq_ignore_ascii_case("name")
            && ["movie", "src", "url"].iter().any(|known| value.trim().eq_ignore_ascii_case(known))
    })
}

fn is_hidden(inside: &str) -> bool {
    Attributes::new(inside).any(|(name, value)| {
        let style = || value.to_ascii_lowercase().replace(' ', "");
        name.eq_ignore_ascii_case("hidden")
            || name.eq_ignore_ascii_case("style")
                && ["display:none", "visibility:hidden"].iter().any(|hidden| style().contains(hidden))
    })
}

/// The address of a page, absolute; where nothing is known of the text's own, `//host/…` is one too.
fn web(value: &str, base: Option<&Url>) -> Option<String> {
    let value = decode(value);
    let value = value.trim();
    if value.is_empty() || value.len() > MAX_ADDRESS {
        return None;
    }
    let url = match (Url::parse(value), base) {
        (Ok(url), _) => url,
        (Err(_), Some(base)) => base.join(value).ok()?,
        (Err(_), None) if value.starts_with("//") => Url::parse(&format!("https:{value}")).ok()?,
        (Err(_), None) => return None,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(name: &str, inside: &str) -> Option<String> {
        let base = Url::parse("https://courier.example/news/1").expect("a good address");
        Embeds::default().link(name, inside, Some(&base))
    }

    #[test]
    fn what_is_loaded_becomes_a_link() {
        for (name, inside, expected) in [
            (
                "iframe",
                " src=\"//film.example/e/1?a=1&amp;b=2\" title='The &amp; ferry'",
                "<a href=\"https://film.example/e/1?a=1&amp;b=2\">The &amp; ferry</a>",
            ),
            (
                "IFRAME",
                " SRC='about:blank' data-src='/map'",
                "<a href=\"https://courier.example/map\">https://courier.example/map</a>",
            ),
            (
                "object",
                " type=x data=https://film.example/2",
                "<a href=\"https://film.example/2\">https://film.example/2</a>",
            ),
            (
                "param",
                " name=movie value=https://film.example/3",
                "<a href=\"https://film.example/3\">https://film.example/3</a>",
            ),
        ] {
            assert_eq!(link(name, inside).as_deref(), Some(expected), "{name}{inside}");
        }
    }

    #[test]
    fn what_nobody_sees_does_not() {
        for (name, inside) in [
            ("iframe", " src=https://count.example/ height=0 width=0"),
            ("iframe", " src=https://count.example/ style='display: none; x'"),
            ("iframe", " src=javascript:alert(1)"),
            ("iframe", " src='data:text/html,x'"),
            ("iframe", " srcdoc='<p>x'"),
            ("param", " name=quality value=high"),
            ("img", " src=https://film.example/4"),
        ] {
            assert_eq!(link(name, inside), None, "{name}{inside}");
        }
    }

    #[test]
    fn a_film_named_twice_is_one() {
        let mut embeds = Embeds::default();
        assert!(embeds.link("object", " data=https://film.example/5", None).is_some());
        assert_eq!(embeds.link("embed", " src=https://film.example/5", None), None);
    }
}
