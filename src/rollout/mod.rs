//! An order of a change: switches in waves in which the two of a pair are never together, and between
//! them what others have to do, neighbors, servers and clusters; with what is to be looked at before
//! and after each step, and who would be without a path meanwhile.
//!
//! It takes a fabric to tell pairs and paths, so one side has to be one.

mod checks;
mod established;
mod files;
mod making;
mod order;
mod paths;
mod ranges;
mod replugged;
mod sessions;
mod turn;
mod users;
mod ways;
mod work;

use crate::Analysis;
use crate::diff::{Diff, Missing, Risk, SwitchDiff};
use crate::plan::{Device, Element};
use crate::side::Side;

use making::Making;

pub use paths::{Attachment, Server};
pub use ranges::Range;
pub use turn::{Item, Turn};
pub use ways::Lost;
pub use work::{Task, Work};

/// An order in which a change is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// Steps, one after the other.
    pub steps: Vec<Step>,
    /// What the two of a pair say differently between their waves, and lose packets by.
    pub apart: Vec<Apart>,
    /// Switches that differ and are in no step, by name.
    pub left_out: Vec<LeftOut>,
}

/// A switch that differs and is in no step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The switch.
    pub switch: String,
    /// Why.
    pub why: Why,
}

/// Why a switch that differs is in no step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// One side has running configurations and none of it: it may be missing by mistake.
    NotRunning,
    /// It runs, and the other side does not know it.
    NotKnown,
    /// Only lines differ that no reader understands.
    NotUnderstood,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub action: Action,
    /// What has to hold before.
    pub before: Vec<Check>,
    /// What has to hold afterwards.
    pub after: Vec<Check>,
    /// Attachments without a path while the step is made, by server. Switches that lose more than
    /// nothing are taken to be down, in some VRFs alone where only those lose it, the others to say
    /// already what they are to say.
    pub cut: Vec<Attachment>,
    /// VRFs without a way to a PE while the step is made, or from it on.
    pub lost: Vec<Lost>,
    /// Servers that go by one of their two ports while the step is made.
    pub single: Vec<Server>,
    /// The CEs that everything goes by while others are out.
    pub alone: Vec<String>,
    /// VRFs that others are out in, with the CEs that they go by.
    pub vrfs_alone: Vec<(String, Vec<String>)>,
    /// Ranges whose sessions end.
    pub ranges: Vec<Range>,
}

/// What is done in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Switches are changed, all at a time: a wave.
    Switches {
        /// Which switches these are.
        stage: Stage,
        /// The switches, in the order of the fabric.
        tasks: Vec<Task>,
    },
    /// Neighbors outside change what has to fit: a PE alone, others together.
    Neighbors(Vec<Turn>),
    /// Servers get their netplan, by name.
    Servers(Vec<String>),
    /// Clusters get or lose manifests, by path.
    Manifests(Vec<String>),
}

impl Step {
    /// The switches of a wave; none of another step.
    pub fn tasks(&self) -> &[Task] {
        match &self.action {
            Action::Switches { tasks, .. } => tasks,
            Action::Neighbors(_) | Action::Servers(_) | Action::Manifests(_) => &[],
        }
    }

    /// The worst that is done to a switch.
    pub fn risk(&self) -> Risk {
        self.tasks().iter().map(|t| t.risk).max().unwrap_or(Risk::None)
    }
}

/// Which switches a wave is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Switches that come: nobody is behind them yet.
    Come(Member),
    /// CEs.
    Ces(Member),
    /// TORs of the one rack of each vendor on which the change is tried, before those of all others.
    Canary(Member),
    /// TORs.
    Tors(Member),
    /// Switches that go.
    Go(Member),
}

/// Which of its pair a switch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// The first.
    First,
    /// The second.
    Second,
}

/// Something to be looked at on a switch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// The switch.
    pub switch: String,
    /// The command.
    pub command: String,
    /// What has to be in its answer.
    pub says: String,
}

/// What the two of a pair say differently for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The switch that changes first; alone, where the other one does not change with it.
    pub first: String,
    /// The other one, where it changes too.
    pub second: Option<String>,
    /// The element.
    pub element: Element,
    /// What it does, as the change says.
    pub reasons: Vec<String>,
}

fn analysis(side: &Side) -> Option<&Analysis> {
    side.fabric().and_then(|c| c.analysis.as_ref())
}

/// The plan of a switch on a side.
fn plan<'a>(side: &'a Side, name: &str) -> Option<&'a Device> {
    side.switches.get(name).map(|s| &s.plan)
}

/// The order in which to make what differs; none where neither side is a fabric.
pub fn rollout(old: &Side, new: &Side, diff: &Diff) -> Option<Rollout> {
    let (was, is) = (analysis(old), analysis(new));
    // Whoever is attached before has a path to lose; where only the new side knows, those who will be.
    let attached = was.or(is)?;
    let mut left_out = Vec::new();
    let mut switches = Vec::new();
    for switch in &diff.switches {
        match why_not(old, new, switch) {
            Some(why) => left_out.push(LeftOut { switch: switch.name.clone(), why }),
            None => switches.push(switch),
        }
    }
    let topologies = (was.map(|a| &a.assignment.topology), is.map(|a| &a.assignment.topology));
    let order =
        order::order(topologies, diff, &switches, |switch| plan(new, &switch.name).map(|plan| plan.os));
    let (before, after) = files::steps(diff);
    let (mut built, after) = files::built_in(topologies.1, &order.waves, after, diff);
    let mut making = Making::new((old, new), (was, is), attached, diff, &order.waves);
    before.into_iter().for_each(|action| making.files(action));
    for (stage, switches) in &order.waves {
        // Workloads may move to racks that come before their VLANs leave the old ones.
        if matches!(stage, Stage::Canary(_) | Stage::Tors(_)) {
            built.take().into_iter().for_each(|action| making.files(action));
        }
        making.wave(*stage, switches, after.is_empty());
        making.turns(switches);
    }
    after.into_iter().for_each(|action| making.files(action));
    Some(Rollout { steps: making.finish(), apart: order.apart, left_out })
}

/// Why a switch is in no step.
fn why_not(old: &Side, new: &Side, switch: &SwitchDiff) -> Option<Why> {
    match switch.presence.missing(&old.origin, &new.origin) {
        Some(Missing::NotRunning) => Some(Why::NotRunning),
        Some(Missing::NotKnown) => Some(Why::NotKnown),
        Some(Missing::Removed | Missing::Added) => None,
        None => switch.changes.is_empty().then_some(Why::NotUnderstood),
    }
}
