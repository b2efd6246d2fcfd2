//! What commands share: the configuration, the archive, the runtime.

use std::cell::OnceCell;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;

use super::EX_CONFIG;
use crate::archive::Reader;
use crate::config::{self, Loaded, Problem};
use crate::model::Settings;

/// The code that clap itself uses for arguments that cannot be used.
pub(super) const USAGE: u8 = 2;

/// Where the configuration was asked for.
#[derive(Debug)]
pub(super) struct Context {
    flag: Option<PathBuf>,
    /// Of the configuration that was read, for messages about a failure.
    archive: OnceCell<PathBuf>,
}

/// The person has been told; only the exit code is left.
#[derive(Debug)]
pub(super) struct Told(pub u8);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}", self.0)
    }
}

impl std::error::Error for Told {}

impl Context {
    pub(super) fn new(flag: Option<PathBuf>) -> Context {
        Context { flag, archive: OnceCell::new() }
    }

    /// The archive of the configuration, once a command has read that.
    pub(super) fn archive(&self) -> Option<&Path> {
        self.archive.get().map(PathBuf::as_path)
    }

    /// Is there a configuration at all? For commands that can do without.
    pub(super) fn is_configured(&self) -> bool {
        self.flag.is_some() || config::locate(None).is_ok()
    }

    /// The file's path and what it says; problems are told on standard error, all at once.
    pub(super) fn configuration(&self) -> anyhow::Result<(PathBuf, Loaded)> {
        let path = config::locate(self.flag.as_deref()).map_err(|error| {
            eprintln!("{error}");
            Told(EX_CONFIG)
        })?;
        let loaded = load(&path)?;
        // A second reading of the same file says the same.
        let _ = self.archive.set(loaded.settings.archive.clone());
        Ok((path, loaded))
    }

    /// The settings; warnings are `check`'s and `run`'s to tell.
    pub(super) fn settings(&self) -> anyhow::Result<Settings> {
        Ok(self.configuration()?.1.settings)
    }

    /// The archive of the configuration, for reading.
    pub(super) fn reader(&self) -> anyhow::Result<(Settings, Reader)> {
        let settings = self.settings()?;
        let reader = Reader::open(&settings.archive)?;
        Ok((settings, reader))
    }
}

/// Reads the configuration at `path`; tells its problems.
pub(super) fn load(path: &Path) -> anyhow::Result<Loaded> {
    config::load(path).map_err(|problems| {
        eprintln!("{problems}\n{}: {}", path.display(), counted(problems.count(), "problem"));
        Told(EX_CONFIG).into()
    })
}

/// Prints warnings on standard error.
pub(super) fn tell_warnings(warnings: &[Problem]) {
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
}

/// `1 feed`, `2 feeds`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A moment as people read it, in their zone: `2026-11-24 14:05 CET`.
pub(super) fn stamp(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

pub(super) fn runtime() -> anyhow::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the runtime")
}
