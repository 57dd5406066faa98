//! `selvedge explain`: the language and the rules, where one works with them.

use super::{Exit, Failure, out};
use crate::check::{self, RULES};
use crate::report::explain::{self, RulePage};

/// Show what a construct, a statement or a rule means
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  selvedge explain rack                       a construct: what may stand in it
  selvedge explain route-policy.rule          one that stands in another
  selvedge explain platform.os                a single statement
  selvedge explain unresolved-reference       a rule, as findings name it
  selvedge explain                            all names")]
pub struct Args {
    /// The name; without one, all names
    name: Option<String>,
}

/// The rules, with their pages.
pub fn rules() -> Vec<RulePage> {
    let page = |r: &check::Rule| RulePage {
        name: r.name,
        level: r.level,
        negotiable: r.may_be_allowed(),
        group: r.group.word(),
        doc: r.doc,
    };
    RULES.iter().map(page).collect()
}

/// Whether a rule has a page.
pub fn documented(rule: &str) -> bool {
    check::find(rule).is_some()
}

/// Prints a page.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let text = match &args.name {
        Some(name) => explain::explain(name, &rules()).map_err(Failure)?,
        None => explain::index(&rules()),
    };
    out::print(&text)?;
    Ok(Exit::Clean)
}
