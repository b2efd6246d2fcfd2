use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{DateBound, Expr, Query};
use crate::model::DisclaimerKind;

fn read(text: &str) -> Expr {
    Query::parse(text).unwrap_or_else(|e| panic!("{text:?}: {e}")).expr
}

fn word(text: &str) -> Expr {
    Expr::Word(text.to_owned())
}

fn phrase(text: &str) -> Expr {
    Expr::Phrase(text.to_owned())
}

fn scheme(scheme: &str, term: &str) -> Expr {
    Expr::Scheme { scheme: scheme.to_owned(), term: term.to_owned() }
}

fn not(expr: Expr) -> Expr {
    Expr::Not(Box::new(expr))
}

#[test]
fn words_phrases_and_operators() {
    use Expr::{All, Any, Prefix};
    for (text, expected) in [
        ("grain", word("grain")),
        ("  Économie ", word("economie")),
        ("grain export", All(vec![word("grain"), word("export")])),
        ("grain AND export", All(vec![word("grain"), word("export")])),
        ("\"Grain  Export\"", phrase("grain export")),
        ("\u{201C}grain export\u{201D}", phrase("grain export")),
        ("grain*", Prefix("grain".into())),
        ("a OR b c", Any(vec![word("a"), All(vec![word("b"), word("c")])])),
        ("(a OR b) c", All(vec![Any(vec![word("a"), word("b")]), word("c")])),
        ("a (b c)", All(vec![word("a"), word("b"), word("c")])),
        ("a OR (b OR (c))", Any(vec![word("a"), word("b"), word("c")])),
        ("a -b", All(vec![word("a"), not(word("b"))])),
        ("-\"a b\"", not(phrase("a b"))),
        ("-(a OR b)", not(Any(vec![word("a"), word("b")]))),
        ("NOT a", not(word("a"))),
        ("--a", not(not(word("a")))),
        ("a\"b c\"d", All(vec![word("a"), phrase("b c"), word("d")])),
        // Lower case is a word, and so is anything in quotes.
        ("a or b", All(vec![word("a"), word("or"), word("b")])),
        ("\"OR\"", phrase("or")),
        // Signs that say nothing are passed over.
        ("Grain - & export — now", All(vec![word("grain"), word("export"), word("now")])),
        ("a -- b", All(vec![word("a"), word("b")])),
        ("a -> b", All(vec![word("a"), word("b")])),
        ("in-depth U.S.", All(vec![word("in-depth"), word("u.s.")])),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn fields_and_schemes() {
    for (text, expected) in [
        ("outlet:Courier", Expr::Outlet("courier".into())),
        ("OUTLET:\"The Éxample  Courier\"", Expr::Outlet("the example courier".into())),
        ("feed:courier-world", Expr::Feed("courier-world".into())),
        ("author:Vale", Expr::Author("vale".into())),
        ("lang:pt-BR", Expr::Lang("pt-br".into())),
        ("tag:\"Nuclear War\"", Expr::Tag("nuclear-war".into())),
        ("tag:region=Asia", scheme("region", "asia")),
        ("region:Asia", scheme("region", "asia")),
        ("theme:\"Nuclear War\"", scheme("theme", "nuclear-war")),
        ("In-Depth-Report:x", scheme("in-depth-report", "x")),
        ("th\u{e9}me:x", scheme("theme", "x")),
        ("the\u{301}me:x", scheme("theme", "x")),
        ("тема:Мир", scheme("тема", "мир")),
        ("-region:asia", not(scheme("region", "asia"))),
        ("topic:a:b", scheme("topic", "a-b")),
        ("disclaimer:sponsored", Expr::Disclaimer(DisclaimerKind::Sponsored)),
        ("disclaimer:\"Fair use\"", Expr::Disclaimer(DisclaimerKind::FairUse)),
        ("edited:yes", Expr::Edited(true)),
        ("edited:NO", Expr::Edited(false)),
        ("edited:stealth", Expr::Stealth),
        ("since:2026-11-24", Expr::Since(DateBound::Day(jiff::civil::date(2026, 11, 24)))),
        ("until:7d", Expr::Until(DateBound::DaysAgo(7))),
        ("since:Yesterday", Expr::Since(DateBound::Yesterday)),
        // A tag scheme that is called like a field.
        ("tag:author=vale", scheme("author", "vale")),
    ] {
        assert_eq!(read(text), expected, "{text:?}");
    }
}

#[test]
fn addresses_and_clock_times_are_words() {
    assert_eq!(read("12:30"), word("12:30"));
    assert_eq!(read("https://courier.example/a?b=c"), word("https://courier.example/a?b=c"));
    assert_eq!(read("\"region:asia\""), phrase("region:asia"));
}

#[test]
fn errors_point_at_the_column_and_say_what_is_expected() {
    let deep = "(".repeat(Query::MAX_DEPTH + 1);
    let dashes = format!("{}a", "-".repeat(Query::MAX_DEPTH + 1));
    let many = "a ".repeat(Query::MAX_TERMS + 1);
    let long = "a".repeat(Query::MAX_LENGTH + 1);
    for (text, column, words) in [
        ("", 1, "nothing to look for"),
        (" — & ", 1, "nothing to look for"),
        ("a \"b c", 3, "quote is not closed"),
        ("é outlet:\"b", 10, "quote is not closed"),
        ("a \"\"", 3, "no word stands between these quotes"),
        ("(a OR b", 1, "parenthesis is not closed"),
        ("a (", 3, "parenthesis is not closed"),
        ("a)", 2, "parenthesis closes none"),
        (")", 1, "parenthesis closes none"),
        ("a ()", 3, "nothing stands after (:"),
        ("a OR", 3, "nothing stands after OR"),
        ("a OR OR b", 3, "nothing stands after OR"),
        ("(a AND) b", 4, "nothing stands after AND"),
        ("a NOT", 3, "nothing stands after the negation"),
        ("OR a", 1, "OR stands between two things"),
        ("(AND a)", 2, "AND stands between two things"),
        ("a outlet: b", 3, "nothing stands after outlet:"),
        ("breaking: news", 1, "write it in quotes"),
        ("region:(asia OR africa)", 8, "write (region:one OR region:two)"),
        ("region:as*", 1, "a * may stand at the end of a word only"),
        ("gr*in", 1, "a * may stand"),
        ("a *", 3, "a * may stand"),
        ("disclaimer:sponsred", 1, "did you mean sponsored?"),
        ("disclaimer:license", 1, "did you mean licence?"),
        ("disclaimer:zzzzzzzzzz", 1, "expected one of correction, editor-note"),
        ("since:2026-13-01", 1, "since:2026-13-01 is not possible: expected a day such as 2026-11-24"),
        ("since:20261124", 1, "expected a day"),
        ("until:5x", 1, "expected a day"),
        ("until:999999d", 1, "expected a day"),
        ("since:2026-02-30", 1, "expected a day"),
        ("edited:maybe", 1, "expected yes, no or stealth"),
        ("lang:english!", 1, "expected a language tag"),
        (&deep, 33, "more than 32 parentheses"),
        (&dashes, 33, "more than 32 parentheses"),
        (&many, 513, "more than 256 words"),
        (&long, 1, "longer than 4096 bytes"),
    ] {
        let error = Query::parse(text).expect_err(text);
        assert!(error.to_string().contains(words), "{text:?}: {error}");
        assert_eq!(error.column, column, "{text:?}: {error}");
    }
}

#[test]
fn dates_resolve_in_the_zone() {
    let now: Timestamp = "2026-11-24T23:30:00Z".parse().unwrap();
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    // In Berlin it is 00:30 on the 25th.
    for (text, since, until) in [
        ("2026-11-24", "2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"),
        ("today", "2026-11-24T23:00:00Z", "2026-11-25T23:00:00Z"),
        ("yesterday", "2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z"),
        ("2026-11-24T10:00", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00Z"),
        ("2026-11-24t10:00:30z", "2026-11-24T10:00:30Z", "2026-11-24T10:00:30Z"),
        ("2026-11-24T10:00+05:30", "2026-11-24T04:30:00Z", "2026-11-24T04:30:00Z"),
        ("12h", "2026-11-24T11:30:00Z", "2026-11-24T11:30:00Z"),
        ("7d", "2026-11-17T23:30:00Z", "2026-11-17T23:30:00Z"),
        // Before the change of 25 October the same time of day was an hour earlier in UTC.
        ("31d", "2026-10-24T22:30:00Z", "2026-10-24T22:30:00Z"),
        ("2w", "2026-11-10T23:30:00Z", "2026-11-10T23:30:00Z"),
        // The day of the change is 25 hours long.
        ("2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
    ] {
        let window = DateBound::parse(text).unwrap_or_else(|| panic!("{text}")).resolve(now, &berlin);
        let found = (window.since.to_string(), window.until.to_string());
        assert_eq!(found, (since.to_owned(), until.to_owned()), "{text}");
    }
    for text in ["99999w", "99999d", "99999h", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59"] {
        for now in [Timestamp::MIN, Timestamp::MAX] {
            let window = DateBound::parse(text).unwrap().resolve(now, &berlin);
            assert!(window.since <= window.until, "{text}");
        }
    }
}

/// Whatever a person or an attacker writes: no panic, and what was read is written so that it reads
/// the same.
#[test]
fn display_parses_to_the_same_query() {
    let pieces = [
        "a",
        "É",
        "OR",
        "AND",
        "NOT",
        "-",
        "(",
        ")",
        "\"",
        "“",
        "*",
        ":",
        "://",
        " ",
        " ",
        "outlet:",
        "region:",
        "tag:",
        "author:",
        "=",
        "since:",
        "2026-11-24",
        "T10:00",
        "7d",
        "until:yesterday",
        "edited:yes",
        "edited:stealth",
        "lang:en",
        "disclaimer:ai",
        "12",
        "ß",
        "й",
        "ς",
        "\u{301}",
        "\u{37a}",
        "İ",
        "ﬁ",
        "2nd",
        ".",
        "&",
        "\t",
        "/",
        "日本",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut read = 0;
    for _ in 0..20_000 {
        let text: String = (0..1 + random(12)).map(|_| pieces[random(pieces.len())]).collect();
        let Ok(query) = Query::parse(&text) else { continue };
        read += 1;
        let shown = query.to_string();
        assert_eq!(Query::parse(&shown).as_ref(), Ok(&query), "{text:?} was shown as {shown:?}");
    }
    assert!(read > 2_000, "only {read} of the random queries could be read");
}

#[test]
fn the_deepest_query_is_read_and_shown() {
    let text = format!("{}a b{}", "(c OR -(".repeat(10), "))".repeat(10));
    let query = Query::parse(&text).unwrap();
    assert_eq!(Query::parse(&query.to_string()), Ok(query));
    // Depth is what stands inside each other, not what stands side by side.
    let wide = "-(a OR b) ".repeat(Query::MAX_DEPTH + 1);
    assert!(Query::parse(&wide).is_ok());
}
