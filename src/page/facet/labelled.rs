//! Lists of tags with a label in front: `Region: Asia · Theme: War, Peace`, from links or plain words,
//! on one line or wrapped over several.

use super::super::signals::Signals;
use super::keywords::is_elsewhere;
use super::label::{Label, label};
use super::pieces::{Piece, pieces, rows};
use crate::date;
use crate::markup::{Child, Element};
use crate::model::fold;

/// Items of one list.
const MOST_ITEMS: usize = 60;
/// Items under a heading: more are all the tags there are.
const MOST_HEADED: usize = 20;
/// Words and characters of an item.
const MOST_WORDS: usize = 8;
const MOST_CHARS: usize = 70;
/// Elements of a page that are looked at.
const MOST_ELEMENTS: usize = 40_000;

/// A label with what it stands before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) scheme: String,
    pub(super) items: Vec<String>,
}

/// One list while it is read.
struct Draft<'a> {
    label: Label,
    /// Did a colon stand after it?
    colon: bool,
    /// Words, and the link they are, if they are.
    items: Vec<(String, Option<Element<'a>>)>,
}

/// All labelled lists of a page, in document order, and the parts of the page that hold them. A part of the page that reads as nothing but
/// labelled lists is taken; else what is inside it is tried.
pub(super) fn lists<'a>(signals: &Signals<'a>) -> (Vec<List>, Vec<Element<'a>>) {
    let mut found: Vec<List> = Vec::new();
    let mut parts: Vec<Element<'a>> = Vec::new();
    let mut stack: Vec<Element<'a>> = vec![signals.dom.root()];
    let mut looked_at = 0;
    while let Some(element) = stack.pop() {
        looked_at += 1;
        if looked_at > MOST_ELEMENTS || is_never(element) {
            continue;
        }
        let is_part = matches!(
            element.name(),
            "div" | "p" | "ul" | "dl" | "section" | "footer" | "li" | "span" | "header" | "td" | "article"
        );
        if is_part
            && let Some(row) = pieces(element)
            && let Some(drafts) = read(&row)
            && is_about_tags(element, &drafts)
        {
            for draft in drafts {
                add(&mut found, draft);
            }
            parts.push(element);
            continue;
        }
        if element.name() == "table" {
            // Tables of facts have labels, too; of these each must be one for tags.
            if let Some(drafts) = rows(element).and_then(|row| read(&row))
                && drafts.iter().all(|d| d.label.known)
                && is_about_tags(element, &drafts)
            {
                drafts.into_iter().for_each(|draft| add(&mut found, draft));
                parts.push(element);
            }
            continue;
        }
        if let Some((draft, list)) = headed(element) {
            add(&mut found, draft);
            parts.extend([element, list]);
            continue;
        }
        let inner: Vec<Element<'a>> = element
            .children()
            .filter_map(|c| match c {
                Child::Element(e) => Some(e),
                Child::Text(_) => None,
            })
            .collect();
        stack.extend(inner.into_iter().rev());
    }
    (found, parts)
}

fn add(found: &mut Vec<List>, draft: Draft<'_>) {
    let items: Vec<String> = draft.items.into_iter().map(|(words, _)| words).collect();
    match found.iter_mut().find(|l| l.scheme == draft.label.scheme) {
        Some(list) => {
            let new = items.into_iter().filter(|i| !list.items.contains(i)).collect::<Vec<_>>();
            list.items.extend(new);
        }
        None => found.push(List { scheme: draft.label.scheme, items }),
    }
}

fn is_hashtag(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// `<h3>Tags</h3><p><a href=/tag/a>…`: a heading that is a label, and beside it nothing but links to tags. Menus have
/// headings, too, so it must stand in the article.
fn headed<'a>(heading: Element<'a>) -> Option<(Draft<'a>, Element<'a>)> {
    if !matches!(heading.name(), "h2" | "h3" | "h4" | "h5" | "h6") {
        return None;
    }
    let line = heading.line();
    let label = label(line.trim_end_matches([':', '：', ' '])).filter(|l| l.known)?;
    let list = heading.next_siblings().next().filter(|e| matches!(e.name(), "p" | "ul" | "div" | "ol"))?;
    let mut items = Vec::new();
    for piece in pieces(list)? {
        match piece {
            Piece::Link(link, words) => items.push((item(&words)?, Some(link))),
            Piece::Break | Piece::Item => {}
            Piece::Text(text) if !text.contains(char::is_alphanumeric) => {}
            Piece::Text(_) | Piece::Own(_) => return None,
        }
    }
    let is_tagged = !items.is_empty()
        && items.len() <= MOST_HEADED
        && items.iter().all(|(_, link)| link.is_some_and(|link| is_tag_link(link, &label.scheme)));
    let is_inside = heading.ancestors().take(12).any(|e| {
        matches!(e.name(), "article" | "main")
            || e.is_named(|w| matches!(w, "article" | "post" | "entry" | "story"))
    });
    let is_foot = heading.ancestors().any(|e| matches!(e.name(), "footer" | "header"));
    let draft = Draft { label, colon: false, items };
    (is_tagged && is_inside && !is_foot && !is_elsewhere(heading)).then_some((draft, list))
}

/// Where tags never stand, or are another article's.
fn is_never(element: Element<'_>) -> bool {
    matches!(
        element.name(),
        "head"
            | "script"
            | "style"
            | "nav"
            | "aside"
            | "form"
            | "figure"
            | "blockquote"
            | "svg"
            | "noscript"
            | "template"
    ) || element.is_named(|word| {
        matches!(
            word,
            "comments"
                | "comment"
                | "related"
                | "sidebar"
                | "menu"
                | "share"
                | "social"
                | "teaser"
                | "recommended"
                | "popular"
                | "breadcrumb"
                | "breadcrumbs"
                | "cookie"
                | "newsletter"
        )
    })
}

/// Reads a row of pieces as labelled lists and nothing else.
fn read<'a>(row: &[Piece<'a>]) -> Option<Vec<Draft<'a>>> {
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    // Words that may still become a label: "In-depth" before "Report:".
    let mut broken = true;
    // An item of a list of its own: what stands there does not go on the one before.
    let mut apart = false;
    let mut after_comma = true;
    let has_content = |p: &&Piece<'_>| !matches!(p, Piece::Break | Piece::Item);
    for (at, piece) in row.iter().enumerate() {
        match piece {
            Piece::Break => broken = true,
            Piece::Item => (broken, apart) = (true, true),
            Piece::Link(link, words) => {
                let draft = drafts.last_mut()?;
                // Two links with nothing between them are two items; so are those of a list.
                draft.items.push((item(words)?, Some(*link)));
                (broken, apart) = (false, false);
                after_comma = false;
            }
            Piece::Own(words) => {
                let is_labelled = words.trim_end().ends_with([':', '：']);
                // Without a colon it is a label only at the start of a line, before links or a list, and
                // if it is a word for tags.
                let next = row[at + 1..].iter().find(has_content);
                let bare = (broken && !is_labelled && !after_comma_open(&drafts, after_comma))
                    .then(|| label(words))
                    .flatten()
                    .filter(|l| l.known);
                let opens = bare.is_some() && matches!(next, Some(Piece::Link(..)))
                    || bare.is_some()
                        && matches!(next, Some(Piece::Text(t)) if t.trim_start().starts_with([':', '：']));
                if is_labelled || opens {
                    let label = label(words.trim_end().trim_end_matches([':', '：']))?;
                    let colon = is_labelled || matches!(next, Some(Piece::Text(_)));
                    drafts.push(Draft { label, colon, items: Vec::new() });
                    after_comma = true;
                } else {
                    text(words, &mut drafts, &mut after_comma, broken && !apart)?;
                }
                (broken, apart) = (false, false);
            }
            Piece::Text(words) => {
                text(words, &mut drafts, &mut after_comma, broken && !apart)?;
                (broken, apart) = (false, false);
            }
        }
    }
    drafts.retain(|d| !d.items.is_empty());
    for draft in &mut drafts {
        draft.items.retain(|(words, _)| !is_all(words));
        draft.items.dedup_by(|a, b| a.0 == b.0);
        without_counts(&mut draft.items);
    }
    let good = !drafts.is_empty() && drafts.iter().all(|d| d.items.len() <= MOST_ITEMS);
    good.then_some(drafts)
}

fn after_comma_open(drafts: &[Draft<'_>], after_comma: bool) -> bool {
    after_comma && drafts.last().is_some_and(|d| !d.items.is_empty())
}

/// Reads text between links, or a list of plain words; `None` where it is neither.
fn text<'a>(words: &str, drafts: &mut Vec<Draft<'a>>, after_comma: &mut bool, broken: bool) -> Option<()> {
    let mut first = true;
    // Labels first: "Asia · Theme: War, Peace" has one inside.
    for part in words.split(['·', '•', '|', '\u{b7}']) {
        let mut rest = part.trim().trim_start_matches([':', '：']).trim_start();
        if rest.is_empty() {
            *after_comma = true;
            first = false;
            continue;
        }
        if let Some((before, after)) = split_label(rest) {
            let label = label(before)?;
            drafts.push(Draft { label, colon: true, items: Vec::new() });
            *after_comma = true;
            rest = after.trim();
        } else if drafts.is_empty() {
            return None;
        }
        let draft = drafts.last_mut()?;
        for (n, piece) in rest.split([',', ';', '、', '，', '/']).enumerate() {
            if n > 0 {
                *after_comma = true;
            }
            let piece = piece.trim();
            if piece.is_empty()
                || matches!(piece, "and" | "und" | "et" | "y" | "e" | "en" | "и" | "." | "-" | "–")
            {
                continue;
            }
            // "#boats #ice": the sign begins each.
            if piece.split_whitespace().count() > 1 && piece.split_whitespace().all(is_hashtag) {
                for word in piece.split_whitespace() {
                    draft.items.push((item(word)?, None));
                }
                *after_comma = false;
                continue;
            }
            // A word that goes on where the last line ended without a comma belongs to it.
            let goes_on = first
                && n == 0
                && !*after_comma
                && broken
                && draft.items.last().is_some_and(|(_, link)| link.is_none());
            if goes_on {
                if let Some((last, _)) = draft.items.last_mut() {
                    last.push(' ');
                    last.push_str(piece);
                    *last = item(last)?;
                }
            } else {
                draft.items.push((item(piece.trim_end_matches('.'))?, None));
            }
            *after_comma = false;
        }
        if rest.trim_end().ends_with([',', ';']) {
            *after_comma = true;
        }
        first = false;
    }
    Some(())
}

/// `Theme: War` → `Theme`, ` War`; nothing where the colon is part of an item (`10:30`, `Title: Subtitle`
/// after other items is told by the label's own rules).
fn split_label(text: &str) -> Option<(&str, &str)> {
    let (before, after) = text.split_once([':', '：'])?;
    let before = before.trim();
    (!before.is_empty() && !after.starts_with("//")).then_some((before, after))
}

/// An item's words; `None` spoils the list: a sentence, a date, an address.
fn item(words: &str) -> Option<String> {
    let words = words.trim().trim_start_matches('#').trim_matches(['"', '“', '”', '„', ',', ';']).trim();
    let bad = words.is_empty()
        || words.split_whitespace().count() > MOST_WORDS
        || words.chars().count() > MOST_CHARS
        || !words.chars().any(char::is_alphabetic)
        || words.contains(['@', '?', '!', '…', '=', '{', '©'])
        || words.contains("://")
        || words.contains(". ")
        || words.chars().any(|c| c.is_ascii_digit()) && date::read(words).is_some();
    (!bad).then(|| words.to_owned())
}

/// "All topics", "more": leads to all lists and is none.
fn is_all(words: &str) -> bool {
    let folded = fold(words);
    let first = folded.split('-').next().unwrap_or_default();
    matches!(
        first,
        "all"
            | "alle"
            | "mehr"
            | "more"
            | "weitere"
            | "tous"
            | "toutes"
            | "todos"
            | "todas"
            | "tutti"
            | "tutte"
            | "все"
            | "show"
    ) && folded.split('-').count() <= 3
}

/// Takes the number of articles off the items, if all of several have one.
fn without_counts(items: &mut [(String, Option<Element<'_>>)]) {
    let cut = |words: &str| {
        let bare = words.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')' | '.'));
        (bare.ends_with(' ') && !bare.trim().is_empty() && bare.len() < words.len())
            .then(|| bare.trim_end().to_owned())
    };
    if items.len() >= 2 && items.iter().all(|(words, _)| cut(words).is_some()) {
        for (words, _) in items {
            *words = cut(words).unwrap_or_default();
        }
    }
}

/// Do the lists hold tags? By the label, by what the links say, or by the name of the part.
fn is_about_tags(element: Element<'_>, drafts: &[Draft<'_>]) -> bool {
    if is_elsewhere(element) {
        return false;
    }
    let hinted = element.ancestors().take(2).chain([element]).any(is_named_for_tags);
    let known = drafts.iter().any(|d| d.label.known);
    drafts.iter().all(|draft| {
        let linked = draft.items.iter().filter(|(_, link)| link.is_some()).count();
        let all_linked = linked == draft.items.len();
        let says = |link: Element<'_>| is_tag_link(link, &draft.label.scheme);
        let tagged = draft.items.iter().any(|(_, link)| link.is_some_and(says))
            || linked > 1 && draft.items.iter().all(is_named_address);
        if draft.label.known {
            // A plain list needs no more; a sentence would have spoiled it. Menus have headings, too, and
            // links, but no colon.
            return if draft.colon {
                linked == 0 || tagged || all_linked
            } else {
                all_linked && (tagged || hinted)
            };
        }
        all_linked && (tagged || hinted) || known && (linked == 0 || all_linked)
    })
}

fn is_named_for_tags(element: Element<'_>) -> bool {
    element.is_named(|word| {
        matches!(
            word,
            "tag"
                | "tags"
                | "taglist"
                | "topic"
                | "topics"
                | "keyword"
                | "keywords"
                | "facet"
                | "facets"
                | "theme"
                | "themes"
                | "categories"
                | "themen"
                | "schlagworte"
                | "taxonomy"
        )
    })
}

/// Does a link lead to a list of articles under a word: marked so, or by its path?
fn is_tag_link(link: Element<'_>, scheme: &str) -> bool {
    if link.attr("rel").is_some_and(|r| r.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case("tag"))) {
        return true;
    }
    let href = link.attr("href").unwrap_or_default().to_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let says = [
        "tag",
        "tags",
        "topic",
        "topics",
        "thema",
        "themen",
        "theme",
        "themes",
        "keyword",
        "keywords",
        "category",
        "categories",
        "schlagwort",
        "etiqueta",
        "tema",
        "temas",
        "region",
        "sujet",
        "mot-cle",
        "section",
        "search",
        "subject",
        "subjects",
        "people",
        "country",
        "label",
    ];
    let mut parts = path.split('/').filter(|p| !p.is_empty());
    parts.any(|p| says.contains(&p) || p == scheme)
        || href.contains("tag=")
        || href.contains("topic=")
        || href.contains("keyword=")
}

/// Does an item's address end with its own words? One may be an article's; several are a list of tags.
fn is_named_address((words, link): &(String, Option<Element<'_>>)) -> bool {
    let href = link.and_then(|l| l.attr("href")).unwrap_or_default().to_lowercase();
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let last = path.split('/').rfind(|p| !p.is_empty()).unwrap_or_default();
    fold(last.trim_end_matches(".html")) == fold(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::Dom;
    use crate::page::Hints;

    fn found(html: &str) -> String {
        let dom = Dom::parse(html);
        let (lists, _) = lists(&Signals::gather(&dom, &Hints::default()));
        let shown = |l: List| format!("{}={}", l.scheme, l.items.join("+"));
        lists.into_iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_keep_their_labels() {
        let sample = "region=Asia theme=Media Disinformation+Militarization and WMD+US NATO War Agenda in-depth-report=NORTH KOREA+Nuclear War";
        for html in [
            "<div>Region: <a href=/r/asia>Asia</a></div><div>Theme: <a href=/t/a>Media Disinformation</a>, <a href=/t/b>Militarization and WMD</a>, <a href=/t/c>US NATO War Agenda</a></div><div>In-depth Report: <a href=/i/n>NORTH KOREA</a>, <a href=/i/w>Nuclear War</a></div>",
            "<p>Region: Asia · Theme: Media Disinformation, Militarization and WMD, US NATO War Agenda · In-depth Report: NORTH KOREA, Nuclear War</p>",
            "<p>Region: Asia<br>Theme: Media Disinformation,<br>Militarization and\nWMD, US NATO War Agenda<br>In-depth Report: NORTH KOREA,\n Nuclear War</p>",
            "<dl><dt>Region</dt><dd><a href=/r/asia>Asia</a></dd><dt>Theme</dt><dd><a href=/1>Media Disinformation</a> <a href=/2>Militarization and WMD</a> <a href=/3>US NATO War Agenda</a></dd><dt>In-depth Report</dt><dd><a href=/4>NORTH KOREA</a>, <a href=/5>Nuclear War</a></dd></dl>",
            "<ul><li><b>Region:</b> <a rel=tag href=/x>Asia</a></li><li><b>Theme:</b><ul><li><a href=/1>Media Disinformation</a></li><li><a href=/2>Militarization and WMD</a></li><li><a href=/3>US NATO War Agenda</a></li></ul></li><li><b>In-depth Report</b>: <a href=/4>NORTH KOREA</a>, <a href=/5>Nuclear War</a></li></ul>",
        ] {
            assert_eq!(found(html), sample, "{html}");
        }
    }

    #[test]
    fn labels_of_any_language_count_by_the_shape_of_the_list() {
        for (html, lists) in [
            ("<p>Schlagwörter: Fähre, Hafen, Tolm</p>", "schlagworter=Fähre+Hafen+Tolm"),
            ("<p>Теги: <a href=/t/1>паром</a>, <a href=/t/2>порт</a></p>", "теги=паром+порт"),
            (
                "<div class=tags><span>Etiquetas</span> <a href=/e/1>Puerto</a> <a href=/e/2>Isla</a></div>",
                "etiquetas=Puerto+Isla",
            ),
            ("<p>標籤：<a href='/tag/1'>渡輪</a>、<a href='/tag/2'>港口</a></p>", "標籤=渡輪+港口"),
            ("<p>Aihepiiri: <a href='/topic/satama'>Satama</a></p>", "aihepiiri=Satama"),
            ("<p>Θέματα: Πλοία, Λιμάνια</p>", "θεματα=Πλοία+Λιμάνια"),
            ("<p>タグ: <a href=/1>バス</a>, <a href=/2>ハス</a></p>", "タグ=バス+ハス"),
            ("<p>विषय: <a href=/tag/1>हिन्दी</a></p>", "विषय=हिन्दी"),
        ] {
            assert_eq!(found(html), lists, "{html}");
        }
    }

    #[test]
    fn lists_stand_in_tables_under_headings_and_behind_hashes() {
        for (html, lists) in [
            (
                "<table><tr><th>Region</th><td>Asia</td></tr><tr><th>Theme</th><td><a href=/1>War</a>, <a href=/2>Peace</a></td></tr></table>",
                "region=Asia theme=War+Peace",
            ),
            ("<table><tr><td>Theme:</td><td>War; Peace</td></tr></table>", "theme=War+Peace"),
            (
                "<dl><dt>Region</dt><dd>Asia</dd><dt>Theme</dt><dd>War</dd><dd>Peace</dd></dl>",
                "region=Asia theme=War+Peace",
            ),
            ("<div>Region<span>:</span> <a href=/region/a>Asia</a></div>", "region=Asia"),
            ("<div><b>Region</b><span>:</span> <a href=/region/a>Asia</a></div>", "region=Asia"),
            (
                "<article><h3>Tags</h3><p><a href=/tag/a>War</a> <a href=/tag/b>Peace</a></p></article>",
                "tags=War+Peace",
            ),
            ("<p>Tags: #boats #ice #winter</p>", "tags=boats+ice+winter"),
            ("<p><b>Tagged:</b> #boats #ice</p>", "tagged=boats+ice"),
        ] {
            assert_eq!(found(html), lists, "{html}");
        }
        for html in [
            "<table><tr><th>Country</th><td>Norway</td></tr><tr><th>Population</th><td>Five million</td></tr></table>",
            "<table><tr><th>Region</th><th>Ships</th><th>Crews</th></tr><tr><td>Asia</td><td>Nine</td><td>Two</td></tr></table>",
            "<footer><h3>Topics</h3><p><a href=/topic/a>War</a></p><p>About us and the quay.</p></footer>",
            "<article><h3>Places</h3><p>The quay and the pier.</p></article>",
            "<article><h3>People</h3><p><a href=/2026/varn-speaks>Varn speaks</a></p></article>",
        ] {
            assert_eq!(found(html), "", "{html}");
        }
    }

    #[test]
    fn what_only_looks_like_a_list_is_none() {
        for html in [
            "<p>Articles by: <a href=/author/v>Ilse Varn</a></p>",
            "<p>Related: <a href=/tag/a>Asia</a></p>",
            "<p>Share: <a href=/s>Here</a>, <a href=/t>There</a></p>",
            "<p>The council agreed on one thing: bread, fish and coal.</p>",
            "<p>Region: the word means many things to those who live there and nothing to others.</p>",
            "<p>Published: 3 March 2026</p>",
            "<p>Price: 30, 40, 50</p>",
            "<aside>Tags: <a href=/tag/a>Asia</a></aside>",
            "<p>Her answer: <a href=/news/no-comment>No comment</a></p>",
        ] {
            assert_eq!(found(html), "", "{html}");
        }
    }
}
