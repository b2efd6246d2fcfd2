use std::time::Duration;

use crate::model::Visits;

use super::duration::{between, shown};
use super::keys::VISITS;
use super::report::Fault;
use super::section::Section;
use super::text::{count, flag};

const MINUTE: Duration = Duration::from_secs(60);
const YEAR: Duration = Duration::from_secs(366 * 24 * 60 * 60);
/// More would be a poll of the page and not a look at its edits.
const MOST_REVISITS: usize = 50;

/// `[visits]`
pub(super) fn visits(root: &Section) -> Visits {
    let default = Visits::default();
    let Some(section) = root.section("visits", VISITS) else { return default };
    Visits {
        enabled: section.read("enabled", default.enabled, flag),
        concurrency: section.read("concurrency", default.concurrency, count(1..=256)),
        revisit: revisit(&section).unwrap_or(default.revisit),
        attempts: section.read("attempts", default.attempts, count(1..=100)),
    }
}

/// Ages of an article, each greater than the one before.
fn revisit(section: &Section) -> Option<Vec<Duration>> {
    let given = section.given("revisit")?;
    let mut ages: Vec<Duration> = Vec::new();
    for (at, age) in given.list(|age| between(MINUTE, YEAR)(age)) {
        match ages.last().filter(|last| **last >= age) {
            Some(last) => {
                let what = format!("{} does not come after {}", shown(age), shown(*last));
                let fault =
                    Fault::new(what).help("write the ages of an article in order, the youngest first");
                section.report.problem(&at, &section.key("revisit"), fault);
            }
            None => ages.push(age),
        }
    }
    if ages.len() > MOST_REVISITS {
        given.fault(Fault::new(format!("has {} ages, at most {MOST_REVISITS}", ages.len())));
    }
    Some(ages)
}
