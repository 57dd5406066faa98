//! From the text of a configuration to the plan of a switch: what the switch would take it to mean.
//!
//! A reader knows plans and not how they were made. What it does not know it keeps, by block, and
//! counts; it never guesses. It reads what the templates print, in any order of sections, and by
//! [`running`] what switches show.

pub mod eos;
pub mod foreign;
mod log;
pub mod nxos;
mod prompt;
mod reading;
mod several;
mod text;
mod value;

use std::fmt;

pub use reading::{Reading, Repeated, Unknown};
pub use value::secret;

use crate::model::value::Os;

/// Why a text is no configuration of the operating system that it is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// It is not text: a byte that no configuration holds.
    Binary {
        /// The line, from 1.
        line: usize,
    },
    /// It has the words of another operating system.
    OtherSystem {
        /// The line, from 1.
        line: usize,
        /// What the line says.
        text: String,
        /// Whose words they are.
        os: Os,
    },
    /// It ends in the middle.
    Truncated {
        /// The last line, from 1.
        line: usize,
        /// What is missing behind it.
        missing: &'static str,
    },
    /// It has the words of a system that there is no reader for.
    Foreign {
        /// The line, from 1.
        line: usize,
        /// What the line says.
        text: String,
        /// Whose words they are.
        system: &'static str,
    },
    /// No line of it says anything that is known.
    NothingKnown {
        /// What it was read as.
        os: Os,
    },
    /// It is of two switches, or of one twice.
    Several {
        /// The line, from 1, that names the first, or where nothing does, the one that begins it; the name.
        first: (usize, Option<String>),
        /// The same of the second.
        second: (usize, Option<String>),
    },
    /// A message of the switch's log stands in the middle of a line.
    Interrupted {
        /// The line, from 1.
        line: usize,
    },
    /// It is larger than any configuration.
    TooLarge {
        /// How many bytes it may have.
        limit: usize,
    },
}

/// Where a text comes from, which says how it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A compile. It is held against a plan, so that what no template of ours prints is not known,
    /// and neither is what would come too late on a switch or do nothing there.
    Compiled,
    /// A switch, or somebody's hand: what has a place in the plan is known, however it is written.
    Running,
}

/// Reads a configuration that was compiled.
///
/// # Errors
/// Where the text is no configuration of it, or not all of one.
pub fn read(os: Os, text: &str) -> Result<Reading, Error> {
    match os {
        Os::Eos => eos::read(text),
        Os::Nxos => nxos::read(text),
    }
}

/// Reads what a switch shows of itself: abbreviated names, either way of saying one thing, prompts
/// around the configuration, messages of the switch's log in it. Values that are a default say nothing,
/// so that it does not matter whether the switch was asked to show them. What is unknown or repeated is
/// told in the words of the text.
///
/// # Errors
/// As [`read`].
pub fn running(os: Os, text: &str) -> Result<Reading, Error> {
    // A file that was kept under Windows may begin with a mark.
    let shown = prompt::unpaged(text.trim_start_matches('\u{feff}'));
    let (quiet, messages) = log::without(&shown)?;
    let bare = prompt::without(&quiet);
    several::check(&bare)?;
    let mut reading = match os {
        Os::Eos => eos::running(&bare),
        Os::Nxos => nxos::running(&bare),
    }?;
    reading.messages = messages;
    reading.device.hide_defaults();
    reading.nest(&bare);
    Ok(reading)
}

/// Whether what a switch shows says where it ends. EOS closes it with `end`, without which it is not
/// read; NX-OS with nothing, so that a text of it that was cut behind a line is one like any other,
/// unless a prompt stands behind it.
pub fn says_its_end(os: Os, text: &str) -> bool {
    os == Os::Eos || log::without(text).is_ok_and(|(text, _)| prompt::closes(&text))
}

/// What people call an operating system.
pub const fn system_name(os: Os) -> &'static str {
    match os {
        Os::Eos => "EOS",
        Os::Nxos => "NX-OS",
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Binary { line } => write!(f, "line {line} is not text"),
            Error::OtherSystem { line, text, os } => {
                write!(f, "line {line} is of {}: {text}", system_name(*os))
            }
            Error::Foreign { line, text, system } => {
                write!(f, "line {line} is of {system}, which is not read: {text}")
            }
            Error::NothingKnown { os } => write!(f, "no line of it is known to {}", system_name(*os)),
            Error::Truncated { line, missing } => write!(f, "it ends at line {line} without {missing}"),
            Error::Several { first: (line, Some(name)), second: (other, Some(another)) } => {
                match name == another {
                    true => write!(f, "lines {line} and {other} are both of {name}: leave one configuration"),
                    false => write!(
                        f,
                        "line {line} is of {name} and line {other} of {another}: give each switch a file of its own"
                    ),
                }
            }
            Error::Several { first: (line, name), second: (other, another) } => {
                let of = |name: &Option<String>| name.as_ref().map(|name| format!(" of {name}"));
                let (name, another) = (of(name).unwrap_or_default(), of(another).unwrap_or_default());
                write!(
                    f,
                    "line {line} is of a configuration{name} and line {other} of another{another}: give each \
                     switch a file of its own"
                )
            }
            Error::Interrupted { line } => {
                write!(f, "a log message cuts line {line} in two; have the switch show it once more")
            }
            Error::TooLarge { limit } => write!(f, "it has more than {limit} bytes"),
        }
    }
}

impl std::error::Error for Error {}
