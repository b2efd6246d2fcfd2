//! What stories cost: `cargo bench --bench stories -- [ARTICLES] [FOLDER]` reads invented articles of 700
//! words, fills an archive with them (20,000, or as many as are asked for), and then keeps 500 polls of one
//! new article each, as a daemon would. Prints the time to read and sample a text, the times of a poll in
//! the archive (whole, and what of it stories take), and the bytes of the index.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clippings::archive::{Archive, Finished, Moved, Step};
use clippings::model::{Draft, Feed, Outcome, Outlet, Poll, PublishedFrom, Settings, When};
use clippings::schedule::Due;
use clippings::story;
use jiff::{SignedDuration, Timestamp};

/// Words of a text.
const WORDS: usize = 700;
/// Articles of a poll while the archive is filled.
const BATCH: usize = 400;
/// Polls that are timed.
const TIMED: usize = 500;

/// SplitMix64: the same texts in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// Below `n`, small numbers far more often than large ones, as words are in a language.
    fn word(&mut self, n: f64) -> usize {
        let x = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (n.powf(x) - 1.0) as usize
    }
}

fn text(random: &mut Random, words: usize) -> String {
    let mut text = String::with_capacity(words * 7);
    for n in 0..words {
        let word = random.word(30_000.0);
        let syllables = ["ka", "re", "mon", "ti", "sal", "du", "vor", "en", "li", "ga"];
        let mut rest = word + 1;
        while rest > 0 {
            text.push_str(syllables[rest % 10]);
            rest /= 10;
        }
        text.push_str(match n % 17 {
            16 => ". ",
            8 => ", ",
            _ => " ",
        });
    }
    text
}

/// One in five is a copy of an earlier one with an opening of its own; a third carry a notice that its
/// outlet puts under everything.
fn draft(
    number: usize,
    random: &mut Random,
    earlier: &mut Vec<String>,
    notice: &str,
    now: Timestamp,
) -> Draft {
    let mut body = if number % 5 == 4 && !earlier.is_empty() {
        let of = random.next() as usize % earlier.len();
        format!("{}{}", text(random, 60), earlier[of])
    } else {
        let body = text(random, WORDS);
        if earlier.len() < 2_000 {
            earlier.push(body.clone());
        } else {
            let at = random.next() as usize % earlier.len();
            earlier[at].clone_from(&body);
        }
        body
    };
    if number.is_multiple_of(3) {
        body.push_str(notice);
    }
    let at = now - SignedDuration::from_secs((random.next() % (40 * 86_400)) as i64);
    Draft {
        guid: Some(format!("urn:bench:{number}")),
        title: text(random, 8),
        text: body,
        published: Some(When { raw: at.to_string(), at: Some(at) }),
        published_from: PublishedFrom::Feed,
        ..Draft::default()
    }
}

fn finished(feed: &str, drafts: Vec<Draft>, now: Timestamp) -> Finished {
    Finished {
        poll: Poll {
            feed: feed.to_owned(),
            started_at: now,
            duration_ms: 1,
            outcome: Outcome::Ok,
            http_status: Some(200),
            bytes: 1,
            entries: drafts.len() as u32,
            conditional: false,
            new: 0,
            revised: 0,
            error: None,
            notes: Vec::new(),
            not_before: None,
        },
        drafts,
        title: None,
        validators: None,
        cache_control: None,
        body_sha256: None,
        moved: Moved::No,
        bad_body: None,
        pace: None,
        host_held: None,
        due: Box::new(move |_, _| Due { at: now, held: None }),
    }
}

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let articles: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let folder = args.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let path = folder.join(format!("clippings-bench-{}.db", std::process::id()));
    let now: Timestamp = "2026-11-24T12:00:00Z".parse().expect("a time");
    let mut random = Random(7);

    let texts: Vec<String> = (0..500).map(|_| text(&mut random, WORDS)).collect();
    let (started, mut keys) = (Instant::now(), 0);
    for text in &texts {
        let shingles = story::shingles(&story::Words::read(text));
        keys += story::sample(&shingles).len();
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / texts.len() as f64;
    println!(
        "reading and sampling {WORDS} words: {each:.0} µs, {:.1} shingles",
        keys as f64 / texts.len() as f64
    );

    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(fill(&path, articles, &mut random, now));
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(PathBuf::from(format!("{}{suffix}", path.display())));
    }
}

async fn fill(path: &std::path::Path, articles: usize, random: &mut Random, now: Timestamp) {
    let archive = Archive::open(path).expect("an archive");
    let feeds: Vec<Feed> = (0..20)
        .map(|n| Feed {
            name: format!("feed-{n}"),
            url: format!("https://outlet-{n}.example/rss"),
            ..Feed::default()
        })
        .collect();
    let outlets = feeds.iter().map(|feed| Outlet {
        name: feed.name.clone(),
        feeds: vec![feed.clone()],
        ..Outlet::default()
    });
    let settings = Settings { outlets: outlets.collect(), ..Settings::default() };
    archive.sync(Arc::new(settings), now).await.expect("feeds");
    let notices: Vec<String> = feeds.iter().map(|_| text(random, 90)).collect();
    let mut earlier = Vec::new();
    let mut made = 0;
    let mut next = |random: &mut Random, count: usize| {
        let feed = (made / BATCH.min(count)) % 20;
        let drafts = (0..count).map(|n| draft(made + n, random, &mut earlier, &notices[feed], now)).collect();
        made += count;
        (format!("feed-{feed}"), drafts)
    };
    let started = Instant::now();
    for _ in 0..articles / BATCH {
        let (feed, drafts) = next(random, BATCH);
        archive.record(finished(&feed, drafts, now)).await.expect("kept");
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / articles.max(1) as f64;
    println!("filling with {articles} articles, {BATCH} a poll: {each:.0} µs an article");
    let (mut times, mut cpu): (Vec<Duration>, Vec<Duration>) = (Vec::new(), Vec::new());
    let mut steps: [Vec<Duration>; 4] = Default::default();
    let spent = |archive: &Archive| Step::ALL.map(|step| archive.heartbeat().spent().on(step));
    for _ in 0..TIMED {
        let (feed, drafts) = next(random, 1);
        let finished = finished(&feed, drafts, now);
        let (started, busy, placed) = (Instant::now(), cpu_time(), spent(&archive));
        archive.record(finished).await.expect("kept");
        times.push(started.elapsed());
        cpu.push(cpu_time().saturating_sub(busy));
        for ((times, now), before) in steps.iter_mut().zip(spent(&archive)).zip(placed) {
            times.push(now - before);
        }
    }
    let [keep, stories, words, commit] = &mut steps;
    let kinds = [
        ("time, commit included", &mut times),
        ("CPU time", &mut cpu),
        ("of it: recognising and keeping the entry", keep),
        ("of it: stories (look-up, links, index)", stories),
        ("of it: the words for searches", words),
        ("of it: the commit", commit),
    ];
    for (what, times) in kinds {
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "a poll with one new article, {what}: median {:.2} ms, p95 {:.2} ms, p99 {:.2} ms",
            at(0.5),
            at(0.95),
            at(0.99)
        );
    }
    archive.close().await.expect("closed");
    sizes(path, articles + TIMED);
}

/// Of all threads of this process so far, as Linux counts it; on a machine with other work, it is what is left
/// of the time when that work is taken off.
fn cpu_time() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |task: std::fs::DirEntry| -> Option<u64> {
        let stat = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        stat.split(' ').next()?.parse().ok()
    };
    Duration::from_nanos(tasks.filter_map(of).sum())
}

fn sizes(path: &std::path::Path, articles: usize) {
    let db = rusqlite::Connection::open(path).expect("the archive");
    let stories: (i64, i64) = db
        .query_row("SELECT count(DISTINCT story_id), count(*) FROM story_article", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .expect("stories");
    println!("{} stories of {} articles", stories.0, stories.1);
    let sizes: Result<HashMap<String, i64>, _> = db
        .prepare("SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'story%' OR name LIKE 'sqlite_autoindex_story%' GROUP BY name")
        .and_then(|mut stmt| stmt.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect());
    let Ok(sizes) = sizes else { return println!("this SQLite has no dbstat: no sizes") };
    let index: i64 = sizes
        .iter()
        .filter(|(name, _)| name.starts_with("story_shingle") || name.starts_with("story_document"))
        .map(|(_, size)| size)
        .sum();
    let all: i64 = sizes.values().sum();
    println!(
        "index: {} bytes an article; links, stories and all: {}",
        index / articles as i64,
        all / articles as i64
    );
}
