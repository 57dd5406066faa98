//! Where the flagship can be mutated: every statement of it, beside its row of the construct table.
//!
//! Two tests use a part of this each.
#![allow(dead_code)]

use selvedge::finding::{FileId, Span};
use selvedge::model::construct::{Construct, ConstructSpec, FieldRow, Root, Shape};
use selvedge::model::value::TypeSpec;
use selvedge::source::Sources;
use selvedge::syntax::{Statement, parse_file};

/// A statement of the flagship.
pub struct Place {
    /// The keywords that lead to it, as the table has them: `nni.prefix-limit.maximum`.
    pub attribute: String,
    /// The same with names: `nni core-vpn.prefix-limit.maximum`.
    pub path: String,
    /// The type of its values; a block without a name has none.
    pub of: Option<TypeSpec>,
    /// Whether it is a block.
    pub block: bool,
    /// All of it.
    pub whole: Span,
    /// Its values.
    pub values: Vec<Span>,
    /// The statement at the top level that it stands in.
    pub top: Span,
}

/// Every statement, in the order of the files.
pub fn places(sources: &Sources) -> Vec<Place> {
    let mut places = Vec::new();
    for file in &sources.fabric {
        for statement in parse(sources, *file) {
            walk(&statement, &Root::SPEC, None, statement.whole, &mut places);
        }
    }
    places
}

/// The statements of a file that has no mistake.
pub fn parse(sources: &Sources, file: FileId) -> Vec<Statement<'_>> {
    let mut findings = Vec::new();
    let parsed = parse_file(sources, file, &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    parsed.statements
}

fn walk(
    statement: &Statement<'_>,
    within: &ConstructSpec,
    above: Option<(&str, &str)>,
    top: Span,
    places: &mut Vec<Place>,
) {
    let keyword = &*statement.keyword.text;
    let row = within.fields.iter().find(|f| f.name == keyword).unwrap_or_else(|| panic!("no `{keyword}`"));
    let names: Vec<&str> = statement.values.iter().map(|v| &*v.text).collect();
    let named = match inner(row) {
        Some(_) if !names.is_empty() => format!("{keyword} {}", names.join(", ")),
        _ => keyword.to_owned(),
    };
    let (attribute, path) = match above {
        Some((attribute, path)) => (format!("{attribute}.{keyword}"), format!("{path}.{named}")),
        None => (keyword.to_owned(), named),
    };
    let of = match row.shape {
        Shape::One(of) | Shape::Opt(of) | Shape::List(of) => Some(of),
        Shape::Must(spec) | Shape::Block(spec) | Shape::Many(spec) => {
            spec.head.and_then(|head| match head.shape {
                Shape::One(of) | Shape::Opt(of) | Shape::List(of) => Some(of),
                Shape::Must(_) | Shape::Block(_) | Shape::Many(_) => None,
            })
        }
    };
    let values = statement.values.iter().map(|v| v.span).collect();
    let block = inner(row).is_some();
    let above = (attribute.clone(), path.clone());
    places.push(Place { attribute, path, of, block, whole: statement.whole, values, top });
    for statement in statement.block.iter().flatten() {
        let Some(spec) = inner(row) else { panic!("`{keyword}` has no block") };
        walk(statement, spec, Some((&above.0, &above.1)), top, places);
    }
}

/// The construct of a row that is a block.
fn inner(row: &FieldRow) -> Option<&'static ConstructSpec> {
    match row.shape {
        Shape::Must(spec) | Shape::Block(spec) | Shape::Many(spec) => Some(spec),
        Shape::One(_) | Shape::Opt(_) | Shape::List(_) => None,
    }
}

/// Every attribute that the table has, by the keywords that lead to it.
pub fn attributes() -> Vec<String> {
    fn walk(spec: &ConstructSpec, above: &str, all: &mut Vec<String>) {
        for row in spec.fields {
            let name = format!("{above}{}", row.name);
            if let Some(inner) = inner(row) {
                walk(inner, &format!("{name}."), all);
            }
            all.push(name);
        }
    }
    let mut all = Vec::new();
    walk(&Root::SPEC, "", &mut all);
    all.sort();
    all
}
