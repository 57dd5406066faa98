//! Quantities with a unit: speed, size, time.

use std::fmt;

use super::{Problem, TypeSpec, Value};

/// Splits `100g` into its digits and its unit.
fn split(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, unit) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, unit))
}

/// The speed of a port, in Mbit/s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speed(pub u32);

/// The speeds of Ethernet, in Mbit/s.
const SPEEDS: &[u32] =
    &[100, 1_000, 2_500, 5_000, 10_000, 25_000, 40_000, 50_000, 100_000, 200_000, 400_000, 800_000];

impl Value for Speed {
    const TYPE: TypeSpec = TypeSpec::new("speed", "100m, 1g, 10g, 25g, 40g, 50g, 100g, 200g, 400g or 800g");

    fn parse(text: &str) -> Result<Self, Problem> {
        let mega = match split(text) {
            Some((n, "g")) => n.checked_mul(1_000),
            Some((n, "m")) => Some(n),
            _ => None,
        };
        mega.and_then(|m| u32::try_from(m).ok()).filter(|m| SPEEDS.contains(m)).map(Speed).ok_or_else(|| {
            Problem::new("malformed-value", "is no speed of Ethernet", "such as 25g, 100g or 400g")
        })
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1_000) { write!(f, "{}g", self.0 / 1_000) } else { write!(f, "{}m", self.0) }
    }
}

/// A rate of packets, in kbit/s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub u64);

impl Value for Rate {
    const TYPE: TypeSpec = TypeSpec::new("rate", "bits a second with k, m or g (50m), from 8k to 200g");

    fn parse(text: &str) -> Result<Self, Problem> {
        let kilo = match split(text) {
            Some((n, "k")) => Some(n),
            Some((n, "m")) => n.checked_mul(1_000),
            Some((n, "g")) => n.checked_mul(1_000_000),
            _ => None,
        };
        kilo.filter(|k| (8..=200_000_000).contains(k)).map(Rate).ok_or_else(|| {
            Problem::new("malformed-value", "is no rate", "such as 500k, 50m or 2g, from 8k to 200g")
        })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            k if k.is_multiple_of(1_000_000) => write!(f, "{}g", k / 1_000_000),
            k if k.is_multiple_of(1_000) => write!(f, "{}m", k / 1_000),
            k => write!(f, "{k}k"),
        }
    }
}

/// An amount of memory, in GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(pub u32);

impl Value for Size {
    const TYPE: TypeSpec = TypeSpec::new("size", "GiB with a g (224g) or TiB with a t (1t)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let gib = match split(text) {
            Some((n, "g")) => Some(n),
            Some((n, "t")) => n.checked_mul(1024),
            _ => None,
        };
        gib.and_then(|g| u32::try_from(g).ok())
            .filter(|g| (1..=65_536).contains(g))
            .map(Size)
            .ok_or_else(|| Problem::new("malformed-value", "is no size", "such as 32g or 1t, at most 64t"))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}g", self.0)
    }
}

/// A length of time, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub u32);

impl Value for Duration {
    const TYPE: TypeSpec = TypeSpec::new("duration", "milliseconds (300ms), seconds (5s) or minutes (15m)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let ms = match split(text) {
            Some((n, "ms")) => Some(n),
            Some((n, "s")) => n.checked_mul(1_000),
            Some((n, "m")) => n.checked_mul(60_000),
            _ => None,
        };
        ms.and_then(|m| u32::try_from(m).ok())
            .filter(|m| (1..=86_400_000).contains(m))
            .map(Duration)
            .ok_or_else(|| {
                Problem::new("malformed-value", "is no duration", "such as 300ms or 5s, at most a day")
            })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1_000) {
            write!(f, "{}s", self.0 / 1_000)
        } else {
            write!(f, "{}ms", self.0)
        }
    }
}
