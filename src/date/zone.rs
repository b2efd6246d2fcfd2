/// The offset east of Greenwich in seconds that a zone's text means. `None` where it is no zone.
///
/// Abbreviations mean what they mean in RFC 822 and in Europe and the Americas; a name that means
/// several things elsewhere (`IST`) is not read.
pub(super) fn offset(s: &str) -> Option<i64> {
    let s = s.trim().trim_matches(['(', ')', '[', ']', '.']);
    let upper = s.to_ascii_uppercase();
    let upper = upper.strip_prefix("ETC/").unwrap_or(&upper);
    if let Some(rest) = ["GMT", "UTC", "UT", "Z"].iter().find_map(|name| upper.strip_prefix(name)) {
        if rest.is_empty() {
            return Some(0);
        }
        return numeric(rest);
    }
    numeric(upper).or_else(|| named(upper))
}

/// `+0530`, `-05:00`, `+5`, `−03:30` with a typographic minus.
fn numeric(s: &str) -> Option<i64> {
    let (sign, rest) = match s.chars().next()? {
        '+' => (1, &s[1..]),
        '-' => (-1, &s[1..]),
        minus @ ('\u{2212}' | '\u{2013}') => (-1, &s[minus.len_utf8()..]),
        _ => return None,
    };
    let rest = rest.trim_start();
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || !rest.chars().all(|c| c.is_ascii_digit() || c == ':') || digits.len() > 6 {
        return None;
    }
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.parse::<i64>().ok()?, 0),
        3 => (digits[..1].parse().ok()?, digits[1..].parse::<i64>().ok()?),
        _ => (digits[..2].parse().ok()?, digits[2..4].parse::<i64>().ok()?),
    };
    Some(sign * (hours * 3600 + minutes * 60))
}

fn named(upper: &str) -> Option<i64> {
    const HALF: i64 = 1800;
    let half_hours = match upper {
        "ADT" => -6,
        "AST" | "AT" | "EDT" => -8,
        "EST" | "ET" | "CDT" => -10,
        "CST" | "CT" | "MDT" => -12,
        "MST" | "MT" | "PDT" => -14,
        "PST" | "PT" | "AKDT" => -16,
        "AKST" => -18,
        "HST" => -20,
        "NST" => -7,
        "NDT" => -5,
        "BRT" => -6,
        "WET" | "GMST" => 0,
        "BST" | "CET" | "MET" | "WEST" | "WAT" => 2,
        "CEST" | "MEST" | "EET" | "SAST" | "CAT" => 4,
        "EEST" | "MSK" | "EAT" | "TRT" => 6,
        "PKT" => 10,
        "WIB" | "ICT" => 14,
        "HKT" | "AWST" | "SGT" => 16,
        "JST" | "KST" => 18,
        "AEST" => 20,
        "ACST" => 19,
        "AEDT" => 22,
        "NZST" => 24,
        "NZDT" => 26,
        // RFC 822's military letters, with the signs feedparser and RFC 822 itself give them.
        "A" => -2,
        "M" => -24,
        "N" => 2,
        "Y" => 24,
        _ => return None,
    };
    Some(half_hours * HALF)
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn zones() {
        for (given, hours) in [
            ("Z", 0.0),
            ("GMT", 0.0),
            ("UTC+2", 2.0),
            ("GMT-05:00", -5.0),
            ("+0530", 5.5),
            ("-330", -3.5),
            ("\u{2212}03:00", -3.0),
            ("EST", -5.0),
            ("(CEST)", 2.0),
            ("Etc/GMT", 0.0),
        ] {
            assert_eq!(offset(given), Some((hours * 3600.0) as i64), "{given}");
        }
        assert_eq!(offset("noon"), None);
        assert_eq!(offset("+"), None);
    }
}
