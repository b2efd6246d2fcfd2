use std::fmt::Write;

/// What `clippings.toml` will say. Values are TOML text (`"\"10m\""`, `"8"`), so that a test can be wrong
/// on purpose.
#[derive(Debug, Clone, Default)]
pub struct Config {
    tables: Vec<(String, Vec<(String, String)>)>,
    outlets: Vec<OutletConfig>,
    tail: String,
}

/// One `[[outlet]]`.
#[derive(Debug, Clone, Default)]
pub struct OutletConfig {
    keys: Vec<(String, String)>,
    feeds: Vec<Vec<(String, String)>>,
}

impl Config {
    /// Loopback allowed, no waiting between requests, nothing due by itself unless a test says so.
    pub fn quick() -> Config {
        let mut config = Config::default();
        config
            .set("archive", "path", "\"clippings.db\"")
            .set("http", "allow_networks", "[\"127.0.0.0/8\"]")
            .set("http", "per_host_gap", "\"0s\"")
            .set("http", "timeout", "\"5s\"")
            .set("http", "contact", "\"https://archive.example/about\"")
            .set("schedule", "default", "\"0 4 1 1 *\"")
            .set("schedule", "jitter", "\"0s\"");
        config
    }

    /// Sets `[table] key = value`.
    pub fn set(&mut self, table: &str, key: &str, value: &str) -> &mut Self {
        let index = match self.tables.iter().position(|(name, _)| name == table) {
            Some(index) => index,
            None => {
                self.tables.push((table.to_owned(), Vec::new()));
                self.tables.len() - 1
            }
        };
        put(&mut self.tables[index].1, key, value);
        self
    }

    /// Leaves `[table] key` out.
    pub fn unset(&mut self, table: &str, key: &str) -> &mut Self {
        for (_, keys) in self.tables.iter_mut().filter(|(name, _)| name == table) {
            keys.retain(|(k, _)| k != key);
        }
        self
    }

    /// Adds an `[[outlet]]`.
    pub fn outlet(&mut self, name: &str, describe: impl FnOnce(&mut OutletConfig)) -> &mut Self {
        let mut outlet = OutletConfig::default();
        put(&mut outlet.keys, "name", &quoted(name));
        describe(&mut outlet);
        self.outlets.push(outlet);
        self
    }

    /// Every second, on the second, for tests of the daemon.
    pub fn every_second(&mut self) -> &mut Self {
        self.set("schedule", "default", "\"* * * * * *\"").set("schedule", "min", "\"1s\"")
    }

    /// Text put at the end as it stands.
    pub fn raw(&mut self, toml: &str) -> &mut Self {
        self.tail.push_str(toml);
        self
    }

    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        let mut table = |heading: &str, keys: &[(String, String)]| {
            writeln!(out, "{heading}").expect("into memory");
            for (key, value) in keys {
                writeln!(out, "{key} = {value}").expect("into memory");
            }
            out.push('\n');
        };
        for (name, keys) in &self.tables {
            table(&format!("[{name}]"), keys);
        }
        for outlet in &self.outlets {
            table("[[outlet]]", &outlet.keys);
            for feed in &outlet.feeds {
                table("[[outlet.feed]]", feed);
            }
        }
        out + &self.tail
    }
}

impl OutletConfig {
    pub fn set(&mut self, key: &str, value: &str) -> &mut Self {
        put(&mut self.keys, key, value);
        self
    }

    /// Adds a feed.
    pub fn feed(&mut self, name: &str, url: &str) -> &mut Self {
        self.feed_with(name, url, &[])
    }

    /// Adds a feed with more keys.
    pub fn feed_with(&mut self, name: &str, url: &str, keys: &[(&str, &str)]) -> &mut Self {
        let mut feed = vec![("name".to_owned(), quoted(name)), ("url".to_owned(), quoted(url))];
        for (key, value) in keys {
            put(&mut feed, key, value);
        }
        self.feeds.push(feed);
        self
    }
}

fn put(keys: &mut Vec<(String, String)>, key: &str, value: &str) {
    match keys.iter_mut().find(|(k, _)| k == key) {
        Some((_, old)) => value.clone_into(old),
        None => keys.push((key.to_owned(), value.to_owned())),
    }
}

/// A TOML basic string.
pub fn quoted(text: &str) -> String {
    // A JSON string is a TOML basic string.
    serde_json::to_string(text).expect("a string")
}
