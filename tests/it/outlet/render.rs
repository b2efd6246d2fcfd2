//! The same articles as RSS 2.0, Atom 1.0 and JSON Feed 1.1.

use jiff::{Timestamp, fmt::rfc2822::DateTimePrinter};
use serde_json::json;

use super::Piece;

/// In which format a path serves its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Rss,
    Atom,
    Json,
}

impl Format {
    /// What a path such as `/atom/world` promises; RSS where it promises nothing.
    pub fn of(path: &str) -> Format {
        match path {
            p if p.contains("atom") => Format::Atom,
            p if p.contains("json") => Format::Json,
            _ => Format::Rss,
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Format::Rss => "application/rss+xml; charset=utf-8",
            Format::Atom => "application/atom+xml; charset=utf-8",
            Format::Json => "application/feed+json",
        }
    }
}

/// What stands around the articles.
#[derive(Debug, Clone)]
pub struct Masthead {
    pub title: String,
    pub rights: Option<String>,
    pub language: Option<String>,
    /// Relation and address.
    pub links: Vec<(String, String)>,
    /// Something that changes from answer to answer though no article does, as a build date would.
    pub fidget: Option<u64>,
    /// Elements of an RSS channel, as they stand.
    pub asks: String,
}

/// The document's bytes.
pub fn document(format: Format, head: &Masthead, pieces: &[Piece]) -> Vec<u8> {
    match format {
        Format::Rss => rss(head, pieces),
        Format::Atom => atom(head, pieces),
        Format::Json => json_feed(head, pieces),
    }
    .into_bytes()
}

fn rss(head: &Masthead, pieces: &[Piece]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\">\n<channel>\n",
    );
    element(&mut out, "title", &head.title);
    element(&mut out, "link", "https://courier.example/");
    element(&mut out, "description", "News of an invented coast");
    for (rel, href) in &head.links {
        out.push_str(&format!("<atom:link rel=\"{rel}\" href=\"{}\"/>\n", escape(href)));
    }
    optional(&mut out, "language", head.language.as_deref());
    optional(&mut out, "copyright", head.rights.as_deref());
    out.push_str(&head.asks);
    if let Some(n) = head.fidget {
        element(&mut out, "lastBuildDate", &rfc2822(seconds(1_790_000_000 + n)));
    }
    for piece in pieces {
        out.push_str("<item>\n");
        element(&mut out, "title", &piece.title);
        optional(&mut out, "link", piece.link.as_deref());
        if let Some(id) = piece.feed_id() {
            let permalink = piece.link.as_deref() == Some(id);
            out.push_str(&format!("<guid isPermaLink=\"{permalink}\">{}</guid>\n", escape(id)));
        }
        optional(&mut out, "description", piece.summary.as_deref().map(escape).as_deref());
        optional(&mut out, "content:encoded", piece.body.as_deref());
        optional(&mut out, "pubDate", piece.published.map(rfc2822).as_deref());
        for author in &piece.authors {
            element(&mut out, "dc:creator", author);
        }
        for (scheme, label) in &piece.tags {
            let domain = scheme.as_ref().map(|s| format!(" domain=\"{}\"", escape(s)));
            out.push_str(&format!("<category{}>{}</category>\n", domain.unwrap_or_default(), escape(label)));
        }
        optional(&mut out, "dc:rights", piece.rights.as_deref());
        if let Some((url, credit)) = &piece.image {
            out.push_str(&format!(
                "<media:content url=\"{}\" medium=\"image\" type=\"image/jpeg\"><media:credit>{}</media:credit></media:content>\n",
                escape(url),
                escape(credit)
            ));
        }
        out.push_str("</item>\n");
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn atom(head: &Masthead, pieces: &[Piece]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"",
    );
    if let Some(language) = &head.language {
        out.push_str(&format!(" xml:lang=\"{}\"", escape(language)));
    }
    out.push_str(">\n");
    element(&mut out, "title", &head.title);
    element(&mut out, "id", "https://courier.example/feed");
    let build = seconds(1_790_000_000 + head.fidget.unwrap_or(0));
    element(&mut out, "updated", &build.to_string());
    for (rel, href) in &head.links {
        out.push_str(&format!("<link rel=\"{rel}\" href=\"{}\"/>\n", escape(href)));
    }
    optional(&mut out, "rights", head.rights.as_deref());
    for piece in pieces {
        out.push_str("<entry>\n");
        element(&mut out, "title", &piece.title);
        optional(&mut out, "id", piece.feed_id());
        if let Some(link) = &piece.link {
            out.push_str(&format!("<link rel=\"alternate\" href=\"{}\"/>\n", escape(link)));
        }
        optional(&mut out, "published", piece.published.map(|t| t.to_string()).as_deref());
        let updated = piece.updated.or(piece.published).unwrap_or(build);
        element(&mut out, "updated", &updated.to_string());
        for author in &piece.authors {
            out.push_str(&format!("<author><name>{}</name></author>\n", escape(author)));
        }
        for (scheme, label) in &piece.tags {
            let scheme = scheme.as_ref().map(|s| format!(" scheme=\"{}\"", escape(s)));
            let label = escape(label);
            out.push_str(&format!(
                "<category term=\"{label}\"{} label=\"{label}\"/>\n",
                scheme.unwrap_or_default()
            ));
        }
        optional(&mut out, "rights", piece.rights.as_deref());
        optional(&mut out, "summary", piece.summary.as_deref());
        if let Some(body) = &piece.body {
            out.push_str(&format!("<content type=\"html\">{}</content>\n", escape(body)));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    out
}

fn json_feed(head: &Masthead, pieces: &[Piece]) -> String {
    let items: Vec<_> = pieces
        .iter()
        .map(|p| {
            let mut item = json!({ "title": p.title });
            let fields = item.as_object_mut().expect("an object");
            let mut set = |key: &str, value: Option<serde_json::Value>| {
                if let Some(value) = value {
                    fields.insert(key.to_owned(), value);
                }
            };
            set("id", p.feed_id().map(|v| json!(v)));
            set("url", p.link.as_ref().map(|v| json!(v)));
            set("summary", p.summary.as_ref().map(|v| json!(v)));
            set("content_html", p.body.as_ref().map(|v| json!(v)));
            set("date_published", p.published.map(|v| json!(v.to_string())));
            set("date_modified", p.updated.map(|v| json!(v.to_string())));
            set("image", p.image.as_ref().map(|(url, _)| json!(url)));
            let authors: Vec<_> = p.authors.iter().map(|a| json!({ "name": a })).collect();
            set("authors", (!authors.is_empty()).then(|| json!(authors)));
            let tags: Vec<_> = p.tags.iter().map(|(_, label)| label).collect();
            set("tags", (!tags.is_empty()).then(|| json!(tags)));
            item
        })
        .collect();
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": "https://courier.example/",
        "items": items,
    });
    if let Some(language) = &head.language {
        feed["language"] = json!(language);
    }
    if let Some(n) = head.fidget {
        feed["_build"] = json!(n);
    }
    feed.to_string()
}

fn seconds(s: u64) -> Timestamp {
    Timestamp::from_second(s.try_into().expect("seconds in range")).expect("a time in range")
}

fn rfc2822(at: Timestamp) -> String {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&at).expect("a year with four digits")
}

fn element(out: &mut String, name: &str, text: &str) {
    out.push_str(&format!("<{name}>{}</{name}>\n", escape(text)));
}

fn optional(out: &mut String, name: &str, text: Option<&str>) {
    if let Some(text) = text {
        element(out, name, text);
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
