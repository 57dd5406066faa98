//! Values of route policies and access lists.

use std::fmt;

use super::{Asn, Int, Problem, TypeSpec, Value};

/// The number of a rule in a list.
pub type Sequence = Int<1, 4_294_967_295>;

/// A run of prefix lengths: `16-24`, or one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthRange {
    /// The shortest.
    pub least: u8,
    /// The longest.
    pub most: u8,
}

impl Value for LengthRange {
    const TYPE: TypeSpec = TypeSpec::new("lengths", "a prefix length or a range of them (16-24)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let (least, most) = text.split_once('-').unwrap_or((text, text));
        match (least.parse::<u8>(), most.parse::<u8>()) {
            (Ok(least), Ok(most)) if least <= most && most <= 128 => Ok(LengthRange { least, most }),
            _ => Err(Problem::new(
                "malformed-range",
                "is no range of prefix lengths",
                "such as 16-24, at most 128",
            )),
        }
    }
}

/// A standard community: `65048:100`, or its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Community(pub u32);

impl Value for Community {
    const TYPE: TypeSpec = TypeSpec::new("community", "AS:number, each at most 65535 (65048:100)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let number = match text.split_once(':') {
            Some((high, low)) => high
                .parse::<u16>()
                .ok()
                .zip(low.parse::<u16>().ok())
                .map(|(high, low)| u32::from(high) << 16 | u32::from(low)),
            None => text.parse::<u32>().ok().filter(|n| (1..=4_294_967_040).contains(n)),
        };
        number
            .map(Community)
            .ok_or_else(|| Problem::new("malformed-value", "is no community", "AS:number, such as 65048:100"))
    }
}

impl fmt::Display for Community {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0 >> 16, self.0 & 0xffff)
    }
}

/// A route target: `65048:39001`, `1.10:5`, `10.0.0.1:5`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteTarget(pub String);

impl Value for RouteTarget {
    const TYPE: TypeSpec = TypeSpec::new("route target", "AS:number or IPv4:number (65048:39001)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let problem =
            || Problem::new("route-target-malformed", "is no route target", "AS:number, such as 65048:39001");
        let (admin, number) = text.split_once(':').ok_or_else(problem)?;
        let number: u32 = number.parse().map_err(|_| problem())?;
        if admin.parse::<std::net::Ipv4Addr>().is_ok() {
            return u16::try_from(number).map(|n| RouteTarget(format!("{admin}:{n}"))).map_err(|_| problem());
        }
        let asn = Asn::number(admin).map_err(|_| problem())?;
        // Six bytes hold both: a two-byte AS leaves four for the number, a four-byte AS two.
        if asn.0 > 65_535 && number > 65_535 {
            return Err(Problem::new(
                "route-target-malformed",
                "does not fit",
                "at most 65535 behind a four-byte AS",
            ));
        }
        Ok(RouteTarget(format!("{asn}:{number}")))
    }
}

impl fmt::Display for RouteTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A TCP, UDP or SCTP port, or a run of them: `443`, `1024-65535`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange {
    /// The lowest port.
    pub first: u16,
    /// The highest port.
    pub last: u16,
}

impl Value for PortRange {
    const TYPE: TypeSpec = TypeSpec::new("ports", "a port or a range of them (1024-65535)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        match (first.parse::<u16>(), last.parse::<u16>()) {
            (Ok(first), Ok(last)) if first <= last => Ok(PortRange { first, last }),
            _ => Err(Problem::new(
                "malformed-range",
                "is no port",
                "0 to 65535, or a range such as 1024-65535",
            )),
        }
    }
}

/// Fragment offsets in units of eight bytes: `1-8191` for every fragment but the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FragmentRange {
    /// The lowest offset.
    pub first: u16,
    /// The highest offset.
    pub last: u16,
}

impl FragmentRange {
    /// Every fragment but the first.
    pub const ALL: FragmentRange = FragmentRange { first: 1, last: 8191 };
}

impl Value for FragmentRange {
    const TYPE: TypeSpec = TypeSpec {
        name: "fragment offsets",
        form: "an offset or a range of them (1-8191)",
        bounds: Some((1, 8191)),
        words: &[],
    };

    fn parse(text: &str) -> Result<Self, Problem> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        match (first.parse::<u16>(), last.parse::<u16>()) {
            (Ok(first), Ok(last)) if (1..=last).contains(&first) && last <= 8191 => {
                Ok(FragmentRange { first, last })
            }
            _ => Err(Problem::new(
                "malformed-range",
                "is no fragment offset",
                "1 to 8191, or a range such as 1-8191",
            )),
        }
    }
}
