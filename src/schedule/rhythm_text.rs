//! How the archive keeps a rhythm: JSON of about a kilobyte, in hundredths.

use serde_json::{Value, json};

use super::burst::{Burst, KEPT};
use super::minutes::{Minutes, PARTS};
use super::rhythm::{Hours, Rhythm};
use super::week::HOURS;

/// Of the text; another one is not read, and the rhythm begins anew.
const VERSION: u64 = 2;

impl Rhythm {
    /// For the archive.
    pub fn to_text(&self) -> String {
        let hundredths =
            |values: &[f64; HOURS]| values.iter().map(|v| (v * 100.0).round() as i64).collect::<Vec<_>>();
        json!({
            "v": VERSION,
            "watched": self.watched.map(|at| at.as_second()),
            "newest": self.newest.map(|at| at.as_second()),
            "pace": round(self.pace),
            "bursts": self.bursts.iter().map(|b| json!([round(b.rate), b.at.as_second()])).collect::<Vec<_>>(),
            "minutes": self.minutes.items.map(round),
            "for": round(self.watched_for),
            "full": self.full,
            "window": self.window,
            "longest": self.longest_quiet.round() as i64,
            "awaited": round(self.awaited),
            "items": hundredths(&self.hours.items),
            "hours": hundredths(&self.hours.watched),
        })
        .to_string()
    }

    /// From the archive. What cannot be read, or is of another version, begins anew.
    pub fn from_text(text: &str) -> Rhythm {
        let Ok(kept) = serde_json::from_str::<Value>(text) else { return Rhythm::default() };
        if kept["v"].as_u64() != Some(VERSION) {
            return Rhythm::default();
        }
        let at = |key: &str| kept[key].as_i64().and_then(|s| jiff::Timestamp::from_second(s).ok());
        let number = |key: &str| kept[key].as_f64().filter(|n| n.is_finite() && *n >= 0.0).unwrap_or(0.0);
        let hours = |key: &str| {
            let mut hours = [0.0; HOURS];
            let kept = kept[key].as_array().into_iter().flatten();
            for (hour, value) in hours.iter_mut().zip(kept) {
                *hour = value.as_f64().unwrap_or(0.0).max(0.0) / 100.0;
            }
            hours
        };
        Rhythm {
            watched: at("watched"),
            hours: Hours { items: hours("items"), watched: hours("hours") },
            pace: number("pace"),
            bursts: kept["bursts"].as_array().into_iter().flatten().take(KEPT).filter_map(burst).collect(),
            minutes: minutes(&kept["minutes"]),
            watched_for: number("for"),
            full: kept["full"].as_bool().unwrap_or(false),
            window: kept["window"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
            newest: at("newest"),
            longest_quiet: number("longest"),
            awaited: number("awaited"),
        }
    }
}

fn burst(kept: &Value) -> Option<Burst> {
    let rate = kept[0].as_f64().filter(|rate| rate.is_finite() && *rate >= 0.0)?;
    let at = kept[1].as_i64().and_then(|s| jiff::Timestamp::from_second(s).ok())?;
    Some(Burst { rate, at })
}

fn minutes(kept: &Value) -> Minutes {
    let mut items = [0.0; PARTS];
    for (count, value) in items.iter_mut().zip(kept.as_array().into_iter().flatten()) {
        *count = value.as_f64().filter(|n| n.is_finite()).unwrap_or(0.0).max(0.0);
    }
    Minutes { items }
}

fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
