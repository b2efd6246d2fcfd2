/// BCP 47 as far as it can be mended: `en_US` → `en-US`; `und` and nonsense say nothing.
pub fn language(given: &str) -> Option<String> {
    let tag = given.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let well_formed = (2..=8).contains(&first.len())
        && tag.split('-').all(|p| (1..=8).contains(&p.len()) && p.chars().all(|c| c.is_ascii_alphanumeric()));
    if !well_formed || !first.chars().all(|c| c.is_ascii_alphabetic()) || first.eq_ignore_ascii_case("und") {
        return None;
    }
    let mut out = first.to_ascii_lowercase();
    for part in parts {
        out.push('-');
        match part.len() {
            2 => out.push_str(&part.to_ascii_uppercase()),
            4 => {
                out.push_str(&part[..1].to_ascii_uppercase());
                out.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => out.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn tags_are_mended_or_say_nothing() {
        for (given, tag) in [
            ("en_US", Some("en-US")),
            ("DE", Some("de")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            ("und", None),
            ("english, american", None),
            ("", None),
        ] {
            assert_eq!(language(given).as_deref(), tag, "{given:?}");
        }
    }
}
