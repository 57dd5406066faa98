//! What commands a switch has: one row a command, in the order in which the switch shows them.
//!
//! In the words of a command `<type>` is a value, of which the switch keeps the last, and `{type}`
//! tells one such line from another. A type is a form of values (`number`, `net`, `text`), or with
//! `@` the name of something that has to be there: `<@route-map>`; with `+` behind it one or several.

use std::net::IpAddr;

use ipnet::IpNet;

/// A command of a switch.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// The modes that have it.
    pub modes: &'static [&'static str],
    /// Its words.
    pub words: &'static str,
    /// The mode that it leads into.
    pub enters: Option<&'static str>,
    /// What is there by it: a kind, named by what tells it from others.
    pub defines: Option<&'static str>,
    /// The feature without which the switch has no such command.
    pub feature: Option<&'static str>,
    /// What it does.
    pub act: Act,
    /// Of layer 3: gone when the interface changes its VRF, or becomes a switch port.
    pub layer3: bool,
    /// Of layer 2: on NX-OS members have it from their port-channel.
    pub layer2: bool,
}

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is kept as it was said; `no` takes it back.
    Keep,
    /// It is so by itself: only its `no` form is kept.
    Default,
    /// Both forms are kept.
    Either,
    /// It is kept; a new value is refused while an old one is there.
    Once,
    /// It is kept as an entry of a list by number, which may be in use: each command has its effect at
    /// once, and another entry is refused while one has the number.
    Entry,
    /// It adds its values to those that are there, and each may be taken back.
    Names,
    /// There is one on the switch, whatever tells it from others.
    Single,
    /// No two places of the switch may have the same value.
    Unique,
    /// A port, which can't be removed.
    Port,
    /// An address: what overlaps it in its VRF is refused.
    Address,
    /// A list of VLANs, which `add` and `remove` change.
    Trunk,
    /// VLANs by id: several at once.
    Vlans,
    /// VLANs that something is off for.
    Without,
    /// It moves an interface into a VRF.
    Vrf,
    /// Whether a port is a switch port.
    Switchport,
    /// It begins a session, or what sessions have in common: `no` ends all that is said of it.
    Neighbor,
    /// There is its `no` form alone, which ends a session.
    EndsSession,
    /// It is taken only while the interface is shut down; so by itself.
    WhileDown,
}

/// A command that is kept.
pub const fn command(modes: &'static [&'static str], words: &'static str) -> Command {
    Command {
        modes,
        words,
        enters: None,
        defines: None,
        feature: None,
        act: Act::Keep,
        layer3: false,
        layer2: false,
    }
}

impl Command {
    pub const fn enters(self, mode: &'static str) -> Command {
        Command { enters: Some(mode), ..self }
    }

    pub const fn defines(self, kind: &'static str) -> Command {
        Command { defines: Some(kind), ..self }
    }

    pub const fn of(self, feature: &'static str) -> Command {
        Command { feature: Some(feature), ..self }
    }

    pub const fn acts(self, act: Act) -> Command {
        Command { act, ..self }
    }

    pub const fn layer3(self) -> Command {
        Command { layer3: true, ..self }
    }

    pub const fn layer2(self) -> Command {
        Command { layer2: true, ..self }
    }
}

/// What the words of a line are to a command.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Said {
    /// What tells the line from others.
    pub id: String,
    /// The first word of that.
    pub name: String,
    /// What it names that has to be there: kind and name.
    pub refs: Vec<(&'static str, String)>,
    /// Its values, one after the other.
    pub value: String,
}

/// The words of a command, taken apart.
#[derive(Debug)]
pub struct Pattern {
    /// The words before its first value: most commands are told apart by them.
    first: &'static str,
    words: Vec<Word>,
    /// Whether its last word is a value.
    ends_with_value: bool,
}

/// A word of a command: what it begins with, and the form of its value, which is empty where it has
/// none.
#[derive(Debug)]
struct Word {
    prefix: &'static str,
    form: &'static str,
    /// Whether its value tells a line from others.
    tells: bool,
}

impl Pattern {
    /// That of a command.
    pub fn new(command: &Command) -> Self {
        let word = |token: &'static str| {
            let (prefix, form) = token.split_once(['<', '{']).unwrap_or((token, ""));
            Word { prefix, form: form.trim_end_matches(['>', '}']), tells: token.contains('{') }
        };
        Pattern {
            first: first_words(command.words),
            words: command.words.split(' ').map(word).collect(),
            ends_with_value: command.words.ends_with('>'),
        }
    }

    /// The words of a line, if it is a whole command; of one that is taken back, values may be left
    /// out.
    pub fn said(&self, line: &str, taken_back: bool) -> Option<Said> {
        if !line.starts_with(self.first) {
            return None;
        }
        let mut said = Said::default();
        let mut rest = line;
        // Where words may stop: at a value, if the last word is one as well (`channel-group`, and not
        // `access-group` without its direction).
        let mut stopped = false;
        let may_stop = taken_back && self.ends_with_value;
        for Word { prefix, form, tells } in &self.words {
            if rest.is_empty() {
                stopped |= !form.is_empty() && (may_stop || *form == "text?");
                if *tells || !stopped {
                    return None;
                }
                continue;
            }
            let (word, tail) = match *form {
                "text" | "text?" => (rest, ""),
                several if several.ends_with('+') => (rest, ""),
                _ => rest.split_once(' ').unwrap_or((rest, "")),
            };
            rest = tail;
            let value = word.strip_prefix(prefix)?;
            if form.is_empty() {
                if !value.is_empty() {
                    return None;
                }
                continue;
            }
            if !is(form, value) {
                return None;
            }
            let kind = form.trim_end_matches('+');
            said.refs.extend(value.split(' ').filter_map(|name| reference(kind, name)));
            if *tells {
                if said.id.is_empty() {
                    value.clone_into(&mut said.name);
                } else {
                    said.id.push(' ');
                }
                said.id += value;
            } else {
                said.value += value;
                said.value.push(' ');
            }
        }
        rest.is_empty().then_some(said)
    }
}

/// The words of a command before its first value.
fn first_words(words: &'static str) -> &'static str {
    let Some(at) = words.find(['<', '{']) else { return words };
    let before = words.get(..at).unwrap_or_default();
    match words.get(at..).unwrap_or_default().starts_with('<') {
        // A value may be left out, and then what is glued to it is as well: `no peer-link`.
        true => before.rsplit_once(' ').map_or("", |(words, _)| words),
        false => before.trim_end(),
    }
}

/// Whether a word is of a form.
fn is(form: &str, value: &str) -> bool {
    let net = |value: &str| value.parse::<IpNet>().ok();
    match form {
        "number" => value.parse::<u64>().is_ok(),
        "net" => net(value).is_some(),
        "net4" => net(value).is_some_and(|net| net.addr().is_ipv4()),
        "net6" => net(value).is_some_and(|net| net.addr().is_ipv6()),
        "ip" => value.parse::<IpAddr>().is_ok(),
        "ip4" => value.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv4()),
        "ip6" => value.parse::<IpAddr>().is_ok_and(|ip| ip.is_ipv6()),
        "verdict" => matches!(value, "permit" | "deny"),
        "entry" => matches!(value, "permit" | "deny" | "remark"),
        "fallback" => matches!(value, "individual" | "static"),
        "sub" => value.contains('.'),
        "port" => !value.is_empty() && !value.contains('.'),
        _ => !value.is_empty(),
    }
}

/// What a word names.
fn reference(form: &'static str, value: &str) -> Option<(&'static str, String)> {
    match form.strip_prefix('@') {
        // A session's name is an address or the name of a group.
        Some("peer") => {
            let named = !is("ip", value) && !is("net", value);
            named.then(|| ("peer-group", value.to_owned()))
        }
        Some("svi") if !value.starts_with("Vlan") => None,
        Some("svi") => Some(("svi", value.trim_start_matches("Vlan").to_owned())),
        Some(kind) => Some((kind, value.to_owned())),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(command: &Command, line: &str, taken_back: bool) -> Option<Said> {
        Pattern::new(command).said(line, taken_back)
    }

    const MAP: Command = command(&["bgp"], "neighbor {@peer} route-map <@route-map> in");
    const ENTRY: Command = command(&["acl"], "{number} <entry> <text>");

    #[test]
    fn a_command_knows_its_words_and_what_they_name() {
        let line = said(&MAP, "neighbor EDGE route-map OUT in", false).unwrap();
        assert_eq!(line.id, "EDGE");
        assert_eq!(line.refs, [("peer-group", "EDGE".to_owned()), ("route-map", "OUT".to_owned())]);
        assert_eq!(said(&MAP, "neighbor 10.0.0.1 route-map OUT in", false).unwrap().refs.len(), 1);
        assert_eq!(said(&MAP, "neighbor 10.0.0.1 route-map OUT out", false), None);
    }

    #[test]
    fn what_is_taken_back_needs_no_value() {
        assert!(said(&ENTRY, "10 permit ip any any", false).is_some());
        assert!(said(&ENTRY, "10", true).is_some());
        assert_eq!(said(&ENTRY, "10", false), None);
        assert_eq!(said(&ENTRY, "ten permit ip any any", false), None);
    }
}
