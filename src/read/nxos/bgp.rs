//! BGP. The switch takes a line in the innermost mode that has it: of a neighbour's family, of the
//! neighbour, of the VRF, of the process.

use super::Rule;
use super::known::Known;
use super::session::{meet, tell};
use super::words::{asn, number, put, switch_on, word, words};
use crate::plan::{
    Bgp, BgpVrf, Element, Family, Neighbor, Peer, Redistribution, RouteSource, SendCommunity, Session,
};

/// The mode of BGP that lines are in.
pub struct Open {
    process: u32,
    /// The VRF, by its position, with its element.
    vrf: Option<(usize, u32)>,
    /// The neighbour, with its element, and what is said of it by family.
    neighbor: Option<(usize, u32)>,
    sessions: Vec<(Family, Session)>,
    /// The family of the VRF or neighbour, or of the process.
    family: Option<Family>,
}

/// Begins BGP.
pub fn open(known: &mut Known<'_>, value: &str) -> Option<Open> {
    let asn = asn(value)?;
    match &mut known.device.bgp {
        Some(bgp) => {
            bgp.asn = asn;
            known.again = true;
        }
        None => {
            known.bgp = known.begin(Element::Bgp);
            known.device.bgp = Some(Bgp { asn, ..Bgp::default() });
        }
    }
    Some(Open { process: known.bgp, vrf: None, neighbor: None, sessions: Vec::new(), family: None })
}

/// A family as a line names it.
fn family(value: &str) -> Option<Family> {
    match words(value)? {
        ["ipv4", "unicast"] => Some(Family::Ipv4),
        ["ipv6", "unicast"] => Some(Family::Ipv6),
        ["vpnv4", "unicast"] => Some(Family::VpnIpv4),
        ["vpnv6", "unicast"] => Some(Family::VpnIpv6),
        _ => None,
    }
}

impl Open {
    /// The element of the innermost mode.
    pub fn element(&self) -> u32 {
        self.neighbor.or(self.vrf).map_or(self.process, |at| at.1)
    }

    /// A line of BGP.
    pub fn line<'t>(&mut self, known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<u32> {
        match rule {
            Rule::family => self.enter_family(known, family(value)?)?,
            Rule::neighbor => self.enter_neighbor(known, value)?,
            Rule::bgp_vrf => self.enter_vrf(known, word(value)?),
            Rule::router_id => {
                let id = word(value)?.parse().ok()?;
                self.leave(known);
                let slot = match self.vrf {
                    Some((vrf, _)) => &mut known.bgp_vrfs.get_mut(vrf)?.1.router_id,
                    None => &mut known.device.bgp.as_mut()?.router_id,
                };
                put(slot, id, &mut known.again);
            }
            Rule::redistribute => return self.redistribute(known, value),
            Rule::aggregate => {
                let prefix = word(value)?.parse().ok()?;
                let (vrf, _) = self.vrf.filter(|_| self.neighbor.is_none() && self.family.is_some())?;
                if known.aggregates.insert((vrf, prefix)) {
                    known.bgp_vrfs.get_mut(vrf)?.1.aggregates.push(prefix);
                } else {
                    known.again = true;
                }
            }
            Rule::default_information => {
                let (vrf, _) = self.vrf.filter(|_| self.neighbor.is_none())?;
                let families = &mut known.bgp_vrfs.get_mut(vrf)?.1.default_information;
                let family = self.family?;
                if families.contains(&family) {
                    known.again = true;
                } else {
                    families.push(family);
                }
            }
            Rule::remote_as
            | Rule::description
            | Rule::session_bfd
            | Rule::password
            | Rule::maximum_peers => {
                self.of_neighbor(known, rule, value)?;
                self.family = None;
            }
            _ => self.of_family(known, rule, value)?,
        }
        Some(self.element())
    }

    fn part<'k>(&self, known: &'k mut Known<'_>) -> Option<(&'k mut Vec<Family>, &'k mut Vec<Neighbor>)> {
        match self.vrf {
            Some((vrf, _)) => known.bgp_vrfs.get_mut(vrf).map(|(_, b)| (&mut b.families, &mut b.neighbors)),
            None => known.device.bgp.as_mut().map(|b| (&mut b.families, &mut b.neighbors)),
        }
    }

    fn enter_family(&mut self, known: &mut Known<'_>, family: Family) -> Option<()> {
        let (of_part, neighbors) = self.part(known)?;
        let families = match self.neighbor {
            Some((neighbor, _)) => &mut neighbors.get_mut(neighbor)?.families,
            None => of_part,
        };
        if families.contains(&family) {
            known.again = true;
        } else {
            families.push(family);
            if self.neighbor.is_some() {
                self.sessions.push((family, Session::default()));
            }
        }
        self.family = Some(family);
        Some(())
    }

    fn enter_vrf<'t>(&mut self, known: &mut Known<'t>, name: &'t str) {
        self.leave(known);
        let at = match known.bgp_vrf_names.get(name) {
            Some(at) => {
                known.again = true;
                *at
            }
            None => {
                let at = (known.bgp_vrfs.len(), known.begin(Element::BgpVrf(name.to_owned())));
                known.bgp_vrf_names.insert(name, at);
                known.bgp_vrfs.push((name, BgpVrf::default()));
                at
            }
        };
        self.vrf = Some(at);
    }

    /// `10.0.5.1`, a range, either with its AS.
    fn enter_neighbor(&mut self, known: &mut Known<'_>, value: &str) -> Option<()> {
        let (peer, remote_as) = match words(value) {
            Some([peer, "remote-as", number]) => (peer, Some(asn(number)?)),
            _ => (word(value)?, None),
        };
        let peer = match peer.contains('/') {
            true => Peer::Range(peer.parse().ok()?),
            false => Peer::Address(peer.parse().ok()?),
        };
        self.leave(known);
        let vrf = self.vrf.map(|(vrf, _)| vrf);
        let at = match known.neighbors.get(&(vrf, peer)) {
            Some(at) => {
                known.again = true;
                *at
            }
            None => {
                let name = vrf.and_then(|vrf| known.bgp_vrfs.get(vrf)).map(|(name, _)| (*name).to_owned());
                let element = known.begin(Element::Neighbor { vrf: name, peer });
                let (_, neighbors) = self.part(known)?;
                let at = (neighbors.len(), element);
                neighbors.push(Neighbor {
                    peer,
                    asn: None,
                    group: None,
                    maximum_peers: None,
                    families: Vec::new(),
                    session: Session::default(),
                    origin: Default::default(),
                });
                known.neighbors.insert((vrf, peer), at);
                at
            }
        };
        self.neighbor = Some(at);
        let neighbor = self.part(known)?.1.get_mut(at.0)?;
        neighbor.asn = remote_as.or(neighbor.asn);
        self.sessions = neighbor.families.iter().map(|f| (*f, neighbor.session.clone())).collect();
        Some(())
    }

    /// Leaves the neighbour, or the family of the VRF. The plan has one session for all families of
    /// a neighbour, so it is what they have in common.
    pub fn leave(&mut self, known: &mut Known<'_>) {
        self.family = None;
        let mut sessions = std::mem::take(&mut self.sessions).into_iter().map(|(_, session)| session);
        let Some((position, _)) = self.neighbor.take() else { return };
        let Some(mut common) = sessions.next() else { return };
        for session in sessions {
            meet(&mut common, &session);
        }
        let neighbor = self.part(known).and_then(|(_, neighbors)| neighbors.get_mut(position));
        if let Some(session) = neighbor.map(|n| &mut n.session) {
            *session = Session {
                description: session.description.take(),
                bfd: session.bfd,
                password: session.password.take(),
                ..common
            };
        }
    }

    /// `direct route-map RM`: the switch takes none without a route map.
    fn redistribute(&self, known: &mut Known<'_>, value: &str) -> Option<u32> {
        let [source, "route-map", map] = words(value)? else { return None };
        let source = match source {
            "direct" => RouteSource::Connected,
            "static" => RouteSource::Static,
            _ => return None,
        };
        let (vrf, _) = self.vrf.filter(|_| self.neighbor.is_none())?;
        let family = Some(self.family?);
        let (name, bgp) = known.bgp_vrfs.get_mut(vrf)?;
        let element = Element::Redistribution { vrf: (*name).to_owned(), family, source };
        let route_map = Some(map.to_owned());
        match bgp.redistribute.iter_mut().find(|r| r.family == family && r.source == source) {
            Some(before) => {
                before.route_map = route_map;
                known.again = true;
            }
            None => {
                bgp.redistribute.push(Redistribution {
                    family,
                    source,
                    route_map,
                    origin: Default::default(),
                });
            }
        }
        Some(known.begin(element))
    }

    fn of_neighbor(&self, known: &mut Known<'_>, rule: Rule, value: &str) -> Option<()> {
        let mut again = false;
        let neighbor = self.part(known)?.1.get_mut(self.neighbor?.0)?;
        let session = &mut neighbor.session;
        match rule {
            Rule::remote_as => {
                let asn = asn(value)?;
                again = neighbor.asn.replace(asn).is_some();
            }
            Rule::description => put(&mut session.description, value.trim_ascii_end().to_owned(), &mut again),
            Rule::session_bfd => switch_on(&mut session.bfd, &mut again),
            Rule::password => {
                let ["0", password] = words(value)? else { return None };
                put(&mut session.password, crate::read::value::secret(password), &mut again);
            }
            Rule::maximum_peers => put(&mut neighbor.maximum_peers, number(value)?, &mut again),
            _ => return None,
        }
        known.again |= again;
        Some(())
    }

    fn of_family(&mut self, known: &mut Known<'_>, rule: Rule, value: &str) -> Option<()> {
        let (family, _) = (self.family?, self.neighbor?);
        let position = self.sessions.iter().position(|(f, _)| *f == family)?;
        let mut again = false;
        if position == 0 {
            tell(&mut self.sessions.first_mut()?.1, rule, value, &mut again)?;
        } else {
            // A family that says otherwise than the first has no place in the plan.
            let first = &self.sessions.first()?.1;
            let mut said = self.sessions.get(position)?.1.clone();
            tell(&mut said, rule, value, &mut again)?;
            let (mut all, mut common) = (said.clone(), said.clone());
            if first.send_community == Some(SendCommunity::Both) {
                // It takes two lines.
                (all.send_community, common.send_community) = (first.send_community, first.send_community);
            }
            meet(&mut common, first);
            if common != all {
                return None;
            }
            self.sessions.get_mut(position)?.1 = said;
        }
        known.again |= again;
        Some(())
    }
}
