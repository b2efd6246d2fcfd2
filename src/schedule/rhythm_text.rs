//! How the archive keeps a rhythm: JSON of about a kilobyte, in hundredths.

use serde_json::{Value, json};

use super::crowd::Crowd;
use super::rhythm::{Burst, Hours, Rhythm};
use super::week::HOURS;

/// Of the text; another one is not read, and the rhythm begins anew.
const VERSION: u64 = 1;

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
            "burst": self.burst.map(|burst| json!([round(burst.rate), burst.hour, burst.at.as_second()])),
            "crowd": json!([self.crowd.hour, self.crowd.quarters.map(round), round(self.crowd.factor)]),
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
            burst: burst(&kept["burst"]),
            crowd: crowd(&kept["crowd"]).unwrap_or_default(),
            window: kept["window"].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
            newest: at("newest"),
            longest_quiet: number("longest"),
            awaited: number("awaited"),
        }
    }
}

fn burst(kept: &Value) -> Option<Burst> {
    let rate = kept[0].as_f64().filter(|rate| rate.is_finite() && *rate >= 0.0)?;
    let hour = kept[1].as_u64().and_then(|hour| usize::try_from(hour).ok()).filter(|hour| *hour < HOURS)?;
    let at = kept[2].as_i64().and_then(|s| jiff::Timestamp::from_second(s).ok())?;
    Some(Burst { rate, hour, at })
}

fn crowd(kept: &Value) -> Option<Crowd> {
    let quarter = |n: usize| kept[1][n].as_f64().unwrap_or(0.0).max(0.0);
    let quarters = [quarter(0), quarter(1), quarter(2), quarter(3)];
    Some(Crowd { hour: kept[0].as_i64()?, quarters, factor: kept[2].as_f64()?.clamp(1.0, 4.0) })
}

fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
