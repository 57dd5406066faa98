//! `selvedge rules`: what there is to be found, as a list.

use super::{Exit, Failure, out};
use crate::check::{Group, RULES};
use crate::report::rules::{self, Row};

/// List the rules that a fabric has to keep
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  selvedge rules
  selvedge rules vlans mlag
  selvedge rules --format json")]
pub struct Args {
    /// Groups to list [default: all]
    #[arg(value_name = "GROUP", value_parser = groups())]
    groups: Vec<String>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// A form of the list.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// A table for people
    Human,
    /// An array of objects: name, level, group, negotiable, summary
    Json,
    /// Tables for a document
    Markdown,
}

fn groups() -> clap::builder::PossibleValuesParser {
    Group::ALL.iter().map(|g| g.word()).collect::<Vec<_>>().into()
}

/// Prints the list.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let all = args.groups.is_empty();
    let wanted = |group: Group| all || args.groups.iter().any(|g| g == group.word());
    let rows: Vec<Row> = RULES.iter().filter(|r| wanted(r.group)).map(Row::from).collect();
    let text = match args.format {
        Format::Human => rules::human(&rows),
        Format::Json => rules::json(&rows),
        Format::Markdown => rules::markdown(&rows),
    };
    out::print(&text)?;
    Ok(Exit::Clean)
}
