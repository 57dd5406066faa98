//! What is told beside a change: who is hit, who has to change with it, the steps that make it, and
//! the statements behind it.

use std::collections::{BTreeMap, BTreeSet};

use super::crowd::Crowd;
use super::entry::{Entry, natural};
use super::statement::Statements;
use super::words::names;
use crate::diff::{Change, Concerned, Diff, Relation, Risk, Turn};
use crate::plan::Element;
use crate::report::message;

/// How many statements are shown of one entry.
pub const MOST_CAUSES: usize = 4;

/// Who has to change and how that stands, in the order of telling.
const TURNS: &[(Turn, &str)] = &[
    (Turn::Stays, "has to change too, and does not"),
    (Turn::Beyond, "has to change too, and is not compared"),
    (Turn::Fits, "fits already"),
    (Turn::Here, "changes with it"),
];

/// What is told beside an entry, of all the switches that have it.
#[derive(Debug, Default)]
pub struct Beside<'a> {
    /// Who is hit.
    pub crowd: Crowd<'a>,
    /// Whether that is of interest: something is lost.
    pub loses: bool,
    causes: Vec<String>,
    /// Who has to change, but for the switches of the entry themselves.
    others: BTreeSet<Other<'a>>,
    switches: BTreeSet<&'a str>,
    /// The steps by the switch.
    steps: BTreeMap<&'a str, BTreeSet<usize>>,
}

/// Somebody else, in the order of telling, and the switch that it is joined to: a session is one of a
/// switch, in a VRF, with another end.
type Other<'a> = (Turn, &'a Relation, Option<&'a str>, &'a str);

impl<'a> Beside<'a> {
    /// With a change of a switch.
    pub fn add(
        &mut self,
        switch: &'a str,
        change: &'a Change,
        steps: Option<&BTreeMap<Element, Vec<usize>>>,
        statements: Option<&Statements<'_>>,
    ) {
        let said = |cause| statements.and_then(|statements| statements.text(cause));
        for text in change.causes.iter().filter_map(said) {
            if self.causes.len() < MOST_CAUSES && !self.causes.contains(&text) {
                self.causes.push(text);
            }
        }
        if change.risk == Risk::None {
            return;
        }
        self.switches.insert(switch);
        self.others.extend(change.peers.iter().map(|peer| other(switch, peer)));
        if change.risk == Risk::Hitless {
            return;
        }
        self.loses = true;
        self.crowd.add(change.hit.as_deref());
        if let Some(steps) = steps.and_then(|steps| steps.get(&change.element)) {
            self.steps.entry(switch).or_default().extend(steps);
        }
    }

    /// The lines, but for who is hit and for pairs that change, or may: see [`pairs`].
    pub fn lines(&self) -> Vec<String> {
        let own = |turn| self.of(turn).filter(move |other| turn == Turn::Stays || *other.1 != Relation::Pair);
        let mut lines = Vec::from_iter(self.made());
        lines.extend(TURNS.iter().filter_map(|(turn, words)| told(words, own(*turn))));
        lines.extend(self.causes.iter().cloned());
        lines
    }

    /// Who has to change and does so, or not. What loses nothing asks for no look at those who follow.
    fn of(&self, turn: Turn) -> impl Iterator<Item = &Other<'a>> {
        let shown = self.loses || !matches!(turn, Turn::Here | Turn::Fits);
        self.others.iter().filter(move |other| shown && other.0 == turn)
    }

    /// `at step 3 of r1-t1.cmd`: where the commands make it.
    fn made(&self) -> Option<String> {
        let steps = |steps: &BTreeSet<usize>| {
            let numbers: Vec<String> = steps.iter().map(usize::to_string).collect();
            let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
            format!("{} {}", if steps.len() == 1 { "step" } else { "steps" }, names(&numbers))
        };
        let (_, first) = self.steps.first_key_value()?;
        let files = |alike: bool| {
            let of = self.steps.iter().map(move |(switch, own)| match alike {
                true => format!("{switch}.cmd"),
                false => format!("{} of {switch}.cmd", steps(own)),
            });
            let of: Vec<String> = of.collect();
            names(&of.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let alike = self.steps.values().all(|own| own == first);
        let text = if alike {
            format!("at {} of {}", steps(first), files(true))
        } else {
            format!("at {}", files(false))
        };
        Some(message(&text).into_owned())
    }
}

/// Lines for the pairs of several entries, told once: who changes, or is not compared. Switches that
/// have the entries themselves are not named.
pub fn pairs(all: &[(Entry, Beside<'_>)]) -> Vec<String> {
    let one = |(turn, words): &(Turn, &str)| {
        let of: BTreeSet<&Other<'_>> = all.iter().flat_map(|(_, beside)| beside.of(*turn)).collect();
        let own = |name: &str| all.iter().any(|(_, beside)| beside.switches.contains(name));
        let of = of.into_iter().filter(|o| *o.1 == Relation::Pair && !o.2.is_some_and(own));
        told(words, of)
    };
    TURNS.iter().filter(|(turn, _)| *turn != Turn::Stays).filter_map(one).collect()
}

fn told<'a: 'b, 'b>(words: &str, of: impl Iterator<Item = &'b Other<'a>>) -> Option<String> {
    // Those of one device together, in the order of people.
    let mut by: BTreeMap<Device<'_>, Vec<&Other<'a>>> = BTreeMap::new();
    for other in of {
        let device = other.2.map(|name| name.split(':').next().unwrap_or(name));
        by.entry((place(other.1), device.map(natural), device)).or_default().push(other);
    }
    let said: Vec<String> = by.iter().map(|((.., device), others)| said(*device, others)).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    (!said.is_empty()).then(|| message(&format!("{words}: {}", names(&said))).into_owned())
}

/// A device, by how it is joined and by its name in the order of people.
type Device<'a> = (u8, Option<Vec<(String, u64)>>, Option<&'a str>);

/// The pair stands before links, and links before sessions.
const fn place(relation: &Relation) -> u8 {
    match relation {
        Relation::Pair => 0,
        Relation::Link(_) => 1,
        Relation::Session(_) => 2,
    }
}

fn other<'a>(switch: &'a str, peer: &'a Concerned) -> Other<'a> {
    (peer.turn, &peer.relation, peer.name.as_deref(), switch)
}

/// Everybody who has to change with some changes, is compared and does not, as a line.
pub fn left_behind(diff: &Diff) -> Option<String> {
    let changes = diff.switches.iter().flat_map(|switch| switch.changes.iter().map(move |c| (switch, c)));
    let changes = changes.filter(|(_, change)| change.risk > Risk::None);
    let peers = changes.flat_map(|(switch, change)| change.peers.iter().map(move |p| (switch, p)));
    let stays = peers.filter(|(_, peer)| peer.turn == Turn::Stays);
    let all: BTreeSet<Other<'_>> = stays.map(|(switch, peer)| other(&switch.name, peer)).collect();
    told("has to change too, and does not", all.iter())
}

/// A device with how it is joined: `r1-t2 (pair)`, `pe1 (session 10.0.0.1 in VRF blue)`, `pe1 (17
/// sessions)`.
fn said(device: Option<&str>, others: &[&Other<'_>]) -> String {
    let Some(&&(_, relation, name, _)) = others.first() else { return String::new() };
    let by = |other: &&Other<'_>| match other.1 {
        Relation::Pair => String::new(),
        Relation::Link(port) => port.clone(),
        Relation::Session(ends) => ends.to_string(),
    };
    // Two switches may have a session with one other end.
    let ends: BTreeSet<String> = others.iter().map(by).collect();
    let listed = || names(&ends.iter().map(String::as_str).collect::<Vec<_>>());
    match (relation, device, name) {
        (Relation::Pair, Some(device), _) => format!("{device} (pair)"),
        (Relation::Pair, None, _) => "the other switch of the pair".to_owned(),
        (Relation::Link(_), Some(device), _) if others.len() > 1 => {
            format!("{device} ({} links)", others.len())
        }
        (Relation::Session(_), Some(device), _) if others.len() > 1 => {
            format!("{device} ({} sessions)", others.len())
        }
        (Relation::Link(port), _, Some(name)) => format!("{name} (link {port})"),
        (Relation::Session(ends), _, Some(name)) => format!("{name} (session {ends})"),
        (Relation::Link(_), _, None) => format!("the other end of {}", listed()),
        (Relation::Session(_), _, None) => format!("the other end of session {}", listed()),
    }
}
