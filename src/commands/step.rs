//! The steps of a script, by which people find in it what a change is made by.

use std::collections::HashMap;

use super::order::Command;
use super::vlans;
use crate::plan::Element;

/// The steps of commands in their order: a section of the top level each, or the lines between two.
pub fn steps(commands: &[Command]) -> Vec<&[Command]> {
    let mut steps = Vec::new();
    let mut rest = commands;
    while !rest.is_empty() {
        let opens = |at: usize| rest.get(at + 1).is_some_and(|next| next.depth > 0);
        let mut tops = rest.iter().enumerate().skip(1).filter(|(_, c)| c.depth == 0).map(|(at, _)| at);
        let end = if opens(0) { tops.next() } else { tops.find(|at| opens(*at)) };
        let (step, behind) = rest.split_at(end.unwrap_or(rest.len()));
        steps.push(step);
        rest = behind;
    }
    steps
}

/// The steps of a script by what they speak of.
#[derive(Debug)]
pub struct Steps {
    by_subject: HashMap<String, Vec<usize>>,
}

impl Steps {
    /// Of commands.
    pub fn new(commands: &[Command]) -> Self {
        let mut by_subject: HashMap<String, Vec<usize>> = HashMap::new();
        for (step, number) in steps(commands).into_iter().zip(1..) {
            for subject in step.iter().filter(|c| c.depth == 0).flat_map(|c| subjects(&c.line)) {
                let numbers = by_subject.entry(subject).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        Steps { by_subject }
    }

    /// The steps, from 1, that speak of an element: of BGP all of the process. None where the element
    /// has no line of the top level that is its own.
    pub fn of(&self, element: &Element) -> &[usize] {
        subject(element).and_then(|subject| self.by_subject.get(&subject)).map_or(&[], Vec::as_slice)
    }
}

/// What a line of the top level speaks of, whether it enters or removes it.
fn subjects(line: &str) -> Vec<String> {
    let line = line.strip_prefix("no ").or(line.strip_prefix("default ")).unwrap_or(line);
    let words: Vec<&str> = line.split(' ').collect();
    let list = |kind: &str, name: &str| Vec::from_iter([format!("{kind} {name}")]);
    match *words {
        ["interface", ref name @ ..] => list("interface", &name.concat().to_ascii_lowercase()),
        ["vlan", ids] => {
            vlans::parse(ids).iter().flat_map(|ids| ids.iter()).map(|id| format!("vlan {id}")).collect()
        }
        ["vrf", "instance" | "context", name] => list("vrf", name),
        ["router", "bgp", ..] => Vec::from_iter(["bgp".to_owned()]),
        ["mlag", "configuration"] | ["vpc", "domain", ..] => Vec::from_iter(["pair".to_owned()]),
        ["ip", kind @ ("community-list" | "extcommunity-list"), "standard" | "expanded", name, ..]
        | ["ip" | "ipv6", kind @ ("access-list" | "prefix-list"), name, ..]
        | ["ip", kind @ ("community-list" | "extcommunity-list"), name, ..]
        | [kind @ "route-map", name, ..]
        | [kind @ "policy-map", "type", _, name] => list(kind, name),
        _ => Vec::new(),
    }
}

/// What an element is called there.
fn subject(element: &Element) -> Option<String> {
    Some(match element {
        Element::Port(name) | Element::SubInterface(name) => {
            format!("interface {}", name.to_ascii_lowercase())
        }
        Element::PortChannel(number) => format!("interface port-channel{number}"),
        Element::Loopback(number) => format!("interface loopback{number}"),
        Element::Svi(vlan) => format!("interface vlan{vlan}"),
        Element::Vlan(vlan) => format!("vlan {vlan}"),
        Element::Vrf(name) => format!("vrf {name}"),
        Element::Pair => "pair".to_owned(),
        Element::Bgp
        | Element::BgpVrf(_)
        | Element::PeerGroup(_)
        | Element::Listen { .. }
        | Element::Neighbor { .. }
        | Element::Redistribution { .. } => "bgp".to_owned(),
        Element::Acl { name, .. } | Element::AclRule { name, .. } => format!("access-list {name}"),
        Element::PrefixList { name, .. } => format!("prefix-list {name}"),
        Element::CommunityList(name) => format!("community-list {name}"),
        Element::ExtCommunityList(name) => format!("extcommunity-list {name}"),
        Element::RouteMap(name) | Element::RouteMapEntry { map: name, .. } => format!("route-map {name}"),
        Element::Policer(name) => format!("policy-map {name}"),
        // These stand in other sections on the one vendor or the other, or in lines here and there.
        Element::Device
        | Element::User(_)
        | Element::Services
        | Element::Management
        | Element::SpanningTree
        | Element::Vpn(_)
        | Element::StaticRoute { .. } => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commands(lines: &[(usize, &str)]) -> Vec<Command> {
        lines.iter().map(|(depth, line)| Command { depth: *depth, line: (*line).to_owned() }).collect()
    }

    #[test]
    fn a_step_is_a_section_or_the_lines_between_two() {
        let all = commands(&[
            (0, "vlan 10"),
            (1, "name web"),
            (1, "exit"),
            (0, "no ip routing vrf BLUE"),
            (0, "no vlan 20,22-23"),
            (0, "interface Vlan10"),
            (1, "vrf BLUE"),
            (1, "exit"),
            (0, "no vrf instance BLUE"),
        ]);
        assert_eq!(steps(&all).iter().map(|s| s.len()).collect::<Vec<_>>(), [3, 2, 3, 1]);
        let steps = Steps::new(&all);
        assert_eq!(steps.of(&Element::Svi(10)), [3]);
        assert_eq!(steps.of(&Element::Vlan(23)), [2]);
        assert_eq!(steps.of(&Element::Vlan(21)), [0; 0]);
        assert_eq!(steps.of(&Element::Vrf("BLUE".to_owned())), [4]);
        assert_eq!(steps.of(&Element::Vrf("BLU".to_owned())), [0; 0]);
    }
}
