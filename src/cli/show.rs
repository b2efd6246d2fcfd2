//! `clippings show`: one article with all that hangs on it.

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::NOT_FOUND;
use super::context::{Context, Told};
use crate::archive::Story;
use crate::model::{Article, Revision};

/// One article: text, tags, disclaimers, provenance, where seen.
#[derive(Debug, clap::Args)]
pub(super) struct ShowArgs {
    /// Its number (articles.id), or its address
    article: String,
    /// Every wording, and what changed from one to the next
    #[arg(long)]
    diff: bool,
    /// The kept HTML of its text
    #[arg(long, conflicts_with_all = ["diff", "json"])]
    html: bool,
    /// One JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &ShowArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (settings, reader) = context.reader()?;
    let id = match args.article.parse::<i64>() {
        Ok(id) => Some(id),
        Err(_) => reader.article_of_url(&args.article)?,
    };
    let found = id.map(|id| reader.article(id)).transpose()?.flatten();
    let Some(article) = found else {
        eprintln!(
            "clippings: the archive has no article {:?}. `clippings search` finds numbers.",
            args.article
        );
        return Err(Told(NOT_FOUND).into());
    };
    let revisions = reader.revisions(article.id)?;
    let story = reader.story(article.id)?;
    let mut out = std::io::stdout().lock();
    if args.html {
        writeln!(out, "{}", article.html.as_deref().unwrap_or_default())?;
    } else if args.json {
        writeln!(out, "{}", json(&article, &revisions, story.as_ref()))?;
    } else if args.diff {
        diff(&mut out, &revisions, &settings.schedule.timezone)?;
    } else {
        print(&mut out, &article, story.as_ref(), &settings.schedule.timezone)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print(out: &mut impl Write, a: &Article, story: Option<&Story>, zone: &TimeZone) -> std::io::Result<()> {
    let at = |t: Timestamp| t.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string();
    writeln!(out, "{}\n", a.title)?;
    let mut field = |name: &str, value: &str| -> std::io::Result<()> {
        if value.is_empty() { Ok(()) } else { writeln!(out, "  {name:<12} {value}") }
    };
    field("article", &a.id.to_string())?;
    field("outlet", &a.outlet)?;
    field("by", a.byline.as_deref().unwrap_or_default())?;
    field("link", a.url.as_deref().unwrap_or_default())?;
    let by_whom = if a.published_from == "first-seen" { " (nobody says: first seen)" } else { "" };
    field("published", &format!("{}{by_whom}", at(a.published_at)))?;
    field("first seen", &at(a.first_seen_at))?;
    if a.revisions > 1 {
        field("edited", &format!("{} wordings, the last seen {} (--diff)", a.revisions, at(a.changed_at)))?;
    }
    if let Some(when) = a.withdrawn_at {
        field("withdrawn", &at(when))?;
    }
    field("language", a.language.as_deref().unwrap_or_default())?;
    let original = [a.original_outlet.as_deref(), a.original_url.as_deref()];
    field("original", &original.into_iter().flatten().collect::<Vec<_>>().join("  "))?;
    let picture = [a.image_url.as_deref(), a.image_credit.as_deref()];
    field("picture", &picture.into_iter().flatten().collect::<Vec<_>>().join("  "))?;
    if let Some(story) = story {
        field("story", &format!("{} (`clippings story {}` says why)", story.id, a.id))?;
        for copy in story.articles.iter().filter(|copy| copy.article != a.id) {
            let (number, when) = (copy.article, at(copy.published_at));
            field("", &format!("{number}  {}, {when}: {}", copy.outlet, copy.title))?;
        }
    }
    for tag in &a.tags {
        field("tag", &format!("{}: {} ({})", tag.scheme, tag.label, tag.origin))?;
    }
    for seen in &a.seen {
        let guid = seen.guid.as_deref().map(|g| format!(" as {g}")).unwrap_or_default();
        field(
            "seen in",
            &format!("{}{guid}, {} to {}", seen.feed, at(seen.first_seen_at), at(seen.last_seen_at)),
        )?;
    }
    if let Some(summary) = a.summary.as_deref().filter(|s| !a.text.starts_with(s)) {
        writeln!(out, "\n{summary}")?;
        if !a.text.is_empty() {
            writeln!(out, "\n---")?;
        }
    }
    if !a.text.is_empty() {
        writeln!(out, "\n{}", a.text)?;
    }
    for (at, notice) in a.disclaimers.iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        writeln!(out, "{gap}[{}, {}] {}", notice.kind, notice.origin, notice.text)?;
    }
    Ok(())
}

/// Each wording against the one before: words taken out as [-…-], put in as {+…+}, as `git diff
/// --word-diff` prints them.
fn diff(out: &mut impl Write, revisions: &[Revision], zone: &TimeZone) -> std::io::Result<()> {
    let mut before: Option<&Revision> = None;
    for revision in revisions {
        let at = revision.seen_at.to_zoned_datetime(zone.clone());
        let at = at.strftime("%Y-%m-%d %H:%M %Z");
        writeln!(out, "{}. seen {at}: {}", revision.revision, revision.change)?;
        if let Some(before) = before {
            let parts = [
                ("title", before.title.as_str(), revision.title.as_str()),
                (
                    "summary",
                    before.summary.as_deref().unwrap_or_default(),
                    revision.summary.as_deref().unwrap_or_default(),
                ),
                ("text", before.text.as_str(), revision.text.as_str()),
            ];
            for (name, old, new) in parts.into_iter().filter(|(_, old, new)| old != new) {
                writeln!(out, "\n  {name}:")?;
                for line in changed_lines(old, new) {
                    writeln!(out, "    {line}")?;
                }
            }
        }
        writeln!(out)?;
        before = Some(revision);
    }
    if revisions.len() == 1 {
        writeln!(out, "There is no other wording.")?;
    }
    Ok(())
}

fn changed_lines(old: &str, new: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_words(old, new);
    let mut marked = String::new();
    for change in diff.iter_all_changes() {
        let word = change.value();
        let blank = word.trim().is_empty();
        match change.tag() {
            similar::ChangeTag::Equal => marked.push_str(word),
            similar::ChangeTag::Delete if !blank => marked.push_str(&format!("[-{word}-]")),
            similar::ChangeTag::Insert if blank => marked.push_str(word),
            similar::ChangeTag::Insert => marked.push_str(&format!("{{+{word}+}}")),
            similar::ChangeTag::Delete => {}
        }
    }
    let marked = marked.replace("-][-", " ").replace("+}{+", " ");
    marked.lines().filter(|line| line.contains("[-") || line.contains("{+")).map(str::to_owned).collect()
}

fn json(a: &Article, revisions: &[Revision], story: Option<&Story>) -> serde_json::Value {
    let at = |t: Timestamp| format!("{t:.0}");
    serde_json::json!({
        "id": a.id, "outlet": a.outlet, "url": a.url, "title": a.title, "byline": a.byline,
        "summary": a.summary, "text": a.text, "text_from": a.text_from, "html": a.html, "language": a.language,
        "published_at": at(a.published_at), "published_from": a.published_from,
        "first_seen_at": at(a.first_seen_at), "changed_at": at(a.changed_at), "words": a.words,
        "image_url": a.image_url, "image_credit": a.image_credit,
        "original_outlet": a.original_outlet, "original_url": a.original_url, "story_id": a.story_id,
        "copies": story.map(|s| s.articles.as_slice()).unwrap_or_default().iter().filter(|c| c.article != a.id)
            .map(|c| serde_json::json!({ "article_id": c.article, "outlet": c.outlet, "title": c.title, "url": c.url,
                "published_at": at(c.published_at), "relation": c.relation })).collect::<Vec<_>>(),
        "withdrawn_at": a.withdrawn_at.map(at),
        "authors": a.authors.iter().map(|x| serde_json::json!({
            "name": x.name, "uri": x.uri, "email": x.email })).collect::<Vec<_>>(),
        "tags": a.tags.iter().map(|t| serde_json::json!({
            "scheme": t.scheme, "term": t.term, "label": t.label, "origin": t.origin.as_str() })).collect::<Vec<_>>(),
        "disclaimers": a.disclaimers.iter().map(|d| serde_json::json!({
            "kind": d.kind.as_str(), "text": d.text, "origin": d.origin.as_str() })).collect::<Vec<_>>(),
        "sightings": a.seen.iter().map(|s| serde_json::json!({
            "feed": s.feed, "guid": s.guid, "url": s.url, "first_seen_at": at(s.first_seen_at),
            "last_seen_at": at(s.last_seen_at) })).collect::<Vec<_>>(),
        "revisions": revisions.iter().map(|r| serde_json::json!({
            "revision": r.revision, "seen_at": at(r.seen_at), "change": r.change, "title": r.title,
            "summary": r.summary, "text": r.text })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[test]
    fn a_diff_shows_the_lines_that_changed() {
        let old = "The ferry sank.\n\nNine people were saved.";
        let new = "The ferry sank.\n\nEleven people were saved.";
        assert_eq!(changed_lines(old, new), ["[-Nine-]{+Eleven+} people were saved."]);
    }
}
