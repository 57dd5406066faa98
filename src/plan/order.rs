//! The order of a plan: one for each meaning, whatever order things were said in.
//!
//! Rules of policies stand by their numbers, which are their order on a switch; rules of lists of
//! communities have none and stay as they are.

use super::{Bgp, BgpOptions, Device, Layer3, Neighbor, RouteMapOptions, Session, StaticRoute};

impl Device {
    /// Puts what has no order of its own into one: by name or number, IPv4 before IPv6.
    pub fn sort(&mut self) {
        self.features.sort_unstable();
        self.features.dedup();
        self.users.sort_by(|a, b| a.name.cmp(&b.name));
        self.vlans.sort_by_key(|v| v.id);
        self.vrfs.sort_by(|a, b| a.name.cmp(&b.name));
        self.port_channels.sort_by_key(|c| c.number);
        self.ports.sort_by_cached_key(|p| natural(&p.name));
        for subs in (self.ports.iter_mut().map(|p| &mut p.sub_interfaces))
            .chain(self.port_channels.iter_mut().map(|c| &mut c.sub_interfaces))
        {
            subs.sort_by_key(|s| s.vlan);
            subs.iter_mut().for_each(|s| s.layer3.sort());
        }
        let routed = self.ports.iter_mut().filter_map(|p| p.layer3.as_mut());
        routed.chain(self.port_channels.iter_mut().filter_map(|c| c.layer3.as_mut())).for_each(Layer3::sort);
        self.loopbacks.sort_by_key(|l| l.number);
        self.loopbacks.iter_mut().for_each(|l| l.addresses.sort_by_key(|a| a.addr().is_ipv6()));
        sort_statics(&mut self.statics);
        self.svis.sort_by_key(|s| s.vlan);
        for svi in &mut self.svis {
            svi.layer3.sort();
            // The first of IPv4 is the one that others are secondary to.
            svi.virtual_addresses.sort_by_key(|a| a.addr().is_ipv6());
            svi.gateways.sort_by_key(|g| g.address.is_ipv6());
            svi.gateways.iter_mut().for_each(|g| g.secondary.sort_unstable());
        }
        self.acls.sort_by(|a, b| (a.ipv6, &a.name).cmp(&(b.ipv6, &b.name)));
        self.policers.sort_by(|a, b| a.name.cmp(&b.name));
        self.prefix_lists.sort_by(|a, b| (a.ipv6, &a.name).cmp(&(b.ipv6, &b.name)));
        self.community_lists.sort_by(|a, b| a.name.cmp(&b.name));
        self.ext_community_lists.sort_by(|a, b| a.name.cmp(&b.name));
        self.route_maps.sort_by(|a, b| a.name.cmp(&b.name));
        self.acls.iter_mut().for_each(|a| a.rules.sort_by_key(|r| r.sequence));
        self.prefix_lists.iter_mut().for_each(|l| l.rules.sort_by_key(|r| r.sequence));
        for map in &mut self.route_maps {
            map.entries.sort_by_key(|e| e.sequence);
            map.entries.iter_mut().for_each(|e| e.options.sort());
        }
        for vrf in &mut self.vrfs {
            sort_statics(&mut vrf.statics);
            if let Some(vpn) = &mut vrf.vpn {
                vpn.targets.sort_by_key(|t| t.ipv6);
                for targets in &mut vpn.targets {
                    targets.import.sort_unstable();
                    targets.export.sort_unstable();
                }
            }
            if let Some(bgp) = &mut vrf.bgp {
                bgp.families.sort_unstable();
                bgp.redistribute.sort_by_key(|r| (r.family, r.source));
                bgp.default_information.sort_unstable();
                bgp.aggregates.sort_unstable();
                bgp.networks.sort_by_key(|n| n.prefix);
                bgp.groups.sort_unstable();
                bgp.listen.sort_by_key(|l| l.range);
                bgp.options.sort();
                sort_neighbors(&mut bgp.neighbors);
            }
        }
        if let Some(bgp) = &mut self.bgp {
            bgp.sort();
        }
    }
}

impl Bgp {
    fn sort(&mut self) {
        self.families.sort_unstable();
        self.groups.sort_by(|a, b| a.name.cmp(&b.name));
        for group in &mut self.groups {
            group.families.sort_unstable();
            group.family_sessions.sort_by_key(|f| f.family);
            group.session.sort();
        }
        self.options.sort();
        self.active_groups.sort_unstable();
        self.redistribute.sort_by_key(|r| (r.family, r.source));
        self.aggregates.sort_unstable();
        self.networks.sort_by_key(|n| n.prefix);
        self.listen.sort_by_key(|l| l.range);
        sort_neighbors(&mut self.neighbors);
    }
}

impl BgpOptions {
    fn sort(&mut self) {
        self.family_paths.sort_unstable();
        self.summary_only.sort_unstable();
    }
}

impl Layer3 {
    fn sort(&mut self) {
        self.addresses.sort_by_key(|a| a.addr().is_ipv6());
        self.secondary.sort_unstable();
        self.dhcp_relays.sort_unstable();
    }
}

impl RouteMapOptions {
    fn sort(&mut self) {
        let lists = [&mut self.or_ipv4, &mut self.or_ipv6, &mut self.or_communities, &mut self.or_interfaces];
        lists.into_iter().for_each(|list| list.sort_unstable());
        self.or_tags.sort_unstable();
    }
}

impl Session {
    fn sort(&mut self) {
        self.by_family.sort_by_key(|p| p.family);
        self.inactive.sort_unstable();
    }
}

fn sort_neighbors(neighbors: &mut [Neighbor]) {
    neighbors.sort_by(|a, b| a.peer.cmp(&b.peer));
    for neighbor in neighbors {
        neighbor.families.sort_unstable();
        neighbor.family_sessions.sort_by_key(|f| f.family);
        neighbor.session.sort();
    }
}

fn sort_statics(routes: &mut [StaticRoute]) {
    routes.sort_by_key(|r| (r.prefix.addr().is_ipv6(), r.prefix, r.next_hop));
}

/// A name as people sort it: runs of digits count as numbers.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, tail) = rest.split_at_checked(digits).unwrap_or((rest, ""));
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (number, tail) = tail.split_at_checked(end).unwrap_or((tail, ""));
        parts.push((word.to_owned(), number.parse().unwrap_or(0)));
        rest = tail;
    }
    parts
}
