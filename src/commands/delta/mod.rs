//! What goes and what comes between two trees, section by section, each with the words for it.

mod line;
mod lists;
mod numbered;
mod step;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::exclusive::{Exclusives, Holder};
use super::level::Level;
use super::row::{Known, Row, Table};
use super::section::Section;
use line::{bridged, in_part, name_by_name, passed_on, port, prefix, taken_with, way};

pub use step::{Pass, Rank, Step};

/// A line that there is no way to take back: no row is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRow {
    /// The line, with the sections that it is in before it.
    pub line: String,
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
    /// Whether it is to have no VLANs.
    routed: bool,
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
            routed: section.says("no switchport"),
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
    let root =
        Place { scope: "", path: Rc::new([]), level: Level::System, top: 0, down: false, routed: false };
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

        let bridged = bridged(new);
        let ways: HashSet<&str> =
            come.iter().filter(|l| l.known.row.stays).map(|l| way(&l.section.line)).collect();

        let mut overwritten: HashMap<&str, &Left<'t>> = HashMap::new();
        let slots: HashSet<&str> = come.iter().map(|left| left.slot.as_str()).collect();
        for left in gone.iter().filter(|left| !lists.has(left)) {
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
                if row.opens == Some("sub") && bridged.contains(port(&left.section.line)) {
                    self.steps.last_mut().into_iter().for_each(|step| step.pass = Pass::Release);
                }
                if row.stays && !ways.contains(way(&left.section.line)) {
                    self.steps.last_mut().into_iter().for_each(|step| step.rank = Rank::Stays);
                }
            }
        }

        let come: HashMap<&str, &Left<'t>> = come.iter().map(|l| (l.section.line.as_str(), l)).collect();
        for section in new {
            match (come.get(section.line.as_str()), before.get(section.line.as_str())) {
                (Some(left), _) if lists.has(left) => {}
                (Some(left), _) => match overwritten.get(left.slot.as_str()) {
                    Some(over) => self.overwrites(place, over, left, &own)?,
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
        let rank = match goes {
            _ if lines == ["shutdown"] => Rank::Off,
            true if row.vlans.is_some() && place.routed => Rank::Strips,
            true if row.vlans.is_some() || row.names => Rank::Opens,
            true => Rank::Goes,
            false => Rank::Comes,
        };
        self.steps.push(Step { pass, level, top: place.top, goes, rank, at, path, lines, listed: None });
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
        let (goes, rank, lines) = (false, Rank::Comes, Vec::new());
        self.steps.push(Step { pass, level, top, goes, rank, at, path, lines, listed: None });
    }

    /// A line that takes the place of another.
    fn overwrites(
        &mut self,
        place: &Place,
        old: &Left<'t>,
        new: &Left<'t>,
        taken: &[String],
    ) -> Result<(), NoRow> {
        let row = new.known.row;
        let mut lines = Vec::new();
        if row.leaves {
            self.step(place, row, Pass::Build, true, Vec::from_iter([old.known.undo()]));
        } else if row.replaced {
            lines.push(old.known.undo());
        }
        let part = match row.vlans {
            Some(words) => in_part(words, &old.known, &new.known),
            None => row.names.then(|| name_by_name(&old.known, &new.known)),
        };
        match part {
            Some(part) => lines.extend(part),
            None => lines.push(new.section.line.clone()),
        }
        if row.stays {
            lines.push(old.known.undo());
        }
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
}
