//! The title, without what the site puts around it.

use std::sync::LazyLock;

use super::super::signals::Signals;
use super::place::note;
use crate::markup::{self, Css, Element};
use crate::model::{Page, fold};

/// What sites put between an article's title and their own name.
const SEPARATORS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " : ", " » ", " « ", " / ", " * ", "｜", "ㅣ"];
/// These need no blank around them, so what follows must be the site's name.
const TIGHT: [&str; 5] = ["：", "-", "|", "–", "_"];
/// Parts cut off at most: section, city, site.
const MOST_PARTS: usize = 4;
/// Headings of a page that are looked at.
const MOST_HEADINGS: usize = 40;

static TITLE: LazyLock<Css> = LazyLock::new(|| Css::new("head title, title"));
static HEADINGS: LazyLock<Css> = LazyLock::new(|| Css::new("h1, h2, h3"));
static LINK: LazyLock<Css> = LazyLock::new(|| Css::new("a"));
static HEADLINE: LazyLock<Css> = LazyLock::new(|| Css::new("[itemprop~='headline']"));

pub(super) fn title(signals: &Signals<'_>, page: &mut Page) {
    let mut site = Site::of(signals, page);
    site.learn(signals);
    let line = |text: &str| Some(site.strip(&entities(text), &signals.headings)).filter(|t| !t.is_empty());
    let data = signals
        .article()
        .and_then(|node| signals.data.text(node, "headline").or_else(|| signals.data.text(node, "name")));
    let data = data.as_deref().and_then(line);
    let og = signals.meta(&["og:title"]).and_then(|(_, t)| line(&t));
    let title = signals.dom.select(&TITLE).next().and_then(|e| line(&e.line()));
    let heading = heading(signals, [&data, &og, &title]).filter(|h| !site.0.contains(&key(h)));
    let micro = || {
        signals.dom.select(&HEADLINE).next().map(|e| e.attr("content").map_or_else(|| e.line(), markup::line))
    };
    let meta = || {
        signals.meta(&[
            "twitter:title",
            "parsely-title",
            "sailthru.title",
            "dc.title",
            "dcterms.title",
            "title",
            "name",
            "headline",
        ])
    };
    let agree = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => fold(a) == fold(b),
        _ => false,
    };
    let (from, chosen) = if data.is_some() && !agree(&data, &og) && agree(&og, &heading) {
        // What readers see. A headline written for search engines stands alone.
        ("og:title", og)
    } else if let Some(whole) = data.as_deref().and_then(|d| whole_of(d, [&og, &heading])) {
        ("heading", Some(whole))
    } else if data.is_some() {
        ("json-ld", data)
    } else if agree(&og, &heading) || heading.is_none() && og.is_some() {
        ("og:title", og)
    } else if heading.is_some() {
        ("heading", heading)
    } else if let Some(micro) = micro().filter(|t| !t.is_empty()) {
        ("microdata", Some(micro))
    } else if title.is_some() {
        ("title", title)
    } else if let Some((name, meta)) = meta() {
        (name, line(&meta))
    } else {
        return;
    };
    page.title = chosen;
    note(page, "title", from, page.title.is_some());
}

/// Titles in data are often escaped once more than they need.
fn entities(text: &str) -> String {
    let once = markup::line(text);
    if once.contains('&') && once.contains(';') { markup::line(&once) } else { once }
}

/// The article's own heading: the one that the head's titles speak of, else the only one there is.
fn heading(signals: &Signals<'_>, titles: [&Option<String>; 3]) -> Option<String> {
    let folded: Vec<String> = titles.into_iter().flatten().map(|t| fold(t)).collect();
    let spoken = |heading: &&String| {
        let heading = fold(heading);
        folded.iter().any(|t| {
            *t == heading || heading.len() > 15 && (t.contains(&heading) || heading.contains(t.as_str()))
        })
    };
    let several = signals.headings.iter().find(spoken);
    several.or_else(|| signals.headings.first().filter(|_| signals.headings.len() == 1)).cloned()
}

/// A headline that was cut off for a search engine, whole, if one of the others continues it.
fn whole_of(cut: &str, others: [&Option<String>; 2]) -> Option<String> {
    let bare = cut.trim_end_matches(['.', '…', ' ']);
    let is_marked = bare.len() < cut.len() && (cut.ends_with("..") || cut.ends_with('…'));
    let is_long = cut.chars().count() >= 100;
    if !is_marked && !is_long {
        return None;
    }
    let bare = fold(bare);
    others
        .into_iter()
        .flatten()
        .find(|o| {
            let whole = fold(o);
            whole.len() > bare.len() && whole.starts_with(&bare)
        })
        .cloned()
}

/// What the site may call itself, folded without hyphens.
struct Site(Vec<String>);

impl Site {
    fn of(signals: &Signals<'_>, page: &Page) -> Site {
        let mut names: Vec<String> = Vec::new();
        let host =
            signals.url.as_ref().and_then(|u| u.host_str()).map(|h| h.trim_start_matches("www.").to_owned());
        // `courier.co.example`: also without what follows the name.
        let label = host.as_deref().map(|h| h.split('.').next().unwrap_or(h).to_owned());
        let publisher = signals.article().and_then(|node| signals.data.text(node, "publisher"));
        let meta =
            ["og:site_name", "application-name", "twitter:site", "dc.publisher", "author", "publisher"];
        let metas =
            meta.iter().flat_map(|name| signals.metas(name)).map(|m| m.trim_start_matches('@').to_owned());
        let websites = signals.data.of_type(|t| t == "WebSite" || t.ends_with("Organization")).take(10);
        let websites = websites.filter_map(|(_, node)| node.get("name")?.as_str().map(str::to_owned));
        for name in
            page.site.iter().cloned().chain(host).chain(label).chain(publisher).chain(metas).chain(websites)
        {
            let key = key(&name);
            if key.len() >= 3 && !names.contains(&key) {
                names.push(key);
            }
        }
        Site(names)
    }

    /// Old blogs have their own name as the only heading and behind every title: then it is a name. Others put
    /// their name before the headline: so something must tell that the heading is not the article's.
    fn learn(&mut self, signals: &Signals<'_>) {
        let Some(title) = signals.dom.select(&TITLE).next().map(Element::line) else { return };
        let og = signals.meta(&["og:title"]).map(|(_, t)| fold(&t));
        let data = signals.article().and_then(|node| signals.data.text(node, "headline")).map(|t| fold(&t));
        for element in signals.dom.select(&HEADINGS).take(MOST_HEADINGS).filter(|h| h.name() == "h1") {
            let heading = element.line();
            let words = heading.split_whitespace().count();
            let Some(rest) = title.strip_suffix(heading.as_str()).map(str::trim_end) else { continue };
            let Some(rest) = SEPARATORS.iter().find_map(|s| rest.strip_suffix(s.trim())).map(str::trim)
            else {
                continue;
            };
            if words == 0 || words > 5 || rest.is_empty() || self.is(rest) {
                continue;
            }
            let is_headline = |text: &str| !text.is_empty() && text == fold(rest);
            let is_above_another = || {
                let mut all = signals.dom.select(&HEADINGS).take(MOST_HEADINGS);
                all.any(|h| h.key() != element.key() && is_headline(&fold(&h.line())))
            };
            let is_told = [&og, &data].into_iter().flatten().any(|t| is_headline(t)) || is_above_another();
            let is_by_shape = || rest.split_whitespace().count() > words.max(3) && !is_in_article(element);
            if is_told || is_masthead(element) || is_by_shape() {
                self.0.push(key(&heading));
            }
        }
    }

    /// Is this one of its names, or one with a little around it ("Courier News", "The Courier")?
    fn is(&self, part: &str) -> bool {
        let part = key(part);
        !part.is_empty()
            && self.0.iter().any(|name| {
                *name == part
                    || part.len() >= 4
                        && name.len() >= 4
                        && (part.contains(name.as_str()) || name.contains(&part))
                        && part.len().abs_diff(name.len()) <= name.len().max(8)
            })
    }

    /// The title without the parts at its end, or its beginning, that are the site's: a part goes only
    /// if it is the site's name, stands between the title and that name, or a heading of the page is the
    /// rest. A dash inside a title stays.
    fn strip(&self, title: &str, headings: &[String]) -> String {
        let whole = fold(title);
        if headings.iter().any(|h| fold(h) == whole) {
            return title.to_owned();
        }
        if let Some(heading) = headings.iter().find(|h| self.is_rest(title, h)) {
            return heading.clone();
        }
        let mut end = title;
        for _ in 0..MOST_PARTS {
            let Some((at, len)) =
                SEPARATORS.iter().filter_map(|s| end.rfind(s).map(|at| (at, s.len()))).max()
            else {
                break;
            };
            let (rest, part) = (&end[..at], &end[at + len..]);
            // "Title | World News | Courier": the last is the site; the one before it is short and
            // stands between bars.
            let is_between = end.len() < title.len()
                && end[at..].starts_with([' '])
                && end[at + 1..].starts_with('|')
                && part.split_whitespace().count() <= 3;
            if rest.trim().is_empty() || !(self.is(part) || is_between) {
                break;
            }
            end = rest.trim_end();
        }
        if end.len() == title.len() {
            for separator in TIGHT {
                if let Some((rest, part)) = end.rsplit_once(separator)
                    && !rest.trim().is_empty()
                    && self.0.contains(&key(part))
                    && (!separator.is_ascii() || part.chars().count() >= 4)
                    && rest.split_whitespace().count() >= 2
                {
                    end = rest.trim_end();
                    break;
                }
            }
        }
        for separator in [" | ", " - ", " – ", " : ", ": "] {
            if let Some((part, rest)) = end.split_once(separator)
                && self.0.contains(&key(part))
                && rest.split_whitespace().count() >= 2
            {
                end = rest.trim_start();
                break;
            }
        }
        end.trim().to_owned()
    }

    /// Is the title this heading, a separator, and something more?
    fn is_rest(&self, title: &str, heading: &str) -> bool {
        heading.chars().count() >= 8
            && title.strip_prefix(heading).is_some_and(|more| {
                let more = more.trim_end();
                SEPARATORS.iter().any(|s| more.starts_with(s.trim_end()))
                    || TIGHT.iter().any(|s| more.starts_with(s) && self.is(&more[s.len()..]))
            })
    }
}

/// Is it the site's name over every page: a link home, or called so?
fn is_masthead(heading: Element<'_>) -> bool {
    let leads_home =
        |e: Element<'_>| e.name() == "a" && e.attr("href").is_some_and(|h| matches!(h, "/" | "./" | "../"));
    heading.ancestors().take(3).chain([heading]).any(|e| {
        leads_home(e)
            || e.is_named(|word| matches!(word, "logo" | "brand" | "branding" | "masthead" | "sitename"))
    }) || heading.select(&LINK).any(leads_home)
        || heading.is_named(|word| matches!(word, "site" | "blog"))
}

fn is_in_article(heading: Element<'_>) -> bool {
    heading.ancestors().take(40).any(|e| matches!(e.name(), "article" | "main"))
}

/// A name without case, accents, blanks and signs, and without an article before it.
fn key(name: &str) -> String {
    let folded = fold(name);
    let folded = folded
        .strip_prefix("the-")
        .or_else(|| folded.strip_prefix("der-"))
        .or_else(|| folded.strip_prefix("die-"))
        .unwrap_or(&folded);
    folded.replace('-', "")
}

#[cfg(test)]
mod tests {
    use crate::page::{Hints, read};

    #[test]
    fn a_short_heading_behind_the_title_is_the_sites_name_only_where_something_says_so() {
        let titled = |title: &str, rest: &str| {
            let html = format!("<title>{title}</title>{rest}<p>The ferry came back with nine lamps.</p>");
            let hints = Hints { url: Some("https://tolmcourier.example/a"), ..Hints::default() };
            read(&html, &hints).title.unwrap_or_default()
        };
        for (title, rest, found) in [
            ("Tolm Courier - Ferry saved", "<article><h1>Ferry saved</h1></article>", "Ferry saved"),
            ("Quay Street Post - Ferry saved", "<article><h1>Ferry saved</h1></article>", "Ferry saved"),
            (
                "Quayside | Night of the boats",
                "<meta property=og:site_name content=Quayside><meta property=og:title content='Quayside | Night of the boats'><h1>Night of the boats</h1>",
                "Night of the boats",
            ),
            ("Interview - Ilse Varn", "<h1>Ilse Varn</h1>", "Ilse Varn"),
            // Masthead and headline.
            (
                "Ferry saved - Old Nets",
                "<h1><a href='/'>Old Nets</a></h1><h2>Ferry saved</h2>",
                "Ferry saved",
            ),
            ("How we came to Tolm - Old Nets", "<h1>Old Nets</h1>", "How we came to Tolm"),
        ] {
            assert_eq!(titled(title, rest), found, "{title}");
        }
    }
}
