//! The lines that say whether to worry.

use std::collections::BTreeMap;

use super::Page;
use super::meanwhile::{is_end, servers};
use crate::diff::Risk;
use crate::report::changes::words::{count, names, risk};
use crate::rollout::{Action, Step, Why};

/// How many steps there are, of what, and how bad: `5 steps: 4 switches in 4 waves, at the worst an
/// outage; 1 neighbor; 2 servers`.
pub fn verdict(page: &Page<'_>) -> String {
    let steps = &page.rollout.steps;
    if page.diff.is_empty() {
        return "nothing to do".to_owned();
    }
    let switches: usize = steps.iter().map(|s| s.tasks().len()).sum();
    let waves = steps.iter().filter(|s| !s.tasks().is_empty()).count();
    let neighbors = |s: &Step| match &s.action {
        Action::Neighbors(turns) => turns.len(),
        Action::Switches { .. } | Action::Servers(_) | Action::Manifests(_) => 0,
    };
    let neighbors: usize = steps.iter().map(neighbors).sum();
    let mut parts = Vec::new();
    if switches > 0 {
        let nouns = if switches == 1 { "switch" } else { "switches" };
        let worst = steps.iter().map(Step::risk).max().unwrap_or(Risk::None);
        parts.push(format!(
            "{switches} {nouns} in {}, at the worst {}",
            count(waves, "wave"),
            worst_word(worst)
        ));
    }
    if neighbors > 0 {
        parts.push(count(neighbors, "change") + " of neighbors");
    }
    let others = [(page.diff.hosts.len(), "server"), (page.diff.files.len(), "manifest")];
    parts.extend(others.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(*n, noun)));
    if parts.is_empty() {
        return "no step: see what is left out".to_owned();
    }
    format!("{}: {}", count(steps.len(), "step"), parts.join("; "))
}

const fn worst_word(worst: Risk) -> &'static str {
    match worst {
        Risk::TrafficLoss => "an outage",
        Risk::SessionReset => "a session reset",
        Risk::Reboot => "a reboot",
        Risk::None | Risk::Hitless => risk(worst),
    }
}

/// Who is without a path, or that nobody is.
pub fn paths(page: &Page<'_>) -> Vec<String> {
    if page.diff.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for (number, step) in numbered(page) {
        let cut = step.cut.iter().filter(|c| !is_end(c));
        let mut who: Vec<String> = Vec::new();
        if cut.clone().next().is_some() {
            who.push(servers(cut.map(|c| (&*c.rack, &*c.server))));
        }
        let mut vrfs: BTreeMap<&[String], Vec<&str>> = BTreeMap::new();
        for lost in step.lost.iter().filter(|lost| !lost.meant) {
            let stuck = if lost.whole { &[][..] } else { &lost.stuck };
            vrfs.entry(stuck).or_default().push(&lost.vrf);
        }
        who.extend(vrfs.into_iter().map(|(stuck, vrfs)| match stuck {
            [] => format!("VRF {}", names(&vrfs)),
            stuck => format!("VRF {} by {}", names(&vrfs), stuck.join(", ")),
        }));
        if !who.is_empty() {
            lines.push(format!("WITHOUT A PATH in step {number}: {}", who.join(", ")));
        }
    }
    if lines.is_empty() {
        lines.push("no attachment and no VRF is without a path during any step".to_owned());
    }
    let ends = numbered(page).filter(|(_, s)| s.cut.iter().any(is_end) || s.lost.iter().any(|l| l.meant));
    let ends: Vec<String> = ends.map(|(number, _)| number.to_string()).collect();
    if !ends.is_empty() {
        let noun = if ends.len() == 1 { "step" } else { "steps" };
        lines.push(format!("what ends is asked for: {noun} {}", ends.join(", ")));
    }
    lines
}

/// Whether anybody is without a path that nobody asked for.
pub fn is_safe(page: &Page<'_>) -> bool {
    let safe = |s: &Step| s.cut.iter().all(is_end) && s.lost.iter().all(|l| l.meant);
    page.rollout.steps.iter().all(safe)
}

/// Switches that are in no step, a line each.
pub fn left_out(page: &Page<'_>) -> Vec<String> {
    let why = |why: Why| match why {
        Why::NotRunning => "has no running configuration; where it is new, it comes first",
        Why::NotKnown => "is running, and the other side does not know it",
        Why::NotUnderstood => "only lines differ that are not understood",
    };
    page.rollout.left_out.iter().map(|l| format!("{} is in no step: {}", l.switch, why(l.why))).collect()
}

/// Steps with their numbers, from 1.
pub fn numbered<'a>(page: &Page<'a>) -> impl Iterator<Item = (usize, &'a Step)> {
    page.rollout.steps.iter().enumerate().map(|(at, step)| (at + 1, step))
}
