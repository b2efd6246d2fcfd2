/// Says what is wrong with a text.
pub type Check = fn(&str) -> Result<(), String>;

/// How texts in the languages of other rooms are checked when the configuration is read.
#[derive(Debug, Clone, Copy)]
pub struct Checks {
    /// A schedule: crontab form, `@daily` …, `auto`.
    pub schedule: Check,
    /// A query, as in a digest's `where`.
    pub query: Check,
    /// A digest's window.
    pub window: Check,
    /// A CSS selector.
    pub selector: Check,
}

impl Checks {
    /// The checks of this program's own rooms.
    pub const HOUSE: Checks =
        Checks { schedule: |_| Ok(()), query: |_| Ok(()), window: |_| Ok(()), selector: |_| Ok(()) };
}
