/// The candidate a person most likely meant by `word`, if any is near enough.
///
/// Jaro–Winkler for the choice (it forgives a wrong ending), and a floor that keeps out words that only
/// share letters.
pub(super) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let keys = ["concurrency", "per_host", "per_host_gap", "timeout", "max_body"];
        assert_eq!(nearest("concurency", keys), Some("concurrency"));
        assert_eq!(nearest("per-host", keys), Some("per_host"));
        assert_eq!(nearest("Timeout", keys), Some("timeout"));
        assert_eq!(nearest("max_bytes", keys), Some("max_body"));
        assert_eq!(nearest("colour", keys), None);
    }
}
