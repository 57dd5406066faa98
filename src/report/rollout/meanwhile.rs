//! Who is without a path, or by one only, while a step is made.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::Page;
use crate::model::value::VlanSet;
use crate::plan::Element;
use crate::report::changes::words::{count, names};
use crate::rollout::{Attachment, Lost, Range, Step};

/// How many racks are named one by one.
const MOST_RACKS: usize = 8;

/// The lines of a step, by its number from 1; what nobody asked for first.
pub fn meanwhile(page: &Page<'_>, number: usize, step: &Step) -> Vec<String> {
    let mut lines = cuts(step, false);
    lines.extend(ways(page, step));
    lines.extend(single(step));
    if !step.alone.is_empty() {
        lines.push(format!("everything goes by {} alone", step.alone.join(", ")));
    }
    lines.extend(vrfs_alone(step));
    lines.extend(ranges(step));
    lines.extend(apart(page, number, step));
    lines.extend(cuts(step, true));
    let ends: Vec<&str> = step.lost.iter().filter(|l| l.meant).map(|l| &*l.vrf).collect();
    if !ends.is_empty() {
        lines.push(format!("ends as asked: VRF {} has no way to a PE any more", ends.join(", ")));
    }
    lines
}

/// Attachments without a path, those with the same VLANs together: what nobody asked for, or what ends
/// before its users leave it, and what ends as it should.
pub fn cuts(step: &Step, ends: bool) -> Vec<String> {
    type Same<'a> = (&'a [u16], &'a [String], &'a [u16], Option<usize>);
    let mut found: BTreeMap<Same<'_>, Vec<&Attachment>> = BTreeMap::new();
    for cut in step.cut.iter().filter(|cut| is_end(cut) == ends) {
        found.entry((&cut.vlans, &cut.out, &cut.instead, cut.until)).or_default().push(cut);
    }
    let mut lines = Vec::new();
    for ((vlans, out, instead, until), cuts) in found {
        let who = servers(cuts.iter().map(|c| (&*c.rack, &*c.server)));
        let vlans: VlanSet = vlans.iter().copied().collect();
        let noun = if vlans.iter().nth(1).is_none() { "VLAN" } else { "VLANs" };
        if ends {
            lines.push(format!("ends as asked: {noun} {vlans} of {who}"));
            continue;
        }
        let why = match (until, out, cuts.as_slice()) {
            (Some(step), ..) => format!("from here until step {step} is done, where they leave it"),
            (None, ..) if !instead.is_empty() => {
                let instead: VlanSet = instead.iter().copied().collect();
                format!("from here until who uses it takes {instead} in its place")
            }
            (None, [], _) => "no trunk lets it through".to_owned(),
            (None, out, [one]) => format!("while {} is out, of {}", out.join(", "), one.ports.join(", ")),
            (None, out, _) => format!("while {} is out", out.join(", ")),
        };
        lines.push(format!("WITHOUT A PATH: {noun} {vlans} of {who}: {why}"));
    }
    lines
}

/// Whether what is cut ends as it should: nobody uses it any more.
pub fn is_end(cut: &Attachment) -> bool {
    cut.meant && cut.until.is_none() && cut.instead.is_empty()
}

/// VRFs without a way out that nobody asked for, those of one reason together.
fn ways(page: &Page<'_>, step: &Step) -> Vec<String> {
    type Same<'a> = (bool, &'a [String], &'a [String], Option<usize>);
    let mut found: BTreeMap<Same<'_>, Vec<&str>> = BTreeMap::new();
    for Lost { vrf, stuck, whole, waits, until, .. } in step.lost.iter().filter(|lost| !lost.meant) {
        found.entry((*whole, stuck, waits, *until)).or_default().push(vrf);
    }
    let last = page.rollout.steps.len();
    let line = |((whole, stuck, waits, until), vrfs): (Same<'_>, Vec<&str>)| {
        let mut why: Vec<String> = Vec::new();
        let names = step.tasks().iter().map(|t| &*t.switch);
        let out: Vec<&str> = names.filter(|name| !stuck.iter().any(|ce| ce == name)).collect();
        if !out.is_empty() && until.is_none() {
            why.push(format!("{} is out", out.join(", ")));
        }
        if !waits.is_empty() {
            why.push(format!("it waits for {}", waits.join(", ")));
        }
        let why = if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) };
        let until = match until {
            None => "while this step is made".to_owned(),
            Some(step) if step > last => "from here on".to_owned(),
            Some(step) => format!("from here until step {step} is done"),
        };
        let what = match whole {
            true => String::new(),
            false => format!("what servers send to {} in ", stuck.join(", ")),
        };
        format!("WITHOUT A PATH: {what}VRF {} has no way to a PE {until}{why}", vrfs.join(", "))
    };
    found.into_iter().map(line).collect()
}

/// VRFs that go by some CEs alone, those with the same together.
fn vrfs_alone(step: &Step) -> Vec<String> {
    let mut found: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
    for (vrf, ces) in &step.vrfs_alone {
        found.entry(ces).or_default().push(vrf);
    }
    let line = |(ces, vrfs): (&[String], Vec<&str>)| {
        let (noun, verb) = if vrfs.len() == 1 { ("VRF", "goes") } else { ("VRFs", "go") };
        format!("{noun} {} {verb} by {} alone", vrfs.join(", "), ces.join(", "))
    };
    found.into_iter().map(line).collect()
}

/// Ranges whose sessions end, those of several switches together.
fn ranges(step: &Step) -> Vec<String> {
    let mut found: BTreeMap<(&Option<String>, &IpNet, bool), Vec<&str>> = BTreeMap::new();
    for Range { switch, vrf, range, stays } in &step.ranges {
        found.entry((vrf, range, *stays)).or_default().push(switch);
    }
    let line = |((vrf, range, stays), switches): ((&Option<String>, &IpNet, bool), Vec<&str>)| {
        let table = vrf.as_ref().map_or_else(|| "the global table".to_owned(), |vrf| format!("VRF {vrf}"));
        let what = if stays { "end and come again" } else { "end" };
        let switches = names(&switches);
        format!("sessions from {range} in {table} of {switches} {what}; no check counts them")
    };
    found.into_iter().map(line).collect()
}

/// Who goes by one port.
fn single(step: &Step) -> Option<String> {
    let who = servers(step.single.iter().map(|s| (&*s.rack, &*s.name)));
    (!step.single.is_empty()).then(|| format!("by one port: {who}"))
}

/// Servers in a phrase: by name where they are few, else how many of which racks.
pub fn servers<'a>(all: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    // In the order of the fabric, each once.
    let (mut racks, mut servers): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut seen: BTreeSet<(bool, &str)> = BTreeSet::new();
    for (rack, server) in all {
        if seen.insert((true, rack)) {
            racks.push(rack);
        }
        if seen.insert((false, server)) {
            servers.push(server);
        }
    }
    match servers.len() {
        0..=3 => names(&servers),
        n if racks.len() == 1 => format!("{n} servers of rack {}", racks.join("")),
        n if racks.len() <= MOST_RACKS => format!("{n} servers of racks {}", racks.join(", ")),
        n => format!("{n} servers of racks {}", names(&racks)),
    }
}

/// What pairs say differently from this step on, those with the same together.
fn apart(page: &Page<'_>, number: usize, step: &Step) -> Vec<String> {
    let mut found: BTreeMap<(&str, Option<&str>), Vec<String>> = BTreeMap::new();
    let here: BTreeSet<&str> = step.tasks().iter().map(|t| &*t.switch).collect();
    for apart in page.rollout.apart.iter().filter(|a| here.contains(&*a.first)) {
        let key = (&*apart.first, apart.second.as_deref());
        let what = match &apart.element {
            Element::Device => "model, version or features".to_owned(),
            element => element.to_string(),
        };
        found.entry(key).or_default().push(what);
    }
    // Pairs that differ in the same for as long.
    let mut same: BTreeMap<(Option<usize>, Vec<String>), Vec<String>> = BTreeMap::new();
    let steps = page.rollout.steps.iter().enumerate();
    let turns = steps.flat_map(|(at, step)| step.tasks().iter().map(move |t| (&*t.switch, at + 1)));
    let turns: BTreeMap<&str, usize> = turns.collect();
    for ((first, second), elements) in found {
        let until = second.and_then(|second| turns.get(second)).copied();
        let pair = second.map_or_else(|| first.to_owned(), |second| format!("{first} and {second}"));
        same.entry((until.filter(|at| *at > number), elements)).or_default().push(pair);
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
