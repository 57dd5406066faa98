//! A comparison as JSON, which `docs/diff.md` describes and `docs/diff.schema.json` defines. What is
//! added leaves [`VERSION`] as it is; what is taken away or means something else raises it.

mod shape;

use std::collections::HashMap;

use self::shape::{
    Crowd, Devices, Differences, Document, Drifted, Entry, Field, File, Line, Lines, Named, Peer, Place,
    Said, Switch, Tool,
};
use super::statement::Statements;
use super::verdict::{Counts, verdict};
use super::{Page, words};
use crate::diff::{
    Action, Cause, Change, Concerned, Detail, FileDiff, Hit, Presence, Relation, Says, SwitchDiff, Turn,
    Which,
};
use crate::read::Unknown;
use crate::report::diff::covered;
use crate::report::place::to_json;
use crate::side::Side;

/// The version of the shape.
pub const VERSION: u32 = 1;

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let Page { diff, old, new, .. } = *page;
    let counts = Counts::of(diff, old, new);
    to_json(&Document {
        format: "selvedge-diff",
        version: VERSION,
        tool: Tool { name: "selvedge", version: env!("CARGO_PKG_VERSION") },
        old: named(old),
        new: named(new),
        same: page.is_same(),
        verdict: verdict(page),
        devices: Devices {
            differ: counts.devices,
            reboot: counts.reboot,
            outage: counts.outage,
            session_reset: counts.session_reset,
            effect_unknown: counts.effect_unknown,
            hitless: counts.hitless,
            no_effect: counts.no_effect,
            added: counts.added,
            removed: counts.removed,
            not_known: counts.not_known,
            not_compared: counts.not_compared,
        },
        differences: differences(page),
        notes: [("old", old), ("new", new)]
            .into_iter()
            .flat_map(|(side, of)| {
                let said = move |note| Said { side, name: &of.name, text: words::note(note) };
                of.notes.iter().map(said)
            })
            .collect(),
        drift: page.drift.map(|drift| Drifted {
            tree: &drift.tree.name,
            verdict: verdict(&page.by_hand(drift)),
            differences: differences(&page.by_hand(drift)),
        }),
    })
}

fn named(side: &Side) -> Named<'_> {
    Named { name: &side.name, kind: words::origin(&side.origin) }
}

fn differences<'a>(page: &Page<'a>) -> Differences<'a> {
    let Page { diff, old, new, .. } = *page;
    let statements = Statements::of(old, new);
    let mut hits = Hits::default();
    let switch = |of| switch(of, page, &statements, &mut hits);
    Differences {
        switches: diff.switches.iter().map(switch).collect(),
        hits: hits.all,
        hosts: diff.hosts.iter().map(|of| file(of, &statements)).collect(),
        clusters: diff.files.iter().map(|of| file(of, &statements)).collect(),
        secrets_not_compared: diff.secrets_not_compared,
    }
}

fn switch<'a>(
    of: &'a SwitchDiff,
    page: &Page<'a>,
    statements: &Statements<'_>,
    hits: &mut Hits<'a>,
) -> Switch<'a> {
    let steps = page.steps.get(&of.name);
    let steps = |change: &Change| steps.and_then(|s| s.get(&change.element)).map_or(&[][..], Vec::as_slice);
    let line = |side, of: &'a Unknown| Line {
        side,
        line: of.line,
        block: covered("", &of.block),
        text: covered("", &of.text),
    };
    let unknown_old = of.unknown_old.iter().map(|of| line("old", of));
    Switch {
        name: &of.name,
        presence: presence(of.presence),
        pair: of.pair.as_deref(),
        risk: words::risk(of.risk()),
        hit: of.hit.as_ref().map(|hit| hits.place(hit)),
        cuts: &of.cuts,
        changes: of.changes.iter().map(|c| change(c, steps(c), statements, hits)).collect(),
        blocks: of
            .blocks
            .iter()
            .map(|block| Lines { element: block.element.to_string(), old: &block.old, new: &block.new })
            .collect(),
        not_understood: unknown_old.chain(of.unknown_new.iter().map(|of| line("new", of))).collect(),
    }
}

fn change<'a>(
    of: &'a Change,
    steps: &'a [usize],
    statements: &Statements<'_>,
    hits: &mut Hits<'a>,
) -> Entry<'a> {
    Entry {
        element: of.element.to_string(),
        kind: of.element.kind(),
        action: match of.action {
            Action::Remove => "remove",
            Action::Change => "change",
            Action::Add => "add",
        },
        risk: words::risk(of.risk),
        reasons: &of.reasons,
        details: of.details.iter().map(field).collect(),
        causes: of.causes.iter().filter_map(|cause| place(cause, statements)).collect(),
        hit: of.hit.as_deref().map(|hit| hits.place(hit)),
        peers: of.peers.iter().map(peer).collect(),
        cuts: &of.cuts,
        steps,
    }
}

fn place(cause: &Cause, statements: &Statements<'_>) -> Option<Place> {
    let side = match cause.which {
        Which::Old => "old",
        Which::New => "new",
    };
    let (path, line, text) = statements.place(cause)?;
    Some(Place { side, path, line, text })
}

fn peer(of: &Concerned) -> Peer<'_> {
    let (relation, vrf, by) = match &of.relation {
        Relation::Pair => ("pair", None, String::new()),
        Relation::Link(port) => ("link", None, port.clone()),
        Relation::Session(ends) => ("session", ends.vrf.as_deref(), ends.peer.to_string()),
    };
    Peer {
        relation,
        vrf,
        by,
        name: of.name.as_deref(),
        changes: match of.turn {
            Turn::Here => "yes",
            Turn::Stays => "no",
            Turn::Beyond => "not compared",
            Turn::Fits => "fits",
        },
    }
}

fn file<'a>(of: &'a FileDiff, statements: &Statements<'_>) -> File<'a> {
    let details = of.details.iter().map(field).collect();
    let causes = of.cause.iter().filter_map(|cause| place(cause, statements)).collect();
    File { name: &of.name, presence: presence(of.presence), details, causes }
}

/// Who is hit, each crowd once: many changes have the same one.
#[derive(Default)]
struct Hits<'a> {
    all: Vec<Crowd<'a>>,
    places: HashMap<&'a Hit, usize>,
    /// Where those are that changes share.
    shared: HashMap<*const Hit, usize>,
}

impl<'a> Hits<'a> {
    fn place(&mut self, hit: &'a Hit) -> usize {
        let known = std::ptr::from_ref(hit);
        if let Some(place) = self.shared.get(&known) {
            return *place;
        }
        let all = &mut self.all;
        let place = *self.places.entry(hit).or_insert_with(|| {
            let Hit { racks, servers, domains, clusters, vms } = hit;
            all.push(Crowd { racks, servers, domains, clusters, vms });
            all.len() - 1
        });
        self.shared.insert(known, place);
        place
    }
}

const fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Both => "both",
        Presence::Old => "old",
        Presence::New => "new",
    }
}

fn field(detail: &Detail) -> Field<'_> {
    let name = &detail.name;
    match &detail.says {
        Says::Value { old, new } => Field::Value { name, old: old.as_deref(), new: new.as_deref() },
        Says::Set { added, removed, kept } => Field::Set { name, added, removed, kept },
        Says::List { old, new } => Field::List { name, old, new },
        Says::Secret => Field::Secret { name },
    }
}
