use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a feed document says of when to ask for it, requests of its publisher, which hold
/// polls back and never cause one. Kept between polls, since a 304 brings no document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Pace {
    /// RSS `ttl`, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_minutes: Option<u32>,
    /// RSS `skipHours`: hours of the day, GMT, 0 to 23.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip_hours: Vec<u8>,
    /// RSS `skipDays`: days of the week, GMT, 1 = Monday to 7 = Sunday.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip_days: Vec<u8>,
    /// `sy:updatePeriod` divided by `sy:updateFrequency`, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_every: Option<u32>,
    /// `sy:updateBase`: the updates are so many whole periods from here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_base: Option<Timestamp>,
}

/// Seconds in an `sy:updatePeriod`.
const PERIODS: [(&str, u32); 5] = [
    ("hourly", 3_600),
    ("daily", 86_400),
    ("weekly", 7 * 86_400),
    ("monthly", 30 * 86_400),
    ("yearly", 365 * 86_400),
];

impl Pace {
    /// Adds an hour of `skipHours`. RSS 0.91 counted 1 to 24, RSS 2.0 counts 0 to 23: 24 is 0 in both.
    pub fn skip_hour(&mut self, text: &str) {
        if let Ok(hour @ 0..=24) = text.trim().parse::<u8>()
            && !self.skip_hours.contains(&(hour % 24))
        {
            self.skip_hours.push(hour % 24);
        }
    }

    /// Adds a day of `skipDays`, an English name in any case.
    pub fn skip_day(&mut self, text: &str) {
        const DAYS: [&str; 7] =
            ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        let name = text.trim().to_ascii_lowercase();
        let day = DAYS.iter().position(|day| *day == name).and_then(|at| u8::try_from(at + 1).ok());
        if let Some(day) = day
            && !self.skip_days.contains(&day)
        {
            self.skip_days.push(day);
        }
    }

    /// Reads RSS 1.0's syndication module, whose defaults are `daily` and 1.
    ///
    /// `hourly` and 1 without a base is what WordPress writes into every feed, whoever runs it and however
    /// often they publish: it says nothing, and obeying it would lose articles of busy outlets.
    pub fn update(&mut self, period: Option<&str>, frequency: Option<&str>, base: Option<Timestamp>) {
        if period.is_none() && frequency.is_none() {
            return;
        }
        let named = period.map_or("daily".to_owned(), |text| text.trim().to_ascii_lowercase());
        let Some((_, seconds)) = PERIODS.iter().find(|(name, _)| *name == named) else { return };
        let times = frequency.map_or(Some(1), |text| text.trim().parse::<u32>().ok()).filter(|n| *n > 0);
        let Some(times) = times else { return };
        if (*seconds, times, base) == (3_600, 1, None) {
            return;
        }
        self.update_every = Some((seconds / times).max(1));
        self.update_base = base;
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    #[test]
    fn hours_and_days_are_read_as_publishers_write_them() {
        let mut pace = Pace::default();
        for hour in ["0", " 7 ", "24", "25", "noon", "-1"] {
            pace.skip_hour(hour);
        }
        for day in ["Saturday", " SUNDAY", "Sonntag", "Saturday"] {
            pace.skip_day(day);
        }
        assert_eq!(pace, Pace { skip_hours: vec![0, 7], skip_days: vec![6, 7], ..Pace::default() });
    }

    #[test]
    fn the_syndication_module_is_read_with_its_defaults() {
        let base = "2000-01-01T12:00:00Z".parse().ok();
        for (period, frequency, base, every) in [
            (Some("hourly"), Some("2"), None, Some(1_800)),
            (Some(" Daily "), None, None, Some(86_400)),
            (None, Some("4"), None, Some(21_600)),
            (Some("weekly"), Some("1"), base, Some(604_800)),
            (Some("hourly"), Some("1"), base, Some(3_600)),
            (Some("hourly"), Some("1"), None, None),
            (Some("fortnightly"), Some("1"), None, None),
            (Some("daily"), Some("0"), None, None),
            (Some("daily"), Some("often"), None, None),
            (None, None, base, None),
        ] {
            let mut pace = Pace::default();
            pace.update(period, frequency, base);
            assert_eq!(pace.update_every, every, "{period:?} {frequency:?}");
        }
    }

    #[test]
    fn it_is_kept_as_json_and_an_older_or_newer_one_can_be_read() {
        let pace = Pace { ttl_minutes: Some(90), skip_hours: vec![3], ..Pace::default() };
        let text = serde_json::to_string(&pace).expect("a pace");
        assert_eq!(text, r#"{"ttl_minutes":90,"skip_hours":[3]}"#);
        assert_eq!(serde_json::from_str::<Pace>(&text).expect("its own text"), pace);
        assert_eq!(serde_json::from_str::<Pace>(r#"{"later":1}"#).expect("a newer text"), Pace::default());
    }
}
