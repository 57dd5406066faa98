//! A VLAN between PE and CE as the PE has it, the same for both options.

use ipnet::IpNet;

use super::Side;
use crate::assign::EdgeLink;
use crate::finding::At;
use crate::lower::device::bgp::{EXTERNAL_LIMIT, limit};
use crate::lower::edge::{link_timers, on_link};
use crate::model::construct::{Bfd, Nni, OptionA, PrefixLimit, StaticRoute};
use crate::model::value::Secret;
use crate::plan::{HandoffAddress, HandoffLimit, HandoffLink, HandoffStatic, SecretRef};

/// What an external network with option A and an NNI say alike of their links.
pub struct Edge<'e> {
    vlan: u16,
    mtu: u16,
    peer_asn: Option<u32>,
    bfd: Option<&'e Bfd>,
    password: Option<&'e At<Secret>>,
    limit: Option<&'e PrefixLimit>,
    statics: &'e [StaticRoute],
    /// Of the sessions of every VRF: the CE's limit only warns.
    vpn: bool,
}

impl<'e> Edge<'e> {
    pub fn option_a(a: &'e OptionA, statics: &'e [StaticRoute]) -> Self {
        Edge {
            vlan: a.vlan.0,
            mtu: a.mtu.0.0 as u16,
            peer_asn: a.peer_asn.as_ref().map(|n| n.0),
            bfd: a.bfd.as_deref(),
            password: a.password.as_ref(),
            limit: a.prefix_limit.as_deref(),
            statics,
            vpn: false,
        }
    }

    pub fn nni(nni: &'e Nni) -> Self {
        Edge {
            vlan: nni.vlan.0,
            mtu: nni.mtu.0.0 as u16,
            peer_asn: nni.peer_asn.as_ref().map(|n| n.0),
            bfd: nni.bfd.as_deref(),
            password: nni.password.as_ref(),
            limit: nni.prefix_limit.as_deref(),
            statics: &[],
            vpn: true,
        }
    }
}

impl Side<'_> {
    /// The PE's end of a link; none where it is another PE's, or has no cable.
    pub fn link(&self, link: &EdgeLink, edge: &Edge<'_>) -> Option<HandoffLink> {
        let (ce_id, at) = self.meets(link)?;
        let ce = self.context.assigned.topology.device(ce_id)?;
        let asn = edge.peer_asn.unwrap_or(self.asn);
        Some(HandoffLink {
            ce: ce.name.to_string(),
            ce_interface: format!("{}.{}", at.ce_interface, edge.vlan),
            port: at.bundle.is_none().then(|| at.pe_port.clone()),
            bundle: at.bundle.map(|_| ce.number),
            vlan: edge.vlan,
            mtu: edge.mtu,
            addresses: addresses(link),
            asn,
            local_as: (asn != self.asn).then_some(asn),
            internal: asn == self.context.fabric.fabric.asn.0,
            // A static route that BFD watches needs an answer, whether or not BGP asks for one.
            bfd: link_timers(link, edge.bfd, edge.statics),
            password: edge.password.map(|p| SecretRef(p.to_string())),
            ce_limit: HandoffLimit { warning_only: edge.vpn, ..limits(edge.limit) },
            limit: limits(None),
            statics: edge.statics.iter().flat_map(|s| hops(link, s)).collect(),
            origin: link.span.into(),
        })
    }
}

fn hops<'l>(link: &'l EdgeLink, route: &'l StaticRoute) -> impl Iterator<Item = HandoffStatic> + 'l {
    let here = route.next_hops.iter().map(|h| h.0).filter(|h| on_link(link, *h));
    here.map(|next_hop| HandoffStatic { prefix: route.prefix.0, next_hop, bfd: route.bfd.is_some() })
}

/// What a session takes. What the file says is the CE's: it knows nothing of what the PE can hold.
fn limits(written: Option<&PrefixLimit>) -> HandoffLimit {
    let (maximum, warning) = limit(written, EXTERNAL_LIMIT);
    HandoffLimit { maximum, warning, warning_only: false }
}

fn addresses(link: &EdgeLink) -> Vec<HandoffAddress> {
    let mask = |net: &IpNet| match net {
        IpNet::V4(net) => net.netmask().to_string(),
        IpNet::V6(net) => net.prefix_len().to_string(),
    };
    link.addresses()
        .into_iter()
        .map(|(ce, pe)| HandoffAddress {
            ce,
            pe,
            ce_host: ce.addr(),
            pe_host: pe.addr(),
            ipv6: ce.addr().is_ipv6(),
            mask: mask(&pe),
        })
        .collect()
}
