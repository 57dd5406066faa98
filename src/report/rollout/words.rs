//! Steps in words.

use std::collections::BTreeSet;

use super::Page;
use crate::diff::Says;
use crate::model::value::Os;
use crate::plan::Element;
use crate::report::changes::words::{detail, risk, sign};
use crate::rollout::{Action, Check, Item, Member, Stage, Step, Task, Turn, Work};

/// Which switches a wave is of.
pub const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Come(Member::First) => "new, the first of each pair",
        Stage::Come(Member::Second) => "new, the second of each pair",
        Stage::Ces(Member::First) => "first CE",
        Stage::Ces(Member::Second) => "second CE",
        Stage::Canary(Member::First) => "canary, first TOR",
        Stage::Canary(Member::Second) => "canary, second TOR",
        Stage::Tors(Member::First) => "first TOR of each rack",
        Stage::Tors(Member::Second) => "second TOR of each rack",
        Stage::Go(Member::First) => "to be taken out, the first of each pair",
        Stage::Go(Member::Second) => "to be taken out, the second of each pair",
    }
}

/// What a step is, in a phrase: `ce1 (first CE): outage`.
pub fn title(step: &Step) -> String {
    match &step.action {
        Action::Switches { stage: of, tasks } => {
            let names: Vec<&str> = tasks.iter().map(|t| &*t.switch).collect();
            let (names, of) = (names.join(", "), stage(*of));
            // To nobody behind them, since there is nobody yet.
            let what =
                if tasks.iter().all(|t| t.work == Work::Install) { "install" } else { risk(step.risk()) };
            format!("{names} ({of}): {what}")
        }
        Action::Neighbors(turns) => {
            let all = |of: fn(&Turn) -> &str| {
                turns.iter().map(of).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", ")
            };
            format!("{} follows {}", all(|t| &t.neighbor), all(|t| &t.switch))
        }
        Action::Servers(names) => format!("netplan of {}", names.join(", ")),
        Action::Manifests(paths) => {
            let clusters: BTreeSet<&str> = paths.iter().map(|p| cluster(p)).collect();
            format!("manifests of {}", clusters.into_iter().collect::<Vec<_>>().join(", "))
        }
    }
}

/// The cluster of a path in the tree, `clusters/edge/nads/apps.yaml`.
fn cluster(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or(path)
}

/// What has to be in the answer to a command.
pub fn check(check: &Check, who: &str) -> String {
    format!("{who}: {} => {}", check.command, check.says)
}

/// What is done to a switch, and the way back.
pub fn work(page: &Page<'_>, task: &Task) -> (Vec<String>, String) {
    let name = &task.switch;
    let apply = |ending| page.script(name, ending).map(|file| format!("apply {file}"));
    match &task.work {
        Work::Apply => {
            let there = apply("cmd").unwrap_or_else(|| "no command changes it".to_owned());
            let back = apply("rollback").unwrap_or_else(|| "nothing to take back".to_owned());
            (vec![format!("{name}: {there}")], format!("{name}: {back}"))
        }
        Work::Install => (
            vec![
                format!("{name}: build it in, and cable it as cabling.csv of the new tree says"),
                starts(name),
            ],
            format!("{name}: shut it down"),
        ),
        Work::Upgrade { old, new, more } => {
            let mut lines = vec![format!("{name}: start {new} in place of {old}")];
            let mut back = format!("{name}: start {old} again");
            if let Some((there, undo)) = apply("cmd").zip(apply("rollback")).filter(|_| *more) {
                lines.push(format!("{name}: {there}"));
                back = format!("{name}: {undo}, then start {old} again");
            }
            (lines, back)
        }
        Work::Replace { old, new } => (
            vec![
                format!("{name}: save its configuration, and switch {old} off"),
                format!("{name}: put {new} in its place, and cable it as cabling.csv of the new tree says"),
                starts(name),
            ],
            format!("{name}: {old} back in its place, with the configuration that was saved"),
        ),
        Work::Retire => (
            vec![format!("{name}: shut it down, and take it and its cables out")],
            format!("{name}: cable it and start it again"),
        ),
    }
}

/// A switch that starts with its whole configuration.
fn starts(name: &str) -> String {
    format!("{name}: start it with devices/{name}.cfg of the new tree, its secrets filled in")
}

/// What makes a change stay once it is looked at.
pub fn keep(page: &Page<'_>, task: &Task) -> Option<String> {
    let name = &task.switch;
    let os = page.new.switches.get(name).map(|s| s.plan.os)?;
    let script = || page.script(name, "cmd");
    match (&task.work, os) {
        (Work::Retire | Work::Install | Work::Replace { .. }, _) => None,
        (Work::Apply | Work::Upgrade { more: true, .. }, Os::Eos) => Some(format!(
            "{name}: within 10 minutes configure session NAME commit, as {} says, then copy running-config \
             startup-config",
            script()?
        )),
        _ => Some(format!("{name}: copy running-config startup-config")),
    }
}

/// What a neighbor does, a line each, and the way back.
pub fn turn(turn: &Turn) -> (Vec<String>, String) {
    let who = &turn.neighbor;
    let mut lines: Vec<String> = Vec::new();
    for item in &turn.items {
        for line in follow(turn, item) {
            let line = format!("{who}: {line}");
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if turn.pe {
        lines.push(format!("{who}: handoff/{who}.md of the new tree has the whole of it"));
    }
    (lines, format!("{who}: as it was; then {} too, by its own way back", turn.switch))
}

/// What follows from something that a switch says otherwise.
fn follow(turn: &Turn, item: &Item) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for change in &item.details {
        match (&item.element, &*change.path, &change.says) {
            (Element::Bgp, "asn", Says::Value { old: Some(old), new: Some(new) }) => {
                let own = turn.sessions.iter().map(|end| {
                    let table =
                        end.vrf.as_ref().map_or_else(|| "global table".to_owned(), |v| format!("VRF {v}"));
                    let own = end.own.map_or_else(|| turn.switch.clone(), |own| own.to_string());
                    format!("neighbor {own} ({} of {}): remote-as {old} -> {new}", table, turn.switch)
                });
                lines.extend(own);
                if turn.sessions.is_empty() {
                    lines.push(format!("remote-as of {}: {old} -> {new}", turn.switch));
                }
            }
            (Element::Neighbor { .. }, "asn", Says::Value { old: Some(old), new: Some(new) }) => {
                lines.push(format!("its own AS {old} -> {new}: all of its sessions begin anew"));
            }
            _ => rest.push(detail(change)),
        }
    }
    let (sign, element) = (sign(item.action), &item.element);
    if item.details.is_empty() {
        lines.push(format!("as {} has it: {sign} {element}", turn.switch));
    } else if !rest.is_empty() {
        lines.push(format!("as {} has it: {sign} {element}: {}", turn.switch, rest.join("; ")));
    }
    lines
}
