//! The reader of Arista EOS.
//!
//! The grammar makes every line a pair; the reader walks them in order and counts each once. What
//! lines of interfaces and sessions say is gathered first and becomes part of the plan at the end,
//! since what a line means may depend on one behind it.

mod acl;
mod base;
mod bgp;
mod grammar;
mod heard;
mod interface;
mod interfaces;
mod lists;
mod names;
mod peer;
mod policer;
mod policy;
mod routing;
mod session;
mod spelling;
mod stanza;
mod table;
mod vlans;

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use ipnet::IpNet;
use pest::Parser;
use pest::iterators::{Pair, Pairs};

use self::grammar::{Grammar, Rule};
use self::heard::{Heard, Place, Said, assign, name, number};
use self::names::Names;
use super::{Error, Manner, Reading, Unknown, foreign, text};
use crate::model::value::Os;
use crate::plan::Element;

/// Reads a configuration.
///
/// # Errors
/// Where the text is none of EOS, or not a whole one.
pub fn read(text: &str) -> Result<Reading, Error> {
    parse(text, Manner::Compiled)
}

fn parse(text: &str, manner: Manner) -> Result<Reading, Error> {
    text::check(text)?;
    let closed = text.ends_with('\n');
    let with_end;
    let lines = if closed {
        text
    } else {
        with_end = format!("{text}\n");
        &with_end
    };
    let mut reader = Reader::new(lines);
    let ended = reader.file();
    let in_banner = reader.in_banner;
    let reading = reader.finish();
    if let Some(error) = other_system(&reading) {
        return Err(error);
    }
    if manner == Manner::Running {
        // Before what it lacks: other systems have no `end`.
        if let Some(error) = foreign_system(&reading, lines) {
            return Err(error);
        }
        if !in_banner && !reading.unknown.is_empty() && !knows_any(&reading, lines) {
            return Err(Error::NothingKnown { os: Os::Eos });
        }
    }
    let line = reading.line_count().max(1);
    match (ended, closed) {
        (false, _) if in_banner => Err(Error::Truncated { line, missing: "`EOF`, which closes a banner" }),
        (false, _) => Err(Error::Truncated { line, missing: "`end`" }),
        (true, false) => Err(Error::Truncated { line, missing: "a line end" }),
        (true, true) => Ok(reading),
    }
}

/// Reads what a switch shows: as [`read`], in any spelling. The last line may lack its end.
///
/// # Errors
/// As [`read`].
pub fn running(text: &str) -> Result<Reading, Error> {
    text::check(text)?;
    let mut spelt = spelling::canonical(text);
    if spelt.lines().next_back().is_some_and(|last| last.trim_end() == "end") && !spelt.ends_with('\n') {
        spelt.push('\n');
    }
    let mut reading = parse(&spelt, Manner::Running)?;
    if reading.unknown.is_empty() && reading.repeated.is_empty() {
        return Ok(reading);
    }
    let lines: Vec<&str> = text.split('\n').map(str::trim).collect();
    let written = |line: usize| line.checked_sub(1).and_then(|at| lines.get(at)).copied();
    for unknown in &mut reading.unknown {
        written(unknown.line).unwrap_or("").clone_into(&mut unknown.text);
    }
    for repeated in &mut reading.repeated {
        written(repeated.line).unwrap_or("").clone_into(&mut repeated.text);
    }
    Ok(reading)
}

/// The first line that is unmistakably NX-OS, if any.
fn other_system(reading: &Reading) -> Option<Error> {
    const TOP: &[&str] =
        &["feature ", "feature-set ", "install feature-set ", "vpc domain ", "vrf context ", "boot nxos "];
    const INNER: &[&str] = &["vrf member ", "vpc peer-link", "hsrp version ", "peer-keepalive "];
    let theirs = reading.unknown.iter().find(|u| {
        let words = if u.block.is_empty() { TOP } else { INNER };
        words.iter().any(|w| u.text.starts_with(w))
    })?;
    Some(Error::OtherSystem { line: theirs.line, text: theirs.text.clone(), os: Os::Nxos })
}

/// The first line that is of a system without a reader, if any.
fn foreign_system(reading: &Reading, text: &str) -> Option<Error> {
    let quoted = |unknown: &&Unknown| unknown.block.starts_with("banner ");
    let quoted: HashSet<usize> = reading.unknown.iter().filter(quoted).map(|u| u.line).collect();
    text.lines().zip(1..).filter(|(_, line)| !quoted.contains(line)).find_map(|(words, line)| {
        let system = foreign::system(words)?;
        Some(Error::Foreign { line, text: words.trim().to_owned(), system })
    })
}

/// Whether anything is known of a text: separators, comments and the end are in any.
fn knows_any(reading: &Reading, text: &str) -> bool {
    let says = |line: &str| !line.is_empty() && !line.starts_with('!') && line != "end";
    text.lines().zip(1..).any(|(line, number)| says(line.trim()) && reading.element(number).is_some())
}

/// Positions of the elements that every switch has.
const DEVICE: u32 = 0;
const SERVICES: u32 = 1;
const MANAGEMENT: u32 = 2;
const SPANNING_TREE: u32 = 3;
const PAIR: u32 = 4;
const BGP: u32 = 5;

/// A list or stanza with a name: its place in the plan's list, and its element.
#[derive(Debug, Clone, Copy)]
struct Named {
    at: usize,
    element: u32,
}

/// How often lines may be said of one of several interfaces or VLANs, in a whole text.
const MOST_SPREAD: usize = 1 << 18;

struct Reader<'t> {
    text: &'t str,
    reading: Reading,
    names: Names<'t>,
    /// The first line of the block that is being read; empty at the top.
    block: &'t str,
    /// What the line before speaks of: a separator is its.
    before: u32,
    /// How often a line was said of one of several interfaces or VLANs.
    spread: usize,
    /// Whether a banner was not closed: then it holds all the rest.
    in_banner: bool,
    /// What was said of the switch as a whole.
    said: Said,
    /// What was said of elements that a statement may be made of several times: the element, the
    /// statement, and what tells it from others of its kind.
    seen: HashSet<(u32, Rule, u64, &'t str)>,
    /// Users, lists and maps by name.
    named: HashMap<(Rule, &'t str), Named>,
    /// Numbered rules and entries of these, by their element and number.
    numbered: HashMap<(u32, u64), Named>,
    /// What was said of entries of route maps, by their elements.
    entries_said: HashMap<u32, Said>,
    /// Static routes by the place of their VRF; none for the global table.
    routes: HashMap<(Option<usize>, IpNet, IpAddr), Named>,
    pair_said: Said,
    vlans: HashMap<u16, vlans::Stanza>,
    interfaces: interfaces::Interfaces<'t>,
    bgp: bgp::Gathered<'t>,
    classes: policer::Classes<'t>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let mut reading = Reading::new(Os::Eos);
        for element in [
            Element::Device,
            Element::Services,
            Element::Management,
            Element::SpanningTree,
            Element::Pair,
            Element::Bgp,
        ] {
            reading.begin(element);
        }
        Reader {
            text,
            reading,
            names: Names::default(),
            block: "",
            before: DEVICE,
            spread: 0,
            in_banner: false,
            said: Said::default(),
            seen: HashSet::new(),
            named: HashMap::new(),
            numbered: HashMap::new(),
            entries_said: HashMap::new(),
            routes: HashMap::new(),
            pair_said: Said::default(),
            vlans: HashMap::new(),
            interfaces: interfaces::Interfaces::default(),
            bgp: bgp::Gathered::default(),
            classes: policer::Classes::default(),
        }
    }

    /// Reads every line; says whether the end of the configuration was among them.
    fn file(&mut self) -> bool {
        let file = Grammar::parse(Rule::file, self.text).ok().and_then(|mut pairs| pairs.next());
        let Some(blocks) = file.map(Pair::into_inner) else { return false };
        self.names = Names::find(blocks.clone());
        self.begin_vrfs();
        let mut ended = false;
        for pair in blocks {
            ended |= pair.as_rule() == Rule::end;
            self.block(pair);
            self.block = "";
        }
        ended
    }

    fn block(&mut self, pair: Pair<'t, Rule>) {
        match pair.as_rule() {
            Rule::interface => self.interface(pair.into_inner()),
            Rule::vlan => self.vlan(pair.into_inner()),
            Rule::vrf_instance => self.vrf_instance(pair.into_inner()),
            Rule::mlag => self.mlag(pair.into_inner()),
            Rule::ssh => self.ssh(pair.into_inner()),
            Rule::prefix_list => self.prefix_list(pair.into_inner(), false),
            Rule::prefix_list_v6 => self.prefix_list(pair.into_inner(), true),
            Rule::route_map => self.route_map(pair.into_inner()),
            Rule::acl | Rule::acl_standard | Rule::acl_v6 => {
                let kind = pair.as_rule();
                self.acl(pair.into_inner(), kind);
            }
            Rule::bfd => self.bfd(pair.into_inner()),
            Rule::class_map => self.class_map(pair.into_inner()),
            Rule::policy_map => self.policy_map(pair.into_inner()),
            Rule::bgp => self.bgp(pair.into_inner()),
            Rule::banner => {
                self.in_banner = !pair.clone().into_inner().any(|line| line.as_rule() == Rule::banner_end);
                self.unknown_block(pair.into_inner());
            }
            Rule::unknown_block => self.unknown_block(pair.into_inner()),
            Rule::EOI => {}
            _ => self.statement(&pair),
        }
    }

    /// A block whose every line is unknown.
    fn unknown_block(&mut self, lines: Pairs<'t, Rule>) {
        for (n, pair) in lines.enumerate() {
            self.other(&pair);
            if n == 0 {
                self.block = self.line_of(pair.as_span().start());
            }
        }
    }

    /// A line that means the same in every block: a separator, a comment, or one that is unknown.
    fn other(&mut self, pair: &Pair<'t, Rule>) {
        let place = self.place(pair);
        match pair.as_rule() {
            Rule::separator => self.reading.says(self.before),
            Rule::device_comment => {
                let heard = self.device_comment(argument(pair), place);
                self.count(place, DEVICE, heard);
            }
            _ => self.count(place, DEVICE, Heard::Unknown),
        }
    }

    /// Counts the first line of a block, which names it.
    fn head(&mut self, place: Place, element: u32, heard: Heard) {
        self.block = "";
        self.count(place, element, heard);
        self.block = self.line_of(place.start);
    }

    /// Counts a line.
    fn count(&mut self, place: Place, element: u32, heard: Heard) {
        match heard {
            Heard::Unknown => return self.reading.not_known(self.block, self.line_of(place.start)),
            Heard::Once => self.reading.says(element),
            Heard::Again => {
                self.reading.says(element);
                self.reading.again(self.line_of(place.start));
            }
        }
        self.before = element;
    }

    /// Takes back lines of a block that were counted.
    fn unsay(&mut self, block: &str, places: impl IntoIterator<Item = Place>) {
        for place in places {
            let text = self.line_of(place.start);
            self.reading.unsay(place.line, block, text);
        }
    }

    /// Where the line stands that is counted next.
    fn place(&self, pair: &Pair<'t, Rule>) -> Place {
        Place { line: self.reading.line_count() + 1, start: pair.as_span().start() }
    }

    /// The line that a byte is in.
    fn line_of(&self, start: usize) -> &'t str {
        let (before, after) = self.text.split_at_checked(start).unwrap_or((self.text, ""));
        let first = before.rfind('\n').map_or(0, |at| at + 1);
        let last = start + after.find('\n').unwrap_or(after.len());
        self.text.get(first..last).unwrap_or("")
    }

    /// Whether a line may be said of so many interfaces or VLANs at once: a short text could make a
    /// large plan otherwise.
    fn may_spread(&mut self, over: usize) -> bool {
        self.spread += if over > 1 { over } else { 0 };
        self.spread <= MOST_SPREAD
    }

    /// Whether a statement that may stand several times was made before in these words.
    fn seen(&mut self, element: u32, rule: Rule, number: u64, words: &'t str) -> Heard {
        Heard::unless(!self.seen.insert((element, rule, number, words)))
    }

    fn finish(mut self) -> Reading {
        self.finish_vlans();
        self.finish_interfaces();
        self.finish_sessions();
        self.finish_policers();
        let mut reading = self.reading;
        reading.sort_unknown();
        reading.device.sort();
        reading
    }
}

/// What follows the words that a statement begins with.
fn argument<'t>(pair: &Pair<'t, Rule>) -> &'t str {
    pair.as_str().trim_ascii()
}
