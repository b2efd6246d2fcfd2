use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use jiff::tz::TimeZone;

use super::{Feed, Outlet};

/// Everything the configuration says, checked: the values `config` reads and the other rooms use,
/// so that no option is copied from one struct to another and forgotten on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `archive.path`, absolute or relative to the working directory.
    pub archive: PathBuf,
    /// `[schedule]`
    pub schedule: Cadence,
    /// `[http]`
    pub http: Http,
    /// `[visits]`
    pub visits: Visits,
    /// `[[outlet]]` in the order of the file, their feeds inside.
    pub outlets: Vec<Outlet>,
    /// `[[digest]]` in the order of the file.
    pub digests: Vec<DigestPlan>,
    /// `[stories]`
    pub stories: Stories,
    /// `metrics.listen`; `None` = off.
    pub metrics_listen: Option<SocketAddr>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            archive: PathBuf::from("clippings.db"),
            schedule: Cadence::default(),
            http: Http::default(),
            visits: Visits::default(),
            outlets: Vec::new(),
            digests: Vec::new(),
            stories: Stories::default(),
            metrics_listen: None,
        }
    }
}

impl Settings {
    /// Every feed with its outlet, in the order of the file, disabled ones included.
    pub fn feeds(&self) -> impl Iterator<Item = (&Outlet, &Feed)> {
        self.outlets.iter().flat_map(|o| o.feeds.iter().map(move |f| (o, f)))
    }

    /// When the feed is polled: its own schedule, else the default.
    pub fn schedule_of<'a>(&'a self, feed: &'a Feed) -> &'a str {
        feed.schedule.as_deref().unwrap_or(&self.schedule.default)
    }

    /// The feed of that name.
    pub fn feed(&self, name: &str) -> Option<(&Outlet, &Feed)> {
        self.feeds().find(|(_, f)| f.name == name)
    }
}

/// `[schedule]`: when feeds are polled.
#[derive(Debug, Clone, PartialEq)]
pub struct Cadence {
    /// For feeds without a schedule of their own; crontab form, `@hourly` …, or `auto`.
    pub default: String,
    /// Cron fields and digest days are read in it.
    pub timezone: TimeZone,
    /// "auto" and server hints stay above this.
    pub min: Duration,
    /// … and below this.
    pub max: Duration,
    /// Spreads feeds that share a minute; zero = exactly on time.
    pub jitter: Duration,
}

impl Default for Cadence {
    fn default() -> Self {
        Cadence {
            default: "*/30 * * * *".to_owned(),
            timezone: TimeZone::UTC,
            min: Duration::from_secs(10 * 60),
            max: Duration::from_secs(24 * 60 * 60),
            jitter: Duration::from_secs(60),
        }
    }
}

/// `[http]`: how we behave towards servers.
#[derive(Debug, Clone, PartialEq)]
pub struct Http {
    /// Goes into the User-Agent; empty = not given.
    pub contact: String,
    /// Requests at once.
    pub concurrency: usize,
    /// Requests at once to one host.
    pub per_host: usize,
    /// Between the starts of two requests to one host.
    pub per_host_gap: Duration,
    /// For one poll, redirects and body included.
    pub timeout: Duration,
    /// Bytes of body after decompression.
    pub max_body: u64,
    /// Networks exempt from the private-address guard.
    pub allow_networks: Vec<IpNet>,
    /// Proxy address; environment proxies are ignored.
    pub proxy: Option<String>,
}

impl Default for Http {
    fn default() -> Self {
        Http {
            contact: String::new(),
            concurrency: 64,
            per_host: 2,
            per_host_gap: Duration::from_secs(1),
            timeout: Duration::from_secs(30),
            max_body: 20_000_000,
            allow_networks: Vec::new(),
            proxy: None,
        }
    }
}

/// `[visits]`: when and how articles' pages are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visits {
    /// Are pages fetched at all? `false` stops it for every feed.
    pub enabled: bool,
    /// Pages fetched at once; never more than one of a host, and never in the way of polls.
    pub concurrency: usize,
    /// How old an article is when its page is looked at again, youngest first; empty = never.
    pub revisit: Vec<Duration>,
    /// Attempts at a page that fail one after the other before it is given up.
    pub attempts: u32,
}

impl Default for Visits {
    fn default() -> Self {
        const HOUR: u64 = 60 * 60;
        let hours = [1, 6, 24, 3 * 24, 7 * 24, 30 * 24];
        Visits {
            enabled: true,
            concurrency: 16,
            revisit: hours.map(|hours| Duration::from_secs(hours * HOUR)).to_vec(),
            attempts: 5,
        }
    }
}

/// `[stories]`: which articles are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stories {
    /// Articles published further apart are not compared.
    pub window: Duration,
}

impl Default for Stories {
    fn default() -> Self {
        Stories { window: Duration::from_secs(45 * 24 * 60 * 60) }
    }
}

/// `[[digest]]`: a digest the daemon makes on a schedule, or `export --digest NAME` at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestPlan {
    /// Unique.
    pub name: String,
    /// Crontab form; `None` = only by `export --digest`.
    pub schedule: Option<String>,
    /// `today`, `yesterday`, `24h`, `7d`, `last-week` …; checked when the configuration is read.
    pub window: String,
    /// Formats, at least one.
    pub formats: Vec<String>,
    /// Where to write: `{name}`, `{date}`, `{ext}` are filled in; relative to the archive's folder.
    pub output: String,
    /// Query; checked when the configuration is read.
    pub filter: Option<String>,
    /// `outlet`, `feed`, `day`, `story` or a tag scheme.
    pub group_by: String,
}

impl Default for DigestPlan {
    fn default() -> Self {
        DigestPlan {
            name: String::new(),
            schedule: None,
            window: "yesterday".to_owned(),
            formats: vec!["html".to_owned(), "markdown".to_owned()],
            output: "digests/{name}-{date}.{ext}".to_owned(),
            filter: None,
            group_by: "outlet".to_owned(),
        }
    }
}
