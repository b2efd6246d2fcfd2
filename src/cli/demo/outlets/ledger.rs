//! Northern Ledger, the weekly of the Tarle valley: an Atom feed with subjects and rights.

use super::{Clock, escape, paragraphs};

pub(super) const HOME: &str = "https://northern-ledger.example/";
/// Age of the newest entry, in minutes.
pub(super) const NEWEST_MINUTES: i64 = 95;
const SUBJECTS: &str = "https://northern-ledger.example/subjects";

struct Entry {
    slug: &'static str,
    title: &'static str,
    summary: &'static str,
    author: &'static str,
    minutes: i64,
    subjects: &'static [(&'static str, &'static str)],
    texts: &'static [&'static str],
}

const ENTRIES: [Entry; 3] = [
    Entry {
        slug: "night-train-upper-tarle",
        title: "The night train to Upper Tarle returns after nine winters",
        summary: "Two sleeping cars, one stove and a reservation book: the line over the pass reopens.",
        author: "Marit Hollen",
        minutes: NEWEST_MINUTES,
        subjects: &[("railways", "Railways"), ("upper-tarle", "Upper Tarle")],
        texts: &[
            "At 22.40 on Friday a train left the junction for Upper Tarle with people asleep in it, or trying to \
             be. It was the first night train over the pass in nine winters, and every berth was taken.",
            "The line had been closed after the slide at the second viaduct, and for a time it seemed that it would \
             stay closed. The valley’s three parishes then bought the track for one crown and the debt that came \
             with it. Volunteers cleared the ballast; the viaduct was paid for by a lottery.",
            "“We do not expect to make money,” said Henrike Aalto-Brandt, who chairs the parishes’ railway \
             committee. “The road does not make money either, and nobody asks it to.”",
            "The timetable has one train each way, three nights a week. The sleeping cars were bought from a \
             museum, which has asked to have them back in twenty years.",
        ],
    },
    Entry {
        slug: "quarry-dust-fine",
        title: "Quarry is fined for the dust on the Tarle road",
        summary: "The court believed the washing lines.",
        author: "Jonas Ferrand-Lie",
        minutes: 250,
        subjects: &[("courts", "Courts"), ("environment", "Environment")],
        texts: &[
            "The district court has fined the Greyback quarry 40,000 crowns for dust that settled on houses along \
             the Tarle road between May and August. The quarry must also sweep the road twice a day whenever it \
             has not rained for a week.",
            "The case had turned on proof. The quarry’s own instruments showed nothing unusual. Eleven households \
             then hung out white sheets every Monday for fourteen weeks, dated them, and brought them to court in \
             a trunk.",
            "The judge had the sheets laid out on the floor in order. He remarked that the court had seldom seen a \
             clearer graph.",
            "The quarry’s manager said that the company would not appeal, and that it had ordered a sweeping \
             machine in June which had been delivered to the wrong valley.",
        ],
    },
    Entry {
        slug: "school-of-eleven",
        title: "A school of eleven keeps its teacher",
        summary: "Fell Cross was to close its school at midsummer. It will not.",
        author: "Marit Hollen",
        minutes: 530,
        subjects: &[("schools", "Schools"), ("fell-cross", "Fell Cross")],
        texts: &[
            "The school at Fell Cross has eleven pupils, one teacher and, since Tuesday, a future. The county has \
             withdrawn its plan to close the school at midsummer and to send the children by bus to the junction.",
            "What changed the county’s mind was the bus. In October the education committee came to see the route \
             for itself, met the first snow at the cattle grid, and spent four hours there with a flask of soup \
             lent by one of the pupils.",
            "The teacher, Solveig Antonsdale, has taught there for nineteen years. She says that she will now order \
             the new map of the world, which she had put off so as not to leave it behind.",
        ],
    },
];

pub(super) fn feed(clock: Clock) -> String {
    let updated = clock.rfc3339(NEWEST_MINUTES);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         \x20 <title>Northern Ledger</title>\n\
         \x20 <subtitle>The Tarle valley, every week, in all weathers</subtitle>\n\
         \x20 <id>tag:northern-ledger.example,2009:news</id>\n\
         \x20 <link rel=\"alternate\" href=\"{HOME}\"/>\n\
         \x20 <updated>{updated}</updated>\n\
         \x20 <rights>© {} Northern Ledger Cooperative. Reproduction with permission.</rights>\n",
        clock.year()
    );
    for entry in &ENTRIES {
        let date = clock.rfc3339(entry.minutes);
        let subjects: String = entry
            .subjects
            .iter()
            .map(|(term, label)| {
                format!("    <category scheme=\"{SUBJECTS}\" term=\"{term}\" label=\"{}\"/>\n", escape(label))
            })
            .collect();
        out.push_str(&format!(
            "  <entry>\n    <title>{}</title>\n    <id>tag:northern-ledger.example,2009:{slug}</id>\n    \
             <link rel=\"alternate\" type=\"text/html\" href=\"{HOME}{slug}\"/>\n    \
             <published>{date}</published>\n    <updated>{date}</updated>\n    \
             <author><name>{}</name></author>\n{subjects}    <summary>{}</summary>\n    \
             <content type=\"html\">{}</content>\n  </entry>\n",
            escape(entry.title),
            escape(entry.author),
            escape(entry.summary),
            escape(&paragraphs(entry.texts)),
            slug = entry.slug,
        ));
    }
    out.push_str("</feed>\n");
    out
}
