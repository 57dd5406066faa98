//! Other ways in which a switch, or a hand, writes what a template of ours has printed: each keeps
//! what the switch does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use selvedge::model::value::Os;

/// A way to write a configuration otherwise: its name, and what it makes of a text.
pub type Way = (&'static str, fn(Os, &str) -> String);

/// Ways, in an order in which all of them can be applied: those that go by words before those that
/// change all lines.
pub const WAYS: &[Way] = &[
    ("lists of VLANs in parts", parted),
    ("lists of VLANs without ranges", spread),
    ("sections in another order", turned),
    ("interfaces that say the same said together", together),
    ("lines of interfaces in another order", shaken),
    ("sessions in another order", sessions_turned),
    ("defaults shown", with_defaults),
    ("interfaces said in two parts", halved),
    ("names of interfaces cut short", abbreviated),
    ("older words", older),
    ("comments and blanks", with_comments),
    ("a prompt around", prompted),
    ("other blanks and line ends", blanks),
];

/// The blocks of a text: lines at the top with those that stand deeper behind them. What is no
/// statement is left out.
fn blocks(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && *line != "!") {
        match all.last_mut().filter(|_| line.starts_with(' ')) {
            Some(block) => *block += &format!("{line}\n"),
            None => all.push(format!("{line}\n")),
        }
    }
    all
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

/// The ids that a list of VLANs stands for.
fn ids(list: &str) -> Option<Vec<u16>> {
    let mut all = Vec::new();
    for part in list.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        all.extend(first.parse::<u16>().ok()?..=last.parse().ok()?);
    }
    Some(all)
}

/// The first VLAN as a list, the rest added to it.
fn parted(_: Os, text: &str) -> String {
    each_line(text, |line| {
        let list =
            line.split_once("trunk allowed vlan ").and_then(|(before, list)| Some((before, ids(list)?)));
        let Some((before, ids)) = list.filter(|(_, ids)| ids.len() > 1) else { return line.to_owned() };
        let rest: Vec<String> = ids[1..].iter().map(u16::to_string).collect();
        format!("{before}trunk allowed vlan {}\n{before}trunk allowed vlan add {}", ids[0], rest.join(","))
    })
}

fn spread(_: Os, text: &str) -> String {
    each_line(text, |line| match line.rsplit_once("vlan ") {
        Some((before, list)) if list.contains('-') && ids(list).is_some() => {
            let ids: Vec<String> = ids(list).unwrap().iter().map(u16::to_string).collect();
            format!("{before}vlan {}", ids.join(","))
        }
        _ => line.to_owned(),
    })
}

/// Blocks that have a name from the last to the first; others keep their places: what turns commands
/// on, the VLANs of a Nexus before what they are called, classes before the policers that sort by them.
fn turned(_: Os, text: &str) -> String {
    const NAMED: &[&str] = &[
        "interface ",
        "vrf ",
        "route-map ",
        "ip access-list ",
        "ipv6 access-list ",
        "router ",
        "vpc ",
        "mlag ",
        "username ",
        "management ",
    ];
    let mut all = blocks(text);
    let named = |block: &String| {
        NAMED.iter().any(|head| block.starts_with(head))
            || block.starts_with("vlan ") && block.lines().count() > 1
    };
    let places: Vec<usize> = (0..all.len()).filter(|at| named(&all[*at])).collect();
    let turned: Vec<String> = places.iter().rev().map(|at| all[*at].clone()).collect();
    for (at, block) in places.into_iter().zip(turned) {
        all[at] = block;
    }
    all.concat()
}

/// Ports that follow one another and say the same as one range of them.
fn together(_: Os, text: &str) -> String {
    let mut all: Vec<(Vec<String>, String)> = Vec::new();
    for block in blocks(text) {
        let (head, body) = block.split_once('\n').unwrap();
        // A description tells them apart, and so do most of them.
        let is_port = head.starts_with("interface Ethernet") && !head.contains('.') && !body.is_empty();
        match all.last_mut().filter(|(_, last)| is_port && last == body) {
            Some((heads, _)) => heads.push(head.to_owned()),
            None => all.push((vec![head.to_owned()], body.to_owned())),
        }
    }
    let one = |(heads, body): (Vec<String>, String)| {
        let rest = heads[1..].iter().map(|head| head.trim_start_matches("interface "));
        let head: Vec<&str> = std::iter::once(&*heads[0]).chain(rest).collect();
        format!("{}\n{body}", head.join(","))
    };
    all.into_iter().map(one).collect()
}

/// What an interface of EOS says may stand in any order; on a Nexus a line may ask for another.
fn shaken(os: Os, text: &str) -> String {
    let one = |block: String| {
        let lines: Vec<&str> = block.lines().collect();
        let simple = lines.iter().skip(1).all(|l| l.starts_with("   ") && !l.starts_with("    "));
        let listed = block.contains(" add ")
            || block.contains("secondary")
            || block.contains("virtual-router address");
        if os == Os::Nxos || !block.starts_with("interface ") || !simple || listed {
            return block;
        }
        // A VRF erases the addresses that were said before it.
        let (vrf, rest): (Vec<&str>, Vec<&str>) =
            lines[1..].iter().rev().partition(|line| line.starts_with("   vrf "));
        [&lines[..1], &vrf, &rest].concat().join("\n") + "\n"
    };
    blocks(text).into_iter().map(one).collect()
}

/// What EOS says of its sessions may stand in any order, behind the groups and before what is said by
/// family and VRF. What a Nexus says of BGP may in each of its modes, which go by how far lines stand in:
/// all of it from the last to the first, modes with what is in them.
fn sessions_turned(os: Os, text: &str) -> String {
    let one = |block: String| {
        if !block.starts_with("router bgp ") {
            return block;
        }
        if os == Os::Nxos {
            let (head, modes) = block.split_once('\n').unwrap();
            return format!("{head}\n{}", modes_turned(&modes.lines().collect::<Vec<_>>()));
        }
        let lines: Vec<&str> = block.lines().collect();
        let own = |line: &&str| line.starts_with("   neighbor ") && !line.ends_with(" peer group");
        let (mut own, mut rest): (Vec<&str>, Vec<&str>) = lines.into_iter().partition(own);
        own.reverse();
        let inner = |line: &&str| ["   vrf ", "   address-family "].iter().any(|head| line.starts_with(head));
        let behind = rest.split_off(rest.iter().position(inner).unwrap_or(rest.len()));
        [rest, own, behind].concat().join("\n") + "\n"
    };
    blocks(text).into_iter().map(one).collect()
}

/// Lines with those that stand deeper behind them, from the last to the first, and so within each.
fn modes_turned(lines: &[&str]) -> String {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some(first) = lines.first() else { return String::new() };
    let begins: Vec<usize> = (0..lines.len()).filter(|at| depth(lines[*at]) <= depth(first)).collect();
    let ends = begins.iter().skip(1).copied().chain([lines.len()]);
    let modes: Vec<&[&str]> = begins.iter().zip(ends).map(|(begin, end)| &lines[*begin..end]).collect();
    modes.iter().rev().map(|mode| format!("{}\n{}", mode[0], modes_turned(&mode[1..]))).collect()
}

/// The last line of each interface where its block is not, at the end of all of them.
fn halved(_: Os, text: &str) -> String {
    let (mut all, mut parts, mut end) = (String::new(), String::new(), "");
    for block in blocks(text) {
        let lines: Vec<&str> = block.lines().collect();
        if block == "end\n" {
            end = "end\n";
        } else if block.starts_with("interface ") && lines.len() > 2 && !block.contains("hsrp") {
            let (last, first) = lines.split_last().unwrap();
            all += &(first.join("\n") + "\n");
            parts += &format!("{}\n{last}\n", lines[0]);
        } else {
            all += &block;
        }
    }
    all + &parts + end
}

fn with_defaults(os: Os, text: &str) -> String {
    let one = |block: String| {
        let lacks = |word: &str| !block.lines().any(|line| line.trim().starts_with(word));
        let mut more: Vec<&str> = Vec::new();
        let port = block.starts_with("interface Ethernet") && !block.lines().next().unwrap().contains('.');
        let indent = if os == Os::Eos { "   " } else { "  " };
        if port && lacks("description ") {
            more.push("no description");
        }
        if port && lacks("speed ") {
            more.push("speed auto");
        }
        if port && os == Os::Eos {
            more.extend([
                "logging event link-status use-global",
                "flowcontrol send off",
                "flowcontrol receive off",
            ]);
            more.push("lacp port-priority 32768");
        }
        if port && os == Os::Nxos {
            more.extend([
                "no udld",
                "lldp transmit",
                "lldp receive",
                "flowcontrol receive off",
                "lacp port-priority 32768",
            ]);
        }
        if port && os == Os::Eos && lacks("shutdown") {
            more.push("no shutdown");
        }
        if os == Os::Eos && block.starts_with("interface Vlan") && lacks("mtu ") {
            more.push("mtu 1500");
        }
        if os == Os::Nxos && block.starts_with("vlan ") && block.contains("  name ") {
            more.extend(["state active", "no shutdown"]);
        }
        more.iter().fold(block, |block, line| format!("{block}{indent}{line}\n"))
    };
    blocks(text).into_iter().map(one).collect()
}

fn abbreviated(os: Os, text: &str) -> String {
    const EOS: &[(&str, &str)] = &[
        ("interface Ethernet", "interface Et"),
        ("interface Port-Channel", "interface Po"),
        ("interface Vlan", "interface Vl"),
        ("interface Loopback", "interface Lo"),
        ("interface Management", "interface Ma"),
        ("   local-interface Vlan", "   local-interface Vl"),
        ("   peer-link Port-Channel", "   peer-link Po"),
    ];
    const NXOS: &[(&str, &str)] = &[
        ("interface Ethernet", "interface Eth"),
        ("interface port-channel", "interface po"),
        ("interface Vlan", "interface vlan"),
        ("interface loopback", "interface lo"),
    ];
    let short = if os == Os::Eos { EOS } else { NXOS };
    each_line(text, |line| {
        let known =
            short.iter().find_map(|(long, short)| Some(format!("{short}{}", line.strip_prefix(long)?)));
        let line = known.unwrap_or_else(|| line.to_owned());
        match line.split_once(" update-source Loopback") {
            Some((before, rest)) => format!("{before} update-source Lo{rest}"),
            None => line,
        }
    })
}

fn older(os: Os, text: &str) -> String {
    if os == Os::Nxos {
        return text.to_owned();
    }
    const OLDER: &[(&str, &str)] = &[
        ("vrf instance ", "vrf definition "),
        ("   vrf ", "   vrf forwarding "),
        ("   lacp timer ", "   lacp rate "),
        ("   encapsulation dot1q vlan ", "   encapsulation dot1q "),
        ("no spanning-tree vlan-id ", "no spanning-tree vlan "),
        ("dns domain ", "ip domain-name "),
    ];
    let block = |block: String| {
        let interface = block.starts_with("interface ");
        each_line(&block, |line| {
            let inside = line.starts_with("   ");
            let known = OLDER.iter().filter(|_| interface || !inside);
            let known =
                known.filter_map(|(new, old)| Some(format!("{old}{}", line.strip_prefix(new)?))).next();
            let line = known.unwrap_or_else(|| line.to_owned());
            masked(&line).unwrap_or(line)
        })
    };
    // The names of older releases are words of no vendor alone; one that is stays.
    blocks(text).into_iter().map(block).collect()
}

/// `ip address 10.0.0.1 255.255.255.0` for `ip address 10.0.0.1/24`.
fn masked(line: &str) -> Option<String> {
    let (address, length) = line.strip_prefix("   ip address ")?.split_once('/')?;
    let length: u32 = length.parse().ok()?;
    let mask = std::net::Ipv4Addr::from(u32::MAX.checked_shl(32 - length).unwrap_or(0));
    Some(format!("   ip address {address} {mask}"))
}

/// A device's own head, and what separates blocks.
fn with_comments(os: Os, text: &str) -> String {
    let head = match os {
        Os::Eos => "! Command: show running-config\n! boot system flash:/EOS64-4.31.2F.swi\n!\n",
        Os::Nxos => {
            "\n!Command: show running-config\n!Running configuration last done at: Fri Nov 20 10:00:00 2026\n\
             !Time: Sat Nov 21 10:00:00 2026\n\nversion 10.3(5) Bios:version 05.45\n"
        }
    };
    let end = if os == Os::Eos { "!\n" } else { "\n" };
    head.to_owned() + &blocks(text).into_iter().map(|block| format!("{block}{end}")).collect::<String>()
}

fn prompted(_: Os, text: &str) -> String {
    format!("leaf-1# show running-config\n{text}leaf-1# \nleaf-1#\n")
}

fn blanks(os: Os, text: &str) -> String {
    // A Nexus tells modes of BGP by how far lines stand in; tabs would do as well, and are not shown.
    let line = |line: &str| match os {
        Os::Eos => format!("{} \r", line.replace("   ", "\t")),
        Os::Nxos => format!("{line} \r"),
    };
    each_line(text, line)
}
