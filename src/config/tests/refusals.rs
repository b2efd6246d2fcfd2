//! What is refused, and in which words.

use super::{bad, digest, feed, good};
use crate::config::Loaded;

/// Each text has one problem, which says each of these.
pub(super) fn refused(cases: &[(String, &[&str])]) {
    for (text, parts) in cases {
        let problems = bad(text);
        assert_eq!(problems.count(), 1, "{text}\n{problems}");
        for part in *parts {
            assert!(problems.to_string().contains(part), "{part:?} in\n{problems}\nof\n{text}");
        }
    }
}

#[test]
fn unknown_keys_are_answered_with_what_was_meant() {
    refused(&[
        ("[[outlets]]\nname = \"C\"\n".into(), &["outlets: is not a known key", "did you mean outlet?"]),
        ("timeout = \"1s\"\n".into(), &["timeout is a key of [http]"]),
        ("[metrics]\nxyz = 1\n".into(), &["metrics.xyz", "known here: listen"]),
        ("[metrics]\n\"a b\" = 1\n".into(), &["metrics.\"a b\":"]),
        (feed("fulltext = true"), &["feed[1].fulltext", "did you mean full_text?"]),
        (feed("select = { item = \"a\", titel = \"b\" }"), &["select.titel", "did you mean title?"]),
        (
            feed("headers = { Cookie = { fiel = \"a\", file = \"b\" } }"),
            &["Cookie.fiel", "did you mean file?"],
        ),
    ]);
}

#[test]
fn brackets_of_the_wrong_sort_are_explained() {
    refused(&[
        ("[outlet]\nname = \"C\"\n".into(), &["found a table", "[[outlet]] in double brackets"]),
        ("[[http]]\n".into(), &["found a list of tables", "write [http] once"]),
        ("http = 1\n".into(), &["expected a table, found 1"]),
        ("[[outlet]]\nname=\"C\"\n[outlet.feed]\nurl=\"https://c.example/\"\n".into(), &["[[outlet.feed]]"]),
        ("[[outlet]]\nname=\"C\"\ntags=\"a=b\"\n".into(), &["expected a list", "[\"a=b\"]"]),
        ("outlet = [1]\n".into(), &["expected a list of tables"]),
    ]);
    let inline = "outlet = [{ name = \"C\", feed = [{ url = \"https://c.example/\" }] }]\nhttp.contact = \"a@b.example\"";
    let Loaded { settings, warnings } = good(inline);
    assert_eq!(settings.feeds().count(), 1);
    assert_eq!(warnings, []);
}

#[test]
fn values_out_of_range_or_of_the_wrong_sort_are_refused() {
    refused(&[
        ("[archive]\npath = \"~/clippings.db\"\n".into(), &["~ is not expanded"]),
        ("[archive]\npath = \"$HOME/clippings.db\"\n".into(), &["variables are not expanded"]),
        ("[archive]\npath = \":memory:\"\n".into(), &["expected the path of a file"]),
        ("[archive]\npath = \"data/\"\n".into(), &["expected the path of a file"]),
        ("[archive]\npath = \"\"\n".into(), &["is empty"]),
        ("[archive]\npath = 1\n".into(), &["expected a string in quotes, found 1"]),
        ("[schedule]\ntimezone = \"Berlin\"\n".into(), &["found \"Berlin\"", "\"Europe/Berlin\""]),
        ("[schedule]\ntimezone = \"Europe/Belrin\"\n".into(), &["\"Europe/Berlin\""]),
        ("[schedule]\ntimezone = \"+02:00\"\n".into(), &["expected an IANA time zone"]),
        ("[schedule]\nmin = \"2h\"\nmax = \"1h\"\n".into(), &["min (2h) is longer than schedule.max (1h)"]),
        ("[schedule]\nmin = \"2d\"\n".into(), &["longer than schedule.max (24h)"]),
        ("[schedule]\nmin = 0\n".into(), &["from 1s to"]),
        ("[schedule]\njitter = \"2h\"\n".into(), &["from 0s to 1h, found \"2h\""]),
        ("[http]\nconcurrency = 0\n".into(), &["from 1 to 1024, found 0"]),
        ("[http]\nconcurrency = \"8\"\n".into(), &["without quotes"]),
        ("[http]\nconcurrency = -1\n".into(), &["found -1"]),
        ("[http]\nmax_body = \"20M\"\n".into(), &["\"20MB\" (thousands) or \"20MiB\""]),
        ("[http]\nmax_body = \"3GiB\"\n".into(), &["from 1kB to 1GiB"]),
        ("[http]\nallow_networks = [\"10.0.0.0/33\"]\n".into(), &["allow_networks[1]", "expected a network"]),
        ("[http]\nallow_networks = [\"localhost\"]\n".into(), &["names are not resolved"]),
        ("[http]\nproxy = \"proxy:3128\"\n".into(), &["expected an absolute"]),
        ("[http]\ncontact = \"me (at) home\"\n".into(), &["without parentheses"]),
        ("[metrics]\nlisten = \"localhost:99\"\n".into(), &["\"127.0.0.1:99\""]),
        ("[metrics]\nlisten = \":9464\"\n".into(), &["\"127.0.0.1:9464\""]),
        ("[[outlet]]\nname = \" \"\n".into(), &["outlet[1].name", "is empty"]),
        ("[[outlet]]\nname = \"a\\nb\"\n".into(), &["control character"]),
        ("[[outlet]]\nname = \"C\"\nexcerpt_words = -1\n".into(), &["from 0 to 100000"]),
        ("[[outlet]]\nname = \"C\"\ntags = [\"a:b\"]\n".into(), &["did you mean \"a=b\"?"]),
        ("[[outlet]]\nname = \"C\"\ntags = [\"a=—\"]\n".into(), &["a letter or a digit"]),
        (feed("enabled = \"true\""), &["without quotes"]),
        (feed("select = { title = \"h2\" }"), &["select.item", "is missing"]),
        (feed("select = { item = \"\" }"), &["select.item", "is empty"]),
    ]);
}

#[test]
fn addresses_are_absolute_and_hold_no_password() {
    let url = |url: &str| format!("[[outlet]]\nname = \"C\"\n[[outlet.feed]]\nurl = \"{url}\"\n");
    refused(&[
        (url("/rss"), &["expected an absolute http or https address"]),
        (url("c.example/rss"), &["did you mean \"https://c.example/rss\"?"]),
        (url("c.example:8080/rss"), &["did you mean \"https://c.example:8080/rss\"?"]),
        (url("feed://c.example/rss"), &["\"https://c.example/rss\""]),
        (url("feed:https://c.example/rss"), &["\"https://c.example/rss\""]),
        (url("ftp://c.example/rss"), &["found \"ftp://c.example/rss\""]),
        (url("https://"), &["empty host"]),
        (url("https://user:hunter2@c.example/rss"), &["does not belong", "headers"]),
    ]);
    for secret in
        ["https://user:hunter2@c.example/", "user:hunter2@c.example/", "https://u:hunter2@c.example:x/"]
    {
        for text in [url(secret), format!("[http]\nproxy = \"{secret}\"\n")] {
            let problems = bad(&text);
            assert!(!format!("{problems} {problems:?}").contains("hunter2"), "{problems}");
        }
    }
}

#[test]
fn secrets_stand_elsewhere_and_are_never_printed() {
    refused(&[
        (feed("headers = { Authorization = \"Bearer hunter2\" }"), &["headers.Authorization", "file ="]),
        (feed("headers = { x-api-key = \"hunter2\" }"), &["credential ="]),
        (feed("headers = { \"a b\" = \"x\" }"), &["headers.\"a b\"", "not a header name"]),
        (feed("headers = { Accept = \"h\u{e9}\" }"), &["visible ASCII"]),
        (feed("headers = { Accept = \"a\\r\\nHost: b\" }"), &["visible ASCII"]),
        (feed("headers = { Host = \"c.example\" }"), &["set by Clippings"]),
        (feed("headers = { Accept = \"a\", accept = \"b\" }"), &["given twice"]),
        (feed("headers = { Cookie = {} }"), &["one of file and credential"]),
        (
            feed("headers = { Cookie = { file = \"a\", credential = \"b\" } }"),
            &["one of file and credential"],
        ),
        (feed("headers = { Cookie = { file = \"~/a\" } }"), &["Cookie", "~ is not expanded"]),
        (feed("headers = { Cookie = { credential = \"a/b\" } }"), &["systemd"]),
    ]);
    for value in ["\"hunter2\"", "[\"hunter2\"]", "{ file = [\"hunter2\"] }", "{ value = \"hunter2\" }"] {
        let problems = bad(&feed(&format!("headers = {{ Authorization = {value} }}")));
        assert!(!format!("{problems:?}").contains("hunter2"), "{problems}");
    }
    let problems = bad(&feed("headers = \"Authorization: hunter2\""));
    assert!(!format!("{problems:?}").contains("hunter2"), "{problems}");
    let problems = bad(&feed("headers = { Authorization = hunter2 }"));
    assert!(!format!("{problems:?}").contains("hunter2"), "{problems}");
}

#[test]
fn digests_are_checked() {
    refused(&[
        ("[[digest]]\n".into(), &["digest[1].name", "is missing"]),
        ("[[digest]]\nname = \"a/b\"\n".into(), &["a name that files may have"]),
        (digest("schedule = \"auto\""), &["\"auto\" is for feeds"]),
        (digest("formats = []"), &["names no format", "markdown, json, html"]),
        (digest("formats = [\"markdwon\"]"), &["formats[1]", "did you mean \"markdown\"?"]),
        (digest("output = \"{nmae}.{ext}\""), &["{nmae}", "{name}, {date}"]),
        (digest("output = \"{name.{ext}\""), &["a brace without its other half"]),
        (digest("output = \"name}.{ext}\""), &["a brace without its other half"]),
        (digest("output = \"{name}.html\""), &["2 formats would write the same file"]),
        (digest("group_by = \"—\""), &["a tag scheme"]),
        (digest("") + &digest(""), &["another digest is called \"d\", on line 2"]),
        (
            digest("output = \"a.{ext}\"") + "[[digest]]\nname = \"e\"\noutput = \"a.{ext}\"\n",
            &["digest[\"e\"].output", "the digest on line 1 writes the same file"],
        ),
    ]);
    let plan = &good(&digest("schedule = \"\"\nwhere = \" \"")).settings.digests[0];
    assert_eq!((&plan.schedule, &plan.filter), (&None, &None));
}
