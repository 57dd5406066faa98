//! A plan as Markdown, for a ticket: what is done or looked at has a box to tick.

use super::human::commands;
use super::told::told;
use super::verdict::{left_out, numbered, paths, verdict};
use super::{Page, words};
use crate::report::printable;

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let mut text = format!("**{}**\n\n", verdict(page));
    let commands = commands(page);
    for line in paths(page).iter().chain(&left_out(page)).chain(&commands) {
        text += &format!("- {}\n", plain(line));
    }
    let all = page.rollout.steps.len();
    for (number, step) in numbered(page) {
        text += &format!("\n## Step {number} of {all}: {}\n", plain(&words::title(step)));
        for (heading, done, lines) in told(page, number, step).parts() {
            let bullet = if done { "- [ ]" } else { "-" };
            text += &format!("\n**{}**\n\n", capital(heading));
            lines.iter().for_each(|line| text += &format!("{bullet} {}\n", looked(line)));
        }
    }
    text
}

fn capital(heading: &str) -> String {
    let mut letters = heading.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A line; the command of a check can be taken out of it as it is.
fn looked(line: &str) -> String {
    let parts = line.split_once(" => ").and_then(|(head, says)| Some((head.split_once(": ")?, says)));
    match parts {
        Some(((who, command), says)) if !command.contains('`') => {
            format!("{}: `{}` => {}", plain(who), printable(command), plain(says))
        }
        _ => plain(line),
    }
}

/// A text that Markdown takes for nothing else.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in printable(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
