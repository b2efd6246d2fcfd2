use std::collections::HashSet;
use std::fs::File;
use std::path::PathBuf;

use crate::model::Secret;

use super::given::Given;
use super::keys::SECRET;
use super::path;
use super::problem::Problem;
use super::report::Fault;
use super::section::{Section, shown};
use super::text::words;

/// Headers that say how the request itself is made: the client sets them, and a second one would
/// break framing, conditional requests or decompression.
const OURS: [&str; 13] = [
    "host",
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "range",
];

/// Words in a header's name that make its value a secret.
const SECRETIVE: [&str; 14] = [
    "auth",
    "authorization",
    "authentication",
    "cookie",
    "credential",
    "credentials",
    "key",
    "apikey",
    "password",
    "secret",
    "session",
    "signature",
    "token",
    "jwt",
];

/// A file that a secret is read from, and the problem there is if it cannot be read.
pub(super) struct SecretFile {
    pub(super) path: PathBuf,
    pub(super) missing: Problem,
}

impl SecretFile {
    /// What stands against reading the file now, as this user.
    pub(super) fn problem(self) -> Option<Problem> {
        let error = File::open(&self.path).err()?;
        let message = format!("the secret file {} cannot be read: {error}", self.path.display());
        let help = "the user that runs Clippings must be able to read it at each poll".to_owned();
        Some(Problem { message, help: Some(help), ..self.missing })
    }
}

/// `headers = { NAME = "value", NAME = { file = "…" }, NAME = { credential = "…" } }`
pub(super) fn headers(feed: &Section) -> Vec<(String, Secret)> {
    let Some(given) = feed.given("headers") else { return Vec::new() };
    let Some(table) = given.table() else {
        // Not what was found: it may be a secret in the wrong shape.
        given.fault(
            Fault::new(format!("expected a table of headers, found {}", given.sort()))
                .help("write, for example, headers = { Accept-Language = \"en\" }"),
        );
        return Vec::new();
    };
    let mut names = HashSet::new();
    let entries = Section::open(&given, table).entries();
    entries
        .into_iter()
        .filter_map(|(name, mut given)| {
            given.key = format!("{}.headers.{}", feed.path, shown(&name));
            let header = given.read(|given| header(&name, given))?;
            if !names.insert(name.to_ascii_lowercase()) {
                given.fault(Fault::new("the header is given twice: names differ in more than case"));
            }
            Some((name, header))
        })
        .collect()
}

fn header(name: &str, given: &Given) -> Result<Secret, Fault> {
    if !is_token(name) {
        return Err(Fault::new("is not a header name")
            .help("a name is letters, digits and any of !#$%&'*+-.^_`|~ (RFC 9110 §5.6.2)"));
    }
    if OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours)) {
        return Err(Fault::new("is set by Clippings for each request").help("leave it out"));
    }
    if let Some(table) = given.table() {
        return secret(&Section::within(given, String::new(), table, SECRET));
    }
    let Some(value) = given.text() else {
        return Err(Fault::new(format!("expected a string or a table, found {}", given.sort())));
    };
    if is_secretive(name) {
        return Err(Fault::new("is a secret, and secrets do not stand in this file").help(format!(
            "write {0} = {{ file = \"FILE\" }}, whose first line is the value, or \
             {0} = {{ credential = \"NAME\" }} \
             with systemd's LoadCredential=NAME:FILE",
            shown(name)
        )));
    }
    let visible = value.bytes().all(|b| b == b' ' || b == b'\t' || b.is_ascii_graphic());
    if !visible || value.trim() != value {
        return Err(Fault::new("its value must be visible ASCII characters, with spaces only between them"));
    }
    Ok(Secret::Plain(value.to_owned()))
}

fn secret(section: &Section) -> Result<Secret, Fault> {
    match (section.given("file"), section.given("credential")) {
        (Some(file), None) => {
            let path = path::file(&file)?;
            let path = section.report.folder().join(path);
            section.report.secret(&file.at, &file.key, &path);
            Ok(Secret::File(path))
        }
        (None, Some(credential)) => {
            let name = words(&credential)?;
            let plain = |c: char| c.is_ascii_graphic() && c != '/' && c != ':';
            if !name.chars().all(plain) || name == "." || name == ".." || name.len() > 255 {
                return Err(Fault::new("the credential's name must be one that systemd allows")
                    .help("visible ASCII without / and :, as in LoadCredential=NAME:FILE"));
            }
            Ok(Secret::Credential(name))
        }
        _ => Err(Fault::new("expected one of file and credential")
            .help("write { file = \"FILE\" } or { credential = \"NAME\" }")),
    }
}

/// RFC 9110 §5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

fn is_secretive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.split(['-', '_', '.']).any(|word| SECRETIVE.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{is_secretive, is_token};

    #[test]
    fn secretive_names_are_known_by_their_words() {
        for name in
            ["Authorization", "proxy-authorization", "Cookie", "X-Api-Key", "x_auth_token", "X-APIKEY", "JWT"]
        {
            assert!(is_secretive(name), "{name}");
        }
        for name in ["Accept-Language", "X-Author", "Referer", "X-Keyboard", "DNT"] {
            assert!(!is_secretive(name), "{name}");
        }
    }

    #[test]
    fn names_are_tokens() {
        for (name, right) in
            [("Accept", true), ("X-1_~", true), ("", false), ("a b", false), ("a:", false), ("é", false)]
        {
            assert_eq!(is_token(name), right, "{name}");
        }
    }
}
