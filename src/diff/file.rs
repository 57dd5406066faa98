//! What differs of servers and clusters, by the structure of their files.

use std::collections::BTreeSet;

use serde_json::Value;

use super::detail::said;
use super::{Cause, Detail, FileDiff, Presence, Says, Which};
use crate::finding::Span;
use crate::model::secret_word::before_secret;
use crate::parallel;
use crate::render::{netplan, yaml};
use crate::side::{HostFile, Side};

/// Lists whose order means something: who is asked first.
const ORDERED: &[&str] = &["nameservers.addresses", "nameservers.search"];

/// The servers that differ, by name.
pub fn hosts(old: &Side, new: &Side) -> Vec<FileDiff> {
    if !(old.parts.hosts && new.parts.hosts) {
        return Vec::new();
    }
    let names: BTreeSet<&String> = old.hosts.keys().chain(new.hosts.keys()).collect();
    let names: Vec<&String> = names.into_iter().collect();
    let one = |name: &&String| {
        let (a, b) = (old.hosts.get(*name), new.hosts.get(*name));
        let details = match (a, b) {
            (Some(HostFile::Plan(a)), Some(HostFile::Plan(b))) if a == b => return None,
            (Some(HostFile::Text(a)), Some(HostFile::Text(b))) if a == b => return None,
            (Some(a), Some(b)) => details(&document(a), &document(b)),
            _ => Vec::new(),
        };
        let cause = |which, host: Option<&HostFile>| match host {
            Some(HostFile::Plan(plan)) => Some(Cause { which, span: plan.origin.span }),
            _ => None,
        };
        let cause = cause(Which::New, b).or(cause(Which::Old, a));
        file((*name).clone(), (a.is_some(), b.is_some()), details, cause)
    };
    parallel::each(&names, one).into_iter().flatten().collect()
}

/// The files of clusters that differ, by path.
pub fn files(old: &Side, new: &Side) -> Vec<FileDiff> {
    if !(old.parts.clusters && new.parts.clusters) {
        return Vec::new();
    }
    let paths: BTreeSet<&String> = old.files.keys().chain(new.files.keys()).collect();
    let one = |path: &String| {
        let (a, b) = (old.files.get(path), new.files.get(path));
        let details = match (a, b) {
            (Some(a), Some(b)) if a == b => return None,
            (Some(a), Some(b)) => details(&read(a), &read(b)),
            _ => Vec::new(),
        };
        let cause = |which, side| Some(Cause { which, span: of_cluster(side, path)? });
        let cause = match b {
            Some(_) => cause(Which::New, new).or(cause(Which::Old, old)),
            None => cause(Which::Old, old),
        };
        file(path.clone(), (a.is_some(), b.is_some()), details, cause)
    };
    paths.into_iter().filter_map(one).collect()
}

/// The statement of the cluster that a file is of, `clusters/NAME/...`.
fn of_cluster(side: &Side, path: &str) -> Option<Span> {
    let name = path.split('/').nth(1)?;
    let fabric = &side.fabric()?.analysis.as_ref()?.fabric;
    fabric.clusters.iter().find(|c| *c.name.value == *name).map(|c| c.name.span)
}

fn file(name: String, there: (bool, bool), details: Vec<Detail>, cause: Option<Cause>) -> Option<FileDiff> {
    let presence = match there {
        (true, true) => Presence::Both,
        (true, false) => Presence::Old,
        (false, _) => Presence::New,
    };
    (presence != Presence::Both || !details.is_empty()).then_some(FileDiff { name, presence, details, cause })
}

fn document(host: &HostFile) -> Value {
    match host {
        HostFile::Plan(plan) => serde_json::to_value(netplan::document(plan)).unwrap_or(Value::Null),
        HostFile::Text(text) => read(text),
    }
}

/// What a file says; of one that is no YAML its text, so that it differs from any other.
fn read(text: &str) -> Value {
    let mut document = yaml::read(text).unwrap_or_else(|| Value::String(text.to_owned()));
    // The configuration of a plugin is JSON in a string: its layout says nothing.
    if let Some(config) = document.pointer_mut("/spec/config") {
        let inner = config.as_str().and_then(|text| serde_json::from_str(text).ok());
        inner.into_iter().for_each(|inner| *config = inner);
    }
    document
}

fn details(old: &Value, new: &Value) -> Vec<Detail> {
    let mut all = Vec::new();
    into("", old, new, &mut all);
    all
}

fn into(path: &str, old: &Value, new: &Value, all: &mut Vec<Detail>) {
    if old == new {
        return;
    }
    let tell = |says| Detail { path: path.to_owned(), name: path.to_owned(), says };
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let value = |of: &serde_json::Map<String, Value>| of.get(key).cloned().unwrap_or(Value::Null);
                into(&path, &value(a), &value(b), all);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let text = |list: &[Value]| list.iter().filter_map(said).collect::<Vec<_>>();
            let (old, new) = (text(a), text(b));
            let (before, after): (BTreeSet<_>, BTreeSet<_>) = (old.iter().collect(), new.iter().collect());
            if ORDERED.iter().any(|ordered| path.ends_with(ordered)) {
                return all.push(tell(Says::List { old, new }));
            }
            if before == after {
                // Their order alone: it says nothing.
                return;
            }
            let only = |of: &[String], other: &BTreeSet<&String>| -> Vec<String> {
                of.iter().filter(|item| !other.contains(item)).cloned().collect()
            };
            let (added, removed) = (only(&new, &before), only(&old, &after));
            let kept = old.iter().filter(|item| after.contains(item)).cloned().collect();
            all.push(tell(Says::Set { added, removed, kept }));
        }
        _ if before_secret(path.rsplit('.').next().unwrap_or(path)) => all.push(tell(Says::Secret)),
        _ => all.push(tell(Says::Value { old: shown(path, old), new: shown(path, new) })),
    }
}

/// A value of a file. What is no YAML is not shown: there may be anything in it.
fn shown(path: &str, value: &Value) -> Option<String> {
    match path {
        "" => Some("no structure".to_owned()),
        _ => said(value),
    }
}
