//! The reader of Cisco NX-OS.
//!
//! The grammar makes each line of the text one pair; here a line is put into the mode that the switch
//! would take it in: the innermost of those it is in that has such a command. Indentation says only
//! where a block ends, and what belongs to a line that is not known.

mod acl;
mod base;
mod bgp;
mod defaults;
mod idle;
mod interfaces;
mod known;
mod layer2;
mod layer3;
mod map;
mod names;
mod own;
mod pair;
mod peer;
mod places;
mod policer;
mod policy;
mod routing;
mod said;
mod session;
mod shown;
mod table;
mod tidy;
mod vlans;
mod words;

use pest::Parser;

use super::{Error, Manner, Reading, foreign, text};
use crate::model::value::Os;
use crate::plan::Element;
use known::Known;

/// The parser that the grammar gives, and its rules.
mod grammar {
    #![allow(missing_docs)]
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/nxos.pest"]
    pub struct NxosParser;
}

use grammar::{NxosParser, Rule};

/// What a compiled NX-OS configuration says.
///
/// # Errors
/// Where the text is no whole NX-OS configuration: see [`Error`].
pub fn read(text: &str) -> Result<Reading, Error> {
    parse(text, Manner::Compiled)
}

/// What the running configuration of an NX-OS switch says: see [`super::running`].
///
/// # Errors
/// Where the text is no whole NX-OS configuration: see [`Error`].
pub fn running(text: &str) -> Result<Reading, Error> {
    // A last line without its end was cut, unless there is nothing in it.
    let last = text.rsplit('\n').next().unwrap_or("");
    match !last.is_empty() && last.trim_ascii().is_empty() {
        true => parse(&format!("{text}\n"), Manner::Running),
        false => parse(text, Manner::Running),
    }
}

fn parse(text: &str, manner: Manner) -> Result<Reading, Error> {
    text::check(text)?;
    if !text.ends_with('\n') {
        return Err(Error::Truncated { line: text.lines().count().max(1), missing: "a line end" });
    }
    let mut reader = Reader {
        known: Known::new(manner),
        block: Block::Other,
        head: "",
        waiting: Vec::new(),
        unknown: None,
        overlay: false,
        banner: None,
    };
    // The grammar takes any lines; were there a limit of the parser, what lies behind it is not known.
    let mut pairs = NxosParser::parse(Rule::file, text).ok();
    for line in text.lines() {
        let pair = pairs.as_mut().and_then(Iterator::next);
        let (rule, value) = pair.map_or((Rule::unknown, ""), |p| (p.as_rule(), p.as_str()));
        reader.line(rule, value, line)?;
    }
    if reader.banner.is_some() && manner == Manner::Running {
        return Err(Error::Truncated { line: text.lines().count(), missing: "the end of its banner" });
    }
    reader.close();
    if reader.known.nothing() && manner == Manner::Running {
        return Err(Error::NothingKnown { os: Os::Nxos });
    }
    Ok(reader.known.finish())
}

/// The block that lines are in.
enum Block {
    /// One whose lines are not known, or a line that begins none.
    Other,
    /// A VLAN, by its position.
    Vlan(usize),
    /// A VRF.
    Vrf(routing::Open),
    /// The management VRF.
    ManagementVrf,
    /// The pair.
    Pair,
    /// An interface, or several that are told the same.
    Interface(Vec<interfaces::Open>),
    /// An access list.
    Acl(acl::Open),
    /// An entry of a route map.
    RouteMap(policy::Entry),
    /// BGP.
    Bgp(Box<bgp::Open>),
    /// What a class map tells apart, by its position.
    ClassMap(usize),
    /// A policer.
    PolicyMap(known::At),
}

/// Where the reader is.
struct Reader<'t> {
    known: Known<'t>,
    block: Block,
    /// The first line of the block.
    head: &'t str,
    /// Lines of an interface that do nothing unless another one follows.
    waiting: idle::Waiting<'t>,
    /// The indentation of a line that is not known: lines that stand deeper are part of it.
    unknown: Option<usize>,
    /// Whether that line is of EVPN or VXLAN, and with it those that stand deeper.
    overlay: bool,
    /// The character that ends the banner that lines are in.
    banner: Option<char>,
}

impl<'t> Reader<'t> {
    fn line(&mut self, rule: Rule, value: &'t str, line: &'t str) -> Result<(), Error> {
        if let Some(end) = self.banner {
            self.banner = self.banner.filter(|_| !line.contains(end));
            self.known.not_known(self.head, line);
            return Ok(());
        }
        let running = self.known.running();
        let indent = line.len() - line.trim_ascii_start().len();
        let (number, text) = (self.known.line_count() + 1, || line.trim().to_owned());
        if let Some(system) = foreign::system(line).filter(|_| running) {
            return Err(Error::Foreign { line: number, text: text(), system });
        }
        if rule == Rule::gap {
            self.known.gap(line);
            return Ok(());
        }
        let rule = if !running && shown::only(rule) { Rule::unknown } else { rule };
        let inner = self.unknown.is_some_and(|depth| indent > depth);
        let told = if indent == 0 {
            if rule == Rule::other_system {
                return Err(Error::OtherSystem { line: number, text: text(), os: Os::Eos });
            }
            self.head(rule, value, line)
        } else if inner {
            None
        } else {
            if let Block::Bgp(open) = &mut self.block
                && running
            {
                open.dedent(&mut self.known, indent);
            }
            self.body(rule, value).or_else(|| running.then(|| self.default(line)).flatten())
        };
        match told {
            Some(element) => {
                self.known.says(element, line);
                if matches!(self.block, Block::Interface(_)) && self.known.waits(rule) {
                    self.waiting.push((self.known.line_count(), rule, line));
                }
                self.unknown = None;
            }
            None => {
                let overlay = self.known.not_known(if indent == 0 { "" } else { self.head }, line);
                match inner {
                    true if self.overlay => self.known.of_overlay(),
                    true => {}
                    false => self.overlay = overlay,
                }
                self.unknown = Some(self.unknown.map_or(indent, |depth| depth.min(indent)));
            }
        }
        Ok(())
    }

    /// A line that begins a block, or stands alone.
    fn head(&mut self, rule: Rule, value: &'t str, line: &'t str) -> Option<u32> {
        self.close();
        self.head = line;
        self.unknown = None;
        let known = &mut self.known;
        let (rule, value) = match rule {
            Rule::other if known.running() => names::kind(value.trim_ascii()).unwrap_or((rule, value)),
            _ => (rule, value),
        };
        let (block, element) = match rule {
            Rule::ethernet | Rule::svi | Rule::port_channel | Rule::mgmt | Rule::loopback => {
                known.begun = true;
                let opens = interfaces::open_all(known, rule, value)?;
                let element = opens.first()?.element;
                (Block::Interface(opens), element)
            }
            Rule::vlan => vlans::open(known, value)?,
            Rule::vrf => routing::open(known, value)?,
            Rule::pair => {
                known.begun = true;
                (Block::Pair, pair::open(known, value)?)
            }
            Rule::acl_v4 | Rule::acl_v6 => {
                let open = acl::open(known, rule == Rule::acl_v6, value)?;
                let element = open.element;
                (Block::Acl(open), element)
            }
            Rule::route_map => {
                let open = policy::entry(known, value)?;
                let element = open.element;
                (Block::RouteMap(open), element)
            }
            Rule::bgp => {
                known.begun = true;
                let open = bgp::open(known, value)?;
                let element = open.element();
                (Block::Bgp(Box::new(open)), element)
            }
            Rule::class_map => {
                let (position, element) = policer::class_map(known, value)?;
                (Block::ClassMap(position), element)
            }
            Rule::policy_map => {
                let at = policer::policy_map(known, value)?;
                (Block::PolicyMap(at), at.1)
            }
            Rule::prefix_list_v4 | Rule::prefix_list_v6 => {
                (Block::Other, policy::prefix_rule(known, rule == Rule::prefix_list_v6, value)?)
            }
            Rule::route if known.running() => (Block::Other, routing::global(known, value)?),
            Rule::community_list => (Block::Other, policy::community_rule(known, value)?),
            Rule::ext_community_list => (Block::Other, policy::ext_community_rule(known, value)?),
            Rule::unknown => {
                self.banner = banner(line);
                return None;
            }
            _ => (Block::Other, base::line(known, rule, value)?),
        };
        self.block = block;
        Some(element)
    }

    /// A line of the block.
    fn body(&mut self, rule: Rule, value: &'t str) -> Option<u32> {
        let known = &mut self.known;
        match &mut self.block {
            Block::Other => None,
            Block::Interface(opens) => {
                let mut told = None;
                for open in opens {
                    told = Some(open.line(known, rule, value)?);
                }
                told
            }
            Block::Bgp(open) => open.line(known, rule, value),
            Block::Acl(open) => open.line(known, rule, value),
            Block::RouteMap(open) => open.line(known, rule, value),
            Block::Vlan(position) => vlans::line(known, *position, rule, value),
            Block::Vrf(open) => open.line(known, rule, value),
            Block::ManagementVrf => routing::management(known, rule, value),
            Block::Pair => pair::line(known, rule, value),
            Block::ClassMap(position) => policer::class_line(known, *position, rule, value),
            Block::PolicyMap(at) => policer::policy_line(known, *at, rule, value),
        }
    }

    /// What a line speaks of that says what is so without it.
    fn default(&self, line: &str) -> Option<u32> {
        let (of, element) = match &self.block {
            Block::Interface(opens) => (defaults::Of::Interface, opens.first()?.element),
            Block::Pair => (defaults::Of::Pair, self.known.pair),
            Block::Bgp(open) => (defaults::Of::Bgp, open.element()),
            Block::Vlan(_) => (defaults::Of::Vlan, self.known.switch),
            _ => return None,
        };
        defaults::shown(of, line.trim_ascii()).then_some(element)
    }

    /// Ends the block.
    fn close(&mut self) {
        if let Block::Bgp(open) = &mut self.block {
            open.leave(&mut self.known);
        }
        if !self.waiting.is_empty() {
            let of_port =
                matches!(&self.block, Block::Interface(opens) if opens.iter().any(interfaces::Open::is_port));
            idle::take_back(&mut self.known, self.head, &mut self.waiting, of_port);
        }
        self.block = Block::Other;
        self.known.said.clear();
    }
}

/// The character that ends the banner that a line begins, where it does not end in that line.
fn banner(line: &str) -> Option<char> {
    let text = line.strip_prefix("banner ")?.trim_start().split_once(' ')?.1;
    let end = text.chars().next()?;
    (!text.get(end.len_utf8()..)?.contains(end)).then_some(end)
}
