//! Both sides as networks: what of a change is known only from more than its own switch.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::graph::{Behind, Graph};
use super::management::InBand;
use super::peer::Ends;
use super::risk::{Consequence, Risk, View};
use super::scope::{Reach, Users, place};
use super::{Action, Change, Concerned, Hit, Presence};
use crate::model::value::VlanSet;
use crate::plan::{Element, Trunk};
use crate::side::Side;

/// A side with what its fabric knows, where it is one.
#[derive(Debug)]
pub struct Site<'a> {
    side: &'a Side,
    graph: Option<Graph<'a>>,
}

impl<'a> Site<'a> {
    /// Of a side.
    pub fn new(side: &'a Side) -> Self {
        let graph = side.fabric().and_then(|c| c.analysis.as_ref()).map(Graph::new);
        Site { side, graph }
    }
}

/// Both sides.
#[derive(Debug)]
pub struct Network<'a> {
    old: Half<'a>,
    new: Half<'a>,
}

/// One side.
#[derive(Debug)]
struct Half<'a> {
    graph: Option<&'a Graph<'a>>,
    ends: Ends<'a>,
    in_band: InBand<'a>,
}

impl<'a> Half<'a> {
    fn new(site: &'a Site<'a>) -> Self {
        let graph = site.graph.as_ref();
        Half { graph, ends: Ends::new(site.side, graph), in_band: InBand::new(site.side) }
    }
}

/// Who is behind a place, found once for each place of a switch.
type Known = BTreeMap<(bool, Behind, Option<Vec<u16>>), Arc<Hit>>;

impl<'a> Network<'a> {
    /// Of two sides.
    pub fn new(old: &'a Site<'a>, new: &'a Site<'a>) -> Self {
        Network { old: Half::new(old), new: Half::new(new) }
    }

    /// Who is behind a switch that one side has.
    pub fn switch(&self, name: &str, presence: Presence) -> Option<Hit> {
        let half = match presence {
            Presence::Both => return None,
            Presence::Old => &self.old,
            Presence::New => &self.new,
        };
        let graph = half.graph?;
        Some(graph.hit(&graph.behind_switch(name)?, None))
    }

    /// The switches whose management goes by a switch that only the old side has, but for itself.
    pub fn cut_by(&self, name: &str, presence: Presence) -> Vec<String> {
        match presence {
            Presence::Old => self.old.in_band.over(name),
            Presence::Both | Presence::New => Vec::new(),
        }
    }

    fn is_server(&self, concerned: &Concerned) -> bool {
        let device = concerned.device();
        let graphs = [self.new.graph, self.old.graph];
        device.is_some_and(|device| graphs.into_iter().flatten().any(|g| g.is_server(device)))
    }

    /// Says of each change of a switch what it does, who has to change with it and who is hit.
    pub fn complete(
        &self,
        (before, after): (&View<'_>, &View<'_>),
        mut consequences: BTreeMap<Element, Consequence>,
        changes: &mut [Change],
    ) {
        let (users_before, users_after) = (Users::new(before), Users::new(after));
        let name = &*after.device.name;
        let mut known = Known::new();
        for change in changes {
            let Some(consequence) = consequences.remove(&change.element) else { continue };
            change.risk = consequence.risk.unwrap_or(Risk::None);
            change.reasons = consequence.reasons;
            let trunk = moved(before, after, &change.element);
            let comes = change.action == Action::Add || trunk.as_ref().is_some_and(|(_, comes)| *comes);
            let trunk = trunk.map(|(vlans, _)| vlans);
            let reach = if comes {
                users_after.reach(after, &change.element, trunk.as_ref())
            } else {
                users_before.reach(before, &change.element, trunk.as_ref())
            };
            let (half, view, other) =
                if comes { (&self.new, after, before) } else { (&self.old, before, after) };
            let there = if comes { &self.old } else { &self.new };
            change.cuts = half.in_band.cut(view, name, &change.element, change.risk, &reach);
            let mut peers = half.ends.concerned(view, other, &change.element, consequence.with);
            if peers.iter().any(|p| p.name.is_none()) && there.graph.is_some() {
                peers = there.ends.concerned(view, other, &change.element, consequence.with);
            }
            if trunk.is_some() {
                // A server takes what comes: which VLANs it has is said of its VFs, not of its port.
                peers.retain(|p| !self.is_server(p));
            }
            change.peers = peers;
            change.vrfs = reach.vrfs();
            change.hit = if change.risk == Risk::None {
                Some(Arc::default())
            } else {
                let own = half.graph.and_then(|g| hit(g, comes, name, &reach, &mut known));
                own.or_else(|| hit(there.graph?, !comes, name, &reach, &mut known))
            };
        }
    }
}

fn hit(graph: &Graph<'_>, new: bool, switch: &str, reach: &Reach, known: &mut Known) -> Option<Arc<Hit>> {
    let (behind, vlans) = place(graph, switch, reach)?;
    let key = (new, behind, vlans.as_ref().map(|v| v.iter().collect::<Vec<_>>()));
    if let Some(hit) = known.get(&key) {
        return Some(Arc::clone(hit));
    }
    let hit = Arc::new(graph.hit(&key.1, vlans.as_ref()));
    known.insert(key, Arc::clone(&hit));
    Some(hit)
}

/// The VLANs that leave a trunk, or where none does those that come to it, and whether they come;
/// where nothing but its list changes.
fn moved(old: &View<'_>, new: &View<'_>, element: &Element) -> Option<(VlanSet, bool)> {
    let (before, after): (&Trunk, &Trunk) = match element {
        Element::Port(name) => {
            let (a, b) = (*old.ports.get(&**name)?, *new.ports.get(&**name)?);
            let same =
                crate::plan::Port { trunk: b.trunk.clone(), description: b.description.clone(), ..a.clone() };
            if same != *b {
                return None;
            }
            (a.trunk.as_ref()?, b.trunk.as_ref()?)
        }
        Element::PortChannel(number) => {
            let (a, b) = (*old.channels.get(number)?, *new.channels.get(number)?);
            let same = crate::plan::PortChannel {
                trunk: b.trunk.clone(),
                description: b.description.clone(),
                ..a.clone()
            };
            if same != *b {
                return None;
            }
            (a.trunk.as_ref()?, b.trunk.as_ref()?)
        }
        _ => return None,
    };
    if before.native != after.native {
        return None;
    }
    let (was, is) = (old.through(before), new.through(after));
    let gone: VlanSet = was.iter().filter(|v| !is.contains(*v)).collect();
    if !gone.is_empty() {
        return Some((gone, false));
    }
    Some((is.iter().filter(|v| !was.contains(*v)).collect(), true))
}
