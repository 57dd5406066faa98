//! Single mutations of a statement or of one of its values.

use std::collections::BTreeMap;

use selvedge::finding::{Edit, FileId, Span};
use selvedge::source::Sources;

use super::place::Place;

/// One mutation of the flagship.
pub struct Mutation {
    /// Where and what: `nni core-vpn.vlan: 2002 to 2003`.
    pub name: String,
    /// The attribute and the kind of mutation: `nni.vlan: up`.
    pub kind: String,
    /// What changes, all in one file, in the order of places.
    pub edits: Vec<Edit>,
    /// The statements at the top level that hold it.
    pub tops: Vec<Span>,
}

impl Mutation {
    /// The file that changes.
    pub fn file(&self) -> FileId {
        self.edits[0].span.file
    }

    /// What becomes of its text.
    pub fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for edit in self.edits.iter().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        text
    }
}

/// How a mutation is drawn among those of one kind.
const SEED: u64 = 4;

/// One mutation of each kind that is possible with each attribute, drawn by a seed.
pub fn mutations(sources: &Sources, places: &[Place]) -> Vec<Mutation> {
    let mut kinds: BTreeMap<String, Vec<Mutation>> = BTreeMap::new();
    for (i, place) in places.iter().enumerate() {
        let others = places.iter().skip(i + 1).filter(|p| p.attribute == place.attribute);
        for mutation in of(sources, place, others) {
            kinds.entry(mutation.kind.clone()).or_default().push(mutation);
        }
    }
    let drawn = |(kind, mut all): (String, Vec<Mutation>)| {
        let hash = blake3::hash(format!("{SEED} {kind}").as_bytes());
        all.swap_remove(usize::from(u16::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1]])) % all.len())
    };
    kinds.into_iter().map(drawn).collect()
}

/// Every mutation of one statement; `others` are those of the same attribute.
fn of<'p>(sources: &Sources, place: &Place, mut others: impl Iterator<Item = &'p Place>) -> Vec<Mutation> {
    let mut all = Vec::new();
    let mut add = |kind: &str, what: String, tops: Vec<Span>, edits: Vec<(Span, String)>| {
        let edits = edits.into_iter().map(|(span, text)| Edit { span, text }).collect();
        all.push(Mutation {
            name: format!("{}: {what}", place.path),
            kind: format!("{}: {kind}", place.attribute),
            edits,
            tops,
        });
    };
    let text = |span: Span| sources.text(span).to_owned();
    let end = Span { start: place.whole.end, ..place.whole };
    let own = || vec![place.top];
    add("drop", "dropped".into(), own(), vec![(place.whole, String::new())]);
    add("double", "twice".into(), own(), vec![(end, format!("\n{}", text(place.whole)))]);
    if let [first, second, ..] = place.values[..] {
        let cut = Span { end: second.start, ..first };
        add("drop value", format!("{} dropped", text(first)), own(), vec![(cut, String::new())]);
        if text(first) != text(second) {
            let what = format!("{} and {} swapped", text(first), text(second));
            add("swap in list", what, own(), vec![(first, text(second)), (second, text(first))]);
        }
    }
    let Some(value) = place.values.last().copied() else { return all };
    let list = place.values.len() > 1;
    if list {
        let twice = format!("{0}, {0}", text(value));
        add("double value", format!("{} twice", text(value)), own(), vec![(value, twice)]);
    }
    let swapped = others
        .find(|o| o.whole.file == value.file && o.values.last().is_some_and(|v| text(*v) != text(value)));
    if let Some((other, far)) = swapped.and_then(|o| Some((o, *o.values.last()?))) {
        let what = format!("{} and {} of {} swapped", text(value), text(far), other.path);
        add("swap", what, vec![place.top, other.top], vec![(value, text(far)), (far, text(value))]);
    }
    for (kind, shifted) in shifts(&text(value), place.of.map(|t| t.words).unwrap_or_default()) {
        let what = format!("{} to {shifted}", text(value));
        add(kind, what, own(), vec![(value, shifted)]);
    }
    all
}

/// What a value may be shifted to: the next keyword, and the last number in it one up or down.
fn shifts(value: &str, words: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    if let Some(i) = words.iter().position(|(w, _)| *w == value) {
        let next = words[(i + 1) % words.len()].0;
        return if next == value { Vec::new() } else { vec![("next word", next.to_owned())] };
    }
    let Some(end) = value.rfind(|c: char| c.is_ascii_digit()).map(|i| i + 1) else {
        return vec![("rename", renamed(value))];
    };
    let mut shifts = Vec::new();
    // Both are of one kind, so that the seed draws one of them.
    shifts.extend(stepped(value, end, 1).map(|v| ("shift", v)));
    shifts.extend(stepped(value, end, -1).map(|v| ("shift", v)));
    // Of a prefix the address as well, of a range its other end.
    if let Some(cut) =
        value.rfind(['/', '-']).filter(|cut| value[..*cut].ends_with(|c: char| c.is_ascii_digit()))
    {
        shifts.extend(stepped(value, cut, 1).map(|v| ("shift before", v)));
    }
    shifts
}

/// The value with the number that ends at a byte changed by one.
fn stepped(value: &str, end: usize, by: i64) -> Option<String> {
    let start = value[..end].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| i + 1);
    let number: i64 = value[start..end].parse().ok()?;
    let width = if value[start..end].starts_with('0') { end - start } else { 0 };
    let next = number.checked_add(by).filter(|n| *n >= 0)?;
    Some(format!("{}{next:0width$}{}", &value[..start], &value[end..]))
}

/// The name of something else, quotes kept.
fn renamed(value: &str) -> String {
    match value.strip_suffix('"') {
        Some(inner) => format!("{inner}x\""),
        None => format!("{value}x"),
    }
}
