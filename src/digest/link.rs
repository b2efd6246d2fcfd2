use url::Url;

/// An address as we are willing to link to it: absolute `http` or `https` with a host, spelled as
/// the WHATWG URL standard serialises it, so that it holds no space, quote, angle bracket or control
/// character; `None` for anything else (`javascript:`, `data:`, relative ones, …).
pub fn web(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    // The standard leaves some of these alone in queries and fragments; a page must not.
    let mut out = String::with_capacity(url.as_str().len());
    for c in url.as_str().chars() {
        match c {
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    Some(out)
}

/// The address of a text that is nothing but an address, as licences often are.
pub fn whole(text: &str) -> Option<String> {
    if text.contains(char::is_whitespace) { None } else { web(text) }
}

#[cfg(test)]
mod tests {
    use super::web;

    #[test]
    fn only_web_addresses_are_linked() {
        for bad in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://courier.example/",
            "mailto:desk@courier.example",
            "//courier.example/a",
            "/a",
            "",
            "http://",
        ] {
            assert_eq!(web(bad), None, "{bad:?}");
        }
        for (given, linked) in [
            (" https://courier.example/a?b=1&c=2#d ", "https://courier.example/a?b=1&c=2#d"),
            ("HTTPS://Courier.example/ä ö", "https://courier.example/%C3%A4%20%C3%B6"),
            ("https://courier.example/\"><script>", "https://courier.example/%22%3E%3Cscript%3E"),
            ("https://courier.example/?q=<b>\\`", "https://courier.example/?q=%3Cb%3E%5C%60"),
            ("https://courier.example/a\nb", "https://courier.example/ab"),
        ] {
            assert_eq!(web(given).as_deref(), Some(linked), "{given:?}");
        }
    }
}
