use crate::date;
use crate::model::Pace;
use crate::parse::xml::{Id, Ns, Tree};

/// When the publisher would like to be asked: RSS `skipHours` and `skipDays`, and RSS 1.0's syndication
/// module.
pub(super) fn read(tree: &Tree<'_>, head: Id) -> Pace {
    let mut pace = Pace::default();
    let (mut period, mut frequency, mut base) = (None, None, None);
    for child in tree.children(head) {
        match tree.name(child) {
            Some((Ns::Core, "skiphours")) => {
                each(tree, child, "hour", |text| pace.skip_hour(text));
            }
            Some((Ns::Core, "skipdays")) => {
                each(tree, child, "day", |text| pace.skip_day(text));
            }
            Some((Ns::Syndication, "updateperiod")) => period = tree.text(child),
            Some((Ns::Syndication, "updatefrequency")) => frequency = tree.text(child),
            Some((Ns::Syndication, "updatebase")) => {
                base = tree.text(child).and_then(|text| date::read(&text))
            }
            _ => {}
        }
    }
    pace.update(period.as_deref(), frequency.as_deref(), base);
    pace
}

fn each(tree: &Tree<'_>, list: Id, element: &str, mut take: impl FnMut(&str)) {
    for child in tree.children(list) {
        if tree.name(child).is_some_and(|(_, name)| name == element)
            && let Some(text) = tree.text(child)
        {
            take(&text);
        }
    }
}
