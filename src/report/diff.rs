//! The difference of two texts as unified text: bounded, safe to show, and without a secret.
//!
//! ```text
//! --- build/devices/r1-t1.cfg
//! +++ what site gives
//! @@ -20,3 +20,3 @@
//!  vlan 501
//! -   name apps
//! +   name data
//! ```

use std::fmt::Write;
use std::ops::Range;

use similar::{Algorithm, ChangeTag, DiffOp, capture_diff_slices, group_diff_ops};

use super::human::Style;
use super::message;
use super::secret::COVER;
use crate::model::secret_word::before_secret;

/// How many lines of one difference are shown, headings included.
const MOST_LINES: usize = 60;
/// How many lines that are the same stand around one that is not.
const CONTEXT: usize = 3;
/// Between the first and the last line that differ, this many lines of each text are compared. Their
/// cost is the product of both at worst, and nobody reads on so far.
const WINDOW: usize = 4_000;
/// What is there, what is due, and the names of both.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// What is there.
    pub found: &'a [u8],
    /// What is due.
    pub due: &'a [u8],
    /// The name of the first.
    pub found_name: &'a str,
    /// The name of the second.
    pub due_name: &'a str,
}

/// How two texts differ; nothing where they don't.
pub fn unified(sides: &Sides<'_>, style: Style) -> String {
    let (found, due) = (String::from_utf8_lossy(sides.found), String::from_utf8_lossy(sides.due));
    let found: Vec<&str> = found.split_inclusive('\n').collect();
    let due: Vec<&str> = due.split_inclusive('\n').collect();
    let window = Window::of(&found, &due);
    let (old, new) = (slice(&found, &window.old), slice(&due, &window.new));
    let groups = group_diff_ops(capture_diff_slices(Algorithm::Myers, old, new), CONTEXT);
    let mut page = Page { text: String::new(), lines: 0, left_out: 0, style };
    for group in &groups {
        if page.lines == 0 {
            page.line("1", &format!("--- {}", sides.found_name));
            page.line("1", &format!("+++ {}", sides.due_name));
        }
        page.hunk(group, &window, old, new);
    }
    if page.left_out > 0 || window.cut {
        let at_least = if window.cut { "at least " } else { "" };
        // Writing to a string can't fail.
        let _ = writeln!(page.text, "... and {at_least}{} more lines that differ", page.left_out);
    }
    page.text
}

fn slice<'s, 't>(lines: &'s [&'t str], range: &Range<usize>) -> &'s [&'t str] {
    lines.get(range.clone()).unwrap_or(&[])
}

/// The lines that are compared: those between what both texts begin and end with, and a little of it.
struct Window {
    old: Range<usize>,
    new: Range<usize>,
    /// There are more than are compared.
    cut: bool,
}

impl Window {
    fn of(old: &[&str], new: &[&str]) -> Self {
        let shorter = old.len().min(new.len());
        let before = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let pairs = old.iter().rev().zip(new.iter().rev()).take(shorter - before);
        let behind = pairs.take_while(|(a, b)| a == b).count();
        let (start, end) = (before.saturating_sub(CONTEXT), behind.saturating_sub(CONTEXT));
        let within = |len: usize| start..(len - end).min(start + WINDOW);
        let cut = |len: usize| len - end > start + WINDOW;
        Window { old: within(old.len()), new: within(new.len()), cut: cut(old.len()) || cut(new.len()) }
    }
}

struct Page {
    text: String,
    /// How many lines the text has.
    lines: usize,
    /// How many lines that differ are not in it.
    left_out: usize,
    style: Style,
}

impl Page {
    /// A line in a colour, where there are colours.
    fn line(&mut self, colour: &str, line: &str) {
        self.lines += 1;
        let _ = match self.style.fancy {
            true => writeln!(self.text, "\u{1b}[{colour}m{line}\u{1b}[0m"),
            false => writeln!(self.text, "{line}"),
        };
    }

    /// Lines that differ, and those around them.
    fn hunk(&mut self, group: &[DiffOp], window: &Window, old: &[&str], new: &[&str]) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return };
        let place = |start: usize, end: usize| match end - start {
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            n => format!("{},{n}", start + 1),
        };
        let (from, to) = (window.old.start, window.new.start);
        let head = format!(
            "@@ -{} +{} @@",
            place(from + first.old_range().start, from + last.old_range().end),
            place(to + first.new_range().start, to + last.new_range().end)
        );
        if self.lines + 1 < MOST_LINES {
            self.line("36", &head);
        }
        for change in group.iter().flat_map(|op| op.iter_changes(old, new)) {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', "31"),
                ChangeTag::Insert => ('+', "32"),
                ChangeTag::Equal => (' ', "0"),
            };
            if self.lines >= MOST_LINES {
                self.left_out += usize::from(sign != ' ');
                continue;
            }
            let (lines, index) = match change.old_index() {
                Some(index) => (old, index),
                None => (new, change.new_index().unwrap_or_default()),
            };
            let before = index.checked_sub(1).and_then(|i| lines.get(i)).copied().unwrap_or("");
            let line = change.value();
            let whole = line.strip_suffix('\n');
            self.line(colour, &format!("{sign}{}", message(&covered(before, whole.unwrap_or(line)))));
            if whole.is_none() {
                self.line("0", "\\ No newline at end of file");
            }
        }
    }
}

/// A line without what stands behind the keyword of a secret; `before` is the line before it. The tree
/// has references, but a line that somebody wrote there may have anything.
pub(super) fn covered(before: &str, line: &str) -> String {
    let text = before.trim_end();
    // A value of YAML may stand below its key.
    let below = text.strip_suffix(['|', '>']).unwrap_or(text).trim_end().strip_suffix(':');
    let from = match below.is_some_and(|key| !line.trim().is_empty() && leads_to_secret(key, key.trim())) {
        true => Some(line.len() - line.trim_start().len()),
        false => secret_from(line),
    };
    match from {
        Some(from) => format!("{}{COVER}", line.get(..from).unwrap_or("")),
        None => line.to_owned(),
    }
}

/// Where the secret of a line begins.
fn secret_from(line: &str) -> Option<usize> {
    if let Some(from) = community_from(line).or_else(|| user_of_address(line)) {
        return Some(from);
    }
    let ends =
        |c: char| c.is_whitespace() || matches!(c, ':' | '=' | '"' | '\'' | ',' | '{' | '}' | '[' | ']');
    let mut at = 0;
    for word in line.split_inclusive(ends) {
        at += word.len();
        let rest = line.get(at..)?;
        let value = rest.trim_start_matches(ends);
        let refers = rest.contains("<env:") || rest.contains("<file:");
        if !value.is_empty() && !refers && leads_to_secret(line, word.trim_end_matches(ends)) {
            return Some(line.len() - value.len());
        }
    }
    None
}

/// Whether a word of a configuration is one that a secret stands behind: `community` is one of SNMP
/// alone, in routing it is none.
fn leads_to_secret(line: &str, word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let has = |other: &str| line.to_ascii_lowercase().contains(other);
    match word.trim_matches(['"', '\'']) {
        "md5" | "sha" | "sha1" | "sha-1" | "sha256" | "sha512" | "psk" => true,
        "community" => has("snmp") || begins(line, "community"),
        "cak" | "pmk" | "bearer" => true,
        "text" => has("authentication"),
        word => SECRET_ENDS.iter().any(|end| word.ends_with(end)) || before_secret(word),
    }
}

/// How words end that a secret stands behind.
const SECRET_ENDS: [&str; 6] = ["-key", "_key", "-string", "-password", "-md5", "token"];

/// Where the password stands that an address of a file has: `scp://user:password@host`.
fn user_of_address(line: &str) -> Option<usize> {
    let addresses = line.match_indices("://").map(|(at, mark)| at + mark.len());
    addresses.into_iter().find_map(|from| {
        let rest = line.get(from..)?;
        let end = rest.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(rest.len());
        let (user, _) = rest.get(..end)?.rsplit_once('@')?;
        let (name, _) = user.split_once(':')?;
        Some(from + name.len() + 1)
    })
}

/// Where the community of a host that takes traps begins: no word stands in front of it. What version 3
/// has there is a user.
fn community_from(line: &str) -> Option<usize> {
    let at = line.to_ascii_lowercase().find("snmp-server host ")?;
    let mut words = line.get(at..)?.split_whitespace().skip(2);
    let _address = words.next()?;
    while let Some(word) = words.next() {
        match word {
            "traps" | "trap" | "informs" | "inform" => {}
            "version" if matches!(words.next()?, "1" | "2c") => {}
            "vrf" | "udp-port" => drop(words.next()?),
            "version" | "use-vrf" | "filter-vrf" | "source-interface" => return None,
            // The words are parts of the line.
            community => return Some(community.as_ptr() as usize - line.as_ptr() as usize),
        }
    }
    None
}

fn begins(line: &str, word: &str) -> bool {
    line.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(found: &str, due: &str) -> String {
        let sides =
            Sides { found: found.as_bytes(), due: due.as_bytes(), found_name: "there", due_name: "due" };
        unified(&sides, Style::PLAIN)
    }

    fn numbered(lines: Range<usize>) -> String {
        lines.map(|n| format!("line {n}\n")).collect()
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(diff("", ""), "");
        assert_eq!(diff("a\nb", "a\nb"), "");
    }

    #[test]
    fn lines_are_counted_as_patch_counts_them() {
        let text = numbered(0..100);
        let changed = text.replace("line 50\n", "line fifty\n");
        insta::assert_snapshot!(diff(&text, &changed), @r"
        --- there
        +++ due
        @@ -48,7 +48,7 @@
         line 47
         line 48
         line 49
        -line 50
        +line fifty
         line 51
         line 52
         line 53
        ");
        assert!(diff("", "a\n").contains("@@ -0,0 +1 @@\n+a\n"));
        assert!(diff("a\n", "a").ends_with("-a\n+a\n\\ No newline at end of file\n"));
    }

    #[test]
    fn a_long_difference_is_cut_and_counted() {
        let text = diff("", &numbered(0..1000));
        assert_eq!(text.lines().count(), MOST_LINES + 1);
        assert!(text.ends_with("\n... and 943 more lines that differ\n"), "{text}");
        // More than is compared.
        let text = diff(&numbered(0..90_000), &numbered(100_000..190_000));
        assert!(text.contains("\n... and at least "), "{text}");
    }

    #[test]
    fn nothing_of_a_file_reaches_a_terminal_but_text() {
        assert!(diff("\u{1b}[2Jx\n", "").contains("-\u{fffd}[2Jx\n"));
        assert!(diff(&"x".repeat(10_000), "").len() < 1_000);
    }

    #[test]
    fn what_may_be_a_secret_is_covered_and_a_reference_is_not() {
        for line in [
            "username a secret *",
            "username a secret sha512 <env:A>",
            "  password: *",
            "ntp authentication-key 1 md5 *",
            "ip ospf message-digest-key 1 md5 *",
            "snmp-server community *",
            "community *",
            "snmp-server user u auth sha *",
            "snmp-server host 10.0.0.1 *",
            "no snmp-server host collector traps version 2c * udp-port 162",
            "snmp-server host 10.0.0.1 vrf MGMT version 2c *",
            "snmp-server host 10.0.0.1 traps version 3 priv user",
            "snmp-server host 10.0.0.1 use-vrf management",
            "mka cak * ckn",
            "vrrp 1 peer authentication text *",
            "area-password *",
            "! not understood: snmp-server host 10.0.0.1 traps *",
            "api-token *",
            "action 1 cli copy running-config scp://admin:*@10.0.0.1/a",
            "daemon x exec curl https://a:22/b?user@c",
            "ip pim hello-authentication ah-md5 3 *",
            "sap pmk *",
            "export AWS_ACCESS_KEY=*",
            "action bash curl -H \"Authorization: Bearer *",
            "passwd *",
            "Passwrd=*",
            "{\"password\":\"*",
            "no neighbor 10.0.0.1 password",
            "ip community-list CL permit 65000:1",
            "set community 65000:1 additive",
        ] {
            // What is covered begins at the first word that may be one.
            let written = line.replace('*', "zork\"}");
            let shown = covered("", &written);
            assert!(!shown.contains("zork"), "{shown}");
            assert_eq!(shown.contains(COVER), line.contains('*'), "{shown}");
        }
        assert_eq!(covered("  password: |\n", "    hunter2"), format!("    {COVER}"));
        assert_eq!(covered("  port: |\n", "    22"), "    22");
    }

    #[test]
    fn no_line_that_a_compile_writes_is_covered() {
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"))];
        let mut lines = 0;
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                // What switches say has secrets in it.
                if path.is_dir() && !path.ends_with("running") {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "cfg") {
                    for line in std::fs::read_to_string(&path).unwrap().lines() {
                        assert_eq!(covered("", line), line, "{}", path.display());
                        lines += 1;
                    }
                }
            }
        }
        assert!(lines > 10_000, "{lines} lines");
    }
}
