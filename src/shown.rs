//! What comes from outside as text that is safe to show: names of files may hold anything.

use std::borrow::Cow;
use std::path::Path;

/// Whether a character could move the cursor, hide text or turn its direction.
pub fn unprintable(c: char) -> bool {
    let layout =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    c.is_control() || layout
}

/// A text as one line that is safe to show.
pub fn printable(text: &str) -> Cow<'_, str> {
    match text.contains(unprintable) {
        true => text.chars().map(|c| if unprintable(c) { '\u{fffd}' } else { c }).collect(),
        false => Cow::Borrowed(text),
    }
}

/// A path as one line that is safe to show: for every path that is printed or put into a message.
pub fn path(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_line_without_a_command_to_a_terminal() {
        assert_eq!(
            path(Path::new("a\n::error::b\u{1b}[31m\u{202e}")),
            "a\u{fffd}::error::b\u{fffd}[31m\u{fffd}"
        );
        assert_eq!(path(Path::new("sites/edge 1, ü.fab")), "sites/edge 1, ü.fab");
    }
}
