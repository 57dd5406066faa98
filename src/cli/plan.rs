//! `selvedge plan`: in what order to make a change, what to look at, and who is without a path.

use std::path::PathBuf;

use super::check::LoadArgs;
use super::{Exit, Failure, commands, out, sides};
use crate::diff;
use crate::model::value::Os;
use crate::report::printable;
use crate::report::rollout::{Format, Page, Scripts};
use crate::rollout;
use crate::side::Asked;

/// Say in what order to make a change, what to look at, and who is without a path meanwhile
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Sides are those of `selvedge diff`; one of them has to be a fabric, which knows pairs and paths. \
docs/plan.md describes the order, what is proved, and the formats.

Exit codes:
  0  both say the same: there is nothing to do
  1  there is a plan
  2  could not run: a side that can't be read, a fabric with errors, no side that is a fabric; or a
     switch that changes has no commands for a fault (the others have theirs)

Examples:
  selvedge plan git:HEAD site                  what is not committed yet
  selvedge plan running site -o change         with the commands that each step gives
  selvedge plan git:main site --format markdown
                                               for a ticket, with boxes to tick")]
pub struct Args {
    /// What is there now
    old: PathBuf,
    /// What is to be
    new: PathBuf,
    /// How to say it
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The system of a switch whose configuration does not say it; may be given for several
    #[arg(long, value_name = "NAME=eos|nxos", value_parser = sides::system)]
    os: Vec<(String, Os)>,
    /// Write the commands of each step into this folder, one that is not there, or empty: `NAME.cmd`,
    /// and the way back, `NAME.rollback`
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    load: LoadArgs,
}

/// Plans a change.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let asked: Asked = args.os.iter().cloned().collect();
    let (old, new) = sides::both(&args.old, &args.new, &args.load, &asked)?;
    let diff = diff::diff(&old, &new);
    let Some(rollout) = rollout::rollout(&old, &new, &diff) else {
        let (old, new) = (printable(&old.name), printable(&new.name));
        return Err(Failure(format!("neither {old} nor {new} is a fabric: nothing tells pairs and paths")));
    };
    let made = args.output.as_ref().map(|_| commands::make(&old, &new)).transpose()?;
    let scripts = args.output.as_ref().zip(made.as_deref()).map(|(folder, made)| Scripts {
        folder: folder.display().to_string(),
        switches: commands::names(made),
    });
    let page = Page { rollout: &rollout, diff: &diff, old: &old, new: &new, scripts: scripts.as_ref() };
    let text = page.render(args.format);
    let written = match args.output.as_ref().zip(made.as_deref()) {
        Some((folder, made)) => commands::write(made, folder)?,
        None => String::new(),
    };
    out::print(&text)?;
    // What a program reads stands alone.
    match args.format {
        Format::Human => out::print(&written)?,
        Format::Json | Format::Markdown => out::eprint(&written)?,
    }
    if made.is_some_and(|made| commands::fail(&made)) {
        return Ok(Exit::Failed);
    }
    Ok(if diff.is_empty() { Exit::Clean } else { Exit::Findings })
}
