//! What goes and what comes between two trees, section by section, each with the words for it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use super::exclusive::{Exclusives, Holder};
use super::level::Level;
use super::row::{Known, Row, Table};
use super::section::Section;
use super::vlans;

/// A line that there is no way to take back: no row is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRow {
    /// The line, with the sections that it is in before it.
    pub line: String,
}

/// When a step is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// What somebody else is to have: an address, an MLAG number.
    Release,
    /// What is to be, and what goes from sections that stay.
    Build,
    /// What nothing refers to any more.
    Clear,
}

/// Commands that are given one after the other in one place.
#[derive(Debug, Clone)]
pub struct Step {
    pub pass: Pass,
    pub level: Level,
    /// The place of its section in the text.
    pub top: usize,
    /// In a section what goes comes first.
    pub goes: bool,
    /// When it was found.
    pub at: usize,
    /// The sections that it is in.
    pub path: Rc<[String]>,
    /// The commands; none where the section is only to be there.
    pub lines: Vec<String>,
    /// What it says before an id, where ids may be put together in one command.
    pub listed: Option<(&'static str, String)>,
}

/// The section that lines are compared in.
#[derive(Debug, Clone)]
struct Place {
    scope: &'static str,
    path: Rc<[String]>,
    level: Level,
    top: usize,
    /// Whether it is to be shut down.
    down: bool,
}

impl Place {
    fn inner(&self, row: &Row, line: &str, section: &Section) -> Place {
        let path = self.path.iter().cloned().chain([line.to_owned()]).collect();
        let scope = row.opens.unwrap_or_default();
        Place {
            scope,
            path,
            level: row.level.unwrap_or(self.level),
            top: self.top,
            down: section.says("shutdown"),
        }
    }
}

/// A line that only one side has.
struct Left<'t> {
    section: &'t Section,
    known: Known<'t>,
    slot: String,
}

/// The steps from one tree to another, in no order yet.
///
/// # Errors
/// Where there is no way to take a line back.
pub fn steps(table: &Table, old: &[Section], new: &[Section]) -> Result<Vec<Step>, NoRow> {
    let mut delta = Delta { table, steps: Vec::new(), exclusives: Exclusives::default() };
    let root = Place { scope: "", path: Rc::new([]), level: Level::System, top: 0, down: false };
    delta.section(&root, old, new, &[])?;
    let Delta { mut steps, exclusives, .. } = delta;
    exclusives.release(&mut steps);
    Ok(steps)
}

struct Delta<'t> {
    table: &'t Table,
    steps: Vec<Step>,
    exclusives: Exclusives,
}

impl<'t> Delta<'t> {
    fn section(
        &mut self,
        place: &Place,
        old: &'t [Section],
        new: &'t [Section],
        taken: &[String],
    ) -> Result<(), NoRow> {
        let before: HashMap<&str, &Section> = old.iter().map(|s| (s.line.as_str(), s)).collect();
        let after: HashSet<&str> = new.iter().map(|s| s.line.as_str()).collect();
        let gone = self.left(place, old.iter().filter(|s| !after.contains(s.line.as_str())))?;
        let come = self.left(place, new.iter().filter(|s| !before.contains_key(s.line.as_str())))?;
        let erased = gone.iter().chain(&come).any(|left| left.known.row.erases);
        let lists = self.lists(place, old, new, &gone, &come)?;
        let own = taken_with(&gone, &come, new);

        let mut overwritten: HashMap<&str, &Left<'t>> = HashMap::new();
        let slots: HashSet<&str> = come.iter().map(|left| left.slot.as_str()).collect();
        for left in gone.iter().filter(|left| !lists.slots.contains(&left.slot)) {
            let goes_along = |with: &String| left.section.line.starts_with(with.as_str());
            let row = left.known.row;
            // Of what takes the rest with it, what defines the name comes first.
            let first =
                |other: &&Left<'t>| other.known.row.defines && goes_along(&prefix(&other.section.line));
            let takes = row.takes && (row.defines || !gone.iter().any(|other| first(&other)));
            if slots.contains(left.slot.as_str()) {
                overwritten.insert(&left.slot, left);
            } else if taken.iter().any(goes_along) || (!takes && own.iter().any(goes_along)) {
                continue;
            } else if row.takes && !own.iter().any(goes_along) {
                self.goes(place, left, format!("no {}", left.section.line))?;
            } else {
                self.goes(place, left, left.known.undo())?;
            }
        }

        let come: HashMap<&str, &Left<'t>> = come.iter().map(|l| (l.section.line.as_str(), l)).collect();
        for section in new {
            match (come.get(section.line.as_str()), before.get(section.line.as_str())) {
                (Some(left), _) if lists.slots.contains(&left.slot) => {}
                (Some(left), _) => match overwritten.get(left.slot.as_str()) {
                    Some(over) => {
                        let guard = left.known.guard().filter(|guard| alone(old, guard));
                        self.overwrites(place, over, left, guard, &own)?;
                    }
                    None => self.comes(place, section, &left.known)?,
                },
                (None, Some(_)) if lists.moved.contains(section.line.as_str()) => {}
                (None, Some(was)) => {
                    if erased {
                        let known = self.known(place, section)?;
                        if known.row.erased {
                            // In its old VRF it is in the way of others.
                            self.holds(place, &known, None);
                            self.comes(place, section, &known)?;
                            continue;
                        }
                    }
                    if was.lines != section.lines {
                        let known = self.known(place, section)?;
                        let inner = self.enter(place, &known, section, new);
                        self.section(&inner, &was.lines, &section.lines, passed_on(&inner, &own))?;
                    }
                }
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// Lines that only one side has, with their rows.
    fn left(
        &self,
        place: &Place,
        sections: impl Iterator<Item = &'t Section>,
    ) -> Result<Vec<Left<'t>>, NoRow> {
        let left = |section: &'t Section| {
            let known = self.known(place, section)?;
            Ok(Left { section, slot: known.slot(), known })
        };
        sections.map(left).collect()
    }

    fn known(&self, place: &Place, section: &'t Section) -> Result<Known<'t>, NoRow> {
        self.table.find(place.scope, &section.line).ok_or_else(|| {
            let path = place.path.iter().map(String::as_str).chain([section.line.as_str()]);
            NoRow { line: path.collect::<Vec<_>>().join(" / ") }
        })
    }

    /// The place in a section; its level is the row's own.
    fn enter(&self, place: &Place, known: &Known<'_>, section: &Section, among: &[Section]) -> Place {
        let mut inner = place.inner(known.row, &section.line, section);
        if place.path.is_empty() {
            // Sections are built one by one, lines of the switch as a whole together.
            inner.top = 1 + among.iter().position(|s| std::ptr::eq(s, section)).unwrap_or(among.len());
        }
        inner
    }

    fn step(&mut self, place: &Place, row: &Row, pass: Pass, goes: bool, lines: Vec<String>) -> usize {
        let at = self.steps.len();
        let lines = match row.while_down {
            true => {
                let up = (!place.down).then(|| "no shutdown".to_owned());
                ["shutdown".to_owned()].into_iter().chain(lines).chain(up).collect()
            }
            false => lines,
        };
        let (level, path) = (row.level.unwrap_or(place.level), Rc::clone(&place.path));
        self.steps.push(Step { pass, level, top: place.top, goes, at, path, lines, listed: None });
        at
    }

    /// A line that goes, and all that is in its section with it.
    fn goes(&mut self, place: &Place, left: &Left<'t>, undo: String) -> Result<(), NoRow> {
        let Left { section, known, .. } = left;
        let pass = if known.row.defines { Pass::Clear } else { Pass::Build };
        let listed = known.captured.keys.first().filter(|_| known.row.listed);
        let listed = listed.and_then(|id| Some((known.row.undo.strip_suffix('=')?, (*id).to_owned())));
        let step = self.step(place, known.row, pass, true, Vec::from_iter([undo]));
        self.steps.last_mut().into_iter().for_each(|step| step.listed = listed.clone());
        self.holds(place, known, Some(step));
        if known.row.opens.is_some() {
            let inner = place.inner(known.row, &section.line, section);
            self.held(&inner, &section.lines)?;
        }
        Ok(())
    }

    /// What a section that goes as a whole holds and somebody else may want before, and what names
    /// things that go before the section does.
    fn held(&mut self, place: &Place, sections: &'t [Section]) -> Result<(), NoRow> {
        for section in sections {
            let known = self.known(place, section)?;
            if known.row.level.is_some_and(|level| level > place.level) {
                self.step(place, known.row, Pass::Build, true, Vec::from_iter([known.undo()]));
            }
            self.holds(place, &known, None);
            if known.row.opens.is_some() {
                self.held(&place.inner(known.row, &section.line, section), &section.lines)?;
            }
        }
        Ok(())
    }

    fn holds(&mut self, place: &Place, known: &Known<'_>, step: Option<usize>) {
        let level = known.row.level.unwrap_or(place.level);
        let holder = Holder { path: Rc::clone(&place.path), level, undo: known.undo(), step };
        self.exclusives.holds(known, holder);
    }

    /// A line that comes, with its section.
    fn comes(&mut self, place: &Place, section: &'t Section, known: &Known<'t>) -> Result<(), NoRow> {
        self.exclusives.wants(known, &place.path);
        match known.row.opens {
            None => {
                self.step(place, known.row, Pass::Build, false, Vec::from_iter([section.line.clone()]));
            }
            Some(_) => {
                let mut inner = place.inner(known.row, &section.line, section);
                if place.path.is_empty() {
                    inner.top = usize::MAX;
                }
                self.begins(&inner);
                for line in &section.lines {
                    let known = self.known(&inner, line)?;
                    self.comes(&inner, line, &known)?;
                }
            }
        }
        Ok(())
    }

    /// A section that is to be there.
    fn begins(&mut self, inner: &Place) {
        let at = self.steps.len();
        let (level, path) = (inner.level, Rc::clone(&inner.path));
        let (pass, top) = (Pass::Build, inner.top);
        self.steps.push(Step { pass, level, top, goes: false, at, path, lines: Vec::new(), listed: None });
    }

    /// A line that takes the place of another.
    fn overwrites(
        &mut self,
        place: &Place,
        old: &Left<'t>,
        new: &Left<'t>,
        guard: Option<String>,
        taken: &[String],
    ) -> Result<(), NoRow> {
        let row = new.known.row;
        let mut lines = Vec::from_iter(guard.clone());
        if row.leaves {
            self.step(place, row, Pass::Build, true, Vec::from_iter([old.known.undo()]));
        } else if row.replaced {
            lines.push(old.known.undo());
        }
        match row.vlans.and_then(|words| in_part(words, &old.known, &new.known)) {
            Some(part) => lines.extend(part),
            None => lines.push(new.section.line.clone()),
        }
        lines.extend(guard.map(|guard| format!("no {guard}")));
        self.exclusives.wants(&new.known, &place.path);
        if row.opens.is_none() {
            let step = self.step(place, row, Pass::Build, false, lines);
            self.holds(place, &old.known, row.replaced.then_some(step));
            return Ok(());
        }
        self.holds(place, &old.known, None);
        let inner = place.inner(row, &new.section.line, new.section);
        self.begins(&inner);
        self.section(&inner, &old.section.lines, &new.section.lines, passed_on(&inner, taken))
    }

    /// Lists without numbers, whose order is that of entry: brings those that differ into theirs.
    fn lists(
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
        Ok(Lists { slots: slots.into_keys().collect(), moved })
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

/// An entry of a list.
type Entry<'t> = (&'t Section, Known<'t>);

/// Lists that were brought into their order.
struct Lists<'t> {
    slots: BTreeSet<String>,
    /// Entries that were taken out and entered again.
    moved: HashSet<&'t str>,
}

/// What adds VLANs to a set and takes others from it; none where it has to be said as a whole.
fn in_part(
    (add, remove): (&'static str, &'static str),
    old: &Known<'_>,
    new: &Known<'_>,
) -> Option<Vec<String>> {
    let set = |known: &Known<'_>| vlans::parse(known.captured.values.first()?);
    let (old, new) = (set(old)?, set(new)?);
    if new.is_empty() {
        return None;
    }
    let part = |words: &str, set: crate::model::value::VlanSet| {
        (!set.is_empty()).then(|| words.replace('*', &set.to_string()))
    };
    let (added, removed) = (part(add, vlans::less(&new, &old)), part(remove, vlans::less(&old, &new)));
    Some(added.into_iter().chain(removed).collect())
}

/// Whether a list has one entry alone; what would guard it is one of its lines.
fn alone(sections: &[Section], guard: &str) -> bool {
    let list: String = guard.split_inclusive(' ').take(3).collect();
    sections.iter().filter(|s| s.line.starts_with(&list)).nth(1).is_none()
}

/// How lines begin that go with others: of a neighbour that goes, and is not spoken of any more.
fn taken_with(gone: &[Left<'_>], come: &[Left<'_>], new: &[Section]) -> Vec<String> {
    let slots: HashSet<&str> = come.iter().map(|left| left.slot.as_str()).collect();
    let goes = gone.iter().filter(|left| left.known.row.takes && !slots.contains(left.slot.as_str()));
    let unspoken = |prefix: &String| !new.iter().any(|s| s.line.starts_with(prefix.as_str()));
    goes.map(|left| prefix(&left.section.line)).filter(unspoken).collect()
}

/// The first two words of a line: whom it speaks of.
fn prefix(line: &str) -> String {
    line.split_inclusive(' ').take(2).collect()
}

/// What goes with a neighbour goes from the families of its section as well.
fn passed_on<'p>(inner: &Place, taken: &'p [String]) -> &'p [String] {
    if inner.scope.ends_with("-af") { taken } else { &[] }
}
