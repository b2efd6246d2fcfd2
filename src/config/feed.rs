use std::collections::HashMap;

use url::Url;

use crate::markup;
use crate::model::{Feed, FullText, Select};
use crate::schedule::Plan;

use super::address::{proxy, web};
use super::given::Given;
use super::header::headers;
use super::keys::{FEED, SELECT};
use super::name::Unique;
use super::report::Fault;
use super::section::Section;
use super::tag::tag;
use super::text::{flag, name, words};

/// What feeds may not share, over all outlets.
pub(super) struct Shared {
    names: Unique,
    addresses: HashMap<Url, usize>,
}

impl Shared {
    pub(super) fn new() -> Self {
        Shared { names: Unique::new("feed"), addresses: HashMap::new() }
    }
}

/// `[[outlet.feed]]`
pub(super) fn feeds(outlet: &Section, outlet_name: &str, shared: &mut Shared) -> Vec<Feed> {
    outlet.sections("feed", FEED).iter().map(|section| feed(section, outlet_name, shared)).collect()
}

fn feed(section: &Section, outlet: &str, shared: &mut Shared) -> Feed {
    let default = Feed::default();
    let mut url = String::new();
    if let Some(given) = section.required("url", "\"https://courier.example/rss\"")
        && let Some(address) = given.read(web)
    {
        url = address.to_string();
        let line = given.report.line(given.at.start);
        if let Some(first) = shared.addresses.insert(address, line) {
            given.warn(
                Fault::new(format!("the same address stands on line {first}"))
                    .help("both are polled; one with the tags of both costs the outlet less"),
            );
        }
    }
    let given_name = section.given("name").and_then(|given| {
        let name = given.read(name)?;
        shared.names.claim(&given, &name);
        Some(name)
    });
    Feed {
        name: given_name.unwrap_or_default(),
        outlet: outlet.to_owned(),
        url,
        schedule: section.read("schedule", None, |given| schedule(given).map(Some)),
        full_text: section.read("full_text", default.full_text, full_text),
        tags: tags(section),
        headers: headers(section),
        proxy: section.read("proxy", default.proxy, proxy),
        enabled: section.read("enabled", default.enabled, flag),
        select: section.section("select", SELECT).and_then(|section| select(&section)),
    }
}

/// `true`, `false`, or the rule by which each article's page is fetched or not.
fn full_text(given: &Given) -> Result<FullText, Fault> {
    match (given.boolean(), given.text()) {
        (Some(true), _) => Ok(FullText::Always),
        (Some(false), _) => Ok(FullText::Never),
        (None, Some("if-short")) => Ok(FullText::IfShort),
        (None, text) => {
            let quotes = matches!(text, Some("true" | "false"));
            let help = if quotes {
                "write it without quotes"
            } else {
                "\"if-short\" fetches the page where the feed gives a teaser only"
            };
            Err(Fault::new(format!("expected true, false or \"if-short\", found {}", given.found()))
                .help(help))
        }
    }
}

/// A list of tags; one that stands twice counts once.
pub(super) fn tags(section: &Section) -> Vec<crate::model::Tag> {
    let mut tags = Vec::new();
    for (at, tag) in section.list("tags", tag).unwrap_or_default() {
        if tags.contains(&tag) {
            let fault = Fault::new(format!("the tag {}={} is given twice", tag.scheme, tag.label));
            section.report.warn(&at, &section.key("tags"), fault);
        } else {
            tags.push(tag);
        }
    }
    tags
}

/// A schedule in any of the forms of [`Plan`].
pub(super) fn schedule(given: &Given) -> Result<String, Fault> {
    let text = words(given)?;
    Plan::parse(&text).map_err(Fault::of)?;
    Ok(text)
}

/// A CSS selector that [`markup::pick`] can use.
fn selector(given: &Given) -> Result<String, Fault> {
    let text = words(given)?;
    markup::pick("", &Select { item: text.clone(), ..Select::default() }, 0).map_err(Fault::of)?;
    Ok(text)
}

fn select(section: &Section) -> Option<Select> {
    let optional = |key: &str| section.read(key, None, |given| selector(given).map(Some));
    let (title, link, date) = (optional("title"), optional("link"), optional("date"));
    let (summary, author) = (optional("summary"), optional("author"));
    let item = section.required("item", "\"article\"")?.read(selector)?;
    Some(Select { item, title, link, date, summary, author })
}
