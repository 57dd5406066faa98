//! A step as lines under headings, which the text for people and the one for a ticket share.

use std::collections::{BTreeMap, BTreeSet};

use super::meanwhile::meanwhile;
use super::{Page, words};
use crate::diff::{FileDiff, Presence, Risk, SwitchDiff};
use crate::report::changes::entry::{Entry, of_wave};
use crate::report::changes::words::{self as said, count, risk};
use crate::report::printable;
use crate::rollout::{Action, Check, Member, Step, Task};

/// How many lines of changes a step has; the rest is counted.
const MOST_CHANGES: usize = 12;

/// A step in lines.
#[derive(Debug, Default)]
pub struct Told {
    /// What changes.
    pub changes: Vec<String>,
    /// Who is without a path, or by one only.
    pub meanwhile: Vec<String>,
    /// What has to hold before.
    pub before: Vec<String>,
    /// What is done.
    pub work: Vec<String>,
    /// What has to hold afterwards.
    pub after: Vec<String>,
    /// What makes it stay.
    pub keep: Vec<String>,
    /// What is done where something does not hold.
    pub back: Vec<String>,
}

impl Told {
    /// The lists with their headings, those of them that say something; and whether their lines are done
    /// or looked at, one by one.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, bool, &[String])> {
        let all: [(&'static str, bool, &[String]); 7] = [
            ("changes", false, &self.changes),
            ("meanwhile", false, &self.meanwhile),
            ("before", true, &self.before),
            ("do", true, &self.work),
            ("after", true, &self.after),
            ("keep", true, &self.keep),
            ("otherwise", false, &self.back),
        ];
        all.into_iter().filter(|(.., lines)| !lines.is_empty())
    }
}

/// A step, by its number from 1.
pub fn told(page: &Page<'_>, number: usize, step: &Step) -> Told {
    let mut told = match &step.action {
        Action::Switches { stage, tasks } => wave(page, number, stage.member(), tasks),
        Action::Neighbors(turns) => {
            let (work, back): (Vec<Vec<String>>, Vec<String>) = turns.iter().map(words::turn).unzip();
            Told { work: work.concat(), back, ..Told::default() }
        }
        Action::Servers(names) => servers(page, names),
        Action::Manifests(paths) => manifests(page, paths),
    };
    told.meanwhile = meanwhile(page, number, step);
    told.meanwhile.splice(0..0, management(page, step));
    let everybody: Vec<&str> = step.tasks().iter().map(|t| &*t.switch).collect();
    told.before.splice(0..0, checks(&step.before, &everybody));
    told.after.splice(0..0, checks(&step.after, &everybody));
    for list in [&mut told.changes, &mut told.meanwhile, &mut told.before, &mut told.work] {
        list.iter_mut().for_each(safe);
    }
    for list in [&mut told.after, &mut told.keep, &mut told.back] {
        list.iter_mut().for_each(safe);
    }
    told
}

fn safe(line: &mut String) {
    *line = printable(line).into_owned();
}

/// Switches whose management goes over what changes.
fn management(page: &Page<'_>, step: &Step) -> Option<String> {
    let names = switches(step.tasks());
    let here = page.diff.switches.iter().filter(|s| names.contains(&*s.name));
    let cuts = here.flat_map(|s| &s.changes).flat_map(|c| &c.cuts);
    let cut: BTreeSet<&str> = cuts.map(String::as_str).collect();
    let cut: Vec<&str> = cut.into_iter().collect();
    (!cut.is_empty()).then(|| format!("management in band may be cut, have a console: {}", cut.join(", ")))
}

/// Checks in their order, those of several switches together.
fn checks(checks: &[Check], everybody: &[&str]) -> Vec<String> {
    let mut order: Vec<(&Check, Vec<&str>)> = Vec::new();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for check in checks {
        let place = known.get(&(&*check.command, &*check.says)).and_then(|at| order.get_mut(*at));
        match place {
            Some((_, who)) => {
                // What is told of a switch stands together.
                if who.last() != Some(&&*check.switch) {
                    who.push(&check.switch);
                }
            }
            None => {
                known.insert((&check.command, &check.says), order.len());
                order.push((check, vec![&check.switch]));
            }
        }
    }
    let who = |who: &[&str]| match who.len() > 2 && who.len() == everybody.len() {
        true => "each".to_owned(),
        false => who.join(", "),
    };
    order.iter().map(|(check, all)| words::check(check, &who(all))).collect()
}

/// A wave of switches.
fn wave(page: &Page<'_>, number: usize, member: Member, tasks: &[Task]) -> Told {
    let mut told = Told { changes: changes(page, tasks), ..Told::default() };
    for task in tasks {
        let (work, back) = words::work(page, task);
        told.work.extend(work);
        told.keep.extend(words::keep(page, task));
        told.back.push(back);
    }
    // A pair that can't stay as it is goes back together.
    let here = switches(tasks);
    let steps = page.rollout.steps.iter().take(number.saturating_sub(1));
    let earlier: BTreeSet<&str> = steps.flat_map(Step::tasks).map(|t| &*t.switch).collect();
    let apart = page.rollout.apart.iter().filter(|a| member == Member::Second && earlier.contains(&*a.first));
    let here = |second: &Option<String>| second.as_ref().is_some_and(|second| here.contains(&**second));
    let first: BTreeSet<&str> = apart.filter(|a| here(&a.second)).map(|a| &*a.first).collect();
    if !first.is_empty() {
        // Neighbors that have followed them go back before they do.
        let steps = page.rollout.steps.iter().take(number.saturating_sub(1));
        let turns = steps.filter_map(|step| match &step.action {
            Action::Neighbors(turns) => Some(turns),
            Action::Switches { .. } | Action::Servers(_) | Action::Manifests(_) => None,
        });
        let followed = turns.flatten().filter(|turn| first.contains(&*turn.switch));
        let followed: BTreeSet<&str> = followed.map(|turn| &*turn.neighbor).collect();
        let all: Vec<&str> = followed.into_iter().chain(first).collect();
        let all = all.join(", ");
        told.back
            .push(format!("then {all} too, each by its own way back: the two of a pair can't stay apart"));
    }
    told
}

/// What changes on the switches of a wave: what disturbs in full, the rest by number.
fn changes(page: &Page<'_>, tasks: &[Task]) -> Vec<String> {
    let names = switches(tasks);
    let is_here = |s: &&SwitchDiff| s.presence == Presence::Both && names.contains(&*s.name);
    let here: Vec<&SwitchDiff> = page.diff.switches.iter().filter(is_here).collect();
    let mut lines = Vec::new();
    let mut quiet: BTreeMap<Risk, usize> = BTreeMap::new();
    for group in of_wave(&here) {
        if group.risk < Risk::SessionReset {
            *quiet.entry(group.risk).or_default() += group.entries.len();
            continue;
        }
        let whose = match group.switches.len() == tasks.len() {
            true => String::new(),
            false => format!(" on {}", said::names(&group.switches)),
        };
        for (entry, _) in &group.entries {
            lines.push(format!("{}{whose}: {}{}", risk(group.risk), entry.line, why(entry)));
        }
    }
    if lines.len() > MOST_CHANGES {
        let more = lines.len() - MOST_CHANGES;
        lines.truncate(MOST_CHANGES);
        lines.push(format!("and {} that disturb: selvedge diff shows them", count(more, "more change")));
    }
    for (worst, n) in quiet.into_iter().rev() {
        lines.push(format!("{}: {}", risk(worst), count(n, "change")));
    }
    lines
}

/// Why an entry disturbs, in brackets, without what its line says already.
fn why(entry: &Entry) -> String {
    let Some(why) = entry.below.first().filter(|line| !line.starts_with(['+', '-', ' ', '.'])) else {
        return String::new();
    };
    let line = entry.line.to_ascii_lowercase();
    let said = |head: &str| line.ends_with(&head.to_ascii_lowercase());
    let rest = why.split_once(": ").filter(|(head, _)| said(head)).map_or(&**why, |(_, rest)| rest);
    format!(" ({rest})")
}

/// The switches of a wave.
fn switches(tasks: &[Task]) -> BTreeSet<&str> {
    tasks.iter().map(|t| &*t.switch).collect()
}

/// Those of some files that are of a presence.
fn of<'a>(files: &'a [FileDiff], names: &[String], presence: Presence) -> Vec<&'a str> {
    let names: BTreeSet<&String> = names.iter().collect();
    let is = |f: &&FileDiff| f.presence == presence && names.contains(&f.name);
    files.iter().filter(is).map(|f| &*f.name).collect()
}

fn servers(page: &Page<'_>, all: &[String]) -> Told {
    let mut told = Told::default();
    let of = |presence| of(&page.diff.hosts, all, presence);
    let path = "etc/netplan/60-fabric.yaml";
    if let Some(names) = some(&of(Presence::Old)) {
        told.before.push(format!("{names}: no workload is left"));
        told.work.push(format!("{names}: shut it down, and take it and its cables out"));
        told.back.push(format!("{names}: cable it and start it again"));
    }
    if let Some(names) = some(&of(Presence::Both)) {
        told.work.push(format!("{names}: {path} of hosts/NAME in the new tree, then netplan apply"));
        told.back.push(format!("{names}: the file of the old tree, then netplan apply"));
        told.after.push(format!("{names}: netplan status --diff => no difference"));
    }
    if let Some(names) = some(&of(Presence::New)) {
        told.work.push(format!("{names}: build it in, and cable it as cabling.csv of the new tree says"));
        told.work.push(format!("{names}: install it, with {path} of hosts/NAME in the new tree"));
        told.after.push(format!("{names}: cat /proc/net/bonding/* => MII Status: up, of both ports of each"));
        told.back.push(format!("{names}: shut it down"));
    }
    told
}

fn manifests(page: &Page<'_>, all: &[String]) -> Told {
    let mut told = Told::default();
    let of = |presence| of(&page.diff.files, all, presence);
    for path in of(Presence::Old) {
        told.before.push(format!("no pod has it in its annotation k8s.v1.cni.cncf.io/networks: {path}"));
        told.work.push(format!("kubectl delete -f {path} (of the old tree)"));
        told.after.push(format!("kubectl get -f {path} (of the old tree) => NotFound"));
        told.back.push(format!("kubectl apply -f {path} (of the old tree)"));
    }
    for path in of(Presence::Both).into_iter().chain(of(Presence::New)) {
        told.work.push(format!("kubectl apply -f {path} (of the new tree)"));
        told.after.push(format!("kubectl get -f {path} (of the new tree) => it is listed"));
    }
    for path in of(Presence::Both) {
        told.back.push(format!("kubectl apply -f {path} (of the old tree)"));
    }
    for path in of(Presence::New) {
        told.back.push(format!("kubectl delete -f {path} (of the new tree)"));
    }
    told
}

/// Names in a list; none where there is none.
fn some(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| names.join(", "))
}
