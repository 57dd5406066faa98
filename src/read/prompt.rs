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

/// Whether the last line with anything on it is a prompt: all that was asked for has been shown.
pub fn closes(text: &str) -> bool {
    text.lines().rev().find(|line| !line.trim().is_empty()).is_some_and(is_prompt)
}

/// Whether a line is part of a configuration: neither blank nor a comment nor a prompt.
fn is_configuration(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('!') && !is_prompt(line)
}

/// `leaf1#`, `leaf1(config)#show running-config`, `leaf1>`.
fn is_prompt(line: &str) -> bool {
    let line = line.trim();
    let Some((host, command)) = line.find(['#', '>']).and_then(|at| line.split_at_checked(at)) else {
        return false;
    };
    let name = host.strip_suffix(')').and_then(|h| h.split_once('(')).map_or(host, |(name, _)| name);
    let named = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    let command = command.get(1..).unwrap_or("").trim_start();
    named && (command.is_empty() || command.starts_with("sh") || command.starts_with("more "))
}

#[cfg(test)]
mod tests {
    use super::{closes, without};

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
        for same in ["", "hostname a\nend\n", "hostname a\nleaf1#\nend\n", "!\n#\nleaf 1#\n"] {
            assert_eq!(without(same), same);
        }
    }
}
