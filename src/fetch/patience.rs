//! Whether a host is to be left alone, or only one of its feeds: what 429 and 503 mean beyond the feed
//! that was answered with them.
//!
//! 429 counts requests of ours (RFC 6585 §4), and a server counts them by address: every feed of the host
//! waits. 503 may be one broken page behind a proxy: only when a second feed of the host hears it while
//! the first still waits does the host wait.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

/// A 429 without `Retry-After` holds the host back so long.
const UNSAID: Duration = Duration::from_secs(60);
/// Feeds of one host that are remembered as told to wait by a 503.
const MAX_TOLD: usize = 64;

/// A host's patience with us.
#[derive(Debug, Default)]
pub(super) struct Patience {
    until: Option<Timestamp>,
    /// Feeds that heard 503, and until when.
    told: HashMap<String, Timestamp>,
}

impl Patience {
    /// Until when the host is to be left alone.
    pub(super) fn until(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| *until > now)
    }

    /// Leaves the host alone; never shorter than before.
    pub(super) fn hold(&mut self, until: Timestamp) {
        self.until = Some(self.until.map_or(until, |before| before.max(until)));
    }

    /// Takes in a 429 or 503 to the feed at `url`. True where the whole host is to be left alone.
    pub(super) fn hear(
        &mut self,
        status: u16,
        url: &str,
        not_before: Option<Timestamp>,
        now: Timestamp,
    ) -> bool {
        let until = not_before.unwrap_or_else(|| now.checked_add(UNSAID).unwrap_or(now));
        let shared = match status {
            429 => true,
            503 => {
                self.told.retain(|_, until| *until > now);
                let others = self.told.keys().any(|other| other != url);
                if self.told.len() < MAX_TOLD {
                    self.told.insert(url.to_owned(), until);
                }
                others
            }
            _ => false,
        };
        if shared {
            self.hold(until);
        }
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::{Patience, Timestamp};

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
    }

    #[test]
    fn a_429_holds_the_host_and_a_503_the_feed() {
        let mut patience = Patience::default();
        assert!(!patience.hear(503, "/a", Some(at(60)), at(0)));
        assert_eq!(patience.until(at(0)), None);
        assert!(!patience.hear(503, "/a", Some(at(60)), at(1)), "the same feed again");
        assert!(patience.hear(429, "/a", Some(at(30)), at(2)));
        assert_eq!(patience.until(at(29)), Some(at(30)));
        assert_eq!(patience.until(at(30)), None);
        assert!(patience.hear(429, "/b", None, at(40)));
        assert_eq!(patience.until(at(40)), Some(at(41)));
    }

    #[test]
    fn a_second_feed_with_503_holds_the_host_while_the_first_waits() {
        let mut patience = Patience::default();
        assert!(!patience.hear(503, "/a", Some(at(60)), at(0)));
        assert!(patience.hear(503, "/b", Some(at(10)), at(1)));
        assert_eq!(patience.until(at(1)), Some(at(10)));
        // It is over for the first: the next one is the first again.
        let mut patience = Patience::default();
        assert!(!patience.hear(503, "/a", Some(at(5)), at(0)));
        assert!(!patience.hear(503, "/b", Some(at(60)), at(6)));
    }

    #[test]
    fn a_longer_hold_is_never_cut() {
        let mut patience = Patience::default();
        patience.hold(at(60));
        patience.hear(429, "/a", Some(at(5)), at(0));
        assert_eq!(patience.until(at(1)), Some(at(60)));
    }
}
