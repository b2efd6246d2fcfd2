//! Damages documents at random and reads them: `cargo bench --bench stress -- CASES FILE…`. Prints the
//! slowest case; a panic or an abort ends it with the case written to `stress-case`.

use std::time::{Duration, Instant};

use clippings::markup;
use clippings::parse::{Hints, parse};

/// Bytes of a case, as `cargo fuzz -max_len` has it.
const MAX_LEN: usize = 65_536;

const WORDS: [&str; 40] = [
    "<media:group>",
    "<media:content url='a'>",
    "<itunes:category text='a'>",
    "<item>",
    "</item>",
    "<entry>",
    "<title>",
    "</title>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<!DOCTYPE x [<!ENTITY a \"b\">]>",
    "&a;",
    "&#x0;",
    "&#99999999;",
    "&amp",
    "<content type='xhtml'>",
    "<content type='application/xml'>",
    "<div>",
    "</div>",
    "<br>",
    "\"",
    "'",
    "<",
    ">",
    "\u{0}",
    "\u{fffe}",
    "xml:base='//a'",
    "xmlns:x='http://www.w3.org/2005/Atom'",
    "<x:link href='",
    "<?xml encoding='utf-16'?>",
    "{\"items\":[",
    "[",
    "}",
    "<guid isPermaLink='false'>",
    "<dc:creator>\u{ff08}a@b.example\u{ff09}",
    "99999999999999:99",
    "<rss>",
    "\u{ef}\u{bb}\u{bf}",
];

fn main() {
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let cases: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(1_000);
    let seeds: Vec<Vec<u8>> =
        args.filter_map(|path| std::fs::read(path).ok()).filter(|s| !s.is_empty()).collect();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut slowest = Duration::ZERO;
    let mut read = 0_u64;
    for n in 0..cases {
        let case = random.case(&seeds);
        let started = Instant::now();
        let outcome = std::panic::catch_unwind(|| {
            let feed =
                parse(&case, &Hints { base: Some("https://a.example/b".to_owned()), ..Hints::default() });
            for content in
                feed.iter().flat_map(|f| &f.entries).filter_map(|e| e.content.as_ref().or(e.summary.as_ref()))
            {
                let _ = markup::text(&content.body);
                let _ = markup::sanitise(&content.body, None);
            }
            feed.is_ok()
        });
        let took = started.elapsed();
        if took > slowest || outcome.is_err() {
            slowest = took;
            let _ = std::fs::write("stress-case", &case);
        }
        match outcome {
            Ok(ok) => read += u64::from(ok),
            Err(_) => {
                eprintln!("case {n} panicked");
                std::process::exit(1);
            }
        }
    }
    println!("{cases} cases, {read} read as feeds, slowest {slowest:?}");
}

/// xorshift: the same cases on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn case(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut case = if seeds.is_empty() { Vec::new() } else { seeds[self.below(seeds.len())].clone() };
        case.truncate(MAX_LEN);
        for _ in 0..=self.below(8) {
            let at = self.below(case.len() + 1);
            match self.below(8) {
                0 => case.truncate(at),
                1 => {
                    let end = (at + self.below(200)).min(case.len());
                    case.drain(at..end);
                }
                2 | 3 => {
                    let word = WORDS[self.below(WORDS.len())].as_bytes();
                    case.splice(at..at, word.iter().copied());
                }
                4 => {
                    let times = self.below(4_000);
                    let words = WORDS[self.below(WORDS.len())].repeat(times);
                    case.splice(at..at, words.into_bytes());
                }
                5 => {
                    for _ in 0..self.below(20) {
                        let at = self.below(case.len());
                        if let Some(byte) = case.get_mut(at) {
                            *byte = self.below(256) as u8;
                        }
                    }
                }
                6 if !seeds.is_empty() => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len());
                    let end = (from + self.below(4_000)).min(other.len());
                    case.splice(at..at, other[from..end].iter().copied());
                }
                _ => {
                    let end = (at + self.below(2_000)).min(case.len());
                    let copy = case[at..end].to_vec();
                    case.splice(at..at, copy);
                }
            }
            case.truncate(MAX_LEN);
        }
        case
    }
}
