//! Lists, by number or not: of those without, the order is that of entry.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::row::Known;
use super::super::section::Section;
use super::{Delta, Left, NoRow, Pass, Place};

/// An entry of a list.
type Entry<'t> = (&'t Section, Known<'t>);

/// Lists that were brought into their order.
pub struct Lists<'t> {
    slots: BTreeSet<String>,
    /// Entries that were taken out and entered again.
    pub moved: HashSet<&'t str>,
    /// Entries by number.
    numbered: HashSet<&'t str>,
}

impl Lists<'_> {
    /// Whether a line is of one of them.
    pub fn has(&self, left: &Left<'_>) -> bool {
        self.slots.contains(&left.slot) || self.numbered.contains(left.section.line.as_str())
    }
}

impl<'t> Delta<'t> {
    /// Brings the lists that differ into their order.
    pub fn lists(
        &mut self,
        place: &Place,
        old: &'t [Section],
        new: &'t [Section],
        gone: &[Left<'t>],
        come: &[Left<'t>],
    ) -> Result<Lists<'t>, NoRow> {
        let differ = gone.iter().chain(come).filter(|left| left.known.row.ordered);
        let mut slots: BTreeMap<String, [Vec<Entry<'t>>; 2]> =
            differ.map(|left| (left.slot.clone(), Default::default())).collect();
        for (side, sections) in [old, new].into_iter().enumerate() {
            let may_be = sections.iter().filter(|s| self.table.may_be_ordered(place.scope, &s.line));
            let known = may_be.filter_map(|s| Some((s, self.table.find(place.scope, &s.line)?)));
            for (section, known) in known.filter(|(_, known)| known.row.ordered) {
                let slot = slots.entry(known.slot()).or_default();
                slot.get_mut(side).into_iter().for_each(|lines| lines.push((section, known.clone())));
            }
        }
        let same = |a: &[Entry<'_>], b: &[Entry<'_>]| {
            a.iter().map(|e| e.0.line.as_str()).eq(b.iter().map(|e| e.0.line.as_str()))
        };
        slots.retain(|_, [old, new]| !same(old, new));
        let mut moved = HashSet::new();
        for [old, new] in slots.values() {
            self.list(place, old, new, &mut moved)?;
        }
        let numbered = self.numbered(place, [old, new], gone, come);
        Ok(Lists { slots: slots.into_keys().collect(), moved, numbered })
    }

    /// What is in its place stays, what is not goes and is entered behind. A list is never empty on
    /// the way, for it may be in use.
    fn list(
        &mut self,
        place: &Place,
        old: &[Entry<'t>],
        new: &[Entry<'t>],
        moved: &mut HashSet<&'t str>,
    ) -> Result<(), NoRow> {
        let mut rest = old.iter();
        let kept = new.iter().take_while(|n| rest.any(|o| o.0.line == n.0.line)).count();
        let stays: HashSet<&str> = new.iter().take(kept).map(|n| n.0.line.as_str()).collect();
        let mut coming = new.iter().skip(kept);
        if kept == 0
            && let Some((section, known)) = coming.next()
        {
            self.comes(place, section, known)?;
        }
        for (section, known) in old.iter().filter(|o| !stays.contains(o.0.line.as_str())) {
            moved.insert(section.line.as_str());
            // Where all of it goes nothing is entered behind.
            let whole = new.is_empty();
            let pass = if whole && known.row.defines { Pass::Clear } else { Pass::Build };
            self.step(place, known.row, pass, whole, Vec::from_iter([known.undo()]));
        }
        coming.try_for_each(|(section, known)| self.comes(place, section, known))
    }
}
