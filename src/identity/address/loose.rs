//! A looser key: it proposes, and the words must confirm.

use super::canonical;

/// Digits in a row that number an article.
const NUMBER: usize = 6;
/// A shorter path in the site's root says too little: `/news` is a section.
const MIN_PATH: usize = 16;

/// The key under which an address is found again whose slug was rewritten with the headline, or whose path
/// was spelt in another way: `None` where the address says too little.
///
/// Where the last part of the path has a number of six digits or more, that stands for the whole path;
/// else the path counts in lower case and without its extension. Never to be trusted alone.
pub fn loose(address: &str) -> Option<String> {
    let key = canonical(address)?;
    let (rest, query) = key.split_once('?').map_or((key.as_str(), ""), |(rest, query)| (rest, query));
    if rest.contains('#') {
        return None;
    }
    let (host, path) = rest.split_once('/')?;
    let last = path.rsplit('/').next().unwrap_or_default();
    if let Some(number) = number(last) {
        return Some(format!("{host}#{number}?{query}"));
    }
    let path = path.to_ascii_lowercase();
    let extension = [".html", ".htm", ".shtml", ".php", ".aspx", ".asp"];
    let path = extension.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(&path);
    (path.contains('/') || path.len() >= MIN_PATH || !query.is_empty())
        .then(|| format!("{host}/{path}?{query}"))
}

/// The first run of digits that is long enough to number an article; a date does not.
pub(super) fn number(part: &str) -> Option<&str> {
    part.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() >= NUMBER && !is_date(run))
}

/// `20261124`
fn is_date(run: &str) -> bool {
    let in_range = |at: std::ops::Range<usize>, range: std::ops::RangeInclusive<u32>| {
        run[at].parse().is_ok_and(|n: u32| range.contains(&n))
    };
    run.len() == 8 && in_range(0..4, 1990..=2099) && in_range(4..6, 1..=12) && in_range(6..8, 1..=31)
}

#[cfg(test)]
mod tests {
    use super::loose;

    #[test]
    fn a_rewritten_slug_is_found_again() {
        for (a, b, same) in [
            (
                "https://courier.example/2026/ferry-waits-1234567",
                "https://www.courier.example/2026/ferry-sails-1234567",
                true,
            ),
            (
                "https://courier.example/News/Coast/Story.html",
                "https://courier.example/news/coast/story",
                true,
            ),
            ("https://courier.example/a-1234567", "https://herald.example/a-1234567", false),
            ("https://courier.example/bulletin-20261124", "https://courier.example/report-20261124", false),
            ("https://courier.example/read?n=1234567", "https://courier.example/read?n=1234568", false),
        ] {
            assert_eq!(loose(a) == loose(b) && loose(a).is_some(), same, "{a} and {b}");
        }
        assert_eq!(loose("https://courier.example/news"), None);
        assert_eq!(loose("https://courier.example/#!/ferry-1234567"), None);
    }
}
