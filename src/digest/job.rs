use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{
    DigestPlan, Format, FormatError, GroupByError, OutputPath, OutputPathError, WindowError, WindowSpec,
};

use super::Spec;

/// What a `[[digest]]` of the configuration asks for at a moment: which articles, how made, where to.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Which articles, and how they are grouped.
    pub spec: Spec,
    /// At least one.
    pub formats: Vec<Format>,
    /// Relative to the archive's folder.
    pub output: OutputPath,
    /// What stands for `{date}`.
    pub date: String,
}

/// A plan that cannot be followed; the configuration's check finds all but
/// [`WindowError::Calendar`] before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("digest {name:?}: {source}")]
pub struct JobError {
    /// The digest's name.
    pub name: String,
    source: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Window(#[from] WindowError),
    #[error(transparent)]
    Format(#[from] FormatError),
    #[error("it has no format: write formats = [\"markdown\"]")]
    NoFormat,
    #[error(transparent)]
    GroupBy(#[from] GroupByError),
    #[error(transparent)]
    Output(#[from] OutputPathError),
}

impl Job {
    /// What `plan` asks for at `now`. A digest made on a schedule takes the scheduled moment, not
    /// the one at which it comes to be made: so `24h` windows meet without gap or overlap.
    ///
    /// # Errors
    /// [`JobError`] names the digest and what about it cannot be read.
    pub fn of(plan: &DigestPlan, now: Timestamp, zone: &TimeZone) -> Result<Job, JobError> {
        Self::read(plan, now, zone).map_err(|source| JobError { name: plan.name.clone(), source })
    }

    fn read(plan: &DigestPlan, now: Timestamp, zone: &TimeZone) -> Result<Job, Fault> {
        let window = WindowSpec::parse(&plan.window)?;
        let formats = plan.formats.iter().map(|f| f.parse()).collect::<Result<Vec<Format>, _>>()?;
        if formats.is_empty() {
            return Err(Fault::NoFormat);
        }
        Ok(Job {
            spec: Spec {
                name: plan.name.clone(),
                window: window.resolve(now, zone)?,
                zone: zone.clone(),
                group_by: plan.group_by.parse()?,
                filter: plan.filter.clone(),
            },
            formats,
            output: OutputPath::parse(&plan.output)?,
            date: window.label(now, zone)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_whole_or_its_fault_named() {
        let now: Timestamp = "2026-11-24T05:00:00Z".parse().unwrap();
        let plan = DigestPlan { name: "daily".to_owned(), ..DigestPlan::default() };
        let job = Job::of(&plan, now, &TimeZone::UTC).unwrap();
        assert_eq!(job.date, "2026-11-23");
        assert_eq!(job.spec.window.until.to_string(), "2026-11-24T00:00:00Z");

        type Spoil = fn(&mut DigestPlan);
        let spoilt: [(Spoil, &str); 5] = [
            (|p| p.window = "soon".to_owned(), "\"soon\" is no window"),
            (|p| p.formats = vec!["pdf".to_owned()], "\"pdf\" is no digest format"),
            (|p| p.formats.clear(), "no format"),
            (|p| p.group_by.clear(), "is no grouping"),
            (|p| p.output = "{when}".to_owned(), "a place {when}"),
        ];
        for (spoil, part) in spoilt {
            let mut plan = plan.clone();
            spoil(&mut plan);
            let error = Job::of(&plan, now, &TimeZone::UTC).unwrap_err().to_string();
            assert!(error.starts_with("digest \"daily\": ") && error.contains(part), "{error}");
        }
    }
}
