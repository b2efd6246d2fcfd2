/// Of a page, so much is looked at.
const LOOKED_AT: usize = 256 * 1024;
/// Where an HTML page says that it is one.
const BEGINNING: usize = 1024;

/// What a web page is that stands where a feed should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageSort {
    /// It asks for a password.
    Login,
    /// Anything else: parked, in maintenance, moved.
    Other,
}

/// Is it an HTML page, and does it ask for a password? `None` for what is not HTML.
pub fn page_sort(bytes: &[u8]) -> Option<PageSort> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).to_ascii_lowercase();
    let beginning = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let beginning: String = beginning.chars().take(BEGINNING).collect();
    if !["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| beginning.contains(tag)) {
        return None;
    }
    Some(if asks_to_sign_in(&text) { PageSort::Login } else { PageSort::Other })
}

/// By a password field, by where its form goes, or by its title: single sign-on asks for a name first.
fn asks_to_sign_in(lower: &str) -> bool {
    const ADDRESSES: [&str; 6] = ["login", "log-in", "signin", "sign-in", "/auth", "/sso"];
    const TITLES: [&str; 9] = [
        "log in",
        "login",
        "sign in",
        "sign-in",
        "anmelden",
        "anmeldung",
        "connexion",
        "iniciar sesi",
        "accedi",
    ];
    let tags = |name: &'static str| {
        lower.match_indices(name).map(|(at, _)| {
            let tag = &lower[at..];
            &tag[..tag.find('>').unwrap_or(tag.len())]
        })
    };
    let password = tags("<input").any(|tag| {
        let plain: String = tag.chars().filter(|c| !matches!(c, '"' | '\'' | ' ')).collect();
        plain.contains("type=password")
    });
    let form = tags("<form").any(|tag| {
        let action = tag.split_once("action").map_or("", |(_, rest)| rest);
        ADDRESSES.iter().any(|word| action.contains(word))
    });
    let title =
        lower.split_once("<title").and_then(|(_, rest)| rest.split("</title").next()).unwrap_or_default();
    password || form || TITLES.iter().any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{PageSort, page_sort};

    #[test]
    fn pages_are_told_apart() {
        for (page, sort) in [
            ("<!DOCTYPE html><title>Courier</title><input type=\"Password\">", Some(PageSort::Login)),
            ("<html><input name=p type = 'password'>", Some(PageSort::Login)),
            (
                "<html><form method=post action=\"/account/login?next=/rss\"><input name=user>",
                Some(PageSort::Login),
            ),
            ("\u{feff}\n <HTML><head><TITLE>Sign in – Courier</TITLE>", Some(PageSort::Login)),
            (
                "<!-- x --><html><title>Courier is being repaired</title><form action=\"/search\">",
                Some(PageSort::Other),
            ),
            ("<html><title>Domain for sale</title><p>login</p>", Some(PageSort::Other)),
            ("<rss version=\"2.0\"><channel><title>Log in</title>", None),
            ("{\"title\": \"Log in\"}", None),
            ("", None),
            ("<html><input", Some(PageSort::Other)),
        ] {
            assert_eq!(page_sort(page.as_bytes()), sort, "{page}");
        }
    }
}
