//! Words that a secret stands behind: those of the language, those of switches, and what is near them.

use crate::finding::near;

/// What people write in front of a secret, here and elsewhere.
const WORDS: [&str; 7] = ["password", "password-nxos", "passwd", "passphrase", "pass", "secret", "key"];
/// Shorter ones are near too many other words.
const SHORTEST_NEAR: usize = 6;

/// Whether a secret may stand behind a word: it is a keyword of one, in any case, or a slip of it. What
/// binds it to its value, and quotes around it, are no part of the word.
pub fn before_secret(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', ':', '=', ',']).to_ascii_lowercase();
    is_before_secret(&word) || !near(&word, WORDS.into_iter().filter(|w| w.len() >= SHORTEST_NEAR)).is_empty()
}

/// The same, for the words alone as they are spelled.
pub fn is_before_secret(word: &str) -> bool {
    WORDS.iter().any(|other| other.eq_ignore_ascii_case(word))
}
