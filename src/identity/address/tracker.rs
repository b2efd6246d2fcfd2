//! Query parameters that say how a reader came, not what is read.
//!
//! Our own list: the maintained ones (ClearURLs, AdGuard, Brave, Firefox) are under the LGPL, the GPL or the
//! MPL and are made for browsers, which may break a link now and then; a key must not. The one crate with
//! a permissive licence has had no release since 2023.

/// Exact names, in lower case, in order.
const NAMES: &[&str] = &[
    "__twitter_impression",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "cmp",
    "cmpid",
    "dclid",
    "echobox",
    "emc",
    "fbclid",
    "feedtype",
    "ftag",
    "ftcamp",
    "gbraid",
    "gclid",
    "guccounter",
    "hpid",
    "icid",
    "igsh",
    "igshid",
    "intcmp",
    "ito",
    "leadsource",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "ocid",
    "partnerid",
    "ref",
    "ref_src",
    "ref_url",
    "referer",
    "referrer",
    "rss",
    "s_cid",
    "smid",
    "smprod",
    "smtyp",
    "spm",
    "sr_share",
    "sref",
    "srsltid",
    "taid",
    "trk",
    "ttclid",
    "twclid",
    "via",
    "wbraid",
    "xtor",
    "yclid",
];
/// Their beginnings.
const PREFIXES: &[&str] = &[
    "utm_",
    "mtm_",
    "pk_",
    "itm_",
    "ga_",
    "wt.",
    "wt_",
    "cmpid",
    "at_campaign",
    "at_medium",
    "at_custom",
    "at_link",
    "at_ptr_name",
    "at_format",
    "at_bbc_team",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
];
/// These name the article on one site and the campaign on the next: folded only where the path names an
/// article by itself.
const DOUBTFUL: &[&str] = &[
    "campaign",
    "campaign_id",
    "campaign_type",
    "cid",
    "feed",
    "from",
    "mod",
    "partner",
    "sh",
    "share",
    "source",
    "src",
    "tid",
];

/// Is this parameter, in lower case, no part of the address? `specific` = the path names an article by
/// itself.
pub(super) fn is_tracker(name: &str, value: &str, specific: bool) -> bool {
    NAMES.binary_search(&name).is_ok()
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || (specific && DOUBTFUL.contains(&name))
        || is_device(name, value)
}

/// The same page for a device: `amp=1`, `outputType=amp`, `m=1`.
fn is_device(name: &str, value: &str) -> bool {
    let amp = value.eq_ignore_ascii_case("amp");
    match name {
        "amp" => amp || matches!(value, "1" | "true" | ""),
        "outputtype" | "output" | "format" | "view" => amp,
        "m" => value == "1",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn names_are_in_order() {
        assert!(NAMES.is_sorted());
    }
}
