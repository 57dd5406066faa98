//! The pair: `vpc domain`.

use super::Rule;
use super::known::Known;
use super::words::{address, number, put, switch_on, word};
use crate::plan::{Element, Keepalive, Mlag, Vpc};

/// The VRF of the keepalive unless it is said.
const KEEPALIVE_VRF: &str = "management";

/// What the keepalive does unless it is said, as a switch shows it.
const KEEPALIVE: &[(&str, &str)] =
    &[("udp-port", "3200"), ("interval", "1000"), ("timeout", "5"), ("hold-timeout", "3"), ("tos", "192")];

/// Begins the pair: its domain is a number.
pub fn open(known: &mut Known<'_>, value: &str) -> Option<u32> {
    let number: u16 = number(value)?;
    match &mut known.device.mlag {
        Some(pair) => {
            known.again = true;
            pair.domain = number.to_string();
        }
        None => {
            let vpc = Some(Vpc::default());
            known.device.mlag = Some(Mlag { domain: number.to_string(), vpc, ..Mlag::default() });
            known.pair = known.begin(Element::Pair);
        }
    }
    Some(known.pair)
}

/// A line of the pair.
pub fn line(known: &mut Known<'_>, rule: Rule, value: &str) -> Option<u32> {
    let running = known.running();
    let again = &mut known.again;
    let pair = known.device.mlag.as_mut()?;
    let vpc = pair.vpc.as_mut()?;
    match rule {
        Rule::role_priority => put(&mut vpc.role_priority, number(value)?, again),
        Rule::delay_restore => put(&mut pair.reload_delay, number(value)?, again),
        Rule::keepalive => put(&mut pair.keepalive, keepalive(value, running)?, again),
        Rule::peer_switch => switch_on(&mut vpc.peer_switch, again),
        Rule::peer_gateway => switch_on(&mut vpc.peer_gateway, again),
        Rule::peer_router => switch_on(&mut vpc.peer_router, again),
        Rule::auto_recovery => switch_on(&mut vpc.auto_recovery, again),
        Rule::arp_synchronize => switch_on(&mut vpc.arp_synchronize, again),
        Rule::nd_synchronize => switch_on(&mut vpc.nd_synchronize, again),
        Rule::system_priority => vpc.system_priority = Some(number(value)?),
        Rule::system_mac => vpc.system_mac = Some(word(value)?.to_ascii_lowercase()),
        Rule::svi_delay => vpc.svi_delay = Some(number(value)?),
        Rule::orphan_delay => vpc.orphan_delay = Some(number(value)?),
        Rule::recovery_delay => {
            vpc.auto_recovery = true;
            vpc.auto_recovery_delay = Some(number(value)?);
        }
        Rule::graceful | Rule::graceful_off => vpc.graceful_off = rule == Rule::graceful_off,
        Rule::fast_convergence => vpc.fast_convergence = true,
        _ => return None,
    }
    Some(known.pair)
}

/// `10.0.16.12 source 10.0.16.11 vrf management`.
fn keepalive(value: &str, running: bool) -> Option<Keepalive> {
    let mut words = value.split_ascii_whitespace();
    let mut keepalive =
        Keepalive { peer: address(words.next()?)?, source: None, vrf: KEEPALIVE_VRF.to_owned() };
    while let Some(keyword) = words.next() {
        match (keyword, words.next()?) {
            ("source", own) if keepalive.source.is_none() => keepalive.source = Some(address(own)?),
            ("vrf", vrf) => keepalive.vrf = word(vrf)?.to_owned(),
            (keyword, value) if running && KEEPALIVE.contains(&(keyword, value)) => {}
            _ => return None,
        }
    }
    Some(keepalive)
}
