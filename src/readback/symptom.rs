//! Where a text went wrong: the line of it, and the line of the template that printed that.

use std::collections::{BTreeMap, BTreeSet};

use super::Printed;
use crate::model::value::Os;
use crate::plan::{Difference, DifferenceKind, Element};
use crate::read::{self, Reading};

/// A line of a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TemplateLine {
    /// The template.
    pub template: String,
    /// The line of it, from 1.
    pub line: usize,
}

/// The lines of a text, by what they speak of. Lines count from 1.
pub struct Lines<'t> {
    texts: Vec<&'t str>,
    /// The lines of each element.
    own: BTreeMap<&'t Element, Vec<usize>>,
    /// Lines that the reader does not know.
    unknown: Vec<usize>,
    /// The first of them behind a line of an element.
    behind: BTreeMap<&'t Element, usize>,
}

impl<'t> Lines<'t> {
    /// Those of a text that was read.
    pub fn of(reading: &'t Reading, text: &'t str) -> Self {
        let unknown: Vec<usize> = reading.unknown.iter().map(|u| u.line).collect();
        let mut lines = Lines {
            texts: text.lines().map(str::trim).collect(),
            own: BTreeMap::new(),
            unknown,
            behind: BTreeMap::new(),
        };
        let mut unknown = lines.unknown.iter().copied().peekable();
        let mut last = None;
        for line in 1..=reading.line_count() {
            if let Some(element) = reading.element(line) {
                lines.own.entry(element).or_default().push(line);
                last = Some(element);
            }
            if unknown.next_if_eq(&line).is_some()
                && let Some(element) = last
            {
                lines.behind.entry(element).or_insert(line);
            }
        }
        lines
    }

    /// What a line says.
    pub fn text(&self, line: usize) -> &'t str {
        line.checked_sub(1).and_then(|at| self.texts.get(at)).copied().unwrap_or("")
    }

    fn own(&self, element: &Element) -> &[usize] {
        self.own.get(element).map_or(&[], Vec::as_slice)
    }

    /// The line that shows a difference best: one that the reader does not know and that stands where
    /// the element does; else the element's line that says the wrong value; else its first.
    pub fn showing(&self, difference: &Difference) -> Option<usize> {
        let own = self.own(&difference.element);
        let garbled = || match &difference.kind {
            DifferenceKind::Lost => self.naming(&difference.element),
            DifferenceKind::Field { second, .. } if second != "null" => {
                let value = second.trim_matches('"');
                own.iter().copied().find(|line| self.text(*line).split([' ', ',']).any(|word| word == value))
            }
            DifferenceKind::Added | DifferenceKind::Field { .. } => None,
        };
        let unknown = self.behind.get(&difference.element).copied();
        unknown.or_else(garbled).or_else(|| own.first().copied())
    }

    /// An unknown line that names an element which is lost whole.
    fn naming(&self, element: &Element) -> Option<usize> {
        let words = element.to_string();
        let name = words.rsplit(' ').next()?;
        let names = |word: &str| {
            word == name || word.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-') == name
        };
        self.unknown.iter().copied().find(|line| self.text(*line).split([' ', ',']).any(names))
    }

    /// The first line of an element in `theirs` that is not here, in its place or out of it.
    fn lacks(&self, theirs: &Lines<'t>, element: &Element, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let own = self.own(element).iter().chain(&self.unknown);
        let has: BTreeSet<&str> = own.map(|line| self.text(*line)).collect();
        let mut lines = theirs.own(element).iter().copied();
        lines.find(|line| !has.contains(theirs.text(*line)) && wanted(*line))
    }
}

/// What the built-in templates make of a plan, to see what a text lacks.
pub struct Builtin {
    reading: Reading,
    text: String,
    places: Vec<Option<TemplateLine>>,
}

impl Builtin {
    /// A switch's text as the built-in templates make it.
    pub fn of(os: Os, (text, places): Printed) -> Option<Self> {
        Some(Builtin { reading: read::read(os, &text).ok()?, text, places })
    }

    /// For each element that differs, the first line of it that the text does not have, and what
    /// prints it.
    pub fn missing<'b>(
        &'b self,
        lines: &Lines<'b>,
        differences: &[Difference],
    ) -> BTreeMap<Element, (&'b str, &'b TemplateLine)> {
        let theirs = Lines::of(&self.reading, &self.text);
        let place = |line: usize| self.places.get(line.checked_sub(1)?)?.as_ref();
        let of = |element: &Element| {
            let line = lines.lacks(&theirs, element, |line| place(line).is_some())?;
            Some((element.clone(), (theirs.text(line), place(line)?)))
        };
        differences.iter().filter_map(|d| of(&d.element)).collect()
    }
}
