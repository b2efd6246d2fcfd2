//! Our own manners, audited from `polls` and `visits`.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::error::ArchiveError;
use super::times;

/// How we behaved, host by host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audit {
    /// By host, the one most asked first.
    pub hosts: Vec<HostAudit>,
}

/// How we behaved towards one host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostAudit {
    /// Its name, with the port where there is one.
    pub host: String,
    /// Feeds asked.
    pub feeds: u64,
    /// Polls that reached for the network.
    pub polls: u64,
    /// Visits of article pages that did.
    pub visits: u64,
    /// Visits that did not, because `robots.txt` forbids them.
    pub forbidden: u64,
    /// Of them, those asked without validators.
    pub unconditional: u64,
    /// Of these, those that could have been conditional: the last document came with validators, and from the same
    /// address. First polls, servers without any or that give none any more, and a redirect to another address
    /// cannot be asked otherwise. (Of polls from before this was kept: one that was conditional had some.)
    pub avoidable: u64,
    /// Answered by 304.
    pub not_modified: u64,
    /// Bytes of body received.
    pub bytes: u64,
    /// Bytes that the 304s saved: for each, the size of the feed's last full answer.
    pub saved: u64,
    /// The shortest time between two polls of the same feed, in seconds.
    pub shortest_interval: Option<u64>,
    /// Times the server asked us to stay away for a while.
    pub retry_after: u64,
    /// Of them, how often we asked again too soon.
    pub undercut: u64,
}

struct Last {
    feed: i64,
    started_at: Timestamp,
    not_before: Option<Timestamp>,
    full: u64,
    given: Given,
}

/// What there was to ask conditionally with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Given {
    validators: bool,
    /// Where they came from; `None` = the feed's own address.
    from: Option<String>,
}

impl super::Reader {
    /// Audits the polls since then, all of them if it is `None`.
    pub fn audit(&self, since: Option<Timestamp>) -> Result<Audit, ArchiveError> {
        let mut hosts: BTreeMap<String, HostAudit> = BTreeMap::new();
        // What came before the stretch is read, too: the first poll in it has one before.
        let mut stmt = self.db().prepare(
            "SELECT p.feed_id, f.url, p.started_at, p.outcome, p.bytes, p.conditional, p.not_before,
                 p.gave_validators, p.answered_by
             FROM poll AS p JOIN feed AS f ON f.id = p.feed_id
             WHERE p.outcome NOT IN ('held', 'private-address', 'bad-request') ORDER BY p.feed_id, p.started_at, p.id",
        )?;
        let mut rows = stmt.query([])?;
        let mut last: Option<Last> = None;
        let mut counted: Option<i64> = None;
        while let Some(row) = rows.next()? {
            let feed: i64 = row.get(0)?;
            let url: String = row.get(1)?;
            let started_at = times::read(&row.get::<_, String>(2)?)?;
            let outcome: String = row.get(3)?;
            let bytes = u64::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
            let conditional: bool = row.get(5)?;
            let not_before = times::read_opt(row.get(6)?)?;
            let gave: Option<bool> = row.get(7)?;
            let from: Option<String> = row.get(8)?;
            let before = last.take().filter(|last| last.feed == feed);
            let full = if matches!(outcome.as_str(), "ok" | "unchanged") { Some(bytes) } else { None };
            let audit = hosts.entry(host_of(&url)).or_default();
            if since.is_none_or(|since| started_at >= since) {
                audit.feeds += u64::from(counted.replace(feed) != Some(feed));
                audit.count(started_at, &outcome, bytes, conditional, before.as_ref());
                audit.avoidable += u64::from(
                    !conditional
                        && before.as_ref().is_some_and(|b| b.given.validators && b.given.from == from),
                );
            }
            last = Some(Last {
                feed,
                started_at,
                not_before,
                full: full.or(before.as_ref().map(|b| b.full)).unwrap_or(0),
                given: match gave {
                    Some(validators) => Given { validators, from },
                    None if conditional => {
                        Given { validators: true, from: before.and_then(|before| before.given.from) }
                    }
                    None => before.map(|before| before.given).unwrap_or_default(),
                },
            });
        }
        self.audit_visits(since, &mut hosts)?;
        let mut hosts: Vec<HostAudit> = hosts
            .into_iter()
            .filter(|(_, audit)| audit.polls + audit.visits + audit.forbidden > 0)
            .map(|(host, audit)| HostAudit { host, ..audit })
            .collect();
        hosts.sort_by(|a, b| {
            (b.polls + b.visits).cmp(&(a.polls + a.visits)).then_with(|| a.host.cmp(&b.host))
        });
        Ok(Audit { hosts })
    }

    fn audit_visits(
        &self,
        since: Option<Timestamp>,
        hosts: &mut BTreeMap<String, HostAudit>,
    ) -> Result<(), ArchiveError> {
        let mut stmt = self.db().prepare(
            "SELECT url, outcome, bytes, conditional FROM visit
             WHERE started_at >= ?1 AND outcome NOT IN ('held', 'private-address', 'bad-request')",
        )?;
        let mut rows = stmt.query([since.map(times::text).unwrap_or_default()])?;
        while let Some(row) = rows.next()? {
            let (url, outcome): (String, String) = (row.get(0)?, row.get(1)?);
            let audit = hosts.entry(host_of(&url)).or_default();
            if outcome == "robots" {
                audit.forbidden += 1;
                continue;
            }
            audit.visits += 1;
            audit.bytes += u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0);
            audit.unconditional += u64::from(!row.get::<_, bool>(3)?);
            audit.not_modified += u64::from(outcome == "not-modified");
        }
        Ok(())
    }
}

impl HostAudit {
    fn count(&mut self, at: Timestamp, outcome: &str, bytes: u64, conditional: bool, before: Option<&Last>) {
        self.polls += 1;
        self.bytes += bytes;
        self.unconditional += u64::from(!conditional);
        let Some(before) = before else { return };
        if outcome == "not-modified" {
            self.not_modified += 1;
            self.saved += before.full;
        }
        let since = u64::try_from(at.duration_since(before.started_at).as_secs()).unwrap_or(0);
        self.shortest_interval = Some(self.shortest_interval.map_or(since, |shortest| shortest.min(since)));
        if let Some(until) = before.not_before {
            self.retry_after += 1;
            self.undercut += u64::from(at < until);
        }
    }

    /// All hosts together.
    pub fn total(hosts: &[HostAudit]) -> HostAudit {
        let sum = |of: fn(&HostAudit) -> u64| hosts.iter().map(of).sum();
        HostAudit {
            host: "all".to_owned(),
            feeds: sum(|h| h.feeds),
            polls: sum(|h| h.polls),
            visits: sum(|h| h.visits),
            forbidden: sum(|h| h.forbidden),
            unconditional: sum(|h| h.unconditional),
            avoidable: sum(|h| h.avoidable),
            not_modified: sum(|h| h.not_modified),
            bytes: sum(|h| h.bytes),
            saved: sum(|h| h.saved),
            shortest_interval: hosts.iter().filter_map(|h| h.shortest_interval).min(),
            retry_after: sum(|h| h.retry_after),
            undercut: sum(|h| h.undercut),
        }
    }
}

/// Host and port of an address; the address itself where it is none.
fn host_of(address: &str) -> String {
    let Ok(url) = url::Url::parse(address) else { return address.to_owned() };
    let host = url.host_str().unwrap_or(address);
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
