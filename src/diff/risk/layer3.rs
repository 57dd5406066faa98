//! Interfaces with addresses.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::table::{by, hitless, loss, reset, row, words};
use super::{Case, Kind, Risk, Row, Verdict, View, With};
use crate::model::value::Os;
use crate::plan::{Element, Gateway, Layer3};

/// A VLAN interface.
pub const SVI: Kind = Kind {
    keys: &["vlan"],
    added: hitless("", With::PAIR),
    removed: by(removed),
    rows: &[NAMED, LAYER3, OF_SVI],
};

/// A tagged interface.
pub const SUB_INTERFACE: Kind = Kind {
    keys: &["name"],
    added: hitless("", With::FAR),
    removed: by(removed),
    rows: &[NAMED, LAYER3, OF_SUB_INTERFACE],
};

/// A loopback.
pub const LOOPBACK: Kind = Kind {
    keys: &["number"],
    added: hitless("", With::NOBODY),
    removed: loss("what goes by its address ends", With::FAR),
    rows: &[&[
        words("description"),
        row("vrf", loss("the switch erases the addresses; entered again", With::FAR)),
        row("addresses", by(addresses)),
    ]],
};

const NAMED: &[Row] = &[words("description"), row("shutdown", by(shutdown))];

/// What interfaces with addresses have in common, routed ports and port-channels too.
pub const LAYER3: &[Row] = &[
    row("vrf", by(vrf)),
    row("mtu", by(mtu)),
    row("addresses", by(addresses)),
    row("secondary", by(addresses)),
    row("dhcp_relays", by(dhcp_relays)),
    row("router_advertisements", by(router_advertisements)),
    row("redirects", hitless("", With::NOBODY)),
    row("redirects_off", hitless("", With::NOBODY)),
    Row {
        field: "bfd",
        eos: hitless("the ends agree on the slower of their timers", With::FAR),
        nxos: by(bfd),
    },
    row("bfd.interval", hitless("the ends agree on the slower of their timers", With::FAR)),
    row("bfd.multiplier", hitless("the ends agree while they are up", With::FAR)),
    row("bfd.echo", reset("BFD tests another way, and may end what it watches", With::FAR)),
    row("acl_in", by(acl)),
    row("acl_out", by(acl)),
    row("policer", by(policer)),
];

const OF_SVI: &[Row] = &[
    row("autostate", by(autostate)),
    row("hsrp_version", loss("the groups of the two versions don't hear each other", With::PAIR)),
    row("gateways", by(gateways)),
    row("virtual_addresses", by(virtual_addresses)),
];

const OF_SUB_INTERFACE: &[Row] =
    &[row("vlan", loss("frames of the old tag are lost", With::FAR)), row("mpls", by(mpls))];

/// Timers alone, which come or go: who has BFD at all is said of sessions and routes. A Nexus sends
/// echoes where nothing else is said.
fn bfd(case: &Case<'_>) -> Verdict {
    let echo = |view| layer3(view, case.element).and_then(|l| l.bfd).is_none_or(|bfd| bfd.echo);
    if echo(case.old) == echo(case.new) {
        return Verdict::new(Risk::Hitless, "the ends agree on the slower of their timers", With::FAR);
    }
    Verdict::new(Risk::SessionReset, "BFD tests another way, and may end what it watches", With::FAR)
}

fn layer3<'a>(view: &View<'a>, element: &Element) -> Option<&'a Layer3> {
    match element {
        Element::Svi(vlan) => view.svis.get(vlan).map(|s| &s.layer3),
        Element::SubInterface(name) => view.subs.get(&**name).map(|s| &s.layer3),
        Element::Port(name) => view.ports.get(&**name)?.layer3.as_ref(),
        Element::PortChannel(number) => view.channels.get(number)?.layer3.as_ref(),
        _ => None,
    }
}

/// Who shares an interface: the pair a VLAN interface, the other end any other.
fn with(element: &Element) -> With {
    if matches!(element, Element::Svi(_)) { With::PAIR } else { With::FAR }
}

fn removed(case: &Case<'_>) -> Verdict {
    if case.old.is_off(case.element) {
        return Verdict::new(Risk::None, "it was switched off", With::NOBODY);
    }
    Verdict::new(Risk::TrafficLoss, "its addresses and its way into the VRF go", with(case.element))
}

fn shutdown(case: &Case<'_>) -> Verdict {
    let (risk, reason) = if case.turns_on() {
        (Risk::TrafficLoss, "it is switched off")
    } else {
        (Risk::Hitless, "it comes up")
    };
    Verdict::new(risk, reason, with(case.element))
}

/// Source: both vendors' manuals: `vrf` and `vrf member` erase the addresses of the interface, a
/// Nexus all that it has of layer 3.
fn vrf(case: &Case<'_>) -> Verdict {
    let change = format!("vrf {}", case.change());
    let had = layer3(case.old, case.element).is_some_and(|l| !l.addresses.is_empty());
    let reason = match (had, case.new.device.os) {
        (false, _) => format!("{change}: the interface leaves one table for another"),
        (true, Os::Eos) => format!("{change}: the switch erases the addresses; entered again"),
        (true, Os::Nxos) => format!("{change}: the switch erases all of layer 3; entered again"),
    };
    Verdict::new(Risk::TrafficLoss, reason, with(case.element))
}

fn mtu(case: &Case<'_>) -> Verdict {
    let reason = format!("mtu {}: larger packets are lost until both ends agree", case.change());
    Verdict::new(Risk::TrafficLoss, reason, with(case.element))
}

fn addresses(case: &Case<'_>) -> Verdict {
    let gone = case.gone();
    if gone.is_empty() {
        return Verdict::new(Risk::Hitless, "", with(case.element));
    }
    let reason = format!("{} goes: what speaks to it is cut off", gone.join(" and "));
    // The other switch of a pair has addresses of its own, and follows where a network changes or the
    // address is the one by which it knows this switch.
    let networks = |json: &str| {
        let texts: Vec<String> = serde_json::from_str(json).unwrap_or_default();
        texts.iter().filter_map(|text| text.parse().ok()).map(|a: IpNet| a.trunc()).collect::<BTreeSet<_>>()
    };
    let pair = case.old.device.mlag.as_ref().and_then(|mlag| mlag.eos.as_ref()).map(|eos| eos.vlan);
    let own = matches!(case.element, Element::Svi(vlan) if Some(*vlan) != pair);
    let stays = own && networks(case.first) == networks(case.second);
    Verdict::new(Risk::TrafficLoss, reason, if stays { With::FAR } else { with(case.element) })
}

fn dhcp_relays(case: &Case<'_>) -> Verdict {
    let gone = case.gone();
    if gone.is_empty() {
        return Verdict::new(Risk::Hitless, "", With::PAIR);
    }
    let reason = format!("hosts get no address by {} any more", gone.join(" and "));
    Verdict::new(Risk::TrafficLoss, reason, With::PAIR)
}

/// Every switch of a VLAN answers for such an address.
fn virtual_addresses(case: &Case<'_>) -> Verdict {
    let gone = case.gone();
    if gone.is_empty() {
        return Verdict::new(Risk::Hitless, "", With::PAIR);
    }
    let reason = format!("hosts lose their gateway {}", gone.join(" and "));
    Verdict::new(Risk::TrafficLoss, reason, With::PAIR)
}

fn router_advertisements(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::Hitless, "", With::PAIR);
    }
    Verdict::new(Risk::TrafficLoss, "hosts lose their IPv6 default route when it expires", With::PAIR)
}

/// A list that is bound denies by its end what it does not permit.
fn acl(case: &Case<'_>) -> Verdict {
    let bindings = |view| {
        layer3(view, case.element).map(|l| {
            let all = l.acl_in.iter().map(|b| (true, b)).chain(l.acl_out.iter().map(|b| (false, b)));
            all.map(|(inward, b)| (inward, &*b.name, b.ipv6)).collect::<Vec<_>>()
        })
    };
    let (old, new) = (bindings(case.old).unwrap_or_default(), bindings(case.new).unwrap_or_default());
    let added: Vec<&str> = new.iter().filter(|b| !old.contains(b)).map(|(_, name, _)| *name).collect();
    if added.is_empty() {
        return Verdict::new(Risk::Hitless, "what the list denied passes", With::NOBODY);
    }
    let reason = format!("what {} does not permit is dropped", added.join(" or "));
    Verdict::new(Risk::TrafficLoss, reason, With::NOBODY)
}

/// What keeps traffic under a rate comes, goes or is another.
pub(super) fn policer(case: &Case<'_>) -> Verdict {
    if case.goes() {
        return Verdict::new(Risk::Hitless, "traffic passes at any rate", With::NOBODY);
    }
    Verdict::new(Risk::TrafficLoss, "what is above the rate is dropped", With::NOBODY)
}

fn autostate(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        let reason = "it goes down where no port of its VLAN is up";
        return Verdict::new(Risk::TrafficLoss, reason, With::PAIR);
    }
    Verdict::new(Risk::Hitless, "", With::PAIR)
}

fn mpls(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::Hitless, "", With::FAR);
    }
    Verdict::new(Risk::TrafficLoss, "packets with labels are dropped", With::FAR)
}

/// Both switches forward for a gateway, so who has the address may change without a loss; the
/// address or the group may not, for the MAC address changes with them.
fn gateways(case: &Case<'_>) -> Verdict {
    let Element::Svi(vlan) = case.element else {
        return Verdict::new(Risk::TrafficLoss, "", With::PAIR);
    };
    let of = |view: &View<'_>| view.svis.get(vlan).map(|s| s.gateways.clone()).unwrap_or_default();
    let (old, new) = (of(case.old), of(case.new));
    let group = |g: &Gateway| g.hsrp.map(|h| h.group);
    let stays = |g: &&Gateway| new.iter().any(|n| n.address == g.address && group(n) == group(g));
    let gone: Vec<String> = old.iter().filter(|g| !stays(g)).map(|g| g.address.to_string()).collect();
    if gone.is_empty() {
        return Verdict::new(Risk::Hitless, "", With::PAIR);
    }
    let reason = format!("hosts lose their gateway {}", gone.join(" and "));
    Verdict::new(Risk::TrafficLoss, reason, With::PAIR)
}
