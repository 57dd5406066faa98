//! Numbers: bounded integers and AS numbers.

use std::fmt;

use super::{Problem, TypeSpec, Value};

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Int<const MIN: u64, const MAX: u64>(pub u64);

impl<const MIN: u64, const MAX: u64> Value for Int<MIN, MAX> {
    const TYPE: TypeSpec =
        TypeSpec { name: "number", form: "a whole number", bounds: Some((MIN, MAX)), words: &[] };

    fn parse(text: &str) -> Result<Self, Problem> {
        let expected = || format!("a whole number from {MIN} to {MAX}");
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::new("malformed-value", "is no number", expected()));
        }
        match text.parse::<u64>() {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Int(number)),
            _ => Err(Problem::new("value-out-of-range", "is out of range", expected())),
        }
    }
}

impl<const MIN: u64, const MAX: u64> fmt::Display for Int<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The MTU of an isolation domain, in bytes of IP packet.
pub type Mtu = Int<64, 9200>;

/// What stands for an AS that does not fit into two bytes, and the last of two and four bytes: no
/// network has one of these. Source: RFC 6793, RFC 7300.
const NOBODYS: &[u32] = &[23_456, 65_535, 4_294_967_295];

/// An autonomous system: `65048`, or `1.10` for 65546.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asn(pub u32);

impl Value for Asn {
    const TYPE: TypeSpec = TypeSpec {
        name: "AS number",
        form: "an AS number, plain (65048) or with a dot (1.10)",
        bounds: Some((1, 4_294_967_295)),
        words: &[],
    };

    fn parse(text: &str) -> Result<Self, Problem> {
        match Asn::number(text)? {
            Asn(number) if NOBODYS.contains(&number) => {
                Err(Problem::new("as-out-of-range", "is reserved", "no network has this AS"))
            }
            asn => Ok(asn),
        }
    }
}

impl Asn {
    /// Reads a number, whether a network may have it or not.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(super) fn number(text: &str) -> Result<Self, Problem> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let number = match text.split_once('.') {
            Some((high, low)) if digits(high) && digits(low) => high
                .parse::<u16>()
                .ok()
                .zip(low.parse::<u16>().ok())
                .map(|(high, low)| u32::from(high) << 16 | u32::from(low)),
            None if digits(text) => text.parse::<u32>().ok(),
            _ => return Err(Problem::new("malformed-value", "is no AS number", "65048 or 1.10")),
        };
        match number {
            Some(number) if number > 0 => Ok(Asn(number)),
            _ => Err(Problem::new("as-out-of-range", "is out of range", "1 to 4294967295")),
        }
    }
}

impl fmt::Display for Asn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
