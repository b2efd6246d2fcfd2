use jiff::tz::{TimeZone, db};

use super::given::{Given, quoted};
use super::nearest::nearest;
use super::report::Fault;
use super::text::words;

/// A time zone by its IANA name.
pub(super) fn zone(given: &Given) -> Result<TimeZone, Fault> {
    let name = words(given)?;
    TimeZone::get(&name).map_err(|_| unknown(&name))
}

fn unknown(name: &str) -> Fault {
    let known: Vec<String> = db().available().map(|name| name.as_str().to_owned()).collect();
    let help = if known.is_empty() {
        "this machine has no time zone database: install its package tzdata".to_owned()
    } else {
        let near = city(name, &known).or_else(|| nearest(name, known.iter().map(String::as_str)));
        match near {
            Some(near) => format!("did you mean {near:?}?"),
            None => "write a name such as \"Europe/Berlin\"; offsets have no daylight saving and no name"
                .to_owned(),
        }
    };
    Fault::new(format!("expected an IANA time zone, found {}", quoted(name))).help(help)
}

/// The zone of a city that was named without its continent.
fn city<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let name = name.trim().replace(' ', "_");
    known
        .iter()
        .filter(|zone| zone.contains('/'))
        .find(|zone| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&name)))
        .map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::city;

    #[test]
    fn a_city_finds_its_zone() {
        let known = ["Europe/Berlin", "America/New_York", "UTC"].map(str::to_owned);
        assert_eq!(city("berlin", &known), Some("Europe/Berlin"));
        assert_eq!(city("New York", &known), Some("America/New_York"));
        assert_eq!(city("UTC", &known), None);
    }
}
