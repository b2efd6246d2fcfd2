//! What people do with an archive: look at an article, copy the file, check it.

use rusqlite::Connection;

use crate::outlet::{Outlet, Piece};
use crate::world::{World, rows};

fn polled() -> (Outlet, World) {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("ferry").by("Ines Calloway").tagged(Some("region"), "Gull Island"));
    let mut world = World::with(&outlet, &["/rss"]);
    world.config(|c| {
        c.every_second();
    });
    world.run(&["poll"]).ok();
    (outlet, world)
}

#[test]
fn show_tells_all_of_an_article() {
    let (outlet, world) = polled();
    world
        .run(&["show", "1"])
        .ok()
        .says("The harbour master on ferry")
        .says("Ines Calloway")
        .says("Gull Island")
        .says("He spoke at length.");
    world.run(&["show", "https://courier.example/ferry"]).ok().says("He spoke at length.");
    world.run(&["show", "1", "--html"]).ok().says("<p>He spoke at length.</p>");
    outlet.edits("ferry", |p| p.body = Some("<p>The harbour master was silent.</p>".to_owned()));
    world.run(&["poll"]).ok();
    world.run(&["show", "1", "--diff"]).ok().says("He spoke at length.").says("silent.+}");
    let article = &world.run(&["show", "1", "--json"]).ok().json_lines()[0];
    assert_eq!(article["title"], "The harbour master on ferry");
    assert_eq!(article["revisions"].as_array().map_or(2, Vec::len), 2);
}

#[test]
fn show_tells_what_hangs_on_an_article() {
    let outlet = Outlet::start();
    outlet.shows_text(
        "/rss",
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/'
           xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>Harbour Radio</title><item>
         <title>Low tide</title><guid>t-1</guid><link>https://courier.example/tide</link><dc:creator>Ada Voss</dc:creator>
         <dc:contributor>Bo Lind</dc:contributor><comments>https://courier.example/tide#talk</comments>
         <atom:link rel='related' href='https://courier.example/high' title='High tide' hreflang='en'/>
         <enclosure url='https://courier.example/tide.mp3' type='audio/mpeg' length='5400000'/>
         <itunes:duration>1:02:03</itunes:duration>
         <description>&lt;p&gt;Listen.&lt;/p&gt;&lt;iframe src='https://film.example/tide'&gt;&lt;/iframe&gt;</description>
         </item></channel></rss>",
    );
    let world = World::with(&outlet, &["/rss"]);
    world.run(&["poll"]).ok();
    world
        .run(&["show", "1"])
        .ok()
        .says("by           Ada Voss")
        .says("with         Bo Lind")
        .says("enclosure    https://courier.example/tide.mp3 (audio/mpeg, 5400000 bytes, 1:02:03)")
        .says("related      https://courier.example/high (en, High tide)")
        .says("replies      https://courier.example/tide#talk");
    world
        .run(&["show", "1", "--html"])
        .ok()
        .says("<a href=\"https://film.example/tide\"")
        .never_says("iframe");
    let article = &world.run(&["show", "1", "--json"]).ok().json_lines()[0];
    assert_eq!(article["contributors"][0]["name"], "Bo Lind");
    assert_eq!(article["links"][0]["rel"], "related");
    assert_eq!(article["links"][1]["href"], "https://courier.example/tide#talk");
    assert_eq!(
        (&article["media"][0]["duration"], &article["media"][0]["role"]),
        (&3723.into(), &"enclosure".into())
    );
}

#[test]
fn a_backup_is_whole_while_the_daemon_runs_and_never_overwrites() {
    let (outlet, world) = polled();
    let mut daemon = world.daemon();
    for n in 0..3 {
        outlet.publishes("/rss", Piece::new(&format!("later-{n}")));
        let copy = format!("copy-{n}.db");
        world.run(&["backup", &copy]).ok();
        let db = Connection::open(world.path(&copy)).unwrap();
        assert_eq!(rows(&db, "pragma integrity_check"), ["ok"]);
        assert_eq!(rows(&db, "select title from articles where id = 1"), ["The harbour master on ferry"]);
        drop(db);
        daemon.until("the next article", || world.count("select count(*) from articles") == n + 2);
    }
    daemon.stop();
    let before = std::fs::read(world.path("copy-0.db")).unwrap();
    assert_ne!(world.run(&["backup", "copy-0.db"]).code, Some(0));
    assert!(before == std::fs::read(world.path("copy-0.db")).unwrap(), "overwritten");
    // A copy is an archive.
    std::fs::rename(world.path("copy-2.db"), world.archive()).unwrap();
    for tail in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(world.path(&format!("clippings.db{tail}")));
    }
    world.run(&["poll"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 4);
    world.integrity();
}

#[test]
fn verify_praises_what_is_whole_and_finds_what_is_not() {
    let (_outlet, world) = polled();
    world.run(&["verify"]).ok().says("clippings.db");
    let db = Connection::open(world.archive()).unwrap();
    db.execute_batch("pragma foreign_keys = off; delete from revision").unwrap();
    drop(db);
    world.run(&["verify"]).exits(1);
}

#[test]
fn completions_and_man_are_printed() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish"] {
        world.run(&["completions", shell]).ok().says("clippings");
    }
    world.run(&["man"]).ok().says(".TH");
}
