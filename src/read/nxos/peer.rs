//! Neighbours of BGP, and templates of them: where each begins.

use super::bgp::Open;
use super::known::Known;
use super::names;
use super::session::Whose;
use super::words::{asn, word, words};
use crate::plan::{Element, Neighbor, Peer, PeerGroup, Session};

impl Open {
    /// What neighbours may inherit.
    pub(super) fn enter_template<'t>(&mut self, known: &mut Known<'t>, name: &'t str) -> Option<()> {
        self.leave(known);
        let at = match known.templates.get(name) {
            Some(at) => *at,
            None => {
                let element = known.begin(Element::PeerGroup(name.to_owned()));
                let groups = &mut known.device.bgp.as_mut()?.groups;
                let at = (groups.len(), element);
                groups.push(PeerGroup { name: name.to_owned(), ..PeerGroup::default() });
                known.templates.insert(name, at);
                at
            }
        };
        self.neighbor = Some((Whose::Template(at.0), at.1));
        self.neighbor_indent = self.indent;
        self.reload(known);
        Some(())
    }

    /// `10.0.5.1`, a range, an interface, each perhaps with its AS.
    pub(super) fn enter_neighbor(&mut self, known: &mut Known<'_>, value: &str) -> Option<()> {
        let (peer, remote_as) = match words(value) {
            Some([peer, "remote-as", number]) => (peer, Some(asn(number)?)),
            _ => (word(value)?, None),
        };
        let interface = names::full(peer).filter(|_| known.running());
        let peer = match (interface, peer.contains('/')) {
            (Some(name), _) => Peer::Interface(name),
            (None, true) => Peer::Range(peer.parse().ok()?),
            (None, false) => Peer::Address(peer.parse().ok()?),
        };
        self.leave(known);
        let key = (self.vrf.map(|(vrf, _)| vrf), peer.clone());
        let at = match known.neighbors.get(&key) {
            Some(at) => {
                known.again = true;
                *at
            }
            None => {
                let vrf = key.0.and_then(|vrf| known.bgp_vrfs.get(vrf)).map(|(name, _)| (*name).to_owned());
                let element = known.begin(Element::Neighbor { vrf, peer: peer.clone() });
                let (_, neighbors) = self.part(known)?;
                let at = (neighbors.len(), element);
                neighbors.push(Neighbor {
                    peer,
                    asn: None,
                    group: None,
                    maximum_peers: None,
                    families: Vec::new(),
                    session: Session::default(),
                    family_sessions: Vec::new(),
                    origin: Default::default(),
                });
                known.neighbors.insert(key, at);
                at
            }
        };
        self.neighbor = Some((Whose::Neighbor(at.0), at.1));
        self.neighbor_indent = self.indent;
        let asn = self.of(known)?.asn;
        *asn = remote_as.or(*asn);
        self.reload(known);
        Some(())
    }
}
