//! Gateways that were written, for the rules about them.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Context;
use super::context::network_name;
use crate::finding::{At, Span};
use crate::model::value::Gateway;

/// A gateway with the subnet of its family.
pub struct Written {
    /// `mgmt of oam`.
    pub network: String,
    /// The address.
    pub gateway: At<IpAddr>,
    /// The subnet of its family, where the network has one.
    pub subnet: Option<At<IpNet>>,
    /// The network.
    pub span: Span,
    /// What sets it.
    pub word: &'static str,
}

/// Every gateway that was written: that of the management network, then those of the domains.
pub fn written(context: &Context<'_>) -> Vec<Written> {
    let pools = &context.fabric.fabric.pools;
    let management = pools.management_gateway.iter().map(|gateway| Written {
        network: "the pool `management`".to_owned(),
        gateway: gateway.map(|g| g.0),
        subnet: Some(pools.management.map(|p| p.0)),
        span: pools.management.span,
        word: "management-gateway",
    });
    let mut all: Vec<Written> = management.collect();
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            for gateway in network.gateway.iter() {
                let Gateway::At(address) = gateway.value else { continue };
                let own = network.subnets.iter().filter(|p| p.value.0.addr().is_ipv4() == address.is_ipv4());
                let subnet = own.clone().find(|p| p.value.0.contains(&address)).or(own.clone().next());
                all.push(Written {
                    network: network_name(domain, network),
                    gateway: At::new(address, gateway.span),
                    subnet: subnet.map(|p| p.map(|p| p.0)),
                    span: network.span,
                    word: "gateway",
                });
            }
        }
    }
    all
}
