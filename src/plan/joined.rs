//! What a switch is joined to others by: who it speaks BGP with, in whatever VRF, and its addresses.

use std::net::IpAddr;

use super::{Device, Layer3, Listen, Neighbor, Peer};

impl Device {
    /// Every session, and on NX-OS every range, with its VRF; none for the global table, which comes
    /// first.
    pub fn neighbors(&self) -> impl Iterator<Item = (Option<&str>, &Neighbor)> {
        let global = self.bgp.iter().flat_map(|b| &b.neighbors).map(|n| (None, n));
        let vrfs = self.vrfs.iter().filter_map(|v| Some((&*v.name, v.bgp.as_ref()?)));
        global.chain(vrfs.flat_map(|(name, b)| b.neighbors.iter().map(move |n| (Some(name), n))))
    }

    /// EOS: every range that may open a session, with its VRF; none for the global table.
    pub fn listens(&self) -> impl Iterator<Item = (Option<&str>, &Listen)> {
        let global = self.bgp.iter().flat_map(|b| &b.listen).map(|l| (None, l));
        let vrfs = self.vrfs.iter().filter_map(|v| Some((&*v.name, v.bgp.as_ref()?)));
        global.chain(vrfs.flat_map(|(name, b)| b.listen.iter().map(move |l| (Some(name), l))))
    }

    /// What is said of layer 3, of whatever interface but loopbacks.
    pub fn layer3(&self) -> impl Iterator<Item = &Layer3> {
        let svis = self.svis.iter().map(|s| &s.layer3);
        let ports = self.ports.iter().filter_map(|p| p.layer3.as_ref());
        let channels = self.port_channels.iter().filter_map(|c| c.layer3.as_ref());
        svis.chain(self.sub_interfaces().map(|s| &s.layer3)).chain(ports).chain(channels)
    }

    /// The address that it speaks from with another end in a VRF: that of an interface whose network
    /// has the other end, else that of the loopback which the session names.
    pub fn speaks_from(&self, vrf: Option<&str>, peer: &Peer) -> Option<IpAddr> {
        let Peer::Address(other) = peer else { return None };
        let here = self.layer3().filter(|l| l.vrf.as_deref() == vrf);
        if let Some(net) =
            here.flat_map(|l| l.addresses.iter().chain(&l.secondary)).find(|net| net.contains(other))
        {
            return Some(net.addr());
        }
        let (_, neighbor) = self.neighbors().find(|(table, n)| *table == vrf && n.peer == *peer)?;
        let source = neighbor.session.update_source.as_deref()?.to_ascii_lowercase();
        let mut loopbacks = self.loopbacks.iter().filter(|l| l.vrf.as_deref() == vrf);
        let loopback = loopbacks.find(|l| source == format!("loopback{}", l.number))?;
        loopback.addresses.iter().map(|net| net.addr()).find(|own| own.is_ipv6() == other.is_ipv6())
    }
}
