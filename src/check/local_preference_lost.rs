//! A local preference that is set where a route leaves the AS.

use std::collections::HashMap;

use super::Context;
use super::context::network_name;
use super::edge::Edge;
use crate::finding::{At, Finding, Span};
use crate::model::Domain;
use crate::model::value::{PolicyRef, Ref};

/// Where a policy is attached.
#[derive(Default)]
struct Places {
    /// A way out of the AS, with what is attached there.
    out: Option<(Span, String)>,
    /// Whether it is in a place where local preference counts.
    counts: bool,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut places: HashMap<&str, Places> = HashMap::new();
    let nnis: HashMap<&str, &Edge<'_>> = context.edges_of(None).iter().map(|e| (&*e.name, e)).collect();
    for (d, domain) in context.fabric.domains.iter().enumerate() {
        inside(domain, &mut places);
        for network in &domain.internal {
            let out = network.export_policy.as_ref();
            add(&mut places, out, network.bgp.is_some().then(|| network_name(domain, network)));
            add(&mut places, network.import_policy.as_ref(), None);
        }
        // The domain's edges are its networks with option A, in the order written.
        let mut own = context.edges_of(Some(d)).iter();
        for external in &domain.external {
            let name = format!("{} of {}", external.name.value, domain.name.value);
            let edge = external.option_a.as_ref().and_then(|_| own.next());
            let nni = external.option_b.as_deref().map(|b| format!("NNI {}", b.nni.value.name));
            let edge = edge.or_else(|| nnis.get(&*nni?).copied());
            let leaves = !edge.is_some_and(|e| internal(context, e));
            add(&mut places, external.export_policy.as_ref(), leaves.then_some(name));
            add(&mut places, external.import_policy.as_ref(), None);
        }
    }
    for policy in &context.fabric.policies {
        let Some(Places { out: Some((span, place)), counts: false }) = places.get(&**policy.name) else {
            continue;
        };
        for rule in policy.rules.iter() {
            let Some(preference) = rule.local_preference.as_ref() else { continue };
            let title = format!(
                "rule {} of route policy {} sets a local preference on the way out to {place}",
                rule.sequence.0, policy.name.value
            );
            findings.push(
                Finding::warning("local-preference-lost", preference.span, title)
                    .here("ends at the border of the AS")
                    .label(*span, "the way out")
                    .effect("the other AS never sees it: its choice of a way in stays as it is"),
            );
        }
    }
}

/// A policy of a redistribution: its routes go to the other CE as well, in the same AS.
fn inside<'a>(domain: &'a Domain, places: &mut HashMap<&'a str, Places>) {
    add(places, domain.connected_policy.as_ref(), None);
    add(places, domain.static_policy.as_ref(), None);
}

/// Takes a place: with a name where the session leaves the AS.
fn add<'a>(
    places: &mut HashMap<&'a str, Places>,
    policy: Option<&'a At<Ref<PolicyRef>>>,
    out: Option<String>,
) {
    let Some(policy) = policy else { return };
    let known = places.entry(&policy.value.name).or_default();
    match out {
        Some(place) => known.out = known.out.take().or(Some((policy.span, place))),
        None => known.counts = true,
    }
}

/// Whether one of an edge's sessions stays in the fabric's AS.
fn internal(context: &Context<'_>, edge: &Edge<'_>) -> bool {
    edge.links.iter().any(|link| {
        let pe = context.fabric.pes.get(link.pe).map(|pe| pe.block.asn.value);
        edge.peer_asn.map(|a| a.value).or(pe) == Some(context.fabric.fabric.asn.value)
    })
}
