//! A rule of an access list that does not say whether a packet passes, or says both.

use super::Context;
use crate::finding::Finding;
use crate::model::value::AclAction;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for list in &context.fabric.acls {
        for rule in list.rules.iter() {
            let find = |action| rule.action.iter().find(|a| a.value == action);
            let name = format!("rule {} of access list {}", rule.sequence.0, list.name.value);
            let error = |span, what: &str| {
                Finding::error("acl-action-unclear", span, format!("{name} {what}"))
                    .effect("whether the packet passes would be a matter of chance")
            };
            let drop = find(AclAction::Drop);
            if rule.action.is_empty() && rule.police.is_none() {
                let finding = error(rule.span, "says nothing about what it matches");
                findings.push(finding.here("needs an `action`: permit, drop, count or log"));
            }
            if let (Some(permit), Some(drop)) = (find(AclAction::Permit), drop) {
                let finding = error(drop.span, "lets packets pass and drops them").here("drops them");
                findings.push(finding.label(permit.span, "lets them pass"));
            }
            if let (Some(rate), Some(drop)) = (rule.police.as_ref(), drop) {
                let finding =
                    error(drop.span, "drops packets and gives them a rate").here("drops all of them");
                findings.push(finding.label(rate.span, "lets some of them pass"));
            }
        }
    }
}
