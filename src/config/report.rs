use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::path::Path;

use super::header::SecretFile;
use super::problem::{Lines, Problem};

/// What is wrong with one value; the [`Report`] knows where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Fault { message: message.into(), help: None }
    }

    /// The words of a lower floor, which say what is expected.
    pub(super) fn of(error: impl std::fmt::Display) -> Self {
        // Some parsers speak in several lines; a problem is one.
        let words: Vec<_> = error.to_string().split_whitespace().map(str::to_owned).collect();
        Fault::new(words.join(" "))
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// Collects what is found while one file is read.
///
/// Shared by everything that reads a part of the file, so that reading goes on after a problem and
/// all of them are told at once.
pub(super) struct Report<'a> {
    lines: Lines<'a>,
    file: &'a Path,
    mended: Cell<bool>,
    problems: RefCell<Vec<(usize, Problem)>>,
    warnings: RefCell<Vec<(usize, Problem)>>,
    secrets: RefCell<Vec<SecretFile>>,
}

impl<'a> Report<'a> {
    pub(super) fn new(text: &'a str, file: &'a Path) -> Self {
        Report {
            lines: Lines::of(text),
            file,
            mended: Cell::new(false),
            problems: RefCell::default(),
            warnings: RefCell::default(),
            secrets: RefCell::default(),
        }
    }

    pub(super) fn problem(&self, at: &Range<usize>, key: &str, fault: Fault) {
        self.problems.borrow_mut().push((at.start, self.at(at, key, fault)));
    }

    pub(super) fn warn(&self, at: &Range<usize>, key: &str, fault: Fault) {
        self.warnings.borrow_mut().push((at.start, self.at(at, key, fault)));
    }

    /// A secret that is read from a file at each use: [`super::load`] looks whether it is there.
    pub(super) fn secret(&self, at: &Range<usize>, key: &str, path: &Path) {
        let missing = self.at(at, key, Fault::new(""));
        self.secrets.borrow_mut().push(SecretFile { path: path.to_owned(), missing });
    }

    /// Lines were left out to read on after a syntax error: what is missing may have stood there.
    pub(super) fn set_mended(&self) {
        self.mended.set(true);
    }

    pub(super) fn is_mended(&self) -> bool {
        self.mended.get()
    }

    pub(super) fn line(&self, offset: usize) -> usize {
        self.lines.place(offset).line
    }

    /// The configuration file's folder.
    pub(super) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    fn at(&self, at: &Range<usize>, key: &str, fault: Fault) -> Problem {
        Problem {
            file: self.file.to_owned(),
            place: Some(self.lines.place(at.start)),
            key: key.to_owned(),
            message: fault.message,
            help: fault.help,
        }
    }

    /// Problems and warnings in the order of the file, and the files that hold secrets.
    pub(super) fn close(self) -> (Vec<Problem>, Vec<Problem>, Vec<SecretFile>) {
        let sorted = |list: RefCell<Vec<(usize, Problem)>>| {
            let mut list = list.into_inner();
            list.sort_by_key(|(offset, _)| *offset);
            list.into_iter().map(|(_, problem)| problem).collect()
        };
        (sorted(self.problems), sorted(self.warnings), self.secrets.into_inner())
    }
}
