//! Where policies and access lists are attached, for the rules about them.

use crate::finding::At;
use crate::model::Fabric;
use crate::model::construct::AccessList;
use crate::model::value::{AclRef, PolicyRef, Redistribute, Ref};

use super::context::network_name;

/// A policy in a place.
pub struct Policy<'a> {
    /// The name, as written there.
    pub name: &'a At<Ref<PolicyRef>>,
    /// What is attached there, as a sentence has it: `wan of oam`.
    pub place: String,
    /// Why it decides nothing there; none where it does.
    pub idle: Option<&'static str>,
}

/// An access list in a place.
pub struct Acl<'a> {
    /// The name, as written there.
    pub name: &'a At<Ref<AclRef>>,
    /// The list.
    pub list: &'a AccessList,
    /// What is attached there, as a sentence has it.
    pub place: String,
    /// What the lists there are called after.
    pub called: String,
    /// The VLAN of what comes by there.
    pub vlan: At<u16>,
    /// Whether it is for what comes in.
    pub ingress: bool,
    /// Whether IPv6 comes by there: the list is then one of IPv6 as well.
    pub ipv6: bool,
    /// Why no packet comes by there; none where they do.
    pub idle: Option<&'static str>,
}

/// Every policy that is attached, domain by domain.
pub fn policies(fabric: &Fabric) -> Vec<Policy<'_>> {
    let mut found = Vec::new();
    for domain in &fabric.domains {
        let name = &domain.name.value;
        let sources = [
            (
                &domain.connected_policy,
                Redistribute::Connected,
                "the domain redistributes no connected subnets",
            ),
            (&domain.static_policy, Redistribute::Static, "the domain redistributes no static routes"),
        ];
        for (policy, source, why) in sources {
            let idle = (!domain.speaks_bgp() || !domain.redistributes(source)).then_some(why);
            let place = match source {
                Redistribute::Connected => format!("the connected subnets of {name}"),
                Redistribute::Static => format!("the static routes of {name}"),
            };
            found.extend(policy.iter().map(|p| Policy { name: p, place: place.clone(), idle }));
        }
        for network in &domain.internal {
            let idle = network.bgp.is_none().then_some("the network has no BGP sessions");
            let both = [&network.import_policy, &network.export_policy];
            let attached = both.into_iter().filter_map(|p| p.as_ref());
            found.extend(attached.map(|p| Policy { name: p, place: network_name(domain, network), idle }));
        }
        for external in &domain.external {
            let both = [&external.import_policy, &external.export_policy];
            let place = format!("{} of {name}", external.name.value);
            let attached = both.into_iter().filter_map(|p| p.as_ref());
            found.extend(attached.map(|p| Policy { name: p, place: place.clone(), idle: None }));
        }
    }
    found
}

/// Every access list that is attached: domain by domain, then the NNIs.
pub fn acls(fabric: &Fabric) -> Vec<Acl<'_>> {
    let mut all = Vec::new();
    let mut places = Vec::new();
    for domain in &fabric.domains {
        for network in &domain.internal {
            let place = network_name(domain, network);
            let called = format!("{}-{}", domain.name.value, network.name.value);
            let idle = (!network.routed()).then_some("the network has no gateway: the CEs don't route it");
            let ipv6 = network.subnets().iter().any(|s| s.gateway.is_some() && s.prefix.addr().is_ipv6());
            let vlan = network.vlan.map(|v| v.0);
            places.push((&network.ingress_acl, &network.egress_acl, place, called, vlan, ipv6, idle));
        }
        for external in &domain.external {
            if let Some(a) = external.option_a.as_ref() {
                let place = format!("{} of {}", external.name.value, domain.name.value);
                let called = format!("{}-{}", domain.name.value, external.name.value);
                let crossed = a.adjacencies.iter().flat_map(|x| x.prefixes.iter());
                let mut prefixes = a.primary.iter().chain(a.secondary.iter()).chain(crossed);
                let ipv6 = prefixes.any(|p| p.0.addr().is_ipv6());
                let vlan = a.vlan.map(|v| v.0);
                places.push((&a.ingress_acl, &a.egress_acl, place, called, vlan, ipv6, None));
            }
        }
    }
    for nni in &fabric.nnis {
        let place = format!("NNI {}", nni.name.value);
        let crossed = nni.adjacencies.iter().flat_map(|x| x.prefixes.iter());
        let mut prefixes = nni.primary.iter().chain(nni.secondary.iter()).chain(crossed);
        let ipv6 = prefixes.any(|p| p.0.addr().is_ipv6());
        let (called, vlan) = (nni.name.to_string(), nni.vlan.map(|v| v.0));
        places.push((&nni.ingress_acl, &nni.egress_acl, place, called, vlan, ipv6, None));
    }
    for (ingress, egress, place, called, vlan, ipv6, idle) in places {
        for (name, ingress) in [(ingress, true), (egress, false)] {
            let Some(name) = name.as_ref() else { continue };
            let Some(list) = fabric.acl(&name.name) else { continue };
            let (place, called) = (place.clone(), called.clone());
            all.push(Acl { name, list, place, called, vlan, ingress, ipv6, idle });
        }
    }
    all
}
