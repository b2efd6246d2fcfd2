//! The rule on invented texts, with an index in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::convert::Infallible;

use super::{Document, Furniture, Holder, Link, Member, Relation, Shelf, Tie, judge, place, sample, settle};

const DAY: i64 = 86_400;

/// Sentences of 22 invented words that no two stories share.
fn text(story: u32, sentences: std::ops::Range<u32>) -> String {
    let word = |n: u32| {
        let mut hash = super::words::mix(u64::from(story) << 32 | u64::from(n));
        let mut word = String::new();
        for _ in 0..4 {
            word.push_str(["ka", "re", "mon", "ti", "sal", "du", "vor", "en"][(hash % 8) as usize]);
            hash /= 8;
        }
        word
    };
    let sentence = |n: u32| (0..22).map(|w| word(n * 22 + w)).collect::<Vec<_>>().join(" ") + ". ";
    sentences.map(sentence).collect()
}

fn document(article: i64, outlet: i64, day: i64, text: &str) -> Document {
    Document { outlet, at: day * DAY, ..Document::read(article, "The bridge at the quarter", text) }
}

#[derive(Default)]
struct Memory {
    documents: BTreeMap<i64, Document>,
    index: HashMap<u32, Vec<i64>>,
    story: HashMap<i64, i64>,
    links: Vec<Link>,
}

impl Memory {
    /// Places the article as the archive does: links, stories, index.
    fn comes(&mut self, newcomer: Document) -> Vec<Link> {
        let (links, furniture) = place(&newcomer, 45 * DAY, self).unwrap();
        for key in sample(&newcomer.shingles) {
            self.index.entry(key).or_default().push(newcomer.article);
        }
        self.documents.insert(newcomer.article, newcomer);
        self.links.extend(links.clone());
        let members: Vec<Member> =
            self.documents.values().map(|d| Member { article: d.article, at: d.at }).collect();
        let held = self.links.iter().filter(|link| link.holds);
        let ties: Vec<Tie> = held
            .map(|l| Tie { article: l.article, other: l.other, strength: l.strength, certain: false })
            .collect();
        let stories = settle(&members, &ties, &HashSet::new(), |a, b| {
            let link = judge(&self.documents[&a], &self.documents[&b], &furniture);
            Ok::<_, Infallible>(link.is_some_and(|link| link.holds))
        });
        self.story = stories
            .unwrap()
            .iter()
            .flat_map(|story| story.iter().map(|article| (*article, story[0])))
            .collect();
        links
    }

    fn stories(&self) -> BTreeSet<Vec<i64>> {
        let mut stories: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        self.story.iter().for_each(|(article, story)| stories.entry(*story).or_default().push(*article));
        stories
            .into_values()
            .map(|mut story| {
                story.sort_unstable();
                story
            })
            .collect()
    }

    fn holder(&self, article: i64) -> Holder {
        Holder { article, at: self.documents[&article].at, story: self.story.get(&article).copied() }
    }
}

impl Shelf for Memory {
    type Error = Infallible;

    fn holders(&mut self, key: u32, see: &mut dyn FnMut(Holder) -> bool) -> Result<(), Infallible> {
        let mut holders = self.index.get(&key).into_iter().flatten().map(|article| self.holder(*article));
        holders.all(see);
        Ok(())
    }

    fn document(&mut self, article: i64) -> Result<Option<Document>, Infallible> {
        Ok(self.documents.get(&article).cloned())
    }

    fn representative(&mut self, story: i64) -> Result<Option<i64>, Infallible> {
        Ok(Some(story))
    }

    fn neighbours(&mut self, newcomer: &Document) -> Result<Vec<Holder>, Infallible> {
        let declared = self
            .documents
            .values()
            .filter(|d| newcomer.original_key.is_some() && d.url_key == newcomer.original_key);
        Ok(declared.map(|d| self.holder(d.article)).collect())
    }
}

fn relation(a: &Document, b: &Document) -> Option<(Relation, bool)> {
    judge(a, b, &Furniture::default()).map(|link| (link.relation, link.holds))
}

#[test]
fn relations_say_what_the_one_is_to_the_other() {
    let whole = document(1, 1, 0, &text(1, 0..12));
    let begun = document(2, 2, 0, &text(1, 0..5));
    let buried = document(3, 3, 0, &format!("{}{}{}", text(2, 0..8), text(1, 0..12), text(3, 0..8)));
    let copy = document(4, 4, 1, &text(1, 0..12).replacen("ka", "ri", 3));
    assert_eq!(relation(&copy, &whole), Some((Relation::Copy, true)));
    assert_eq!(relation(&begun, &whole), Some((Relation::Excerpt, true)));
    assert_eq!(relation(&whole, &begun), Some((Relation::Contains, true)));
    assert_eq!(relation(&buried, &whole), Some((Relation::Contains, true)));
    let later = Document { outlet: 1, ..copy };
    assert_eq!(relation(&later, &whole), Some((Relation::Update, true)));
    // The same event in other words, and a passage of it quoted.
    assert_eq!(relation(&document(5, 5, 0, &text(4, 0..12)), &whole), None);
    let quoting = document(6, 6, 0, &format!("{}{}{}", text(5, 0..9), text(1, 0..4), text(6, 0..9)));
    assert!(relation(&quoting, &whole).is_none_or(|(_, holds)| !holds), "{:?}", relation(&quoting, &whole));
}

#[test]
fn a_buried_text_is_found_by_the_index_in_either_order() {
    let inner = || document(1, 1, 0, &text(1, 0..10));
    let outer = || document(2, 2, 1, &format!("{}{}{}", text(2, 0..9), text(1, 0..10), text(3, 0..9)));
    for (first, second) in [(inner(), outer()), (outer(), inner())] {
        let mut memory = Memory::default();
        memory.comes(first);
        memory.comes(second);
        assert_eq!(memory.stories(), BTreeSet::from([vec![1, 2]]));
    }
}

#[test]
fn the_order_of_arrival_does_not_matter() {
    let all = [
        document(1, 1, 0, &text(1, 0..12)),
        document(2, 2, 0, &text(1, 0..7)),
        document(3, 3, 1, &format!("{}{}", text(9, 0..3), text(1, 0..12))),
        // Holds what 2 says in the midst of a story of its own.
        document(4, 4, 1, &format!("{}{}{}", text(7, 0..20), text(1, 2..6), text(7, 20..40))),
        document(5, 5, 0, &text(7, 0..40)),
    ];
    let mut outcomes = BTreeSet::new();
    for n in 0..120 {
        // Every permutation of five, by its factorial number.
        let (mut left, mut n, mut order) = ((0..5).collect::<Vec<usize>>(), n, Vec::new());
        for size in (1..=5).rev() {
            order.push(left.remove(n % size));
            n /= size;
        }
        let mut memory = Memory::default();
        for at in order {
            memory.comes(all[at].clone());
        }
        outcomes.insert(memory.stories());
    }
    assert_eq!(outcomes, BTreeSet::from([BTreeSet::from([vec![1, 2, 3], vec![4, 5]])]));
}

#[test]
fn short_texts_must_agree_in_date_and_numbers() {
    let tide = |article, outlet, day, high: &str| {
        let text = format!(
            "Tides at the north mole: high water at {high}, low water at 12.40, wind force 4 from the west with good \
             visibility. Small craft are asked to keep clear of the dredger until further notice."
        );
        document(article, outlet, day, &text)
    };
    assert!(relation(&tide(1, 1, 0, "6.12"), &tide(2, 2, 0, "6.12")).is_some());
    assert_eq!(relation(&tide(1, 1, 0, "6.12"), &tide(2, 2, 0, "7.03")), None);
    assert_eq!(relation(&tide(1, 1, 0, "6.12"), &tide(2, 1, 20, "6.12")), None, "a bulletin");
    let titled = |title: &str, outlet| Document {
        outlet,
        ..Document::read(outlet, title, "Shares were halted at noon pending news.")
    };
    assert!(relation(&titled("Harbour Freight halted", 1), &titled("Harbour Freight halted", 2)).is_some());
    assert_eq!(relation(&titled("Harbour Freight halted", 1), &titled("Tollhouse Bank suspended", 2)), None);
}

#[test]
fn numbers_count_in_words_and_in_scripts_without_spaces() {
    let said = |article, text: &str| document(article, article, 0, text);
    let hurt = |n: &str| {
        format!(
            "{n} people were hurt when a lorry and a tram collided at the fish quay on Monday, police said."
        )
    };
    assert!(relation(&said(1, &hurt("Two")), &said(2, &hurt("Two"))).is_some());
    assert!(relation(&said(1, &hurt("Two")), &said(2, &hurt("2"))).is_some(), "the same in digits");
    assert_eq!(relation(&said(1, &hurt("Two")), &said(2, &hurt("Five"))), None);
    let quake = |depth: &str, size: &str| {
        format!(
            "気象台によると、けさ湾の沖で地震があり、震源の深さは{depth}キロ、規模は{size}と推定される。\
             この地震による津波の心配はなく、港の施設や船に被害の情報は入っていない。連絡船は通常どおり運航している。"
        )
    };
    assert!(relation(&said(1, &quake("50", "4.8")), &said(2, &quake("50", "4.8"))).is_some());
    assert_eq!(relation(&said(1, &quake("50", "4.8")), &said(2, &quake("30", "5.3"))), None);
    assert_eq!(relation(&said(1, &quake("五十", "四")), &said(2, &quake("三十", "四"))), None);
}

#[test]
fn languages_keep_apart_what_is_not_the_same_text() {
    let whole = text(1, 0..12);
    let said = |article, language: &str, text: &str| Document {
        language: Some(language.to_owned()),
        ..document(article, article, 0, text)
    };
    let much = format!("{}{}", text(1, 0..10), text(2, 0..3));
    assert_eq!(relation(&said(1, "en", &whole), &said(2, "de", &much)), None);
    assert!(relation(&said(1, "en", &whole), &said(2, "en-GB", &much)).is_some());
    // Word for word the same: one of the two is wrong about its language.
    assert!(relation(&said(1, "en", &whole), &said(2, "de", &whole)).is_some());
}

#[test]
fn what_six_stories_share_counts_for_none() {
    let notice = text(99, 0..9);
    let mut memory = Memory::default();
    for n in 1..=9 {
        let own = text(n, 0..3);
        memory.comes(document(i64::from(n), 1, i64::from(n), &format!("{own}{notice}")));
    }
    let links = memory.comes(document(10, 1, 10, &format!("{}{notice}", text(10, 0..3))));
    assert!(links.iter().all(|link| !link.holds), "{links:?}");
    assert_eq!(memory.stories(), BTreeSet::new());
    // A copy of one of them is found, and what they all share is left out of its evidence.
    let links = memory.comes(document(11, 2, 3, &format!("{}{notice}", text(3, 0..3))));
    assert_eq!(links.iter().filter(|link| link.holds).map(|link| link.other).collect::<Vec<_>>(), [3]);
    assert!(links[0].evidence.contains("many stories share were left out"), "{}", links[0].evidence);
}

#[test]
fn a_source_named_by_address_needs_no_likeness_and_one_named_by_outlet_little() {
    let original = Document {
        url_key: Some("wire.example/a".into()),
        outlet_names: vec!["coastal-wire".into()],
        ..document(1, 1, 0, &text(1, 0..12))
    };
    let by_address =
        Document { original_key: Some("wire.example/a".into()), ..document(2, 2, 90, &text(2, 0..3)) };
    assert_eq!(relation(&by_address, &original), Some((Relation::Declared, true)));
    let mut memory = Memory::default();
    memory.comes(original.clone());
    assert_eq!(memory.comes(by_address).len(), 1, "whatever the index and the window say");
    let by_name =
        |text: &str| Document { original_outlet: Some("coastal-wire".into()), ..document(3, 3, 0, text) };
    assert_eq!(relation(&by_name(&text(3, 0..12)), &original), None);
    assert_eq!(relation(&by_name(&text(1, 0..7)), &original), Some((Relation::Declared, true)));
}
