//! Somebody who has to change with a change, and how it is joined to the switch.

use std::fmt;
use std::net::IpAddr;

use super::Turn;
use crate::plan::{Device, Peer};

/// Somebody who has to change with a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concerned {
    /// How it is joined to the switch, and by what.
    pub relation: Relation,
    /// Its name, of a link with its port: `r1-t2`, `r1-s1:ens3f0np0`. None where neither the graph nor
    /// the plans tell.
    pub name: Option<String>,
    /// Whether it does change.
    pub turn: Turn,
}

impl Concerned {
    /// One whose turn is not known yet.
    pub const fn new(relation: Relation, name: Option<String>) -> Self {
        Concerned { relation, name, turn: Turn::Beyond }
    }

    /// The device, of a link without the port.
    pub fn device(&self) -> Option<&str> {
        let name = self.name.as_deref()?;
        match self.relation {
            Relation::Link(_) => name.split(':').next(),
            Relation::Pair | Relation::Session(_) => Some(name),
        }
    }

    /// The session that it is the other end of.
    pub const fn session(&self) -> Option<&SessionEnds> {
        match &self.relation {
            Relation::Session(ends) => Some(ends),
            Relation::Pair | Relation::Link(_) => None,
        }
    }
}

/// How one is joined to a switch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The other switch of the pair.
    Pair,
    /// The other end of a link, by the port of the switch.
    Link(String),
    /// The other end of a session.
    Session(SessionEnds),
}

/// A session of a switch by its ends. Of one switch the VRF and the other end tell it from any other:
/// VRFs may have the same addresses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionEnds {
    /// The VRF; none for the global table.
    pub vrf: Option<String>,
    /// The other end, as the switch says it.
    pub peer: Peer,
    /// The switch's own address, where the plan tells it.
    pub own: Option<IpAddr>,
}

impl SessionEnds {
    /// Of a switch's plan.
    pub fn new(plan: &Device, vrf: Option<&str>, peer: &Peer) -> Self {
        let own = plan.speaks_from(vrf, peer);
        SessionEnds { vrf: vrf.map(str::to_owned), peer: peer.clone(), own }
    }

    /// Whether two switches mean one session, each from its end. Where one of them takes another
    /// address, the other's is still the same.
    pub fn meets(&self, other: &SessionEnds) -> bool {
        let at = |peer: &Peer, own: Option<IpAddr>| match peer {
            Peer::Address(address) => Some(own? == *address),
            Peer::Range(_) | Peer::Interface(_) => None,
        };
        let found = [at(&self.peer, other.own), at(&other.peer, self.own)];
        self.vrf == other.vrf && (found.contains(&Some(true)) || found == [None, None])
    }
}

impl fmt::Display for SessionEnds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.vrf {
            Some(vrf) => write!(f, "{} in VRF {vrf}", self.peer),
            None => self.peer.fmt(f),
        }
    }
}
