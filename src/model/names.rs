//! Who is called what: duplicate names, and references to names that are not there.

use std::collections::{HashMap, HashSet};

use super::construct::Reference;
use crate::finding::{Finding, Span, did_you_mean};

/// Every definition of the fabric.
#[derive(Debug, Default)]
pub struct Names {
    /// Kind and name of each definition, with its place.
    kinds: HashMap<&'static str, HashMap<String, Span>>,
    /// Name spaces: what must not share a name.
    spaces: HashMap<&'static str, HashMap<String, (&'static str, Span)>>,
}

impl Names {
    /// Takes a definition. Two of one space with one name are a finding, at the later place.
    pub fn define(
        &mut self,
        space: &'static str,
        kind: &'static str,
        name: &str,
        span: Span,
        findings: &mut Vec<Finding>,
    ) {
        let taken = self.spaces.entry(space).or_default();
        if let Some((other, first)) = taken.get(name) {
            let (first, second, other) =
                if *first <= span { (*first, span, *other) } else { (span, *first, kind) };
            let title = if other == kind {
                format!("two {} are called `{name}`", plural(kind))
            } else {
                format!("`{name}` is the name of a {other} and of a {kind}")
            };
            findings.push(
                Finding::error("duplicate-name", second, title)
                    .here("a second time")
                    .label(first, "first here"),
            );
            return;
        }
        taken.insert(name.to_owned(), (kind, span));
        self.add(kind, name, span);
    }

    /// Makes a name known under a kind that references ask for.
    pub fn add(&mut self, kind: &'static str, name: &str, span: Span) {
        self.kinds.entry(kind).or_default().insert(name.to_owned(), span);
    }

    /// Looks every reference up.
    pub fn resolve(
        &self,
        references: &[Reference],
        broken: &HashSet<(String, String)>,
        findings: &mut Vec<Finding>,
    ) {
        for reference in references {
            let found = |kind: &&str| self.kinds.get(*kind).is_some_and(|k| k.contains_key(&*reference.name));
            if reference.kinds.iter().any(found) {
                continue;
            }
            // What could not be read has its own finding; a device of a broken rack has its rack's.
            let follows = |kind: &&str| {
                broken.contains(&(kind.to_string(), reference.name.to_string()))
                    || (matches!(*kind, "device" | "server" | "infrastructure network") && !broken.is_empty())
            };
            if reference.kinds.iter().any(follows) {
                continue;
            }
            findings.push(self.unresolved(reference));
        }
    }

    fn unresolved(&self, reference: &Reference) -> Finding {
        let name = &*reference.name;
        let wanted = match reference.kinds {
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
            [] => String::new(),
        };
        let mut others: Vec<(&str, Span)> = self
            .spaces
            .values()
            .filter_map(|space| space.get(name).map(|(kind, span)| (*kind, *span)))
            .collect();
        others.sort_unstable();
        if let Some((kind, span)) = others.first() {
            return Finding::error(
                "wrong-kind-of-reference",
                reference.span,
                format!("`{name}` is a {kind}"),
            )
            .here(format!("a {wanted} is wanted"))
            .label(*span, "defined here");
        }
        let mut near: Vec<&str> = Vec::new();
        for kind in reference.kinds {
            near.extend(self.kinds.get(kind).into_iter().flat_map(|k| k.keys()).map(String::as_str));
        }
        near.sort_unstable();
        Finding::error("unresolved-reference", reference.span, format!("there is no {wanted} `{name}`"))
            .here("not defined")
            .maybe_help(did_you_mean(name, near))
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "device" | "server" => "devices".into(),
        "pe" | "ce" => format!("{}s", kind.to_uppercase()),
        _ if kind.ends_with("policy") => kind.replace("policy", "policies"),
        _ => format!("{kind}s"),
    }
}
