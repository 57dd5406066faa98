//! The proof of a script: a switch that is told it becomes what it is to be.

use std::fmt;

use super::order::Command;
use super::section::Section;
use super::switch::{Refused, Switch};
use crate::plan::{Device, Difference, DifferenceKind, Port, differences};
use crate::read;

/// Why a script is wrong.
#[derive(Debug)]
pub enum Wrong {
    /// The switch refuses a command.
    Refused(Refused),
    /// What it shows afterwards can't be read.
    Unread(read::Error),
    /// It becomes something else.
    Differs(Vec<Difference>),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Refused(refused) => refused.fmt(f),
            Wrong::Unread(error) => write!(f, "what it says afterwards can't be read: {error}"),
            Wrong::Differs(differences) => {
                let Some(first) = differences.first() else {
                    return f.write_str("it becomes something else");
                };
                let element = &first.element;
                match &first.kind {
                    DifferenceKind::Lost => write!(f, "{element} does not come about")?,
                    DifferenceKind::Added => write!(f, "{element} does not go")?,
                    DifferenceKind::Field { name, first, second } => {
                        write!(f, "{name} of {element} becomes {second} and not {first}")?;
                    }
                }
                match differences.len() - 1 {
                    0 => Ok(()),
                    more => write!(f, ", and {more} more"),
                }
            }
        }
    }
}

/// Proves that commands take a switch to a plan, of which `text` is the canonical text. The switch is
/// told them, and is then ready for the way back.
///
/// # Errors
/// Where they do not.
pub fn prove(switch: &mut Switch, commands: &[Command], text: &[Section], to: &Device) -> Result<(), Wrong> {
    switch.run(commands.iter().map(|command| command.line.as_str())).map_err(Wrong::Refused)?;
    if switch.says(text) {
        return Ok(());
    }
    // It says the same in another order or in other words, or something else.
    match differs(&switch.show(), to).map_err(Wrong::Unread)? {
        none if none.is_empty() => Ok(()),
        some => Err(Wrong::Differs(some)),
    }
}

/// What a plan says otherwise than the text that was printed of it.
pub fn unsaid(text: &str, plan: &Device) -> Vec<Difference> {
    differs(text, plan).unwrap_or_default()
}

/// Whether a text says what a plan says.
pub fn is_said(text: &str, plan: &Device) -> bool {
    differs(text, plan).is_ok_and(|differences| differences.is_empty())
}

/// What a text says otherwise than a plan. A plan may have what no compile prints, but a switch shows.
fn differs(text: &str, plan: &Device) -> Result<Vec<Difference>, read::Error> {
    let mut became = read::running(plan.os, text)?.device;
    // What is said in a comment is no command's.
    became.model.clone_from(&plan.model);
    became.version.clone_from(&plan.version);
    let (plan, became) = (comparable(plan.clone()), comparable(became));
    Ok(if became == plan { Vec::new() } else { differences(&plan, &became) })
}

/// What holds by itself need not be said, and a port of which nothing is said is as one that is not
/// spoken of.
fn comparable(mut device: Device) -> Device {
    device.hide_defaults();
    device.ports.retain(|port| *port != Port { name: port.name.clone(), ..Port::default() });
    device.sort();
    device
}
