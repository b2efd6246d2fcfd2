use super::plan::MAX_LENGTH;

/// Why a text is not a schedule: what was found, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Nothing but blanks.
    #[error("the schedule is empty: expected five fields such as \"*/30 * * * *\", @hourly, or \"auto\"")]
    Empty,
    /// Longer than any schedule a person writes.
    #[error("the schedule is {length} bytes long: at most {MAX_LENGTH} are read")]
    TooLong {
        /// Bytes found.
        length: usize,
    },
    /// Neither five, six nor seven fields.
    #[error(
        "the schedule has {found} field{}: expected 5 (minute, hour, day of month, month, day of week), \
         6 (a second first) or 7 (a year last), or @hourly …, or \"auto\"",
        if *found == 1 { "" } else { "s" }
    )]
    FieldCount {
        /// Fields found.
        found: usize,
    },
    /// A field that cannot be read.
    #[error("{field} field: {problem}")]
    Field {
        /// `minute`, `day of month`, …
        field: &'static str,
        /// What was found and what is expected.
        problem: String,
    },
    /// `@reboot` has no meaning for a feed.
    #[error(
        "@reboot is not supported: feeds that fell due while the daemon was down are polled at its start anyway"
    )]
    Reboot,
    /// `@` and a name that stands for nothing.
    #[error(
        "{found} is not known: expected @hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually"
    )]
    Nickname {
        /// As written.
        found: String,
    },
    /// No such day, as 30 February.
    #[error("the schedule {found:?} never fires between 1970 and 2100: no such day exists")]
    Never {
        /// As written.
        found: String,
    },
    /// The cron crate would not take what we made of it.
    #[error("the schedule {found:?} cannot be used: {reason}")]
    Refused {
        /// As written.
        found: String,
        /// The crate's words.
        reason: String,
    },
}
