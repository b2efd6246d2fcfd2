use thiserror::Error;

/// Why a document could not be read as a feed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseError {
    /// It is something else.
    #[error("this is not a feed but {what}{}", named(feeds))]
    NotAFeed {
        /// What it is, such as `an HTML page titled "Courier"`.
        what: String,
        /// Feeds the page names, absolute where the base is known.
        feeds: Vec<String>,
    },
    /// It is meant to be a feed, and no repair helped.
    #[error("the feed cannot be read: {why}")]
    Unreadable {
        /// What stands in the way.
        why: String,
    },
    /// It breaks a limit that holds whatever the configuration says.
    #[error("the feed has {found} {what}; at most {limit} are read")]
    Limit {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// The limit.
        limit: usize,
        /// How many there are (at least).
        found: usize,
    },
    /// A selector in the configuration is not CSS.
    #[error("the feed's `select` cannot be used: {why}")]
    Select {
        /// Which selector, and what is wrong with it.
        why: String,
    },
}

/// Feeds of a page that are told: a site's news, its comments, and one more.
const NAMED: usize = 3;

fn named(feeds: &[String]) -> String {
    match feeds {
        [] => String::new(),
        [only] => format!("; it names a feed: {only}"),
        few if few.len() <= NAMED => format!("; it names {} feeds: {}", few.len(), few.join(", ")),
        many => format!("; it names {} feeds, the first of them {}", many.len(), many[..NAMED].join(", ")),
    }
}
