//! Harbour Courier, the daily of Saltmere: a JSON Feed.

use serde_json::{Value, json};

use super::{Clock, Stage, paragraphs};

pub(super) const HOME: &str = "https://harbour-courier.example/";
/// The article that is corrected here and republished by the Reprint Desk.
pub(super) const SLIPWAY_URL: &str = "https://harbour-courier.example/2026/ferry-slipway-tests";
pub(super) const SLIPWAY_TITLE: &str =
    "Ferry to Gull Island stops for a month while the old slipway is tested";
pub(super) const SLIPWAY_AUTHOR: &str = "Ines Calloway";
/// Minutes before the demo began.
pub(super) const SLIPWAY_MINUTES: i64 = 310;

pub(super) const SLIPWAY_FIRST: [&str; 5] = [
    "The ferry between Saltmere and Gull Island will not sail from Monday. The harbour board wants to \
     know how much weight the island’s slipway can still carry, and divers will need four weeks to find out.",
    "The slipway was built in 1952, when the largest thing to roll off the ferry was a milk cart. Today it \
     carries fuel lorries of eighteen tonnes. In September a crew member noticed that the lower edge had \
     dropped by the width of a hand.",
    "“It has not moved since, but nobody can tell me why it moved at all,” said harbour master Tove \
     Lindqvist-Marr. “I would rather explain a closed ferry than a lorry in the water.”",
    "The island’s 212 inhabitants will be served by the pilot launch, which takes twelve passengers and no \
     vehicles. The school has moved its November examinations to the mainland. Heating oil for the winter was \
     brought across last weekend.",
    "If the divers find the foundation sound, the ferry sails again in the week before the holidays. If they \
     do not, the board has a second plan: a floating ramp, on loan from the naval yard at Carrow Point, which \
     could be in place by February.",
];

const SLIPWAY_CORRECTED: &str = "The slipway was built in 1962, when the largest thing to roll off the ferry was \
     a milk cart. Today it carries fuel lorries of eighteen tonnes. In September a crew member noticed that the \
     lower edge had dropped by the width of a hand.";

const CORRECTION: &str = "Correction: An earlier version of this article gave the wrong year for the building of \
     the slipway. It was built in 1962, not in 1952.";

const MARKET: [&str; 4] = [
    "For the first time in its history the Saltmere fish market has published what it takes in and where the \
     money goes. The ledger, forty pages long, hangs on a nail beside the ice machine, where anyone may read it.",
    "The idea came from the auction’s youngest porter. Prices had fallen for three seasons, boats accused the \
     market of keeping the difference, and the market accused the buyers. “Everybody had a number,” said the \
     market’s clerk, Oswin Pell. “I thought we might try having the same one.”",
    "The book shows that the market keeps six of every hundred crowns, less than most people on the quay had \
     guessed, and that ice has become its greatest cost. Two boats that had threatened to land their catch \
     elsewhere have withdrawn the threat.",
    "The council will decide in the new year whether the town’s other businesses on the quay should follow. The \
     owner of the rope store has said that she will, as soon as somebody buys a rope.",
];

const COTTAGES: [&str; 3] = [
    "The three keepers’ cottages on Gullness, empty since the light was made automatic, will be let by the week \
     from spring. The lighthouse trust has mended the roofs and left everything else as it was, including the \
     brass speaking tube between the kitchen and the lamp room.",
    "Guests will have to like weather. There is no road for the last mile, the water comes from a cistern, and \
     the foghorn is still tested at noon on the first day of each month. The trust says that the waiting list \
     already has ninety names.",
    "Half of the rent goes to the upkeep of the lamp, which the trust wants to keep burning when the coast’s \
     automatic lights are switched off for good.",
];

const STORM: [&str; 3] = [
    "The harbour office has asked all boats in the outer basin to double their lines or move behind the mole by \
     six this evening. The wind is expected to turn north-west overnight and to reach gale force before dawn.",
    "The tide adds to the worry: high water falls at twenty to five, and the gauge at Carrow Point stands forty \
     centimetres above the table. The lower quay will be closed to cars from eight, and the fish market has \
     moved its morning auction to ten.",
    "The pilot launch to Gull Island makes its last crossing at five. Whoever must be on the mainland tomorrow, \
     the harbour master says, had better be on the mainland tonight.",
];

pub(super) fn feed(stage: Stage, clock: Clock) -> String {
    let later = stage == Stage::HourLater;
    let mut items = Vec::new();
    if later {
        items.push(item(
            clock,
            "storm-warning-outer-harbour",
            "Storm warning for the outer harbour: move your boats by six",
            "Ines Calloway",
            4,
            &["Weather", "Harbour"],
            &STORM,
        ));
    }
    let mut slipway = SLIPWAY_FIRST.to_vec();
    if later {
        slipway[1] = SLIPWAY_CORRECTED;
        slipway.push(CORRECTION);
    }
    let mut ferry = item(
        clock,
        "ferry-slipway-tests",
        SLIPWAY_TITLE,
        SLIPWAY_AUTHOR,
        SLIPWAY_MINUTES,
        &["Harbour", "Gull Island", "Transport"],
        &slipway,
    );
    ferry["image"] = json!("https://harbour-courier.example/pictures/slipway-low-water.jpg");
    if later {
        ferry["date_modified"] = json!(clock.rfc3339(9));
    }
    items.push(ferry);
    items.push(item(
        clock,
        "fish-market-opens-its-books",
        "The fish market opens its books, and the quay goes quiet",
        "Bram Ostrander",
        425,
        &["Economy", "Harbour"],
        &MARKET,
    ));
    items.push(item(
        clock,
        "keepers-cottages-by-the-week",
        "Lighthouse keepers’ cottages to be let by the week",
        "Ines Calloway",
        610,
        &["Gullness", "Travel"],
        &COTTAGES,
    ));
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Courier",
        "home_page_url": HOME,
        "description": "What happens in Saltmere, and on the water before it",
        "language": "en",
        "items": items,
    });
    format!("{feed:#}\n")
}

fn item(
    clock: Clock,
    slug: &str,
    title: &str,
    author: &str,
    minutes: i64,
    tags: &[&str],
    texts: &[&str],
) -> Value {
    let url = format!("{HOME}2026/{slug}");
    json!({
        "id": url,
        "url": url,
        "title": title,
        "content_html": paragraphs(texts),
        "date_published": clock.rfc3339(minutes),
        "authors": [{ "name": author }],
        "tags": tags,
    })
}
