use super::iso::{apply_half, number, time_and_zone};
use super::moment::Moment;
use super::{Reading, names, zone};

/// Words in any order, as RFC 822, asctime and people write them: a day, a month's name, a year, a time, a zone.
pub(super) fn read(s: &str) -> Option<Reading> {
    let mut found = Found::default();
    for word in s.split(|c: char| c.is_whitespace() || c == ',' || c == ';') {
        if !word.is_empty() {
            found.word(word)?;
        }
    }
    found.moment()
}

#[derive(Default)]
struct Found {
    numbers: Vec<(i64, usize)>,
    /// The last word that names one: "mar. 13 janvier" begins with a Tuesday.
    month: Option<i64>,
    day: Option<i64>,
    year: Option<i64>,
    time: Option<Moment>,
    half: Option<bool>,
    offset: Option<i64>,
}

impl Found {
    /// `None` gives the whole date up.
    fn word(&mut self, word: &str) -> Option<()> {
        let starts_with_digit = word.starts_with(|c: char| c.is_ascii_digit());
        if starts_with_digit && word.contains(':') {
            if self.time.is_none() {
                let mut time = Moment::default();
                time_and_zone(word, &mut time, i64::MIN)?;
                if time.offset != i64::MIN {
                    self.offset = Some(time.offset);
                }
                self.time = Some(time);
            }
            return Some(());
        }
        if starts_with_digit {
            return self.starts_with_digit(word);
        }
        if let Some(month) = names::month(word) {
            self.month = Some(month);
            // "Jan-15-2004", "Jan/15/2004"
            for part in word.split(['-', '/', '.']).skip(1) {
                if let Some(n) = number(part, 4) {
                    self.numbers.push(n);
                }
            }
        } else if let Some(half) = names::after_noon(word) {
            self.half = Some(half);
        } else if word.starts_with(['+', '-']) && self.time.is_none() && self.numbers.is_empty() {
            return None;
        } else if let Some(offset) = zone::offset(word) {
            // "GMT +0100": the number says more than the name.
            if self.offset.is_none_or(|o| o == 0) {
                self.offset = Some(offset);
            }
        }
        Some(())
    }

    fn starts_with_digit(&mut self, word: &str) -> Option<()> {
        let (n, len) = number(word, 10)?;
        let rest = &word[len..];
        if rest.is_empty() {
            self.numbers.push((n, len));
            return Some(());
        }
        // "13th", "1er", "13.", "13º"
        if rest.trim_end_matches('.').chars().all(|c| c.is_alphabetic() || c == 'º') && len <= 2 {
            if let Some(half) = names::after_noon(rest) {
                // "7pm"
                self.half = Some(half);
                self.time = Some(Moment { hour: n, ..Moment::default() });
            } else {
                self.day = self.day.or(Some(n));
            }
            return Some(());
        }
        let parts: Vec<&str> = word.split(['-', '/', '.']).filter(|p| !p.is_empty()).collect();
        match parts[..] {
            [a, b, c] => {
                let last = number(c, 4)?;
                if let Some(month) = names::month(b) {
                    self.month = Some(month);
                    self.numbers.extend([number(a, 4)?, last]);
                } else if len == 4 {
                    (self.year, self.month, self.day) = (Some(n), Some(number(b, 2)?.0), Some(last.0));
                } else if last.1 < 4 && word.contains('-') {
                    // ISO's short form, see `iso::read_short`.
                    return None;
                } else {
                    // Month first, as in the United States, unless that cannot be.
                    let (first, second) = (n, number(b, 2)?.0);
                    let (month, day) =
                        if first > 12 || word.contains('.') { (second, first) } else { (first, second) };
                    (self.month, self.day) = (Some(month), Some(day));
                    self.numbers.push(last);
                }
            }
            [a, b] if names::month(b).is_some() => {
                self.month = names::month(b);
                self.numbers.push(number(a, 4)?);
            }
            _ => {}
        }
        Some(())
    }

    fn moment(self) -> Option<Reading> {
        let month = self.month?;
        let (mut day, mut year) = (self.day, self.year);
        for (n, digits) in self.numbers {
            if digits >= 4 || n > 39 {
                year = year.or(Some(if digits <= 2 { century(n) } else { n }));
            } else if day.is_none() {
                day = Some(n);
            } else if year.is_none() {
                year = Some(century(n));
            }
        }
        let timed = self.time.is_some();
        let time = self.time.unwrap_or_default();
        let (offset, zoned) = (self.offset.unwrap_or(0), self.offset.is_some());
        let day = day.unwrap_or(1);
        let mut moment = Moment { year: year?, month, day, offset, zoned, timed, ..time };
        apply_half(self.half, &mut moment);
        moment.reading()
    }
}

/// Two digits of a year: up to 89 are of this century.
fn century(n: i64) -> i64 {
    if n < 90 { 2000 + n } else { 1900 + n }
}
