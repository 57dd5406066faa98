//! `selvedge compile --check`: whether the tree that was committed is what its source gives.

use std::fmt::Write;
use std::io;
use std::path::Path;

use super::Exit;
use super::check::LoadArgs;
use crate::compile::Comparison;
use crate::emit::{How, Mend, Texts};
use crate::report::diff::{self, Sides};
use crate::report::human::Style;
use crate::shown;

/// Whether to look and not to write.
#[derive(Debug, clap::Args)]
pub struct StaleArgs {
    /// Write nothing; fail where the tree or the lock is not what the fabric gives, and show how they
    /// differ
    #[arg(long, conflicts_with_all = ["force", "secrets"])]
    pub check: bool,
}

/// How many files are named.
const MOST_NAMED: usize = 200;
/// How many differences are shown.
pub const MOST_SHOWN: usize = 10;

/// What was asked for.
pub struct Asked<'a> {
    /// The fabric, as it was given.
    pub path: &'a Path,
    /// The folder of the tree.
    pub tree: &'a Path,
    /// Where the lock belongs.
    pub lock: &'a Path,
    /// The part that the compile is restricted to.
    pub only: Option<String>,
    /// The other options that the texts depend on.
    pub load: &'a LoadArgs,
}

/// What to say of a comparison, and what to end with; `subject` begins the last line, `tail` ends it.
pub fn tell(comparison: &Comparison, asked: &Asked<'_>, subject: &str, tail: &str) -> (String, Exit) {
    let (tree, source) = (shown(asked.tree), shown(asked.path));
    if !comparison.is_stale() {
        let files = count(comparison.tree.unchanged, "file", "files");
        return (format!("{subject}: {tree}/ is what {source} gives, {files}{tail}\n"), Exit::Clean);
    }
    let in_tree = comparison.tree.differences.iter().map(|d| (shown(&asked.tree.join(&d.path)), &d.how));
    let lock = comparison.lock.iter().map(|how| (shown(asked.lock), how));
    let all: Vec<(String, &How)> = in_tree.chain(lock).collect();
    let mut text = match comparison.tree.absent {
        true => {
            let others = all.get(comparison.tree.differences.len()..).unwrap_or(&[]);
            format!("{tree}/: there is no such folder\n{}", names(others))
        }
        false => names(&all),
    };
    text += &texts(&all, &source);
    let any = |mend: Mend| all.iter().any(|(_, how)| how.mend() == mend);
    if any(Mend::ByHand) {
        text += "  = help: a compile leaves alone what it did not write: remove it, or move it away\n";
    }
    if all.iter().any(|(_, how)| line_ends(how)) {
        text += "  = help: `* -text` in a .gitattributes of the folder keeps git from changing line ends\n";
    }
    let what = match comparison.tree.differences.is_empty() {
        true => shown(asked.lock),
        false => format!("{tree}/"),
    };
    let command = command(asked, any(Mend::Force));
    let mends = match (any(Mend::ByHand), any(Mend::Compile) || any(Mend::Force)) {
        (false, _) => format!("; `{command}` mends it"),
        (true, true) => format!("; `{command}` mends the rest"),
        (true, false) => String::new(),
    };
    (format!("{text}{subject}: {what} is stale: {}{mends}{tail}\n", counts(&all)), Exit::Findings)
}

/// A path as text that is safe to show, without a slash at its end.
fn shown(path: &Path) -> String {
    let text = shown::path(path);
    match text.trim_end_matches('/') {
        "" => text,
        trimmed => trimmed.to_owned(),
    }
}

fn count(n: usize, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

/// The files that differ, one a line.
fn names(all: &[(String, &How)]) -> String {
    let mut text = String::new();
    for (place, how) in all.iter().take(MOST_NAMED) {
        // Writing to a string can't fail.
        let _ = writeln!(text, "{place}: {how}");
    }
    let rest = all.len().saturating_sub(MOST_NAMED);
    if rest > 0 {
        let _ = writeln!(text, "... and {}", count(rest, "more file", "more files"));
    }
    text + "\n"
}

/// The differences that can be shown.
fn texts(all: &[(String, &How)], source: &str) -> String {
    let mut text = String::new();
    let differ = || all.iter().filter(|(_, how)| matches!(how, How::Differs { .. }) && !line_ends(how));
    let both = |how| match how {
        &How::Differs { texts: Some(ref texts), .. } => Some(texts),
        _ => None,
    };
    let shown: Vec<(&String, &Texts)> =
        differ().filter_map(|(place, how)| Some((place, both(*how)?))).take(MOST_SHOWN).collect();
    let due_name = format!("what {source} gives");
    for (place, texts) in &shown {
        let sides = Sides { found: &texts.found, due: &texts.due, found_name: place, due_name: &due_name };
        text += &diff::unified(&sides, Style::of(&io::stdout()));
        text += "\n";
    }
    let rest = differ().count() - shown.len();
    if rest > 0 {
        let _ =
            writeln!(text, "... and {}, not shown\n", count(rest, "more file differs", "more files differ"));
    }
    text
}

fn line_ends(how: &How) -> bool {
    matches!(how, How::Differs { texts: Some(texts), .. } if texts.only_line_ends())
}

/// `2 files differ, 1 missing, 1 too many`.
fn counts(all: &[(String, &How)]) -> String {
    let number = |is: fn(&How) -> bool| all.iter().filter(|(_, how)| is(how)).count();
    let missing = number(|how| matches!(how, How::Missing));
    let many = number(|how| matches!(how, How::Undue { .. } | How::Foreign | How::Interrupted));
    let differ = all.len() - missing - many;
    let differs = if differ == 1 { "differs" } else { "differ" };
    let kinds = [(differ, differs), (missing, "missing"), (many, "too many")];
    let mut parts: Vec<String> = Vec::new();
    for (number, what) in kinds.into_iter().filter(|(number, _)| *number > 0) {
        parts.push(match parts.is_empty() {
            true => format!("{} {what}", count(number, "file", "files")),
            false => format!("{number} {what}"),
        });
    }
    parts.join(", ")
}

/// The compile that writes what is due, as one would type it.
fn command(asked: &Asked<'_>, force: bool) -> String {
    let mut words = vec!["selvedge".to_owned(), "compile".to_owned(), quoted(asked.path)];
    words.extend(["-o".to_owned(), quoted(asked.tree)]);
    if let Some(only) = &asked.only {
        words.extend(["--only".to_owned(), only.clone()]);
    }
    for (option, dir) in asked.load.folders() {
        words.extend([option.to_owned(), quoted(dir)]);
    }
    if force {
        words.push("--force".to_owned());
    }
    words.join(" ")
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = shown(path);
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+=:,@%".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text,
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
