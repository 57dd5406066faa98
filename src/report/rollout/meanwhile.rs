//! Who is without a path, or by one only, while a step is made.

use std::collections::{BTreeMap, BTreeSet};

use super::Page;
use crate::model::value::VlanSet;
use crate::report::changes::words::{count, names};
use crate::rollout::{Attachment, Lost, Step};

/// The lines of a step, by its number from 1; what nobody asked for first.
pub fn meanwhile(page: &Page<'_>, number: usize, step: &Step) -> Vec<String> {
    let mut lines = cuts(step, false);
    lines.extend(step.lost.iter().filter(|l| !l.meant).map(|l| lost(page, step, l)));
    lines.extend(single(step));
    if !step.alone.is_empty() {
        lines.push(format!("everything goes by {} alone", step.alone.join(", ")));
    }
    lines.extend(apart(page, number, step));
    lines.extend(cuts(step, true));
    let ends = step.lost.iter().filter(|l| l.meant);
    lines.extend(ends.map(|l| format!("ends as asked: VRF {} has no way to a PE any more", l.vrf)));
    lines
}

/// Attachments without a path, those with the same VLANs together.
pub fn cuts(step: &Step, meant: bool) -> Vec<String> {
    let mut found: BTreeMap<(&[u16], &[String]), Vec<&Attachment>> = BTreeMap::new();
    for cut in step.cut.iter().filter(|c| c.meant == meant) {
        found.entry((&cut.vlans, &cut.out)).or_default().push(cut);
    }
    let line = |((vlans, out), cuts): ((&[u16], &[String]), Vec<&Attachment>)| {
        let who = servers(cuts.iter().map(|c| (&*c.rack, &*c.server)));
        let vlans: VlanSet = vlans.iter().copied().collect();
        let noun = if vlans.iter().nth(1).is_none() { "VLAN" } else { "VLANs" };
        if meant {
            return format!("ends as asked: {noun} {vlans} of {who}");
        }
        let why = match (out, cuts.as_slice()) {
            ([], _) => "no trunk lets it through".to_owned(),
            (out, [one]) => format!("while {} is out, of {}", out.join(", "), one.ports.join(", ")),
            (out, _) => format!("while {} is out", out.join(", ")),
        };
        format!("WITHOUT A PATH: {noun} {vlans} of {who}: {why}")
    };
    found.into_iter().map(line).collect()
}

/// A VRF without a way out.
pub fn lost(page: &Page<'_>, step: &Step, lost: &Lost) -> String {
    let Lost { vrf, stuck, whole, waits, until, .. } = lost;
    let last = page.rollout.steps.len();
    let until = match until {
        None => "while this step is made".to_owned(),
        Some(step) if *step > last => "from here on".to_owned(),
        Some(step) => format!("from here until step {step} is done"),
    };
    let mut why: Vec<String> = Vec::new();
    let out: Vec<&str> =
        step.tasks().iter().map(|t| &*t.switch).filter(|s| !stuck.iter().any(|c| c == s)).collect();
    if !out.is_empty() && lost.until.is_none() {
        why.push(format!("{} is out", out.join(", ")));
    }
    if !waits.is_empty() {
        why.push(format!("it waits for {}", waits.join(", ")));
    }
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
    match whole {
        true => format!("WITHOUT A PATH: VRF {vrf} has no way to a PE {until}{why}"),
        false => format!(
            "WITHOUT A PATH: what servers send to {} in VRF {vrf} has no way to a PE {until}{why}",
            stuck.join(", ")
        ),
    }
}

/// Who goes by one port.
fn single(step: &Step) -> Option<String> {
    let who = servers(step.single.iter().map(|s| (&*s.rack, &*s.name)));
    (!step.single.is_empty()).then(|| format!("by one port: {who}"))
}

/// Servers in a phrase: by name where they are few, else how many of which racks.
pub fn servers<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut racks: Vec<&str> = Vec::new();
    let mut servers: BTreeSet<&str> = BTreeSet::new();
    let mut order: Vec<&str> = Vec::new();
    for (rack, server) in all {
        if !racks.contains(&rack) {
            racks.push(rack);
        }
        if servers.insert(server) {
            order.push(server);
        }
    }
    match order.len() {
        0..=3 => names(&order),
        n if racks.len() == 1 => format!("{n} servers of rack {}", racks.join("")),
        n => format!("{n} servers of racks {}", racks.join(", ")),
    }
}

/// What pairs say differently from this step on, those with the same together.
fn apart(page: &Page<'_>, number: usize, step: &Step) -> Vec<String> {
    let mut found: BTreeMap<(&str, Option<&str>), Vec<String>> = BTreeMap::new();
    let is_here = |name: &str| step.tasks().iter().any(|t| t.switch == name);
    for apart in page.rollout.apart.iter().filter(|a| is_here(&a.first)) {
        let key = (&*apart.first, apart.second.as_deref());
        found.entry(key).or_default().push(apart.element.to_string());
    }
    // Pairs that differ in the same for as long.
    let mut same: BTreeMap<(Option<usize>, Vec<String>), Vec<String>> = BTreeMap::new();
    for ((first, second), elements) in found {
        let until = second.and_then(|second| {
            let is = |step: &Step| step.tasks().iter().any(|t| t.switch == second);
            page.rollout.steps.iter().position(is)
        });
        let pair = second.map_or_else(|| first.to_owned(), |second| format!("{first} and {second}"));
        same.entry((until.map(|at| at + 1).filter(|at| *at > number), elements)).or_default().push(pair);
    }
    let line = |((until, elements), pairs): ((Option<usize>, Vec<String>), Vec<String>)| {
        let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
        let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
        let what = match elements.len() {
            0..=4 => elements.join(", "),
            n => format!(
                "{} and {}",
                elements.get(..3).unwrap_or(&[]).join(", "),
                count(n - 3, "more element")
            ),
        };
        match until {
            Some(step) => format!("{} differ until step {step} in {what}", names(&pairs)),
            None => format!("{} and its pair differ from here on in {what}", names(&pairs)),
        }
    };
    same.into_iter().map(line).collect()
}
