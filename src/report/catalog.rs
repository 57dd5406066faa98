//! Every construct of the language, found by walking the construct table from its root.

use crate::model::construct::{Construct, ConstructSpec, FieldRow, Root, Shape};
use crate::model::value::TypeSpec;

/// The table's root.
pub const ROOT: &ConstructSpec = &Root::SPEC;

/// A construct and where it stands. One that stands in several others is one entry.
#[derive(Debug)]
pub struct Entry {
    /// Its row of the table.
    pub spec: &'static ConstructSpec,
    /// What it is called in the reference: its keyword, with that of what it stands in before it
    /// where two constructs share a keyword (`prefix-list.rule`).
    pub name: String,
    /// The places of the entries it stands in, as indexes, with its field there. The root is none.
    pub within: Vec<(Option<usize>, &'static FieldRow)>,
}

impl Entry {
    /// The keywords from the top level down to here, by the first way there.
    pub fn path<'e>(&self, entries: &'e [Entry]) -> Vec<&'e str> {
        let parent = self.within.first().and_then(|(parent, _)| entries.get((*parent)?));
        let mut path = parent.map_or_else(Vec::new, |parent| parent.path(entries));
        path.push(self.spec.keyword);
        path
    }
}

/// The construct that stands in a field, where one does.
pub fn inner(field: &FieldRow) -> Option<&'static ConstructSpec> {
    match field.shape {
        Shape::Must(spec) | Shape::Block(spec) | Shape::Many(spec) => Some(spec),
        Shape::One(_) | Shape::Opt(_) | Shape::List(_) => None,
    }
}

/// Whether two rows describe one construct: a keyword may be another one's too, a text is its own.
pub fn same(a: &ConstructSpec, b: &ConstructSpec) -> bool {
    a.keyword == b.keyword && a.doc == b.doc
}

/// All constructs, each once: in the order of the root, what stands in one behind it.
pub fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    walk(ROOT, None, &mut entries);
    let names: Vec<String> = entries.iter().map(|entry| name(entry, &entries)).collect();
    for (entry, name) in entries.iter_mut().zip(names) {
        entry.name = name;
    }
    entries
}

fn walk(spec: &'static ConstructSpec, at: Option<usize>, entries: &mut Vec<Entry>) {
    for field in spec.fields {
        let Some(inner) = inner(field) else { continue };
        match entries.iter_mut().find(|entry| same(entry.spec, inner)) {
            Some(known) => known.within.push((at, field)),
            None => {
                let here = entries.len();
                entries.push(Entry { spec: inner, name: String::new(), within: vec![(at, field)] });
                walk(inner, Some(here), entries);
            }
        }
    }
}

fn name(entry: &Entry, entries: &[Entry]) -> String {
    let keyword = entry.spec.keyword;
    let shared = entries.iter().filter(|other| other.spec.keyword == keyword).count() > 1;
    let parent = entry.within.first().and_then(|(parent, _)| entries.get((*parent)?));
    match parent.filter(|_| shared) {
        Some(parent) => format!("{}.{keyword}", parent.spec.keyword),
        None => keyword.to_owned(),
    }
}

/// The lines of a documentation without the blank behind `///`.
pub fn lines(doc: &[&'static str]) -> impl Iterator<Item = &'static str> {
    doc.iter().map(|line| line.strip_prefix(' ').unwrap_or(line))
}

/// What stands for the value behind a keyword, and what that value is.
pub fn head(spec: &ConstructSpec) -> Option<(&'static str, TypeSpec)> {
    let (Shape::One(t) | Shape::Opt(t) | Shape::List(t)) = spec.head?.shape else { return None };
    let word = match t.name {
        "number" => "NUMBER",
        "prefix" => "PREFIX",
        "device:port" => "PORT",
        "word" => "WORD",
        _ => "NAME",
    };
    Some((word, t))
}

/// How a construct is written, in one line: `prefix-list NAME { … }`.
pub fn form(spec: &ConstructSpec) -> String {
    let list = matches!(spec.head.map(|head| head.shape), Some(Shape::List(_)));
    match head(spec) {
        Some((word, _)) if list => format!("{} {word}, … {{ … }}", spec.keyword),
        Some((word, _)) => format!("{} {word} {{ … }}", spec.keyword),
        None => format!("{} {{ … }}", spec.keyword),
    }
}

/// What a value looks like, in a phrase: `a whole number, 1 to 9`.
pub fn value(t: TypeSpec) -> String {
    if let [(first, _), rest @ ..] = t.words {
        let quote = |word: &str| format!("`{word}`");
        return rest.iter().fold(quote(first), |all, (word, _)| format!("{all}, {}", quote(word)));
    }
    let form = match (t.name, t.form.split(' ').next()) {
        ("name", _) | (_, Some("a" | "the" | "an")) => t.form.to_owned(),
        _ => format!("{}: {}", t.name, t.form),
    };
    match t.bounds {
        Some((least, most)) => format!("{form}, {least} to {most}"),
        None => form,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique() {
        let entries = entries();
        let names: BTreeSet<&str> = entries.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names.len(), entries.len());
        assert!(names.contains("prefix-list.rule") && names.contains("bfd"), "{names:?}");
    }

    #[test]
    fn rows_that_look_the_same_are_the_same() {
        fn check(spec: &'static ConstructSpec, entries: &[Entry]) {
            for inner in spec.fields.iter().filter_map(inner) {
                let known = entries.iter().find(|entry| same(entry.spec, inner)).unwrap();
                let names = |s: &ConstructSpec| s.fields.iter().map(|f| f.name).collect::<Vec<_>>();
                assert_eq!(names(known.spec), names(inner), "{}", known.name);
                check(inner, entries);
            }
        }
        check(ROOT, &entries());
    }

    #[test]
    fn a_path_leads_from_the_top() {
        let entries = entries();
        let multiplier = entries.iter().find(|e| e.spec.keyword == "pnic" && e.name == "numa.pnic").unwrap();
        assert_eq!(multiplier.path(&entries), ["server-profile", "numa", "pnic"]);
    }
}
