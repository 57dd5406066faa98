//! Who is called what: duplicate names, and references to names that are not there.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::construct::{Reference, plain};
use super::hole::Areas;
use crate::finding::{self, Edit, Finding, Label, Span, did_you_mean, meant, once};

/// What references did not find.
#[derive(Debug, Default)]
pub struct Lacking {
    /// Where it might have been defined.
    pub areas: Areas,
    /// Where it is referred to, beside the places of the findings.
    pub places: Vec<Span>,
}

/// Every definition of the fabric.
#[derive(Debug, Default)]
pub struct Names {
    /// Kind and name of each definition, with its place.
    kinds: HashMap<&'static str, HashMap<String, Span>>,
    /// Name spaces: what must not share a name.
    spaces: HashMap<&'static str, HashMap<String, (&'static str, Span)>>,
    /// Pairs of places that have been reported: two ranges share many names by one mistake.
    twice: HashSet<(Span, Span)>,
}

impl Names {
    /// Takes a definition and says whether the name was free. Two of one space with one name are a
    /// finding, at the later place.
    pub fn define(
        &mut self,
        space: &'static str,
        kind: &'static str,
        name: &str,
        span: Span,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let taken = self.spaces.entry(space).or_default();
        if let Some((other, first)) = taken.get(name) {
            let (first, second, other) =
                if *first <= span { (*first, span, *other) } else { (span, *first, kind) };
            let title = if other == kind {
                format!("two {} are called `{name}`", plural(kind))
            } else {
                format!("`{name}` is the name of {} and of {}", a(other), a(kind))
            };
            if self.twice.insert((first, second)) && !finding::full(findings) {
                findings.push(
                    Finding::error("duplicate-name", second, title)
                        .here("a second time")
                        .label(first, "first here"),
                );
            }
            return false;
        }
        taken.insert(name.to_owned(), (kind, span));
        self.add(kind, name, span);
        true
    }

    /// Makes a name known under a kind that references ask for.
    pub fn add(&mut self, kind: &'static str, name: &str, span: Span) {
        self.kinds.entry(kind).or_default().insert(name.to_owned(), span);
    }

    /// Looks every reference up, and gives the areas that lack what is referred to.
    pub fn resolve(
        &self,
        references: &[Reference],
        broken: &HashSet<(String, String)>,
        findings: &mut Vec<Finding>,
    ) -> Lacking {
        let mut guesses = Guesses::new();
        let mut references: Vec<&Reference> = references.iter().collect();
        references.sort_by_key(|r| r.span);
        // The finding of each name that is not there: one wrong name, however often it is used.
        let mut told: HashMap<(&[&str], &str), usize> = HashMap::new();
        let mut lacking = Lacking::default();
        let lost = Lost::of(broken);
        for reference in references {
            if finding::full(findings) {
                return Lacking { areas: Areas::ALL, places: Vec::new() };
            }
            let found = |kind: &&str| self.kinds.get(*kind).is_some_and(|k| k.contains_key(&*reference.name));
            if reference.kinds.iter().any(found) {
                continue;
            }
            for kind in reference.kinds {
                lacking.areas = lacking.areas.and(area(kind));
            }
            // What could not be read has its own finding; a device of a broken rack has its rack's.
            let follows = |kind: &&str| {
                let any = |kind: &str, name: &str| broken.contains(&(kind.to_owned(), name.to_owned()));
                any(kind, &reference.name)
                    || any(kind, "")
                    || any("", &reference.name)
                    || lost.may_hold(kind, &reference.name)
            };
            if reference.kinds.iter().any(follows) {
                continue;
            }
            match told.entry((reference.kinds, &*reference.name)) {
                Entry::Vacant(entry) => {
                    once(findings, self.unresolved(reference, &mut guesses));
                    entry.insert(findings.len().saturating_sub(1));
                }
                Entry::Occupied(entry) => {
                    lacking.places.push(reference.span);
                    if let Some(first) = findings.get_mut(*entry.get()) {
                        again(first, reference);
                    }
                }
            }
        }
        lacking
    }

    fn unresolved(&self, reference: &Reference, guesses: &mut Guesses) -> Finding {
        let name = &*reference.name;
        let wanted = match reference.kinds {
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
            [] => String::new(),
        };
        let mut others: Vec<(&str, Span)> = self
            .spaces
            .values()
            .filter_map(|space| space.get(name).map(|(kind, span)| (*kind, *span)))
            .collect();
        others.sort_unstable();
        if let Some((kind, span)) = others.first() {
            return Finding::error(
                "wrong-kind-of-reference",
                reference.span,
                format!("`{name}` is {}", a(kind)),
            )
            .here(format!("{} is wanted", a(&wanted)))
            .label(*span, "defined here");
        }
        let Guess { help, meant } = guesses.guess(self, reference);
        let title = format!("there is no {wanted} `{name}`");
        let finding = Finding::error("unresolved-reference", reference.span, title).here("not defined");
        match meant.filter(|_| plain(reference.span, name)) {
            Some(meant) => finding.maybe_help(help).edit(reference.span, meant),
            None => finding.maybe_help(help),
        }
    }
}

/// How many further places of a wrong name are marked.
const MAX_PLACES: usize = 4;

/// Marks another place of a name that is not there, and mends it as the first.
fn again(first: &mut Finding, reference: &Reference) {
    let span = reference.span;
    // What a range stands for follows each other, at one place.
    if let Some(last) = first.fix.last().filter(|edit| edit.span != span) {
        match plain(span, &reference.name) {
            true => first.fix.push(Edit { span, text: last.text.clone() }),
            false => first.fix.clear(),
        }
    }
    let known = std::iter::once(&first.primary).chain(&first.labels).any(|l| l.span == span);
    if !known && first.labels.len() < MAX_PLACES {
        first.labels.push(Label { span, text: "and here".into() });
    }
}

/// What could not be read and would have defined names that are not its own: those of the devices of
/// a rack, those of the networks of the infrastructure domain.
struct Lost {
    /// Whether a network of the infrastructure may be lost.
    network: bool,
    /// Names of what defines devices; an empty one is any.
    devices: Vec<String>,
}

/// How many lost names are looked through for each reference; beyond these any may be lost.
const MAX_LOST: usize = 200;

impl Lost {
    fn of(broken: &HashSet<(String, String)>) -> Lost {
        let network = |(kind, _): &(String, String)| {
            matches!(kind.as_str(), "" | "infrastructure-domain" | "internal-network")
        };
        let mut devices: Vec<String> = broken
            .iter()
            .filter(|(kind, _)| {
                !matches!(Areas::of(kind), Some(a) if !a.meets(Areas::RACK.and(Areas::CE).and(Areas::PE).and(Areas::ARRAY)))
            })
            .map(|(_, name)| name.clone())
            .collect();
        if devices.len() > MAX_LOST {
            devices = vec![String::new()];
        }
        Lost { network: broken.iter().any(network), devices }
    }

    /// Whether the name that is looked for may be of what was lost. The device `r3-t1` has the name of
    /// its rack and its own.
    fn may_hold(&self, kind: &str, name: &str) -> bool {
        match kind {
            "device" | "server" => self.devices.iter().any(|lost| name.contains(lost.as_str())),
            "infrastructure network" => self.network,
            _ => false,
        }
    }
}

/// Where what references ask for is defined.
fn area(kind: &str) -> Areas {
    match kind {
        // It stands there under another name: no rule looks for a device by its name.
        "device" | "server" | "rack" => Areas::NONE,
        "infrastructure network" => Areas::INFRASTRUCTURE,
        keyword => Areas::of(keyword).unwrap_or(Areas::ALL),
    }
}

/// What names may have been meant. A wrong name that stands in many places is looked up once, and
/// when many names are wrong the search ends: it costs each wrong name times each right one.
struct Guesses {
    known: HashMap<(&'static [&'static str], Arc<str>), Guess>,
    left: usize,
}

/// What a wrong name was meant for.
#[derive(Debug, Clone, Default)]
struct Guess {
    /// The near names.
    help: Option<String>,
    /// The one that is certain.
    meant: Option<String>,
}

/// How many pairs of names are compared.
const MAX_COMPARISONS: usize = 500_000;

impl Guesses {
    fn new() -> Self {
        Guesses { known: HashMap::new(), left: MAX_COMPARISONS }
    }

    fn guess(&mut self, names: &Names, reference: &Reference) -> Guess {
        let key = (reference.kinds, reference.name.clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        if self.left == 0 {
            return Guess::default();
        }
        let mut near: Vec<&str> = Vec::new();
        for kind in reference.kinds {
            near.extend(names.kinds.get(kind).into_iter().flat_map(|k| k.keys()).map(String::as_str));
        }
        self.left = self.left.saturating_sub(near.len());
        let meant = meant(&reference.name, near.iter().copied()).map(str::to_owned);
        let guess = Guess { help: did_you_mean(&reference.name, near), meant };
        self.known.insert(key, guess.clone());
        guess
    }
}

/// The kind with its article.
fn a(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o']) || kind.starts_with("l2") || kind.starts_with("l3");
    format!("{} {kind}", if vowel || kind == "nni" { "an" } else { "a" })
}

fn plural(kind: &str) -> String {
    match kind {
        "device" | "server" => "devices".into(),
        "pe" | "ce" => format!("{}s", kind.to_uppercase()),
        _ if kind.ends_with("policy") => kind.replace("policy", "policies"),
        _ => format!("{kind}s"),
    }
}
