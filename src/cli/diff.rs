//! `selvedge diff`: what changes between two sides, and what that does.

use std::path::{Path, PathBuf};

use super::check::LoadArgs;
use super::{Exit, Failure, commands, out};
use crate::diff::{self, Action, Detail, Diff, Presence};
use crate::report::printable;
use crate::side::{self, Side};

/// Say what changes between two states of a network, and what the change disturbs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  selvedge diff site.old site    two fabrics
  selvedge diff --commands site.old site -o change
                                 and the commands that make the change, with the way back")]
pub struct Args {
    /// What is there now: a fabric
    old: PathBuf,
    /// What is to be
    new: PathBuf,
    /// Write for each switch that changes what takes it there (`NAME.cmd`) and back (`NAME.rollback`),
    /// proved by a model of the switch
    #[arg(long, requires = "output")]
    commands: bool,
    /// The folder for commands: one that is not there, or empty
    #[arg(short, long, value_name = "DIR", requires = "commands")]
    output: Option<PathBuf>,
    #[command(flatten)]
    load: LoadArgs,
}

/// Compares two sides.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let (old, new) = (side(&args.old, &args.load)?, side(&args.new, &args.load)?);
    let diff = diff::diff(&old, &new);
    let written = match args.output.as_ref().filter(|_| args.commands) {
        Some(folder) => commands::write(&old, &new, folder)?,
        None => String::new(),
    };
    out::print(&(text(&diff) + &written))?;
    Ok(if diff.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn side(path: &Path, load: &LoadArgs) -> Result<Side, Failure> {
    let checked = crate::check(path, &load.options())?;
    let name = path.display().to_string();
    side::fabric(&name, checked)?
        .ok_or_else(|| Failure(format!("{} has errors: `selvedge check` shows them", printable(&name))))
}

fn text(diff: &Diff) -> String {
    let mut text = String::new();
    for switch in &diff.switches {
        text += &match switch.presence {
            Presence::Both => format!("{}\n", switch.name),
            Presence::Old => format!("{}: removed\n", switch.name),
            Presence::New => format!("{}: added\n", switch.name),
        };
        for change in &switch.changes {
            let sign = match change.action {
                Action::Remove => '-',
                Action::Change => '~',
                Action::Add => '+',
            };
            text += &format!("  {sign} {}\n", change.element);
            for detail in &change.details {
                if let Detail::Value { name, old, new } = detail {
                    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
                    text += &format!("      {name} {} -> {}\n", said(old), said(new));
                }
            }
        }
    }
    text
}
