//! What a step has to say about the fabric: plain data, without a renderer.
//!
//! Every step can produce findings; `report` alone turns them into text. The title stands alone
//! on one line, lower case, without a full stop; the primary span is the smallest piece of source
//! to change; each label is another cause; `effect` is one clause on what would happen in the
//! network; `help` is an exact edit or near names, and absent when neither is certain.

use std::fmt;

/// Which loaded file a span lies in: an index into [`crate::source::Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `other`; both lie in one file.
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.end), ..self }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, Copy)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the source.
    pub span: Span,
}

impl<T> At<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        At { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> At<U> {
        At { value: f(self.value), span: self.span }
    }
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for At<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// How grave a finding is. Only errors stop a compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is written.
    Error,
    /// Written, and said.
    Warning,
    /// Right as it is, and worth knowing.
    Note,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        })
    }
}

/// A place that contributes to a finding, with a few words on how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What it contributes; may be empty.
    pub text: String,
}

/// A piece of text that takes the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// One mistake, reported once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, kebab-case, after the bad pattern.
    pub rule: &'static str,
    /// How grave.
    pub level: Level,
    /// One line that stands alone and names the objects.
    pub title: String,
    /// The smallest piece of source to change.
    pub primary: Label,
    /// Every other contributor.
    pub labels: Vec<Label>,
    /// One clause: what would happen in the network.
    pub effect: Option<String>,
    /// The exact edit, or near names.
    pub help: Option<String>,
    /// The edits that mend it, where they are certain; they belong together, and none overlaps.
    pub fix: Vec<Edit>,
}

impl Finding {
    /// An error at `span`.
    pub fn error(rule: &'static str, span: Span, title: impl Into<String>) -> Self {
        Finding {
            rule,
            level: Level::Error,
            title: title.into(),
            primary: Label { span, text: String::new() },
            labels: Vec::new(),
            effect: None,
            help: None,
            fix: Vec::new(),
        }
    }

    /// A warning at `span`.
    pub fn warning(rule: &'static str, span: Span, title: impl Into<String>) -> Self {
        Finding { level: Level::Warning, ..Finding::error(rule, span, title) }
    }

    /// A note at `span`.
    pub fn note(rule: &'static str, span: Span, title: impl Into<String>) -> Self {
        Finding { level: Level::Note, ..Finding::error(rule, span, title) }
    }

    /// Words under the primary span.
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Every place that it points at.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(&self.primary).chain(&self.labels).map(|label| label.span)
    }

    /// Another contributor.
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// What would happen in the network.
    pub fn effect(mut self, text: impl Into<String>) -> Self {
        self.effect = Some(text.into());
        self
    }

    /// What to write instead.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// An edit that, with the others of this finding, mends it for certain.
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(Edit { span, text: text.into() });
        self
    }

    /// What to write instead, where it is certain.
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }
}

/// Puts findings in their one order (file, offset, rule, title) and drops exact repetitions.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (a.primary.span, a.rule, &a.title).cmp(&(b.primary.span, b.rule, &b.title)));
    findings.dedup();
}

/// How many findings are kept: more than anybody reads, and few enough to hold.
const MOST: usize = 131_072;

/// Whether there are as many findings as are kept. A step that finds without end looks here first.
pub fn full(findings: &[Finding]) -> bool {
    findings.len() >= MOST
}

/// Ends findings that are too many, and says so. They are in their order by then.
pub fn cap(findings: &mut Vec<Finding>) {
    if !full(findings) {
        return;
    }
    findings.truncate(MOST);
    if let Some(span) = findings.last().map(|f| f.primary.span) {
        let title = format!("there are more than {MOST} findings; the rest is left out");
        findings.push(Finding::error(CAPPED, span, title).here("the last one that is kept"));
    }
}

/// The rule of the finding that ends findings which are too many.
const CAPPED: &str = "too-many-findings";

/// Whether findings were left out.
pub fn capped(findings: &[Finding]) -> bool {
    findings.last().is_some_and(|f| f.rule == CAPPED)
}

/// Adds a finding, unless the one before it is of the same rule and the same places: the names that
/// a range stands for share one mistake.
pub fn once(findings: &mut Vec<Finding>, finding: Finding) {
    let places =
        |f: &Finding| std::iter::once(&f.primary).chain(&f.labels).map(|l| l.span).collect::<Vec<_>>();
    let same = |last: &Finding| last.rule == finding.rule && places(last) == places(&finding);
    if !findings.last().is_some_and(same) {
        findings.push(finding);
    }
}

/// Whether any finding stops a compile.
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|f| f.level == Level::Error)
}

/// Up to three of `names` that `word` may have been meant for, nearest first.
pub fn near<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    let mut found: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|name| name.len().abs_diff(word.len()) <= limit)
        .map(|name| (strsim::damerau_levenshtein(word, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    found.sort_unstable();
    found.dedup();
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

/// The name that `word` was meant for, where that is certain: no other is near, and one slip of the
/// fingers lies between them, at a place where names don't differ on purpose (see [`slipped`]).
pub fn meant<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    match near(word, names)[..] {
        [name] if slipped(word, name) => Some(name),
        _ => None,
    }
}

/// Whether one slip made `word` of `name`: two neighbours swapped, a letter doubled, or one inside a
/// word left out or put in. Capitals and small letters are the same.
///
/// Everything else may be another name that is not there yet. `prod-a` and `prod-b`, `tenant-1` and
/// `tenant-2`, `app` and `apps`, `csm` and `csn` are all one letter apart: names are told apart by
/// digits, by another letter in the place of one, by short words and by how words end.
fn slipped(word: &str, name: &str) -> bool {
    fn parts(text: &str) -> Vec<&str> {
        text.split_inclusive(|c: char| !c.is_ascii_alphabetic()).collect()
    }
    let (word, name) = (word.to_ascii_lowercase(), name.to_ascii_lowercase());
    let (written, named) = (parts(&word), parts(&name));
    let mut differ = written.iter().zip(&named).filter(|(a, b)| a != b);
    match (written.len() == named.len(), differ.next(), differ.next()) {
        // Capitals alone.
        (true, None, _) => true,
        (true, Some((written, named)), None) => slipped_in_part(written.as_bytes(), named.as_bytes()),
        _ => false,
    }
}

/// The same within letters, with the one character behind them that is none.
fn slipped_in_part(written: &[u8], named: &[u8]) -> bool {
    let same = written.iter().zip(named).take_while(|(a, b)| a == b).count();
    let (rest, of) = (written.get(same..).unwrap_or(&[]), named.get(same..).unwrap_or(&[]));
    let (longer, shorter) = if rest.len() > of.len() { (rest, of) } else { (of, rest) };
    let letters = |part: &[u8]| part.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let whole = letters(written).max(letters(named));
    match (longer, shorter) {
        // Swapped.
        ([a, b, tail @ ..], [c, d, other @ ..]) if rest.len() == of.len() => {
            a == d && b == c && tail == other && letters(&[*a, *b]) == 2 && whole > 2
        }
        // One more, in which the run of equal letters before it may have gone too far.
        ([more, tail @ ..], other) if tail == other && more.is_ascii_alphabetic() => {
            let doubled = same > 0 && written.get(same - 1) == Some(more);
            let inside = same > 0 && tail.first().is_some_and(u8::is_ascii_alphabetic);
            whole > 3 && (doubled || inside)
        }
        _ => false,
    }
}

/// `did you mean …?` for the near names, if there are any.
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = near(word, names);
    let quoted: Vec<String> = near.iter().map(|n| format!("`{n}`")).collect();
    match quoted.as_slice() {
        [] => None,
        [one] => Some(format!("did you mean {one}?")),
        [first @ .., last] => Some(format!("did you mean {} or {last}?", first.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_meant_where_no_other_is_near() {
        assert_eq!(meant("signaling", ["signalling", "heartbeat"]), Some("signalling"));
        assert_eq!(meant("apps-nte", ["apps-net", "ops-net"]), Some("apps-net"));
        assert_eq!(meant("aps-net", ["apps-net", "ops-net"]), None);
    }

    #[test]
    fn what_names_differ_by_is_no_slip() {
        for (word, name) in [
            ("signaling", "signalling"),
            ("heartbbeat", "heartbeat"),
            ("vlann", "vlan"),
            ("mut", "mtu"),
            ("tro-eos", "tor-eos"),
            ("trunked-netwrk", "trunked-network"),
            ("l3-islation-domain", "l3-isolation-domain"),
            ("rcak1-t1", "rack1-t1"),
            ("Prod-A", "prod-a"),
        ] {
            assert!(slipped(word, name), "{word} is {name}");
            assert!(slipped(name, word), "{name} is {word}");
        }
        for (word, name) in [
            ("prod-a", "prod-b"),
            ("prod-ab", "prod-ba"),
            ("ab-prod", "ba-prod"),
            ("prod", "prod-a"),
            ("prod-a", "prod-aa"),
            ("tenant-1", "tenant-2"),
            ("tenant-11", "tenant-1"),
            ("tenant-12", "tenant-21"),
            ("tor-2", "tor-1"),
            ("r1a", "ra1"),
            ("app", "apps"),
            ("apps-net", "app-net"),
            ("xapps", "apps"),
            ("csm", "csn"),
            ("blue", "blux"),
            ("green", "greed"),
            ("drip", "drop"),
            ("permitted", "permit"),
            ("infrastucturdomn", "infrastructure-domain"),
            ("infrastructuredomain", "infrastructure-domain"),
            ("tro-eso", "tor-eos"),
            ("", "a"),
        ] {
            assert!(!slipped(word, name), "{word} may be another than {name}");
            assert!(!slipped(name, word), "{name} may be another than {word}");
        }
    }
}
