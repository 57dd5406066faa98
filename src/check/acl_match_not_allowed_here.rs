//! A rule of an access list that asks for what can't be asked for there.

use std::collections::HashSet;

use super::{Context, attached};
use crate::finding::{Finding, Span};
use crate::model::construct::{AccessList, AclRule};
use crate::model::value::Protocol;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in &context.fabric.acls {
        for rule in list.rules.iter() {
            headers(list, rule, findings);
        }
    }
    let mut seen: HashSet<Span> = HashSet::new();
    for acl in attached::acls(context.fabric).into_iter().filter(|a| !a.ingress) {
        // A list that goes out in several places is wrong once.
        if !seen.insert(acl.list.span) {
            continue;
        }
        for rule in acl.list.rules.iter() {
            let asked = [
                ("fragments", rule.fragments.first().map(|f| f.span)),
                ("DSCP", rule.dscp.first().map(|d| d.span)),
                ("TTL", rule.ttl.first().map(|t| t.span)),
                ("a rate", rule.police.as_ref().map(|p| p.span)),
            ];
            for (what, place) in asked {
                let Some(place) = place else { continue };
                findings.push(
                    finding(place, acl.list, rule, &format!("{what} on the way out"))
                        .here("is known on the way in alone")
                        .label(acl.name.span, format!("the list is for what leaves {}", acl.place)),
                );
            }
        }
    }
}

fn finding(place: Span, list: &AccessList, rule: &AclRule, what: &str) -> Finding {
    let title = format!("rule {} of access list {} asks for {what}", rule.sequence.0, list.name.value);
    Finding::error("acl-match-not-allowed-here", place, title)
        .effect("switches refuse the line, and the list is without it")
}

/// Ports and flags are in the headers of some protocols, and in the first fragment alone.
fn headers(list: &AccessList, rule: &AclRule, findings: &mut Vec<Finding>) {
    let protocol = rule.protocol.0.value;
    let ports = [&rule.source_port, &rule.destination_port, &rule.either_port];
    let port = ports.into_iter().flat_map(|p| p.iter()).map(|p| p.span).next();
    let flag = rule.flags.first().map(|f| f.span);
    let has_ports = matches!(protocol, Protocol::Tcp | Protocol::Udp | Protocol::Sctp);
    if let Some(place) = port.filter(|_| !has_ports) {
        findings.push(
            finding(place, list, rule, &format!("a port of protocol {protocol}"))
                .here("ports are TCP's, UDP's and SCTP's: the rule needs a `protocol`"),
        );
    }
    if let Some(place) = flag.filter(|_| protocol != Protocol::Tcp) {
        findings.push(
            finding(place, list, rule, &format!("a flag of protocol {protocol}"))
                .here("flags are TCP's: the rule needs `protocol tcp`"),
        );
    }
    let first = rule.fragments.first().map(|f| f.span);
    if let (Some(place), Some(fragments)) = (port.or(flag), first) {
        findings.push(
            finding(place, list, rule, "ports or flags of later fragments")
                .here("stands in the first fragment alone")
                .label(fragments, "these are the later ones"),
        );
    }
}
