//! What ports and port-channels have in common.

use super::Rule;
use super::known::Said;
use super::words::number;
use crate::model::value::VlanSet;
use crate::plan::{StpPort, Trunk};
use crate::read::value::vlans;

/// Where it stands in the plan.
pub struct Of<'d> {
    pub trunk: &'d mut Option<Trunk>,
    pub mtu: &'d mut Option<u16>,
    pub stp: &'d mut StpPort,
    pub routed: &'d mut bool,
}

/// What an interface says of layer 2, as far as that waits for another line.
#[derive(Default)]
pub struct Layer2 {
    trunk: Trunk,
}

impl Layer2 {
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
            Rule::no_switchport => said.before(Rule::layer2),
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
            _ => return None,
        }
        // VLANs of a trunk mean nothing to a port that is none.
        if said.has(Rule::trunk) && !matches!(rule, Rule::mtu | Rule::layer2) {
            *of.trunk = Some(self.trunk.clone());
        }
        *of.stp = match (said.has(Rule::stp_network), said.has(Rule::stp_edge), said.has(Rule::stp_guard)) {
            (true, ..) => StpPort::Network,
            (false, true, true) => StpPort::Edge,
            _ => StpPort::Normal,
        };
        Some(())
    }
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
