//! Whose configuration a text is, by words that no other vendor has. Nothing is guessed: a text
//! without such words, or with those of several, is nobody's.

use crate::model::value::Os;
use crate::read::foreign;

/// Whose words a text has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vendor {
    /// Those of a system that is read here.
    Os(Os),
    /// Those of another one.
    Other {
        /// Which.
        name: &'static str,
        /// The line, from 1.
        line: usize,
    },
    /// Those of two systems that are read here.
    Both {
        /// The first line of EOS, from 1.
        eos: usize,
        /// The first line of NX-OS.
        nxos: usize,
    },
    /// None.
    Unknown,
}

/// How lines begin that are of EOS alone.
const EOS: &[&str] = &[
    "daemon TerminAttr",
    "interface Management",
    "ip virtual-router mac-address ",
    "management api ",
    "management ssh",
    "mlag configuration",
    "service routing protocols model ",
    "transceiver qsfp default-mode",
    "vrf instance ",
];

/// How lines begin that are of NX-OS alone.
const NXOS: &[&str] = &[
    "!Command: show running-config",
    "boot nxos ",
    "feature ",
    "install feature-set ",
    "interface mgmt0",
    "vdc ",
    "vpc domain ",
    "vrf context ",
];

/// Whose words a text has, by the lines at its top level.
pub fn vendor(text: &str) -> Vendor {
    let (mut eos, mut nxos, mut other) = (None, None, None);
    for (line, number) in text.lines().zip(1..) {
        if line.starts_with(' ') {
            continue;
        }
        let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
        // Both print what they run at the top, each in a way of its own.
        let says_eos = line.starts_with("! device: ") && line.contains(" EOS-")
            || line.starts_with("! boot system flash:") && line.contains("EOS");
        if eos.is_none() && (says_eos || begins(EOS)) {
            eos = Some(number);
        }
        if nxos.is_none() && begins(NXOS) {
            nxos = Some(number);
        }
        if other.is_none() {
            other = foreign::system(line).map(|name| (name, number));
        }
    }
    match (eos, nxos, other) {
        (Some(_), None, None) => Vendor::Os(Os::Eos),
        (None, Some(_), None) => Vendor::Os(Os::Nxos),
        (Some(eos), Some(nxos), _) => Vendor::Both { eos, nxos },
        (None, None, Some((name, line))) => Vendor::Other { name, line },
        (_, _, Some((name, line))) => Vendor::Other { name, line },
        (None, None, None) => Vendor::Unknown,
    }
}

/// The name that a text gives its switch.
pub fn hostname(text: &str) -> Option<&str> {
    let name = |line: &'_ str| -> Option<usize> {
        ["hostname ", "switchname "].iter().find(|word| line.starts_with(**word)).map(|word| word.len())
    };
    text.lines().find_map(|line| line.get(name(line)?..)).map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_vendor_alone_decide() {
        assert_eq!(vendor("! device: a (DCS-7050, EOS-4.30.3M)\n"), Vendor::Os(Os::Eos));
        assert_eq!(vendor("hostname a\nvrf instance BLUE\n"), Vendor::Os(Os::Eos));
        assert_eq!(vendor("hostname a\nfeature bgp\n"), Vendor::Os(Os::Nxos));
        assert_eq!(vendor("!Command: show running-config\n"), Vendor::Os(Os::Nxos));
    }

    #[test]
    fn nothing_is_guessed() {
        assert_eq!(vendor("hostname a\ninterface Ethernet1\n   mtu 9000\n"), Vendor::Unknown);
        assert_eq!(vendor("   feature bgp\n"), Vendor::Unknown);
        assert_eq!(vendor(""), Vendor::Unknown);
        assert_eq!(vendor("vrf instance A\nfeature bgp\n"), Vendor::Both { eos: 1, nxos: 2 });
        assert_eq!(vendor("set system host-name a\n"), Vendor::Other { name: "Junos", line: 1 });
    }

    #[test]
    fn the_hostname_is_a_line_of_its_own() {
        assert_eq!(hostname("! hostname x\nhostname r1-t1 \n"), Some("r1-t1"));
        assert_eq!(hostname("switchname a\n"), Some("a"));
        assert_eq!(hostname("hostname \nvlan 1\n"), None);
    }
}
