//! What is an edit, what is none, and what is shown after it.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

const PARAGRAPHS: [&str; 4] = [
    "The night ferry to Gull Island waited outside the harbour for five hours on Monday, 24 November.",
    "Nine passengers were taken ashore by the lifeboat, the harbour master said.",
    "Fog is common off the island at this time of year, and the ferry has been late 11 times since the company \
     cut its crew in the spring.",
    "A spokesman for the company said that it regretted the delay and would refund 24 tickets.",
];

fn html(paragraphs: &[&str]) -> Option<String> {
    Some(paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect())
}

fn text() -> String {
    PARAGRAPHS.join("\n\n")
}

fn ferry() -> Piece {
    Piece { summary: None, body: html(&PARAGRAPHS), ..Piece::new("ferry").titled("Ferry waits in fog") }
}

/// A world that has polled the ferry once.
fn polled(path: &str) -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes(path, ferry());
    let world = World::with(&outlet, &[path]);
    world.run(&["poll"]).ok();
    (outlet, world)
}

fn edit(outlet: &Outlet, world: &World, edit: impl FnOnce(&mut Piece)) {
    outlet.edits("ferry", edit);
    world.run(&["poll"]).ok();
}

fn replace(from: &str, to: &str) -> impl FnOnce(&mut Piece) {
    move |p: &mut Piece| {
        let body = p.body.clone().expect("a text");
        assert!(body.contains(from), "{from}");
        p.body = Some(body.replacen(from, to, 1));
    }
}

const CHANGES: &str = "select change, announced, shown from revisions where revision > 1 order by revision";

#[test]
fn every_edit_says_what_it_is() {
    let (outlet, world) = polled("/rss");
    edit(&outlet, &world, |p| p.title = "Ferry stranded in fog".to_owned());
    edit(&outlet, &world, replace("regretted", "regreted"));
    edit(&outlet, &world, replace("24 tickets", "31 tickets"));
    edit(&outlet, &world, replace("Monday, 24", "Sunday, 23"));
    edit(&outlet, &world, replace("the lifeboat", "fishermen"));
    edit(&outlet, &world, |p| {
        p.title = "Fog: 9 rescued".to_owned();
        replace("harbour master", "coastguard")(p);
        p.tags.push((None, "Rescue".to_owned()));
        p.rights = Some("© 2026 Courier Press".to_owned());
    });
    assert_eq!(
        world.rows(CHANGES),
        [
            "headline|no|1",
            "typo|no|1",
            "numbers|no|1",
            "dates|no|1",
            "body|no|1",
            "headline,body,tags,rights|no|1"
        ]
    );
    // Every wording can be read, with nothing but SQL.
    assert_eq!(world.one("select text from revisions where revision = 1"), text());
    assert_eq!(
        world.rows("select revision from revisions where text like '%24 tickets%' order by 1"),
        ["1", "2", "3"]
    );
    assert_eq!(world.one("select revisions, title from articles"), "7|Fog: 9 rescued");
    let hits = |query: &str| world.run(&["search", query, "--json"]).json_lines().len();
    assert_eq!((hits("edited:yes"), hits("edited:stealth"), hits("edited:no")), (1, 1, 0));
    world.run(&["verify"]).ok();
}

#[test]
fn what_moves_by_itself_is_no_revision() {
    for path in ["/rss", "/atom", "/json"] {
        let (outlet, world) = polled(path);
        for lines in [
            &["3 comments", "4 min read"][..],
            &["17 comments", "4 min read", "Advertisement: boats at Gull Marine"],
            &["Updated 5 min ago", "Advertisement: nets"],
            &["Updated 2 hours ago"],
            &[],
        ] {
            edit(&outlet, &world, |p| {
                p.body = html(&PARAGRAPHS.iter().chain(lines).copied().collect::<Vec<_>>());
            });
        }
        // Other markup, other quotation marks, other blanks.
        edit(&outlet, &world, |p| {
            let bold = p
                .body
                .clone()
                .expect("a text")
                .replace("Nine", "<b>Nine</b>")
                .replace("on Monday", "on\u{a0}Monday");
            p.body = Some(bold.replace("<p>", "<div class=\"x\"><p>").replace("</p>", "</p></div>"));
        });
        assert_eq!(world.rows(CHANGES), [""; 0], "{path}");
        assert_eq!(world.one("select text from articles"), text(), "{path}");
        assert_eq!(world.one("select sum(revised) from polls"), "0", "{path}");
        // And with an edit among it all, only that counts.
        edit(&outlet, &world, |p| {
            p.body = html(&[
                PARAGRAPHS[0],
                "Ten passengers were taken ashore.",
                PARAGRAPHS[2],
                PARAGRAPHS[3],
                "18 comments",
            ]);
        });
        assert_eq!(world.rows(CHANGES), ["body|no|1"], "{path}");
    }
}

#[test]
fn furniture_that_changes_everywhere_is_no_revision() {
    let outlet = Outlet::start();
    let box_of =
        |year: u32| format!("Call our desk with your story; it has listened since {year} and always will.");
    let stories = ["Barley is late", "Strike is over", "Quarry is sold", "Anchor is found"];
    let body = |n: usize, year: u32| {
        let own = format!("{} in the north, and {n} more of its kind are to come.", stories[n]);
        html(&[&own, &box_of(year)])
    };
    for (n, title) in stories.iter().enumerate() {
        let piece = Piece { summary: None, body: body(n, 1911), ..Piece::new(&format!("story-{n}")) };
        outlet.publishes("/rss", piece.titled(title));
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    for n in 0..4 {
        outlet.edits(&format!("story-{n}"), |p| p.body = body(n, 1912));
    }
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), [""; 0]);
}

#[test]
fn an_announced_edit_is_told_from_a_stealthy_one() {
    let (outlet, world) = polled("/atom");
    edit(&outlet, &world, replace("24 tickets", "31 tickets"));
    edit(&outlet, &world, |p| {
        replace("the lifeboat", "fishermen")(p);
        p.updated = "2026-11-25T09:00:00Z".parse().ok();
    });
    edit(&outlet, &world, |p| {
        replace("Nine", "Eleven")(p);
        let note = "<p>Correction: an earlier version gave a wrong number of passengers.</p>";
        p.body.as_mut().expect("a text").push_str(note);
    });
    assert_eq!(world.rows(CHANGES), ["numbers|no|1", "body|date|1", "body|note|1"]);
}

#[test]
fn another_byline_is_an_edit_and_the_former_names_stay() {
    let outlet = Outlet::start();
    for n in 0..4 {
        let title = ["Ferry waits in fog", "Barley is late", "Quarry is sold", "Anchor is found"][n];
        outlet.publishes("/rss", Piece::new(&format!("story-{n}")).titled(title).by("Ann Lee"));
    }
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    let of = |n: usize, name: &'static str| {
        outlet.edits(&format!("story-{n}"), |p| p.authors = vec![name.to_owned()])
    };
    of(0, "Bob Roe");
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), ["byline|no|1"]);
    let shown = "select a.byline, group_concat(w.name) from articles as a join article_authors as w on w.article_id = a.id
         where a.title = 'Ferry waits in fog'";
    assert_eq!(world.one(shown), "Bob Roe|Bob Roe");
    let names = "select revision, byline from revisions where article_id = (select article_id from revisions where \
                 revision = 2) order by revision";
    assert_eq!(world.rows(names), ["1|Ann Lee", "2|Bob Roe"]);
    let article = world.one("select article_id from revisions where revision = 2");
    world.run(&["show", &article, "--diff"]).ok().says("[-Ann Lee-]{+Bob Roe+}");
    world.run(&["search", "author:lee"]).ok().never_says("Ferry waits");
    // No name is no other name, and a desk that every entry names is the feed's.
    outlet.edits("story-0", |p| p.authors.clear());
    world.run(&["poll"]).ok();
    assert_eq!(world.one(shown), "Bob Roe|Bob Roe");
    of(0, "Bob Roe");
    world.run(&["poll"]).ok();
    (0..4).for_each(|n| of(n, "The Desk"));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), ["byline|no|1"]);
    // With another headline it is one wording.
    outlet.edits("story-0", |p| {
        p.title = "Ferry sails again".to_owned();
        p.authors = vec!["Cy Dahl".to_owned()];
    });
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), ["byline|no|1", "headline,byline|no|1"]);
    world.run(&["verify"]).ok();
}

#[test]
fn a_stub_never_stands_in_the_texts_place() {
    for stub in [
        "The night ferry to Gull Island waited outside the harbour for five",
        "The night ferry to Gull Island waited outside… Subscribe to read the rest of this story.",
        "Die Nachtfähre. Jetzt weiterlesen mit einem Abo",
    ] {
        let (outlet, world) = polled("/rss");
        edit(&outlet, &world, |p| p.body = html(&[stub]));
        assert_eq!(world.rows(CHANGES), ["shortened|∅|0"], "{stub}");
        assert_eq!(world.one("select text from articles"), text(), "{stub}");
        assert_eq!(world.one("select text from revisions where revision = 2"), stub);
        world.run(&["show", "1"]).ok().says("would refund 24 tickets");
        world.run(&["export", "--day", "today"]).ok().says("would refund 24 tickets");
        // Back and forth is nothing new.
        for _ in 0..2 {
            edit(&outlet, &world, |p| p.body = html(&PARAGRAPHS));
            edit(&outlet, &world, |p| p.body = html(&[stub]));
        }
        assert_eq!(world.rows(CHANGES), ["shortened|∅|0"], "{stub}");
        // A headline over the stub is shown over the text; another stub is kept, too.
        edit(&outlet, &world, |p| p.title = "Ferry delayed in fog".to_owned());
        assert_eq!(world.rows(CHANGES), ["shortened|∅|0", "headline|no|1"], "{stub}");
        edit(&outlet, &world, |p| p.body = html(&PARAGRAPHS));
        edit(&outlet, &world, |p| {
            p.title = "Ferry stranded in fog".to_owned();
            p.body = html(&["The night ferry to Gull Island waited…"]);
        });
        assert_eq!(world.rows(CHANGES)[2..], ["shortened|∅|0", "headline|no|1"], "{stub}");
        assert_eq!(
            world.one("select title, text like '%24 tickets%' from articles"),
            "Ferry stranded in fog|1"
        );
        world.run(&["verify"]).ok();
    }
}

#[test]
fn a_teaser_that_grows_into_the_text_is_fuller() {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece { summary: Some(PARAGRAPHS[0].to_owned()), body: None, ..ferry() });
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    edit(&outlet, &world, |p| p.body = html(&PARAGRAPHS));
    assert_eq!(world.rows(CHANGES), ["fuller|∅|1"]);
    assert_eq!(world.one("select text from articles"), text());
}

#[test]
fn a_notice_in_its_place_withdraws_the_article() {
    let (outlet, world) = polled("/rss");
    edit(&outlet, &world, |p| p.body = html(&["This article has been removed for legal reasons."]));
    assert_eq!(world.rows(CHANGES), ["withdrawn|∅|0"]);
    assert_eq!(world.one("select text, withdrawn_at is not null from articles"), format!("{}|1", text()));
    // The notice stays for another poll, with the document changed around it.
    outlet.publishes("/rss", Piece::new("fog"));
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select withdrawn_at is not null from articles where id = 1"), "1");
    world.run(&["verify"]).ok();
    edit(&outlet, &world, |p| p.body = html(&PARAGRAPHS));
    assert_eq!(world.rows(CHANGES), ["withdrawn|∅|0", "restored|∅|1"]);
    assert_eq!(world.one("select withdrawn_at from articles where id = 1"), "∅");
    assert_eq!(world.one("select returned_at is not null from withdrawals"), "1");
    world.run(&["verify"]).ok();
}

#[test]
fn two_feeds_with_two_wordings_do_not_revise_for_ever() {
    // One feed has the text, the other a headline and a teaser of its own.
    let (front, inside) = (Outlet::start(), Outlet::start());
    inside.publishes("/rss", ferry());
    let teaser = Piece { title: "Fog!".to_owned(), body: html(&["Night of waiting for nine."]), ..ferry() };
    front.publishes("/rss", teaser);
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("inside", &inside.url("/rss")).feed("front", &front.url("/rss"));
        });
    });
    world.run(&["poll", "inside"]).ok();
    world.run(&["poll", "front"]).ok();
    // The teaser is edited: no edit of the article, whose headline is the other feed's.
    front.edits("ferry", |p| p.body = html(&["Night of waiting for eleven."]));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), [""; 0]);
    inside.edits("ferry", replace("24 tickets", "31 tickets"));
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), ["numbers|no|1"]);
    front.edits("ferry", |p| p.title = "Fog holds up ferry".to_owned());
    world.run(&["poll"]).ok();
    assert_eq!(world.rows(CHANGES), ["numbers|no|1", "headline|no|1"]);
    assert_eq!(world.one("select title from articles"), "Fog holds up ferry");
}

#[test]
fn another_outlets_wording_is_not_the_articles() {
    let (courier, herald) = (Outlet::start(), Outlet::start());
    courier.publishes("/rss", ferry());
    herald.publishes("/rss", ferry());
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Courier", |o| {
            o.feed("courier", &courier.url("/rss"));
        });
        c.outlet("Herald", |o| {
            o.feed("herald", &herald.url("/rss"));
        });
    });
    world.run(&["poll", "courier"]).ok();
    world.run(&["poll", "herald"]).ok();
    herald.edits("ferry", replace("Nine", "Ninety"));
    world.run(&["poll", "herald"]).ok();
    assert_eq!(world.rows(CHANGES), [""; 0]);
    assert_eq!(world.one("select outlet, text like '%Nine %' from articles"), "Courier|1");
}

#[test]
fn differences_can_be_read() {
    let (outlet, world) = polled("/rss");
    edit(&outlet, &world, replace("24 tickets", "31 tickets"));
    edit(&outlet, &world, |p| p.title = "Ferry stranded in fog".to_owned());
    let each = world.run(&["show", "1", "--diff"]).ok();
    each.says("2. seen")
        .says("numbers (not announced)")
        .says("[-24-]{+31+}")
        .says("[-waits-]{+stranded+}")
        .never_says("Nine");
    world.run(&["show", "--diff", "1"]).ok().says("[-24-]{+31+}");
    let both = world.run(&["show", "1", "--diff", "1..3"]).ok();
    both.says("[-24-]{+31+}").says("[-waits-]{+stranded+}").never_says("2. seen").never_says("\u{1b}");
    let lines = world.run(&["show", "1", "--diff", "--json"]).ok().json_lines();
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[1]["from"], &lines[1]["to"]), (&1.into(), &2.into()));
    let ops: Vec<&str> =
        lines[2]["headline"].as_array().unwrap().iter().map(|p| p["op"].as_str().unwrap()).collect();
    assert_eq!(ops, ["same", "removed", "added", "same"]);
    world.run(&["show", "1", "--diff", "1..9"]).exits(4).says("no wording 9");
    world.run(&["show", "1", "--diff", "first"]).exits(2).says("1..3");
    world.run(&["show", "--diff"]).exits(2);
}

#[test]
fn other_markup_under_the_same_words_is_kept_and_is_no_wording() {
    let outlet = Outlet::start();
    let body = |to: &str| {
        format!(
            "<p>The harbour board will <a href=\"https://board.example/{to}\">publish the survey</a> of the \
             breakwater on Monday, and the ferries sail from the fish quay until the stones are laid again.</p>"
        )
    };
    outlet.publishes("/rss", Piece::new("survey").says(&body("survey-2026")));
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    let changed = "select revisions, (select markup_changed_at is not null from revisions) from articles";
    assert_eq!(world.rows(changed), ["1|0"]);
    let digest = world.run(&["export", "--day", "today", "--format", "html"]).ok().stdout;
    // The link leads elsewhere, and nobody says so.
    outlet.edits("survey", |p| p.body = Some(body("a-milder-survey")));
    world.run(&["poll"]).ok().says("0 revised");
    assert_eq!(world.rows(changed), ["1|1"]);
    world.run(&["show", "1", "--html"]).ok().says("a-milder-survey").never_says("survey-2026");
    let again = world.run(&["export", "--day", "today", "--format", "html"]).ok().stdout;
    assert_eq!(digest, again, "a digest comes out the same again");
    // Back again, and a new wording has markup of its own.
    outlet.edits("survey", |p| p.body = Some(body("survey-2026")));
    world.run(&["poll"]).ok();
    world.run(&["show", "1", "--html"]).ok().says("survey-2026");
    outlet.edits("survey", |p| {
        p.body = Some(body("survey-2026").replace("on Monday", "on Thursday at the latest"))
    });
    world.run(&["poll"]).ok().says("1 revised");
    let kept = "select revision, markup_changed_at is not null from revisions order by revision";
    assert_eq!(world.rows(kept), ["1|1", "2|0"]);
    world.run(&["show", "1", "--html"]).ok().says("on Thursday at the latest");
}
