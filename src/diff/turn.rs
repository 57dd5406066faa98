//! Whether those who have to change with a change do so in the same comparison.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Concerned, Diff, Missing, Relation, SessionEnds};
use crate::plan::Element;
use crate::side::{Origin, Side};

/// Whether somebody who has to change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// It is compared, and does not change.
    Stays,
    /// It is not among what is compared, or nobody knows who it is.
    Beyond,
    /// It is compared, does not change, and fits all the same: the new side comes of one fabric, in which
    /// both ends agree.
    Fits,
    /// It changes as well.
    Here,
}

/// Says of everybody who has to change whether it does. The other switch of a pair does where the
/// same element changes there; the other end of a link or session, where a change there asks for
/// this end; a server, where its files change.
pub fn tell(diff: &mut Diff, old: &Side, new: &Side) {
    let turns: Vec<Turn> = {
        let compared = Compared::new(diff, old, new);
        let changes = diff.switches.iter().flat_map(|s| s.changes.iter().map(move |c| (&*s.name, c)));
        changes
            .flat_map(|(switch, change)| change.peers.iter().map(move |p| (switch, &change.element, p)))
            .map(|(switch, element, peer)| compared.turn(switch, element, peer))
            .collect()
    };
    let changes = diff.switches.iter_mut().flat_map(|s| &mut s.changes);
    for (peer, turn) in changes.flat_map(|c| &mut c.peers).zip(turns) {
        peer.turn = turn;
    }
}

/// What changes, for looking up.
struct Compared<'a> {
    sides: [&'a Side; 2],
    hosts: HashSet<&'a str>,
    /// Switches that one side has, which come or go as a whole; of a running side nothing follows.
    whole: HashMap<&'a str, Turn>,
    /// What changes of each switch.
    elements: BTreeSet<(&'a str, &'a Element)>,
    /// The ends that changes ask for: the switch, its port and the other end.
    links: HashSet<(&'a str, &'a str, &'a str)>,
    /// The same of sessions: the switch, the other one, and the sessions that the two have.
    sessions: HashMap<(&'a str, &'a str), Vec<&'a SessionEnds>>,
}

impl<'a> Compared<'a> {
    fn new(diff: &'a Diff, old: &'a Side, new: &'a Side) -> Self {
        let mut all = Compared {
            sides: [old, new],
            hosts: diff.hosts.iter().map(|h| &*h.name).collect(),
            whole: HashMap::new(),
            elements: BTreeSet::new(),
            links: HashSet::new(),
            sessions: HashMap::new(),
        };
        for switch in &diff.switches {
            if let Some(missing) = switch.presence.missing(&old.origin, &new.origin) {
                let turn = match missing {
                    Missing::NotRunning | Missing::NotKnown => Turn::Beyond,
                    Missing::Removed | Missing::Added => Turn::Here,
                };
                all.whole.insert(&switch.name, turn);
            }
            for change in &switch.changes {
                all.elements.insert((&switch.name, &change.element));
                for peer in &change.peers {
                    let Some(name) = peer.name.as_deref() else { continue };
                    match &peer.relation {
                        Relation::Pair => {}
                        Relation::Link(port) => drop(all.links.insert((&switch.name, port, name))),
                        Relation::Session(ends) => {
                            all.sessions.entry((&switch.name, name)).or_default().push(ends);
                        }
                    }
                }
            }
        }
        all
    }

    fn turn(&self, switch: &str, element: &Element, peer: &Concerned) -> Turn {
        let (Some(name), Some(device)) = (peer.name.as_deref(), peer.device()) else { return Turn::Beyond };
        if let Some(turn) = self.whole.get(device) {
            return *turn;
        }
        let [_, new] = self.sides;
        let here = |here| match (here, &new.origin) {
            (true, _) => Turn::Here,
            (false, Origin::Fabric(_) | Origin::Tree) => Turn::Fits,
            (false, Origin::Running) => Turn::Stays,
        };
        if self.sides.iter().any(|side| side.switches.contains_key(device)) {
            return here(match &peer.relation {
                Relation::Pair => self.elements.contains(&(device, element)),
                Relation::Link(own) => {
                    let port = name.split_once(':').map_or("", |(_, port)| port);
                    self.links.contains(&(device, port, &*format!("{switch}:{own}")))
                }
                Relation::Session(ends) => {
                    let theirs = self.sessions.get(&(device, switch)).into_iter().flatten();
                    theirs.into_iter().any(|other| ends.meets(other))
                }
            });
        }
        let both = self.sides.iter().all(|side| side.parts.hosts);
        match both && self.sides.iter().any(|side| side.hosts.contains_key(device)) {
            true => here(self.hosts.contains(device)),
            false => Turn::Beyond,
        }
    }
}
