//! What lists by number are while they change, where each command has its effect at once. A list that
//! is in use and is there before and after is never empty, has at every moment what it has before
//! and after, and says of no route that it names what it says neither before nor after. Of packets
//! the last is not asked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ipnet::IpNet;

use super::routes::{Rule, Rules};
use super::state::Key;
use super::syntax::Act;
use super::{Refused, Switch, Why};

/// A list: its kind and name.
type Name = (&'static str, String);

/// Lists that change.
#[derive(Debug, Clone, Default)]
pub struct Moments {
    lists: BTreeMap<Name, List>,
    /// The list that the command at hand changes.
    touched: Option<Name>,
}

#[derive(Debug, Clone, Default)]
struct List {
    /// What it says at first, by number.
    before: BTreeMap<u64, String>,
    changes: Vec<Change>,
}

/// An entry that comes or goes.
#[derive(Debug, Clone)]
struct Change {
    told: usize,
    line: String,
    /// Whether a line names the list.
    used: bool,
    number: u64,
    comes: Option<String>,
}

/// Whether an entry matches anything.
fn matches(entry: &str) -> bool {
    !entry.starts_with("remark")
}

impl Switch {
    /// Remembers an entry of a list that is about to come, with what it says, or to go.
    pub fn note(&mut self, key: &Key, comes: Option<&str>) {
        if self.starts {
            return;
        }
        let is_entry = self.command_of(key).filter(|command| command.act == Act::Entry);
        let Some(command) = is_entry else { return };
        let Some(here) = self.root.at(&self.path) else { return };
        // The id of an entry is its list's name and its number, in a list's own mode the number alone.
        let (list, number) = key.1.rsplit_once(' ').unwrap_or(("", &key.1));
        let name = match command.defines {
            Some(kind) => Some((kind, list.to_owned())),
            None => here.defines.clone(),
        };
        let begins = key.1.strip_suffix(number).unwrap_or_default();
        let (Some(name), Ok(number)) = (name, number.parse()) else { return };
        let before = || {
            let entries = here.inner.range((key.0, begins.to_owned())..);
            let entries = entries.map_while(|((at, id), node)| {
                let number = id.strip_prefix(begins).filter(|_| *at == key.0)?;
                Some((number.parse(), says(&node.value)))
            });
            entries.filter_map(|(number, entry)| Some((number.ok()?, entry))).collect()
        };
        let list = self.moments.lists.entry(name.clone());
        let list = list.or_insert_with(|| List { before: before(), changes: Vec::new() });
        let used = self.refs.is_named(&name);
        let (told, line) = (self.told, String::new());
        list.changes.push(Change { told, line, used, number, comes: comes.map(says) });
        self.moments.touched = Some(name);
    }
}

fn says(value: &str) -> String {
    value.trim().to_owned()
}

impl Moments {
    /// Remembers the command at hand.
    pub fn after(&mut self, line: &str) {
        let list = self.touched.take().and_then(|name| self.lists.get_mut(&name));
        let change = list.and_then(|list| list.changes.last_mut());
        change.into_iter().for_each(|change| line.clone_into(&mut change.line));
    }

    /// The first command that left a list in use as it should not be, now that all is said.
    pub fn verdict(self) -> Option<Refused> {
        let wrong = self.lists.into_iter().filter_map(|((kind, name), list)| {
            let (change, why) = list.wrong(&format!("{kind} {name}"))?;
            Some(Refused { number: change.told, line: change.line.clone(), why })
        });
        wrong.min_by_key(|refused| refused.number)
    }
}

impl List {
    fn wrong(&self, name: &str) -> Option<(&Change, Why)> {
        let mut after = self.before.clone();
        for Change { number, comes, .. } in &self.changes {
            match comes {
                Some(entry) => after.insert(*number, entry.clone()),
                None => after.remove(number),
            };
        }
        let there = |side: &BTreeMap<u64, String>| side.values().any(|entry| matches(entry));
        if !there(&self.before) || !there(&after) {
            return None;
        }
        let mut moment = Moment::new(&self.before, &after, &self.changes);
        let mut changes = self.changes.iter().peekable();
        while let Some(change) = changes.next() {
            moment.change(change);
            // What it is in the end is what was wanted.
            let used = changes.peek().is_some_and(|next| change.used || next.used);
            if let Some(why) = Some(name).filter(|_| used).and_then(|name| moment.wrong(name)) {
                return Some((change, why));
            }
        }
        None
    }
}

/// A list on the way.
struct Moment<'l> {
    entries: BTreeMap<u64, &'l str>,
    /// The numbers at which it has each entry that matches something.
    places: HashMap<&'l str, BTreeSet<u64>>,
    /// How many entries match something.
    matching: usize,
    rules: Rules,
    /// What it has before and after.
    both: BTreeSet<&'l str>,
    /// What it lacks of that.
    lacks: BTreeSet<&'l str>,
    /// The rules before and after.
    ends: [Rules; 2],
    /// Routes that are named before, after or meanwhile.
    routes: BTreeSet<IpNet>,
    /// Those of which it says what it says neither before nor after.
    passing: BTreeSet<IpNet>,
}

impl<'l> Moment<'l> {
    fn new(before: &'l BTreeMap<u64, String>, after: &BTreeMap<u64, String>, changes: &'l [Change]) -> Self {
        let stays: BTreeSet<&String> = after.values().collect();
        let both = before.values().filter(|entry| matches(entry) && stays.contains(entry));
        let said = changes.iter().filter_map(|change| change.comes.as_ref());
        let named = before.values().chain(said).filter_map(|entry| Rule::of(entry)).flat_map(Rule::named);
        let rules = |side: &BTreeMap<u64, String>| {
            let mut rules = Rules::default();
            let of = side.iter().filter_map(|(number, entry)| Some((*number, Rule::of(entry)?)));
            of.for_each(|(number, rule)| rules.enter(number, rule));
            rules
        };
        let mut moment = Moment {
            entries: BTreeMap::new(),
            places: HashMap::new(),
            matching: 0,
            rules: Rules::default(),
            both: both.map(String::as_str).collect(),
            lacks: BTreeSet::new(),
            ends: [before, after].map(rules),
            routes: named.collect(),
            passing: BTreeSet::new(),
        };
        before.iter().for_each(|(number, entry)| moment.enter(*number, entry));
        moment
    }

    fn enter(&mut self, number: u64, entry: &'l str) {
        self.entries.insert(number, entry);
        if matches(entry) {
            self.places.entry(entry).or_default().insert(number);
            self.matching += 1;
            self.lacks.remove(entry);
        }
        Rule::of(entry).into_iter().for_each(|rule| self.rules.enter(number, rule));
    }

    fn leave(&mut self, number: u64) -> Option<&'l str> {
        let entry = self.entries.remove(&number)?;
        if matches(entry) {
            let places = self.places.entry(entry).or_default();
            places.remove(&number);
            if places.is_empty() && self.both.contains(entry) {
                self.lacks.insert(entry);
            }
            self.matching = self.matching.saturating_sub(1);
        }
        Rule::of(entry).into_iter().for_each(|rule| self.rules.leave(number, rule));
        Some(entry)
    }

    /// An entry comes or goes.
    fn change(&mut self, change: &'l Change) {
        let gone = self.leave(change.number);
        change.comes.iter().for_each(|entry| self.enter(change.number, entry));
        // Behind the same entry it is never asked.
        let first = |entry: &&str| {
            let places = self.places.get(entry);
            places.and_then(|places| places.first()).is_none_or(|first| *first >= change.number)
        };
        let asked = gone.into_iter().chain(change.comes.as_deref()).filter(first);
        for rule in asked.filter_map(Rule::of) {
            for route in rule.matched(&self.routes) {
                let permits = self.rules.permits(*route);
                match self.ends.iter().any(|end| end.permits(*route) == permits) {
                    true => self.passing.remove(route),
                    false => self.passing.insert(*route),
                };
            }
        }
    }

    fn wrong(&self, list: &str) -> Option<Why> {
        let list = || list.to_owned();
        if self.matching == 0 {
            return Some(Why::Empty(list()));
        }
        if let Some(entry) = self.lacks.first() {
            return Some(Why::Lacks { list: list(), entry: (*entry).to_owned() });
        }
        let route = *self.passing.first()?;
        Some(Why::Passing { list: list(), route, permits: self.rules.permits(route) })
    }
}
