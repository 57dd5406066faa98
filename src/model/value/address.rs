//! Addresses: IP, MAC, PCI.
//!
//! `ipnet` takes leading zeros and host bits in silence; both are checked here.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::{Problem, TypeSpec, Value};
use crate::finding::Level;

/// Whether a part of an IPv4 address is written as switches and hosts agree to read it. Some
/// readers take `010` for octal 8.
fn leading_zero(text: &str) -> bool {
    !text.contains(':') && text.split(['.', '/']).any(|part| part.len() > 1 && part.starts_with('0'))
}

fn no_address(expected: &str) -> Problem {
    Problem::new("malformed-address", "is no address", expected)
}

/// What no interface has and no route leads to. Source: RFC 6890, RFC 5771, RFC 4291.
const BLOCKS: &[(IpAddr, u8, &str)] = &[
    (IpAddr::V4(Ipv4Addr::new(0, 0, 0, 0)), 8, "unspecified"),
    (IpAddr::V4(Ipv4Addr::new(127, 0, 0, 0)), 8, "loopback"),
    (IpAddr::V4(Ipv4Addr::new(169, 254, 0, 0)), 16, "link-local"),
    (IpAddr::V4(Ipv4Addr::new(224, 0, 0, 0)), 4, "multicast"),
    (IpAddr::V4(Ipv4Addr::new(240, 0, 0, 0)), 4, "reserved"),
    (IpAddr::V6(Ipv6Addr::UNSPECIFIED), 128, "unspecified"),
    (IpAddr::V6(Ipv6Addr::LOCALHOST), 128, "loopback"),
    (IpAddr::V6(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0)), 96, "IPv4-mapped"),
    (IpAddr::V6(Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0)), 10, "link-local"),
    (IpAddr::V6(Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0)), 8, "multicast"),
];

fn blocks() -> impl Iterator<Item = (IpNet, &'static str)> {
    BLOCKS.iter().filter_map(|(first, length, what)| Some((IpNet::new(*first, *length).ok()?, *what)))
}

/// A block of addresses that no interface has which a prefix holds, with what such addresses are.
/// Every address is in the default route's prefix, so that holds some as well.
pub fn unusable_in(net: IpNet) -> Option<(IpNet, &'static str)> {
    blocks().find(|(block, _)| net.contains(block) || block.contains(&net))
}

/// Refuses what lies in such a block as a whole.
fn usable(net: IpNet) -> Result<(), Problem> {
    match blocks().find(|(block, _)| block.contains(&net)) {
        Some((block, what)) => {
            let expected = format!("no interface has an address of {block}, and no route leads there");
            Err(Problem::new("address-not-usable", format!("is no host's: {what}"), expected))
        }
        None => Ok(()),
    }
}

/// Says of an address or a prefix that it is not written as every program prints it, if it isn't.
fn canonical(text: &str, form: String) -> Option<Problem> {
    (text != form).then(|| {
        let expected = format!("the same as {form}");
        Problem::new("address-not-canonical", "is not in canonical form", expected)
            .level(Level::Note)
            .fix(form)
    })
}

/// An IPv4 or IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(pub IpAddr);

impl Value for Address {
    const TYPE: TypeSpec = TypeSpec::new("address", "an IPv4 or IPv6 address");

    fn parse(text: &str) -> Result<Self, Problem> {
        if leading_zero(text) {
            return Err(Problem::new(
                "malformed-address",
                "has a leading zero",
                "each part without leading zeros",
            ));
        }
        let address: IpAddr = text.parse().map_err(|_| no_address("such as 10.40.0.20 or fd00:40::20"))?;
        usable(address.into()).map(|()| Address(address))
    }

    fn remark(&self, text: &str) -> Option<Problem> {
        canonical(text, self.to_string())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The gateway of a subnet, or that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gateway {
    /// The subnet is layer 2 only.
    None,
    /// The address.
    At(IpAddr),
}

impl Value for Gateway {
    const TYPE: TypeSpec = TypeSpec::new("gateway", "an address, or `none`");

    fn parse(text: &str) -> Result<Self, Problem> {
        match text {
            "none" => Ok(Gateway::None),
            _ => Address::parse(text).map(|a| Gateway::At(a.0)),
        }
    }

    fn remark(&self, text: &str) -> Option<Problem> {
        match self {
            Gateway::None => None,
            Gateway::At(address) => canonical(text, address.to_string()),
        }
    }
}

/// An IPv4 or IPv6 prefix that has interfaces or that routes lead to, its host bits zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prefix(pub IpNet);

impl Value for Prefix {
    const TYPE: TypeSpec = TypeSpec::new("prefix", "an IPv4 or IPv6 prefix, such as 10.40.0.0/24");

    fn parse(text: &str) -> Result<Self, Problem> {
        let net = MatchPrefix::parse(text)?.0;
        usable(net).map(|()| Prefix(net))
    }

    fn remark(&self, text: &str) -> Option<Problem> {
        let written: IpNet = text.parse().ok()?;
        if written == self.0 {
            return canonical(text, self.to_string());
        }
        let problem = Problem::new("host-bits-set", "has host bits set", format!("taken as {}", self.0));
        Some(problem.level(Level::Warning).fix(self.to_string()))
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A prefix that packets or routes are held against, whether any may have such an address or not. With
/// host bits set it says two things, one address or the network around it, and nobody but its author
/// knows which: so that has no edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatchPrefix(pub IpNet);

impl Value for MatchPrefix {
    const TYPE: TypeSpec = Prefix::TYPE;

    fn parse(text: &str) -> Result<Self, Problem> {
        if leading_zero(text) {
            return Err(Problem::new(
                "malformed-address",
                "has a leading zero",
                "each part without leading zeros",
            ));
        }
        let net: IpNet = text.parse().map_err(|_| {
            Problem::new("malformed-address", "is no prefix", "such as 10.40.0.0/24 or fd00:40::/64")
        })?;
        Ok(MatchPrefix(net.trunc()))
    }

    fn remark(&self, text: &str) -> Option<Problem> {
        let written: IpNet = text.parse().ok()?;
        let problem = Prefix(self.0).remark(text)?;
        if written == self.0 {
            return Some(problem);
        }
        let one = format!("{}/{}", written.addr(), written.max_prefix_len());
        Some(Problem { fix: None, ..problem }.help(format!("write {}, or {one} for the one address", self.0)))
    }
}

impl fmt::Display for MatchPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A prefix or a run of addresses: `10.40.0.64/26`, `10.40.0.64-10.40.0.99`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressRange {
    /// The first address.
    pub first: IpAddr,
    /// The last address.
    pub last: IpAddr,
}

impl Value for AddressRange {
    const TYPE: TypeSpec = TypeSpec::new("addresses", "a prefix, or first-last (10.40.0.64-10.40.0.99)");

    fn parse(text: &str) -> Result<Self, Problem> {
        if !text.contains('-') {
            let net = Prefix::parse(text)?.0;
            return Ok(AddressRange { first: net.network(), last: net.broadcast() });
        }
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (Address::parse(first)?.0, Address::parse(last)?.0);
        if first.is_ipv4() != last.is_ipv4() {
            return Err(Problem::new(
                "malformed-range",
                "mixes IPv4 and IPv6",
                "two addresses of one family",
            ));
        }
        if first > last {
            let help = format!("write {last}-{first}");
            return Err(
                Problem::new("malformed-range", "runs backward", "the lower address first").help(help)
            );
        }
        Ok(AddressRange { first, last })
    }

    fn remark(&self, text: &str) -> Option<Problem> {
        match text.contains('-') {
            true => canonical(text, self.to_string()),
            false => Prefix::parse(text).ok()?.remark(text),
        }
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

/// A MAC address, kept in small letters with colons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mac(pub String);

impl Value for Mac {
    const TYPE: TypeSpec = TypeSpec::new("MAC address", "six pairs of hex digits with colons");

    fn parse(text: &str) -> Result<Self, Problem> {
        let pairs: Vec<&str> = text.split([':', '-']).collect();
        let pair = |p: &&str| p.len() == 2 && p.bytes().all(|b| b.is_ascii_hexdigit());
        if pairs.len() != 6 || !pairs.iter().all(pair) {
            return Err(Problem::new("malformed-address", "is no MAC address", "such as b8:3f:d2:10:00:00"));
        }
        let multicast =
            pairs.first().and_then(|p| u8::from_str_radix(p, 16).ok()).is_some_and(|b| b & 1 == 1);
        if multicast {
            return Err(Problem::new(
                "malformed-address",
                "is a multicast address",
                "the address of one port",
            ));
        }
        if pairs.iter().all(|pair| *pair == "00") {
            return Err(Problem::new("malformed-address", "is no port's", "the address of one port"));
        }
        Ok(Mac(pairs.join(":").to_ascii_lowercase()))
    }

    fn remark(&self, text: &str) -> Option<Problem> {
        canonical(text, self.to_string())
    }
}

impl fmt::Display for Mac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A PCI device without its function: `0000:4b:00`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pci(pub String);

impl Value for Pci {
    const TYPE: TypeSpec = TypeSpec::new("PCI address", "domain:bus:device, without the function");

    fn parse(text: &str) -> Result<Self, Problem> {
        let parts: Vec<&str> = text.split(':').collect();
        let hex = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_hexdigit());
        match parts.as_slice() {
            [domain, bus, device] if hex(domain, 4) && hex(bus, 2) && hex(device, 2) => {
                Ok(Pci(text.to_ascii_lowercase()))
            }
            _ => Err(Problem::new("malformed-address", "is no PCI address", "such as 0000:4b:00")),
        }
    }
}

impl fmt::Display for Pci {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ipnet_takes_in_silence_is_said() {
        assert_eq!(Prefix::parse("10.0.01.0/24").unwrap_err().what, "has a leading zero");
        assert_eq!(Address::parse("10.0.0.010").unwrap_err().what, "has a leading zero");
        let prefix = Prefix::parse("10.0.0.3/28").unwrap();
        assert_eq!(prefix.to_string(), "10.0.0.0/28");
        assert_eq!(prefix.remark("10.0.0.3/28").unwrap().help.as_deref(), Some("write 10.0.0.0/28"));
        assert!(prefix.remark("10.0.0.0/28").is_none());
    }

    #[test]
    fn an_address_that_programs_print_otherwise_is_noted() {
        fn form<V: Value>(text: &str) -> Option<String> {
            V::parse(text).unwrap().remark(text).and_then(|problem| problem.fix)
        }
        assert_eq!(form::<Address>("FD00:0040::0:1").as_deref(), Some("fd00:40::1"));
        assert_eq!(form::<Prefix>("fd00:0040::/64").as_deref(), Some("fd00:40::/64"));
        assert_eq!(form::<AddressRange>("fd00::0a-fd00::ff").as_deref(), Some("fd00::a-fd00::ff"));
        assert_eq!(form::<AddressRange>("FD00::/64").as_deref(), Some("fd00::/64"));
        assert_eq!(form::<Gateway>("fd00::00fe").as_deref(), Some("fd00::fe"));
        assert_eq!(form::<Mac>("B8-3F-D2-10-00-00").as_deref(), Some("b8:3f:d2:10:00:00"));
        for text in ["10.0.0.1", "fd00:40::1"] {
            assert_eq!(form::<Address>(text), None);
        }
        assert_eq!(form::<Gateway>("none"), None);
    }

    #[test]
    fn macs_are_kept_in_one_form() {
        assert_eq!(Mac::parse("B8-3F-D2-10-00-00").unwrap().0, "b8:3f:d2:10:00:00");
        assert!(Mac::parse("01:00:5e:00:00:01").is_err());
        assert!(Mac::parse("00-00-00-00-00-00").is_err());
    }

    #[test]
    fn what_no_interface_has_is_refused_and_may_be_matched() {
        let refused = [
            "0.0.0.0",
            "0.0.0.5",
            "127.0.0.53",
            "169.254.1.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "ff02::1",
            "::ffff:10.0.0.1",
        ];
        for text in refused {
            assert_eq!(Address::parse(text).unwrap_err().rule, "address-not-usable", "{text}");
        }
        for text in ["0.0.0.0/8", "224.0.0.0/4", "239.1.0.0/16", "fe80::/64", "::1/128"] {
            assert_eq!(Prefix::parse(text).unwrap_err().rule, "address-not-usable", "{text}");
            assert!(MatchPrefix::parse(text).is_ok(), "{text}");
        }
        for text in ["0.0.0.0/0", "::/0", "128.0.0.0/1", "10.0.0.0/8", "100.64.0.0/10", "fd00::/8"] {
            assert!(Prefix::parse(text).is_ok(), "{text}");
        }
        let held = |text: &str| unusable_in(text.parse().unwrap()).map(|(_, what)| what);
        assert_eq!(held("0.0.0.0/0"), Some("unspecified"));
        assert_eq!(held("168.0.0.0/6"), Some("link-local"));
        assert_eq!(held("10.0.0.0/8"), None);
    }
}
