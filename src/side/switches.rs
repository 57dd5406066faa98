//! Switches from the texts of their configurations.

use std::collections::BTreeMap;

use super::vendor::{self, Vendor};
use super::{Asked, Note, Switch};
use crate::model::value::Os;
use crate::parallel;
use crate::read::{self, Manner};
use crate::source::Text;

/// Why a text gives no switch.
#[derive(Debug)]
pub enum Fault {
    /// It is not what it is read as, or not all of it.
    Read(Os, read::Error),
    /// It has the words of another vendor.
    Other {
        /// Whose.
        name: &'static str,
        /// The line, from 1.
        line: usize,
    },
    /// It has the words of both.
    Both {
        /// The first line of EOS, from 1.
        eos: usize,
        /// The first line of NX-OS.
        nxos: usize,
    },
    /// It has the words of no vendor alone.
    NoVendor {
        /// The name by which `--os` asks for it.
        name: String,
    },
    /// It is no text.
    Binary {
        /// The line that is none, from 1.
        line: usize,
    },
    /// It is empty.
    Empty,
    /// No line of it is of a switch.
    NoSwitch,
    /// Its hostname is none that a switch takes, and could lead out of a folder of files by switch.
    Hostname {
        /// The name.
        name: String,
    },
    /// It says things twice where the switch would have one.
    SameName {
        /// The name.
        name: String,
        /// The file that has it first.
        first: String,
    },
}

/// A file that gives no switch.
#[derive(Debug)]
pub struct BadFile {
    /// The file, below the side.
    pub file: String,
    /// Why.
    pub fault: Fault,
}

/// The switches of texts by their names; `manner` says where the texts come from.
///
/// # Errors
/// Every text that gives none, and every second one of a name.
pub fn switches(
    texts: Vec<Text>,
    manner: Manner,
    asked: &Asked,
    notes: &mut Vec<Note>,
) -> Result<BTreeMap<String, Switch>, Vec<BadFile>> {
    let read: Vec<Result<(Switch, usize), Fault>> = parallel::each(&texts, |text| one(text, manner, asked));
    let (mut switches, mut bad) = (BTreeMap::<String, Switch>::new(), Vec::new());
    for (Text { path: file, text }, read) in texts.into_iter().zip(read) {
        let stem = stem(&file);
        let (mut switch, messages) = match read {
            Ok(read) => read,
            Err(fault) => {
                bad.push(BadFile { file, fault });
                continue;
            }
        };
        if switch.plan.name.is_empty() {
            switch.plan.name = stem.to_owned();
            notes.push(Note::NoHostname { file: file.clone() });
        } else if !is_called(stem, &switch.plan.name) {
            notes.push(Note::OtherHostname { file: file.clone(), hostname: switch.plan.name.clone() });
        }
        if messages > 0 {
            notes.push(Note::LogMessages { file: file.clone(), count: messages });
        }
        (switch.file, switch.text) = (Some(file.clone()), Some(text));
        let name = switch.plan.name.clone();
        match switches.get(&name) {
            Some(first) => {
                let first = first.file.clone().unwrap_or_default();
                bad.push(BadFile { file, fault: Fault::SameName { name, first } });
            }
            None => drop(switches.insert(name, switch)),
        }
    }
    if bad.is_empty() { Ok(switches) } else { Err(bad) }
}

/// A switch, and how many messages of its log stood in the text.
fn one(text: &Text, manner: Manner, asked: &Asked) -> Result<(Switch, usize), Fault> {
    if text.text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    if let Some((before, _)) = text.text.split_once('\0') {
        return Err(Fault::Binary { line: before.matches('\n').count() + 1 });
    }
    let stem = stem(&text.path);
    let name = vendor::hostname(&text.text).unwrap_or(stem);
    let os = match asked.get(name).or_else(|| asked.get(stem)) {
        Some(os) => *os,
        None => match vendor::vendor(&text.text) {
            Vendor::Os(os) => os,
            Vendor::Other { name, line } => return Err(Fault::Other { name, line }),
            Vendor::Both { eos, nxos } => return Err(Fault::Both { eos, nxos }),
            Vendor::Unknown => return Err(Fault::NoVendor { name: name.to_owned() }),
        },
    };
    let reading = match manner {
        Manner::Compiled => read::read(os, &text.text),
        Manner::Running => read::running(os, &text.text),
    };
    let reading = reading.map_err(|error| Fault::Read(os, error))?;
    let plan = reading.device;
    if plan.name.is_empty() && plan.ports.is_empty() && plan.vlans.is_empty() {
        return Err(Fault::NoSwitch);
    }
    if !plan.name.is_empty() && !is_hostname(&plan.name) {
        return Err(Fault::Hostname { name: plan.name });
    }
    let may_be_cut = manner == Manner::Running && !read::says_its_end(os, &text.text);
    Ok((Switch { plan, unknown: reading.unknown, file: None, text: None, may_be_cut }, reading.messages))
}

/// Whether a switch takes a name, with its domain or without. Files are named by it.
fn is_hostname(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}

/// The name of a file without its folder and its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a file of this name is one of the switch: `r1-t1`, `r1-t1_2026-11-21`, `r1-t1.example.net`.
fn is_called(stem: &str, hostname: &str) -> bool {
    let rest = stem.get(hostname.len()..);
    let same = stem.get(..hostname.len()).is_some_and(|start| start.eq_ignore_ascii_case(hostname));
    same && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_', '@', ' ', '~']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_its_switch_or_something_behind_it() {
        for stem in ["r1-t1", "R1-T1", "r1-t1_2026-11-21", "r1-t1.example.net"] {
            assert!(is_called(stem, "r1-t1"), "{stem}");
        }
        for stem in ["r1-t10", "r1-t1-t2", "r1", "x"] {
            assert!(!is_called(stem, "r1-t1"), "{stem}");
        }
    }
}
