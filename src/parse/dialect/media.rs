use crate::markup;
use crate::model::{Link, Media};
use crate::parse::limits::MAX_LIST;
use crate::parse::xml::{Id, Ns, Tree};

use super::address::Base;

/// Enclosures, pictures and films of an entry: RSS `enclosure`, `media:*` at any depth, `itunes:image`, `image`.
///
/// What Media RSS says of a film or picture holds where it stands: inside the `media:content`, else its
/// `media:group`, else the entry.
pub(super) fn read(tree: &Tree<'_>, item: Id, base: &Base) -> Vec<Media> {
    let mut media = Vec::new();
    let own = Said::of(tree, item);
    let mut duration_s = None;
    // An element to be looked into, and whose words hold there.
    let mut scopes = vec![own.clone()];
    let mut open: Vec<(Id, usize)> = vec![(item, 0)];
    while let Some((id, scope)) = open.pop() {
        let role = match tree.name(id) {
            // Items an entry names beside itself have media of their own.
            Some((Ns::Core | Ns::Atom, "item" | "entry" | "source")) if id != item => continue,
            Some((Ns::Core | Ns::Atom, "enclosure")) => Some("enclosure"),
            // Atom's enclosures say how long they are, which a link does not.
            Some((Ns::Core | Ns::Atom, "link")) if is_enclosure(tree, id) => Some("enclosure"),
            // A film without an address of its own has the page that plays it.
            Some((Ns::Media, "content" | "player")) => Some("media"),
            Some((Ns::Media, "thumbnail")) => Some("thumbnail"),
            Some((Ns::Itunes, "image")) => Some("image"),
            Some((Ns::Itunes, "duration")) => {
                duration_s = duration_s.or_else(|| duration(&tree.text(id)?));
                None
            }
            _ => None,
        };
        let mut inside = scope;
        if let Some((Ns::Media, "content" | "group")) = tree.name(id) {
            let said = Said::of(tree, id).or(&scopes[scope]);
            if said != scopes[scope] {
                scopes.push(said);
                inside = scopes.len() - 1;
            }
        }
        if let Some(role) = role {
            push(tree, id, &base.inside(tree, id), role, &scopes[inside], &mut media);
        }
        let first = open.len();
        open.extend(tree.children(id).map(|child| (child, inside)));
        open[first..].reverse();
    }
    // An `<image>` is the entry's own only as its child, not inside a text.
    for id in tree.children(item).filter(|c| tree.name(*c) == Some((Ns::Core, "image"))) {
        push(tree, id, base, "image", &Said::default(), &mut media);
    }
    // Where there is an enclosure or a picture and nothing else, that is what an entry's words speak of.
    let is_alone = !media.iter().any(|m| m.role == "media");
    for one in media.iter_mut().filter(|m| is_alone && matches!(m.role, "enclosure" | "image")) {
        one.credit = one.credit.take().or_else(|| own.credit.clone());
        if one.role == "enclosure" {
            one.title = one.title.take().or_else(|| own.title.clone());
            one.description = one.description.take().or_else(|| own.description.clone());
        }
    }
    // iTunes speaks of the one enclosure a podcast's episode has.
    for one in media.iter_mut().filter(|m| m.role == "enclosure") {
        one.duration_s = one.duration_s.or(duration_s);
    }
    media
}

/// What Media RSS says of the films and pictures in an element.
#[derive(Debug, Clone, PartialEq, Default)]
struct Said {
    title: Option<String>,
    description: Option<String>,
    credit: Option<String>,
}

/// Credits of one film; a hostile one may have thousands.
const MAX_CREDITS: usize = 32;

impl Said {
    /// What the element's own children say.
    fn of(tree: &Tree<'_>, id: Id) -> Said {
        let mut said = Said::default();
        let mut credits: Vec<String> = Vec::new();
        let mut terms: Vec<String> = Vec::new();
        for child in tree.children(id) {
            let Some((Ns::Media, name)) = tree.name(child) else { continue };
            match name {
                "title" => said.title = said.title.or_else(|| text(tree, child)),
                "description" => said.description = said.description.or_else(|| text(tree, child)),
                "credit" => credits.extend(line(tree, child)),
                "copyright" => terms.extend(line(tree, child)),
                "license" => {
                    let href = tree.attribute(child, "href").map(|href| href.trim().to_owned());
                    terms.extend(match (line(tree, child), href) {
                        (Some(name), Some(href)) if !name.contains(&href) => Some(format!("{name} ({href})")),
                        (name, href) => name.or(href),
                    });
                }
                _ => {}
            }
        }
        credits.truncate(MAX_CREDITS);
        terms.truncate(MAX_CREDITS);
        let mut kept: Vec<String> = Vec::new();
        for one in credits.into_iter().chain(terms) {
            if !kept.iter().any(|known| known.contains(&one)) {
                kept.push(one);
            }
        }
        said.credit = (!kept.is_empty()).then(|| kept.join(", "));
        said
    }

    fn or(self, wider: &Said) -> Said {
        Said {
            title: self.title.or_else(|| wider.title.clone()),
            description: self.description.or_else(|| wider.description.clone()),
            credit: self.credit.or_else(|| wider.credit.clone()),
        }
    }
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

/// `said` is what holds where the element stands. A still is the film's, and what is said of the film is not said of it,
/// but for whose it is.
fn push(tree: &Tree<'_>, id: Id, base: &Base, role: &'static str, said: &Said, out: &mut Vec<Media>) {
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
        title: said.title.clone().filter(|_| role == "media").or_else(|| attribute("title")),
        description: said.description.clone().filter(|_| role == "media"),
        credit: said.credit.clone().filter(|_| matches!(role, "media" | "thumbnail")),
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

fn line(tree: &Tree<'_>, id: Id) -> Option<String> {
    tree.text(id).map(|t| markup::line(&t)).filter(|t| !t.is_empty())
}

fn text(tree: &Tree<'_>, id: Id) -> Option<String> {
    tree.text(id).map(|t| markup::text(&t)).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::note::Notes;
    use crate::parse::xml::build;

    /// `url: title | description | credit` of each.
    fn media(inside: &str) -> Vec<String> {
        let xml = format!("<item xmlns:media='http://search.yahoo.com/mrss/'>{inside}</item>");
        let tree = build(&xml, &mut Notes::default());
        let item = tree.child(Tree::DOCUMENT, "item").expect("an item");
        let shown = |m: Media| {
            let said = [m.title, m.description, m.credit].map(Option::unwrap_or_default);
            format!("{}: {}", m.url, said.join(" | "))
        };
        read(&tree, item, &Base::default()).into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_said_holds_where_it_stands() {
        assert_eq!(
            media(
                "<media:content url='1'><media:credit>Mia</media:credit><media:description>One</media:description></media:content>\
                 <media:content url='2'/><media:group><media:credit>Noa</media:credit><media:content url='3'>\
                 <media:title>Three</media:title></media:content><media:content url='4'/></media:group><media:title>All</media:title>"
            ),
            ["1: All | One | Mia", "2: All |  | ", "3: Three |  | Noa", "4: All |  | Noa"]
        );
    }

    #[test]
    fn everybody_is_credited_and_terms_are_the_pictures() {
        assert_eq!(
            media(
                "<media:content url='1'><media:credit role='camera'>Mia</media:credit><media:credit>Noa</media:credit>\
                 <media:copyright>© Fjord Film</media:copyright><media:license href='https://l.example/by'>BY</media:license>\
                 <media:thumbnail url='t'/></media:content>"
            ),
            [
                "1:  |  | Mia, Noa, © Fjord Film, BY (https://l.example/by)",
                "t:  |  | Mia, Noa, © Fjord Film, BY (https://l.example/by)"
            ]
        );
    }

    #[test]
    fn a_lonely_picture_is_what_the_entry_speaks_of() {
        assert_eq!(media("<media:thumbnail url='t'/><media:credit>Mia</media:credit>"), ["t:  |  | Mia"]);
        assert_eq!(
            media(
                "<enclosure url='e'/><media:credit>Mia</media:credit><media:description>Low tide</media:description>"
            ),
            ["e:  | Low tide | Mia"]
        );
        assert_eq!(
            media("<enclosure url='e'/><media:content url='1'/><media:credit>Mia</media:credit>"),
            ["e:  |  | ", "1:  |  | Mia"]
        );
        assert_eq!(media("<related><item><enclosure url='e'/></item></related>"), [""; 0]);
    }

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
