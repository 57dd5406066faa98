//! The switch as a whole, its accounts, services, management and spanning tree.

use super::table::{by, hitless, loss, reset, row, words};
use super::{Case, Kind, Risk, Rule, Verdict, With};
use crate::plan::Feature;

/// The switch as a whole.
pub const SWITCH: Kind = Kind {
    keys: &["name"],
    added: hitless("", With::NOBODY),
    removed: loss("the switch goes", With::BOTH),
    rows: &[&[
        row("os", Rule::Is(Risk::Reboot, "the switch is replaced", With::BOTH)),
        row("model", Rule::Is(Risk::Reboot, "the switch is replaced", With::PAIR)),
        row("version", Rule::Is(Risk::Reboot, "another version has to be started", With::PAIR)),
        row("features", Rule::By(Risk::Reboot, features)),
        row("internal_vlans", loss("routed ports may take other VLANs for themselves", With::NOBODY)),
        row("virtual_mac", loss("hosts have the gateway's old address until they ask again", With::PAIR)),
        row("mpls", Rule::By(Risk::TrafficLoss, mpls)),
        row("bfd_multihop", hitless("the ends agree on the slower of their timers", With::FAR)),
        row("bfd_multihop.interval", hitless("the ends agree on the slower of their timers", With::FAR)),
        row("bfd_multihop.multiplier", hitless("the ends agree while they are up", With::FAR)),
        row("bfd_multihop.echo", hitless("there is no echo over several hops", With::NOBODY)),
    ]],
};

/// An account.
pub const USER: Kind = Kind {
    keys: &["name"],
    added: Rule::Is(Risk::None, "", With::NOBODY),
    removed: Rule::Is(Risk::None, "it can't log in any more", With::NOBODY),
    rows: &[&[words("role"), words("password")]],
};

/// Services.
pub const SERVICES: Kind = Kind {
    keys: &[],
    added: Rule::Is(Risk::None, "", With::NOBODY),
    removed: Rule::Is(Risk::None, "", With::NOBODY),
    rows: &[&[words("dns"), words("domain"), words("ntp"), words("syslog")]],
};

/// Nobody is connected to an address that was not there.
fn address(case: &Case<'_>) -> Verdict {
    match case.comes() {
        true => Verdict::new(Risk::Hitless, "it can be reached by the address from now on", With::NOBODY),
        false => {
            let reason = "what is connected to the old address is cut off";
            Verdict::new(Risk::SessionReset, reason, With::NOBODY)
        }
    }
}

/// The management port.
pub const MANAGEMENT: Kind = Kind {
    keys: &[],
    added: hitless("", With::NOBODY),
    removed: reset("the switch can't be reached by it any more", With::NOBODY),
    rows: &[&[
        words("description"),
        row("port", reset("management moves to another port", With::NOBODY)),
        row("vrf", reset("the switch erases the management address; entered again", With::NOBODY)),
        row("address", Rule::By(Risk::SessionReset, address)),
        row("gateway", reset("management takes another way out", With::NOBODY)),
        row("shutdown", Rule::By(Risk::SessionReset, management_off)),
        row("redirects_off", hitless("", With::NOBODY)),
    ]],
};

/// Spanning tree.
pub const SPANNING_TREE: Kind = Kind {
    keys: &[],
    added: hitless("", With::PAIR),
    removed: loss("ports learn before they forward", With::PAIR),
    rows: &[&[
        row("mst", loss("every port learns before it forwards", With::PAIR)),
        row("mode", loss("every port learns before it forwards", With::PAIR)),
        row("priority", loss("the tree may get another root, and learn anew", With::PAIR)),
        row("without", loss("ports learn before they forward, or loops are not broken", With::PAIR)),
        row("edge_guard", by(edge_guard)),
    ]],
};

fn management_off(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        let reason = "the switch can't be reached by it any more";
        return Verdict::new(Risk::SessionReset, reason, With::NOBODY);
    }
    Verdict::new(Risk::Hitless, "it comes up", With::NOBODY)
}

fn edge_guard(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::TrafficLoss, "edge ports where a bridge speaks go down", With::PAIR);
    }
    Verdict::new(Risk::Hitless, "edge ports stay up where a bridge speaks", With::PAIR)
}

fn mpls(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::Hitless, "", With::NOBODY);
    }
    Verdict::new(Risk::TrafficLoss, "packets with labels are dropped", With::FAR)
}

/// The gravest of the features that come or go.
fn features(case: &Case<'_>) -> Verdict {
    let (old, new) = (&case.old.device.features, &case.new.device.features);
    let come = new.iter().filter(|f| !old.contains(f)).map(|f| feature(*f, true));
    let go = old.iter().filter(|f| !new.contains(f)).map(|f| feature(*f, false));
    let (risk, reason) = come.chain(go).max_by_key(|(risk, _)| *risk).unwrap_or((Risk::None, ""));
    Verdict::new(risk, reason, With::NOBODY)
}

/// What it does to switch a feature on or off.
const fn feature(feature: Feature, on: bool) -> (Risk, &'static str) {
    match (feature, on) {
        // Source: EOS manual: the routing model of a switch changes when it starts.
        (Feature::MultiAgentRouting, _) => (Risk::Reboot, "the routing model changes when the switch starts"),
        (Feature::LocalAuthorization | Feature::Lldp, _) => (Risk::None, ""),
        (Feature::Ssh, false) => (Risk::SessionReset, "SSH sessions end"),
        (_, true) => (Risk::Hitless, ""),
        (Feature::Routing | Feature::RoutingV6, false) => (Risk::TrafficLoss, "the switch routes no more"),
        (Feature::Bfd, false) => (Risk::SessionReset, "BFD ends, and what is configured of it goes"),
        (
            Feature::MplsL3vpn
            | Feature::Bgp
            | Feature::VlanInterfaces
            | Feature::Hsrp
            | Feature::Lacp
            | Feature::Vpc,
            false,
        ) => (Risk::TrafficLoss, "what is configured of the feature goes with it"),
    }
}
