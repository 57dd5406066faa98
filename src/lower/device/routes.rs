//! Which routes pass: the lists and maps of every session and redistribution.
//!
//! Where the file gives no policy, these stand in. Out to a PE go the domain's own prefixes, its
//! aggregates in place of what lies in them, and the pools of load balancers that announce
//! themselves in the domain; in from a PE comes all but the domain's own prefixes. In from a
//! workload comes all but the default route and the domain's own subnets; out to it goes all. With
//! option B route targets say what passes, so nothing stands in for a policy there.

use ipnet::IpNet;

use super::Switch;
use super::attached::{Used, of_domain, of_external, of_vpn, of_workloads};
use crate::finding::Span;
use crate::lower::policy::{Lists, family_name, route_maps};
use crate::lower::why;
use crate::model::value::{Os, Redistribute};
use crate::model::{Domain, Fabric, NetworkKind};
use crate::plan::{
    CommunityList, ExtCommunityList, ExtCommunityRule, Origin, PrefixList, PrefixRule, RouteMap,
    RouteMapEntry,
};

/// Lists and maps by name.
#[derive(Default)]
pub struct Routing {
    os: Option<Os>,
    pub prefix_lists: Vec<PrefixList>,
    pub community_lists: Vec<CommunityList>,
    pub ext_community_lists: Vec<ExtCommunityList>,
    pub route_maps: Vec<RouteMap>,
}

/// The name of a domain's route map and lists for a purpose.
pub fn map_name(parts: &[&str]) -> String {
    format!("RM-{}", parts.join("-"))
}

/// The prefixes of one purpose: what passes, what does not, and how long routes in it may be.
#[derive(Default)]
struct Prefixes(Vec<(bool, IpNet, Option<u8>)>);

impl Prefixes {
    fn permit(mut self, nets: impl IntoIterator<Item = IpNet>) -> Self {
        self.0.extend(nets.into_iter().map(|net| (true, net, None)));
        self
    }

    /// A prefix with everything in it.
    fn with_all_in(mut self, permit: bool, nets: impl IntoIterator<Item = IpNet>) -> Self {
        self.0.extend(nets.into_iter().map(|net| (permit, net, Some(net.max_prefix_len()))));
        self
    }
}

pub fn routing(switch: &Switch<'_>) -> Routing {
    let fabric = switch.context.fabric;
    let mut made = Routing { os: Some(switch.os()), ..Routing::default() };
    let mut lists = Lists::default();
    let mut used = Used::default();
    for domain in fabric.domains.iter().filter(|d| d.speaks_bgp()) {
        let name = domain.name.value.as_str();
        let connected = connected(domain);
        let statics = statics(domain);
        let both = of_domain(domain);
        let sources = [
            (Redistribute::Connected, &connected, domain.connected_policy.as_ref(), "CONNECTED"),
            (Redistribute::Static, &statics, domain.static_policy.as_ref(), "STATIC"),
        ];
        for (source, own, policy, purpose) in sources {
            if !domain.redistributes(source) || (source == Redistribute::Static && own.is_empty()) {
                continue;
            }
            let parts = [name, purpose];
            match policy.and_then(|p| fabric.policy(&p.name)) {
                Some(policy) => {
                    let refused = made.all_but(&parts, domain.span, own, &both);
                    let (map, os) = (map_name(&parts), switch.os());
                    made.route_maps.extend(route_maps(
                        fabric,
                        policy,
                        (&map, &refused),
                        &both,
                        os,
                        &mut lists,
                    ));
                }
                None => made.add(&parts, domain.span, Prefixes::default().permit(own.clone()), &both),
            }
        }
        for network in &domain.internal {
            let Some(bgp) = network.bgp.as_ref() else { continue };
            let families = of_workloads(bgp);
            if !used.take(network.import_policy.as_ref(), &families) {
                let inward = Prefixes::default()
                    .with_all_in(false, connected.clone())
                    .deny_default()
                    .with_all_in(true, everything());
                made.add(&[name, &network.name, "IN"], bgp.span, inward, &families);
            }
            if !used.take(network.export_policy.as_ref(), &families) {
                made.open(&[name, &network.name, "OUT"], bgp.span, &families);
            }
        }
        for external in domain.external.iter().filter(|e| e.option_a.is_some()) {
            let families = of_external(external);
            if !used.take(external.import_policy.as_ref(), &families) {
                let inward =
                    Prefixes::default().with_all_in(false, connected.clone()).with_all_in(true, everything());
                made.add(&[name, &external.name, "IN"], external.span, inward, &families);
            }
            if !used.take(external.export_policy.as_ref(), &families) {
                let outward =
                    Prefixes::default().permit(announced(domain)).with_all_in(true, balanced(fabric, domain));
                made.add(&[name, &external.name, "OUT"], external.span, outward, &families);
            }
        }
    }
    for domain in &fabric.domains {
        let families = of_vpn(domain);
        for external in domain.external.iter().filter(|e| e.option_b.is_some()) {
            used.take(external.import_policy.as_ref(), &families);
            used.take(external.export_policy.as_ref(), &families);
        }
    }
    for nni in &fabric.nnis {
        let options = || {
            let externals = fabric.domains.iter().flat_map(|d| &d.external);
            externals.filter_map(|e| e.option_b.as_ref()).filter(|b| *b.nni.name == **nni.name)
        };
        let mut import: Vec<String> =
            options().flat_map(|b| b.import.iter()).map(|t| t.to_string()).collect();
        let mut export: Vec<String> =
            options().flat_map(|b| b.export.iter()).map(|t| t.to_string()).collect();
        for (targets, way) in [(&mut import, "IN"), (&mut export, "OUT")] {
            targets.sort_unstable();
            targets.dedup();
            made.targets(&[&nni.name, way], nni.span, targets);
        }
    }
    for (name, families) in used.0 {
        let families: Vec<bool> = families.into_iter().collect();
        if let Some(policy) = fabric.policy(name) {
            let map = (name, &[][..]);
            made.route_maps.extend(route_maps(fabric, policy, map, &families, switch.os(), &mut lists));
        }
    }
    let (prefix_lists, community_lists, ext_community_lists) = lists.into_parts();
    made.prefix_lists.extend(prefix_lists);
    made.community_lists.extend(community_lists);
    made.ext_community_lists.extend(ext_community_lists);
    made
}

impl Prefixes {
    /// The default route itself.
    fn deny_default(mut self) -> Self {
        self.0.extend(everything().into_iter().map(|net| (false, net, None)));
        self
    }
}

impl Routing {
    /// A route map over prefix lists of the families that are exchanged. A family without a prefix
    /// has no list, and no entry: nothing of it passes.
    fn add(&mut self, parts: &[&str], span: Span, prefixes: Prefixes, families: &[bool]) {
        let origin = why::DEFAULT_POLICY.of(span);
        let mut entries = Vec::new();
        for ipv6 in families.iter().copied() {
            let Some(list) = self.list(parts, &prefixes, ipv6, origin) else { continue };
            entries.push(RouteMapEntry {
                sequence: 10 + 10 * u64::from(ipv6),
                permit: true,
                match_ipv4: (!ipv6).then(|| list.clone()),
                match_ipv6: ipv6.then_some(list),
                origin,
                ..RouteMapEntry::default()
            });
        }
        self.maps(parts, span, &entries, families);
    }

    /// A prefix list of one family, called after these parts; none where it would let nothing pass.
    fn list(&mut self, parts: &[&str], prefixes: &Prefixes, ipv6: bool, origin: Origin) -> Option<String> {
        let rules: Vec<PrefixRule> = prefixes
            .0
            .iter()
            .filter(|(_, net, _)| net.addr().is_ipv6() == ipv6)
            .zip(1..)
            .map(|((permit, prefix, le), n)| PrefixRule {
                sequence: n * 10,
                permit: *permit,
                prefix: *prefix,
                ge: None,
                le: le.filter(|le| *le != prefix.prefix_len()),
            })
            .collect();
        let name = family_name(&format!("PL-{}", parts.join("-")), ipv6);
        rules.iter().any(|r| r.permit).then(|| {
            self.prefix_lists.push(PrefixList { name: name.clone(), ipv6, description: None, rules, origin });
            name
        })
    }

    /// Lists of every route but a domain's own: a VRF has the subnets towards the PEs and the other
    /// CE as well, which no policy of redistribution is about.
    fn all_but(
        &mut self,
        parts: &[&str; 2],
        span: Span,
        own: &[IpNet],
        families: &[bool],
    ) -> Vec<(bool, String)> {
        let mut prefixes = Prefixes::default();
        prefixes.0.extend(own.iter().map(|net| (false, *net, None)));
        let prefixes = prefixes.with_all_in(true, everything());
        let [name, purpose] = parts;
        let (parts, origin) = ([*name, "NOT", *purpose], why::OWN_ROUTES.of(span));
        let list = |ipv6: &bool| Some((*ipv6, self.list(&parts, &prefixes, *ipv6, origin)?));
        families.iter().filter_map(list).collect()
    }

    /// A route map that lets everything pass.
    fn open(&mut self, parts: &[&str], span: Span, families: &[bool]) {
        let entry = RouteMapEntry {
            sequence: 10,
            permit: true,
            origin: why::DEFAULT_POLICY.of(span),
            ..RouteMapEntry::default()
        };
        self.maps(parts, span, &[entry], families);
    }

    /// One map, or on NX-OS one a family.
    fn maps(&mut self, parts: &[&str], span: Span, entries: &[RouteMapEntry], families: &[bool]) {
        if self.os != Some(Os::Nxos) {
            return self.map(map_name(parts), span, entries.to_vec());
        }
        for ipv6 in families {
            let other =
                |e: &RouteMapEntry| if *ipv6 { e.match_ipv4.is_some() } else { e.match_ipv6.is_some() };
            let own = entries.iter().filter(|e| !other(e)).cloned().collect();
            self.map(family_name(&map_name(parts), *ipv6), span, own);
        }
    }

    /// A route map over route targets.
    fn targets(&mut self, parts: &[&str], span: Span, targets: &[String]) {
        let name = format!("ECL-{}", parts.join("-"));
        let rules: Vec<ExtCommunityRule> = targets
            .iter()
            .map(|t| ExtCommunityRule { permit: true, route_targets: vec![t.clone()] })
            .collect();
        let permit = !rules.is_empty();
        if permit {
            self.ext_community_lists.push(ExtCommunityList {
                name: name.clone(),
                rules,
                origin: why::NNI_POLICY.of(span),
            });
        }
        let entry = RouteMapEntry {
            sequence: 10,
            permit,
            match_ext_community: permit.then_some(name),
            origin: why::NNI_POLICY.of(span),
            ..RouteMapEntry::default()
        };
        self.map(map_name(parts), span, vec![entry]);
    }

    /// A route map without an entry would not exist: what lets nothing pass says so.
    fn map(&mut self, name: String, span: Span, mut entries: Vec<RouteMapEntry>) {
        if entries.is_empty() {
            entries.push(RouteMapEntry {
                sequence: 10,
                origin: why::DEFAULT_POLICY.of(span),
                ..RouteMapEntry::default()
            });
        }
        self.route_maps.push(RouteMap { name, entries, origin: why::DEFAULT_POLICY.of(span) });
    }
}

/// Every route of both families.
fn everything() -> Vec<IpNet> {
    [
        IpNet::new(std::net::Ipv4Addr::UNSPECIFIED.into(), 0),
        IpNet::new(std::net::Ipv6Addr::UNSPECIFIED.into(), 0),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The subnets of a domain that the CEs route for.
pub fn connected(domain: &Domain) -> Vec<IpNet> {
    let subnets = domain.internal.iter().flat_map(|n| n.subnets());
    let mut nets: Vec<IpNet> = subnets.filter(|s| s.gateway.is_some()).map(|s| s.prefix).collect();
    nets.sort_unstable();
    nets
}

/// The prefixes of a domain's static routes.
pub fn statics(domain: &Domain) -> Vec<IpNet> {
    let internal = domain.internal.iter().flat_map(|n| n.statics.iter());
    let external = domain.external.iter().flat_map(|e| e.statics.iter());
    let mut nets: Vec<IpNet> = internal.chain(external).map(|s| s.prefix.0).collect();
    nets.sort_unstable();
    nets.dedup();
    nets
}

/// What a domain announces of its own: aggregates in place of what lies in them. The static routes
/// of an external network lead to the PEs: announced to them, they would come back.
pub fn announced(domain: &Domain) -> Vec<IpNet> {
    let aggregates: Vec<IpNet> = domain.aggregates.iter().map(|p| p.0).collect();
    let mut own = Vec::new();
    if domain.redistributes(Redistribute::Connected) {
        own.extend(connected(domain));
    }
    if domain.redistributes(Redistribute::Static) {
        own.extend(domain.internal.iter().flat_map(|n| n.statics.iter()).map(|s| s.prefix.0));
    }
    own.retain(|net| !aggregates.iter().any(|a| a.contains(net)));
    own.extend(aggregates);
    own.sort_unstable();
    own.dedup();
    own
}

/// The pools of load balancers that announce themselves in a domain, unless an aggregate holds them.
pub fn balanced(fabric: &Fabric, domain: &Domain) -> Vec<IpNet> {
    let mut nets: Vec<IpNet> = fabric
        .clusters
        .iter()
        .filter_map(|c| c.load_balancer.as_ref())
        .filter(|b| {
            let network = b.bgp.as_ref().and_then(|n| fabric.network(&n.name));
            matches!(network.map(|n| &n.kind), Some(NetworkKind::L3 { domain: d, .. }) if *d.value == *domain.name.value)
        })
        .flat_map(|b| b.pools.iter().flat_map(|p| p.addresses.iter()).map(|p| p.0))
        .filter(|net| !domain.aggregates.iter().any(|a| a.0.contains(net)))
        .collect();
    nets.sort_unstable();
    nets.dedup();
    nets
}
