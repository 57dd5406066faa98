//! Where policies of the file are attached, and for routes of which families.

use std::collections::{BTreeMap, BTreeSet};

use super::Switch;
use super::routes::map_name;
use crate::finding::At;
use crate::lower::policy::{family_name, sends};
use crate::lower::vpn;
use crate::model::Domain;
use crate::model::construct::{ExternalNetwork, InternalBgp};
use crate::model::value::{Os, PolicyRef, Ref};
use crate::plan::SendCommunity;

/// The map that a session or a redistribution uses: that of the file's policy, or the one that
/// stands in for it. NX-OS has one a family.
pub fn attached(os: Os, policy: Option<&At<Ref<PolicyRef>>>, parts: &[&str], ipv6: bool) -> String {
    let name = policy.map_or_else(|| map_name(parts), |p| p.name.to_string());
    family_name(&name, ipv6 && os == Os::Nxos)
}

/// The families of the routes of a domain, IPv6 as `true`.
pub fn of_domain(domain: &Domain) -> Vec<bool> {
    [false, true].into_iter().filter(|ipv6| !ipv6 || domain.speaks_bgp_v6()).collect()
}

/// The families of the sessions with workloads.
pub fn of_workloads(bgp: &InternalBgp) -> Vec<bool> {
    let ranges = bgp.listen.iter().map(|p| p.0.addr().is_ipv6());
    distinct(ranges.chain(bgp.neighbors.iter().map(|a| a.0.is_ipv6())))
}

/// The families of the sessions with PEs.
pub fn of_external(external: &ExternalNetwork) -> Vec<bool> {
    let Some(a) = external.option_a.as_ref() else { return Vec::new() };
    let direct = a.primary.iter().chain(a.secondary.iter());
    let crossed = a.adjacencies.iter().flat_map(|x| x.prefixes.iter());
    distinct(direct.chain(crossed).map(|p| p.0.addr().is_ipv6()))
}

/// The families of the routes that a domain with option B exchanges.
pub fn of_vpn(domain: &Domain) -> Vec<bool> {
    let both = vpn::of_domain(domain);
    [(both.ipv4, false), (both.ipv6, true)].into_iter().filter(|(has, _)| *has).map(|(_, v6)| v6).collect()
}

fn distinct(families: impl Iterator<Item = bool>) -> Vec<bool> {
    families.collect::<BTreeSet<bool>>().into_iter().collect()
}

/// Policies of the file in use, with the families they are used for.
#[derive(Default)]
pub struct Used<'a>(pub BTreeMap<&'a str, BTreeSet<bool>>);

impl<'a> Used<'a> {
    /// Whether the file gives a policy here; it is noted if so.
    pub fn take(&mut self, policy: Option<&'a At<Ref<PolicyRef>>>, families: &[bool]) -> bool {
        if let Some(policy) = policy {
            self.0.entry(&policy.name).or_default().extend(families);
        }
        policy.is_some()
    }
}

/// The communities that a policy gives, which its neighbour is to see.
pub fn sent(switch: &Switch<'_>, policy: Option<&At<Ref<PolicyRef>>>) -> Option<SendCommunity> {
    sends(switch.fabric().policy(&policy?.name)?)
}

/// Communities of both kinds, where one is sent in any case.
pub fn both_communities(own: SendCommunity, more: Option<SendCommunity>) -> Option<SendCommunity> {
    Some(if more.is_none_or(|more| more == own) { own } else { SendCommunity::Both })
}

/// The communities that policies of a domain give on the way in: the other CE has to see them.
pub fn given_inside(switch: &Switch<'_>, domain: &Domain) -> Option<SendCommunity> {
    let inside = domain.internal.iter().filter(|n| n.bgp.is_some()).map(|n| n.import_policy.as_ref());
    let outside = domain.external.iter().map(|e| e.import_policy.as_ref());
    let own = [domain.connected_policy.as_ref(), domain.static_policy.as_ref()];
    let given = inside.chain(outside).chain(own).filter_map(|policy| sent(switch, policy));
    given.reduce(|a, b| if a == b { a } else { SendCommunity::Both })
}
