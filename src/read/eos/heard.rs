//! What a line was found to say, and what helps to find it.

use super::Rule;

/// What a line was found to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Something new.
    Once,
    /// What another line has said, in the same words or others.
    Again,
    /// Nothing that there is a place for.
    Unknown,
}

impl Heard {
    pub fn unless(again: bool) -> Heard {
        if again { Heard::Again } else { Heard::Once }
    }
}

/// Where a line stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// A byte in it.
    pub start: usize,
}

/// What has been said of one element, each statement with the line that said it first.
#[derive(Debug, Default)]
pub struct Said(pub Vec<(Rule, Place)>);

impl Said {
    pub fn note(&mut self, rule: Rule, place: Place) -> Heard {
        let again = self.has(rule);
        if !again {
            self.0.push((rule, place));
        }
        Heard::unless(again)
    }

    pub fn has(&self, rule: Rule) -> bool {
        self.0.iter().any(|(r, _)| *r == rule)
    }

    pub fn places(&self, rules: &[Rule]) -> impl Iterator<Item = Place> {
        self.0.iter().filter(move |(rule, _)| rules.contains(rule)).map(|(_, place)| *place)
    }
}

/// Puts a value in its place, where it is one.
pub fn assign<T>(place: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) => {
            *place = value;
            true
        }
        None => false,
    }
}

/// A number without a sign.
pub fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// A name, where there is one.
pub fn name(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
