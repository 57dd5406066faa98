//! What becomes of a packet: as the language says it, and as a switch runs its access list.

use std::net::IpAddr;

use ipnet::IpNet;
use selvedge::model::construct as language;
use selvedge::model::value::{Protocol, TcpFlag};
use selvedge::plan;

#[derive(Debug, Clone)]
pub struct Packet {
    pub source: IpAddr,
    pub destination: IpAddr,
    pub protocol: &'static str,
    /// Source and destination, of the first fragment.
    pub ports: Option<(u16, u16)>,
    /// SYN, ACK, RST, FIN.
    pub flags: [bool; 4],
    pub dscp: u8,
    pub ttl: u8,
    pub fragment: bool,
}

pub fn flag(packet: &Packet, flag: TcpFlag) -> bool {
    let [syn, ack, rst, fin] = packet.flags;
    match flag {
        TcpFlag::Established => ack || rst,
        TcpFlag::Initial => syn && !ack,
        TcpFlag::Syn => syn,
        TcpFlag::Ack => ack,
        TcpFlag::Rst => rst,
        TcpFlag::Fin => fin,
        TcpFlag::NotAck => !ack,
        TcpFlag::NotSyn => !syn,
        other => panic!("{other} is not among the packets"),
    }
}

/// The language: the first rule that a packet matches.
pub fn language_rule<'a>(
    list: &'a language::AccessList,
    packet: &Packet,
    vlan: u16,
) -> Option<&'a language::AclRule> {
    let mut rules: Vec<_> = list.rules.iter().collect();
    rules.sort_by_key(|r| r.sequence.0);
    rules.into_iter().find(|r| {
        let any = |list: &[selvedge::finding::At<selvedge::model::value::MatchPrefix>],
                   addresses: &[IpAddr]| {
            list.is_empty() || list.iter().any(|p| addresses.iter().any(|a| p.0.contains(a)))
        };
        let port = |list: &[selvedge::finding::At<selvedge::model::value::PortRange>],
                    source: bool,
                    destination: bool| {
            list.is_empty()
                || packet.ports.is_some_and(|(s, d)| {
                    list.iter().any(|p| {
                        let range = p.first..=p.last;
                        (source && range.contains(&s)) || (destination && range.contains(&d))
                    })
                })
        };
        let protocol = match r.protocol.0.value {
            Protocol::Ip => true,
            Protocol::Icmp => packet.protocol == "icmp",
            other => packet.protocol == other.to_string(),
        };
        protocol
            && any(&r.source, &[packet.source])
            && any(&r.destination, &[packet.destination])
            && any(&r.either, &[packet.source, packet.destination])
            && port(&r.source_port, true, false)
            && port(&r.destination_port, false, true)
            && port(&r.either_port, true, true)
            && r.flags.iter().all(|f| packet.ports.is_some() && flag(packet, f.value))
            && (r.dscp.is_empty() || r.dscp.iter().any(|d| d.0 == u64::from(packet.dscp)))
            && (r.ttl.is_empty() || r.ttl.iter().any(|t| t.0 == u64::from(packet.ttl)))
            && (r.fragments.is_empty() || packet.fragment)
            && (r.vlans.is_empty() || r.vlans.iter().any(|v| (v.first..=v.last).contains(&vlan)))
    })
}

/// A switch: the first entry that a packet matches.
pub fn switch_entry<'a>(acl: &'a plan::Acl, packet: &Packet) -> Option<&'a plan::AclRule> {
    assert!(acl.rules.is_sorted_by(|a, b| a.sequence < b.sequence), "{acl:#?}");
    assert!(acl.rules.iter().all(|r| (1..=u64::from(u32::MAX)).contains(&r.sequence)));
    acl.rules.iter().filter(|r| r.remark.is_none()).find(|r| {
        let protocol = match r.protocol.as_str() {
            "ip" | "ipv6" => true,
            "icmpv6" => acl.ipv6 && packet.protocol == "icmp",
            "47" => packet.protocol == "gre",
            name => packet.protocol == name,
        };
        let inside = |net: Option<IpNet>, address: &IpAddr| net.is_none_or(|n| n.contains(address));
        let port = |range: Option<(u16, u16)>, port: Option<u16>| {
            range.is_none_or(|(first, last)| port.is_some_and(|p| (first..=last).contains(&p)))
        };
        protocol
            && inside(r.source, &packet.source)
            && inside(r.destination, &packet.destination)
            && port(r.source_ports, packet.ports.map(|p| p.0))
            && port(r.destination_ports, packet.ports.map(|p| p.1))
            && r.flags.iter().all(|f| packet.ports.is_some() && flag(packet, *f))
            && r.dscp.is_none_or(|d| d == packet.dscp)
            && r.ttl.is_none_or(|t| t == packet.ttl)
            && (!r.fragments || packet.fragment)
    })
}
