//! Names of interfaces, in full or short, one or several: `Ethernet1/1`, `Eth1/1`, `Po10`,
//! `Ethernet1/1-4, Ethernet1/7`.

use super::Rule;
use super::words::number;

/// The kinds of interfaces: the name, the fewest letters that it is known by, the statement.
const KINDS: &[(&str, usize, Rule)] = &[
    ("ethernet", 1, Rule::ethernet),
    ("port-channel", 2, Rule::port_channel),
    ("vlan", 2, Rule::svi),
    ("loopback", 2, Rule::loopback),
    ("mgmt", 4, Rule::mgmt),
    // Generators say the speed as well. The switch has one kind of ports, and numbers them as one.
    ("tengigethernet", 14, Rule::ethernet),
];

/// The most interfaces that one line may name: as many as a switch of one module has, with lanes.
const MOST: usize = 128;

/// The highest number of a module, a port or a lane in a range.
const HIGHEST: u16 = 512;

/// The kind of an interface, and what is behind that.
pub fn kind(name: &str) -> Option<(Rule, &str)> {
    let letters = name.find(|c: char| !c.is_ascii_alphabetic() && c != '-').unwrap_or(name.len());
    let (word, rest) = name.split_at_checked(letters)?;
    let is = |(kind, least, _): &&(&str, usize, Rule)| {
        word.len() >= *least && kind.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let (_, _, rule) = KINDS.iter().find(is)?;
    Some((*rule, rest.trim_ascii()))
}

/// The name of an interface as the switch shows it.
pub fn full(name: &str) -> Option<String> {
    if name.eq_ignore_ascii_case("null0") {
        return Some("Null0".to_owned());
    }
    let (rule, rest) = kind(name)?;
    let prefix = match rule {
        Rule::ethernet => "Ethernet",
        Rule::port_channel => "port-channel",
        Rule::svi => "Vlan",
        Rule::loopback => "loopback",
        _ => "mgmt",
    };
    (rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains(' ')).then(|| format!("{prefix}{rest}"))
}

/// The names in `1/1-4, Ethernet1/7`, without their kind, where they are more than one. What is no
/// such list, or too long a one, is none.
pub fn several(of: Rule, value: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for part in value.split(',').map(str::trim_ascii) {
        let rest = match part.starts_with(|c: char| c.is_ascii_digit()) {
            true => part,
            false => kind(part).filter(|(rule, _)| *rule == of)?.1,
        };
        let (stem, range) = rest.rsplit_once('/').map_or(("", rest), |(stem, range)| (stem, range));
        let plain = |n: &str| number::<u16>(n).filter(|n| *n <= HIGHEST);
        if !stem.split('/').all(|n| stem.is_empty() || plain(n).is_some()) {
            return None;
        }
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        // VLAN interfaces and port-channels have higher numbers than ports.
        let (first, last) = match stem {
            "" => (number::<u16>(first)?, number::<u16>(last)?),
            _ => (plain(first)?, plain(last)?),
        };
        if first > last || usize::from(last - first) + names.len() >= MOST {
            return None;
        }
        let slash = if stem.is_empty() { "" } else { "/" };
        names.extend((first..=last).map(|n| format!("{stem}{slash}{n}")));
    }
    (names.len() > 1).then_some(names)
}
