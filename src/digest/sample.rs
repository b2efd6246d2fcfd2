//! An invented window for tests: outlets that do not exist, everything a digest can show.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{
    Article, Disclaimer, DisclaimerKind, GroupBy, Origin, Seen, Tag, Window, fold, fold_term,
};

use super::Spec;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn spec(group_by: &str) -> Spec {
    let group_by: GroupBy = group_by.parse().unwrap();
    Spec {
        name: "daily".to_owned(),
        window: Window { since: at("2026-11-23T23:00:00Z"), until: at("2026-11-24T23:00:00Z") },
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        group_by,
        filter: None,
    }
}

pub fn article(id: i64, outlet: &str, title: &str, published: &str, text: &str) -> Article {
    let feed = fold(outlet);
    Article {
        id,
        outlet: outlet.to_owned(),
        url: Some(format!("https://{feed}.example/a/{id}")),
        title: title.to_owned(),
        byline: None,
        summary: None,
        text: text.to_owned(),
        text_from: "feed-content".to_owned(),
        html: None,
        language: Some("en".to_owned()),
        published_at: at(published),
        published_from: "feed".to_owned(),
        first_seen_at: at(published),
        changed_at: at(published),
        revisions: 1,
        edits: 0,
        edited_at: None,
        words: u32::try_from(text.split_whitespace().count()).unwrap(),
        image_url: None,
        image_credit: None,
        original_outlet: None,
        original_url: None,
        story_id: None,
        withdrawn_at: None,
        authors: Vec::new(),
        tags: Vec::new(),
        disclaimers: Vec::new(),
        seen: vec![seen(&feed, published)],
        excerpt_words: 0,
    }
}

pub fn seen(feed: &str, first: &str) -> Seen {
    Seen {
        feed: feed.to_owned(),
        guid: None,
        url: None,
        first_seen_at: at(first),
        last_seen_at: at("2026-11-30T12:00:00Z"),
        matched_by: Some("new".to_owned()),
        renamed: 0,
        title: None,
    }
}

pub fn tag(scheme: &str, label: &str) -> Tag {
    Tag { scheme: scheme.to_owned(), term: fold_term(label), label: label.to_owned(), origin: Origin::Feed }
}

pub fn notice(kind: DisclaimerKind, text: &str) -> Disclaimer {
    Disclaimer { kind, text: text.to_owned(), origin: Origin::Feed }
}

const DREDGER: &str = "The dredger Marieke reached the outer harbour on Monday evening, two days late and \
    with a bent ladder, and by Tuesday noon the first of the silt lay in barges.\n\n\
    Nobody on the quay would say who pays for it.";

/// Nine articles of five outlets.
pub fn articles() -> Vec<Article> {
    use DisclaimerKind::{
        Agency, Attribution, Copyright, Correction, Disclaimer, EditorNote, Licence, Sponsored,
    };
    let rights = notice(Copyright, "© 2026 Example Courier. All rights reserved.");
    let views = notice(
        Disclaimer,
        "The views expressed are the authors’ own and do not necessarily reflect those of the Courier.",
    );

    let mut dredger = article(
        11,
        "Example Courier",
        "Dredger arrives, and a bill nobody wants",
        "2026-11-24T13:05:00Z",
        DREDGER,
    );
    dredger.byline = Some("Ada Quill, Ben Nib".to_owned());
    dredger.summary = Some("The outer harbour is to be two metres deeper by spring.".to_owned());
    dredger.html = Some(
        "<p>The dredger <em>Marieke</em> reached the outer harbour on Monday evening, two days late and \
         with a bent ladder, and by Tuesday noon the first of the silt lay in \
         <a href=\"https://example-courier.example/barges?a=1&amp;b=2\">barges</a>.</p>\
         <figure><img src=\"https://pics.courier.example/marieke.jpg\" alt=\"The Marieke at the quay\">\
         <figcaption>Late: the Marieke. Photo: I. Lens</figcaption></figure>\
         <h2>Who pays</h2><p>Nobody on the quay would say who pays for it.</p>"
            .to_owned(),
    );
    dredger.image_url = Some("https://pics.courier.example/marieke.jpg".to_owned());
    dredger.image_credit = Some("I. Lens".to_owned());
    dredger.tags = vec![tag("region", "Harbour"), tag("theme", "Shipping"), tag("theme", "Public money")];
    dredger.disclaimers = vec![
        rights.clone(),
        views.clone(),
        notice(Correction, "An earlier version gave the depth in feet. It is in metres."),
    ];
    dredger.seen.push(seen("courier-local", "2026-11-24T13:40:00Z"));
    dredger.seen.push(seen("courier-late", "2026-11-26T08:00:00Z"));
    dredger.revisions = 3;
    dredger.edits = 2;
    dredger.edited_at = Some(at("2026-11-24T17:30:00Z"));
    dredger.changed_at = at("2026-11-24T17:30:00Z");
    dredger.story_id = Some(4);

    let long = (1..=6)
        .map(|n| {
            format!(
                "Paragraph {n}. The ferry timetable has been read by more people this year than any other \
                 book in the town library, and with as much feeling: it is lent for one night only, it \
                 comes back with notes in the margin, and of the notes the librarian says that they are \
                 mostly about the 17:40."
            )
        })
        .collect::<Vec<_>>()
        .join("\n\n");
    let mut ferry = article(12, "Example Courier", "The 17:40 to the islands", "2026-11-24T06:30:00Z", &long);
    ferry.byline = Some("Cleo Margin".to_owned());
    ferry.tags = vec![tag("region", "Islands"), tag("theme", "Shipping")];
    ferry.disclaimers = vec![rights.clone(), views];

    let mut withdrawn =
        article(13, "Example Courier", "Mayor resigns", "2026-11-24T05:00:00Z", "The mayor has resigned.");
    withdrawn.withdrawn_at = Some(at("2026-11-24T05:45:00Z"));
    withdrawn.disclaimers =
        vec![rights, notice(EditorNote, "This report was published by mistake: the mayor has not resigned.")];

    let mut copy = article(21, "Harbour Herald", "Dredger arrives at last", "2026-11-24T15:00:00Z", DREDGER);
    copy.original_outlet = Some("Example Courier".to_owned());
    copy.original_url = Some("https://example-courier.example/a/11".to_owned());
    copy.disclaimers = vec![
        notice(Attribution, "First published by Example Courier."),
        notice(Agency, "Coast Press Agency"),
        notice(Licence, "https://licences.example/by/4.0/"),
    ];
    copy.story_id = Some(4);
    copy.excerpt_words = 12;
    copy.tags = vec![tag("region", "harbour")];

    let mut paid = article(
        22,
        "Harbour Herald",
        "Five reasons to varnish now",
        "2026-11-24T09:00:00Z",
        "Winter is when varnish is cheapest.\n\nAsk at the chandler’s.",
    );
    paid.disclaimers = vec![notice(Sponsored, "Paid content by Chandler & Daughters.")];
    paid.published_from = "first-seen".to_owned();

    let mut phare = article(
        31,
        "Le Phare",
        "Le phare s’éteint à minuit",
        "2026-11-24T08:15:00Z",
        "Le gardien l’a dit sans tristesse.\n\nOn verra moins bien, mais on dormira mieux.",
    );
    phare.language = Some("fr".to_owned());
    phare.tags = vec![tag("http://phare.example/rubriques/", "Côte & mer"), tag("region", "Islands")];

    let mut rtl = article(
        41,
        "المنارة",
        "السفينة تصل إلى الميناء",
        "2026-11-24T11:00:00Z",
        "وصلت السفينة مساء الاثنين متأخرة يومين (17:40).",
    );
    rtl.language = Some("ar".to_owned());
    rtl.url = Some("https://manara.example/a/41".to_owned());

    let mut han = article(
        42,
        "灯台新報",
        "港の浚渫が始まる",
        "2026-11-24T10:00:00Z",
        "浚渫船が月曜の夜に着いた。費用は誰が払うのか。",
    );
    han.language = Some("ja".to_owned());
    han.excerpt_words = 10;
    han.url = Some("https://todai.example/a/42?x=(1)".to_owned());

    let night = article(43, "Le Phare", "Minuit passé", "2026-11-23T23:30:00Z", "");
    vec![dredger, ferry, withdrawn, copy, paid, phare, rtl, han, night]
}
