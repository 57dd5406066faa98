//! Layer-3 domains: the isolation domains and the infrastructure's own, which differ in name only.

use std::net::IpAddr;

use ipnet::IpNet;

use super::construct::{ExternalNetwork, InfrastructureDomain, InternalNetwork, L3Domain};
use super::value::{Gateway, PolicyRef, Prefix, Redistribute, Ref};
use crate::finding::{At, Span};

/// A VRF on both CEs.
#[derive(Debug)]
pub struct Domain {
    /// Its name, and the VRF's.
    pub name: At<String>,
    /// Whether it is the instance's own.
    pub infrastructure: bool,
    /// The sources of what BGP announces.
    pub redistribute: Vec<At<Redistribute>>,
    /// Prefixes announced in place of what lies in them.
    pub aggregates: Vec<At<Prefix>>,
    /// A policy for connected subnets.
    pub connected_policy: Option<At<Ref<PolicyRef>>>,
    /// A policy for static routes.
    pub static_policy: Option<At<Ref<PolicyRef>>>,
    /// Its VLANs, by VLAN.
    pub internal: Vec<InternalNetwork>,
    /// Its way out.
    pub external: Vec<ExternalNetwork>,
    /// The id that the file gives it.
    pub number: Option<At<u16>>,
    /// The statement.
    pub span: Span,
}

impl Domain {
    pub(super) fn from_l3(block: L3Domain) -> Self {
        Domain {
            name: block.name.map(|n| n.to_string()),
            infrastructure: false,
            redistribute: block.redistribute.0,
            aggregates: block.aggregates.0,
            connected_policy: block.connected_policy.0,
            static_policy: block.static_policy.0,
            internal: by_vlan(block.internal.0),
            external: block.external.0,
            number: block.number.0.map(|n| n.map(|n| n.0 as u16)),
            span: block.span,
        }
    }

    pub(super) fn from_infrastructure(block: InfrastructureDomain) -> Self {
        Domain {
            name: block.name.map(|n| n.to_string()),
            infrastructure: true,
            redistribute: block.redistribute.0,
            aggregates: block.aggregates.0,
            connected_policy: None,
            static_policy: None,
            internal: by_vlan(block.internal.0),
            external: block.external.0,
            number: block.number.0.map(|n| n.map(|n| n.0 as u16)),
            span: block.span,
        }
    }

    /// Whether routes of one source go into BGP: connected ones unless the file says otherwise.
    pub fn redistributes(&self, source: Redistribute) -> bool {
        match self.redistribute.as_slice() {
            [] => source == Redistribute::Connected,
            written => written.iter().any(|r| r.value == source),
        }
    }

    /// The internal network of a VLAN.
    pub fn network(&self, vlan: u16) -> Option<&InternalNetwork> {
        self.internal.iter().find(|n| n.vlan.0 == vlan)
    }

    /// Whether it has a way out.
    pub fn leaves(&self) -> bool {
        self.external.iter().any(|e| e.option_a.is_some() || e.option_b.is_some())
    }

    /// Whether its VRF runs BGP: it has a way out, or workloads with sessions.
    pub fn speaks_bgp(&self) -> bool {
        self.leaves() || self.internal.iter().any(|n| n.bgp.is_some())
    }

    /// Whether its VRF runs BGP for IPv6.
    pub fn speaks_bgp_v6(&self) -> bool {
        let outside = self.external.iter().filter_map(|e| e.option_a.as_ref()).any(|a| {
            let direct = a.primary.iter().chain(a.secondary.iter());
            let crossed = a.adjacencies.iter().flat_map(|x| x.prefixes.iter());
            direct.chain(crossed).any(|p| p.0.addr().is_ipv6())
        });
        let inside = self.internal.iter().filter_map(|n| n.bgp.as_ref()).any(|b| {
            b.listen.iter().any(|p| p.0.addr().is_ipv6()) || b.neighbors.iter().any(|a| a.0.is_ipv6())
        });
        outside || inside || (self.external.iter().any(|e| e.option_b.is_some()) && self.subnets_v6())
    }

    /// Whether the CEs have an IPv6 address in any of its subnets.
    fn subnets_v6(&self) -> bool {
        let subnets = self.internal.iter().flat_map(|n| n.subnets());
        subnets.into_iter().any(|s| s.prefix.addr().is_ipv6() && s.gateway.is_some())
    }

    /// Whether its VRF routes IPv6 at all.
    pub fn routes_v6(&self) -> bool {
        self.speaks_bgp_v6() || self.subnets_v6()
    }
}

fn by_vlan(mut networks: Vec<InternalNetwork>) -> Vec<InternalNetwork> {
    networks.sort_by_key(|n| n.vlan.value);
    networks
}

/// A subnet of an internal network with its gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subnet {
    /// The subnet.
    pub prefix: IpNet,
    /// The shared address of both CEs; none where the network has no gateway.
    pub gateway: Option<IpAddr>,
    /// Where the subnet was written.
    pub span: Span,
}

impl Subnet {
    /// The n-th address of the subnet, from 0.
    pub fn nth(&self, n: u64) -> Option<IpAddr> {
        nth(self.prefix, n)
    }
}

/// The n-th address of a prefix, from 0; none where it has no such address.
pub fn nth(prefix: IpNet, n: u64) -> Option<IpAddr> {
    let address = match prefix {
        IpNet::V4(net) => IpAddr::V4(u32::from(net.network()).checked_add(u32::try_from(n).ok()?)?.into()),
        IpNet::V6(net) => IpAddr::V6(u128::from(net.network()).checked_add(u128::from(n))?.into()),
    };
    prefix.contains(&address).then_some(address)
}

impl InternalNetwork {
    /// Its subnets with their gateways: the first usable address, unless the file says otherwise.
    pub fn subnets(&self) -> Vec<Subnet> {
        let without = self.gateway.iter().any(|g| g.value == Gateway::None);
        self.subnets
            .iter()
            .map(|prefix| {
                let written = self.gateway.iter().find_map(|g| match g.value {
                    Gateway::At(a) if a.is_ipv4() == prefix.0.addr().is_ipv4() => Some(a),
                    _ => None,
                });
                let gateway = if without { None } else { written.or_else(|| nth(prefix.0, 1)) };
                Subnet { prefix: prefix.0, gateway, span: prefix.span }
            })
            .collect()
    }

    /// Whether the CEs route for it: an SVI on both.
    pub fn routed(&self) -> bool {
        self.subnets().iter().any(|s| s.gateway.is_some())
    }
}
