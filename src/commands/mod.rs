//! Commands that take a switch from one plan to another, and back.
//!
//! Both plans are printed as their canonical text and compared line by line, section by section
//! (`section`, `delta`). How a line is given and taken back is a row of the vendor's table (`eos`,
//! `nxos`); when, its level says (`level`, `order`). What comes out is believed only when a model of
//! the switch, which knows none of these tables, was told it and became the plan (`switch`, `proof`).

mod delta;
mod eos;
mod exclusive;
mod fault;
mod level;
mod members;
mod nxos;
mod order;
mod proof;
mod row;
mod script;
mod secret;
mod section;
mod step;
mod switch;
mod vlans;

use std::fmt;

use self::row::Table;
use self::section::Section;
use crate::model::value::Os;
use crate::plan::{self, Device};
use crate::render::{self, Environment};

pub use fault::Fault;
pub use order::Command;
pub use proof::Wrong;
pub use script::{Script, Way, text};
pub use step::Steps;
pub use switch::{Fault as StartFault, Place, Refused, Switch, Why};

/// What makes commands: the templates, and the tables of both vendors.
#[derive(Debug)]
pub struct Commands {
    environment: &'static Environment,
    eos: Table,
    nxos: Table,
}

/// Commands for one switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// From the old plan to the new one.
    pub there: Vec<Command>,
    /// From the new plan to the old one.
    pub back: Vec<Command>,
}

/// Why there are no commands.
#[derive(Debug)]
pub enum Failure {
    /// A plan can't be printed.
    Render(render::Error),
    /// The switch has another operating system afterwards: there is no way by commands.
    System {
        /// What it has.
        old: Os,
        /// What it is to have.
        new: Os,
    },
    /// There is no way to take a line back.
    NoWay {
        /// The line, with its sections before it.
        line: String,
    },
    /// No switch can have one of the plans, or both.
    Sides {
        /// What is wrong with the old one.
        old: Vec<Fault>,
        /// What is wrong with the new one.
        new: Vec<Fault>,
    },
    /// The commands do not do what they should, and both plans are sound. It is a fault of ours.
    Unproved {
        /// Whether it is the way back.
        back: bool,
        /// What becomes of the switch.
        wrong: Wrong,
    },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Render(error) => error.fmt(f),
            Failure::System { old, new } => write!(f, "no commands lead from {old} to {new}"),
            Failure::NoWay { line } => write!(f, "internal error: nothing is known to take back `{line}`"),
            Failure::Sides { old, new } => f.write_str(match (old.is_empty(), new.is_empty()) {
                (false, true) => "no switch can have its old side",
                (true, _) => "no switch can have its new side",
                (false, false) => "no switch can have either side",
            }),
            Failure::Unproved { back, wrong } => {
                let way = if *back { "the way back" } else { "the commands" };
                write!(f, "internal error: {way} can't be proved: {wrong}")
            }
        }
    }
}

impl std::error::Error for Failure {}

impl From<render::Error> for Failure {
    fn from(error: render::Error) -> Self {
        Failure::Render(error)
    }
}

impl Commands {
    /// With the built-in templates.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn new() -> Result<Self, render::Error> {
        Ok(Commands {
            environment: Environment::built_in()?,
            eos: Table::new(eos::ROWS),
            nxos: Table::new(nxos::ROWS),
        })
    }

    /// The commands from one plan of a switch to another and back, proved; none where the plans are
    /// of one meaning. What no command changes, such as the model, is not looked at.
    ///
    /// # Errors
    /// Where there is no way by commands, or the way can't be proved.
    pub fn change(&self, old: &Device, new: &Device) -> Result<Option<Change>, Failure> {
        if old.os != new.os {
            return Err(Failure::System { old: old.os, new: new.os });
        }
        if old == new {
            return Ok(None);
        }
        let (old, new) = secret::covered(old, new);
        self.proved(&old, &new).map_err(|ours| match (self.text(&old), self.text(&new)) {
            (Ok(old_text), Ok(new_text)) => fault::of((&old, &old_text), (&new, &new_text)).unwrap_or(ours),
            _ => ours,
        })
    }

    fn text(&self, plan: &Device) -> Result<String, render::Error> {
        render::switch::render(self.environment, plan)
    }

    fn proved(&self, old: &Device, new: &Device) -> Result<Option<Change>, Failure> {
        // What both say alike is neither printed twice nor compared.
        let (old_part, new_part) = plan::unlike(old, new);
        let (before, after) = (self.part(&old_part, old, true)?, self.part(&new_part, new, false)?);
        let there = self.way(new.os, &before, &after)?;
        let back = self.way(new.os, &after, &before)?;
        let text = self.text(old)?;
        let (whole, mut switch) = (section::sections(new.os, &text), Switch::start(new.os, &text));
        let failed = |back: bool| move |wrong| Failure::Unproved { back, wrong };
        let whole = section::becomes(whole, &before, &after);
        debug_assert!(
            section::alike(&whole, &section::sections(new.os, &self.text(new)?)),
            "parts of plans are not printed as parts"
        );
        proof::prove(&mut switch, &there, &whole, new).map_err(failed(false))?;
        // The way back starts where the way there ended, as on the switch.
        let whole = section::becomes(whole, &after, &before);
        proof::prove(&mut switch, &back, &whole, old).map_err(failed(true))?;
        Ok((!there.is_empty() || !back.is_empty()).then_some(Change { there, back }))
    }

    /// The text of a part of a plan as a tree. What it does not say could not be proved by it.
    fn part(&self, part: &Device, whole: &Device, back: bool) -> Result<Vec<Section>, Failure> {
        let text = self.text(part)?;
        // A part may lack what makes it whole, and then only the whole tells.
        if !proof::is_said(&text, part) {
            let unsaid = proof::unsaid(&self.text(whole)?, whole);
            if !unsaid.is_empty() {
                return Err(Failure::Unproved { back, wrong: Wrong::Differs(unsaid) });
            }
        }
        Ok(section::sections(part.os, &text))
    }

    fn way(&self, os: Os, old: &[Section], new: &[Section]) -> Result<Vec<Command>, Failure> {
        let table = match os {
            Os::Eos => &self.eos,
            Os::Nxos => &self.nxos,
        };
        let followed = (os == Os::Nxos).then(|| members::followed(table, old, new));
        let old = followed.as_deref().unwrap_or(old);
        let mut steps =
            delta::steps(table, old, new).map_err(|no_row| Failure::NoWay { line: no_row.line })?;
        order::sort(&mut steps);
        Ok(order::commands(&steps))
    }
}
