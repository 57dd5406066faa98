//! What is looked at before a text is parsed, whatever its operating system.

use super::Error;

/// The largest text: a hundred times the largest configuration of a switch.
pub const LIMIT: usize = 16 * 1024 * 1024;

/// Refuses what is no text or too large to be a configuration.
pub fn check(text: &str) -> Result<(), Error> {
    if text.len() > LIMIT {
        return Err(Error::TooLarge { limit: LIMIT });
    }
    let control = |b: &u8| (*b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r')) || *b == 0x7f;
    match text.as_bytes().iter().position(control) {
        Some(at) => {
            let before = text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
            Err(Error::Binary { line: before + 1 })
        }
        None => Ok(()),
    }
}

/// The words of a text, where there are exactly so many.
pub fn words<const N: usize>(text: &str) -> Option<[&str; N]> {
    let mut rest = text.split_ascii_whitespace();
    let mut words = [""; N];
    for word in &mut words {
        *word = rest.next()?;
    }
    rest.next().is_none().then_some(words)
}
