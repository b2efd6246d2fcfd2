//! `clippings story`: copies of one text, why they were linked, and correcting that.

mod relink;
mod say;

use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;

use super::NOT_FOUND;
use super::article;
use super::context::{Context, Told, USAGE, counted, runtime};
use crate::archive::{Archive, Ruled, StoryError};

/// The copies of one story, why they were linked, and correcting that.
///
/// Articles that are copies of one text are linked into a story, never merged. Without an article, pairs
/// are listed that may be copies and were not linked: `story join` says that they are.
#[derive(Debug, clap::Args)]
// Not args_conflicts_with_subcommands: it counts --config, which goes anywhere.
#[command(subcommand_precedence_over_arg = true, subcommand_help_heading = "Corrections")]
pub(super) struct StoryArgs {
    /// An article of the story: its number (articles.id), or its address
    article: Option<String>,
    /// One JSON object: the story; without an article, one a suggestion
    #[arg(long)]
    json: bool,
    /// At most so many suggestions [default: 20]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(subcommand)]
    correction: Option<Correction>,
}

#[derive(Debug, clap::Subcommand)]
enum Correction {
    /// Take articles out of their story, for good: no later score brings them back
    ///
    /// Named together they stay together. Where all articles of a story are named, each goes its own way.
    Split {
        /// Their numbers or addresses
        #[arg(required = true)]
        articles: Vec<String>,
    },
    /// Make one story of these articles and those they are linked with, whatever the texts say
    Join {
        /// Their numbers or addresses, at least two
        #[arg(required = true, num_args = 2..)]
        articles: Vec<String>,
    },
    /// Take back the latest split or join; again, the one before
    Undo,
    Relink(relink::RelinkArgs),
}

/// Suggestions shown where nobody says how many.
const LIMIT: usize = 20;

pub(super) fn run(args: &StoryArgs, context: &Context) -> anyhow::Result<ExitCode> {
    if args.correction.is_some() && (args.article.is_some() || args.json || args.limit.is_some()) {
        eprintln!(
            "clippings: an article, --json or --limit in front of a correction means nothing; \
             `clippings story --help` shows the forms."
        );
        return Err(Told(USAGE).into());
    }
    match &args.correction {
        None => show(args, context),
        Some(Correction::Split { articles }) => correct(context, Some(articles), |archive, ids| async move {
            archive.story_split(ids, Timestamp::now()).await
        }),
        Some(Correction::Join { articles }) => correct(context, Some(articles), |archive, ids| async move {
            archive.story_join(ids, Timestamp::now()).await
        }),
        Some(Correction::Undo) => {
            correct(context, None, |archive, _| async move { archive.story_undo(Timestamp::now()).await })
        }
        Some(Correction::Relink(args)) => relink::run(args, context),
    }
}

fn show(args: &StoryArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (settings, reader) = context.reader()?;
    let limit = args.limit.unwrap_or(LIMIT);
    let mut out = std::io::stdout().lock();
    let Some(asked) = &args.article else {
        let suggestions = reader.suggestions(None, limit)?;
        for suggestion in &suggestions {
            if args.json {
                writeln!(out, "{}", say::suggestion_json(suggestion))?;
            } else {
                say::suggestion(&mut out, suggestion)?;
            }
        }
        if !args.json {
            match suggestions.len() {
                0 => eprintln!("No two articles are waiting for your judgement."),
                _ => eprintln!("`clippings story join A B` links two, `clippings story ARTICLE` shows one."),
            }
        }
        return Ok(ExitCode::SUCCESS);
    };
    let article = article::find(&reader, asked)?;
    let story = reader.story(article.id)?;
    let suggestions = reader.suggestions(Some(article.id), limit)?;
    if args.json {
        writeln!(out, "{}", say::story_json(&article, story.as_ref(), &suggestions))?;
    } else {
        say::story(&mut out, &article, story.as_ref(), &suggestions, &settings.schedule.timezone)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn correct<F>(
    context: &Context,
    articles: Option<&Vec<String>>,
    work: impl FnOnce(Archive, Vec<i64>) -> F,
) -> anyhow::Result<ExitCode>
where
    F: Future<Output = Result<Ruled, StoryError>>,
{
    let (settings, reader) = context.reader()?;
    let mut ids = Vec::new();
    for asked in articles.into_iter().flatten() {
        ids.push(article::number(&reader, asked)?);
    }
    let archive = Archive::open(&settings.archive)?;
    let ruled = runtime()?.block_on(async {
        let ruled = async {
            archive.set_story_window(settings.stories.window).await?;
            work(archive.clone(), ids).await
        }
        .await;
        archive.close().await?;
        ruled
    });
    let ruled = match ruled {
        Ok(ruled) => ruled,
        Err(StoryError::Archive(error)) => return Err(error.into()),
        Err(error) => {
            eprintln!("clippings: {error}");
            return Err(Told(NOT_FOUND).into());
        }
    };
    let stories: Vec<String> = ruled.stories.iter().map(ToString::to_string).collect();
    let now = match stories.as_slice() {
        [] => "they stand alone".to_owned(),
        [one] => format!("in story {one}"),
        several => format!("in stories {}", several.join(", ")),
    };
    let pairs = counted(ruled.pairs, "pair");
    match articles {
        Some(_) => println!(
            "Remembered for {pairs}: {}. Now {now}; `clippings story undo` takes it back.",
            ruled.verdict
        ),
        None => println!("Taken back for {pairs}: {}. Now {now}.", ruled.verdict),
    }
    Ok(ExitCode::SUCCESS)
}
