//! How fast documents are read: `cargo bench --bench throughput -- FILE…` reads each file until five seconds
//! are over and prints MB/s, repair included.

use std::time::{Duration, Instant};

use clippings::parse::{Hints, parse};

fn main() {
    let files: Vec<Vec<u8>> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .filter_map(|path| std::fs::read(path).ok())
        .collect();
    let bytes: usize = files.iter().map(Vec::len).sum();
    if bytes == 0 {
        println!("name at least one file: cargo bench --bench throughput -- FILE…");
        return;
    }
    let (mut rounds, mut entries) = (0_u32, 0);
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(5) {
        for file in &files {
            entries += parse(file, &Hints::default()).map_or(0, |feed| feed.entries.len());
        }
        rounds += 1;
    }
    let seconds = started.elapsed().as_secs_f64();
    let megabytes = bytes as f64 * f64::from(rounds) / 1e6;
    println!(
        "{} files, {bytes} bytes, {rounds} rounds, {entries} entries: {:.1} MB/s",
        files.len(),
        megabytes / seconds
    );
}
