//! The one line that says whether to worry.

use super::Page;
use super::words::{self, count};
use crate::diff::{Diff, Missing, Risk, SwitchDiff};
use crate::side::{Origin, Side};

/// How many switches end how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// All that differ.
    pub devices: usize,
    /// Those that have to start anew at the worst, and so on.
    pub reboot: usize,
    /// Those that lose packets.
    pub outage: usize,
    /// Those whose sessions end.
    pub session_reset: usize,
    /// Those of which lines differ that no reader knows, and that lose nothing by the others.
    pub effect_unknown: usize,
    /// Those that lose nothing.
    pub hitless: usize,
    /// Those to which nothing happens.
    pub no_effect: usize,
    /// Those that only the new side has.
    pub added: usize,
    /// Those that only the old side has.
    pub removed: usize,
    /// Those that are expected and of which there is no running configuration.
    pub not_compared: usize,
    /// Those that run and that the other side does not know.
    pub not_known: usize,
}

impl Counts {
    /// Of a comparison.
    pub fn of(diff: &Diff, old: &Side, new: &Side) -> Counts {
        let mut counts = Counts { devices: diff.switches.len(), ..Counts::default() };
        for switch in &diff.switches {
            *counts.of_switch(switch, &old.origin, &new.origin) += 1;
        }
        counts
    }

    fn of_switch(&mut self, switch: &SwitchDiff, old: &Origin, new: &Origin) -> &mut usize {
        match (switch.presence.missing(old, new), switch.risk()) {
            (Some(Missing::NotRunning), _) => &mut self.not_compared,
            (Some(Missing::NotKnown), _) => &mut self.not_known,
            (Some(Missing::Removed), _) => &mut self.removed,
            (Some(Missing::Added), _) => &mut self.added,
            (None, _) if switch.is_unclear() => &mut self.effect_unknown,
            (None, Risk::Reboot) => &mut self.reboot,
            (None, Risk::TrafficLoss) => &mut self.outage,
            (None, Risk::SessionReset) => &mut self.session_reset,
            (None, Risk::Hitless) => &mut self.hitless,
            (None, Risk::None) => &mut self.no_effect,
        }
    }
}

/// `6 devices: 1 outage, 2 session resets, 3 hitless; 4 hosts`.
pub fn verdict(page: &Page<'_>) -> String {
    let Page { diff, old, new, .. } = page;
    if diff.is_empty() {
        return "no difference".to_owned();
    }
    let counts = Counts::of(diff, old, new);
    let kinds = [
        (counts.reboot, words::risk(Risk::Reboot), "s"),
        (counts.outage, words::risk(Risk::TrafficLoss), "s"),
        (counts.session_reset, words::risk(Risk::SessionReset), "s"),
        (counts.effect_unknown, words::UNCLEAR, ""),
        (counts.hitless, words::risk(Risk::Hitless), ""),
        (counts.no_effect, "without effect", ""),
        (counts.added, "added", ""),
        (counts.removed, "removed", ""),
        (counts.not_known, "not known", ""),
        (counts.not_compared, "not compared", ""),
    ];
    let said = kinds.iter().filter(|(n, ..)| *n > 0);
    let said: Vec<String> =
        said.map(|(n, word, plural)| format!("{n} {word}{}", if *n == 1 { "" } else { plural })).collect();
    let mut parts = Vec::new();
    if counts.devices > 0 {
        parts.push(format!("{}: {}", count(counts.devices, "device"), said.join(", ")));
    }
    let others = [(diff.hosts.len(), "host"), (diff.files.len(), "manifest")];
    let others = others.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(*n, noun));
    let others: Vec<String> = others.collect();
    if !others.is_empty() {
        parts.push(others.join(", "));
    }
    parts.join("; ")
}
