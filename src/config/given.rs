use std::ops::Range;

use toml_edit::{Array, Item, TableLike, Value};

use super::report::{Fault, Report};

/// What the file gives for one key, or one element of a list.
pub(super) struct Given<'a> {
    pub(super) report: &'a Report<'a>,
    /// The key as a person would write it.
    pub(super) key: String,
    pub(super) at: Range<usize>,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Item(&'a Item),
    Element(&'a Value),
}

impl<'a> Given<'a> {
    pub(super) fn item(report: &'a Report<'a>, key: String, at: Range<usize>, item: &'a Item) -> Self {
        Given { report, key, at, what: What::Item(item) }
    }

    /// Reports that the value cannot be used.
    pub(super) fn fault(&self, fault: Fault) {
        self.report.problem(&self.at, &self.key, fault);
    }

    /// Reports that a person should look at the value.
    pub(super) fn warn(&self, fault: Fault) {
        self.report.warn(&self.at, &self.key, fault);
    }

    /// The value as `reader` understands it; `None` after a problem was reported.
    pub(super) fn read<T>(&self, reader: impl FnOnce(&Given<'a>) -> Result<T, Fault>) -> Option<T> {
        reader(self).map_err(|fault| self.fault(fault)).ok()
    }

    /// The elements that `reader` understands; each other one is a problem of its own.
    pub(super) fn list<T>(&self, reader: impl Fn(&Given<'a>) -> Result<T, Fault>) -> Vec<(Range<usize>, T)> {
        let Some(array) = self.value().and_then(Value::as_array) else {
            let brackets = self.text().map(|t| format!("write it in brackets: [{t:?}]"));
            self.fault(Fault::new(format!("expected a list, found {}", self.found())).maybe_help(brackets));
            return Vec::new();
        };
        let numbered = array.iter().zip(1..);
        numbered
            .filter_map(|(value, number)| {
                let at = value.span().unwrap_or_else(|| self.at.clone());
                let key = format!("{}[{number}]", self.key);
                let element = Given { report: self.report, key, at, what: What::Element(value) };
                element.read(&reader).map(|read| (element.at, read))
            })
            .collect()
    }

    fn value(&self) -> Option<&'a Value> {
        match self.what {
            What::Item(item) => item.as_value(),
            What::Element(value) => Some(value),
        }
    }

    pub(super) fn text(&self) -> Option<&'a str> {
        self.value().and_then(Value::as_str)
    }

    pub(super) fn integer(&self) -> Option<i64> {
        self.value().and_then(Value::as_integer)
    }

    /// How many elements a list has.
    pub(super) fn length(&self) -> Option<usize> {
        self.value().and_then(Value::as_array).map(Array::len)
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        self.value().and_then(Value::as_bool)
    }

    pub(super) fn table(&self) -> Option<&'a dyn TableLike> {
        match self.what {
            What::Item(item) => item.as_table_like(),
            What::Element(value) => value.as_inline_table().map(|t| t as &dyn TableLike),
        }
    }

    /// The value in the words of a problem: short, and on one line. Not for secrets.
    pub(super) fn found(&self) -> String {
        match self.value() {
            Some(Value::String(text)) => quoted(text.value()),
            Some(Value::Integer(number)) => number.value().to_string(),
            Some(Value::Float(number)) => number.value().to_string(),
            Some(Value::Boolean(flag)) => flag.value().to_string(),
            _ => self.sort().to_owned(),
        }
    }

    /// The sort of value, without the value.
    pub(super) fn sort(&self) -> &'static str {
        match (self.value(), self.what) {
            (Some(Value::String(_)), _) => "a string",
            (Some(Value::Integer(_)), _) => "a whole number",
            (Some(Value::Float(_)), _) => "a number",
            (Some(Value::Boolean(_)), _) => "true or false",
            (Some(Value::Datetime(_)), _) => "a date",
            (Some(Value::Array(_)), _) => "a list",
            (_, What::Item(Item::ArrayOfTables(_))) => "a list of tables",
            _ => "a table",
        }
    }
}

/// A text in quotes, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}
