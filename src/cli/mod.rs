//! The command line: words in, text and an exit code out.
//!
//! What a command is run for goes to standard output: the findings of `check`, the page of `explain`,
//! the one line that says what was done; so `selvedge check site | less` shows what it should, as
//! with ruff and other checkers. What keeps a command from its work goes to standard error: why
//! nothing could be read and, for `compile`, whose product is a tree, the findings as well, as with
//! cargo. Time is told to terminals alone, so that a log of two equal runs is equal.

mod blame;
mod check;
mod commands;
mod compile;
mod completions;
mod diff;
mod explain;
mod fix;
mod fmt;
mod init;
mod levels;
mod locked;
mod man;
mod out;
mod plan;
mod progress;
mod reports;
mod rules;
mod shape;
mod sides;
mod stale;
mod templates;

use std::ffi::OsString;

use clap::{Parser, Subcommand};

use crate::shown::printable;

/// What a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done and nothing stands against it.
    Clean,
    /// There are errors in the fabric, files were kept that a compile would have changed, or what is
    /// there is stale.
    Findings,
    /// The command could not do its work.
    Failed,
}

impl From<Exit> for u8 {
    fn from(exit: Exit) -> u8 {
        match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Failed => 2,
        }
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  clean: warnings may have been printed
  1  findings: errors in the fabric, files left as they are, a tree or a lock that is stale
  2  could not run: nothing to read, wrong arguments, no room to write";

const EXAMPLES: &str = "\
Examples:
  selvedge init site             write a small fabric to begin with
  selvedge compile site          compile it into the folder build
  selvedge check site            read it, check it, write nothing
  selvedge check site --output sarif=findings.sarif
                                 the same, for a CI system as well
  selvedge compile site          write every configuration to build/
  selvedge fmt site              bring its files into their form
  selvedge explain rack          what may stand in a rack
  selvedge explain               everything there is to explain
  selvedge rules                 what a fabric is checked for
  selvedge templates list        the templates that print configurations

A fabric is a .fab file or a folder of them; docs/language.md describes the language.";

/// Compiles one declarative fabric into every switch, host and cluster configuration.
#[derive(Debug, Parser)]
#[command(name = "selvedge", version, about, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Compile(compile::Args),
    Check(check::Args),
    Diff(diff::Args),
    Plan(plan::Args),
    Fmt(fmt::Args),
    Init(init::Args),
    Explain(explain::Args),
    Rules(rules::Args),
    Templates(templates::Args),
    Blame(blame::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs a command line; the first word is the program's name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> Exit {
    let words: Vec<OsString> = words.into_iter().collect();
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => {
            // It quotes words, which may hold anything: the error about words that are safe to show.
            let safe = words.iter().map(|word| printable(&word.to_string_lossy()).into_owned());
            let error = Cli::try_parse_from(safe).err().unwrap_or(error);
            // Help is an `Err` too. Nobody may be listening, which changes nothing.
            let _ = error.print();
            return if error.use_stderr() { Exit::Failed } else { Exit::Clean };
        }
    };
    let done = match cli.command {
        Command::Compile(args) => compile::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Templates(args) => templates::run(&args),
        Command::Blame(args) => blame::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    done.unwrap_or_else(|failure| {
        out::error(&failure.0);
        Exit::Failed
    })
}

/// Why a command could not do its work.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.to_string())
    }
}
