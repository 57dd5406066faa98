//! IPv4 where IPv6 belongs, or the other way round.

use super::Context;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    for domain in &fabric.domains {
        let internal = domain.internal.iter().flat_map(|n| n.statics.iter());
        for route in internal.chain(domain.external.iter().flat_map(|e| e.statics.iter())) {
            let v4 = route.prefix.value.0.addr().is_ipv4();
            for hop in route.next_hops.iter().filter(|h| h.value.0.is_ipv4() != v4) {
                let (is, wants) = if v4 { ("IPv6", "IPv4") } else { ("IPv4", "IPv6") };
                let title =
                    format!("the static route to {} has the {is} next hop {}", route.prefix.value, hop.value);
                findings.push(
                    Finding::error("address-family-mismatch", hop.span, title)
                        .here(format!("has to be {wants}, as the prefix"))
                        .label(route.prefix.span, wants)
                        .effect("the switch refuses the route"),
                );
            }
        }
    }
    for block in &context.blocks {
        let rows = [
            ("loopback", block.loopback.as_ref(), "a router id is IPv4"),
            ("management", block.management.as_ref(), "the management network is IPv4"),
            ("peer-link", block.peer_link.as_ref(), "peer links are IPv4"),
        ];
        for (word, address, why) in rows {
            let Some(address) = address.filter(|a| a.value.0.is_ipv6()) else { continue };
            let title = format!("{} has the IPv6 {word} address {}", block.name.value, address.value);
            findings.push(
                Finding::error("address-family-mismatch", address.span, title)
                    .here(why)
                    .effect("it could not be configured"),
            );
        }
    }
    for edge in context.edges.iter().filter(|e| e.domain.is_none()) {
        let direct = edge.primary.iter().chain(edge.secondary);
        let crossed = edge.crossed.iter().flat_map(|a| a.prefixes.iter());
        for prefix in direct.chain(crossed).filter(|p| p.value.0.addr().is_ipv6()) {
            let title = format!("{} has the IPv6 prefix {}", edge.name, prefix.value);
            findings.push(
                Finding::error("address-family-mismatch", prefix.span, title)
                    .here("option B runs over IPv4 only")
                    .effect(
                        "there would be no session over it: VPN routes of both families use the IPv4 one",
                    ),
            );
        }
    }
}
