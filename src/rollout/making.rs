//! A rollout as it is made: step by step, with the state of the network after each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::checks::{self, Turns};
use super::files;
use super::paths::{State, Watch};
use super::ranges::{Range, ranges};
use super::sessions::Sessions;
use super::turn::{self, Turn};
use super::users::Users;
use super::ways::{Lost, Ways};
use super::work::task;
use super::{Action, Check, Member, Stage, Step, plan};
use crate::Analysis;
use crate::diff::{Diff, Presence, Risk, SwitchDiff};
use crate::graph::{Kind, Topology};
use crate::plan::Device;
use crate::side::Side;

/// A rollout so far.
pub struct Making<'a> {
    sides: (&'a Side, &'a Side),
    topologies: Vec<&'a Topology>,
    turns: Turns<'a>,
    /// CEs of either side, by name.
    ces: BTreeSet<&'a str>,
    state: State<'a>,
    sessions: Sessions<'a>,
    renumbered: BTreeSet<String>,
    watch: Watch<'a>,
    start: Ways,
    end: Ways,
    /// Servers whose netplan leaves something behind the switches.
    leaving: BTreeSet<&'a str>,
    steps: Vec<Step>,
}

impl<'a> Making<'a> {
    /// Before the first step.
    pub fn new(
        sides: (&'a Side, &'a Side),
        (was, is): (Option<&'a Analysis>, Option<&'a Analysis>),
        attached: &'a Analysis,
        diff: &'a Diff,
        waves: &[(Stage, Vec<&'a SwitchDiff>)],
    ) -> Self {
        let topologies: Vec<&Topology> =
            [is, was].into_iter().flatten().map(|a| &a.assignment.topology).collect();
        let switches = topologies.iter().flat_map(|t| t.switches());
        let ces = switches.filter(|(_, d)| matches!(d.kind, Kind::Ce(_))).map(|(_, d)| &*d.name).collect();
        let turns = waves.iter().enumerate();
        let turns = turns.flat_map(|(turn, (_, all))| all.iter().map(move |s| (&*s.name, turn))).collect();
        let plans = |side: &'a Side| -> HashMap<&'a str, &'a Device> {
            side.switches.iter().map(|(name, switch)| (&**name, &switch.plan)).collect()
        };
        let state = State { plans: plans(sides.0), ..State::default() };
        // Switches that are in no wave stay as they are.
        let mut finally = state.plans.clone();
        for name in waves.iter().flat_map(|(_, all)| all).map(|s| &*s.name) {
            match plan(sides.1, name) {
                Some(to) => finally.insert(name, to),
                None => finally.remove(name),
            };
        }
        let racks = attached.fabric.racks.iter().map(|r| &*r.name.value).collect();
        let after = is.map(|a| &a.assignment);
        let watch = Watch::new(&attached.assignment, after, racks, &state, &finally);
        let sessions = Sessions::new(sides, diff);
        let mut making = Making {
            sides,
            topologies,
            turns: Turns(turns),
            ces,
            state,
            sessions,
            renumbered: BTreeSet::new(),
            watch,
            start: Ways::default(),
            end: Ways::default(),
            leaving: files::leaving(diff),
            steps: Vec::new(),
        };
        making.start = making.ways();
        making.end = Ways::new(&making.there(&finally), &State::default(), &Sessions::default());
        making
    }

    /// What servers or clusters do.
    pub fn files(&mut self, action: Action) {
        self.add(action, Vec::new(), Vec::new(), Vec::new());
    }

    /// A wave of switches. `last` says that no server and no cluster changes after it.
    pub fn wave(&mut self, stage: Stage, switches: &[&'a SwitchDiff], last: bool) {
        let users = Users { last, replaced: &self.watch.replaced, leaving: &self.leaving };
        let (topologies, turns) = (&self.topologies, &self.turns);
        let before = checks::before(self.sides, topologies, switches, turns, &self.sessions, &users);
        for switch in switches.iter().filter(|s| s.risk() >= Risk::SessionReset) {
            match vrfs(switch) {
                Some(vrfs) => drop(self.state.vrfs.insert(&switch.name, vrfs)),
                None => self.state.out.push(&switch.name),
            }
        }
        for switch in switches {
            self.sessions.change(&switch.name);
            match plan(self.sides.1, &switch.name) {
                Some(to) => self.state.plans.insert(&switch.name, to),
                None => self.state.plans.remove(&*switch.name),
            };
        }
        let after = checks::after(self.sides, &self.topologies, switches, &self.turns, &self.sessions);
        let tasks = switches.iter().map(|s| task(self.sides, s)).collect();
        self.add(Action::Switches { stage, tasks }, before, after, ranges(self.sides.1, switches));
    }

    /// What neighbors do after a wave.
    pub fn turns(&mut self, switches: &[&'a SwitchDiff]) {
        let mut others: Vec<Turn> = Vec::new();
        for switch in switches {
            for turn in turn::turns(self.sides, &self.topologies, switch, &self.renumbered) {
                if turn.pe {
                    self.neighbors(vec![turn]);
                } else {
                    others.push(turn);
                }
            }
        }
        if !others.is_empty() {
            self.neighbors(others);
        }
    }

    fn neighbors(&mut self, turns: Vec<Turn>) {
        for turn in &turns {
            if turn.renumbers() {
                self.renumbered.insert(turn.neighbor.clone());
            }
            self.sessions.follow(turn);
        }
        let after = turns.iter().flat_map(|t| checks::followed(self.sides, t, &self.sessions)).collect();
        self.sessions.turning = turns.iter().filter(|t| t.renumbers()).map(|t| t.neighbor.clone()).collect();
        self.add(Action::Neighbors(turns), Vec::new(), after, Vec::new());
    }

    /// Adds a step whose state while it is made is the present one, and ends it.
    fn add(&mut self, action: Action, before: Vec<Check>, after: Vec<Check>, ranges: Vec<Range>) {
        let seen = self.watch.look(&self.state);
        let mut lost = self.ways().lost(&self.start, &self.end);
        let left = self.there(&self.state.plans);
        let alone = match self.ces.iter().any(|ce| self.state.out.contains(ce)) {
            true => left.keys().map(|ce| (*ce).to_owned()).collect(),
            false => Vec::new(),
        };
        let vrfs_alone = self.vrfs_alone(&left);
        self.state.out.clear();
        self.state.vrfs.clear();
        self.sessions.turning.clear();
        // What outlasts the step is told with it, and in place of what is lost during it.
        let stays = self.ways().lost(&self.start, &self.end);
        lost.retain(|lost| !stays.iter().any(|s| s.vrf == lost.vrf && s.whole == lost.whole));
        let stays = stays.into_iter().map(|lost| Lost { until: Some(0), ..lost });
        let lost = lost.into_iter().chain(stays).collect();
        let (cut, single) = (seen.cut, seen.single);
        self.steps.push(Step { action, before, after, cut, lost, single, alone, vrfs_alone, ranges });
    }

    /// The VRFs that a CE is out in, with those of some CEs that forward for them.
    fn vrfs_alone(&self, ces: &BTreeMap<&'a str, &'a Device>) -> Vec<(String, Vec<String>)> {
        let out = self.state.vrfs.iter().filter(|(switch, _)| self.ces.contains(*switch));
        let out: BTreeSet<&str> = out.flat_map(|(_, vrfs)| vrfs).copied().collect();
        let forwards = |ce: &str, plan: &Device, vrf: &str| {
            !self.state.is_out(ce, vrf) && plan.vrfs.iter().any(|v| v.name == vrf)
        };
        let by = |vrf: &str| -> Vec<String> {
            let left = ces.iter().filter(|(ce, plan)| forwards(ce, plan, vrf));
            left.map(|(ce, _)| (*ce).to_owned()).collect()
        };
        let all = out.into_iter().map(|vrf| (vrf.to_owned(), by(vrf)));
        all.filter(|(_, ces)| !ces.is_empty()).collect()
    }

    /// The CEs that are up.
    fn there(&self, plans: &HashMap<&'a str, &'a Device>) -> BTreeMap<&'a str, &'a Device> {
        let up = self.ces.iter().filter(|ce| !self.state.out.contains(ce));
        up.filter_map(|ce| Some((*ce, *plans.get(ce)?))).collect()
    }

    fn ways(&self) -> Ways {
        Ways::new(&self.there(&self.state.plans), &self.state, &self.sessions)
    }

    /// The steps. What a VRF loses for several of them is told at the first, with the one that ends it.
    pub fn finish(self) -> Vec<Step> {
        let same = |a: &Lost, b: &Lost| a.vrf == b.vrf && a.whole == b.whole && a.stuck == b.stuck;
        let mut steps = self.steps;
        let stays: Vec<Vec<Lost>> = steps
            .iter()
            .map(|step| step.lost.iter().filter(|l| l.until.is_some()).cloned().collect())
            .collect();
        // The step in which servers change that is the last: they leave something in it.
        let servers = steps.iter().rposition(|step| matches!(step.action, Action::Servers(_)));
        for (at, step) in steps.iter_mut().enumerate() {
            for cut in step.cut.iter_mut().filter(|cut| cut.meant) {
                let late = servers.filter(|servers| *servers > at && self.leaving.contains(&*cut.server));
                cut.until = late.map(|servers| servers + 1);
            }
            let before = at.checked_sub(1).and_then(|at| stays.get(at)).map_or(&[][..], Vec::as_slice);
            step.lost.retain(|lost| !before.iter().any(|b| same(b, lost)));
            for lost in step.lost.iter_mut().filter(|lost| lost.until.is_some()) {
                let later = stays.iter().enumerate().skip(at + 1);
                let ends = later.into_iter().find(|(_, stays)| !stays.iter().any(|s| same(s, lost)));
                lost.until = ends.map(|(at, _)| at + 1).or(Some(stays.len() + 1));
            }
        }
        steps
    }
}

/// The VRFs in which alone a switch loses something; none where it does in more than those.
fn vrfs(switch: &SwitchDiff) -> Option<BTreeSet<&str>> {
    if switch.presence != Presence::Both {
        return None;
    }
    let mut all = BTreeSet::new();
    for change in switch.changes.iter().filter(|c| c.risk >= Risk::SessionReset) {
        all.extend(change.vrfs.as_ref()?.iter().map(String::as_str));
    }
    Some(all)
}

impl Stage {
    /// Which of its pair a switch of the wave is.
    pub const fn member(self) -> Member {
        match self {
            Stage::Come(member)
            | Stage::Ces(member)
            | Stage::Canary(member)
            | Stage::Tors(member)
            | Stage::Go(member) => member,
        }
    }
}
