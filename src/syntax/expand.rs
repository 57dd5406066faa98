//! Ranges inside words: `r[1-3]` is `r1`, `r2`, `r3`; `[01-08]` keeps its zeros; `[1,4-6]` skips.

use super::tree::Word;
use crate::finding::{At, Finding};

/// How many words one word may stand for.
pub const MAX_EXPANSION: usize = 4096;
/// How long a word with ranges may be: with [`MAX_EXPANSION`], the bound on what it grows to.
const MAX_RANGED_WORD: usize = 256;

/// The words that a word stands for, in the order of its ranges, the last range turning fastest.
/// A word without brackets stands for itself.
///
/// # Errors
/// Where a range is malformed, runs backward, or gives more than [`MAX_EXPANSION`] words.
pub fn expand(word: &Word<'_>) -> Result<Vec<At<String>>, Box<Finding>> {
    let at = |text: String| At::new(text, word.span);
    if word.quoted || !word.text.contains('[') {
        return Ok(vec![at(word.text.clone().into_owned())]);
    }
    let malformed = |why: String| {
        let title = format!("`{}` is no range", word.text);
        Box::new(Finding::error("malformed-range", word.span, title).here(why))
    };
    if word.text.len() > MAX_RANGED_WORD {
        return Err(malformed(format!("a word with ranges has at most {MAX_RANGED_WORD} characters")));
    }
    let mut words = vec![String::new()];
    let mut rest: &str = &word.text;
    while let Some((before, after)) = rest.split_once('[') {
        let (group, after) = after.split_once(']').ok_or_else(|| malformed("`]` is missing".into()))?;
        let choices = choices(group).map_err(malformed)?;
        if words.len().saturating_mul(choices.len()) > MAX_EXPANSION {
            return Err(malformed(format!("more than {MAX_EXPANSION} words")));
        }
        words = words
            .iter()
            .flat_map(|head| choices.iter().map(move |choice| format!("{head}{before}{choice}")))
            .collect();
        rest = after;
    }
    for word in &mut words {
        word.push_str(rest);
    }
    Ok(words.into_iter().map(at).collect())
}

/// What the inside of one pair of brackets stands for.
fn choices(group: &str) -> Result<Vec<String>, String> {
    let mut choices = Vec::new();
    for part in group.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is no number"));
        let (from, to) = (number(first)?, number(last)?);
        if from > to {
            return Err(format!("{from} comes after {to}"));
        }
        if to - from >= MAX_EXPANSION as u64 || choices.len() as u64 + (to - from) >= MAX_EXPANSION as u64 {
            return Err(format!("more than {MAX_EXPANSION} words"));
        }
        let width = if first.starts_with('0') { first.len() } else { 0 };
        choices.extend((from..=to).map(|n| format!("{n:0width$}")));
    }
    Ok(choices)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Span;
    use std::borrow::Cow;

    fn words(text: &str) -> Result<Vec<String>, String> {
        let word = Word { text: Cow::Borrowed(text), quoted: false, span: Span::default() };
        match expand(&word) {
            Ok(words) => Ok(words.into_iter().map(|w| w.value).collect()),
            Err(finding) => Err(finding.primary.text),
        }
    }

    #[test]
    fn ranges_expand_in_order() {
        assert_eq!(words("r[1-3]").unwrap(), ["r1", "r2", "r3"]);
        assert_eq!(words("r[08-10]").unwrap(), ["r08", "r09", "r10"]);
        assert_eq!(words("e[1,4-5]/[1-2]").unwrap(), ["e1/1", "e1/2", "e4/1", "e4/2", "e5/1", "e5/2"]);
        assert_eq!(words("plain").unwrap(), ["plain"]);
    }

    #[test]
    fn a_range_that_is_none_says_why() {
        assert_eq!(words("r[3-1]").unwrap_err(), "3 comes after 1");
        assert_eq!(words("r[]").unwrap_err(), "`` is no number");
        assert_eq!(words("r[1-1000000000]").unwrap_err(), "more than 4096 words");
        assert_eq!(words("r[1-4000][1-4000]").unwrap_err(), "more than 4096 words");
        assert_eq!(words("r[1-99999999999999999999]").unwrap_err(), "`99999999999999999999` is no number");
    }
}
