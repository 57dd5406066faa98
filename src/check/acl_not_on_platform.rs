//! A rule of an access list that the CEs' operating system has no words for.

use std::collections::HashSet;

use super::{Context, attached};
use crate::finding::{Finding, Span};
use crate::model::construct::{AccessList, AclRule};
use crate::model::value::{AclAction, FragmentRange, Os, Rate, TcpFlag};

/// The highest rate of a policer on NX-OS, in kbit/s.
const NXOS_RATE: u64 = 80_000_000;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(ce) = context.fabric.ces.first() else { return };
    let os = &ce.platform.os;
    let mut seen: HashSet<Span> = HashSet::new();
    if os.value == Os::Nxos {
        findings.extend(logs(context, os.span));
    }
    // What asks for fragments on the way out is `acl-match-not-allowed-here`'s.
    let out = attached::acls(context.fabric).into_iter().filter(|a| !a.ingress);
    let out: HashSet<Span> = out.map(|a| a.list.span).collect();
    for acl in attached::acls(context.fabric) {
        if !seen.insert(acl.list.span) {
            continue;
        }
        for rule in acl.list.rules.iter() {
            let fragments = rule.fragments.iter().filter(|_| !out.contains(&acl.list.span));
            for fragments in fragments.filter(|f| f.value != FragmentRange::ALL) {
                findings.push(
                    finding(fragments.span, acl.list, rule, "some fragments")
                        .here("switches tell the first fragment from all others: 1-8191"),
                );
            }
            if os.value != Os::Nxos {
                continue;
            }
            for flag in rule.flags.iter().filter(|f| !on_nxos(f.value)) {
                findings.push(
                    finding(flag.span, acl.list, rule, &format!("flag {}", flag.value))
                        .here("NX-OS knows `established` and flags that are set")
                        .label(os.span, "what the CEs run"),
                );
            }
            if let Some(rate) = rule.police.as_ref().filter(|r| r.0 > NXOS_RATE) {
                let title = format!(
                    "rule {} of access list {} asks for {}, the CEs limit to {} at most",
                    rule.sequence.0,
                    acl.list.name.value,
                    rate.value,
                    Rate(NXOS_RATE)
                );
                findings.push(
                    Finding::error("acl-not-on-platform", rate.span, title)
                        .here("more than a policer of NX-OS takes")
                        .label(os.span, "what the CEs run")
                        .effect("the switch would refuse the rate, and limit nothing"),
                );
            }
            if let Some(ttl) = rule.ttl.first().filter(|_| !ipv4_only(rule)) {
                findings.push(
                    finding(ttl.span, acl.list, rule, "the TTL of IPv6")
                        .here("NX-OS knows the TTL of IPv4 alone: the rule needs IPv4 prefixes")
                        .label(os.span, "what the CEs run"),
                );
            }
        }
    }
}

/// What is to be logged where a Nexus logs nothing: in lists of IPv6, and on the way out.
fn logs(context: &Context<'_>, os: Span) -> Vec<Finding> {
    let mut seen: HashSet<Span> = HashSet::new();
    let mut found = Vec::new();
    for acl in attached::acls(context.fabric).iter().filter(|a| a.idle.is_none()) {
        for rule in acl.list.rules.iter() {
            let here = match (acl.ingress, acl.ipv6 && !ipv4_only(rule)) {
                (false, _) => "NX-OS logs nothing on the way out",
                (true, true) => "NX-OS logs no IPv6: the rule needs IPv4 prefixes",
                (true, false) => continue,
            };
            let log = rule.action.iter().find(|a| a.value == AclAction::Log);
            let Some(log) = log.filter(|log| seen.insert(log.span)) else { continue };
            let title = format!(
                "rule {} of access list {} asks for a log, which the CEs can't write for {}",
                rule.sequence.0, acl.list.name.value, acl.place
            );
            found.push(
                Finding::error("acl-not-on-platform", log.span, title)
                    .here(here)
                    .label(acl.name.span, "attached here")
                    .label(os, "what the CEs run")
                    .effect("the packets would be in no log"),
            );
        }
    }
    found
}

fn on_nxos(flag: TcpFlag) -> bool {
    use TcpFlag::{Ack, Established, Fin, Psh, Rst, Syn, Urg};
    matches!(flag, Established | Ack | Fin | Psh | Rst | Syn | Urg)
}

/// Whether a rule is about IPv4 by the prefixes that it names.
fn ipv4_only(rule: &AclRule) -> bool {
    [&rule.source, &rule.destination, &rule.either]
        .into_iter()
        .any(|list| !list.is_empty() && list.iter().all(|p| p.0.addr().is_ipv4()))
}

fn finding(place: Span, list: &AccessList, rule: &AclRule, what: &str) -> Finding {
    let title = format!(
        "rule {} of access list {} asks for {what}, which the CEs can't match",
        rule.sequence.0, list.name.value
    );
    Finding::error("acl-not-on-platform", place, title).effect("the list would be without the rule")
}
