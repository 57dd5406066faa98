//! Findings as text for people: a heading, the source lines at fault, what follows, what helps.
//!
//! ```text
//! error[unresolved-reference]: there is no platform `tor-eso`
//!     ,-[site/fabric.fab:21:34]
//!  20 | rack r[1-8] {
//!  21 |   tor t[1-2]            { platform tor-eso }
//!     :                                    ^^^|^^^
//!     :                                       `-- not defined
//!  22 |   server s[1-16]        { profile r750 }
//!     `----
//!   = help: did you mean `tor-eos`?
//! ```

use std::fmt::Write;
use std::io::IsTerminal;

use miette::{GraphicalReportHandler, GraphicalTheme, ThemeStyles};

use super::excerpt::{Excerpt, Frame};
use super::format::Untold;
use super::secret::Secrets;
use super::{message, printable};
use crate::finding::{self, Finding, Label, Level};
use crate::source::Sources;

/// How many findings are printed.
pub const MOST: usize = 200;
/// How many places of one finding are shown, besides its primary one.
const MOST_LABELS: usize = 8;
/// Below this many columns lines would be cut to nothing: then places are named, not drawn.
const NARROW: usize = 50;
/// How many lines are shown around one with a mark.
pub(super) const CONTEXT: usize = 1;
/// What stands left of a source line, at most.
const GUTTER: usize = 12;

/// For whom a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Colours, and lines drawn with characters beyond ASCII.
    pub fancy: bool,
    /// How many columns there are.
    pub width: usize,
}

impl Style {
    /// For a file or a pipe: the same on every machine.
    pub const PLAIN: Style = Style { fancy: false, width: 120 };

    /// For a stream: plain, unless it is a terminal. `NO_COLOR` (<https://no-color.org>) makes a
    /// terminal's text plain too, but leaves it the terminal's width.
    pub fn of(stream: &impl IsTerminal) -> Style {
        if !stream.is_terminal() {
            return Style::PLAIN;
        }
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let width = terminal_size::terminal_size().map_or(Style::PLAIN.width, |(w, _)| usize::from(w.0));
        Style { fancy: !no_color && !dumb, width: width.min(160) }
    }
}

/// The text of findings, in the order given, an empty line behind each. `documented` says which
/// rules `selvedge explain` has a page for.
pub fn render(
    sources: &Sources,
    findings: &[Finding],
    style: Style,
    documented: &dyn Fn(&str) -> bool,
) -> String {
    let mut text = String::new();
    let secrets = Secrets::of(sources, findings);
    let page = Page { sources, secrets, style };
    for finding in findings.iter().take(MOST) {
        page.finding(&mut text, finding);
        text.push('\n');
    }
    let rest = findings.len().saturating_sub(MOST);
    if rest > 0 {
        // Writing to a string can't fail.
        let _ = writeln!(text, "... and {}{rest} more\n", at_least(findings));
    }
    if let Some(finding) = findings.iter().take(MOST).find(|f| documented(f.rule)) {
        let _ = writeln!(text, "More about a rule: selvedge explain {}\n", finding.rule);
    }
    text
}

/// How many findings of each level there are, in words, and what they leave untold: `2 errors, 1
/// warning, 3 not shown, 1 allowed; 5 rules could not look yet`.
pub fn count(findings: &[Finding], untold: Untold) -> String {
    let words: Vec<String> = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| (level, findings.iter().filter(|f| f.level == level).count()))
        .filter(|(_, n)| *n > 0)
        .map(|(level, n)| format!("{n} {level}{}", if n == 1 { "" } else { "s" }))
        .collect();
    let mut count = match words.is_empty() {
        true => "no findings".to_owned(),
        false => format!("{}{}", at_least(findings), words.join(", ")),
    };
    for (n, what) in [(untold.hidden, "not shown"), (untold.allowed, "allowed")] {
        if n > 0 {
            count += &format!(", {n} {what}");
        }
    }
    match untold.waiting {
        0 => {}
        1 => count += "; 1 rule could not look yet",
        n => count += &format!("; {n} rules could not look yet"),
    }
    count
}

/// Before a number of findings that were cut off.
pub(super) fn at_least(findings: &[Finding]) -> &'static str {
    if finding::capped(findings) { "at least " } else { "" }
}

struct Page<'s> {
    sources: &'s Sources,
    secrets: Secrets,
    style: Style,
}

impl Page<'_> {
    fn styles(&self) -> ThemeStyles {
        if self.style.fancy { ThemeStyles::ansi() } else { ThemeStyles::none() }
    }

    fn finding(&self, text: &mut String, finding: &Finding) {
        let styles = self.styles();
        let colour = match finding.level {
            Level::Error => styles.error,
            Level::Warning => styles.warning,
            Level::Note => styles.advice,
        };
        let head = format!("{}[{}]", finding.level, finding.rule);
        let _ = writeln!(text, "{}: {}", colour.style(head), message(&finding.title));
        let hidden = finding.labels.len().saturating_sub(MOST_LABELS);
        let labels: Vec<(&Label, bool)> = std::iter::once((&finding.primary, true))
            .chain(finding.labels.iter().take(MOST_LABELS).map(|label| (label, false)))
            .collect();
        let shown = self.sources.get(finding.primary.span.file).is_none_or(|file| file.shown);
        match self.style.width < NARROW || !shown {
            true => self.places(text, &labels),
            false => self.groups(labels).iter().for_each(|group| self.excerpt(text, finding, group)),
        }
        let mut note = |what: &str, words: &str| {
            let _ = writeln!(text, "  = {}: {}", styles.help.style(what), message(words));
        };
        if hidden > 0 {
            note("note", &format!("{hidden} more places contribute"));
        }
        if let Some(effect) = &finding.effect {
            note("effect", effect);
        }
        if let Some(help) = &finding.help {
            note("help", help);
        }
    }

    /// Labels that are shown together, because the lines around them touch: the group with the
    /// primary label first, so that its place is the first to be seen, the others by file and line.
    fn groups<'l>(&self, mut labels: Vec<(&'l Label, bool)>) -> Vec<Vec<(&'l Label, bool)>> {
        let line = |label: &Label| {
            let file = label.span.file;
            (file, self.sources.get(file).map_or(0, |f| f.line_of(label.span.start)))
        };
        labels.sort_by_key(|(label, _)| (line(label), label.span));
        let mut groups: Vec<Vec<(&Label, bool)>> = Vec::new();
        for label in labels {
            let (file, number) = line(label.0);
            let last = groups.last().and_then(|g| g.last()).map(|last| line(last.0));
            let near = last.is_some_and(|(f, n)| f == file && number - n <= 2 * CONTEXT + 1);
            match groups.last_mut().filter(|_| near) {
                Some(group) => group.push(label),
                None => groups.push(vec![label]),
            }
        }
        groups.sort_by_key(|group| !group.iter().any(|(_, primary)| *primary));
        groups
    }

    /// The source lines with the labels under them.
    fn excerpt(&self, text: &mut String, finding: &Finding, labels: &[(&Label, bool)]) {
        let Some(id) = labels.first().map(|(label, _)| label.span.file) else { return };
        let Some(file) = self.sources.get(id) else { return };
        let frame = Frame {
            width: self.style.width.saturating_sub(GUTTER),
            ellipsis: if self.style.fancy { "…" } else { "..." },
        };
        let excerpt = Excerpt::new(finding, labels, file, id, &self.secrets, frame);
        let mut theme = if self.style.fancy { GraphicalTheme::unicode() } else { GraphicalTheme::none() };
        theme.styles = self.styles();
        let (main, other) = match finding.level {
            Level::Error => (theme.styles.error, theme.styles.advice),
            Level::Warning => (theme.styles.warning, theme.styles.advice),
            Level::Note => (theme.styles.advice, theme.styles.advice),
        };
        theme.styles.highlights = excerpt.marks().map(|primary| if primary { main } else { other }).collect();
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_wrap_lines(false)
            .with_links(false)
            .without_syntax_highlighting()
            .with_context_lines(CONTEXT);
        let mut drawn = String::new();
        match handler.render_report(&mut drawn, &excerpt) {
            // Its first line is the title, which stands above in our form.
            Ok(()) => drawn.lines().skip(1).for_each(|line| {
                text.push_str(line.trim_end());
                text.push('\n');
            }),
            Err(_) => self.places(text, labels),
        }
    }

    /// The labels as lines of their own.
    fn places(&self, text: &mut String, labels: &[(&Label, bool)]) {
        for (label, _) in labels {
            let place = self.sources.place(label.span);
            let _ = match label.text.is_empty() {
                true => writeln!(text, "  at {}", printable(&place)),
                false => writeln!(text, "  at {}: {}", printable(&place), message(&label.text)),
            };
        }
    }
}
