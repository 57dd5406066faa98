//! A configuration as it was read: the plan, and what each line speaks of.

use crate::model::value::Os;
use crate::plan::{Device, Element};

/// A configuration as it was read.
#[derive(Debug)]
pub struct Reading {
    /// The plan.
    pub device: Device,
    /// What lines speak of; [`Reading::element`] looks it up.
    elements: Vec<Element>,
    /// The position in `elements` of each line, from the first; lines that nothing is known of have
    /// that of no element.
    lines: Vec<u32>,
    /// Lines that the reader does not know, in order.
    pub unknown: Vec<Unknown>,
    /// Lines that say again what another has said, in order.
    pub repeated: Vec<Repeated>,
    /// How many messages of the switch's log stood among its lines: they are left out.
    pub messages: usize,
}

/// A line that the reader does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The line, from 1.
    pub line: usize,
    /// The first line of its block, cut where it is longer than any that is meant; empty at the top. Of
    /// what a switch shows, the lines behind it that this one stands under: `router bgp 65000: vlan 11`.
    pub block: String,
    /// What it says, without the blanks around it.
    pub text: String,
    /// Whether it is of EVPN or VXLAN, which the plan has no place for.
    pub overlay: bool,
}

/// A line that says again what another has said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The line, from 1.
    pub line: usize,
    /// What it says, without the blanks around it.
    pub text: String,
}

impl Unknown {
    fn new(line: usize, block: &str, text: &str) -> Self {
        let (block, text) = (cut(block.trim()), text.trim().to_owned());
        let overlay = overlay(&block, &text);
        Unknown { line, block, text, overlay }
    }
}

/// Whether the words of a line, or of the line that its block begins with, are those of EVPN or VXLAN.
fn overlay(block: &str, text: &str) -> bool {
    const BLOCKS: &[&str] =
        &["interface Vxlan", "interface nve", "evpn", "router l2-vpn", "fabric forwarding"];
    const WORDS: &[&str] = &["evpn", "nv", "vxlan", "vni", "nve", "vn-segment", "vn-segment-vlan-based"];
    let heads = |line: &str| BLOCKS.iter().any(|head| line.starts_with(head));
    heads(block) || heads(text) || text.split_ascii_whitespace().any(|word| WORDS.contains(&word))
}

/// No element.
const NONE: u32 = u32::MAX;

impl Reading {
    /// A reading of nothing yet.
    pub(super) fn new(os: Os) -> Self {
        Reading {
            device: Device::empty(os),
            elements: Vec::new(),
            lines: Vec::new(),
            unknown: Vec::new(),
            repeated: Vec::new(),
            messages: 0,
        }
    }

    /// The element that a line, from 1, speaks of.
    pub fn element(&self, line: usize) -> Option<&Element> {
        let position = *self.lines.get(line.checked_sub(1)?)?;
        self.elements.get(usize::try_from(position).ok()?)
    }

    /// How many lines there are.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Begins an element: gives its position, for [`Reading::says`].
    pub(super) fn begin(&mut self, element: Element) -> u32 {
        let position = u32::try_from(self.elements.len()).unwrap_or(NONE);
        self.elements.push(element);
        position
    }

    /// The element at a position turns out to be another.
    pub(super) fn becomes(&mut self, position: u32, element: Element) {
        let at = usize::try_from(position).ok().and_then(|at| self.elements.get_mut(at));
        at.into_iter().for_each(|at| *at = element.clone());
    }

    /// The next line speaks of the element at a position.
    pub(super) fn says(&mut self, position: u32) {
        self.lines.push(position);
    }

    /// The next line is not known.
    pub(super) fn not_known(&mut self, block: &str, text: &str) {
        self.lines.push(NONE);
        let line = self.lines.len();
        self.unknown.push(Unknown::new(line, block, text));
    }

    /// The line that was counted last, which is not known, is of EVPN or VXLAN, as its block is.
    pub(super) fn of_overlay(&mut self) {
        self.unknown.last_mut().into_iter().for_each(|unknown| unknown.overlay = true);
    }

    /// A line that was counted turns out to say nothing that there is a place for: it is not known
    /// after all. [`Reading::sort_unknown`] has to follow.
    pub(super) fn unsay(&mut self, line: usize, block: &str, text: &str) {
        let Some(position) = line.checked_sub(1).and_then(|at| self.lines.get_mut(at)) else { return };
        if std::mem::replace(position, NONE) != NONE {
            self.unknown.push(Unknown::new(line, block, text));
        }
    }

    /// Puts unknown lines back in order after [`Reading::unsay`].
    pub(super) fn sort_unknown(&mut self) {
        self.unknown.sort_by_key(|u| u.line);
    }

    /// Says of each unknown line what it stands under, by its indentation: one text in two places of a
    /// block means two things.
    pub(super) fn nest(&mut self, text: &str) {
        if self.unknown.is_empty() {
            return;
        }
        let mut above: Vec<(usize, &str)> = Vec::new();
        let mut unknown = self.unknown.iter_mut().peekable();
        for (number, line) in (1..).zip(text.lines()) {
            let says = line.trim();
            if says.is_empty() || says == "!" {
                continue;
            }
            let depth = line.len() - line.trim_start().len();
            while above.last().is_some_and(|(other, _)| *other >= depth) {
                above.pop();
            }
            while let Some(of) = unknown.next_if(|of| of.line <= number) {
                let inner = above.get(1..).filter(|_| of.line == number).unwrap_or_default();
                for (_, outer) in inner.iter().skip(inner.len().saturating_sub(DEEPEST)) {
                    of.block += &format!(": {}", cut(place(outer)));
                }
            }
            above.push((depth, says));
        }
    }

    /// The line that was counted last says again what another has said.
    pub(super) fn again(&mut self, text: &str) {
        let line = self.lines.len();
        self.repeated.push(Repeated { line, text: text.trim().to_owned() });
    }
}

/// How many lines are told that a line stands under, besides the first of its block.
const DEEPEST: usize = 3;

/// What a line that others stand under is about: NX-OS takes an AS behind a neighbour, or below it.
fn place(line: &str) -> &str {
    let second = line.strip_prefix("neighbor ").and_then(|rest| rest.find(' '));
    second.and_then(|at| line.get(.."neighbor ".len() + at)).unwrap_or(line)
}

/// The beginning of a block's first line: every unknown line of the block holds a copy, so that it
/// has to be short whatever the text.
fn cut(block: &str) -> String {
    let end = (0..=block.len().min(120)).rev().find(|at| block.is_char_boundary(*at)).unwrap_or(0);
    block.get(..end).unwrap_or("").to_owned()
}
