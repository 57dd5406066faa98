//! A plan as JSON, which `docs/plan.md` describes and `docs/plan.schema.json` defines. What is added
//! leaves [`VERSION`] as it is; what is taken away or means something else raises it.

use serde::Serialize;

use super::told::told;
use super::verdict::{is_safe, left_out, numbered, paths, verdict};
use super::{Page, words};
use crate::report::changes::words::{origin, risk};
use crate::report::place::to_json;
use crate::rollout::{Action, Attachment, Check, Lost, Range, Stage, Step, Task, Turn, Work};
use crate::side::Side;

/// The version of the shape.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    tool: Tool,
    old: Named<'a>,
    new: Named<'a>,
    same: bool,
    verdict: String,
    safe: bool,
    paths: Vec<String>,
    left_out: Vec<String>,
    commands: Option<&'a str>,
    steps: Vec<One<'a>>,
    apart: Vec<Apart<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct One<'a> {
    step: usize,
    kind: &'static str,
    title: String,
    risk: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<&'static str>,
    canary: bool,
    switches: Vec<Switch<'a>>,
    neighbors: Vec<Neighbor<'a>>,
    names: &'a [String],
    changes: Vec<String>,
    before: Vec<Looked<'a>>,
    work: Vec<String>,
    after: Vec<Looked<'a>>,
    keep: Vec<String>,
    back: Vec<String>,
    cut: Vec<Cut<'a>>,
    vrfs: Vec<Vrf<'a>>,
    one_port: Vec<&'a str>,
    alone: &'a [String],
    vrfs_alone: Vec<Alone<'a>>,
    ranges: Vec<From<'a>>,
}

#[derive(Serialize)]
struct Alone<'a> {
    vrf: &'a str,
    ces: &'a [String],
}

#[derive(Serialize)]
struct From<'a> {
    switch: &'a str,
    vrf: Option<&'a str>,
    range: String,
    stays: bool,
}

#[derive(Serialize)]
struct Switch<'a> {
    name: &'a str,
    work: &'static str,
    risk: &'static str,
    commands: Option<String>,
    rollback: Option<String>,
}

#[derive(Serialize)]
struct Neighbor<'a> {
    name: &'a str,
    pe: bool,
    follows: &'a str,
    sessions: Vec<Session<'a>>,
}

#[derive(Serialize)]
struct Session<'a> {
    vrf: Option<&'a str>,
    neighbor: String,
    own: Option<String>,
}

#[derive(Serialize)]
struct Looked<'a> {
    switch: Option<&'a str>,
    command: Option<&'a str>,
    says: String,
}

#[derive(Serialize)]
struct Cut<'a> {
    server: &'a str,
    rack: &'a str,
    ports: &'a [String],
    vlans: &'a [u16],
    meant: bool,
    instead: &'a [u16],
    until: Option<usize>,
    out: &'a [String],
}

#[derive(Serialize)]
struct Vrf<'a> {
    vrf: &'a str,
    whole: bool,
    meant: bool,
    stuck: &'a [String],
    waits: &'a [String],
    until: Option<usize>,
}

#[derive(Serialize)]
struct Apart<'a> {
    first: &'a str,
    second: Option<&'a str>,
    element: String,
    reasons: &'a [String],
}

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let apart = page.rollout.apart.iter().map(|a| Apart {
        first: &a.first,
        second: a.second.as_deref(),
        element: a.element.to_string(),
        reasons: &a.reasons,
    });
    to_json(&Document {
        format: "selvedge-plan",
        version: VERSION,
        tool: Tool { name: "selvedge", version: env!("CARGO_PKG_VERSION") },
        old: named(page.old),
        new: named(page.new),
        same: page.diff.is_empty(),
        verdict: verdict(page),
        safe: is_safe(page),
        paths: paths(page),
        left_out: left_out(page),
        commands: page.scripts.map(|scripts| &*scripts.folder),
        steps: numbered(page).map(|(number, step)| one(page, number, step)).collect(),
        apart: apart.collect(),
    })
}

fn named(side: &Side) -> Named<'_> {
    Named { name: &side.name, kind: origin(&side.origin) }
}

fn one<'a>(page: &Page<'a>, number: usize, step: &'a Step) -> One<'a> {
    let told = told(page, number, step);
    let (kind, stage, neighbors, names): (_, _, &[Turn], &[String]) = match &step.action {
        Action::Switches { stage, .. } => ("switches", Some(*stage), &[], &[]),
        Action::Neighbors(turns) => ("neighbors", None, turns, &[]),
        Action::Servers(names) => ("servers", None, &[], names),
        Action::Manifests(paths) => ("manifests", None, &[], paths),
    };
    One {
        step: number,
        kind,
        title: words::title(step),
        risk: risk(step.risk()),
        stage: stage.map(stage_word),
        canary: matches!(stage, Some(Stage::Canary(_))),
        switches: step.tasks().iter().map(|task| switch(page, task)).collect(),
        neighbors: neighbors.iter().map(neighbor).collect(),
        names,
        changes: told.changes,
        before: looked(&step.before, told.before),
        work: told.work,
        after: looked(&step.after, told.after),
        keep: told.keep,
        back: told.back,
        cut: step.cut.iter().map(cut).collect(),
        vrfs: step.lost.iter().map(vrf).collect(),
        one_port: step.single.iter().map(|s| &*s.name).collect(),
        alone: &step.alone,
        vrfs_alone: step.vrfs_alone.iter().map(|(vrf, ces)| Alone { vrf, ces }).collect(),
        ranges: step.ranges.iter().map(range).collect(),
    }
}

const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Come(_) => "new",
        Stage::Ces(_) => "ces",
        Stage::Canary(_) | Stage::Tors(_) => "tors",
        Stage::Go(_) => "gone",
    }
}

fn switch<'a>(page: &Page<'_>, task: &'a Task) -> Switch<'a> {
    let (work, commands) = match task.work {
        Work::Install => ("install", false),
        Work::Apply => ("apply", true),
        Work::Upgrade { more, .. } => ("upgrade", more),
        Work::Replace { .. } => ("replace", false),
        Work::Retire => ("retire", false),
    };
    let script = |ending| page.script(&task.switch, ending).filter(|_| commands);
    Switch {
        name: &task.switch,
        work,
        risk: risk(task.risk),
        commands: script("cmd"),
        rollback: script("rollback"),
    }
}

fn neighbor(turn: &Turn) -> Neighbor<'_> {
    let sessions = turn.sessions.iter().map(|end| Session {
        vrf: end.vrf.as_deref(),
        neighbor: end.peer.to_string(),
        own: end.own.map(|own| own.to_string()),
    });
    Neighbor { name: &turn.neighbor, pe: turn.pe, follows: &turn.switch, sessions: sessions.collect() }
}

/// What is looked at on switches; where a step is no wave's and no neighbor's, what is looked at
/// elsewhere, in words.
fn looked<'a>(checks: &'a [Check], words: Vec<String>) -> Vec<Looked<'a>> {
    if checks.is_empty() {
        return words.into_iter().map(|says| Looked { switch: None, command: None, says }).collect();
    }
    let look = |c: &'a Check| {
        let Check { switch, command, says } = c;
        Looked { switch: Some(switch.as_str()), command: Some(command.as_str()), says: says.clone() }
    };
    checks.iter().map(look).collect()
}

fn range(of: &Range) -> From<'_> {
    From { switch: &of.switch, vrf: of.vrf.as_deref(), range: of.range.to_string(), stays: of.stays }
}

fn cut(of: &Attachment) -> Cut<'_> {
    Cut {
        server: &of.server,
        rack: &of.rack,
        ports: &of.ports,
        vlans: &of.vlans,
        meant: of.meant,
        instead: &of.instead,
        until: of.until,
        out: &of.out,
    }
}

fn vrf(of: &Lost) -> Vrf<'_> {
    Vrf {
        vrf: &of.vrf,
        whole: of.whole,
        meant: of.meant,
        stuck: &of.stuck,
        waits: &of.waits,
        until: of.until,
    }
}
