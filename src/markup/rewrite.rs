use url::Url;

use super::entity::decode;
use super::tag::Attributes;

/// Attributes beyond this are left out: html5ever compares each with all before it.
const MAX_ATTRIBUTES: usize = 64;

/// Bytes of a value; longer ones are left out. They are pictures written out (`data:`), which are not kept.
const MAX_VALUE: usize = 16 << 10;

/// Is this a picture of at most one pixel, put there to count readers?
pub(super) fn is_tracker(inside: &str) -> bool {
    let tiny = |value: &str| matches!(value.trim().trim_end_matches("px"), "0" | "1");
    Attributes::new(inside).any(|(name, value)| {
        (name.eq_ignore_ascii_case("width") || name.eq_ignore_ascii_case("height")) && tiny(value)
    })
}

/// The tag with its addresses absolute and no more attributes than [`MAX_ATTRIBUTES`]; `None` where it is so already.
pub(super) fn rewritten(name: &str, inside: &str, base: Option<&Url>) -> Option<String> {
    let resolve = |attribute: &str, value: &str| -> Option<String> {
        let base = base.filter(|_| is_address(attribute) && !value.trim().is_empty())?;
        if Url::parse(value.trim()).is_ok() {
            return None;
        }
        base.join(decode(value).trim()).ok().map(String::from)
    };
    // Fewer bytes cannot hold too many or too long ones.
    let fits = inside.len() <= 2 * MAX_ATTRIBUTES || {
        let longest = Attributes::new(inside).map(|(_, value)| value.len()).max();
        Attributes::new(inside).nth(MAX_ATTRIBUTES).is_none() && longest.is_none_or(|l| l <= MAX_VALUE)
    };
    let is_relative = |(attribute, value)| resolve(attribute, value).is_some();
    if fits && (base.is_none() || !Attributes::new(inside).any(is_relative)) {
        return None;
    }
    let mut tag = format!("<{name}");
    let attributes = Attributes::new(inside).filter(|(_, value)| value.len() <= MAX_VALUE);
    for (attribute, value) in attributes.take(MAX_ATTRIBUTES) {
        let value = match resolve(attribute, value) {
            Some(address) => address.replace('&', "&amp;"),
            None => value.to_owned(),
        };
        tag.push_str(&format!(" {attribute}=\"{}\"", value.replace('"', "&quot;")));
    }
    if inside.ends_with('/') {
        tag.push('/');
    }
    tag.push('>');
    Some(tag)
}

fn is_address(attribute: &str) -> bool {
    ["href", "src", "poster", "cite"].iter().any(|known| known.eq_ignore_ascii_case(attribute))
}
