use super::entity::decode;
use super::line::line;
use super::tag::Attributes;
use super::token::{Token, Tokens};

/// What an HTML page is, at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// `<title>`, one line of plain text.
    pub title: Option<String>,
    /// Addresses of the feeds the page names (`<link rel="alternate" type="application/rss+xml" …>`),
    /// as written, in document order, without duplicates.
    pub feeds: Vec<String>,
    /// `<base href>`.
    pub base: Option<String>,
    /// `<html lang>`, as written.
    pub language: Option<String>,
}

/// Feeds a page may name before we stop listing them.
const MAX_FEEDS: usize = 50;

/// Reads a page's title and the feeds it names.
pub fn outline(html: &str) -> Outline {
    let mut outline = Outline::default();
    let mut tokens = Tokens::new(html);
    let mut in_title = false;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(raw) if in_title => {
                let title = line(raw);
                outline.title = Some(title).filter(|t| !t.is_empty());
                in_title = false;
            }
            Token::Text(_) => {}
            Token::Open { name, inside, .. } => {
                let name = name.to_ascii_lowercase();
                match name.as_str() {
                    "title" => in_title = outline.title.is_none(),
                    "script" | "style" => {
                        tokens.skip_content(&name, inside);
                    }
                    "html" if outline.language.is_none() => outline.language = attribute(inside, "lang"),
                    "base" if outline.base.is_none() => outline.base = attribute(inside, "href"),
                    "link" | "a" if outline.feeds.len() < MAX_FEEDS => {
                        if let Some(feed) = feed_link(inside).filter(|f| !outline.feeds.contains(f)) {
                            outline.feeds.push(feed);
                        }
                    }
                    _ => {}
                }
            }
            Token::Close(_) => in_title = false,
        }
    }
    outline
}

fn attribute(inside: &str, wanted: &str) -> Option<String> {
    Attributes::new(inside)
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .map(|(_, value)| decode(value).trim().to_owned())
        .filter(|v| !v.is_empty())
}

fn feed_link(inside: &str) -> Option<String> {
    let media_type = attribute(inside, "type")?.to_ascii_lowercase();
    let is_feed =
        ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"]
            .iter()
            .any(|known| media_type.starts_with(known));
    let rel = attribute(inside, "rel").unwrap_or_else(|| "alternate".to_owned()).to_ascii_lowercase();
    if !is_feed || !rel.split_ascii_whitespace().any(|r| r == "alternate" || r == "feed") {
        return None;
    }
    attribute(inside, "href")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_page_and_its_feeds() {
        let outline = outline(
            "<!doctype html><head><title>Courier &amp; Sons</title>\
             <link rel=alternate type=application/rss+xml href='/rss?a=1&amp;b=2'>\
             <link rel=\"stylesheet\" href=x.css><link rel='alternate' hreflang=fr href=/fr>",
        );
        assert_eq!(outline.title.as_deref(), Some("Courier & Sons"));
        assert_eq!(outline.feeds, ["/rss?a=1&b=2"]);
    }
}
