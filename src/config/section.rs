use std::ops::Range;

use toml_edit::{Item, Table, TableLike};

use super::given::Given;
use super::keys::TABLES;
use super::nearest::nearest;
use super::report::{Fault, Report};

/// A table of the file with the path that leads to it.
pub(super) struct Section<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) path: String,
    pub(super) at: Range<usize>,
    /// The path as it stands in a header: without names and numbers.
    header: String,
    table: &'a dyn TableLike,
}

impl<'a> Section<'a> {
    /// The file itself.
    pub(super) fn root(report: &'a Report<'a>, table: &'a Table, keys: &[&str]) -> Self {
        let section = Section { report, path: String::new(), at: 0..0, header: String::new(), table };
        section.refuse_unknown(keys);
        section
    }

    /// A table that a key holds; its keys are checked against `keys`.
    pub(super) fn within(given: &Given<'a>, header: String, table: &'a dyn TableLike, keys: &[&str]) -> Self {
        let section = Section { header, ..Section::open(given, table) };
        section.refuse_unknown(keys);
        section
    }

    /// A table whose keys are the user's own.
    pub(super) fn open(given: &Given<'a>, table: &'a dyn TableLike) -> Self {
        let (path, at) = (given.key.clone(), given.at.clone());
        Section { report: given.report, path, at, header: String::new(), table }
    }

    /// The key as a person would write it.
    pub(super) fn key(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// What the file gives for `key`.
    pub(super) fn given(&self, key: &str) -> Option<Given<'a>> {
        let (name, item) = self.table.get_key_value(key)?;
        let at = item.span().or_else(|| name.span()).unwrap_or_else(|| self.at.clone());
        Some(Given::item(self.report, self.key(key), at, item))
    }

    /// Every key with what the file gives for it.
    pub(super) fn entries(&self) -> Vec<(String, Given<'a>)> {
        self.table
            .iter()
            .filter_map(|(key, _)| self.given(key).map(|given| (key.to_owned(), given)))
            .collect()
    }

    /// The value of `key`, or `default` where the file gives none or one that cannot be used.
    pub(super) fn read<T>(
        &self,
        key: &str,
        default: T,
        reader: impl FnOnce(&Given<'a>) -> Result<T, Fault>,
    ) -> T {
        self.given(key).and_then(|given| given.read(reader)).unwrap_or(default)
    }

    /// The elements of the list `key` that can be used.
    pub(super) fn list<T>(
        &self,
        key: &str,
        reader: impl Fn(&Given<'a>) -> Result<T, Fault>,
    ) -> Option<Vec<(Range<usize>, T)>> {
        self.given(key).map(|given| given.list(reader))
    }

    /// As [`Self::given`], and a problem where the file gives nothing.
    pub(super) fn required(&self, key: &str, example: &str) -> Option<Given<'a>> {
        let given = self.given(key);
        if given.is_none() && !self.report.is_mended() {
            let fault = Fault::new("is missing").help(format!("add, for example, {key} = {example}"));
            self.report.problem(&self.at, &self.key(key), fault);
        }
        given
    }

    /// The table `[key]`.
    pub(super) fn section(&self, key: &str, keys: &[&str]) -> Option<Section<'a>> {
        let given = self.given(key)?;
        match given.table() {
            Some(table) => Some(Section::within(&given, self.header(key), table, keys)),
            None => {
                let header = self.header(key);
                given.fault(
                    Fault::new(format!("expected a table, found {}", given.found()))
                        .help(format!("write [{header}] once, in single brackets, or {key} = {{ … }}")),
                );
                None
            }
        }
    }

    /// The tables `[[key]]`, each named by its `name` where it has one.
    pub(super) fn sections(&self, key: &str, keys: &[&str]) -> Vec<Section<'a>> {
        let Some((name, item)) = self.table.get_key_value(key) else { return Vec::new() };
        let key_at = name.span().unwrap_or_else(|| self.at.clone());
        let tables: Vec<(Range<usize>, &'a dyn TableLike)> = match item {
            Item::ArrayOfTables(tables) => tables
                .iter()
                .map(|t| (t.span().unwrap_or_else(|| key_at.clone()), t as &dyn TableLike))
                .collect(),
            _ => {
                let inline = item.as_array().map(|array| {
                    array
                        .iter()
                        .map(|v| {
                            let at = v.span().unwrap_or_else(|| key_at.clone());
                            v.as_inline_table().map(|t| (at, t as &dyn TableLike))
                        })
                        .collect::<Option<Vec<_>>>()
                });
                match inline.flatten() {
                    Some(tables) => tables,
                    None => {
                        let given = Given::item(self.report, self.key(key), key_at, item);
                        let header = self.header(key);
                        given.fault(
                            Fault::new(format!("expected a list of tables, found {}", given.found()))
                                .help(format!("write [[{header}]] in double brackets, once for each")),
                        );
                        return Vec::new();
                    }
                }
            }
        };
        let numbered = tables.into_iter().zip(1..);
        numbered
            .map(|((at, table), number)| {
                let name = table.get("name").and_then(Item::as_str).map(str::trim).filter(|n| !n.is_empty());
                let label = name.map_or_else(|| format!("[{number}]"), |n| format!("[{n:?}]"));
                let path = format!("{}{label}", self.key(key));
                let header = self.header(key);
                let section = Section { report: self.report, path, at, header, table };
                section.refuse_unknown(keys);
                section
            })
            .collect()
    }

    /// `key` as it stands in brackets.
    fn header(&self, key: &str) -> String {
        if self.header.is_empty() { key.to_owned() } else { format!("{}.{key}", self.header) }
    }

    fn refuse_unknown(&self, keys: &[&str]) {
        for (name, item) in self.table.iter().filter(|(name, _)| !keys.contains(name)) {
            let at = self.table.key(name).and_then(|key| key.span());
            let at = at.or_else(|| item.span()).unwrap_or_else(|| self.at.clone());
            let elsewhere = || {
                let mut tables = TABLES.iter().filter(|(_, known)| known.contains(&name));
                tables.next().map(|(table, _)| format!("{name} is a key of {table}"))
            };
            let help = nearest(name, keys.iter().copied())
                .map(|near| format!("did you mean {near}?"))
                .or_else(elsewhere)
                .unwrap_or_else(|| format!("known here: {}", keys.join(", ")));
            self.report.problem(&at, &self.key(&shown(name)), Fault::new("is not a known key").help(help));
        }
    }
}

/// A key as TOML writes it: quoted where it must be.
pub(super) fn shown(key: &str) -> String {
    let bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    if bare { key.to_owned() } else { format!("{key:?}") }
}
