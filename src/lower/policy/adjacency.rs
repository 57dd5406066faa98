//! What an access list has to let through for its interface to do its work: the sessions with its
//! neighbours, what watches them, ICMP with neighbour discovery, and the shared gateway's hellos.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::plan::AclRule;

const BGP: u16 = 179;
const BFD: u16 = 3784;
const BFD_ECHO: u16 = 3785;
const HSRP: u16 = 1985;
const HSRP_V6: u16 = 2029;
/// All HSRP version 2 routers.
const HSRP_GROUP: IpAddr = IpAddr::V4(Ipv4Addr::new(224, 0, 0, 102));
/// All HSRP routers.
const HSRP_GROUP_V6: IpAddr = IpAddr::V6(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0x66));

/// What an interface speaks in one family.
#[derive(Debug, Default)]
pub struct Adjacency {
    pub ipv6: bool,
    /// The neighbours' addresses with the switch's own, of BGP sessions.
    pub bgp: Vec<(IpNet, IpNet)>,
    /// Of BFD.
    pub bfd: Vec<(IpNet, IpNet)>,
    pub bfd_echo: bool,
    /// What it has an address in.
    pub subnets: Vec<IpNet>,
    pub hsrp: bool,
}

impl Adjacency {
    /// The entries, without numbers, with what they are for before them. What comes in is from the
    /// neighbour, what goes out to it.
    pub fn entries(&self, inward: bool) -> Vec<AclRule> {
        let mut entries = Vec::new();
        let mut subjects = Vec::new();
        let mut add = |protocol: &str, from: Option<IpNet>, to: Option<IpNet>, sp, dp| {
            let (source, destination) = if inward { (from, to) } else { (to, from) };
            entries.push(permit(protocol, source, destination, sp, dp));
        };
        for (peer, own) in &self.bgp {
            add("tcp", Some(*peer), Some(*own), None, Some(BGP));
            // Between the whole of one prefix this says all there is to say in either direction.
            add("tcp", Some(*peer), Some(*own), Some(BGP), None);
        }
        for (peer, own) in &self.bfd {
            for port in [Some(BFD), self.bfd_echo.then_some(BFD_ECHO)].into_iter().flatten() {
                add("udp", Some(*peer), Some(*own), None, Some(port));
            }
        }
        let icmp = if self.ipv6 { "icmpv6" } else { "icmp" };
        for subnet in &self.subnets {
            add(icmp, Some(*subnet), Some(*subnet), None, None);
        }
        if self.ipv6 {
            entries.extend(discovery(&self.subnets));
        }
        if self.hsrp {
            entries.extend(hellos(self.ipv6, &self.subnets));
        }
        let spoken = [
            ("bgp", !self.bgp.is_empty()),
            ("bfd", !self.bfd.is_empty()),
            ("icmp", true),
            ("hsrp", self.hsrp),
        ];
        subjects.extend(spoken.into_iter().filter(|(_, on)| *on).map(|(name, _)| name));
        entries.insert(0, remark(format!("adjacency: {}", subjects.join(", "))));
        entries
    }
}

/// Neighbour discovery goes from any address of a host, `::` among them, to its neighbours' link
/// local addresses and groups, and from a link local address to a global one.
fn discovery(subnets: &[IpNet]) -> Vec<AclRule> {
    let link_local = net(IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 10);
    let groups = net(IpAddr::V6(Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0)), 16);
    let to = [link_local, groups].into_iter().flatten();
    let local = to.map(|net| permit("icmpv6", None, Some(net), None, None));
    local.chain(subnets.iter().map(|s| permit("icmpv6", link_local, Some(*s), None, None))).collect()
}

/// Hellos of the switches of a pair to each other, without which both would own the gateway.
fn hellos(ipv6: bool, subnets: &[IpNet]) -> Vec<AclRule> {
    let to = |group: IpAddr| Some(IpNet::from(group));
    if ipv6 {
        let link_local = net(IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 10);
        return vec![permit("udp", link_local, to(HSRP_GROUP_V6), None, Some(HSRP_V6))];
    }
    subnets.iter().map(|s| permit("udp", Some(*s), to(HSRP_GROUP), None, Some(HSRP))).collect()
}

fn net(address: IpAddr, length: u8) -> Option<IpNet> {
    IpNet::new(address, length).ok()
}

fn permit(
    protocol: &str,
    source: Option<IpNet>,
    destination: Option<IpNet>,
    from: Option<u16>,
    to: Option<u16>,
) -> AclRule {
    AclRule {
        permit: true,
        protocol: protocol.to_owned(),
        source,
        destination,
        source_ports: from.map(|p| (p, p)),
        destination_ports: to.map(|p| (p, p)),
        ..AclRule::default()
    }
}

/// A line for people.
pub fn remark(text: String) -> AclRule {
    AclRule { remark: Some(text), ..AclRule::default() }
}
