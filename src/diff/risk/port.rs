//! Physical ports, and what they have in common with port-channels.

use super::table::{by, hitless, loss, row, words};
use super::{Case, Kind, Risk, Row, Rule, Verdict, View, With, layer3};
use crate::model::value::{Os, VlanSet};
use crate::plan::{Element, Port, Trunk};

/// A physical port.
pub const PORT: Kind = Kind {
    keys: &["name"],
    added: Rule::By(Risk::Hitless, added),
    removed: by(removed),
    rows: &[COMMON, OWN, layer3::LAYER3],
};

/// What a port and a port-channel say alike.
pub const COMMON: &[Row] = &[
    words("description"),
    row("shutdown", by(shutdown)),
    row("routed", loss("the switch erases what the port said of the other layer; it goes down", With::BOTH)),
    row("mtu", by(mtu)),
    row("trunk", by(trunk)),
    row("trunk.allowed", by(allowed)),
    row("trunk.native", by(native)),
    row("trunk.group", by(allowed)),
    row("access", by(access)),
    row("stp", by(stp)),
    row("options.guard_off", by(guard_off)),
    row("layer3", by(routed)),
    row("options.policer", by(layer3::policer)),
    row("options.flow_control", loss("frames are lost where the other end does not pause alike", With::FAR)),
    row(
        "options.flow_control.on",
        loss("frames are lost where the other end does not pause alike", With::FAR),
    ),
    row("options.flow_control.send_tlv", hitless("the other end may agree on something else", With::FAR)),
    row("options.cdp_off", hitless("", With::NOBODY)),
    words("options.log_link"),
];

const OWN: &[Row] = &[
    row("speed", loss("the port goes down and comes again at the other speed", With::FAR)),
    row("member", by(member)),
    row("member.number", loss("the port leaves one port-channel for another", With::BOTH)),
    row("member.mode", loss("LACP begins anew, and the port is out until both ends agree", With::BOTH)),
    Row {
        field: "member.rate",
        eos: hitless("", With::FAR),
        nxos: loss("the port has to be shut down to take another LACP rate", With::FAR),
    },
];

fn port<'a>(view: &View<'a>, element: &Element) -> Option<&'a Port> {
    let Element::Port(name) = element else { return None };
    view.ports.get(&**name).copied()
}

fn added(case: &Case<'_>) -> Verdict {
    if case.new.is_off(case.element) {
        return Verdict::new(Risk::None, "", With::NOBODY);
    }
    Verdict::new(Risk::Hitless, "", With::FAR)
}

fn removed(case: &Case<'_>) -> Verdict {
    if case.old.is_off(case.element) {
        return Verdict::new(Risk::None, "it was switched off", With::NOBODY);
    }
    Verdict::new(Risk::TrafficLoss, "the port is put back to how it was delivered", With::FAR)
}

fn shutdown(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::TrafficLoss, "it is switched off", With::FAR);
    }
    Verdict::new(Risk::Hitless, "it comes up", With::FAR)
}

/// What a member says of itself does nothing on EOS while it is one; on NX-OS it has to say the same
/// as its port-channel.
fn as_member(case: &Case<'_>) -> Option<Verdict> {
    let (old, new) = (port(case.old, case.element)?, port(case.new, case.element)?);
    let number = old.member.filter(|m| new.member.is_some_and(|n| n.number == m.number))?.number;
    if case.new.device.os == Os::Eos {
        let reason = "counts only while the port stands alone, without LACP";
        return Some(Verdict::new(Risk::None, reason, With::NOBODY));
    }
    let channel = case.new.channel_of(new)?;
    let same = channel.trunk == new.trunk && channel.mtu.is_none_or(|m| new.mtu == Some(m));
    Some(if same {
        Verdict::new(Risk::None, format!("follows port-channel {number}"), With::NOBODY)
    } else {
        let reason = format!("it says otherwise than port-channel {number}, and is not let in");
        Verdict::new(Risk::TrafficLoss, reason, With::NOBODY)
    })
}

fn mtu(case: &Case<'_>) -> Verdict {
    let reason = || format!("mtu {}: larger packets are lost until both ends agree", case.change());
    as_member(case).unwrap_or_else(|| Verdict::new(Risk::TrafficLoss, reason(), With::BOTH))
}

fn trunk(case: &Case<'_>) -> Verdict {
    let reason = if case.comes() { "the port becomes a trunk" } else { "the port is a trunk no more" };
    as_member(case).unwrap_or_else(|| Verdict::new(Risk::TrafficLoss, reason, With::BOTH))
}

fn native(case: &Case<'_>) -> Verdict {
    let reason = || format!("native vlan {}: frames without a tag change their VLAN", case.change());
    as_member(case).unwrap_or_else(|| Verdict::new(Risk::TrafficLoss, reason(), With::BOTH))
}

fn access(case: &Case<'_>) -> Verdict {
    let change = || format!("access vlan {}: frames without a tag change their VLAN", case.change());
    as_member(case).unwrap_or_else(|| Verdict::new(Risk::TrafficLoss, change(), With::BOTH))
}

fn guard_off(case: &Case<'_>) -> Verdict {
    if case.turns_on() {
        return Verdict::new(Risk::Hitless, "it stays up where a bridge speaks", With::PAIR);
    }
    Verdict::new(Risk::TrafficLoss, "it goes down where a bridge speaks", With::PAIR)
}

/// All that a routed port has of layer 3 comes or goes; what changes in it has the rows of layer 3.
fn routed(case: &Case<'_>) -> Verdict {
    if case.comes() {
        return Verdict::new(Risk::Hitless, "", With::FAR);
    }
    Verdict::new(Risk::TrafficLoss, "its addresses and its way into the VRF go", With::FAR)
}

fn trunk_of<'a>(view: &View<'a>, element: &Element) -> Option<&'a Trunk> {
    match element {
        Element::PortChannel(number) => view.channels.get(number)?.trunk.as_ref(),
        _ => port(view, element)?.trunk.as_ref(),
    }
}

/// A VLAN that leaves a trunk is in use where the switch has it.
fn allowed(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = as_member(case) {
        return verdict;
    }
    let (Some(old), Some(new)) = (trunk_of(case.old, case.element), trunk_of(case.new, case.element)) else {
        return Verdict::new(Risk::TrafficLoss, "", With::BOTH);
    };
    let before = case.old.through(old);
    // A VLAN that the switch loses as a whole leaves the trunk too, if the list says so or not.
    let still = case.old.through(new);
    let gone: VlanSet = before.iter().filter(|v| !still.contains(*v)).collect();
    if !gone.is_empty() {
        return Verdict::new(Risk::TrafficLoss, format!("VLAN {gone} leaves a trunk in use"), With::BOTH);
    }
    Verdict::new(Risk::Hitless, "", With::BOTH)
}

fn stp(case: &Case<'_>) -> Verdict {
    match case.second {
        "\"edge\"" | "\"unguarded\"" => {
            Verdict::new(Risk::Hitless, "it forwards at once from now on", With::PAIR)
        }
        "\"guarded\"" if case.first == "\"normal\"" => {
            Verdict::new(Risk::TrafficLoss, "it goes down where a bridge speaks", With::PAIR)
        }
        "\"network\"" => {
            let reason = "it blocks until the other end is a network port too";
            Verdict::new(Risk::TrafficLoss, reason, With::BOTH)
        }
        _ => Verdict::new(Risk::TrafficLoss, "spanning tree learns before it forwards", With::PAIR),
    }
}

fn member(case: &Case<'_>) -> Verdict {
    if case.comes() && case.old.is_off(case.element) {
        return Verdict::new(Risk::Hitless, "it comes up as a member", With::FAR);
    }
    let reason = if case.comes() {
        "it is out until LACP has let it in"
    } else {
        "it leaves its port-channel, and its traffic to the other members"
    };
    Verdict::new(Risk::TrafficLoss, reason, With::FAR)
}
