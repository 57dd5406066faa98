//! The bonds of a server's pNICs: one each, unless `bond` statements say otherwise.

use super::{MONITOR, Server};
use crate::assign::bond_name;
use crate::assign::mtu;
use crate::finding::Span;
use crate::graph::PortId;
use crate::model::construct::BondBlock;
use crate::model::value::{LacpMode, LacpRate, Os};
use crate::plan::{Bond, BondMode, HostVf, HostVlan};

/// What picks the port of a packet: addresses and ports, so that the flows of two hosts spread too.
const HASH: &str = "layer3+4";

/// The ports of a bond, and the statement where there is one.
pub struct Group<'a> {
    pub name: String,
    pub members: Vec<PortId>,
    written: Option<&'a BondBlock>,
    span: Span,
}

/// Which ports are in which bond. A written bond stands where the first of its ports was.
pub fn groups<'a>(server: &Server<'a>) -> Vec<Group<'a>> {
    let context = server.context;
    let topology = &context.assigned.topology;
    let mut groups: Vec<Group<'a>> = Vec::new();
    for nic in &server.nics {
        let mut rest = Vec::new();
        for port in nic.ports {
            let Some(block) = context.bond_block(port) else {
                rest.push(port);
                continue;
            };
            if groups.iter().any(|g| g.written.is_some_and(|w| std::ptr::eq(w, block))) {
                continue;
            }
            let own = |port: &PortId| {
                server.nics.iter().any(|n| n.ports.contains(port))
                    && context.bond_block(*port).is_some_and(|w| std::ptr::eq(w, block))
            };
            groups.push(Group {
                name: block.name.to_string(),
                members: block.members.iter().filter_map(|end| topology.end(end)).filter(own).collect(),
                written: Some(block),
                span: block.span,
            });
        }
        if !rest.is_empty() {
            let span = nic.pnic.span;
            groups.push(Group { name: bond_name(nic.pnic), members: rest, written: None, span });
        }
    }
    groups
}

/// The bond that a profile means by a name: the one that is called so, or where a statement gave
/// the ports of that pNIC to another bond, that one.
pub fn named(server: &Server<'_>, groups: &[Group<'_>], name: &str) -> String {
    if groups.iter().any(|g| g.name == name) {
        return name.to_owned();
    }
    let nic = server.nics.iter().find(|n| bond_name(n.pnic) == name);
    let first = nic.map(|n| n.ports[0]);
    let group = first.and_then(|port| groups.iter().find(|g| g.members.contains(&port)));
    group.map_or_else(|| name.to_owned(), |g| g.name.clone())
}

/// The plans of the bonds, in the order of the groups.
pub fn bonds(server: &Server<'_>, groups: &[Group<'_>], vlans: &[HostVlan], vfs: &[HostVf]) -> Vec<Bond> {
    let bond = |group: &Group<'_>| {
        let members: Vec<String> = group.members.iter().map(|p| server.port_name(*p)).collect();
        // A VLAN or VF with a larger MTU than what carries it would not come up.
        let above = vlans.iter().filter(|v| v.link == group.name).map(|v| v.mtu);
        let inside = vfs.iter().filter(|vf| members.contains(&vf.pf)).map(|vf| vf.mtu);
        let least = above.chain(inside).max().unwrap_or(0);
        Bond {
            name: group.name.clone(),
            mode: mode(server, group),
            monitor: MONITOR,
            mtu: takes(server, &group.members).max(least),
            members,
            origin: group.span.into(),
        }
    };
    groups.iter().map(bond).collect()
}

/// LACP, and fast, unless a statement about the bond or one of its ports says otherwise. Linux
/// always speaks first, so `passive` is LACP too.
fn mode(server: &Server<'_>, group: &Group<'_>) -> BondMode {
    let ports = || group.members.iter().filter_map(|p| server.context.port_block(*p));
    let lacp = ports().find_map(|p| p.lacp.as_ref()).or(group.written.and_then(|b| b.lacp.as_ref()));
    let rate =
        ports().find_map(|p| p.lacp_rate.as_ref()).or(group.written.and_then(|b| b.lacp_rate.as_ref()));
    match lacp.map(|l| l.value) {
        Some(LacpMode::Static) => BondMode::Static { hash: HASH },
        None | Some(LacpMode::Active | LacpMode::Passive) => {
            BondMode::Lacp { fast: rate.is_none_or(|r| r.value == LacpRate::Fast), hash: HASH }
        }
    }
}

/// The largest packet that every one of some ports may send: what statements say of the port
/// itself, or else what the switch port at the other end takes.
pub fn takes(server: &Server<'_>, ports: &[PortId]) -> u16 {
    let context = server.context;
    let topology = &context.assigned.topology;
    let fabric = context.fabric.fabric.mtu.0.0;
    let written = |port: PortId| {
        let port_mtu = context.port_block(port).and_then(|p| p.mtu.as_ref());
        let mtu = port_mtu.or(context.bond_block(port).and_then(|b| b.mtu.as_ref()))?;
        u16::try_from(mtu.0).ok()
    };
    let far = |port: PortId| {
        let (far, _) = topology.peer(port)?;
        let os = topology.device(topology.port(far)?.device)?.platform.as_ref()?.os.value;
        Some(written(far).unwrap_or_else(|| mtu::fabric(fabric, os)))
    };
    let all = ports.iter().filter_map(|port| written(*port).or_else(|| far(*port)));
    // A port without a cable has what every platform takes.
    all.min().unwrap_or_else(|| mtu::fabric(fabric, Os::Eos).min(mtu::fabric(fabric, Os::Nxos)))
}
