use super::entity::decode;
use super::tag::Attributes;
use super::token::{Token, Tokens};

/// Licences of one text; a hostile one may have thousands.
const MAX_LICENCES: usize = 4;

/// The addresses of the licences a text names for itself (`<a rel="license" href="…">`), as they are written. One
/// beneath a picture is the picture's.
pub fn licences(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // Cheap before dear: most texts name none.
    if !html.contains("license") && !html.contains("LICENSE") && !html.contains("License") {
        return found;
    }
    let mut figures = 0_usize;
    for token in Tokens::new(html) {
        match token {
            Token::Open { name, inside, .. } if is_figure(name) => {
                figures += usize::from(!inside.ends_with('/'))
            }
            Token::Close(name) if is_figure(name) => figures = figures.saturating_sub(1),
            Token::Open { name, inside, .. }
                if figures == 0 && (name.eq_ignore_ascii_case("a") || name.eq_ignore_ascii_case("link")) =>
            {
                let of = |wanted: &str| {
                    Attributes::new(inside).find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                };
                let is_licence = |(_, rel): (&str, &str)| {
                    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("license"))
                };
                if let Some((_, href)) = of("rel").filter(|rel| is_licence(*rel)).and_then(|_| of("href")) {
                    let href = decode(href).trim().to_owned();
                    if !href.is_empty() && !found.contains(&href) {
                        found.push(href);
                    }
                    if found.len() >= MAX_LICENCES {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn is_figure(name: &str) -> bool {
    name.eq_ignore_ascii_case("figure")
}

#[cfg(test)]
mod tests {
    use super::licences;

    #[test]
    fn a_licence_is_what_the_text_says_of_itself() {
        for (html, found) in [
            (
                "<p>Under <a href='https://l.example/by?a&amp;b' rel='noopener license'>BY</a>.</p>",
                &["https://l.example/by?a&b"][..],
            ),
            ("<A REL=LICENSE HREF=/by>BY</A>", &["/by"]),
            (
                "<figure><img src=a><figcaption><a rel=license href=/cc>CC</a></figcaption></figure><p>Our license.</p>",
                &[],
            ),
            ("<p>Get your <a href=/license>driving license</a>, <a rel='licensee' href=/x>x</a></p>", &[]),
            ("<a rel=license>no address</a>", &[]),
        ] {
            assert_eq!(licences(html), found, "{html}");
        }
    }
}
