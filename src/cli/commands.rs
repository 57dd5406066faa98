//! `selvedge diff --commands`: what takes each switch from one side to the other and back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Failure, out};
use crate::commands::{self, Commands, Fault, Script, Steps, Way};
use crate::diff::{Diff, Missing, Presence};
use crate::emit;
use crate::parallel;
use crate::report::{changes, printable};
use crate::side::{self, Side, Switch};

/// One switch: its files, or why it has none.
pub enum Made {
    /// There should be commands, and are none.
    Failed {
        /// The switch.
        name: String,
        /// What is wrong, each a line.
        errors: Vec<String>,
        /// Why there are none.
        why: String,
    },
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

/// The commands for every switch that changes, proved. A switch that has none for a fault keeps no
/// other one from having its own.
///
/// # Errors
/// Where the templates have a mistake.
pub fn make(old: &Side, new: &Side) -> Result<Vec<Made>, Failure> {
    let commands = Commands::new()?;
    let mut names: Vec<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let made = parallel::each(&names, |name| one(&commands, name, old, new));
    Ok(made.into_iter().flatten().collect())
}

/// Says what is wrong with switches that should have commands and have none; whether there are any.
pub fn fail(made: &[Made]) -> bool {
    let mut any = false;
    for made in made {
        let Made::Failed { errors, .. } = made else { continue };
        errors.iter().for_each(|error| out::error(error));
        any = true;
    }
    any
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
        if let Made::Not { name, why } | Made::Failed { name, why, .. } = made {
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
        Made::Not { .. } | Made::Failed { .. } => Vec::new(),
    }
}

fn one(commands: &Commands, name: &str, old: &Side, new: &Side) -> Option<Made> {
    let not = |why: String| Some(Made::Not { name: name.to_owned(), why });
    let missing = |presence: Presence| match presence.missing(&old.origin, &new.origin) {
        Some(Missing::NotRunning) => not("it has no running configuration".to_owned()),
        Some(Missing::NotKnown) => not("the other side does not know it".to_owned()),
        Some(Missing::Added) => not("it is new: it starts with its whole configuration".to_owned()),
        Some(Missing::Removed) => not("it is no more".to_owned()),
        None => None,
    };
    let (before, after) = match (old.switches.get(name), new.switches.get(name)) {
        (Some(before), Some(after)) => (before, after),
        (None, _) => return missing(Presence::New),
        (_, None) => return missing(Presence::Old),
    };
    let plans = side::comparable((old, before), (new, after));
    let failed = |errors, why| Some(Made::Failed { name: name.to_owned(), errors, why });
    let change = match commands.change(&plans.0, &plans.1) {
        Ok(change) => change?,
        Err(commands::Failure::System { old, new }) => {
            return not(format!("it has {new} in place of {old}: it starts with its whole configuration"));
        }
        Err(failure) => {
            let why = printable(&failure.to_string()).into_owned();
            let commands::Failure::Sides { old: olds, new: news } = failure else {
                let why = format!("{}: {why}", printable(name));
                return failed(Vec::from([why]), "they could not be proved".to_owned());
            };
            let olds = olds.iter().map(|fault| told(fault, old, before));
            return failed(olds.chain(news.iter().map(|fault| told(fault, new, after))).collect(), why);
        }
    };
    let script = |way, commands| commands::text(&Script { device: name, os: after.plan.os, way, commands });
    let (there, back) = (script(Way::There, &change.there), script(Way::Back, &change.back));
    Some(Made::Files { name: name.to_owned(), there, back, steps: Steps::new(&change.there) })
}

/// What is wrong with a side of a switch, with where that stands.
fn told(fault: &Fault, side: &Side, switch: &Switch) -> String {
    let lines = match fault {
        Fault::Start(fault) => {
            fault.places().iter().map(|place| side.line(switch, &place.block, &place.line)).collect()
        }
        Fault::Unsaid(difference) => vec![side.line_about(switch, &difference.element, "")],
    };
    let at = |n: usize| lines.get(n).copied().flatten();
    let (line, says) = (at(0), fault.told(at(1)));
    let name = side.name.trim_end_matches('/');
    let place = match (&switch.file, line) {
        (Some(file), Some(line)) => format!("{name}/{file}:{line}"),
        (Some(file), None) => format!("{name}/{file}"),
        (None, _) => format!("{name}: {}", switch.plan.name),
    };
    printable(&format!("{place}: {says}")).into_owned()
}

/// The steps of the ways there, by switch and by the element that they change.
pub fn steps(diff: &Diff, made: &[Made]) -> changes::Steps {
    let known = made.iter().filter_map(|made| match made {
        Made::Files { name, steps, .. } => Some((name.as_str(), steps)),
        Made::Not { .. } | Made::Failed { .. } => None,
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
        Made::Not { .. } | Made::Failed { .. } => None,
    };
    made.iter().filter_map(name).collect()
}
