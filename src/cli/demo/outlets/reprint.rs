//! The Reprint Desk, which republishes others: an RSS feed whose items carry labelled categories and, below
//! the text, the notices that such outlets print.

use super::{Clock, courier, escape, paragraphs};

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

const DISCLAIMER: &str = "Disclaimer: The views expressed in this article are those of the author alone. The Reprint \
     Desk does not answer for inaccurate statements in the pieces that it republishes.";

const FAIR_USE: &str = "Fair use notice: This site carries copyrighted material whose use has not always been \
     authorised by its owner. We make it available, without profit, to readers who wish to study public affairs. \
     Whoever wants to use it for another purpose must ask the owner of the copyright.";

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

pub(super) fn feed(clock: Clock) -> String {
    let year = clock.year();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\">\n\
         <channel>\n  <title>The Reprint Desk</title>\n  <link>{HOME}</link>\n  \
         <description>Pieces worth a second reader</description>\n  <language>en</language>\n  \
         <copyright>Copyright © {year} The Reprint Desk and the authors named</copyright>\n  \
         <lastBuildDate>{}</lastBuildDate>\n  <ttl>60</ttl>\n",
        clock.rfc2822(NEWEST_MINUTES)
    );
    for item in items() {
        let url = format!("{HOME}{}", item.slug);
        let categories: String = item
            .categories
            .iter()
            .map(|(facet, label)| format!("    <category domain=\"{facet}\">{}</category>\n", escape(label)))
            .collect();
        let picture = item
            .picture
            .map(|(address, credit)| {
                format!(
                    "    <media:content url=\"{address}\" medium=\"image\" type=\"image/jpeg\">\
                     <media:credit>{}</media:credit></media:content>\n",
                    escape(credit)
                )
            })
            .unwrap_or_default();
        // RSS 2.0's `source`: the channel that the item came from.
        let source = item
            .original
            .map(|(outlet, _)| {
                format!("    <source url=\"{}feed.json\">{}</source>\n", super::courier::HOME, escape(outlet))
            })
            .unwrap_or_default();
        let first = item.texts.first().copied().unwrap_or_default();
        out.push_str(&format!(
            "  <item>\n    <title>{}</title>\n    <link>{url}</link>\n    \
             <guid isPermaLink=\"true\">{url}</guid>\n    <dc:creator>{}</dc:creator>\n    \
             <pubDate>{}</pubDate>\n{categories}    <description>{}</description>\n    \
             <content:encoded>{}</content:encoded>\n{picture}{source}  </item>\n",
            escape(&item.title),
            escape(item.author),
            clock.rfc2822(item.minutes),
            escape(&format!("<p>{}</p>", escape(first))),
            escape(&(paragraphs(item.texts) + &notices(&item, year))),
        ));
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

/// What stands below the text, as HTML.
fn notices(item: &Item, year: i16) -> String {
    let mut out = String::from("<hr>\n");
    let owner = match item.original {
        Some((outlet, address)) => {
            out.push_str(&format!(
                "<p>The original source of this article is <a href=\"{address}\">{}</a></p>\n",
                escape(outlet)
            ));
            outlet
        }
        None => "The Reprint Desk",
    };
    let copyright = format!("Copyright © {}, {owner}, {year}", item.author);
    out.push_str(&paragraphs(&[&copyright, DISCLAIMER, FAIR_USE, CONTACT]));
    out
}
