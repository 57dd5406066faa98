//! Lines that no reader knows, compared as text.

use std::collections::BTreeMap;

use crate::read::Unknown;

/// Of each side the lines that the other one lacks, as often as it does, and those that stand in
/// another order in their block. At the top order means nothing: sections stand in any.
pub fn not_understood(old: &[Unknown], new: &[Unknown]) -> (Vec<Unknown>, Vec<Unknown>) {
    let (mut told_old, mut told_new) = (only(old, new), only(new, old));
    let (old_blocks, new_blocks) = (both(old, new), both(new, old));
    for (block, lines) in &old_blocks {
        let others = new_blocks.get(block).map(Vec::as_slice).unwrap_or_default();
        let same = |(a, b): &(&&Unknown, &&Unknown)| a.text == b.text;
        let before = lines.iter().zip(others).take_while(same).count();
        let (lines, others) =
            (lines.get(before..).unwrap_or_default(), others.get(before..).unwrap_or_default());
        let behind = lines.iter().rev().zip(others.iter().rev()).take_while(same).count();
        let turned = |lines: &[&Unknown]| -> Vec<Unknown> {
            lines.iter().take(lines.len() - behind).map(|line| (*line).clone()).collect()
        };
        told_old.extend(turned(lines));
        told_new.extend(turned(others));
    }
    told_old.sort_by_key(|line| line.line);
    told_new.sort_by_key(|line| line.line);
    (told_old, told_new)
}

type Counts<'u> = BTreeMap<(&'u str, &'u str), usize>;

fn counts(of: &[Unknown]) -> Counts<'_> {
    let mut counts = Counts::new();
    for line in of {
        *counts.entry((&line.block, &line.text)).or_default() += 1;
    }
    counts
}

/// Lines that the other side lacks, as often as it does.
fn only(of: &[Unknown], other: &[Unknown]) -> Vec<Unknown> {
    let mut there = counts(other);
    let mut missing = Vec::new();
    for line in of {
        match there.get_mut(&(line.block.as_str(), line.text.as_str())).filter(|left| **left > 0) {
            Some(left) => *left -= 1,
            None => missing.push(line.clone()),
        }
    }
    missing
}

/// The lines that both sides have once, by their blocks, in order.
fn both<'u>(of: &'u [Unknown], other: &'u [Unknown]) -> BTreeMap<&'u str, Vec<&'u Unknown>> {
    let (own, theirs) = (counts(of), counts(other));
    let mut blocks: BTreeMap<&str, Vec<&Unknown>> = BTreeMap::new();
    for line in of.iter().filter(|line| !line.block.is_empty()) {
        let key = (line.block.as_str(), line.text.as_str());
        if own.get(&key) == Some(&1) && theirs.get(&key) == Some(&1) {
            blocks.entry(&line.block).or_default().push(line);
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(of: &[(&str, &str)]) -> Vec<Unknown> {
        let line = |(at, (block, text)): (usize, &(&str, &str))| Unknown {
            line: at + 1,
            block: (*block).to_owned(),
            text: (*text).to_owned(),
            overlay: false,
        };
        of.iter().enumerate().map(line).collect()
    }

    fn told(old: &[(&str, &str)], new: &[(&str, &str)]) -> (String, String) {
        let text = |lines: Vec<Unknown>| lines.iter().map(|line| line.text.as_str()).collect();
        let (old, new) = not_understood(&lines(old), &lines(new));
        (text(old), text(new))
    }

    #[test]
    fn lines_that_change_their_places_in_a_block_are_told() {
        let old = [("x", "a"), ("x", "b"), ("x", "c"), ("x", "d"), ("y", "e")];
        let new = [("y", "e"), ("x", "a"), ("x", "c"), ("x", "b"), ("x", "d")];
        assert_eq!(told(&old, &new), ("bc".to_owned(), "cb".to_owned()));
        assert_eq!(told(&new, &old), ("cb".to_owned(), "bc".to_owned()));
    }

    #[test]
    fn what_comes_or_goes_turns_nothing_and_at_the_top_order_is_none() {
        let old = [("x", "a"), ("x", "b"), ("x", "c"), ("x", "a")];
        assert_eq!(told(&old, &[("x", "n"), ("x", "b"), ("x", "c")]), ("aa".to_owned(), "n".to_owned()));
        assert_eq!(told(&old, &[("x", "b"), ("x", "a"), ("x", "c")]), ("a".to_owned(), String::new()));
        assert_eq!(told(&[("", "a"), ("", "b")], &[("", "b"), ("", "a")]), (String::new(), String::new()));
    }
}
