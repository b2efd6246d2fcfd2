//! `clippings unmerge`: an entry that was taken for an article is one of its own.

use std::process::ExitCode;

use jiff::Timestamp;

use super::NOT_FOUND;
use super::article;
use super::context::{Context, Told, runtime};
use crate::archive::{Archive, UnmergeError, Unmerged};

/// Make an article of its own of what a feed showed and we took for another article.
///
/// `show` says which feeds showed an article, by what each was recognised, and in which words. The new article
/// has what was kept of the feed's words; the feed's id stands for it from now on.
#[derive(Debug, clap::Args)]
pub(super) struct UnmergeArgs {
    /// The article that it was taken for: its number, or its address
    article: String,
    /// The feed that shows something else
    feed: String,
    /// Under which id, where the feed shows the article under several
    #[arg(long)]
    guid: Option<String>,
}

pub(super) fn run(args: &UnmergeArgs, context: &Context) -> anyhow::Result<ExitCode> {
    let (settings, reader) = context.reader()?;
    let article = article::find(&reader, &args.article)?.id;
    let archive = Archive::open(&settings.archive)?;
    let done = runtime()?.block_on(async {
        let done = async {
            archive.set_story_window(settings.stories.window).await?;
            archive.unmerge(article, args.feed.clone(), args.guid.clone(), Timestamp::now()).await
        }
        .await;
        archive.close().await?;
        done
    });
    match done {
        Ok(Unmerged { article: made, title }) => {
            println!("Article {made} is what {} shows: {title}", args.feed);
            println!(
                "It stands apart from article {article}. Where texts are alike they are linked: `clippings story {made}`."
            );
            Ok(ExitCode::SUCCESS)
        }
        Err(UnmergeError::Archive(error)) => Err(error.into()),
        Err(error) => {
            eprintln!("clippings: {error}");
            Err(Told(NOT_FOUND).into())
        }
    }
}
