//! The command line.
//!
//! Exit codes: 0 done · 1 failed · 2 usage · 3 some feeds failed · 4 not found · 78 configuration, or
//! an archive that must not be touched.

mod article;
mod backup;
mod check;
mod context;
mod demo;
mod diff;
mod document;
mod export;
mod extract;
mod feeds;
mod init;
mod manners;
mod packaging;
mod parse;
mod poll;
mod run;
mod schema;
mod search;
mod show;
mod story;
mod try_feeds;
mod unmerge;
mod verify;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::context::Context;
use crate::archive::{ArchiveError, OpenError};
use crate::telemetry;

/// EX_CONFIG of sysexits.h.
const EX_CONFIG: u8 = 78;
/// `poll` and `check --fetch`: some feeds failed.
const SOME_FAILED: u8 = 3;
/// No such feed, article, digest.
const NOT_FOUND: u8 = 4;

/// Polls news feeds and keeps every article in an SQLite archive.
#[derive(Debug, Parser)]
#[command(
    name = "clippings",
    version,
    about,
    after_help = "Begin with `clippings demo`, which needs nothing, or with `clippings init`.\n\
                  Logs go to standard error; CLIPPINGS_LOG=debug says more."
)]
struct Cli {
    /// The configuration file [default: $CLIPPINGS_CONFIG, ./clippings.toml, /etc/clippings/clippings.toml]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Init(init::InitArgs),
    Check(check::CheckArgs),
    Run(run::RunArgs),
    Poll(poll::PollArgs),
    Feeds(feeds::FeedsArgs),
    Parse(parse::ParseArgs),
    Extract(extract::ExtractArgs),
    Export(export::ExportArgs),
    Search(search::SearchArgs),
    Show(show::ShowArgs),
    Story(story::StoryArgs),
    Unmerge(unmerge::UnmergeArgs),
    Manners(manners::MannersArgs),
    Schema(schema::SchemaArgs),
    Backup(backup::BackupArgs),
    Verify(verify::VerifyArgs),
    Completions(packaging::CompletionsArgs),
    Man(packaging::ManArgs),
}

/// Runs the command line; the process ends with what this returns.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::log(matches!(cli.command, Command::Run(_)));
    let context = Context::new(cli.config);
    let done = match cli.command {
        Command::Demo(args) => context::runtime().and_then(|runtime| runtime.block_on(demo::run(&args))),
        Command::Init(args) => init::run(&args),
        Command::Check(args) => check::run(&args, &context),
        Command::Run(args) => run::run(&args, &context),
        Command::Poll(args) => poll::run(&args, &context),
        Command::Feeds(args) => feeds::run(&args, &context),
        Command::Parse(args) => parse::run(args, &context),
        Command::Extract(args) => extract::run(args, &context),
        Command::Export(args) => export::run(&args, &context),
        Command::Search(args) => search::run(&args, &context),
        Command::Show(args) => show::run(&args, &context),
        Command::Story(args) => story::run(&args, &context),
        Command::Unmerge(args) => unmerge::run(&args, &context),
        Command::Manners(args) => manners::run(&args, &context),
        Command::Schema(args) => schema::run(&args, &context),
        Command::Backup(args) => backup::run(&args, &context),
        Command::Verify(args) => verify::run(&args, &context),
        Command::Completions(args) => packaging::completions(&args),
        Command::Man(args) => packaging::man(&args),
    };
    done.unwrap_or_else(|error| failed(&error, &context))
}

/// Says what went wrong, and finds the exit code for it.
fn failed(error: &anyhow::Error, context: &Context) -> ExitCode {
    let mut code = ExitCode::FAILURE;
    let mut advice = None;
    for cause in error.chain() {
        if cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            // `clippings feeds | head`: whoever reads has read enough.
            return ExitCode::SUCCESS;
        }
        let open = cause.downcast_ref::<OpenError>().or(match cause.downcast_ref() {
            Some(ArchiveError::Open(open)) => Some(open),
            _ => None,
        });
        if open.is_some_and(OpenError::is_refusal) {
            code = ExitCode::from(EX_CONFIG);
        }
        if let Some(failed) = cause.downcast_ref::<ArchiveError>() {
            // Opening checks as much as it has time for; a reader may come upon the rest.
            if failed.is_damage() {
                code = ExitCode::from(EX_CONFIG);
            }
            advice = advice.or(failed.advice());
        }
        if let Some(context::Told(code)) = cause.downcast_ref() {
            return ExitCode::from(*code);
        }
    }
    eprintln!("clippings: {}", chain(error));
    if let (Some(advice), Some(archive)) = (advice, context.archive()) {
        eprintln!("The archive is {}: {advice}.", archive.display());
    }
    code
}

/// The error and its causes, each said once: many a cause stands in the text of what it caused.
fn chain(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}
