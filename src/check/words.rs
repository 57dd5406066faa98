//! How rules put names and numbers into words.

use std::fmt::Display;

/// How many names a sentence holds; the others are counted.
const NAMED: usize = 3;

/// `a`, `a and b`, `a, b and c`, `a, b, c and 5 more`.
pub fn some<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = items.into_iter().map(|i| i.to_string()).collect();
    let more = names.len().saturating_sub(NAMED);
    let mut shown: Vec<String> = names.into_iter().take(NAMED).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    match shown.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 port`, `2 ports`, `3 addresses`.
pub fn count(n: impl TryInto<u64>, one: &str) -> String {
    let n: u64 = n.try_into().unwrap_or(u64::MAX);
    let ending = if one.ends_with('s') { "es" } else { "s" };
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}{ending}") }
}

/// `1st`, `2nd`, `3rd`, `4th`.
pub fn ordinal(n: u32) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The verb for that many subjects.
pub fn verb(n: usize, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_and_the_rest_counted() {
        assert_eq!(some(["a"]), "a");
        assert_eq!(some(["a", "b", "c"]), "a, b and c");
        assert_eq!(some(["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }

    #[test]
    fn numbers_are_counted_and_ordered() {
        assert_eq!([count(1, "port"), count(0, "port")], ["1 port", "0 ports"]);
        assert_eq!([count(1, "address"), count(2, "address")], ["1 address", "2 addresses"]);
        assert_eq!([1, 2, 3, 11, 22, 113].map(ordinal), ["1st", "2nd", "3rd", "11th", "22nd", "113th"]);
    }
}
