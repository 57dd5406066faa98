//! The values of secrets, for a tree that is never committed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Failure;
use crate::Analysis;
use crate::finding::{self, At, Finding};
use crate::model::value::Secret;
use crate::render::Secrets;
use crate::source::{Sources, secret};

/// The values of every secret that the fabric refers to. A value is never part of a finding.
pub(super) fn secrets(analysis: &Analysis, sources: &Sources) -> Result<Secrets, Failure> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut findings = Vec::new();
    for reference in references(analysis) {
        match secret::read(&reference.0, &sources.root) {
            Ok(value) if value.contains(char::is_whitespace) => {
                findings.push(unreadable(reference, "it holds a blank"))
            }
            Ok(value) => drop(values.insert(reference.to_string(), value)),
            Err(why) => findings.push(unreadable(reference, &why)),
        }
    }
    if !findings.is_empty() {
        finding::sort(&mut findings);
        return Err(Failure::Findings(findings));
    }
    Ok(Secrets::Filled(Arc::new(move |reference| {
        values.get(reference).cloned().ok_or_else(|| format!("the secret {reference} was not read"))
    })))
}

fn unreadable(reference: &At<Secret>, why: &str) -> Finding {
    Finding::error("secret-unreadable", reference.span, format!("{reference} has no value to fill in"))
        .here(why.to_owned())
}

/// Every secret that a text of the tree may hold.
fn references(analysis: &Analysis) -> Vec<&At<Secret>> {
    let fabric = &analysis.fabric;
    let users =
        fabric.fabric.users.iter().flat_map(|u| std::iter::once(&u.password).chain(u.password_nxos.as_ref()));
    let workloads = fabric.domains.iter().flat_map(|d| &d.internal).filter_map(|n| n.bgp.as_ref());
    let edges = fabric.domains.iter().flat_map(|d| &d.external).filter_map(|e| e.option_a.as_ref());
    users
        .chain(workloads.filter_map(|b| b.password.as_ref()))
        .chain(edges.filter_map(|a| a.password.as_ref()))
        .chain(fabric.nnis.iter().filter_map(|n| n.password.as_ref()))
        .collect()
}
