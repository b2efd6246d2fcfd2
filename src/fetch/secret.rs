//! Header values from the configuration; secrets are read at each use, so that a new one needs no
//! restart, and are marked sensitive, so that nothing below prints them.

use std::path::Path;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::error::FetchError;
use crate::model::{Outcome, Secret};

pub(super) fn headers(given: &[(String, Secret)]) -> Result<HeaderMap, FetchError> {
    let mut map = HeaderMap::with_capacity(given.len());
    for (name, secret) in given {
        let bad = |why: String| FetchError::new(Outcome::BadRequest, format!("header {name}: {why}"));
        let key: HeaderName = name.parse().map_err(|_| bad("not a header name".to_owned()))?;
        let value = match secret {
            Secret::Plain(value) => value.clone(),
            Secret::File(path) => first_line(path).map_err(bad)?,
            Secret::Credential(credential) => {
                let dir = std::env::var_os("CREDENTIALS_DIRECTORY").ok_or_else(|| {
                    bad(format!(
                        "$CREDENTIALS_DIRECTORY is not set, so there is no credential {credential:?}; \
                         the service needs LoadCredential={credential}:…"
                    ))
                })?;
                first_line(&Path::new(&dir).join(credential)).map_err(bad)?
            }
        };
        let mut value: HeaderValue =
            value.parse().map_err(|_| bad("the value holds characters a header cannot carry".to_owned()))?;
        value.set_sensitive(!matches!(secret, Secret::Plain(_)));
        map.append(key, value);
    }
    Ok(map)
}

fn first_line(path: &Path) -> Result<String, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("cannot read its secret from {}: {e}", path.display()))?;
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(format!("its secret file {} begins with an empty line", path.display())),
    }
}
