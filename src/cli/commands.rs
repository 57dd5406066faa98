//! `selvedge diff --commands`: what takes each switch from one side to the other and back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::Failure;
use crate::commands::{self, Commands, Script, Steps, Way};
use crate::emit;
use crate::report::printable;
use crate::side::Side;

/// One switch: its files, or why it has none.
enum Made {
    Files { name: String, there: String, back: String, steps: Steps },
    Not { name: String, why: String },
}

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    /// What was done, as lines.
    pub text: String,
    /// The steps of the way there, by switch.
    pub steps: BTreeMap<String, Steps>,
}

/// Writes the commands for every switch that changes. Nothing is written unless the commands of all
/// of them are proved.
///
/// # Errors
/// Where commands can't be made or proved, or the folder holds something already.
pub fn write(old: &Side, new: &Side, folder: &Path) -> Result<Written, Failure> {
    let commands = Commands::new()?;
    let mut names: Vec<&String> = old.switches.keys().chain(new.switches.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let made = names
        .par_iter()
        .filter_map(|name| one(&commands, name, old, new).transpose())
        .collect::<Result<Vec<Made>, Failure>>()?;
    let files: Vec<(String, &str)> = made.iter().flat_map(files).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let mut text = String::new();
    for made in &made {
        if let Made::Not { name, why } = made {
            text += &format!("{}: no commands, {why}\n", printable(name));
        }
    }
    let shown = printable(&folder.display().to_string()).into_owned();
    if files.is_empty() {
        return Ok(Written { text: text + "no commands to write\n", ..Written::default() });
    }
    emit::fill_empty(folder, &files)?;
    let count = files.len() / 2;
    let switches = if count == 1 { "switch" } else { "switches" };
    text += &format!("commands for {count} {switches} written to {shown}/\n");
    let steps = made.into_iter().filter_map(|made| match made {
        Made::Files { name, steps, .. } => Some((name, steps)),
        Made::Not { .. } => None,
    });
    Ok(Written { text, steps: steps.collect() })
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
    let (old, new) = match (old.switches.get(name), new.switches.get(name)) {
        (Some(before), Some(after)) if old.fabric().is_some() && new.fabric().is_some() => {
            (Cow::Borrowed(&before.plan), Cow::Borrowed(&after.plan))
        }
        // What switches say need not be said with its defaults: `diff` leaves them out as well.
        (Some(before), Some(after)) => (Cow::Owned(before.plain()), Cow::Owned(after.plain())),
        (None, _) => return not("it is new: it starts with its whole configuration".to_owned()),
        (_, None) => return not("it is no more".to_owned()),
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
