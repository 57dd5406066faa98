//! What stands around a configuration that was copied off a console.

use std::borrow::Cow;

/// A text without the prompts before and behind the configuration; its lines keep their numbers.
pub fn without(text: &str) -> Cow<'_, str> {
    let start = |line: &&str| !is_configuration(line);
    let head: usize = text.split_inclusive('\n').take_while(start).map(str::len).sum();
    let rest = text.get(head..).unwrap_or("");
    let tail: usize = rest.split_inclusive('\n').rev().take_while(start).map(str::len).sum();
    let (Some(before), Some(body), Some(behind)) =
        (text.get(..head), text.get(head..text.len() - tail), text.get(text.len() - tail..))
    else {
        return Cow::Borrowed(text);
    };
    if !before.lines().chain(behind.lines()).any(is_prompt) {
        return Cow::Borrowed(text);
    }
    let bare = |part: &str| -> String {
        part.split_inclusive('\n')
            .map(|line| match (is_prompt(line), line.ends_with('\n')) {
                (true, true) => "\n",
                (true, false) => "",
                (false, _) => line,
            })
            .collect()
    };
    Cow::Owned(format!("{}{body}{}", bare(before), bare(behind)))
}

/// What a pager asks at the end of each page.
const PAGER: &str = "--More--";

/// A text as a terminal shows it when the pager has gone on: what the pager asked is written over by the
/// line that follows. Its lines keep their numbers.
pub fn unpaged(text: &str) -> Cow<'_, str> {
    if !text.contains(PAGER) {
        return Cow::Borrowed(text);
    }
    let shown = |line: &str| -> String {
        let bare = line.trim_end_matches(['\r', '\n']);
        match bare.split_once(PAGER) {
            Some((before, behind)) if before.trim().is_empty() => {
                let last = behind.rsplit('\r').next().unwrap_or(behind);
                format!("{last}{}", line.get(bare.len()..).unwrap_or(""))
            }
            _ => line.to_owned(),
        }
    };
    Cow::Owned(text.split_inclusive('\n').map(shown).collect())
}

/// Whether the last line with anything on it is a prompt: all that was asked for has been shown.
pub fn closes(text: &str) -> bool {
    text.lines().rev().find(|line| !line.trim().is_empty()).is_some_and(is_prompt)
}

/// Whether a line is part of a configuration: neither blank nor a comment nor a prompt.
fn is_configuration(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('!') && !is_prompt(line)
}

/// `leaf1#`, `leaf1(config)#show running-config`, `leaf1>`, and with the time of day, `leaf1.10:00:00#`.
pub fn is_prompt(line: &str) -> bool {
    let line = line.trim();
    let Some((host, command)) = line.find(['#', '>']).and_then(|at| line.split_at_checked(at)) else {
        return false;
    };
    let name = host.strip_suffix(')').and_then(|h| h.split_once('(')).map_or(host, |(name, _)| name);
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(&b));
    let command = command.get(1..).unwrap_or("").trim_start();
    named && (command.is_empty() || COMMANDS.iter().any(|begins| command.starts_with(begins)))
}

/// What people type around a configuration that they copy.
const COMMANDS: [&str; 6] = ["sh", "more ", "term", "enable", "exit", "logout"];

#[cfg(test)]
mod tests {
    use super::{closes, unpaged, without};

    #[test]
    fn what_a_pager_asks_is_written_over() {
        let text = "hostname a\n --More-- \r         \r   mlag 2\r\n--More--\nbanner --More--\n";
        assert_eq!(unpaged(text), "hostname a\n   mlag 2\r\n\nbanner --More--\n");
        assert_eq!(unpaged("a\r\nb"), "a\r\nb");
    }

    #[test]
    fn a_prompt_behind_says_that_all_was_shown() {
        assert!(closes("leaf1# show running-config\nhostname leaf1\nleaf1# \n\n"));
        assert!(!closes("leaf1# show running-config\nhostname leaf1\n"));
        assert!(!closes(""));
    }

    #[test]
    fn prompts_are_taken_off_at_both_ends() {
        let text =
            "leaf1#show running-config\n! Command: x\nhostname leaf1\nbanner #\nend\nleaf1(config)# \nleaf1#";
        assert_eq!(without(text), "\n! Command: x\nhostname leaf1\nbanner #\nend\n\n");
        let text = "a>enable\na#terminal length 0\na#sh run\nhostname a\nend\na#exit\n";
        assert_eq!(without(text), "\n\n\nhostname a\nend\n\n");
        let text = "a.10:00:00#show running-config\nhostname a\nend\na.10:00:09#\n";
        assert_eq!(without(text), "\nhostname a\nend\n\n");
        for same in ["", "hostname a\nend\n", "hostname a\nleaf1#\nend\n", "!\n#\nleaf 1#\n"] {
            assert_eq!(without(same), same);
        }
    }
}
