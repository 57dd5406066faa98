//! Lists with one entry a family, for the rules about families.

use std::net::IpAddr;

use super::Context;
use super::context::network_name;
use crate::finding::{At, Span};
use crate::model::value::{Gateway, Prefix};

/// A list, with what it is.
pub struct Lists {
    /// `` `subnet` of mgmt of oam ``.
    pub name: String,
    /// Address and place of each entry.
    pub entries: Vec<At<IpAddr>>,
}

fn prefixes(list: &[At<Prefix>]) -> Vec<At<IpAddr>> {
    list.iter().map(|p| p.map(|p| p.0.addr())).collect()
}

/// Every list that has at most one entry a family.
pub fn lists(context: &Context<'_>) -> Vec<Lists> {
    let mut all = Vec::new();
    let mut add = |name: String, entries: Vec<At<IpAddr>>| all.push(Lists { name, entries });
    for domain in &context.fabric.domains {
        for network in &domain.internal {
            let name = network_name(domain, network);
            add(format!("`subnet` of {name}"), prefixes(&network.subnets));
            let gateways = network.gateway.iter().filter_map(|g| match g.value {
                Gateway::At(address) => Some(At::new(address, g.span)),
                Gateway::None => None,
            });
            add(format!("`gateway` of {name}"), gateways.collect());
        }
    }
    for edge in &context.edges {
        add(format!("`primary` of {}", edge.name), prefixes(edge.primary));
        add(format!("`secondary` of {}", edge.name), prefixes(edge.secondary));
        for crossed in edge.crossed {
            add(format!("`prefix` of an adjacency of {}", edge.name), prefixes(&crossed.prefixes));
        }
    }
    all
}

/// The first entry of a family, and the second.
pub fn twice(list: &[At<IpAddr>]) -> Option<(Span, At<IpAddr>)> {
    [true, false].into_iter().find_map(|v4| {
        let mut own = list.iter().filter(|a| a.value.is_ipv4() == v4);
        let first = own.next()?;
        Some((first.span, *own.next()?))
    })
}
