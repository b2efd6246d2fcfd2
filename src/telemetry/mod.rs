//! Logging, what systemd is told, and what monitoring asks for.

mod endpoint;
mod gauges;
mod metrics;

use std::io::IsTerminal;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

pub use endpoint::{Answer, serve};
pub use metrics::Metrics;

/// The variable that sets what is logged, in tracing's form: `debug`, `clippings=trace,warn`.
pub const LOG_VARIABLE: &str = "CLIPPINGS_LOG";

/// Logs to standard error: results go to standard output, so that pipes stay clean. The daemon says
/// what it does; other commands only what is wrong.
pub fn log(daemon: bool) {
    // The verifier warns of every missing store of certificates; `fetch` says what it made of that.
    let default =
        if daemon { "info,rustls_platform_verifier=off" } else { "warn,rustls_platform_verifier=off" };
    let (filter, mistaken) = match std::env::var(LOG_VARIABLE) {
        Ok(text) if !text.is_empty() => match EnvFilter::try_new(&text) {
            Ok(filter) => (filter, None),
            Err(e) => (EnvFilter::new(default), Some(format!("{LOG_VARIABLE}={text:?} is ignored: {e}"))),
        },
        _ => (EnvFilter::new(default), None),
    };
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // The journal has the time of every line.
    let set = if std::env::var_os("JOURNAL_STREAM").is_some() {
        builder.without_time().try_init()
    } else {
        builder.try_init()
    };
    // A second call finds it set, which is as good.
    drop(set);
    if let Some(text) = mistaken {
        tracing::warn!("{text}");
    }
}

/// Tells systemd that the daemon is ready (`Type=notify`); without systemd, nothing happens.
pub fn ready(status: &str) {
    tell(&[sd_notify::NotifyState::Ready, sd_notify::NotifyState::Status(status)]);
}

/// Tells systemd that the daemon is stopping.
pub fn stopping() {
    tell(&[sd_notify::NotifyState::Stopping]);
}

/// Tells systemd what the daemon is at (`systemctl status`).
pub fn status(status: &str) {
    tell(&[sd_notify::NotifyState::Status(status)]);
}

/// Tells systemd's watchdog that the daemon makes progress.
pub fn alive() {
    tell(&[sd_notify::NotifyState::Watchdog]);
}

/// How often the watchdog wants to hear from us (`WatchdogSec=`), if at all.
pub fn watchdog() -> Option<Duration> {
    sd_notify::watchdog_enabled()
}

fn tell(states: &[sd_notify::NotifyState<'_>]) {
    if let Err(e) = sd_notify::notify(states) {
        tracing::warn!("systemd cannot be told: {e}");
    }
}
