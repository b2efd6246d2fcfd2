//! The Reprint Desk, which republishes others: an RSS feed of teasers, and pages on which tags stand in
//! labelled lists and, below the text, the notices that such outlets print.

use jiff::tz::TimeZone;

use super::{Clock, courier, escape, paragraphs};
use crate::model::fold;

pub(super) const NAME: &str = "The Reprint Desk";
pub(super) const HOME: &str = "https://reprint-desk.example/";
/// Age of the newest item, in minutes.
pub(super) const NEWEST_MINUTES: i64 = 120;

struct Item {
    slug: &'static str,
    title: String,
    author: &'static str,
    minutes: i64,
    /// Facet and label.
    categories: &'static [(&'static str, &'static str)],
    texts: &'static [&'static str],
    /// Whose words these are, where they are not the desk's own: outlet and address.
    original: Option<(&'static str, &'static str)>,
    /// Address and credit.
    picture: Option<(&'static str, &'static str)>,
}

const WATER: [&str; 5] = [
    "Under the Tarle valley lies a lake that nobody has seen. Wells have drawn on it for as long as there have \
     been wells. In the last six years four companies have asked the county for leave to draw on it too, and \
     the county has found that it does not know whose water it is.",
    "The law of the land speaks of rivers and of springs. A river belongs to nobody, a spring to whoever owns the \
     meadow. Of water that stands still in the dark it says nothing, because those who wrote it had no pump that \
     could reach so deep.",
    "Three claims are on the table. The parishes say that the lake is a commons, like the high pastures. The \
     companies say that whoever drills finds and whoever finds keeps. A retired surveyor, Gerrit Vane-Olsson, says \
     that the lake has an outlet beneath the sea bed at Saltmere, and that it therefore is a river, only slow.",
    "His argument would settle the matter in favour of nobody, which is why it has made him friends. Dye poured \
     into the deepest well at Fell Cross in April came up in the harbour at Saltmere in October, pale but beyond \
     doubt.",
    "The county has adjourned until spring. Until then each company may draw as much as it can carry away in \
     buckets.",
];

const PORTS: [&str; 3] = [
    "A small port remembers. It remembers which wall was built with whose money, which skipper was not paid, and \
     which summer the herring did not come. Large ports have archives instead.",
    "I was reminded of this when the slipway on Gull Island moved by the width of a hand and half the coast could \
     say at once who had poured it, and that it had rained. The engineers will take four weeks to learn less.",
    "That is no argument against engineers. It is an argument for asking, before the divers go down, whether there \
     is somebody on the quay who was there.",
];

const DISCLAIMER: &str = "The contents of this article are of sole responsibility of the author. The Reprint Desk \
     will not be responsible for any inaccurate or incorrect statement in this article.";

const FAIR_USE: &str = "This site contains copyrighted material the use of which has not always been specifically \
     authorized by the copyright owner. We make it available to our readers under the provisions of fair use, to \
     advance the understanding of public affairs. If you wish to use it for other purposes, you must request \
     permission from the copyright owner.";

const CONTACT: &str = "For media inquiries: desk@reprint-desk.example";

fn items() -> [Item; 3] {
    [
        Item {
            slug: "ferry-gull-island-slipway",
            title: format!("{} – Harbour Courier", courier::SLIPWAY_TITLE),
            author: courier::SLIPWAY_AUTHOR,
            minutes: NEWEST_MINUTES,
            categories: &[
                ("Region", "Saltmere Coast"),
                ("Region", "Gull Island"),
                ("Theme", "Transport & Ports"),
                ("Theme", "Public Safety"),
                ("In-depth Report", "The Ageing Shore"),
            ],
            texts: &courier::SLIPWAY_FIRST,
            original: Some(("Harbour Courier", courier::SLIPWAY_URL)),
            picture: Some((
                "https://reprint-desk.example/media/slipway.jpg",
                "Aino Castellane / Harbour Courier",
            )),
        },
        Item {
            slug: "who-owns-the-water",
            title: "Who Owns the Water Under the Valley?".to_owned(),
            author: "Lucian Ferro-Haugen",
            minutes: 205,
            categories: &[
                ("Region", "Tarle Valley"),
                ("Theme", "Law & Justice"),
                ("Theme", "Environment"),
                ("In-depth Report", "The Slow River"),
            ],
            texts: &WATER,
            original: None,
            picture: None,
        },
        Item {
            slug: "small-ports-long-memories",
            title: "Small Ports, Long Memories".to_owned(),
            author: "Petra Quillane",
            minutes: 275,
            categories: &[("Region", "Saltmere Coast"), ("Theme", "History & Opinion")],
            texts: &PORTS,
            original: None,
            picture: None,
        },
    ]
}

/// Where its pages stand on the demo's server.
const PAGES: &str = "/reprint-desk/";

pub(super) fn feed(clock: Clock, server: &str) -> String {
    let year = clock.year();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel>\n  <title>{NAME}</title>\n  <link>{HOME}</link>\n  \
         <description>Pieces worth a second reader</description>\n  <language>en</language>\n  \
         <copyright>Copyright © {year} The Reprint Desk and the authors named</copyright>\n  \
         <lastBuildDate>{}</lastBuildDate>\n  <ttl>60</ttl>\n",
        clock.rfc2822(NEWEST_MINUTES)
    );
    for item in items() {
        let url = format!("{server}{PAGES}{}", item.slug);
        let first = item.texts.first().copied().unwrap_or_default();
        let teaser = first.split_inclusive(". ").next().unwrap_or(first).trim();
        out.push_str(&format!(
            "  <item>\n    <title>{}</title>\n    <link>{url}</link>\n    \
             <guid isPermaLink=\"false\">{HOME}?p={}</guid>\n    <dc:creator>{}</dc:creator>\n    \
             <pubDate>{}</pubDate>\n    <description>{}</description>\n  </item>\n",
            escape(&item.title),
            item.minutes,
            escape(item.author),
            clock.rfc2822(item.minutes),
            escape(teaser),
        ));
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// The page of one item, with all that such pages carry around the text.
pub(super) fn page(path: &str, clock: Clock) -> Option<String> {
    let slug = path.strip_prefix(PAGES)?;
    let item = items().into_iter().find(|item| item.slug == slug)?;
    let (title, author) = (escape(&item.title), escape(item.author));
    let at = clock.ago(item.minutes).to_zoned_datetime(TimeZone::UTC);
    let date = at.strftime("%B %d, %Y").to_string();
    let from = item.original.map(|(outlet, address)| {
        format!("<div class=\"origin\"><a href=\"{address}\">{}</a></div>\n", escape(outlet))
    });
    let picture = item.picture.map(|(address, credit)| {
        format!(
            "<figure><img src=\"{address}\" alt=\"\"><figcaption>Image credit: {}</figcaption></figure>\n",
            escape(credit)
        )
    });
    Some(format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} - {NAME}</title>\n\
         <meta property=\"og:type\" content=\"article\">\n<meta property=\"og:site_name\" content=\"{NAME}\">\n\
         </head>\n<body>\n<div id=\"header\"><a href=\"/\">{NAME}</a> <a href=\"/latest\">Latest</a></div>\n\
         <div class=\"post\">\n<h1>{title}</h1>\n<div class=\"byline\">By <a href=\"/author\" rel=\"author\">{author}</a>\
         </div>\n<div class=\"datepub\">{NAME}, {date}</div>\n{}{}<div class=\"share\"><a href=\"#\">Share</a> \
         <a href=\"#\">Print</a></div>\n<div class=\"articlebody\">\n{}{}</div>\n{}</div>\n\
         <div id=\"footer\"><p>Copyright © 2019-{} {NAME}</p></div>\n</body>\n</html>\n",
        from.unwrap_or_default(),
        facets(&item),
        picture.unwrap_or_default(),
        paragraphs(item.texts),
        below(&item, at.year()),
        at.year(),
    ))
}

/// The labelled lists: one a facet, in the order of the categories.
fn facets(item: &Item) -> String {
    let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
    for (facet, label) in item.categories {
        let link = format!("<a href=\"/tag/{}\" rel=\"tag\">{}</a>", fold(label), escape(label));
        match lists.last_mut().filter(|(last, _)| last == facet) {
            Some((_, links)) => links.push(link),
            None => lists.push((facet, vec![link])),
        }
    }
    let list = |(facet, links): &(&str, Vec<String>)| format!("<div>{facet}: {}</div>\n", links.join(", "));
    lists.iter().map(list).collect()
}

/// What stands below the text.
fn below(item: &Item, year: i16) -> String {
    let mut out = String::new();
    let owner = match item.original {
        Some((outlet, address)) => {
            out.push_str(&format!(
                "<div>The original source of this article is <a href=\"{address}\">{}</a></div>\n",
                escape(outlet)
            ));
            outlet
        }
        None => NAME,
    };
    let author = escape(item.author);
    out.push_str(&format!(
        "<div>Copyright © {author}, {}, {year}</div>\n<hr>\n\
         <div><a href=\"#\"><b>Comment on {NAME} Facebook page</b></a></div>\n\
         <div><a href=\"#\"><b>Become a Member of {NAME}</b></a></div>\n\
         <div>Articles by: <a href=\"/author\">{author}</a></div>\n\
         <div class=\"disclaimer\"><p><strong>Disclaimer:</strong> {}<br>\n{}</p>\n<p>{}</p></div>\n",
        escape(owner),
        escape(DISCLAIMER),
        escape(FAIR_USE),
        escape(CONTACT),
    ));
    out
}
