use crate::model::{Origin, Tag, fold_term};

use super::given::{Given, quoted};
use super::report::Fault;
use super::text::words;

/// Fields of the query language: a tag scheme of that name cannot be asked for by name.
const FIELDS: [&str; 9] =
    ["outlet", "feed", "author", "lang", "tag", "disclaimer", "since", "until", "edited"];

/// A tag `scheme=term`.
pub(super) fn tag(given: &Given) -> Result<Tag, Fault> {
    let text = words(given)?;
    let expected = || {
        Fault::new(format!("expected a tag \"scheme=term\", such as \"country=in\", found {}", quoted(&text)))
    };
    let (scheme, label) = text.split_once('=').ok_or_else(|| {
        let colon = text.split_once(':').map(|(s, t)| format!("did you mean {:?}?", format!("{s}={t}")));
        expected().maybe_help(colon)
    })?;
    let (scheme, label) = (fold_term(scheme), label.trim());
    let term = fold_term(label);
    if scheme.is_empty() || term.is_empty() {
        return Err(expected().help("both sides need a letter or a digit"));
    }
    if FIELDS.contains(&scheme.as_str()) {
        given.warn(
            Fault::new(format!("{scheme}: means something else in queries"))
                .help(format!("give the scheme another name; tag:{term} finds it all the same")),
        );
    }
    Ok(Tag { scheme, term, label: label.to_owned(), origin: Origin::Config })
}
