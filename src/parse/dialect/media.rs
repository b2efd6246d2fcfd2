use crate::markup;
use crate::model::{Link, Media};
use crate::parse::limits::MAX_LIST;
use crate::parse::xml::{Id, Ns, Tree};

use super::address::Base;

/// Enclosures, pictures and films of an entry: RSS `enclosure`, `media:*` at any depth, `itunes:image`, `image`.
pub(super) fn read(tree: &Tree<'_>, item: Id, base: &Base) -> Vec<Media> {
    let mut media = Vec::new();
    // What stands at the entry's own level, or a group's, holds for the media inside that say nothing.
    let mut common = Media::default();
    for id in tree.descendants(item) {
        let Some((ns, name)) = tree.name(id) else { continue };
        match (ns, name) {
            (Ns::Core | Ns::Atom, "enclosure") => push(tree, id, base, "enclosure", &mut media),
            // Atom's enclosures say how long they are, which a link does not.
            (Ns::Core | Ns::Atom, "link") if is_enclosure(tree, id) => {
                push(tree, id, &base.inside(tree, id), "enclosure", &mut media);
            }
            // A film without an address of its own has the page that plays it.
            (Ns::Media, "content" | "player") => push(tree, id, base, "media", &mut media),
            (Ns::Media, "thumbnail") => push(tree, id, base, "thumbnail", &mut media),
            (Ns::Itunes, "image") => push(tree, id, base, "image", &mut media),
            (Ns::Media, "title") => common.title = common.title.or_else(|| text(tree, id)),
            (Ns::Media, "description") => common.description = common.description.or_else(|| text(tree, id)),
            (Ns::Itunes, "duration") => {
                common.duration_s = common.duration_s.or_else(|| duration(&tree.text(id)?))
            }
            (Ns::Media, "credit" | "copyright") => common.credit = common.credit.or_else(|| text(tree, id)),
            _ => {}
        }
    }
    // An `<image>` is the entry's own only as its child, not inside a text.
    for id in tree.children(item).filter(|c| tree.name(*c) == Some((Ns::Core, "image"))) {
        push(tree, id, base, "image", &mut media);
    }
    for one in media.iter_mut().filter(|m| m.role == "media") {
        one.title = one.title.take().or_else(|| common.title.clone());
        one.description = one.description.take().or_else(|| common.description.clone());
        one.credit = one.credit.take().or_else(|| common.credit.clone());
    }
    // iTunes speaks of the one enclosure a podcast's episode has.
    for one in media.iter_mut().filter(|m| m.role == "enclosure") {
        one.duration_s = one.duration_s.or(common.duration_s);
    }
    media
}

/// Atom's enclosures are links.
pub(super) fn from_links(links: &[Link], media: &mut Vec<Media>) {
    for link in links.iter().filter(|l| l.rel.as_deref().is_some_and(|r| r.eq_ignore_ascii_case("enclosure")))
    {
        if !media.iter().any(|m| m.url == link.href && m.role == "enclosure") {
            media.push(Media {
                url: link.href.clone(),
                media_type: link.media_type.clone(),
                title: link.title.clone(),
                role: "enclosure",
                ..Media::default()
            });
        }
    }
}

fn is_enclosure(tree: &Tree<'_>, id: Id) -> bool {
    tree.attribute(id, "rel").is_some_and(|rel| rel.trim().eq_ignore_ascii_case("enclosure"))
}

fn push(tree: &Tree<'_>, id: Id, base: &Base, role: &'static str, out: &mut Vec<Media>) {
    // One beyond the limit, so that the caller sees that there were more.
    if out.len() > MAX_LIST {
        return;
    }
    let attribute = |name| tree.attribute(id, name).map(|v| v.trim().to_owned());
    let child = |name: &str| tree.children(id).find(|c| tree.name(*c).is_some_and(|(_, n)| n == name));
    let address = attribute("url").or_else(|| attribute("href")).or_else(|| attribute("uri")).or_else(|| {
        let url = child("url").and_then(|url| tree.text(url));
        url.or_else(|| if tree.has_elements(id) || role != "image" { None } else { tree.text(id) })
            .map(|t| t.into_owned())
    });
    let Some(url) = address.and_then(|a| base.resolve(&a)) else { return };
    let said = |name: &str| {
        child(name)
            .filter(|c| tree.name(*c).is_some_and(|(ns, _)| ns == Ns::Media))
            .and_then(|c| text(tree, c))
    };
    if out.iter().any(|m: &Media| m.url == url && m.role == role) {
        return;
    }
    out.push(Media {
        url,
        media_type: attribute("type").or_else(|| attribute("medium").filter(|_| role == "media")),
        length: attribute("length")
            .or_else(|| attribute("filesize"))
            .and_then(|l| l.replace(',', "").parse().ok()),
        duration_s: attribute("duration").and_then(|d| duration(&d)),
        role,
        title: said("title").or_else(|| attribute("title")),
        description: said("description"),
        credit: said("credit").or_else(|| said("copyright")),
    });
}

/// `5400`, `90:00`, `1:30:00`, `1:30:00.5`, in seconds; `None` for anything else, and for what is longer than
/// any film.
pub(super) fn duration(text: &str) -> Option<u32> {
    let whole = text.trim().split('.').next()?;
    let mut seconds: u32 = 0;
    for (n, part) in whole.split(':').enumerate() {
        let is_number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let part: u32 = if is_number && n < 3 { part.parse().ok()? } else { return None };
        seconds = seconds.checked_mul(60)?.checked_add(part)?;
    }
    Some(seconds)
}

fn text(tree: &Tree<'_>, id: Id) -> Option<String> {
    tree.text(id).map(|t| markup::text(&t)).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_as_podcasts_write_them() {
        for (text, seconds) in [
            ("5400", Some(5_400)),
            (" 90:00 ", Some(5_400)),
            ("1:30:00.5", Some(5_400)),
            ("0", Some(0)),
            ("about an hour", None),
            ("1:2:3:4", None),
            ("", None),
            (":30", None),
            ("-5", None),
            ("99999999999999999999", None),
            ("4294967295:59", None),
        ] {
            assert_eq!(duration(text), seconds, "{text:?}");
        }
    }
}
