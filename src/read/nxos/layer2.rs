//! What ports and port-channels have in common.

use super::Rule;
use super::said::Said;
use super::words::{number, word};
use crate::model::value::VlanSet;
use crate::plan::{PortOptions, PriorityFlowControl, StpPort, Trunk};
use crate::read::value::vlans;

/// Where it stands in the plan.
pub struct Of<'d> {
    pub trunk: &'d mut Option<Trunk>,
    pub mtu: &'d mut Option<u16>,
    pub stp: &'d mut StpPort,
    pub routed: &'d mut bool,
    pub access: &'d mut Option<u16>,
    pub options: &'d mut PortOptions,
    /// Whether a switch says it.
    pub running: bool,
}

/// What an interface says of layer 2, as far as that waits for another line.
#[derive(Default)]
pub struct Layer2 {
    trunk: Trunk,
}

impl Layer2 {
    /// Takes up what another block said.
    pub fn resume(&mut self, trunk: Option<&Trunk>, routed: bool, stp: StpPort, said: &mut Said) {
        self.trunk = trunk.cloned().unwrap_or_default();
        let edge = matches!(stp, StpPort::Edge | StpPort::Unguarded);
        let made = [
            (Rule::trunk, trunk.is_some()),
            (Rule::no_switchport, routed),
            (Rule::stp_network, stp == StpPort::Network),
            (Rule::stp_edge, edge && trunk.is_some()),
            (Rule::stp_edge_access, edge && trunk.is_none()),
            (Rule::stp_guard, matches!(stp, StpPort::Edge | StpPort::Guarded)),
        ];
        for (rule, _) in made.into_iter().filter(|(_, made)| *made) {
            said.before(rule);
        }
    }

    pub fn line(
        &mut self,
        of: Of<'_>,
        said: &mut Said,
        again: &mut bool,
        rule: Rule,
        value: &str,
    ) -> Option<()> {
        *again |= match rule {
            // Further VLANs are no second list.
            Rule::add_vlans => false,
            Rule::no_switchport => {
                said.before(Rule::no_switchport);
                said.before(Rule::layer2)
            }
            Rule::layer2 => {
                said.forget(Rule::no_switchport);
                said.before(Rule::layer2)
            }
            _ => said.before(rule),
        };
        match rule {
            Rule::layer2 => *of.routed = false,
            Rule::no_switchport => *of.routed = true,
            Rule::mtu => *of.mtu = Some(number(value)?),
            Rule::allowed_vlans => self.trunk.allowed = Some(list(value, again)?),
            Rule::add_vlans => {
                let more = list(value, again)?;
                let allowed = self.trunk.allowed.get_or_insert_default();
                *again |= more.iter().any(|vlan| allowed.contains(vlan));
                allowed.union(&more);
            }
            Rule::native_vlan => self.trunk.native = Some(number(value)?),
            Rule::trunk | Rule::stp_network | Rule::stp_edge | Rule::stp_guard => {}
            Rule::access_vlan => *of.access = Some(number(value)?),
            _ if of.running => option(of.options, rule, value)?,
            _ => return None,
        }
        // VLANs of a trunk mean nothing to a port that is none.
        if said.has(Rule::trunk) && !matches!(rule, Rule::mtu | Rule::layer2) {
            *of.trunk = Some(self.trunk.clone());
        }
        let edge = said.has(Rule::stp_edge) || (said.has(Rule::stp_edge_access) && !said.has(Rule::trunk));
        *of.stp = match (said.has(Rule::stp_network), edge, said.has(Rule::stp_guard)) {
            (true, ..) => StpPort::Network,
            (false, true, true) => StpPort::Edge,
            (false, true, false) if of.running => StpPort::Unguarded,
            (false, false, true) if of.running => StpPort::Guarded,
            _ => StpPort::Normal,
        };
        Some(())
    }
}

/// What a running configuration says beside.
fn option(options: &mut PortOptions, rule: Rule, value: &str) -> Option<()> {
    match rule {
        Rule::access | Rule::stp_edge_access | Rule::stp_normal => {}
        Rule::stp_guard_off => options.guard_off = true,
        Rule::log_link | Rule::no_log_link => options.log_link = Some(rule == Rule::log_link),
        Rule::cdp | Rule::no_cdp => options.cdp_off = rule == Rule::no_cdp,
        Rule::policer => options.policer = Some(word(value)?.to_owned()),
        Rule::flow_control => {
            let mut words = value.split_ascii_whitespace();
            let on = match words.next()? {
                "on" => Some(true),
                "off" => Some(false),
                "auto" => None,
                _ => return None,
            };
            let send_tlv = match words.next() {
                None => false,
                Some("send-tlv") => true,
                Some(_) => return None,
            };
            options.flow_control = on.map(|on| PriorityFlowControl { on, send_tlv });
        }
        _ => return None,
    }
    Some(())
}

/// A list of VLANs, which may be `none`.
fn list(value: &str, again: &mut bool) -> Option<VlanSet> {
    let value = value.trim_ascii();
    if value == "none" {
        return Some(VlanSet::default());
    }
    let (set, twice) = vlans(value)?;
    *again |= twice;
    Some(set)
}
