//! `selvedge diff`: what changes between two sides, and what that does.

use std::path::PathBuf;

use super::check::LoadArgs;
use super::shape::Shape;
use super::{Exit, Failure, commands, out, sides};
use crate::diff::{self, Which};
use crate::model::value::Os;
use crate::report::changes::{Drift, Format, Page, Steps, unified};
use crate::report::printable;
use crate::side::{self, Asked, Side};

/// Say what changes between two states of a network, and what the change disturbs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A side is a fabric, `git:REV` (the path of the other side in that revision) or `git:REV:PATH`, a \
compiled tree, or a folder of running configurations (*.cfg, *.conf, *.txt, *.log). docs/diff.md \
describes what is compared, and the formats.

Exit codes:
  0  both say the same
  1  they differ
  2  could not run: a side that can't be read, or a fabric with errors; or a switch that changes has
     no commands for a fault (the others have theirs)

Examples:
  selvedge diff git:HEAD site                  what is not committed yet
  selvedge diff git:main git:HEAD:site --format markdown
  selvedge diff build site --why               with the statement behind each change
  selvedge diff running site --tree build      and what somebody changed by hand
  selvedge diff running site --os r1-t1=eos
  selvedge diff --commands running site -o change
                                               and the commands that make the change, with the way back")]
pub struct Args {
    /// What is there now
    old: PathBuf,
    /// What is to be
    new: PathBuf,
    /// How to say it
    #[arg(long, value_enum, default_value = "human")]
    format: Shape,
    /// Show the statement behind each change
    #[arg(long)]
    why: bool,
    /// The tree that was compiled last: what the old side, a folder of running configurations, says
    /// otherwise was changed by hand
    #[arg(long, value_name = "DIR")]
    tree: Option<PathBuf>,
    /// The system of a switch whose configuration does not say it; may be given for several
    #[arg(long, value_name = "NAME=eos|nxos", value_parser = sides::system)]
    os: Vec<(String, Os)>,
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
    let asked: Asked = args.os.iter().cloned().collect();
    let (mut old, mut new) = sides::both(&args.old, &args.new, &args.load, &asked)?;
    let tree = args.tree.as_ref().map(|tree| sides::open(tree, &args.new, &args.load, &asked)).transpose()?;
    if let Some(tree) = &tree {
        let is = |side: &Side, wanted: fn(&side::Origin) -> bool| wanted(&side.origin);
        if !is(tree, |origin| matches!(origin, side::Origin::Tree)) {
            return Err(Failure(format!("{}: not a compiled tree (selvedge.json)", printable(&tree.name))));
        }
        if !is(&old, |origin| matches!(origin, side::Origin::Running)) {
            let old = printable(&old.name);
            return Err(Failure(format!("--tree asks what was changed by hand, and {old} is not running")));
        }
    }
    let diff = diff::diff(&old, &new);
    let drift = tree.as_ref().map(|tree| diff::diff(tree, &old));
    let cut_off = diff::may_be_cut(&diff, &old, Which::Old);
    let since = drift.as_ref().and_then(|drift| diff::may_be_cut(drift, &old, Which::New));
    old.notes.extend(cut_off.or(since));
    new.notes.extend(diff::may_be_cut(&diff, &new, Which::New));
    let drift = tree.as_ref().zip(drift.as_ref()).map(|(tree, diff)| Drift { tree, diff });
    let folder = args.output.as_ref().filter(|_| args.commands);
    let made = folder.map(|_| commands::make(&old, &new)).transpose()?;
    let steps = made.as_ref().map_or_else(Steps::new, |made| commands::steps(&diff, made));
    let page = Page { diff: &diff, old: &old, new: &new, drift, why: args.why, steps: &steps };
    let text = match args.format {
        Shape::Page(format) => page.render(format),
        Shape::Unified => unified(&diff::texts(&old, &new, &diff)?),
    };
    let written = match folder.zip(made.as_deref()) {
        Some((folder, made)) => commands::write(made, folder)?,
        None => String::new(),
    };
    out::print(&text)?;
    // What a program reads stands alone.
    match args.format {
        Shape::Page(Format::Human) => out::print(&written)?,
        _ => out::eprint(&written)?,
    }
    if made.is_some_and(|made| commands::fail(&made)) {
        return Ok(Exit::Failed);
    }
    Ok(if page.is_same() { Exit::Clean } else { Exit::Findings })
}
