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

/// A picture's tag that names the picture only in `srcset` (HTML §4.8.4.2.1), with the largest of them in `src`.
pub(super) fn with_source(name: &str, inside: &str, base: Option<&Url>) -> Option<String> {
    if !name.eq_ignore_ascii_case("img") {
        return None;
    }
    let value = |wanted: &str| {
        let mut values = Attributes::new(inside).filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        values.next().map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    if value("src").is_some() {
        return None;
    }
    let candidates = decode(value("srcset").filter(|set| set.len() <= MAX_VALUE)?).into_owned();
    let source = largest(&candidates)?;
    let source = base.and_then(|base| base.join(source).ok()).map_or_else(|| source.to_owned(), String::from);
    let source = source.replace('&', "&amp;").replace('"', "&quot;");
    let with = format!(" src=\"{source}\"{inside}");
    Some(rewritten(name, &with, base).unwrap_or_else(|| format!("<{name}{with}>")))
}

/// The address among a `srcset`'s candidates with the greatest width or density; the first of equals.
fn largest(candidates: &str) -> Option<&str> {
    let mut best: Option<(f64, &str)> = None;
    let mut rest = candidates;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
        if rest.is_empty() {
            return best.map(|(_, address)| address);
        }
        // An address may hold commas, and ends with none.
        let run = &rest[..rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())];
        let address = run.trim_end_matches(',');
        rest = &rest[run.len()..];
        let mut size = 1.0;
        if address.len() == run.len() {
            let said = &rest[..rest.find(',').unwrap_or(rest.len())];
            rest = &rest[said.len()..];
            let mut numbers =
                said.split_ascii_whitespace().filter_map(|d| d.strip_suffix(['w', 'x'])?.parse().ok());
            size = numbers.next().unwrap_or(size);
        }
        let is_data = address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        if !is_data && best.is_none_or(|(greatest, _)| size > greatest) {
            best = Some((size, address));
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_candidates_only_gets_the_largest() {
        let base = Url::parse("https://quay.example/a/1").expect("an address");
        let source = |inside: &str| with_source("IMG", inside, Some(&base));
        assert_eq!(
            source(" srcset='s.jpg 320w, /l,c_fill.jpg?a=1&amp;b=2 1280w, m.jpg 640w' alt=x").as_deref(),
            Some(
                "<IMG src=\"https://quay.example/l,c_fill.jpg?a=1&amp;b=2\" srcset='s.jpg 320w, /l,c_fill.jpg?a=1&amp;b=2 1280w, m.jpg 640w' alt=x>"
            )
        );
        for (set, expected) in [
            ("a.jpg, b.jpg 2x", Some("b.jpg")),
            ("a.jpg 1.5x,b.jpg 1x", Some("a.jpg")),
            ("a.jpg,", Some("a.jpg")),
            ("data:image/gif;base64,R0 1x, a.jpg 1x", Some("a.jpg")),
            (" , ", None),
        ] {
            assert_eq!(largest(set), expected, "{set:?}");
        }
        assert_eq!(source(" src=a.jpg srcset='b.jpg 2x'"), None);
        assert_eq!(source(" alt=x"), None);
    }
}
