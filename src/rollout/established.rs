//! How switches list their sessions, and what has to be in the lists.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::Check;
use super::checks::check;
use super::sessions::Sessions;
use crate::model::value::Os;
use crate::plan::{Device, Family, Neighbor, Peer};

/// That the sessions of a switch are up whose two ends say what fits. Those from ranges are listed too,
/// and nobody knows how many there are.
pub fn sessions(plan: &Device, up: &Sessions<'_>, all: &mut Vec<Check>) {
    let mut counts: BTreeMap<Table, Count> = BTreeMap::new();
    for (vrf, neighbor) in plan.neighbors().filter(|(_, n)| !n.session.shutdown) {
        let Some(table) = table(neighbor) else { continue };
        let count = counts.entry(table).or_default();
        count.all += 1;
        if !up.is_up(&plan.name, vrf, &neighbor.peer) {
            *count.waiting.entry(vrf).or_default() += 1;
        }
    }
    for (table, Count { all: number, waiting }) in counts {
        let down: usize = waiting.values().sum();
        let mut says = format!("{} of {number} sessions established", number - down);
        let listed = |range: IpNet| match table {
            Table::Ipv4 => range.addr().is_ipv4(),
            Table::Ipv6 => range.addr().is_ipv6(),
            Table::VpnIpv4 => false,
        };
        if ranges(plan).any(listed) {
            says += ", beside those from ranges";
        }
        let waiting: Vec<String> = waiting
            .iter()
            .map(|(vrf, count)| match vrf {
                Some(vrf) => format!("{count} in VRF {vrf}"),
                None => format!("{count} of the global table"),
            })
            .collect();
        if !waiting.is_empty() {
            let verb = if down == 1 { "waits for its other end" } else { "wait for their other ends" };
            says += &format!(": {} {verb}", waiting.join(", "));
        }
        all.push(check(plan, table.summary(plan.os), says));
    }
}

/// What a table lists.
#[derive(Default)]
struct Count<'a> {
    all: usize,
    /// Those that are not up yet, by VRF; none for the global table.
    waiting: BTreeMap<Option<&'a str>, usize>,
}

/// The ranges that sessions may come from.
fn ranges(plan: &Device) -> impl Iterator<Item = IpNet> {
    let neighbors = plan.neighbors().filter_map(|(_, n)| match n.peer {
        Peer::Range(range) => Some(range),
        Peer::Address(_) | Peer::Interface(_) => None,
    });
    neighbors.chain(plan.listens().map(|(_, l)| l.range))
}

/// Where a switch lists a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    Ipv4,
    Ipv6,
    VpnIpv4,
}

impl Table {
    /// The command that lists the sessions of a table, in every VRF.
    fn summary(self, os: Os) -> String {
        let every = if self == Table::VpnIpv4 { "" } else { " vrf all" };
        format!("{} summary{every}", self.bgp(os))
    }

    /// The command that shows what a table has.
    const fn bgp(self, os: Os) -> &'static str {
        match (self, os) {
            (Table::Ipv4, Os::Eos) => "show ip bgp",
            (Table::Ipv6, Os::Eos) => "show ipv6 bgp",
            (Table::VpnIpv4, Os::Eos) => "show bgp vpn-ipv4",
            (Table::Ipv4, Os::Nxos) => "show bgp ipv4 unicast",
            (Table::Ipv6, Os::Nxos) => "show bgp ipv6 unicast",
            (Table::VpnIpv4, Os::Nxos) => "show bgp vpnv4 unicast",
        }
    }
}

/// The table that a session is counted in: VPN where it has no other family, else that of its address.
/// What has no address of its own is in no count.
fn table(neighbor: &Neighbor) -> Option<Table> {
    let Peer::Address(address) = neighbor.peer else { return None };
    let vpn = |f: &Family| matches!(f, Family::VpnIpv4 | Family::VpnIpv6);
    match neighbor.families.iter().all(vpn) && !neighbor.families.is_empty() {
        true => neighbor.families.contains(&Family::VpnIpv4).then_some(Table::VpnIpv4),
        false if address.is_ipv6() => Some(Table::Ipv6),
        false => Some(Table::Ipv4),
    }
}

/// That a session is up. On EOS by its line of the summary, since it calls the neighbors of IPv6
/// otherwise in each version; NX-OS breaks long lines of the summary. Other VRFs may have the address
/// too, so the VRF is named.
pub fn session(plan: &Device, vrf: Option<&str>, peer: &Peer, all: &mut Vec<Check>) {
    let found = plan.neighbors().find(|(table, n)| *table == vrf && n.peer == *peer);
    let Some(table) = found.and_then(|(_, n)| table(n)) else { return };
    let of = vrf.map(|vrf| format!(" vrf {vrf}")).unwrap_or_default();
    let (bgp, address) = (table.bgp(plan.os), peer.to_string());
    if plan.os == Os::Eos {
        // Nothing that the address begins another one with.
        let end = if address.contains(':') { "[^0-9a-f:]" } else { "[^0-9]" };
        all.push(check(plan, format!("{bgp} summary{of} | include {address}{end}"), "Estab"));
        return;
    }
    let command = format!("{bgp} neighbors {address}{of} | include state");
    all.push(check(plan, command, "BGP state = Established"));
}
