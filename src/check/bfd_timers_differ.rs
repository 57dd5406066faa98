//! BFD on one interface, with timers of two kinds.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;
use crate::model::construct::{Bfd, StaticRoute};

/// A `bfd` statement, and the links that have its timers, by their position.
struct Asked<'a> {
    bfd: &'a Bfd,
    links: Vec<usize>,
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (d, domain) in context.fabric.domains.iter().enumerate() {
        for network in &domain.internal {
            // One VLAN interface has all of them.
            let sessions = network.bgp.as_ref().and_then(|b| b.bfd.as_deref());
            let routes = network.statics.iter().filter_map(|s| s.bfd.as_deref());
            let asked = sessions.into_iter().chain(routes).map(|bfd| Asked { bfd, links: vec![0] });
            compare(&network_name(domain, network), 1, asked, findings);
        }
        let edges = context.edges_of(Some(d)).iter();
        let externals = domain.external.iter().filter_map(|e| Some((e, e.option_a.as_deref()?)));
        for (edge, (external, option_a)) in edges.zip(externals) {
            let on = |route: &StaticRoute| {
                let hops = || route.next_hops.iter().map(|h| h.0);
                let links = edge.links.iter().enumerate();
                links
                    .filter(|(_, l)| hops().any(|h| l.prefixes.iter().any(|p| p.value.contains(&h))))
                    .map(|(i, _)| i)
                    .collect()
            };
            let sessions = option_a.bfd.as_deref();
            let sessions =
                sessions.map(|bfd| Asked { bfd, links: (0..edge.links.len()).collect() }).into_iter();
            let routes = external.statics.iter();
            let routes = routes.filter_map(|s| Some(Asked { bfd: s.bfd.as_deref()?, links: on(s) }));
            compare(&edge.name, edge.links.len(), sessions.chain(routes), findings);
        }
    }
}

/// Reports what differs from the first statement on one of its links.
fn compare<'a>(
    name: &str,
    links: usize,
    asked: impl Iterator<Item = Asked<'a>>,
    findings: &mut Vec<Finding>,
) {
    let mut firsts: Vec<Option<&Bfd>> = vec![None; links];
    for Asked { bfd, links } in asked {
        let mut other = None;
        for link in links {
            let Some(first) = firsts.get_mut(link) else { continue };
            let first = *first.get_or_insert(bfd);
            other = other.or(Some(first).filter(|f| timers(f) != timers(bfd)));
        }
        let Some(other) = other else { continue };
        findings.push(
            Finding::error(
                "bfd-timers-differ",
                bfd.span,
                format!("BFD on {name} has timers of {} and of {}", timers(other), timers(bfd)),
            )
            .here(timers(bfd))
            .label(other.span, timers(other))
            .effect("an interface has one set of timers: sessions and routes on it share them"),
        );
    }
}

fn timers(bfd: &Bfd) -> String {
    format!("{} times {}", bfd.interval.0, bfd.multiplier.0)
}
