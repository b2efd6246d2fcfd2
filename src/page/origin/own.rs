use url::Url;

use crate::model::fold;
use crate::page::Hints;
use crate::page::signals::Signals;

/// The page's own outlet: its names and its hosts. What names it is no original source.
pub(in crate::page) struct Own {
    names: Vec<String>,
    hosts: Vec<String>,
    /// The page's address.
    pub(super) page: Option<Url>,
    /// What its relative addresses count from.
    base: Option<Url>,
}

impl Own {
    /// Of a text without a page: the outlet's name and addresses only.
    pub(in crate::page) fn given(hints: &Hints<'_>) -> Self {
        Own::at(hints.url.and_then(|u| Url::parse(u).ok()), hints)
    }

    pub(in crate::page) fn of(signals: &Signals<'_>, hints: &Hints<'_>) -> Self {
        let mut own = Own::at(signals.url.clone(), hints);
        own.base = signals.base.clone();
        let metas = ["og:site_name", "application-name"].into_iter().flat_map(|name| signals.metas(name));
        own.names.extend(metas.map(compact));
        let sites = signals.data.of_type(|t| t == "WebSite");
        let sites = sites.filter_map(|(_, site)| signals.data.text(site, "name"));
        own.names.extend(sites.map(|name| compact(&name)));
        own.names.retain(|n| n.len() > 1);
        own
    }

    fn at(page: Option<Url>, hints: &Hints<'_>) -> Self {
        let mut hosts: Vec<String> = hints.own_hosts.iter().map(|h| site_of(&h.to_lowercase())).collect();
        hosts.extend(page.as_ref().and_then(Url::host_str).map(site_of));
        let names = hints.outlet.iter().map(|n| compact(n)).collect();
        Own { names, hosts, base: page.clone(), page }
    }

    /// Is it the outlet's own name: as configured, as the page says, or its host's?
    pub(super) fn is(&self, name: &str) -> bool {
        // "hessen.example/bb": the desk's sign after it.
        let name = compact(name.split('/').next().unwrap_or(name));
        let bare = name.strip_prefix("the").unwrap_or(&name);
        self.names.iter().any(|own| *own == name || own.strip_prefix("the").unwrap_or(own) == bare)
            || self.hosts.iter().any(|host| {
                let label = host.split('.').next().unwrap_or_default().replace('-', "");
                compact(host) == name || label == bare || label == name
            })
    }

    /// Is it the outlet's own name with more words or fewer, or does the outlet give itself none?
    pub(super) fn may_be(&self, name: &str) -> bool {
        let other = compact(name);
        let bare = other.strip_prefix("the").unwrap_or(&other);
        let is_like = |mine: &str| {
            let mine = mine.strip_prefix("the").unwrap_or(mine);
            mine.contains(bare) || mine.len() > 2 && bare.contains(mine)
        };
        let labels =
            self.hosts.iter().map(|host| host.split('.').next().unwrap_or_default().replace('-', ""));
        self.names.is_empty()
            || self.is(name)
            || self.names.iter().any(|n| is_like(n))
            || labels.into_iter().any(|l| is_like(&l))
    }

    /// Is the address on one of the outlet's own hosts?
    pub(super) fn has_host(&self, address: &str) -> bool {
        self.resolve(address).and_then(|u| u.host_str().map(|h| self.is_host(h))).unwrap_or(true)
    }

    /// Is it an absolute address on one of the outlet's own hosts?
    pub(super) fn is_home(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|u| u.host_str().is_some_and(|h| self.is_host(h)))
    }

    /// Is it one of the outlet's own hosts, or one beside it under the same name?
    pub(super) fn is_host(&self, host: &str) -> bool {
        let site = site_of(host);
        // "courier-rights.example" beside "courier.example", and the same name in another country.
        let label = |site: &str| site.split('.').next().unwrap_or_default().to_owned();
        let other = label(&site);
        self.hosts.iter().any(|own| {
            let mine = label(own);
            *own == site || (mine.len() > 2 && mine == other) || other.starts_with(&format!("{mine}-"))
        })
    }

    /// An address of the page's, absolute; only of the web.
    pub(super) fn resolve(&self, address: &str) -> Option<Url> {
        let url = match &self.base {
            Some(base) => base.join(address.trim()).ok()?,
            None => Url::parse(address.trim()).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then_some(url)
    }
}

/// Are two names one outlet's?
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (compact(a), compact(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

/// The host of an address, without `www`.
pub(super) fn host_of(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn compact(name: &str) -> String {
    fold(name).replace('-', "")
}

/// The name a site is registered under, near enough: `news.courier.co.uk` → `courier.co.uk`.
fn site_of(host: &str) -> String {
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let second = labels.len().checked_sub(2).and_then(|i| labels.get(i)).map_or(0, |l| l.len());
    let is_two_part = second <= 3 && labels.last().is_some_and(|l| l.len() == 2) && labels.len() > 2;
    let is_hosted = labels.len() > 2
        && [
            "wordpress.com",
            "blogspot.com",
            "substack.com",
            "hypotheses.org",
            "github.io",
            "medium.com",
            "tumblr.com",
        ]
        .iter()
        .any(|h| host.ends_with(h));
    let keep = if is_two_part || is_hosted { 3 } else { 2 };
    labels[labels.len().saturating_sub(keep)..].join(".").to_lowercase()
}
