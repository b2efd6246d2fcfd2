use crate::markup::tag::Attributes;
use crate::parse::limits::MAX_NAMESPACES;

/// The vocabularies we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Ns {
    /// RSS of every kind, Atom 0.3, and elements without a namespace.
    Core,
    /// Atom 1.0, where it is named as such.
    Atom,
    Rdf,
    Dc,
    DcTerms,
    Content,
    Media,
    Itunes,
    Xhtml,
    /// Both Creative Commons vocabularies: `license`.
    Cc,
    Thread,
    Wfw,
    Slash,
    Taxonomy,
    Feedburner,
    Prism,
    Sitemap,
    News,
    SitemapImage,
    /// WordPress's own: its feeds' additions and its exports.
    WordPress,
    /// Full texts for Yandex: News and Turbo.
    Yandex,
    Podcast,
    Rsl,
    Syndication,
    GeoRss,
    /// Anything else.
    Other,
}

/// What a namespace's address means. Variants are many: http or https, `www.` or not, a slash or hash
/// at the end or not, any case, old hosts.
pub(super) fn by_address(address: &str) -> Option<Ns> {
    let lower = address.trim().to_ascii_lowercase();
    let short = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://")).unwrap_or(&lower);
    let short = short.strip_prefix("www.").unwrap_or(short).trim_end_matches(['/', '#']);
    Some(match short {
        "" => Ns::Core,
        "w3.org/2005/atom" => Ns::Atom,
        "purl.org/atom/ns"
        | "purl.org/echo"
        | "purl.org/echo/ns"
        | "example.com/necho"
        | "purl.org/pie"
        | "example.com/newformat"
        | "uri/of/echo/namespace"
        | "purl.org/rss/1.0"
        | "purl.org/net/rss1.1"
        | "purl.org/rss/1.0/modules/rss091"
        | "blogs.law.harvard.edu/tech/rss"
        | "cyber.law.harvard.edu/rss/rss.html" => Ns::Core,
        "w3.org/1999/02/22-rdf-syntax-ns" => Ns::Rdf,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc" => Ns::Dc,
        "purl.org/dc/terms" => Ns::DcTerms,
        "purl.org/rss/1.0/modules/content" => Ns::Content,
        "itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Ns::Itunes,
        "w3.org/1999/xhtml" => Ns::Xhtml,
        "web.resource.org/cc"
        | "creativecommons.org/ns"
        | "creativecommons.org/ns#license"
        | "backend.userland.com/creativecommonsrssmodule"
        | "cyber.law.harvard.edu/rss/creativecommonsrssmodule.html" => Ns::Cc,
        "purl.org/syndication/thread/1.0" => Ns::Thread,
        "wellformedweb.org/commentapi" => Ns::Wfw,
        "purl.org/rss/1.0/modules/slash" => Ns::Slash,
        "purl.org/rss/1.0/modules/taxonomy" => Ns::Taxonomy,
        "rssnamespace.org/feedburner/ext/1.0" => Ns::Feedburner,
        "news.yandex.ru" | "turbo.yandex.ru" => Ns::Yandex,
        "com-wordpress:feed-additions:1" => Ns::WordPress,
        "sitemaps.org/schemas/sitemap/0.9"
        | "google.com/schemas/sitemap/0.84"
        | "google.com/schemas/sitemap/0.9" => Ns::Sitemap,
        "google.com/schemas/sitemap-news/0.9" => Ns::News,
        "google.com/schemas/sitemap-image/1.1" => Ns::SitemapImage,
        "rslstandard.org/rsl" => Ns::Rsl,
        "purl.org/rss/1.0/modules/syndication" => Ns::Syndication,
        "georss.org/georss" => Ns::GeoRss,
        _ if short.contains("search.yahoo.com/mrss") => Ns::Media,
        _ if short.starts_with("backend.userland.com/rss") => Ns::Core,
        _ if short.ends_with("netscape.com/rdf/simple/0.9")
            || short.ends_with("netscape.com/publish/formats/rss-0.91.dtd") =>
        {
            Ns::Core
        }
        _ if short.starts_with("podcastindex.org/namespace") || short.contains("podcast-namespace") => {
            Ns::Podcast
        }
        _ if short.starts_with("wordpress.org/export/") => Ns::WordPress,
        _ if short.starts_with("prismstandard.org/namespaces") => Ns::Prism,
        _ => return None,
    })
}

/// What a prefix means by custom, where it is not declared or its address is unknown.
pub(super) fn by_prefix(prefix: &str) -> Option<Ns> {
    const CUSTOM: [(&str, Ns); 32] = [
        ("dc", Ns::Dc),
        ("dcterms", Ns::DcTerms),
        ("dct", Ns::DcTerms),
        ("content", Ns::Content),
        ("media", Ns::Media),
        ("atom", Ns::Atom),
        ("atom10", Ns::Atom),
        ("a10", Ns::Atom),
        ("itunes", Ns::Itunes),
        ("rdf", Ns::Rdf),
        ("rss", Ns::Core),
        ("xhtml", Ns::Xhtml),
        ("html", Ns::Xhtml),
        ("cc", Ns::Cc),
        ("creativecommons", Ns::Cc),
        ("thr", Ns::Thread),
        ("wfw", Ns::Wfw),
        ("slash", Ns::Slash),
        ("taxo", Ns::Taxonomy),
        ("feedburner", Ns::Feedburner),
        ("prism", Ns::Prism),
        ("news", Ns::News),
        ("image", Ns::SitemapImage),
        ("podcast", Ns::Podcast),
        ("rsl", Ns::Rsl),
        ("sy", Ns::Syndication),
        ("georss", Ns::GeoRss),
        ("sitemap", Ns::Sitemap),
        ("yandex", Ns::Yandex),
        ("turbo", Ns::Yandex),
        ("wp", Ns::WordPress),
        ("excerpt", Ns::WordPress),
    ];
    CUSTOM.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix)).map(|(_, ns)| *ns)
}

fn starts_with_xmlns(name: &str) -> bool {
    name.as_bytes().get(..5).is_some_and(|b| b.eq_ignore_ascii_case(b"xmlns"))
}

/// The prefixes in force, innermost last.
#[derive(Debug, Default)]
pub(super) struct Scopes<'a>(Vec<(usize, &'a str, Ns)>);

impl<'a> Scopes<'a> {
    /// Takes in the declarations of a start tag that opens at `depth`.
    pub(super) fn declare(&mut self, depth: usize, inside: &'a str) {
        if !inside.contains("xmlns") {
            return;
        }
        // Every name is looked up among them.
        let room = MAX_NAMESPACES.saturating_sub(self.0.len());
        for (name, value) in Attributes::new(inside).filter(|(name, _)| starts_with_xmlns(name)).take(room) {
            let prefix = match name.split_once(':') {
                Some((xmlns, prefix)) if xmlns.eq_ignore_ascii_case("xmlns") => prefix,
                None if name.eq_ignore_ascii_case("xmlns") => "",
                _ => continue,
            };
            // An unknown default namespace at the root is some dialect of RSS; deeper, it is foreign.
            let otherwise = if prefix.is_empty() && depth == 0 { Ns::Core } else { Ns::Other };
            let ns = by_address(value).or_else(|| by_prefix(prefix)).unwrap_or(otherwise);
            self.0.push((depth, prefix, ns));
        }
    }

    /// Forgets the declarations of elements at `depth` and deeper.
    pub(super) fn close(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(d, _, _)| *d >= depth) {
            self.0.pop();
        }
    }

    /// The namespace of a qualified name, its local part, and whether the prefix was declared.
    pub(super) fn resolve(&self, name: &'a str) -> (Ns, &'a str, bool) {
        let (prefix, local) = match name.split_once(':') {
            Some((prefix, local)) if !local.is_empty() => (prefix, local),
            _ => ("", name.trim_matches(':')),
        };
        match self.0.iter().rev().find(|(_, known, _)| *known == prefix) {
            Some((_, _, ns)) => (*ns, local, true),
            None if prefix.is_empty() => (Ns::Core, local, true),
            None => (by_prefix(prefix).unwrap_or(Ns::Other), local, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_mean_the_same() {
        for address in
            ["http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom/", "HTTP://W3.org/2005/atom#"]
        {
            assert_eq!(by_address(address), Some(Ns::Atom), "{address}");
        }
        assert_eq!(by_address("http://search.yahoo.com/mrss"), Some(Ns::Media));
        assert_eq!(by_address("http://backend.userland.com/RSS2"), Some(Ns::Core));
        assert_eq!(by_address("http://backend.userland.com/creativeCommonsRssModule"), Some(Ns::Cc));
        assert_eq!(by_address("http://elsewhere.example/ns"), None);
    }

    #[test]
    fn declarations_count_and_custom_helps() {
        let mut scopes = Scopes::default();
        scopes.declare(0, r#" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:dc="http://odd.example/""#);
        assert_eq!(scopes.resolve("d:creator"), (Ns::Dc, "creator", true));
        assert_eq!(scopes.resolve("dc:creator"), (Ns::Dc, "creator", true));
        assert_eq!(scopes.resolve("media:group"), (Ns::Media, "group", false));
        assert_eq!(scopes.resolve("item"), (Ns::Core, "item", true));
        scopes.close(0);
        assert_eq!(scopes.resolve("d:creator"), (Ns::Other, "creator", false));
    }
}
