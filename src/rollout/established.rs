//! How switches list their sessions, and what has to be in the lists.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::Check;
use super::checks::check;
use super::sessions::Sessions;
use crate::model::value::Os;
use crate::plan::{Device, Family, Neighbor, Peer};

/// That the sessions of a switch are up whose two ends say what fits.
pub fn sessions(plan: &Device, up: &Sessions<'_>, all: &mut Vec<Check>) {
    let vrfs = plan.vrfs.iter().filter_map(|v| v.bgp.as_ref()).flat_map(|b| &b.neighbors);
    // Those that are up, and all.
    let mut counts: BTreeMap<Table, (usize, usize)> = BTreeMap::new();
    for neighbor in vrfs.chain(plan.bgp.iter().flat_map(|b| &b.neighbors)) {
        let Peer::Address(address) = neighbor.peer else { continue };
        if neighbor.session.shutdown {
            continue;
        }
        let is_up = up.is_up(&plan.name, &address.to_string());
        let Some(table) = table(neighbor, address) else { continue };
        let (count, all_of) = counts.entry(table).or_default();
        *count += usize::from(is_up);
        *all_of += 1;
    }
    for (table, (count, all_of)) in counts {
        let says = match all_of - count {
            0 => format!("{all_of} of {all_of} sessions established"),
            _ => format!("{count} of {all_of} sessions established: the rest waits for its other end"),
        };
        all.push(check(plan, table.summary(plan.os), says));
    }
}

/// Where a switch lists a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    Ipv4,
    Ipv6,
    VpnIpv4,
}

impl Table {
    /// The command that lists the sessions of a table.
    const fn summary(self, os: Os) -> &'static str {
        match (self, os) {
            (Table::Ipv4, Os::Eos) => "show ip bgp summary vrf all",
            (Table::Ipv6, Os::Eos) => "show ipv6 bgp summary vrf all",
            (Table::VpnIpv4, Os::Eos) => "show bgp vpn-ipv4 summary",
            (Table::Ipv4, Os::Nxos) => "show bgp ipv4 unicast summary vrf all",
            (Table::Ipv6, Os::Nxos) => "show bgp ipv6 unicast summary vrf all",
            (Table::VpnIpv4, Os::Nxos) => "show bgp vpnv4 unicast summary",
        }
    }
}

/// The table that a session is counted in: VPN where it has no other family, else that of its address.
fn table(neighbor: &Neighbor, address: IpAddr) -> Option<Table> {
    let vpn = |f: &Family| matches!(f, Family::VpnIpv4 | Family::VpnIpv6);
    match neighbor.families.iter().all(vpn) && !neighbor.families.is_empty() {
        true => neighbor.families.contains(&Family::VpnIpv4).then_some(Table::VpnIpv4),
        false if address.is_ipv6() => Some(Table::Ipv6),
        false => Some(Table::Ipv4),
    }
}

/// That a session is up. On EOS by its line of the summary, since it calls the neighbors of IPv6
/// otherwise in each version; NX-OS breaks long lines of the summary.
pub fn session(plan: &Device, address: &str, all: &mut Vec<Check>) {
    let global = plan.bgp.iter().flat_map(|b| &b.neighbors).map(|n| (None, n));
    let vrfs = plan.vrfs.iter().filter_map(|v| Some((&*v.name, v.bgp.as_ref()?)));
    let vrfs = vrfs.flat_map(|(name, b)| b.neighbors.iter().map(move |n| (Some(name), n)));
    let found = vrfs.chain(global).find_map(|(vrf, n)| match n.peer {
        Peer::Address(own) if own.to_string() == address => Some((vrf, table(n, own)?)),
        _ => None,
    });
    let Some((vrf, table)) = found else { return };
    if plan.os == Os::Eos {
        // Nothing that the address begins another one with.
        let end = if address.contains(':') { "[^0-9a-f:]" } else { "[^0-9]" };
        all.push(check(plan, format!("{} | include {address}{end}", table.summary(Os::Eos)), "Estab"));
        return;
    }
    let family = match table {
        Table::Ipv4 => "ipv4",
        Table::Ipv6 => "ipv6",
        Table::VpnIpv4 => "vpnv4",
    };
    let vrf = vrf.map(|vrf| format!(" vrf {vrf}")).unwrap_or_default();
    let command = format!("show bgp {family} unicast neighbors {address}{vrf} | include state");
    all.push(check(plan, command, "BGP state = Established"));
}
