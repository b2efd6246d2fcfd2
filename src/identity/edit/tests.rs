use super::super::fingerprint::Parts;
use super::{Announced, Change, Edit, Furniture, Revised, Signs, Wording, judge, same_words};
use crate::model::TextFrom;

const FERRY: &str = "The night ferry to Gull Island waited outside the harbour for five hours on Monday.\n\n\
    Nine passengers were taken ashore by the lifeboat, the harbour master said.\n\n\
    Fog is common off the island at this time of year, and the ferry has been late eleven times since \
    the company cut its crew in the spring.\n\n\
    A spokesman for the company said that it regretted the delay and would refund 24 tickets.";

fn wording(title: &'static str, text: &str) -> (String, String) {
    (title.to_owned(), text.to_owned())
}

/// Judges two texts under one headline.
fn texts(old: &str, new: &str) -> Edit {
    with(old, new, |_| {})
}

fn with(old: &str, new: &str, set: impl FnOnce(&mut Signs<'_>)) -> Edit {
    both(&wording("Ferry waits in fog", old), &wording("Ferry waits in fog", new), set)
}

fn both(old: &(String, String), new: &(String, String), set: impl FnOnce(&mut Signs<'_>)) -> Edit {
    let of = |(title, text): &'_ (String, String)| -> Wording<'static> {
        // Leaked: tests only.
        let (title, text) = (title.clone().leak(), text.clone().leak());
        Wording { title, summary: None, text, text_from: TextFrom::FeedContent }
    };
    let furniture = Furniture::default();
    let mut signs = Signs {
        parts: Parts { title: true, summary: true, text: true },
        was_its_own: true,
        furniture: &furniture,
        newer: false,
        noted: false,
        tags: false,
        rights: false,
    };
    set(&mut signs);
    judge(&of(old), &of(new), &signs)
}

#[track_caller]
fn revised(edit: Edit) -> Revised {
    match edit {
        Edit::Revised(revised) => revised,
        Edit::None => panic!("no edit"),
    }
}

#[track_caller]
fn changes(edit: Edit) -> String {
    revised(edit).change.iter().map(|change| change.as_str()).collect::<Vec<_>>().join(",")
}

#[test]
fn the_same_words_are_no_edit() {
    let curly =
        FERRY.replace("spring", "spring\u{ad}").replace("the ferry", "the\u{a0}ferry").replace(", ", " — ");
    assert_eq!(texts(FERRY, &curly), Edit::None);
    assert_eq!(texts(FERRY, &FERRY.replace("\n\n", "\n")), Edit::None);
    assert_eq!(texts(FERRY, FERRY), Edit::None);
}

#[test]
fn what_moves_by_itself_is_no_edit() {
    for line in [
        "3 comments",
        "Updated 5 min ago",
        "4 min read",
        "Advertisement: boats at Gull Marine",
        "Updated 24 November 2026, 10:31 GMT",
        "Read more: Lifeboats of the north",
    ] {
        assert_eq!(texts(FERRY, &format!("{FERRY}\n\n{line}")), Edit::None, "{line} comes");
        assert_eq!(texts(&format!("{line}\n\n{FERRY}"), FERRY), Edit::None, "{line} goes");
    }
    assert_eq!(
        texts(
            FERRY,
            &FERRY.replace("Monday. ", "Monday. ADVERTISEMENT ").replace("said.", "said. ADVERTISEMENT")
        ),
        Edit::None
    );
    let with = |line: &str| format!("{FERRY}\n\nReaders wrote {line} about this.");
    assert_eq!(texts(&with("3 comments"), &with("17 comments")), Edit::None);
    assert!(same_words("3 comments", "4 comments") && !same_words("3 dead", "4 dead"));
}

#[test]
fn figures_set_in_another_way_are_no_edit() {
    let with = |line: &str| format!("{FERRY}\n\n{line}");
    for (a, b) in [
        ("It cost 1,200 crowns in total.", "It cost 1200 crowns in total."),
        ("It cost 12 000 crowns in total.", "It cost 12,000 crowns in total."),
        ("It cost 1,950 crowns in total.", "It cost 1950 crowns in total."),
        ("312 people voted", "345 people voted"),
        ("Like 12 Tweet 4 Share 90", "Like 19 Tweet 7 Share 99"),
    ] {
        assert_eq!(texts(&with(a), &with(b)), Edit::None, "{a} → {b}");
    }
    assert_eq!(changes(texts(&with("It cost 1.2 crowns."), &with("It cost 12 crowns."))), "numbers");
    assert_eq!(
        changes(texts(&with("For it 312 people voted."), &with("Against it 312 people voted."))),
        "body"
    );
    assert_eq!(
        changes(texts(&with("For it 312 people voted."), &with("For it 345 people voted."))),
        "numbers"
    );
}

#[test]
fn a_list_of_other_articles_is_no_wording() {
    let with = |head: &str, items: &str| format!("{FERRY}\n\n{head}\n\n{items}");
    let (old, new) =
        ("• Storm hits the coast again\n• Minister resigns", "• Museum opens a wing\n• Quarry is sold");
    assert_eq!(texts(&with("Read more", old), &with("Read more", new)), Edit::None);
    assert_eq!(texts(&with("Mehr zum Thema:", old), &with("Mehr zum Thema:", new)), Edit::None);
    assert_eq!(texts(&with("Read more", old), FERRY), Edit::None);
    assert_eq!(changes(texts(&with("What we know", old), &with("What we know", new))), "body");
    let after = |line: &str| format!("{}\n\n{line}", with("Read more", old));
    assert_ne!(texts(&after("The mayor is in office."), &after("The mayor has resigned.")), Edit::None);
}

#[test]
fn furniture_is_no_edit() {
    let old = format!("{FERRY}\n\nCall the desk at 555-0100 with your story.");
    let new = format!("{FERRY}\n\nWrite to the desk with your story.");
    let others =
        |text: &str| vec![text.to_owned(), text.replace("ferry", "bridge"), text.replace("ferry", "court")];
    let (now, before) = (others(&new), others(&old));
    let furniture = Furniture::new(now.iter().map(String::as_str), before.iter().map(String::as_str));
    let judged = |old: &str, new: &str| {
        let of = |text| Wording { title: "Fog", summary: None, text, text_from: TextFrom::FeedContent };
        let signs = Signs {
            parts: Parts { text: true, ..Parts::default() },
            was_its_own: true,
            furniture: &furniture,
            newer: false,
            noted: false,
            tags: false,
            rights: false,
        };
        judge(&of(old), &of(new), &signs)
    };
    assert_eq!(judged(&old, &new), Edit::None);
    assert_ne!(judged(&old, &new.replace("Nine", "Eleven")), Edit::None);
    assert_ne!(texts(&old, &new), Edit::None, "in this article alone it is an edit");
}

/// Judges two descriptions of a feed that gives nothing else.
fn descriptions(old: &str, new: &str, furniture: &Furniture) -> Edit {
    let of = |text| Wording { title: "Fog", summary: Some(text), text, text_from: TextFrom::FeedSummary };
    let signs = Signs {
        parts: Parts { summary: true, text: true, ..Parts::default() },
        was_its_own: true,
        furniture,
        newer: false,
        noted: false,
        tags: false,
        rights: false,
    };
    judge(&of(old), &of(new), &signs)
}

#[test]
fn where_the_summary_is_the_text_the_same_is_true_of_both() {
    let none = Furniture::default();
    let at = |words: usize| FERRY.split(' ').take(words).collect::<Vec<_>>().join(" ");
    for stub in [
        format!("{}… Subscribe to continue reading.", at(30)),
        format!("{} [...]", at(20)),
        "This article is for subscribers only. Sign in to read it.".to_owned(),
    ] {
        let found = revised(descriptions(FERRY, &stub, &none));
        assert_eq!((found.change, found.announced), (vec![Change::Shortened], None), "{stub}");
        assert!(!found.shown && !found.summary, "{stub}");
    }
    let gone = revised(descriptions(FERRY, "This article has been removed.", &none));
    assert_eq!((gone.change, gone.shown), (vec![Change::Withdrawn], false));
    let teaser = &FERRY[..FERRY.find("\n\n").expect("paragraphs")];
    let fuller = revised(descriptions(teaser, FERRY, &none));
    assert!(fuller.change == [Change::Fuller] && fuller.summary && fuller.text);
    let edited = revised(descriptions(FERRY, &FERRY.replace("24", "31"), &none));
    assert!(edited.change == [Change::Summary, Change::Numbers] && edited.summary && edited.text);
    let boxed = |text: &str| format!("{text}\n\nBecome a member of our club for three crowns a month.");
    let others =
        |text: &str| [text.to_owned(), text.replace("ferry", "bridge"), text.replace("ferry", "court")];
    let (now, before) = (others(&boxed(FERRY)), others(FERRY));
    let furniture = Furniture::new(now.iter().map(String::as_str), before.iter().map(String::as_str));
    assert_eq!(descriptions(FERRY, &boxed(FERRY), &furniture), Edit::None);
    assert_ne!(descriptions(FERRY, &boxed(FERRY), &none), Edit::None, "in this article alone it is an edit");
}

#[test]
fn an_invitation_to_pay_is_no_summary() {
    let old = Wording {
        title: "Fog",
        summary: Some("Fog held up the night ferry."),
        text: FERRY,
        text_from: TextFrom::Page,
    };
    let furniture = Furniture::default();
    let signs = Signs {
        parts: Parts { summary: true, ..Parts::default() },
        was_its_own: false,
        furniture: &furniture,
        newer: false,
        noted: false,
        tags: false,
        rights: false,
    };
    let judged = |summary| judge(&old, &Wording { summary: Some(summary), ..old }, &signs);
    assert_eq!(judged("Sign in to read this story."), Edit::None);
    assert_eq!(changes(judged("The lifeboat took passengers off the night ferry.")), "summary");
}

#[test]
fn edits_say_what_they_are() {
    for (from, to, change) in [
        ("harbour", "harbuor", "typo"),
        ("regretted the delay", "regreted the delay", "typo"),
        ("taken ashore", "takenashore", "typo"),
        ("24 tickets", "31 tickets", "numbers"),
        ("Monday", "Tuesday", "dates"),
        ("lifeboat", "coastguard", "body"),
        ("would refund", "would not refund", "body"),
        ("passengers were", "passengers where not", "body"),
        ("would refund 24 tickets", "will refund 31 tickets", "body,numbers"),
        ("the ferry has been late eleven times", "eleven times the ferry has been late", "body"),
    ] {
        assert!(FERRY.contains(from), "{from}");
        let found = revised(texts(FERRY, &FERRY.replacen(from, to, 1)));
        let words: Vec<_> = found.change.iter().map(|change| change.as_str()).collect();
        assert_eq!(words.join(","), change, "{from} → {to}");
        assert!(found.shown && found.text && !found.title);
        assert_eq!(found.announced, Some(Announced::No));
    }
    assert_eq!(changes(texts("東京で9人が死亡した。", "東京で11人が死亡した。")), "numbers");
}

#[test]
fn headlines_count_with_their_marks() {
    let titled = |old, new| both(&wording(old, FERRY), &wording(new, FERRY), |_| {});
    assert_eq!(changes(titled("Ferry waits", "Ferry stranded")), "headline");
    assert_eq!(changes(titled("Nine dead", "Nine dead?")), "headline");
    assert_eq!(changes(titled("Ferry waits", "Ferry ‘waits’")), "headline");
    assert_eq!(changes(titled("9 dead in fog", "11 dead in fog")), "headline,numbers");
    assert_eq!(changes(titled("Ferry strandde in fog", "Ferry stranded in fog")), "headline,typo");
    assert_eq!(titled("Ferry “waits”", "Ferry \"waits\""), Edit::None);
    let found = revised(titled("Ferry waits", "Ferry stranded"));
    assert!(found.title && !found.text && found.shown);
}

#[test]
fn it_is_said_whether_it_was_announced() {
    let edited = FERRY.replace("Nine", "Eleven");
    let announced = |edit| revised(edit).announced;
    let note = format!("{edited}\n\nCorrection: an earlier version gave another number of passengers.");
    assert_eq!(announced(texts(FERRY, &note)), Some(Announced::Note));
    assert_eq!(announced(with(FERRY, &edited, |signs| signs.noted = true)), Some(Announced::Note));
    assert_eq!(announced(with(FERRY, &edited, |signs| signs.newer = true)), Some(Announced::Date));
    let stamp = format!("Updated 24 November 2026, 10:31 GMT\n\n{edited}");
    assert_eq!(announced(texts(FERRY, &stamp)), Some(Announced::Date));
    assert_eq!(announced(texts(FERRY, &edited)), Some(Announced::No));
    let with_tags = with(FERRY, &edited, |signs| (signs.tags, signs.rights) = (true, true));
    assert_eq!(changes(with_tags), "body,tags,rights");
}

#[test]
fn a_cut_or_shut_text_is_kept_and_not_shown() {
    let at = |words: usize| FERRY.split(' ').take(words).collect::<Vec<_>>().join(" ");
    for stub in [
        at(40),
        format!("{}…", at(55)),
        format!("{}\n\nSubscribe to read the rest.", at(30)),
        format!("{} Jetzt weiterlesen mit einem Abo", at(20)),
        String::new(),
    ] {
        let found = revised(texts(FERRY, &stub));
        assert_eq!(found.change, [Change::Shortened], "{stub}");
        assert!(!found.shown && found.announced.is_none());
    }
    assert_eq!(
        changes(texts("The harbour master spoke at length.", "The harbour master was silent.")),
        "body"
    );
    let other = "Judges dismiss an appeal by the former treasurer against her sentence for fraud, although two \
        witnesses withdrew parts of what they had said.";
    assert_eq!(changes(texts(FERRY, other)), "body", "another text is not a cut one");
    // The last paragraph was taken out: the outlet's decision, with a full stop.
    let (shorter, _) = FERRY.rsplit_once("\n\n").expect("paragraphs");
    assert_eq!(changes(texts(FERRY, shorter)), "body");
    // With another headline the headline is shown over the whole text.
    let found = revised(both(&wording("Ferry waits", FERRY), &wording("Ferry lost", &at(20)), |_| {}));
    assert_eq!(found.change, [Change::Headline, Change::Shortened]);
    assert!(found.shown && found.title && !found.text);
}

#[test]
fn a_teaser_of_its_own_may_change() {
    let teaser = "Fog held up the night ferry to Gull Island.";
    assert_eq!(with(FERRY, teaser, |signs| signs.was_its_own = false), Edit::None);
    assert_eq!(
        changes(with(FERRY, &FERRY.replace("Nine", "Ten"), |signs| signs.was_its_own = false)),
        "body"
    );
}

#[test]
fn the_whole_text_after_a_teaser_is_fuller() {
    let teaser = &FERRY[..FERRY.find("\n\n").expect("paragraphs")];
    let found = revised(texts(teaser, FERRY));
    assert_eq!((found.change, found.announced), (vec![Change::Fuller], None));
    assert!(found.text && found.shown);
}

#[test]
fn a_notice_in_its_place_is_a_withdrawal() {
    for notice in [
        "This article has been removed for legal reasons.",
        "Dieser Artikel wurde entfernt.",
        "The Courier has retracted this article because it did not meet its standards.",
        "Editor's note: We have withdrawn this story after learning that it contained errors.",
        "この記事は削除されました。",
    ] {
        let found = revised(texts(FERRY, notice));
        assert_eq!(found.change, [Change::Withdrawn], "{notice}");
        assert!(!found.shown && found.text);
    }
}

#[test]
fn a_text_that_was_mended_stays() {
    let (shorter, _) = FERRY.rsplit_once("\n\n").expect("paragraphs");
    let noted = format!("{shorter}\n\nCorrection: a sentence was removed from this article.");
    let found = revised(texts(FERRY, &noted));
    assert!(found.shown && !found.change.contains(&Change::Withdrawn));
}

#[test]
fn parts_that_the_feed_did_not_change_are_not_judged() {
    let (old, new) = (wording("Ferry waits", FERRY), wording("Fog: ferry waits", &FERRY.replace("24", "31")));
    let found = revised(both(&old, &new, |signs| signs.parts.title = false));
    assert_eq!((found.change, found.title), (vec![Change::Numbers], false));
}
