//! Other ways to write what a configuration says, each brought to the one that the grammar knows:
//! what people abbreviate, and what older releases show. A line stays a line.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use ipnet::IpNet;

/// Kinds of interfaces by their names, with the fewest letters that stand for one.
const INTERFACES: &[(&str, usize)] =
    &[("Ethernet", 2), ("Port-Channel", 2), ("Vlan", 2), ("Loopback", 2), ("Management", 2), ("Vxlan", 2)];

/// Words that an interface follows.
const BEFORE_INTERFACE: &[&str] =
    &["interface", "local-interface", "peer-link", "update-source", "source-interface"];

/// Beginnings of lines of which one stands for the other: first what is written, then what is known.
/// A row that changes nothing keeps off the one behind it.
const SAME: &[(&str, &str)] = &[
    ("vrf definition ", "vrf instance "),
    ("vrf forwarding ", "vrf "),
    ("lacp rate ", "lacp timer "),
    ("encapsulation dot1q vlan ", "encapsulation dot1q vlan "),
    ("encapsulation dot1q ", "encapsulation dot1q vlan "),
    ("no spanning-tree vlan-id ", "no spanning-tree vlan-id "),
    ("no spanning-tree vlan ", "no spanning-tree vlan-id "),
    ("ip domain-name ", "dns domain "),
    ("ip community-list standard ", "ip community-list "),
    ("ip extcommunity-list standard ", "ip extcommunity-list "),
];

/// Lines that say what holds without them: a switch that is asked for everything shows these.
const DEFAULTS: &[&str] = &[
    "no enable password",
    "no aaa root",
    "no description",
    "no ip address",
    "no ipv6 address",
    "no vrf",
    "no mlag",
    "no channel-group",
    "no ip proxy-arp",
    "no ip local-proxy-arp",
    "no ip access-group",
    "no ipv6 access-group",
    "no switchport trunk group",
    "no spanning-tree portfast",
    "no spanning-tree bpduguard",
    "no spanning-tree bpdufilter",
    "no port-channel lacp fallback",
    "port-channel lacp fallback timeout 90",
    "lacp port-priority 32768",
    "logging event link-status use-global",
    "flowcontrol send off",
    "flowcontrol receive off",
    "speed auto",
    "state active",
];

/// Beginnings of lines whose rest is for people.
const FREE: &[&str] = &["description ", "name ", "remark ", "banner ", "hostname "];

/// Words in a line whose rest is for people.
const FREE_BEHIND: &[&str] = &["description", "remark"];

/// Words that the number of an AS follows.
const BEFORE_AS: &[&str] = &["bgp", "remote-as", "local-as"];

/// A text in the one spelling.
pub fn canonical(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (blanks, words) =
            line.split_at_checked(line.len() - line.trim_start().len()).unwrap_or(("", line));
        let (words, end) = words.split_at_checked(words.trim_end().len()).unwrap_or((words, ""));
        all.push_str(blanks);
        all.push_str(&respelt(words));
        all.push_str(end);
    }
    all
}

/// A line, without the blanks around it.
fn respelt(line: &str) -> Cow<'_, str> {
    if line.starts_with('!') || FREE.iter().any(|word| line.starts_with(word)) {
        return Cow::Borrowed(line);
    }
    if DEFAULTS.contains(&line) {
        return Cow::Borrowed("!");
    }
    let same = SAME.iter().find_map(|(written, known)| Some((*known, line.strip_prefix(written)?)));
    let mut line = match same {
        Some((known, rest)) => Cow::Owned(format!("{known}{rest}")),
        None => Cow::Borrowed(line),
    };
    if let Some(mac) = line.strip_prefix("ip virtual-router mac-address ").and_then(dotted) {
        return Cow::Owned(format!("ip virtual-router mac-address {mac}"));
    }
    // Few lines hold anything that has several spellings.
    let (mut names, mut numbers, mut masks) = (is_route(&line), false, false);
    let mut bare_before = false;
    for word in line.split(' ').skip(1) {
        if FREE_BEHIND.contains(&word) {
            return line;
        }
        let bare = word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('/');
        masks |= bare && bare_before;
        bare_before = bare;
        numbers |= BEFORE_AS.contains(&word);
        names |= BEFORE_INTERFACE.contains(&word);
    }
    names |= line.split(' ').next().is_some_and(|first| BEFORE_INTERFACE.contains(&first));
    if numbers {
        line = numbered(line);
    }
    if masks && (line.starts_with("ip address ") || line.starts_with("ip route ")) {
        line = Cow::Owned(with_lengths(&line));
    }
    if names { named(line) } else { line }
}

fn is_route(line: &str) -> bool {
    line.starts_with("ip route ") || line.starts_with("ipv6 route ")
}

/// A line with the number of an AS as one: 65536 for `1.0`.
fn numbered(line: Cow<'_, str>) -> Cow<'_, str> {
    let dotted = ["router bgp ", " remote-as ", " local-as "].iter().find_map(|words| {
        let (before, rest) = line.split_once(words)?;
        let (number, behind) = rest.split_at_checked(rest.find(' ').unwrap_or(rest.len()))?;
        let (high, low) = number.split_once('.')?;
        let (high, low): (u16, u16) = (high.parse().ok()?, low.parse().ok()?);
        Some(format!("{before}{words}{}{behind}", u32::from(high) << 16 | u32::from(low)))
    });
    dotted.map_or(line, Cow::Owned)
}

/// A line with the names of interfaces in full.
fn named(line: Cow<'_, str>) -> Cow<'_, str> {
    let mut words: Vec<Cow<'_, str>> = Vec::new();
    let mut changed = false;
    let mut rest = line.split(' ').peekable();
    // The next hop of a route may be behind one.
    let route = is_route(&line);
    while let Some(word) = rest.next() {
        let before = words.last().map_or("", |before| before);
        let follows = BEFORE_INTERFACE.contains(&before);
        let hop = route && words.len() > 2 && !matches!(before, "vrf" | "name");
        let full = match rest.peek() {
            // `interface Port-Channel 10`.
            Some(number) if follows && is_number(number) => {
                let full = interface(&format!("{word}{number}"));
                if full.is_some() {
                    rest.next();
                }
                full
            }
            _ if follows || hop => interfaces(word),
            _ => None,
        };
        changed |= full.is_some();
        words.push(full.map_or(Cow::Borrowed(word), Cow::Owned));
    }
    if changed {
        Cow::Owned(words.join(" "))
    } else {
        drop(words);
        line
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_digit() || b"/.-".contains(&b))
}

/// One name in full, or each of a list: `Et1-4,7`, `Po1,Po2`.
fn interfaces(word: &str) -> Option<String> {
    let mut parts = word.split(',');
    let first = interface(parts.next()?)?;
    let rest = parts.map(|part| interface(part).unwrap_or_else(|| part.to_owned()));
    Some(std::iter::once(first).chain(rest).collect::<Vec<_>>().join(","))
}

/// `Et1/1` in full, where it is a name of an interface.
fn interface(word: &str) -> Option<String> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = word.split_at_checked(at)?;
    let lower = letters.to_ascii_lowercase();
    let (name, _) = INTERFACES
        .iter()
        .find(|(name, fewest)| lower.len() >= *fewest && name.to_ascii_lowercase().starts_with(&lower))?;
    is_number(number).then(|| format!("{name}{number}"))
}

/// A line with `10.0.0.0/8` for `10.0.0.0 255.0.0.0`.
fn with_lengths(line: &str) -> String {
    let mut words: Vec<Cow<'_, str>> = Vec::new();
    for word in line.split(' ') {
        let net = words.last().and_then(|before| {
            let (address, mask): (Ipv4Addr, Ipv4Addr) = (before.parse().ok()?, word.parse().ok()?);
            // What looks like a mask is one only behind an address that is no mask itself.
            let net = IpNet::with_netmask(address.into(), mask.into()).ok()?;
            (u32::from(mask) >= 0x8000_0000 || line.starts_with("ip route ")).then_some(net)
        });
        match (net, words.last_mut()) {
            (Some(net), Some(before)) => *before = Cow::Owned(net.to_string()),
            _ => words.push(Cow::Borrowed(word)),
        }
    }
    words.join(" ")
}

/// `00:1c:73:00:00:99` for `001c.7300.0099`.
fn dotted(mac: &str) -> Option<String> {
    let digits: String = mac.trim().split('.').collect();
    let whole = mac.contains('.') && digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let pairs: Vec<&str> = (0..6).filter_map(|n| digits.get(2 * n..2 * n + 2)).collect();
    whole.then(|| pairs.join(":").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn every_spelling_has_one_that_is_known() {
        for (written, known) in [
            ("interface Et1/1\n", "interface Ethernet1/1\n"),
            ("interface po10", "interface Port-Channel10"),
            ("interface Port-Channel 10.7", "interface Port-Channel10.7"),
            ("interface Lo0", "interface Loopback0"),
            ("interface Et1/1-4,7", "interface Ethernet1/1-4,7"),
            ("interface Po1,Po2", "interface Port-Channel1,Port-Channel2"),
            ("interface Ma1", "interface Management1"),
            ("   local-interface Vl4094", "   local-interface Vlan4094"),
            ("   peer-link Po1000", "   peer-link Port-Channel1000"),
            ("   neighbor G update-source Lo0", "   neighbor G update-source Loopback0"),
            ("ip route 10.0.0.0 255.0.0.0 Vl7 10.0.0.1", "ip route 10.0.0.0/8 Vlan7 10.0.0.1"),
            ("ip route vrf x 0.0.0.0 0.0.0.0 10.0.0.1", "ip route vrf x 0.0.0.0/0 10.0.0.1"),
            ("   ip address 10.0.0.1 255.255.255.252", "   ip address 10.0.0.1/30"),
            ("   ip address 10.0.0.1 255.255.255.0 secondary", "   ip address 10.0.0.1/24 secondary"),
            ("   encapsulation dot1q 7", "   encapsulation dot1q vlan 7"),
            ("router bgp 1.0", "router bgp 65536"),
            ("   neighbor G remote-as 65000.1", "   neighbor G remote-as 4259840001"),
            ("   vrf forwarding x", "   vrf x"),
            ("vrf definition x", "vrf instance x"),
            ("no spanning-tree vlan 4094", "no spanning-tree vlan-id 4094"),
            (
                "ip virtual-router mac-address 001C.7300.0099",
                "ip virtual-router mac-address 00:1c:73:00:00:99",
            ),
        ] {
            assert_eq!(canonical(written), known);
            assert_eq!(canonical(known), known);
        }
        for same in [
            "   description interface Et1",
            "   neighbor 10.0.0.1 description interface Et1",
            "   10 remark interface Et1",
            "interface Ethernet1 \t\r\n\n \n",
            "interfaces Et1",
            "interface e1",
            "é\n",
        ] {
            assert_eq!(canonical(same), same);
        }
    }
}
