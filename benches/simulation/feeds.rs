//! Invented feeds with the rhythms that real ones have.

/// A feed: when its items come, and how many it shows.
pub struct Synthetic {
    pub name: String,
    pub kind: &'static str,
    /// How many items its document shows at most.
    pub window: usize,
    /// Does it date its items?
    pub dated: bool,
    /// When each item comes, in seconds from the beginning; sorted. Some weeks come before it, so that the
    /// first poll finds a backlog.
    pub items: Vec<i64>,
}

impl Synthetic {
    /// How many items came before that moment.
    pub fn before(&self, at: i64) -> usize {
        self.items.partition_point(|item| *item < at)
    }
}

/// Weeks of backlog.
const BACKLOG_DAYS: i64 = 28;

/// SplitMix64: small, seeded, and the same on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 ≤ x < 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn whole(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1) as f64) as i64
    }

    fn pick(&mut self, from: &[usize]) -> usize {
        from[(self.unit() * from.len() as f64) as usize]
    }
}

/// One of twelve feeds is a wire, and so on: a newsroom's list, not the whole web's.
const KINDS: &[(&str, u32)] = &[
    ("wire, around the clock", 10),
    ("news site, from early to late", 20),
    ("news site with breaking news", 15),
    ("daily, at six in the morning", 12),
    ("trade press, business hours", 14),
    ("local paper, a few a day", 14),
    ("weekend blog", 8),
    ("sleepy, a few a month", 17),
    ("bursts out of silence", 6),
    ("dead, or dying half-way", 5),
];
/// Feeds of a newsroom's list: as many of each kind as [`KINDS`] says, in a fixed order.
pub fn invent(count: usize, days: i64, seed: u64) -> Vec<Synthetic> {
    let all: u32 = KINDS.iter().map(|(_, share)| share).sum();
    let mut feeds = Vec::with_capacity(count);
    for index in 0..count {
        // Shares come out even for any count: 0, then every 1/count of the way through the list.
        let place = (index as f64 + 0.5) / count as f64 * f64::from(all);
        let mut sum = 0.0;
        let kind = KINDS.iter().find(|(_, share)| {
            sum += f64::from(*share);
            place < sum
        });
        let kind = kind.map_or(KINDS[0].0, |(kind, _)| kind);
        let mut random = Random::new(seed ^ (index as u64).wrapping_mul(0x2545_f491_4f6c_dd1d));
        feeds.push(one(index, kind, days, &mut random));
    }
    feeds
}

fn one(index: usize, kind: &'static str, days: i64, random: &mut Random) -> Synthetic {
    // The outlet's own clock, against ours, in hours.
    let zone = random.whole(-11, 12);
    let pace = random.unit();
    let last_day = if random.unit() < 0.5 { 0 } else { days / 2 };
    let mut items = Vec::new();
    for hour in -BACKLOG_DAYS * 24..days * 24 {
        let local = hour + zone;
        // Day 0 of the simulation is a Tuesday.
        let (day, of_day) = (local.div_euclid(24) + 1, local.rem_euclid(24));
        let weekend = day.rem_euclid(7) >= 5;
        let day_curve = if (7..=22).contains(&of_day) { 1.0 } else { 0.15 };
        let rest = if weekend { 0.4 } else { 1.0 };
        let rate = match kind {
            "wire, around the clock" => {
                (8.0 + 22.0 * pace) * if weekend { 0.7 } else { 1.0 } * (0.5 + day_curve / 2.0)
            }
            "news site, from early to late" | "news site with breaking news" => {
                (1.0 + 5.0 * pace) * day_curve * rest
            }
            "daily, at six in the morning" => 0.1 * day_curve,
            "trade press, business hours" if !weekend && (9..=17).contains(&of_day) => 0.4 + 1.6 * pace,
            "local paper, a few a day" => (0.25 + 0.6 * pace) * day_curve * rest,
            "weekend blog" if weekend && (9..=20).contains(&of_day) => 0.05 + 0.2 * pace,
            "sleepy, a few a month" => (1.0 + 9.0 * pace) / (30.0 * 24.0),
            "dead, or dying half-way" if hour < (last_day - 2) * 24 => 0.05 + 0.3 * pace,
            _ => 0.0,
        };
        poisson(&mut items, hour * 3_600, 3_600, rate, random);
        if kind == "daily, at six in the morning" && of_day == 6 {
            // The edition goes online within some minutes.
            let edition = 6.0 + 24.0 * pace;
            poisson(&mut items, hour * 3_600, 900, edition * if weekend { 0.5 } else { 1.0 }, random);
        }
    }
    let bursts = match kind {
        "news site with breaking news" => random.whole(2, 5),
        "bursts out of silence" => random.whole(3, 8),
        "wire, around the clock" => random.whole(0, 2),
        _ => 0,
    };
    for _ in 0..bursts {
        let at = random.whole(-BACKLOG_DAYS * 86_400, days * 86_400 - 14_400);
        let length = random.whole(1_800, 4 * 3_600);
        let an_hour = random.between(8.0, 40.0);
        poisson(&mut items, at, length, an_hour * length as f64 / 3_600.0, random);
    }
    items.sort_unstable();
    let window = match kind {
        "wire, around the clock" => random.pick(&[25, 30, 50, 100]),
        "daily, at six in the morning" => random.pick(&[20, 30, 50]),
        "sleepy, a few a month" | "weekend blog" => random.pick(&[10, 15, 20]),
        _ => random.pick(&[10, 15, 20, 20, 25, 30, 50]),
    };
    Synthetic {
        name: format!("feed-{index}-{}", random.whole(0, 999)),
        kind,
        window,
        dated: random.unit() < 0.9,
        items,
    }
}

/// Items that come independently of one another, `expected` of them on average in the stretch.
fn poisson(items: &mut Vec<i64>, from: i64, length: i64, expected: f64, random: &mut Random) {
    if expected <= 0.0 {
        return;
    }
    let mut at = 0.0;
    loop {
        at -= (1.0 - random.unit()).ln() * length as f64 / expected;
        if at >= length as f64 {
            return;
        }
        items.push(from + at as i64);
    }
}
