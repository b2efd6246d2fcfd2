use std::borrow::Cow;

use super::address::{self, Base, Room};
use super::text::{self, Untyped};
use super::texts::Texts;
use super::{category, media, people, rdf, rights};
use crate::markup;
use crate::model::{Link, Source};
use crate::parse::limits::MAX_LIST;
use crate::parse::note::Notes;
use crate::parse::reading::{Item, Text};
use crate::parse::xml::{Id, Ns, Tree};

/// Reads an `<item>` or `<entry>`. `atom` says that the document is Atom 1.0.
pub(super) fn read<'a>(tree: &Tree<'a>, id: Id, base: &Base, atom: bool, notes: &mut Notes) -> Item<'a> {
    let base = &base.inside(tree, id);
    let mut item = Item { id: tree.attribute(id, "about"), base: base.declared(), ..Item::default() };
    let mut texts = Texts::default();
    let room = Room::new(MAX_LIST);
    let mut children: Vec<Id> = tree.children(id).collect();
    children.reverse();
    while let Some(child) = children.pop() {
        let Some((ns, name)) = tree.name(child) else { continue };
        if is_wrapper(ns, name) {
            let inner = tree.children(child).collect::<Vec<_>>();
            children.extend(inner.into_iter().rev());
            continue;
        }
        for of in rdf::members(tree, child, ns) {
            field(tree, of, ns, name, base, atom, &mut item, &mut texts, &room);
        }
    }
    // CDF: `<item href="…" lastmod="…">`.
    if let Some(href) = tree.attribute(id, "href").and_then(|h| base.resolve(&h)) {
        item.links.push(Link { href, rel: Some("alternate".to_owned()), ..Link::default() });
    }
    item.updated = item.updated.or_else(|| tree.attribute(id, "lastmod"));
    item.language = item.language.or_else(|| tree.xml_attribute(id, "xml:lang"));
    item.media = media::read(tree, id, base);
    media::from_links(&item.links, &mut item.media);
    if item.media.len() > MAX_LIST {
        item.media.truncate(MAX_LIST);
        room.refused.set(room.refused.get() + 1);
    }
    notes.add_many("list-cut", room.refused.get());
    texts.into(&mut item);
    rights::in_texts(&mut item, base);
    rights::with_links(&mut item.rights, &item.links);
    item.link = address::page(&item.links).or_else(|| {
        let id = item.id.as_deref().filter(|_| !item.id_is_no_link)?;
        if address::is_web(id) { Some(id.to_owned()) } else { base.resolve(id).filter(|_| item.id_is_link) }
    });
    item
}

/// An element of no meaning that holds others: HTML nobody closed, a publisher's own grouping. The fields
/// inside are the entry's.
fn is_wrapper(ns: Ns, name: &str) -> bool {
    ns == Ns::Core && (markup::is_known(name) && !matches!(name, "body" | "summary") || name == "head")
}

#[expect(clippy::too_many_arguments, reason = "one call, in the loop above")]
fn field<'a>(
    tree: &Tree<'a>,
    child: Id,
    ns: Ns,
    name: &str,
    base: &Base,
    atom: bool,
    item: &mut Item<'a>,
    texts: &mut Texts<'a>,
    room: &Room,
) {
    let titles = if atom { Untyped::Plain } else { Untyped::Guess };
    match (ns, name) {
        (Ns::Core | Ns::Atom, "title") | (Ns::Dc, "title") => {
            item.title = item.title.take().or_else(|| text::read(tree, child, titles));
        }
        (Ns::Core | Ns::Atom, "guid" | "id") => {
            if let Some(id) = tree.text(child) {
                let says = tree.attribute(child, "ispermalink").map(|v| v.trim().to_ascii_lowercase());
                item.id_is_no_link = says.as_deref() == Some("false");
                item.id_is_link = says.as_deref() == Some("true") || id.starts_with('/');
                item.id = Some(id);
            }
        }
        (Ns::Podcast, "person") => {
            if let Some(person) = people::podcaster(tree, child, base) {
                let role = tree.attribute(child, "role").map(|r| r.trim().to_ascii_lowercase());
                let wrote = role.is_some_and(|r| matches!(r.as_str(), "author" | "writer" | "co-writer"));
                let of = if wrote { &mut item.authors } else { &mut item.contributors };
                if !of.contains(&person) && room.take() {
                    of.push(person);
                }
            }
        }
        (Ns::Podcast, "transcript") => {
            let href = tree.attribute(child, "url").and_then(|u| base.resolve(&u));
            if let Some(href) = href.filter(|_| room.take()) {
                let of = |name| tree.attribute(child, name).map(|v| v.trim().to_owned());
                let rel = Some("transcript".to_owned());
                item.links.push(Link {
                    href,
                    rel,
                    media_type: of("type"),
                    language: of("language"),
                    title: None,
                });
            }
        }
        (Ns::Dc, "identifier") => extra(tree, child, "dc:identifier", item),
        (Ns::Core | Ns::Atom, "link") => {
            if let Some(link) = address::link(tree, child, base).filter(|_| room.take()) {
                item.links.push(link);
            }
        }
        (Ns::Core | Ns::Atom, "pubdate" | "published" | "issued") | (Ns::DcTerms, "issued") => {
            replace(&mut item.published, tree.text(child));
        }
        (Ns::Core | Ns::Atom, "updated" | "modified" | "lastbuilddate")
        | (Ns::DcTerms, "modified")
        | (Ns::Dc, "date") => {
            replace(&mut item.updated, tree.text(child));
        }
        (Ns::Core | Ns::Atom, "created") | (Ns::DcTerms, "created" | "date") => {
            replace(&mut texts.created, tree.text(child));
        }
        (Ns::Core | Ns::Atom, "author" | "managingeditor")
        | (Ns::Dc, "creator" | "author")
        | (Ns::Itunes, "author") => {
            if let Some(author) = people::read(tree, child, base)
                && !item.authors.contains(&author)
                && room.take()
            {
                item.authors.push(author);
            }
        }
        (Ns::Core | Ns::Atom | Ns::Dc, "contributor") => {
            if let Some(person) = people::read(tree, child, base)
                && !item.contributors.contains(&person)
                && room.take()
            {
                item.contributors.push(person);
            }
        }
        (Ns::Core | Ns::Atom, "category" | "keywords" | "tags")
        | (Ns::Dc, "subject")
        | (Ns::Itunes, "category" | "keywords")
        | (Ns::Media, "category" | "keywords")
        | (Ns::Taxonomy, "topics") => {
            if room.take() {
                category::read(tree, child, ns, name, &mut item.categories);
            }
        }
        (Ns::Core | Ns::Atom, "description" | "summary" | "abstract" | "subtitle" | "tagline")
        | (Ns::Dc | Ns::DcTerms, "description" | "abstract")
        | (Ns::Itunes, "summary" | "subtitle") => {
            let text = text::read(tree, child, Untyped::Guess);
            // A subtitle of a podcast is a teaser, never the text.
            if name == "subtitle" {
                texts.last_resort = texts.last_resort.take().or(text)
            } else {
                texts.short.extend(text)
            }
        }
        (Ns::Content, "encoded")
        | (Ns::Core | Ns::Atom | Ns::Xhtml, "body")
        | (Ns::Core, "fullitem" | "fulltext" | "full-text")
        | (Ns::Xhtml, "div") => {
            texts.full.extend(text::read(tree, child, Untyped::Guess));
        }
        (Ns::Core | Ns::Atom, "content") => {
            if let Some(src) = tree.attribute(child, "src").or_else(|| tree.attribute(child, "url")) {
                item.content_src = base.inside(tree, child).resolve(&src);
            }
            item.language = item.language.take().or_else(|| tree.xml_attribute(child, "xml:lang"));
            item.base = base.inside(tree, child).declared();
            texts.full.extend(content(tree, child));
        }
        // For one reader only, and often with a heading and buttons of its own.
        (Ns::Yandex, "full-text" | "content") => texts.spare.extend(text::read(tree, child, Untyped::Guess)),
        (Ns::WordPress, "encoded") => texts.short.extend(text::read(tree, child, Untyped::Guess)),
        (Ns::Content, "items") => {
            // RSS 1.0's first module for texts: `content:item` with its text in `rdf:value`.
            let values = tree.descendants(child).filter(|d| tree.name(*d) == Some((Ns::Rdf, "value")));
            texts.spare.extend(values.filter_map(|value| text::read(tree, value, Untyped::Guess)));
        }
        (Ns::Media, "description") => {
            texts.last_resort = texts.last_resort.take().or_else(|| text::read(tree, child, Untyped::Guess));
        }
        (Ns::Media, "title") => {
            texts.last_resort_title =
                texts.last_resort_title.take().or_else(|| text::read(tree, child, Untyped::Guess));
        }
        (Ns::Media, "group" | "content") => {
            let title = tree.descendants(child).find(|d| tree.name(*d) == Some((Ns::Media, "title")));
            let title = title.and_then(|d| text::read(tree, d, Untyped::Guess));
            texts.last_resort_title = texts.last_resort_title.take().or(title);
            let description =
                tree.descendants(child).find(|d| tree.name(*d) == Some((Ns::Media, "description")));
            let text = description.and_then(|d| text::read(tree, d, Untyped::Guess));
            texts.last_resort = texts.last_resort.take().or(text);
            for of_the_film in tree.descendants(child) {
                if let Some((Ns::Media, name @ ("category" | "keywords"))) = tree.name(of_the_film)
                    && room.take()
                {
                    category::read(tree, of_the_film, Ns::Media, name, &mut item.categories);
                }
            }
        }
        (Ns::Core | Ns::Atom, "source") => {
            item.source = item.source.take().or_else(|| source(tree, child, base));
            of_source(tree, child, base, item, texts, room);
        }
        (Ns::Dc, "source") => {
            if item.source.is_none()
                && let Some(said) = tree.text(child)
            {
                let said = markup::line(&said);
                item.source = Some(if address::is_web(&said) {
                    Source { title: None, url: Some(said) }
                } else {
                    Source { title: Some(said), url: None }
                });
            }
        }
        (Ns::Core | Ns::Dc, "language") => item.language = tree.text(child).or(item.language.take()),
        (Ns::Core | Ns::Atom, "comments") => {
            item.comments = item.comments.take().or_else(|| tree.text(child).and_then(|t| base.resolve(&t)));
        }
        (Ns::Wfw, "commentrss") => {
            // RFC 4685 §4: the comments as a feed.
            if let Some(href) = tree.text(child).and_then(|t| base.resolve(&t)).filter(|_| room.take()) {
                let (rel, media_type) = (Some("replies".to_owned()), Some("application/rss+xml".to_owned()));
                item.links.push(Link { href, rel, media_type, ..Link::default() });
            }
        }
        (Ns::WordPress, "post-id" | "post_id") | (Ns::Core | Ns::Other, "post-id") => {
            extra(tree, child, "wordpress:post-id", item)
        }
        (Ns::Feedburner, "origlink") | (Ns::Other, "origlink") => {
            // The article's own address behind a counting redirect.
            if let Some(href) = tree.text(child).and_then(|t| base.resolve(&t)) {
                item.links.push(Link { href, rel: Some("canonical".to_owned()), ..Link::default() });
            }
        }
        (Ns::Thread, "in-reply-to") => {
            let reference = tree.attribute(child, "ref").or_else(|| tree.attribute(child, "href"));
            if let Some(reference) = reference {
                item.extra.push(("thr:in-reply-to".to_owned(), reference.into_owned()));
            }
        }
        (Ns::Prism, "doi" | "issn") => {
            extra(tree, child, if name == "doi" { "prism:doi" } else { "prism:issn" }, item)
        }
        _ => {
            if let Some(right) = rights::read(tree, child, ns, name, base).filter(|_| room.take()) {
                item.rights.push(right);
            }
        }
    }
}

/// The last one counts, if it says anything: feeds that repeat a date put the correction last.
fn replace<'a>(field: &mut Option<Cow<'a, str>>, value: Option<Cow<'a, str>>) {
    if value.is_some() {
        *field = value;
    }
}

fn extra(tree: &Tree<'_>, id: Id, key: &str, item: &mut Item<'_>) {
    if item.extra.len() < 16
        && let Some(value) = tree.text(id)
    {
        item.extra.push((key.to_owned(), value.into_owned()));
    }
}

/// A `content`. Atom 0.3 gives several forms of one text inside of `multipart/alternative`.
fn content<'a>(tree: &Tree<'a>, id: Id) -> Vec<Text<'a>> {
    let is_multipart = tree
        .attribute(id, "type")
        .is_some_and(|t| t.trim().get(..10).is_some_and(|t| t.eq_ignore_ascii_case("multipart/")));
    let parts = tree.children(id).filter(|c| tree.name(*c).is_some_and(|(_, name)| name == "content"));
    let parts: Vec<Text<'a>> = if is_multipart {
        parts.filter_map(|part| text::read(tree, part, Untyped::Guess)).collect()
    } else {
        Vec::new()
    };
    if parts.is_empty() { text::read(tree, id, Untyped::Guess).into_iter().collect() } else { parts }
}

/// What the head of the feed an entry was taken from says of the entry (RFC 4287 §4.2.11): its rights, and its
/// authors, who are the entry's if that has none of its own (§4.2.1).
fn of_source<'a>(
    tree: &Tree<'a>,
    id: Id,
    base: &Base,
    item: &mut Item<'a>,
    texts: &mut Texts<'a>,
    room: &Room,
) {
    let base = &base.inside(tree, id);
    for child in tree.children(id) {
        match tree.name(child) {
            Some((Ns::Core | Ns::Atom, "author")) => {
                if let Some(author) = people::read(tree, child, base).filter(|_| room.take()) {
                    texts.source_authors.push(author);
                }
            }
            Some((ns, name)) => {
                item.rights.extend(rights::read(tree, child, ns, name, base).filter(|_| room.take()));
            }
            None => {}
        }
    }
}

/// RSS: `<source url="…">Name</source>`. Atom: the feed's own head, carried along.
fn source(tree: &Tree<'_>, id: Id, base: &Base) -> Option<Source> {
    let base = &base.inside(tree, id);
    if !tree.has_elements(id) {
        let url = ["url", "href"].iter().find_map(|a| tree.attribute(id, a)).and_then(|u| base.resolve(&u));
        let title = tree.text(id).map(|t| markup::line(&t)).filter(|t| !t.is_empty());
        return (url.is_some() || title.is_some()).then_some(Source { title, url });
    }
    let title = tree
        .child(id, "title")
        .and_then(|t| text::read(tree, t, Untyped::Guess))
        .map(|t| markup::line(&t.body));
    let links: Vec<Link> = tree
        .children(id)
        .filter(|c| tree.name(*c).is_some_and(|(_, name)| name == "link"))
        .filter_map(|c| address::link(tree, c, base))
        .collect();
    let url = address::page(&links).or_else(|| links.first().map(|l| l.href.clone())).or_else(|| {
        let id = tree.child(id, "id").and_then(|c| tree.text(c))?;
        address::is_web(&id).then(|| id.into_owned())
    });
    (url.is_some() || title.is_some()).then_some(Source { title, url })
}
