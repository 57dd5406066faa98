//! `selvedge diff --commands`: what takes each switch from one side to the other and back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::Failure;
use crate::commands::{self, Commands, Script, Steps, Way};
use crate::diff::{Diff, Missing, Presence};
use crate::emit;
use crate::report::{changes, printable};
use crate::side::{self, Side};

/// One switch: its files, or why it has none.
pub enum Made {
    /// What takes it there, and back.
    Files {
        /// The switch.
        name: String,
        /// There.
        there: String,
        /// Back.
        back: String,
        /// The steps of the way there.
        steps: Steps,
    },
    /// No commands lead there.
    Not {
        /// The switch.
        name: String,
        /// Why.
        why: String,
    },
}

/// The commands for every switch that changes, proved.
///
/// # Errors
/// Where commands can't be made or proved.
pub fn make(old: &Side, new: &Side) -> Result<Vec<Made>, Failure> {
    let commands = Commands::new()?;
    let mut names: Vec<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names.par_iter().filter_map(|name| one(&commands, name, old, new).transpose()).collect()
}

/// Writes the files, and gives what was done, as lines.
///
/// # Errors
/// Where the folder holds something already, or can't be written.
pub fn write(made: &[Made], folder: &Path) -> Result<String, Failure> {
    let files: Vec<(String, &str)> = made.iter().flat_map(files).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut text = String::new();
    for made in made {
        if let Made::Not { name, why } = made {
            text += &format!("{}: no commands, {why}\n", printable(name));
        }
    }
    let shown = printable(&folder.display().to_string()).into_owned();
    if files.is_empty() {
        return Ok(text + "no commands to write\n");
    }
    emit::fill_empty(folder, &files)?;
    let count = files.len() / 2;
    let switches = if count == 1 { "switch" } else { "switches" };
    Ok(text + &format!("commands for {count} {switches} written to {shown}/\n"))
}

fn files(made: &Made) -> Vec<(String, &str)> {
    match made {
        Made::Files { name, there, back, .. } => {
            vec![(format!("{name}.cmd"), there.as_str()), (format!("{name}.rollback"), back.as_str())]
        }
        Made::Not { .. } => Vec::new(),
    }
}

fn one(commands: &Commands, name: &str, old: &Side, new: &Side) -> Result<Option<Made>, Failure> {
    let not = |why: String| Ok(Some(Made::Not { name: name.to_owned(), why }));
    let missing = |presence: Presence| match presence.missing(&old.origin, &new.origin) {
        Some(Missing::NotRunning) => not("it has no running configuration".to_owned()),
        Some(Missing::NotKnown) => not("the other side does not know it".to_owned()),
        Some(Missing::Added) => not("it is new: it starts with its whole configuration".to_owned()),
        Some(Missing::Removed) => not("it is no more".to_owned()),
        None => Ok(None),
    };
    let (old, new) = match (old.switches.get(name), new.switches.get(name)) {
        (Some(before), Some(after)) => side::comparable((old, before), (new, after)),
        (None, _) => return missing(Presence::New),
        (_, None) => return missing(Presence::Old),
    };
    let change = match commands.change(&old, &new) {
        Ok(change) => change,
        Err(commands::Failure::System { old, new }) => {
            return not(format!("it has {new} in place of {old}: it starts with its whole configuration"));
        }
        Err(failure) => {
            return Err(Failure(format!("{}: {}", printable(name), printable(&failure.to_string()))));
        }
    };
    Ok(change.map(|change| {
        let script = |way, commands| commands::text(&Script { device: name, os: new.os, way, commands });
        let (there, back) = (script(Way::There, &change.there), script(Way::Back, &change.back));
        Made::Files { name: name.to_owned(), there, back, steps: Steps::new(&change.there) }
    }))
}

/// The steps of the ways there, by switch and by the element that they change.
pub fn steps(diff: &Diff, made: &[Made]) -> changes::Steps {
    let known = made.iter().filter_map(|made| match made {
        Made::Files { name, steps, .. } => Some((name.as_str(), steps)),
        Made::Not { .. } => None,
    });
    let known: BTreeMap<&str, &Steps> = known.collect();
    let mut all = changes::Steps::new();
    for switch in &diff.switches {
        let Some(steps) = known.get(switch.name.as_str()) else { continue };
        let of = switch.changes.iter().map(|change| (change.element.clone(), steps.of(&change.element)));
        let of = of.filter(|(_, steps)| !steps.is_empty()).map(|(element, steps)| (element, steps.to_vec()));
        all.insert(switch.name.clone(), of.collect());
    }
    all
}

/// The switches that have files, by name.
pub fn names(made: &[Made]) -> BTreeSet<String> {
    let name = |made: &Made| match made {
        Made::Files { name, .. } => Some(name.clone()),
        Made::Not { .. } => None,
    };
    made.iter().filter_map(name).collect()
}
