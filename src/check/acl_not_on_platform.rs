//! A rule of an access list that the CEs' operating system has no words for.

use std::collections::HashSet;

use super::{Context, attached};
use crate::finding::{Finding, Span};
use crate::model::construct::{AccessList, AclRule};
use crate::model::value::{FragmentRange, Os, TcpFlag};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let Some(ce) = context.fabric.ces.first() else { return };
    let os = &ce.platform.os;
    let mut seen: HashSet<Span> = HashSet::new();
    for acl in attached::acls(context.fabric) {
        if !seen.insert(acl.list.span) {
            continue;
        }
        for rule in acl.list.rules.iter() {
            for fragments in rule.fragments.iter().filter(|f| f.value != FragmentRange::ALL) {
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
