//! BGP. The switch takes a line in the innermost mode that has it: of a neighbour's family, of the
//! neighbour, of the VRF, of the process.

use super::known::Known;
use super::session::{self, Of, Whose, meet, tell};
use super::words::{asn, put, word, words};
use super::{Rule, table};
use crate::plan::{
    Bgp, BgpVrf, Element, Family, FamilySession, GLOBAL, Neighbor, Redistribution, RouteSource,
    SendCommunity, Session,
};

/// The mode of BGP that lines are in.
pub struct Open {
    process: u32,
    /// The VRF, by its position, with its element.
    pub(super) vrf: Option<(usize, u32)>,
    /// The neighbour or template, with its element, and what is said of it by family.
    pub(super) neighbor: Option<(Whose, u32)>,
    sessions: Vec<(Family, Session)>,
    /// The family of the VRF or neighbour, or of the process.
    family: Option<Family>,
    /// How far the line is indented, and how far those are that began the VRF, the neighbour and the
    /// family: a switch shows its modes by that.
    pub(super) indent: usize,
    vrf_indent: usize,
    pub(super) neighbor_indent: usize,
    family_indent: usize,
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
    Some(Open {
        process: known.bgp,
        vrf: None,
        neighbor: None,
        sessions: Vec::new(),
        family: None,
        indent: 0,
        vrf_indent: 0,
        neighbor_indent: 0,
        family_indent: 0,
    })
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
        let of_vrf = self.vrf.map(|at| at.1);
        self.neighbor.map(|at| at.1).or(of_vrf).unwrap_or(self.process)
    }

    /// A line that stands no deeper than the one that began a mode is not of that mode.
    pub fn dedent(&mut self, known: &mut Known<'_>, indent: usize) {
        if self.neighbor.is_some() && indent <= self.neighbor_indent {
            self.leave(known);
        }
        if self.vrf.is_some() && indent <= self.vrf_indent {
            self.leave(known);
            self.vrf = None;
        }
        if indent <= self.family_indent {
            self.family = None;
        }
        self.indent = indent;
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
            Rule::aggregate if known.running() => {
                let vrf = self.vrf.map(|(vrf, _)| vrf);
                if self.neighbor.is_some() || self.family.is_none() {
                    return None;
                }
                table::aggregate(known, vrf, value)?;
            }
            Rule::aggregate => {
                let prefix = word(value)?.parse().ok()?;
                let (vrf, _) = self.vrf.filter(|_| self.neighbor.is_none() && self.family.is_some())?;
                if known.aggregates.insert((vrf, prefix)) {
                    known.bgp_vrfs.get_mut(vrf)?.1.aggregates.push(prefix);
                } else {
                    known.again = true;
                }
            }
            Rule::template => self.enter_template(known, word(value)?)?,
            Rule::network | Rule::maximum_paths | Rule::multipath_relax | Rule::log_neighbor_changes => {
                let vrf = self.vrf.map(|(vrf, _)| vrf).filter(|_| self.neighbor.is_none());
                if self.neighbor.is_some() {
                    return None;
                }
                table::line(known, vrf, self.family, rule, value)?;
            }
            Rule::bgp_timers if self.neighbor.is_none() => {
                known.device.bgp.as_mut().filter(|_| self.vrf.is_none())?.timers =
                    Some(session::timers(value.strip_prefix("bgp ")?)?);
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
            _ if session::whole(rule) => {
                let running = known.running();
                let mut again = false;
                self.of(known)?.line(rule, value, running, &mut again)?;
                known.again |= again;
                self.family = None;
            }
            _ => self.of_family(known, rule, value)?,
        }
        Some(self.element())
    }

    /// The families and neighbours of the VRF, or of the process.
    pub(super) fn part<'k>(
        &self,
        known: &'k mut Known<'_>,
    ) -> Option<(&'k mut Vec<Family>, &'k mut Vec<Neighbor>)> {
        match self.vrf {
            Some((vrf, _)) => known.bgp_vrfs.get_mut(vrf).map(|(_, b)| (&mut b.families, &mut b.neighbors)),
            None => known.device.bgp.as_mut().map(|b| (&mut b.families, &mut b.neighbors)),
        }
    }

    /// The neighbour or template that lines are of.
    pub(super) fn of<'k>(&self, known: &'k mut Known<'_>) -> Option<Of<'k>> {
        match self.neighbor?.0 {
            Whose::Neighbor(at) => self.part(known)?.1.get_mut(at).map(Of::neighbor),
            Whose::Template(at) => known.device.bgp.as_mut()?.groups.get_mut(at).map(Of::template),
        }
    }

    fn enter_family(&mut self, known: &mut Known<'_>, family: Family) -> Option<()> {
        let families = match self.neighbor {
            Some(_) => self.of(known)?.families,
            None => self.part(known)?.0,
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
        self.family_indent = self.indent;
        Some(())
    }

    /// What was said of the neighbour before, by family.
    pub(super) fn reload(&mut self, known: &mut Known<'_>) {
        let Some(of) = self.of(known) else { return };
        let own = |family: &Family| of.own.iter().find(|f| f.family == *family).map(|f| f.session.clone());
        let common = session::of_family(of.session);
        self.sessions = of.families.iter().map(|f| (*f, own(f).unwrap_or_else(|| common.clone()))).collect();
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
        self.vrf_indent = self.indent;
    }

    /// Leaves the neighbour, or the family of the VRF. A compile has one session for all families of
    /// a neighbour, so it is what they have in common; a switch may have another in each.
    pub fn leave(&mut self, known: &mut Known<'_>) {
        self.family = None;
        let mut sessions = std::mem::take(&mut self.sessions);
        sessions.sort_by_key(|(family, _)| *family);
        let running = known.running();
        let of = self.of(known);
        if let (Some(of), Some((_, first))) = (of, sessions.first()) {
            let mut common = first.clone();
            of.own.clear();
            for (family, session) in sessions.iter().skip(1) {
                if !running {
                    meet(&mut common, session);
                } else if *session != common {
                    of.own.push(FamilySession { family: *family, session: session.clone() });
                }
            }
            *of.session = session::join(std::mem::take(of.session), common);
        }
        self.neighbor = None;
    }

    /// `direct route-map RM`: the switch takes none without a route map.
    fn redistribute(&self, known: &mut Known<'_>, value: &str) -> Option<u32> {
        let [source, "route-map", map] = words(value)? else { return None };
        let source = match source {
            "direct" => RouteSource::Connected,
            "static" => RouteSource::Static,
            _ => return None,
        };
        let family = Some(self.family.filter(|_| self.neighbor.is_none())?);
        let (name, list) = match self.vrf {
            Some((vrf, _)) => {
                known.bgp_vrfs.get_mut(vrf).map(|(name, bgp)| (*name, &mut bgp.redistribute))?
            }
            None => (GLOBAL, &mut known.device.bgp.as_mut()?.redistribute),
        };
        let element = Element::Redistribution { vrf: name.to_owned(), family, source };
        let route_map = Some(map.to_owned());
        match list.iter_mut().find(|r| r.family == family && r.source == source) {
            Some(before) => {
                before.route_map = route_map;
                known.again = true;
            }
            None => list.push(Redistribution { family, source, route_map, origin: Default::default() }),
        }
        Some(known.begin(element))
    }

    fn of_family(&mut self, known: &mut Known<'_>, rule: Rule, value: &str) -> Option<()> {
        let (family, _) = (self.family?, self.neighbor?);
        let position = self.sessions.iter().position(|(f, _)| *f == family)?;
        let mut again = false;
        if position == 0 || known.running() {
            tell(&mut self.sessions.get_mut(position)?.1, rule, value, &mut again)?;
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
