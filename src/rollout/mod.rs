//! An order in which switches are changed: waves in which the two of a pair are never together, with
//! what is to be looked at before and after each, and who would be without a path meanwhile.
//!
//! It takes a fabric to tell pairs and paths, so one side has to be one.

mod checks;
mod order;
mod paths;

use crate::assign::Assignment;
use crate::diff::{Diff, Risk};
use crate::plan::Element;
use crate::side::Side;

/// An order in which switches are changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rollout {
    /// Waves, one after the other.
    pub waves: Vec<Wave>,
    /// What the two of a pair say differently between their waves, and lose packets by.
    pub apart: Vec<Apart>,
}

/// Switches that are changed at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Which switches these are.
    pub stage: Stage,
    /// Their names, in the order of the fabric.
    pub switches: Vec<String>,
    /// The worst that is done to one of them.
    pub risk: Risk,
    /// What has to hold before.
    pub before: Vec<Check>,
    /// What has to hold afterwards.
    pub after: Vec<Check>,
    /// Attachments without a path while the wave is made, by server. Switches that lose more than
    /// nothing are taken to be down, the others to say already what they are to say.
    pub cut: Vec<Attachment>,
}

/// Which switches a wave is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Switches that come: nobody is behind them yet.
    Come(Member),
    /// CEs.
    Ces(Member),
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

/// A pNIC of a server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attachment {
    /// The server.
    pub server: String,
    /// Its ports, with the switches that they go to: `ens3f0np0 to r1-t1`.
    pub ports: Vec<String>,
    /// The VLANs that have no path.
    pub vlans: Vec<u16>,
    /// Whether that is what is asked for: the new side has no such VLAN there. Told once.
    pub meant: bool,
    /// The switches that are out while that is so; where there is none, trunks do not let it through.
    pub out: Vec<String>,
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

/// The order in which to make what differs; none where neither side is a fabric.
pub fn rollout(old: &Side, new: &Side, diff: &Diff) -> Option<Rollout> {
    let (was, is) = (assignment(old), assignment(new));
    // Whoever is attached before has a path to lose; where only the new side knows, those who will be.
    let attached = was.or(is)?;
    let order = order::order(was.map(|a| &a.topology), is.map(|a| &a.topology), diff);
    let turns = order.waves.iter().enumerate();
    let turns = turns.flat_map(|(turn, (_, all))| all.iter().map(move |s| (&*s.name, turn)));
    let turns = checks::Turns(turns.collect());
    let plans = old.switches.iter().map(|(name, switch)| (&**name, &switch.plan));
    let mut state = paths::State { plans: plans.collect(), out: Vec::new() };
    let mut ended = paths::Ended::new();
    let mut waves = Vec::new();
    for (stage, switches) in order.waves {
        let down = |s: &&crate::diff::SwitchDiff| s.risk() >= Risk::SessionReset;
        state.out = switches.iter().copied().filter(down).map(|s| &*s.name).collect();
        for switch in &switches {
            match new.switches.get(&switch.name) {
                Some(to) => state.plans.insert(&switch.name, &to.plan),
                None => state.plans.remove(&*switch.name),
            };
        }
        let (before, after) = checks::checks((old, new), &switches, &turns);
        waves.push(Wave {
            stage,
            switches: switches.iter().map(|s| s.name.clone()).collect(),
            risk: switches.iter().map(|s| s.risk()).max().unwrap_or(Risk::None),
            before,
            after,
            cut: paths::cut(attached, is, &state, &mut ended),
        });
    }
    Some(Rollout { waves, apart: order.apart })
}

fn assignment(side: &Side) -> Option<&Assignment> {
    side.fabric().and_then(|c| c.analysis.as_ref()).map(|a| &a.assignment)
}
