//! Lists by number that both sides have.

mod reach;
mod renumber;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::row::Known;
use super::super::section::Section;
use super::{Delta, Left, Pass, Place};
use renumber::{Move, moves};

/// A list's entries by number, on each side.
type Sides<'t> = [BTreeMap<u64, Known<'t>>; 2];

/// The list that a line is an entry of, and its number there.
fn entry(known: &Known<'_>) -> Option<(String, u64)> {
    let (number, list) = known.captured.keys.split_last().filter(|_| known.row.numbered)?;
    Some((format!("{} {}", known.row.line, list.join(" ")), number.parse().ok()?))
}

fn says<'t>(known: &Known<'t>) -> &'t str {
    known.captured.values.first().copied().unwrap_or_default()
}

impl<'t> Delta<'t> {
    /// Brings the lists that differ, and that both sides have, to what they are to be. Gives the lines
    /// of which nothing more is to be said.
    pub fn numbered(
        &mut self,
        place: &Place,
        sides: [&'t [Section]; 2],
        gone: &[Left<'t>],
        come: &[Left<'t>],
    ) -> HashSet<&'t str> {
        let of = |left: &Left<'_>| Some(entry(&left.known)?.0);
        let differ: BTreeSet<String> = gone.iter().chain(come).filter_map(of).collect();
        if differ.is_empty() {
            return HashSet::new();
        }
        let mut lists: BTreeMap<String, Sides<'t>> = BTreeMap::new();
        for (side, sections) in sides.into_iter().enumerate() {
            let known = sections.iter().filter_map(|s| self.table.find(place.scope, &s.line));
            for known in known {
                let Some((list, number)) = entry(&known).filter(|(list, _)| differ.contains(list)) else {
                    continue;
                };
                let entries = lists.entry(list).or_default().get_mut(side);
                entries.into_iter().for_each(|entries| drop(entries.insert(number, known.clone())));
            }
        }
        lists.retain(|_, [old, new]| !old.is_empty() && !new.is_empty());
        for [old, new] in lists.values() {
            self.renumber(place, old, new);
        }
        let done = |left: &&Left<'t>| of(left).is_some_and(|list| lists.contains_key(&list));
        gone.iter().chain(come).filter(done).map(|left| left.section.line.as_str()).collect()
    }

    /// All commands about a list are one step: none comes between them.
    fn renumber(&mut self, place: &Place, old: &BTreeMap<u64, Known<'t>>, new: &BTreeMap<u64, Known<'t>>) {
        let entries = |side: &BTreeMap<u64, Known<'t>>| -> Vec<(u64, &'t str)> {
            side.iter().map(|(number, known)| (*number, says(known))).collect()
        };
        let Some(any) = old.values().next() else { return };
        let line = |(number, says): (u64, &'t str)| {
            let number = number.to_string();
            let mut known = any.renumbered(&number);
            known.captured.values = Vec::from_iter([says]);
            (known.line(), known.undo())
        };
        let lines = moves(&entries(old), &entries(new)).into_iter().map(|step| match step {
            Move::Enter(entry) => line(entry).0,
            Move::Leave(entry) => line(entry).1,
        });
        let lines = lines.collect();
        self.step(place, any.row, Pass::Build, false, lines);
    }
}
