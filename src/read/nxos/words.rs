//! The words of a line and what they say.

use std::net::IpAddr;
use std::str::FromStr;

pub use crate::read::text::words;

/// The one word that a value is.
pub fn word(value: &str) -> Option<&str> {
    let word = value.trim_ascii();
    (!word.is_empty() && !word.contains([' ', '\t'])).then_some(word)
}

/// The number that a value is: digits, and nothing else.
pub fn number<T: FromStr>(value: &str) -> Option<T> {
    let word = value.trim_ascii();
    if word.starts_with('+') { None } else { word.parse().ok() }
}

/// The AS that a value is: a number, or two of 16 bits with a dot between them.
pub fn asn(value: &str) -> Option<u32> {
    match value.trim_ascii().split_once('.') {
        Some((high, low)) => Some(number::<u32>(high)? << 16 | u32::from(number::<u16>(low)?))
            .filter(|_| number::<u16>(high).is_some()),
        None => number(value),
    }
}

/// The servers of a value that are reached in the management VRF.
pub fn in_management(value: &str) -> Option<impl Iterator<Item = &str>> {
    let servers = value.trim_ascii().strip_suffix("use-vrf management")?;
    servers.ends_with(' ').then(|| servers.split_ascii_whitespace())
}

/// The one address that a value is.
pub fn address(value: &str) -> Option<IpAddr> {
    value.trim_ascii().parse().ok()
}

/// Sets what has one value, and notes whether it had one.
pub fn put<T>(slot: &mut Option<T>, value: T, again: &mut bool) {
    *again |= slot.is_some();
    *slot = Some(value);
}

/// Switches something on, and notes whether it was.
pub fn switch_on(slot: &mut bool, again: &mut bool) {
    *again |= *slot;
    *slot = true;
}
