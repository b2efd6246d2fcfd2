//! The newcomer's first command, and the three it tells them to try next.

use std::process::Command;

use crate::world::{Output, World};

/// The commands that the demo prints: the lines that begin with a prompt.
fn suggested(told: &str) -> Vec<String> {
    told.lines().filter_map(|l| l.trim().strip_prefix("$ ")).map(str::to_owned).collect()
}

#[test]
fn it_runs_without_config_or_network_and_its_advice_is_good() {
    let world = World::new();
    std::fs::remove_file(world.path("clippings.toml")).unwrap();
    for round in 1..=2 {
        let demo = world.run(&["demo"]).ok();
        for word in [
            "Harbour Courier",
            "Northern Ledger",
            "The Reprint Desk",
            "304",
            "clippings-demo",
            "linked and not merged",
        ] {
            assert!(demo.stdout.contains(word), "round {round} does not tell of {word}: {}", demo.told());
        }
        let commands = suggested(&demo.stdout);
        assert_eq!(commands.len(), 3, "{}", demo.told());
        for line in commands {
            let binary = std::path::Path::new(env!("CARGO_BIN_EXE_clippings")).parent().unwrap();
            let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
            let mut command = Command::new("sh");
            command.args(["-c", &line]).current_dir(world.path(".")).env("PATH", path);
            if line.starts_with("sqlite3") && !has_sqlite3() {
                continue;
            }
            let output = Output::of(command).ok();
            let page = world.path("clippings-demo/digest.html");
            let wrote = line.contains("digest.html") && page.exists();
            assert!(wrote || output.stdout.contains("lipway"), "says nothing of use: {}", output.told());
        }
    }
}

fn has_sqlite3() -> bool {
    Command::new("sqlite3").arg("--version").output().is_ok_and(|o| o.status.success())
}

#[test]
fn its_archive_holds_the_correction_and_the_notices() {
    let world = World::new();
    world.run(&["demo", "--dir", "here"]).ok();
    std::fs::rename(world.path("here/clippings.db"), world.archive()).unwrap();
    for tail in ["-wal", "-shm"] {
        let _ = std::fs::rename(
            world.path(&format!("here/clippings.db{tail}")),
            world.path(&format!("clippings.db{tail}")),
        );
    }
    assert_eq!(
        world.rows("select outlet, count(*) from articles group by outlet order by outlet"),
        ["Harbour Courier|4", "Northern Ledger|3", "The Reprint Desk|3"]
    );
    assert_eq!(
        world.rows("select outcome, count(*) from polls group by outcome order by outcome"),
        ["not-modified|2", "ok|4"]
    );
    let wordings = world.rows(
        "select text like '%built in 1952%' from revisions where title like 'Ferry to Gull%' and article_id in \
         (select id from articles where outlet = 'Harbour Courier') order by revision",
    );
    assert_eq!(wordings, ["1", "0"]);
    let tags = world.rows(
        "select scheme, term from article_tags join articles on id = article_id \
         where outlet = 'The Reprint Desk' and title like 'Ferry%' and origin = 'page' order by 1, 2",
    );
    assert_eq!(
        tags,
        [
            "in-depth-report|the-ageing-shore",
            "region|gull-island",
            "region|saltmere-coast",
            "theme|public-safety",
            "theme|transport-ports"
        ]
    );
    let reprint = "from articles where outlet = 'The Reprint Desk' and title like 'Ferry%'";
    assert_eq!(
        world.rows(&format!("select text_from, original_outlet, image_credit is not null {reprint}")),
        ["page|Harbour Courier|1"]
    );
    let kinds = world.rows(&format!(
        "select distinct kind from article_disclaimers where origin = 'page' and article_id = (select id {reprint})
         order by 1"
    ));
    for kind in ["attribution", "contact", "copyright", "disclaimer", "fair-use"] {
        assert!(kinds.iter().any(|found| found == kind), "no {kind} in {kinds:?}");
    }
    let furniture = "text like '%Become a Member%' or text like '%Facebook%' or text like '%Articles by%'
         or text like '%sole responsibility%' or text like '%Image credit%' or text like '%Region:%'";
    assert_eq!(world.count(&format!("select count(*) from articles where {furniture}")), 0);
    assert_eq!(world.rows("select outcome, count(*) from visits group by outcome"), ["ok|3"]);
    world.integrity();
}

#[test]
fn somebody_elses_folder_is_left_alone() {
    let world = World::new();
    std::fs::create_dir(world.path("mine")).unwrap();
    world.write("mine/clippings.db", "not a demo's");
    world.run(&["demo", "--dir", "mine"]).exits(1).says("--dir");
    assert_eq!(std::fs::read_to_string(world.path("mine/clippings.db")).unwrap(), "not a demo's");
}
