//! Copies of one text, over several outlets: linked, explained, corrected.

use crate::outlet::{Outlet, Piece};
use crate::world::World;

/// A wire's report, paragraph by paragraph.
const REPORT: &[&str] = &[
    "SALTMERE (Coastal Wire) - The last ferry between Saltmere and Gull Island will make its final crossing on \
     Friday, ending a service that has carried mail, sheep and schoolchildren for 112 years.",
    "The harbour board voted seven to two on Monday evening to sell the vessel, the Marigold, to a breaker in \
     Eastwick after engineers found cracks in both of her frames, its chairwoman Ilse Brandt told reporters.",
    "\"Nobody in this room wanted to raise a hand,\" Brandt said. \"But a boat that cannot be insured cannot carry \
     a child to school, and we had run out of people to ask.\"",
    "Islanders learned of the vote from a notice pinned to the ticket office. Some 340 people live on Gull Island, \
     a third fewer than when the board last renewed the contract, according to the county's register.",
    "From next week a launch with twelve seats will cross twice a day, weather permitting. Freight will be landed \
     by barge on Tuesdays, which the island's only grocer called a joke at the expense of his tomatoes.",
    "The county says it has set aside 2.4 million crowns for a new ship, but no yard has been named, and the \
     shipwrights' guild doubts that anything could be launched before the spring after next.",
];

fn paragraphs(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("<p>{text}</p>")).collect()
}

fn report() -> String {
    paragraphs(REPORT)
}

/// What an outlet puts around everything it prints.
fn furnished(body: &str) -> String {
    format!(
        "<p>By our staff. Region: North Coast. Theme: Transport and Harbours.</p>{body}<p>The Lamplighter lives on \
         the gifts of its readers. If you value what you read here, consider a small monthly subscription, and \
         tell a neighbour about us.</p>"
    )
}

/// Another text of some length, different for every number.
fn other(number: usize) -> String {
    const WHO: [&str; 5] = ["gardener", "notary", "beekeeper", "organist", "surveyor"];
    const WHAT: [&str; 7] = ["orchard", "steeple", "granary", "tollhouse", "causeway", "mill", "quarry"];
    (0..9)
        .map(|n| {
            let (who, what) = (WHO[(number + n) % 5], WHAT[(number * 3 + n) % 7]);
            format!(
                "<p>In chapter {number}{n} a {who} from parish {} inspects the {what} numbered {}, finds it \
                 wanting in {} respects, and writes to the bishop of district {}{number}.</p>",
                number * 17 + n,
                number * 31 + n * 7,
                n + number * 2,
                n
            )
        })
        .collect()
}

/// A world with an outlet for each name, its feed at `/NAME`.
fn world(outlet: &Outlet, names: &[&str]) -> World {
    let mut world = World::new();
    world.config(|c| {
        for name in names {
            c.outlet(name, |o| {
                o.feed(&name.to_lowercase(), &outlet.url(&format!("/{name}")));
            });
        }
    });
    world
}

fn piece(id: &str, at: &str, body: &str) -> Piece {
    Piece::new(id).titled(&format!("Title of {id}")).at(at).says(body)
}

/// The relation of each article that is in a story, by the last part of its address.
fn stories(world: &World) -> Vec<String> {
    world.rows(
        "select group_concat(part, ' ') from (select m.story_id as story, replace(a.title, 'Title of ', '') || '=' ||
         m.relation as part from story_articles m join articles a on a.id = m.article_id order by part)
         group by story order by 1",
    )
}

fn id(world: &World, piece: &str) -> String {
    world.one(&format!("select id from articles where title = 'Title of {piece}'"))
}

#[test]
fn copies_of_several_outlets_are_one_story_and_stay_articles() {
    let outlet = Outlet::start();
    let excerpt = paragraphs(&REPORT[..2]);
    let edited = paragraphs(REPORT).replace("340 people", "341 people").replace("a joke", "an insult");
    outlet.publishes("/Wire", piece("wire", "2026-03-02T18:00:00Z", &report()));
    outlet.publishes("/Lamplighter", piece("furnished", "2026-03-03T06:00:00Z", &furnished(&report())));
    outlet.publishes("/Echo", piece("edited", "2026-03-03T07:00:00Z", &edited));
    outlet.publishes("/Digest", piece("excerpt", "2026-03-03T08:00:00Z", &excerpt));
    let buried = format!("{}{}{}", other(1), report(), other(2));
    outlet.publishes("/Review", piece("buried", "2026-03-04T08:00:00Z", &buried));
    outlet.publishes("/Echo", piece("unrelated", "2026-03-03T07:00:00Z", &other(3)));
    let world = world(&outlet, &["Wire", "Lamplighter", "Echo", "Digest", "Review"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 6, "nothing is merged");
    assert_eq!(stories(&world).len(), 1, "{:?}", stories(&world));
    let row = |piece: &str| {
        world.one(&format!(
            "select relation, score > 0.54, linked_by from story_articles m join articles a on a.id = m.article_id
             where a.title = 'Title of {piece}'"
        ))
    };
    assert_eq!(row("furnished"), "copy|1|rule");
    assert_eq!(row("edited"), "copy|1|rule");
    assert_eq!(row("excerpt"), "excerpt|1|rule");
    assert_eq!(row("buried"), "contains|1|rule");
    assert_eq!(world.one("select articles, outlets from stories"), "5|5");
    assert_eq!(world.one("select first_article_id from stories"), id(&world, "wire"));
    assert_eq!(world.one("select count(story_id), count(*) from articles"), "5|6");

    let (edited, wire) = (id(&world, "edited"), id(&world, "wire"));
    let told = world.run(&["story", &edited]).ok();
    let told = told.says("words of article").says("1 of 3 numbers differ").says("was first");
    told.says(&format!("copy of {wire}"));
    let json = world.run(&["story", &edited, "--json"]).ok().json_lines();
    assert_eq!(json[0]["articles"].as_array().map(Vec::len), Some(5));
    world.run(&["story", &id(&world, "unrelated")]).ok().says("stands alone");
    world.run(&["show", &edited]).ok().says("story");
    world.run(&["story", "999"]).exits(4).says("no article");
    world.run(&["story", "split", "999"]).exits(4).says("no article");
    world.run(&["story", "split", &id(&world, "unrelated")]).exits(4).says("in no story");
    world.run(&["story", "join", "1"]).exits(2);
    world.run(&["story", "undo"]).exits(4).says("no split or join");
    world.run(&["verify"]).ok();
}

#[test]
fn the_original_that_comes_after_its_copies_joins_them() {
    let outlet = Outlet::start();
    outlet.publishes("/Echo", piece("copy", "2026-03-03T07:00:00Z", &furnished(&report())));
    outlet.publishes("/Digest", piece("excerpt", "2026-03-03T08:00:00Z", &paragraphs(&REPORT[..3])));
    let world = world(&outlet, &["Echo", "Digest", "Wire"]);
    world.run(&["poll", "echo"]).ok();
    world.run(&["poll", "digest"]).ok();
    let story = world.one("select id from stories");
    outlet.publishes("/Wire", piece("wire", "2026-03-02T18:00:00Z", &report()));
    world.run(&["poll", "wire"]).ok();
    assert_eq!(world.one("select id, articles from stories"), format!("{story}|3"));
    assert_eq!(world.one("select first_article_id from stories"), id(&world, "wire"));
    world.run(&["verify"]).ok();
}

#[test]
fn bulletins_are_no_copies_of_each_other() {
    let outlet = Outlet::start();
    let tide = |high: &str, low: &str, wind: &str| {
        format!(
            "<p>Tides at Saltmere: high water at {high}, low water at {low}. Wind {wind} from the west, visibility \
             good. Small craft are asked to keep clear of the dredger off the north mole until further notice.</p>"
        )
    };
    outlet.publishes("/Coast", piece("tides-1", "2026-03-02T05:00:00Z", &tide("6.12", "12.40", "4")));
    outlet.publishes("/Coast", piece("tides-2", "2026-03-03T05:00:00Z", &tide("7.03", "13.31", "5")));
    // Word for word the same, weeks later.
    outlet.publishes("/Coast", piece("tides-3", "2026-03-24T05:00:00Z", &tide("6.12", "12.40", "4")));
    outlet.publishes("/Echo", piece("tides-1-copied", "2026-03-02T06:00:00Z", &tide("6.12", "12.40", "4")));
    let world = world(&outlet, &["Coast", "Echo"]);
    world.run(&["poll"]).ok();
    let story = world.rows("select replace(a.title, 'Title of ', '') from story_articles m join articles a on a.id = m.article_id order by 1");
    // Short, from two outlets, under different titles, with the same numbers on the same day: a copy.
    assert_eq!(story, ["tides-1", "tides-1-copied"]);
}

#[test]
fn scripts_without_spaces_and_languages() {
    let outlet = Outlet::start();
    let japanese = "<p>港湾局は月曜日、塩浜とかもめ島を結ぶ最後の連絡船を金曜日に廃止すると発表した。百十二年にわたり郵便と羊と\
        子どもたちを運んできた船で、検査の結果、船体の骨組みに亀裂が見つかったという。局長は記者会見で、保険に入れない船に\
        子どもを乗せることはできないと述べた。来週からは十二人乗りの小舟が一日二回往復し、貨物は火曜日に艀で運ばれる。\
        島で唯一の食料品店の主人は、トマトを笑いものにする話だと語った。県は新しい船の建造費を用意したとしている。</p>";
    outlet.publishes("/Minato", piece("minato", "2026-03-02T18:00:00Z", japanese));
    let copied = japanese.replace("局長は", "同局の局長は").replace("。県は", "と嘆いた。県は");
    outlet.publishes("/Kaigan", piece("kaigan", "2026-03-03T02:00:00Z", &copied));
    let unlike = "<p>塩浜市は来年度の予算案を公表した。教育費は三年続けて増え、道路の補修には前の年より少ない額が充てられる。\
        市長は議会で、図書館の建て替えを先に延ばすと説明した。野党は、祭りの費用が膨らんだことを批判している。</p>";
    outlet.publishes("/Kaigan", piece("yosan", "2026-03-03T02:00:00Z", unlike));
    let world = world(&outlet, &["Minato", "Kaigan"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.one("select articles from stories"), "2");
    world.run(&["story", &id(&world, "kaigan")]).ok().says("characters of article").never_says("yosan");
}

#[test]
fn what_a_person_split_stays_split_and_undo_takes_it_back() {
    let outlet = Outlet::start();
    outlet.publishes("/Wire", piece("wire", "2026-03-02T18:00:00Z", &report()));
    outlet.publishes("/Echo", piece("copy", "2026-03-03T07:00:00Z", &report()));
    let world = world(&outlet, &["Wire", "Echo", "Digest", "Review"]);
    world.run(&["poll", "wire", "echo"]).ok();
    let (wire, copy) = (id(&world, "wire"), id(&world, "copy"));
    world.run(&["story", "split", &copy]).ok().says("Remembered for 1 pair");
    assert_eq!(world.count("select count(*) from stories"), 0);
    // A new copy is like both, and joins one of them only; a new wording of the parted one changes nothing.
    outlet.publishes("/Digest", piece("third", "2026-03-04T07:00:00Z", &report()));
    outlet.edits("copy", |piece| {
        piece.body = Some(format!("{}<p>Corrected: the vote was on Monday.</p>", report()))
    });
    world.run(&["poll", "digest", "echo"]).ok();
    let parted = format!(
        "select count(*) from story_articles a join story_articles b using (story_id)
         where a.article_id = {wire} and b.article_id = {copy}"
    );
    assert_eq!(world.count(&parted), 0);
    assert_eq!(world.one("select articles from stories"), "2");
    world.run(&["story", "relink"]).ok();
    assert_eq!(world.count(&parted), 0, "relinking forgets no ruling");
    world.run(&["verify"]).ok();

    world.run(&["story", "undo"]).ok().says("Taken back");
    assert_eq!(world.count(&parted), 1);
    assert_eq!(world.one("select articles from stories"), "3");
    world.run(&["story", "undo"]).exits(4);
    assert!(world.count("select count(*) from story_rulings where undone_at is not null") > 0);

    // Two that have nothing in common, joined.
    outlet.publishes("/Review", piece("comment", "2026-03-05T07:00:00Z", &other(4)));
    world.run(&["poll", "review"]).ok();
    let comment = id(&world, "comment");
    world.run(&["story", "join", &wire, &comment]).ok();
    assert_eq!(world.one("select articles from stories"), "4");
    let why = format!("select relation, score, linked_by from story_articles where article_id = {comment}");
    assert_eq!(world.one(&why), "declared|∅|person");
    world.run(&["story", &comment]).ok().says("joined by a person");
    world.run(&["story", "relink"]).ok();
    assert_eq!(world.one(&why), "declared|∅|person");
    world.run(&["verify"]).ok();
}

#[test]
fn a_declared_source_waits_for_its_original() {
    let outlet = Outlet::start();
    let rss = |source: &str, text: &str| {
        format!(
            "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Lamplighter</title><item><guid isPermaLink=\"false\">lamp-1</guid>\
             <link>https://lamplighter.example/ferry</link><title>Title of lamp</title>{source}<description>{text}\
             </description><pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>"
        )
    };
    let text = "A boat goes, a launch comes, and nobody on the island was asked.";
    let source = "<source url=\"https://wire.example/rss\">Coastal Wire</source>\
        <atom:link rel=\"via\" href=\"https://wire.example/2026/ferry-ends\"/>";
    outlet.shows_text("/Lamplighter", &rss(source, text));
    let mut world = World::new();
    world.config(|c| {
        c.outlet("Lamplighter", |o| {
            o.feed("lamplighter", &outlet.url("/Lamplighter"));
        });
        c.outlet("Coastal Wire", |o| {
            o.feed("wire", &outlet.url("/Wire"));
        });
    });
    world.run(&["poll", "lamplighter"]).ok();
    let origin = "select original_outlet, original_url, original_article_id from story_origins";
    assert_eq!(world.one(origin), "Coastal Wire|https://wire.example/2026/ferry-ends|∅");
    assert_eq!(world.count("select count(*) from stories"), 0);
    let mut original = piece("original", "2026-03-02T18:00:00Z", &report());
    original.link = Some("https://www.wire.example/2026/ferry-ends/?utm_source=rss".to_owned());
    outlet.publishes("/Wire", original);
    world.run(&["poll"]).ok();
    let wire = id(&world, "original");
    assert_eq!(world.one("select original_article_id from story_origins"), wire);
    assert_eq!(world.rows("select distinct relation, linked_by from story_articles"), ["declared|source"]);
    world.run(&["story", &id(&world, "lamp")]).ok().says("as its source");
    world.run(&["verify"]).ok();
}

#[test]
fn a_source_that_is_named_later_is_a_link_without_a_new_wording() {
    let outlet = Outlet::start();
    let rss = |via: &str| {
        format!(
            "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Lamplighter</title><item>\
             <guid isPermaLink=\"false\">lamp-1</guid><link>https://lamplighter.example/ferry</link>\
             <title>Title of lamp</title>{via}<description>A boat goes, a launch comes, and nobody was asked.\
             </description><pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>"
        )
    };
    outlet.shows_text("/Lamplighter", &rss(""));
    let mut original = piece("original", "2026-03-02T18:00:00Z", &report());
    original.link = Some("https://wire.example/2026/ferry-ends".to_owned());
    outlet.publishes("/Wire", original);
    let world = world(&outlet, &["Lamplighter", "Wire"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from stories"), 0);
    outlet.shows_text(
        "/Lamplighter",
        &rss("<atom:link rel=\"via\" href=\"https://wire.example/2026/ferry-ends\"/>"),
    );
    world.run(&["poll"]).ok();
    assert_eq!(world.rows("select distinct relation, linked_by from story_articles"), ["declared|source"]);
    assert_eq!(world.count("select max(revisions) from articles"), 1);
    world.run(&["verify"]).ok();
}

#[test]
fn the_configuration_may_be_named_before_a_correction() {
    let outlet = Outlet::start();
    outlet.publishes("/Wire", piece("wire", "2026-03-02T18:00:00Z", &report()));
    outlet.publishes("/Echo", piece("copy", "2026-03-03T07:00:00Z", &report()));
    let world = world(&outlet, &["Wire", "Echo"]);
    world.run(&["poll"]).ok();
    let file = world.path("clippings.toml");
    let file = file.to_str().unwrap();
    let copy = id(&world, "copy");
    world.run(&["story", "--config", file, "split", &copy]).ok().says("Remembered");
    world.run(&["story", "--config", file, "undo"]).ok().says("Taken back");
    world.run(&["story", "--config", file, "relink", "--dry-run"]).ok();
    world.run(&["story", "--config", file, &copy, "--json"]).ok();
    world.run(&["story", &copy, "--limit", "3", "--config", file]).ok();
    for mixed in [&["story", copy.as_str(), "undo"][..], &["story", "--json", "undo"]] {
        world.run(mixed).exits(2).says("in front of a correction");
    }
}

#[test]
fn a_new_rule_is_tried_before_it_is_applied() {
    let outlet = Outlet::start();
    outlet.publishes("/Wire", piece("wire", "2026-03-02T18:00:00Z", &report()));
    outlet.publishes("/Echo", piece("copy", "2026-03-08T07:00:00Z", &report()));
    let mut world = world(&outlet, &["Wire", "Echo"]);
    // Six days lie between the two.
    world.config(|c| {
        c.set("stories", "window", "\"2d\"");
    });
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from stories"), 0);
    world.config(|c| {
        c.set("stories", "window", "\"45d\"");
    });
    // Nobody has polled since: relinking takes over the new window by itself.
    let (wire, copy) = (id(&world, "wire"), id(&world, "copy"));
    let tried = world.run(&["story", "relink", "--dry-run"]).ok();
    tried.says("0 stories were, 1 would be").says(&format!("{copy}  joins {wire}"));
    assert_eq!(world.count("select count(*) from stories"), 0, "a dry run writes nothing");
    assert_eq!(world.count("select count(*) from story_link"), 0);
    world.run(&["story", "relink"]).ok().says("1 are now");
    assert_eq!(world.one("select articles from stories"), "2");
    world.run(&["story", "relink", "--dry-run"]).ok().says("0 articles in other company");
    world.run(&["verify"]).ok();
    world.integrity();
}

#[test]
fn what_many_stories_share_makes_no_copy() {
    let outlet = Outlet::start();
    let notice = "<p>The Lamplighter grants permission to share this piece on community sites as long as its text and \
        title are not changed, its source is named, and a link leads to the page where it stood first. It holds \
        the rights to all that stands here and to none of what others have let it print; whoever wishes to print it \
        for money writes to the desk, which answers slowly but does answer. Readers who find an error are thanked, \
        and their names are kept in a book that lies open in the hall on the day of the patron saint.</p>";
    for n in 0..10 {
        let body = format!("{}{notice}", &other(10 + n)[..other(10 + n).find("</p>").unwrap_or(0) + 4]);
        outlet.publishes("/Lamplighter", piece(&format!("essay-{n}"), "2026-03-02T18:00:00Z", &body));
    }
    let world = world(&outlet, &["Lamplighter"]);
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 10);
    assert_eq!(stories(&world), [""; 0]);
}
