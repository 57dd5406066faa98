//! Which routes pass: the lists and maps of every session and redistribution.
//!
//! Where the file gives no policy, these stand in. Out to a PE go the domain's own prefixes, its
//! aggregates in place of what lies in them, and the pools of load balancers that announce
//! themselves in the domain; in from a PE comes all but the domain's own prefixes. In from a
//! workload comes all but the default route and the domain's own subnets; out to it goes all.

use ipnet::IpNet;

use super::Switch;
use crate::finding::Span;
use crate::lower::why;
use crate::model::value::Redistribute;
use crate::model::{Domain, Fabric, NetworkKind};
use crate::plan::{
    CommunityList, ExtCommunityList, ExtCommunityRule, PrefixList, PrefixRule, RouteMap, RouteMapEntry,
};

/// Lists and maps by name.
#[derive(Default)]
pub struct Routing {
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
    let mut made = Routing::default();
    for domain in fabric.domains.iter().filter(|d| d.speaks_bgp()) {
        let name = domain.name.value.as_str();
        let connected = connected(domain);
        let statics = statics(domain);
        let v6 = domain.speaks_bgp_v6();
        if domain.redistributes(Redistribute::Connected) {
            let prefixes = Prefixes::default().permit(connected.clone());
            made.add(&[name, "CONNECTED"], domain.span, prefixes, v6);
        }
        if domain.redistributes(Redistribute::Static) && !statics.is_empty() {
            let prefixes = Prefixes::default().permit(statics.clone());
            made.add(&[name, "STATIC"], domain.span, prefixes, v6);
        }
        for network in domain.internal.iter().filter(|n| n.bgp.is_some()) {
            let bgp = network.bgp.as_ref().map_or(network.span, |b| b.span);
            let inward = Prefixes::default()
                .with_all_in(false, connected.clone())
                .deny_default()
                .with_all_in(true, everything());
            made.add(&[name, &network.name, "IN"], bgp, inward, v6);
            made.open(&[name, &network.name, "OUT"], bgp);
        }
        for external in domain.external.iter().filter(|e| e.option_a.is_some()) {
            let inward =
                Prefixes::default().with_all_in(false, connected.clone()).with_all_in(true, everything());
            made.add(&[name, &external.name, "IN"], external.span, inward, v6);
            let outward =
                Prefixes::default().permit(announced(domain)).with_all_in(true, balanced(fabric, domain));
            made.add(&[name, &external.name, "OUT"], external.span, outward, v6);
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
    made.prefix_lists.sort_by(|a, b| (a.ipv6, &a.name).cmp(&(b.ipv6, &b.name)));
    made.ext_community_lists.sort_by(|a, b| a.name.cmp(&b.name));
    made.route_maps.sort_by(|a, b| a.name.cmp(&b.name));
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
    fn add(&mut self, parts: &[&str], span: Span, prefixes: Prefixes, v6: bool) {
        let list = |ipv6: bool| format!("PL-{}{}", parts.join("-"), if ipv6 { "-V6" } else { "" });
        let mut entries = Vec::new();
        for ipv6 in [false, true].into_iter().filter(|ipv6| v6 || !ipv6) {
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
            if !rules.iter().any(|r| r.permit) {
                continue;
            }
            entries.push(RouteMapEntry {
                sequence: 10 + 10 * u64::from(ipv6),
                permit: true,
                match_ipv4: (!ipv6).then(|| list(false)),
                match_ipv6: ipv6.then(|| list(true)),
                origin: why::DEFAULT_POLICY.of(span),
                ..RouteMapEntry::default()
            });
            self.prefix_lists.push(PrefixList {
                name: list(ipv6),
                ipv6,
                rules,
                origin: why::DEFAULT_POLICY.of(span),
            });
        }
        self.map(parts, span, entries);
    }

    /// A route map that lets everything pass.
    fn open(&mut self, parts: &[&str], span: Span) {
        self.map(
            parts,
            span,
            vec![RouteMapEntry {
                sequence: 10,
                permit: true,
                origin: why::DEFAULT_POLICY.of(span),
                ..RouteMapEntry::default()
            }],
        );
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
        self.map(parts, span, vec![entry]);
    }

    /// A route map without an entry would not exist: what lets nothing pass says so.
    fn map(&mut self, parts: &[&str], span: Span, mut entries: Vec<RouteMapEntry>) {
        if entries.is_empty() {
            entries.push(RouteMapEntry {
                sequence: 10,
                origin: why::DEFAULT_POLICY.of(span),
                ..RouteMapEntry::default()
            });
        }
        self.route_maps.push(RouteMap {
            name: map_name(parts),
            entries,
            origin: why::DEFAULT_POLICY.of(span),
        });
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

/// What a domain announces of its own: aggregates in place of what lies in them.
pub fn announced(domain: &Domain) -> Vec<IpNet> {
    let aggregates: Vec<IpNet> = domain.aggregates.iter().map(|p| p.0).collect();
    let mut own = Vec::new();
    if domain.redistributes(Redistribute::Connected) {
        own.extend(connected(domain));
    }
    if domain.redistributes(Redistribute::Static) {
        own.extend(statics(domain));
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
