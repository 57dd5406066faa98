//! Interfaces of the switch itself: loopbacks and the management port.

use ipnet::IpNet;

use super::known::Known;
use super::words::word;
use super::{Rule, layer3};
use crate::plan::Family;

/// A line of a loopback, by its position.
pub fn loopback(known: &mut Known<'_>, position: usize, rule: Rule, value: &str) -> Option<()> {
    let running = known.running();
    let loopback = known.device.loopbacks.get_mut(position)?;
    match rule {
        Rule::description => value.trim_ascii_end().clone_into(&mut loopback.description),
        Rule::address_v4 if !running => loopback.addresses = vec![word(value)?.parse().ok()?],
        Rule::address_v4 | Rule::address_v6 if running => {
            let own =
                layer3::with_mask(value).filter(|a| a.addr().is_ipv6() == (rule == Rule::address_v6))?;
            match own {
                IpNet::V4(_) => layer3::first(&mut loopback.addresses, own),
                IpNet::V6(_) => loopback.addresses.push(own),
            }
            return Some(());
        }
        Rule::vrf_member if running => loopback.vrf = Some(word(value)?.to_owned()),
        Rule::no_shutdown if running => {}
        _ => return None,
    }
    known.once(rule);
    Some(())
}

/// A line of the management port.
pub fn management(known: &mut Known<'_>, rule: Rule, value: &str) -> Option<()> {
    let running = known.running();
    let management = &mut known.device.management;
    match rule {
        Rule::description => management.description = Some(value.trim_ascii_end().to_owned()),
        Rule::vrf_member => word(value)?.clone_into(&mut management.vrf),
        Rule::address_v4 | Rule::address_v6 => {
            known.again |= management.address.is_some();
            let own = if running { layer3::with_mask(value) } else { word(value)?.parse().ok() };
            management.address = Some(own?);
            return Some(());
        }
        // It is up, as it would be without a word.
        Rule::no_shutdown => management.shutdown = false,
        Rule::shutdown if running => management.shutdown = true,
        Rule::no_redirects_v4 | Rule::no_redirects_v6 if running => {
            let family = if rule == Rule::no_redirects_v4 { Family::Ipv4 } else { Family::Ipv6 };
            if !management.redirects_off.contains(&family) {
                management.redirects_off.push(family);
            }
        }
        Rule::redirects_v4 | Rule::redirects_v6 if running => {}
        _ => return None,
    }
    known.once(rule);
    Some(())
}
