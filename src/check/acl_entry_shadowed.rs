//! A rule of an access list that no packet reaches: an earlier one matches all of it.

use ipnet::IpNet;

use super::Context;
use crate::finding::{At, Finding};
use crate::model::construct::{AccessList, AclRule};
use crate::model::value::{MatchPrefix, PortRange, Protocol};

/// The most rules and values of a list that is looked at: each is compared with each.
const MOST: usize = 1_000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in context.fabric.acls.iter().filter(|l| size(l) <= MOST) {
        let mut rules: Vec<&AclRule> = list.rules.iter().collect();
        rules.sort_by_key(|r| r.sequence.0);
        for (i, rule) in rules.iter().enumerate() {
            if let Some(earlier) = rules.iter().take(i).find(|earlier| covers(earlier, rule)) {
                findings.push(finding(list, rule, earlier));
            }
        }
    }
}

/// How many rules and values there are to compare.
fn size(list: &AccessList) -> usize {
    let values = |r: &AclRule| {
        let ends = r.source.len() + r.destination.len() + r.either.len();
        let ports = r.source_port.len() + r.destination_port.len() + r.either_port.len();
        ends + ports + r.dscp.len() + r.ttl.len() + r.fragments.len() + r.vlans.len() + r.flags.len()
    };
    list.rules.iter().map(|r| 1 + values(r)).sum()
}

fn finding(list: &AccessList, rule: &AclRule, earlier: &AclRule) -> Finding {
    let title = format!(
        "no packet reaches rule {} of access list {}: rule {} matches all of them",
        rule.sequence.0, list.name.value, earlier.sequence.0
    );
    Finding::warning("acl-entry-shadowed", rule.span, title)
        .here("is never tried")
        .label(earlier.span, "decides first")
        .effect("the switch would hold entries that do nothing")
}

/// Whether an earlier rule matches every packet that a later one does.
fn covers(earlier: &AclRule, later: &AclRule) -> bool {
    let protocol = earlier.protocol.0.value;
    let (ends, ports) = (&earlier.either, &earlier.either_port);
    (protocol == Protocol::Ip || protocol == later.protocol.0.value)
        && within(&earlier.source, &later.source, prefix)
        && within(&earlier.destination, &later.destination, prefix)
        // What is one of the two ends is either end.
        && [&later.either, &later.source, &later.destination].iter().any(|own| within(ends, own, prefix))
        && within(&earlier.source_port, &later.source_port, port)
        && within(&earlier.destination_port, &later.destination_port, port)
        && [&later.either_port, &later.source_port, &later.destination_port]
            .iter()
            .any(|own| within(ports, own, port))
        && within(&earlier.dscp, &later.dscp, |d| (0, d.0.into(), d.0.into()))
        && within(&earlier.ttl, &later.ttl, |t| (0, t.0.into(), t.0.into()))
        && within(&earlier.fragments, &later.fragments, |f| (0, f.first.into(), f.last.into()))
        && within(&earlier.vlans, &later.vlans, |v| (0, v.first.into(), v.last.into()))
        // All flags are asked for: fewer of them match more.
        && earlier.flags.iter().all(|flag| later.flags.iter().any(|f| f.value == flag.value))
}

/// A run of values: of which kind, the first and the last.
type Run = (u8, u128, u128);

/// Whether all that the later list has is in the earlier one, in one of its values or in several
/// together; an empty list holds everything.
fn within<T>(earlier: &[At<T>], later: &[At<T>], run: impl Fn(&T) -> Run) -> bool {
    if earlier.is_empty() {
        return true;
    }
    let mut runs: Vec<Run> = earlier.iter().map(|v| run(&v.value)).collect();
    runs.sort_unstable();
    let mut joined: Vec<Run> = Vec::new();
    for (kind, first, last) in runs {
        match joined.last_mut() {
            Some(before) if before.0 == kind && first <= before.2.saturating_add(1) => {
                before.2 = before.2.max(last);
            }
            _ => joined.push((kind, first, last)),
        }
    }
    let held = |own: Run| joined.iter().any(|j| j.0 == own.0 && j.1 <= own.1 && own.2 <= j.2);
    !later.is_empty() && later.iter().all(|l| held(run(&l.value)))
}

fn prefix(prefix: &MatchPrefix) -> Run {
    match prefix.0 {
        IpNet::V4(net) => (4, u32::from(net.network()).into(), u32::from(net.broadcast()).into()),
        IpNet::V6(net) => (6, net.network().into(), net.broadcast().into()),
    }
}

fn port(ports: &PortRange) -> Run {
    (0, ports.first.into(), ports.last.into())
}
