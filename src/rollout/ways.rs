//! The way of each VRF out of the fabric: a session or a static route over a CE's link to a PE, the
//! CE's own or, over a session between the CEs, the other one's.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use super::paths::State;
use super::sessions::Sessions;
use crate::plan::{Device, Family, Layer3, Neighbor, Peer, Vrf};

/// A VRF that is without a way out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// The VRF.
    pub vrf: String,
    /// The CEs that forward for it and have no way out, by name; none where no CE does.
    pub stuck: Vec<String>,
    /// Whether no CE has a way out, so that the whole VRF is cut off.
    pub whole: bool,
    /// Whether that is what is asked for: the new side has none either.
    pub meant: bool,
    /// Who has to change before the stuck CEs have a way again, by name.
    pub waits: Vec<String>,
    /// The step, from 1, that gives it back; none where it is back when this step is done.
    pub until: Option<usize>,
}

/// The ways out by VRF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways(BTreeMap<String, Way>);

/// How a VRF gets out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Way {
    /// The CEs that forward for it.
    here: BTreeSet<String>,
    /// Those of them with a way out.
    with: BTreeSet<String>,
    /// Who has to change before a session of a CE fits again.
    waits: BTreeMap<String, BTreeSet<String>>,
}

impl Ways {
    /// Of CEs that are there, by their plans, but for those that are out in a VRF.
    pub fn new(ces: &BTreeMap<&str, &Device>, state: &State<'_>, sessions: &Sessions<'_>) -> Ways {
        let mut owners: HashMap<(Option<&str>, IpAddr), &str> = HashMap::new();
        for (name, plan) in ces {
            let svis = plan.svis.iter().filter(|s| !s.shutdown).map(|s| &s.layer3);
            let own = svis.flat_map(|l| l.addresses.iter().map(|a| (l.vrf.as_deref(), a.addr())));
            owners.extend(own.map(|key| (key, *name)));
            let own = plan.loopbacks.iter().flat_map(|l| l.addresses.iter().map(|a| (l.vrf.as_deref(), a)));
            owners.extend(own.map(|(vrf, a)| ((vrf, a.addr()), *name)));
        }
        let mut all: BTreeMap<String, Way> = BTreeMap::new();
        // CEs that a CE has a session with, by VRF.
        let mut linked: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
        for (name, plan) in ces {
            let out = outward(plan);
            let there = |v: &&Vrf| v.name != plan.management.vrf && !state.is_out(name, &v.name);
            let vrfs = plan.vrfs.iter().filter(there);
            for vrf in vrfs {
                let Way { here, with, waits } = all.entry(vrf.name.clone()).or_default();
                here.insert((*name).to_owned());
                for (table, address) in addresses(plan, vrf) {
                    let peer = Peer::Address(address);
                    if !sessions.is_up(name, table, &peer) {
                        let far = sessions.waits_for(name, table, &peer);
                        waits.entry((*name).to_owned()).or_default().extend(far);
                        continue;
                    }
                    if out.iter().any(|l| holds(l, table, address)) {
                        with.insert((*name).to_owned());
                    }
                    if let Some(other) = owners.get(&(table, address)).filter(|other| *other != name) {
                        linked.entry((&vrf.name, name)).or_default().insert(other);
                    }
                }
                let by_route =
                    |r: &crate::plan::StaticRoute| out.iter().any(|l| holds(l, Some(&vrf.name), r.next_hop));
                if vrf.statics.iter().any(by_route) {
                    with.insert((*name).to_owned());
                }
            }
        }
        for (vrf, Way { here, with, .. }) in &mut all {
            let by_other = here.iter().filter(|name| {
                let others = linked.get(&(&**vrf, &***name)).into_iter().flatten();
                others.into_iter().any(|other| with.contains(*other))
            });
            let by_other: Vec<String> = by_other.cloned().collect();
            with.extend(by_other);
        }
        Ways(all)
    }

    /// What is lost of the ways at the start. `end` is how it is in the end.
    pub fn lost(&self, start: &Ways, end: &Ways) -> Vec<Lost> {
        let none = Way::default();
        let mut all = Vec::new();
        for (vrf, Way { with: had, .. }) in start.0.iter().filter(|(_, way)| !way.with.is_empty()) {
            let Way { here, with, waits } = self.0.get(vrf).unwrap_or(&none);
            let keeps = &end.0.get(vrf).unwrap_or(&none).with;
            let whole = with.is_empty();
            let meant = whole && keeps.is_empty();
            let stuck = here.iter().filter(|ce| !with.contains(*ce));
            let stuck: Vec<String> =
                stuck.filter(|ce| whole || (had.contains(*ce) && keeps.contains(*ce))).cloned().collect();
            if !whole && stuck.is_empty() {
                continue;
            }
            let waits: BTreeSet<String> =
                stuck.iter().filter_map(|ce| waits.get(ce)).flatten().cloned().collect();
            let waits = waits.into_iter().collect();
            all.push(Lost { vrf: vrf.clone(), stuck, whole, meant, waits, until: None });
        }
        all
    }
}

/// The addresses that a VRF learns routes from, each with its table: its own neighbors, and where its
/// routes travel by VPN those of the global table that exchange them.
fn addresses<'a>(plan: &'a Device, vrf: &'a Vrf) -> impl Iterator<Item = (Option<&'a str>, IpAddr)> {
    let own = vrf.bgp.iter().flat_map(|b| &b.neighbors).map(|n| (Some(&*vrf.name), n));
    let is_vpn = |n: &&Neighbor| n.families.iter().any(|f| matches!(f, Family::VpnIpv4 | Family::VpnIpv6));
    let travels = vrf.vpn.as_ref().is_some_and(|v| v.targets.iter().any(|t| !t.import.is_empty()));
    let global = plan.bgp.iter().filter(move |_| travels).flat_map(|b| &b.neighbors).filter(is_vpn);
    own.chain(global.map(|n| (None, n))).filter(|(_, n)| !n.session.shutdown).filter_map(|(table, n)| match n
        .peer
    {
        Peer::Address(address) => Some((table, address)),
        Peer::Range(_) | Peer::Interface(_) => None,
    })
}

/// Layer 3 on the links of a switch that are not off: a VLAN interface leads to the fabric itself.
fn outward(plan: &Device) -> Vec<&Layer3> {
    let member_up =
        |number: u16| plan.ports.iter().any(|p| !p.shutdown && p.member.is_some_and(|m| m.number == number));
    let mut all = Vec::new();
    for port in plan.ports.iter().filter(|p| !p.shutdown) {
        all.extend(&port.layer3);
        all.extend(port.sub_interfaces.iter().filter(|s| !s.shutdown).map(|s| &s.layer3));
    }
    for channel in plan.port_channels.iter().filter(|c| !c.shutdown && member_up(c.number)) {
        all.extend(&channel.layer3);
        all.extend(channel.sub_interfaces.iter().filter(|s| !s.shutdown).map(|s| &s.layer3));
    }
    all
}

fn holds(layer3: &Layer3, vrf: Option<&str>, address: IpAddr) -> bool {
    layer3.vrf.as_deref() == vrf && layer3.addresses.iter().any(|net| net.contains(&address))
}
