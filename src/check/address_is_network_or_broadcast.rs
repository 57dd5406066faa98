//! A device with the first or the last address of its network.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Context;
use crate::finding::{At, Finding};
use crate::model::value::Address;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (id, device) in context.topology.ids().filter(|(id, _)| !context.misnumbered(*id)) {
        let own = context.assigned.addresses.device(id);
        let written = context.fabric.device(&device.name);
        let profile = context.profile(id);
        let subnet = |network: &str| {
            let network = context.fabric.infra_network(network)?;
            network.subnets.iter().find(|s| s.value.0.addr().is_ipv4()).map(|s| s.map(|s| s.0))
        };
        let pools = &context.fabric.fabric.pools;
        let pool = |pool: At<crate::model::value::Prefix>| Some(pool.map(|p| p.0));
        let host = profile.and_then(|p| p.host.as_ref()).and_then(|h| subnet(&h.network));
        let storage = profile.and_then(|p| p.storage.as_ref()).and_then(|s| subnet(&s.network));
        let said = |address: Option<&Option<At<Address>>>| address.and_then(|a| a.as_ref().map(|a| a.span));
        let rows = [
            ("management", own.management, pool(pools.management), said(written.map(|w| &*w.management))),
            ("bmc", own.bmc, pools.bmc.and_then(pool), said(written.map(|w| &*w.bmc))),
            ("host", own.host, host, said(written.map(|w| &*w.host))),
            ("storage", own.storage, storage, said(written.map(|w| &*w.storage))),
        ];
        for (word, address, net, said) in rows {
            let (Some(address), Some(net)) = (address.map(|a| a.addr()), net) else { continue };
            let Some(what) = special(address, net.value) else { continue };
            // What a pool is too small for is `pool-exhausted`'s.
            if said.is_none() && context.assigned.addresses.exhausted.iter().any(|e| e.span == net.span) {
                continue;
            }
            // One that is written for a server's networks is `address-reserved`'s.
            if said.is_some() && matches!(word, "host" | "storage") {
                continue;
            }
            let title = format!("{} has {address}, the {what} address of {}", device.name, net.value);
            let finding = match said {
                Some(span) => Finding::error("address-is-network-or-broadcast", span, title)
                    .here("no device may have it")
                    .label(net.span, "the network"),
                None => Finding::error("address-is-network-or-broadcast", net.span, title)
                    .here(format!("{} has {address} by its number", device.name))
                    .label(device.span, "this device")
                    .help(format!("a larger prefix, or `device {} {{ {word} … }}`", device.name)),
            };
            findings.push(
                finding.effect("the device refuses the address, or answers to what is for all of them"),
            );
        }
    }
}

/// What an address is in a prefix that has such addresses.
fn special(address: IpAddr, net: IpNet) -> Option<&'static str> {
    match net {
        IpNet::V4(v4) if v4.prefix_len() > 30 => None,
        IpNet::V4(_) if address == net.network() => Some("network"),
        IpNet::V4(_) if address == net.broadcast() => Some("broadcast"),
        _ => None,
    }
}
