//! Where a text went wrong: the line of it, and the line of the template that printed that.

use std::collections::BTreeSet;

use super::{Printed, Verdict};
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

/// The line, from 1, that shows a difference best: one that the reader does not know and that
/// stands where the element does; else the element's line that says the wrong value; else its first.
pub fn line(verdict: &Verdict, difference: &Difference) -> Option<usize> {
    let reading = verdict.reading.as_ref().ok()?;
    let own = own_lines(reading, &difference.element);
    let unknown =
        reading.unknown.iter().map(|u| u.line).find(|line| near(reading, *line, &difference.element));
    let garbled = || match &difference.kind {
        DifferenceKind::Lost => named(verdict, reading, &difference.element),
        DifferenceKind::Field { second, .. } if second != "null" => {
            let value = second.trim_matches('"');
            own.iter().copied().find(|line| text(verdict, *line).split([' ', ',']).any(|word| word == value))
        }
        DifferenceKind::Added | DifferenceKind::Field { .. } => None,
    };
    unknown.or_else(garbled).or_else(|| own.first().copied())
}

/// What the built-in templates make of a plan, to see what a text lacks.
pub struct Builtin {
    reading: Reading,
    texts: Vec<String>,
    places: Vec<Option<TemplateLine>>,
}

impl Builtin {
    /// A switch's text as the built-in templates make it.
    pub fn of(os: Os, (text, places): Printed) -> Option<Self> {
        let reading = read::read(os, &text).ok()?;
        Some(Builtin { reading, texts: text.lines().map(|l| l.trim().to_owned()).collect(), places })
    }

    /// The first line of an element that the text does not have, and what prints it.
    pub fn missing(&self, verdict: &Verdict, element: &Element) -> Option<(&str, &TemplateLine)> {
        let reading = verdict.reading.as_ref().ok()?;
        // A line that is there and out of its place is not the one that is missing.
        let unknown = reading.unknown.iter().map(|u| u.text.as_str());
        let own = own_lines(reading, element).into_iter().map(|line| text(verdict, line));
        let has: BTreeSet<&str> = own.chain(unknown).collect();
        let lines = own_lines(&self.reading, element).into_iter();
        let mut said = lines.filter_map(|line| Some((self.texts.get(line - 1)?, self.places.get(line - 1)?)));
        let missing = said.find(|(text, place)| !has.contains(text.as_str()) && place.is_some())?;
        Some((missing.0, missing.1.as_ref()?))
    }
}

fn own_lines(reading: &Reading, element: &Element) -> Vec<usize> {
    (1..=reading.line_count()).filter(|line| reading.element(*line) == Some(element)).collect()
}

/// Whether an unknown line stands behind a line of the element.
fn near(reading: &Reading, line: usize, element: &Element) -> bool {
    (1..line).rev().find_map(|before| reading.element(before)) == Some(element)
}

/// An unknown line that names an element which is lost whole.
fn named(verdict: &Verdict, reading: &Reading, element: &Element) -> Option<usize> {
    let words = element.to_string();
    let name = words.rsplit(' ').next()?.to_owned();
    let names = |line: usize| {
        text(verdict, line)
            .split([' ', ','])
            .any(|w| w == name || w.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-') == name)
    };
    reading.unknown.iter().map(|u| u.line).find(|line| names(*line))
}

/// What a line says.
pub fn text(verdict: &Verdict, line: usize) -> &str {
    verdict.text.lines().nth(line.saturating_sub(1)).unwrap_or("").trim()
}
