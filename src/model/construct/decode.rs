//! The decoder: what all constructs share while statements become fields.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Allow, Construct, ConstructSpec, Shape, Warn};
use crate::finding::{self, At, Finding, Span, did_you_mean, meant, near};
use crate::model::Allowance;
use crate::model::secret_word::before_secret;
use crate::model::value::{Problem, Value};
use crate::syntax::{Statement, Word, expand};

/// The constructs that may stand in any block, besides the top level.
pub const ANYWHERE: [&str; 2] = ["allow", "warn"];

/// A name that a value refers to, to be looked up when every definition is known.
#[derive(Debug)]
pub struct Reference {
    /// The kinds of construct that may define it.
    pub kinds: &'static [&'static str],
    /// The name.
    pub name: Arc<str>,
    /// Where it is referred to.
    pub span: Span,
}

/// Collects findings, references and the names of what could not be decoded.
#[derive(Debug)]
pub struct Decoder<'f> {
    findings: &'f mut Vec<Finding>,
    /// Every name that a value refers to.
    pub references: Vec<Reference>,
    /// Keyword and name of every construct that has an error of its own: nothing that merely
    /// follows from its absence is reported. Either is empty where it is not known.
    pub broken: HashSet<(String, String)>,
    /// What stands in blocks about the findings there.
    pub allowances: Vec<Allowance>,
    /// How many more words ranges may stand for.
    ranged: usize,
    /// Keywords that are not known where they stand.
    unknown: HashSet<Span>,
}

/// How many words all ranges of a fabric may stand for. Each stands in memory; a rack's devices are
/// counted once, however many racks its block names.
const MAX_RANGED: usize = 262_144;

impl<'f> Decoder<'f> {
    /// A decoder that reports to `findings`.
    pub fn new(findings: &'f mut Vec<Finding>) -> Self {
        Decoder {
            findings,
            references: Vec::new(),
            broken: HashSet::new(),
            allowances: Vec::new(),
            ranged: MAX_RANGED,
            unknown: HashSet::new(),
        }
    }

    /// Takes a finding.
    pub fn report(&mut self, finding: Finding) {
        if !finding::full(self.findings) {
            self.findings.push(finding);
        }
    }

    /// The words that a word stands for; reports where its ranges are wrong.
    pub fn expand(&mut self, word: &Word<'_>) -> Option<Vec<At<String>>> {
        if self.ranged == 0 && !word.quoted && word.text.contains('[') {
            // Too many already, and said.
            return None;
        }
        let words = expand(word).map_err(|finding| self.report(*finding)).ok()?;
        match self.ranged.checked_sub(words.len().saturating_sub(1)) {
            Some(left) => self.ranged = left,
            None => {
                let title = format!("all ranges together stand for more than {MAX_RANGED} words");
                let finding = Finding::error("malformed-range", word.span, title);
                self.report(finding.here(format!("this one stands for {} words", words.len())));
                self.ranged = 0;
                return None;
            }
        }
        Some(words)
    }

    /// Reads one value; reports what is wrong with it.
    pub fn value<T: Value>(&mut self, label: &str, word: At<String>) -> Option<At<T>> {
        match T::parse(&word.value) {
            Ok(value) => {
                if let Some(problem) = value.remark(&word.value) {
                    self.report(finding(label, &word, problem));
                }
                if let Some((kinds, name)) = value.reference() {
                    self.references.push(Reference { kinds, name: name.into(), span: word.span });
                }
                Some(At::new(value, word.span))
            }
            Err(problem) => {
                self.report(finding(label, &word, problem));
                None
            }
        }
    }

    /// Reads one construct; remembers its names where it can't be read.
    pub fn construct<C: Construct>(&mut self, statement: &Statement<'_>) -> Option<C> {
        // What is wrong in it may be nothing but the brace that is missing, which was said.
        let told = self.findings.len();
        let construct = if statement.garbled { None } else { C::decode(statement, self) };
        let mut wrong = self.findings.get(told..).unwrap_or_default().iter().map(|f| f.primary.span);
        let names = statement.values.first().zip(statement.values.last());
        let names = names.map(|(first, last)| first.span.start..last.span.end);
        let misnamed = names.is_some_and(|names| wrong.any(|span| names.contains(&span.start)));
        if construct.is_none() || statement.damaged || misnamed {
            self.lose(C::SPEC.keyword, statement, !statement.values.is_empty() && !misnamed);
        }
        // A name that could be read in part only is none; of an unclosed block it is whole.
        construct.filter(|_| !statement.damaged || statement.unclosed)
    }

    /// Remembers the names of a statement that could not be read. Where they are not the ones that were
    /// meant, any may have been.
    fn lose(&mut self, keyword: &str, statement: &Statement<'_>, named: bool) {
        if !named {
            // Not one by one: it may be their number that was too large.
            self.broken.insert((keyword.to_owned(), String::new()));
            return;
        }
        for word in &statement.values {
            for name in expand(word).unwrap_or_default() {
                self.broken.insert((keyword.to_owned(), name.value));
            }
        }
    }

    /// An attribute that has to be there and is not.
    pub fn missing(&mut self, name: &str, of: &Statement<'_>) {
        // Under a keyword that is not known it may stand, misspelt: one such keyword, one attribute.
        let unknown = |inner: &&Statement<'_>| self.unknown.contains(&inner.keyword.span);
        let inside = || of.block.iter().flatten().filter(unknown);
        let misspelt =
            inside().find(|s| !near(&s.keyword.text, [name]).is_empty()).or_else(|| inside().next());
        if let Some(span) = misspelt.map(|s| s.keyword.span) {
            self.unknown.remove(&span);
            return;
        }
        if of.damaged {
            return;
        }
        let keyword = &of.keyword.text;
        let finding = if name.is_empty() {
            Finding::error("missing-value", of.keyword.span, format!("`{keyword}` has no name"))
                .here("a name is missing behind it")
        } else {
            let what = match of.values.first() {
                Some(value) => format!("{keyword} {}", value.text),
                None => keyword.to_string(),
            };
            Finding::error("missing-attribute", of.head(), format!("{what} has no `{name}`"))
                .here(format!("`{name}` has to stand in its block"))
        };
        self.report(finding);
    }

    /// Values where the construct takes none.
    pub fn no_values(&mut self, statement: &Statement<'_>) {
        if let Some(value) = statement.values.first() {
            let title = format!("`{}` takes no name", statement.keyword.text);
            self.report(Finding::error("too-many-values", value.span, title).here("has to go"));
        }
    }

    /// A value that stands in a list already.
    pub fn twice(&mut self, label: &str, word: &At<String>, first: Span) {
        if finding::full(self.findings) {
            return;
        }
        let title = format!("{label} has `{}` twice", shown(&word.value));
        let finding = Finding::error("duplicate-value", word.span, title).here("a second time");
        finding::once(self.findings, finding.label(first, "first here"));
    }

    /// A keyword that is not the construct's own: one that may stand in any block, or a mistake. `before`
    /// is the statement before it in the block.
    pub fn other(
        &mut self,
        statement: &Statement<'_>,
        before: Option<&Statement<'_>>,
        parent: &Statement<'_>,
        within: &ConstructSpec,
    ) {
        let scope = Some(parent.whole);
        match &*statement.keyword.text {
            // Both are in `ANYWHERE`.
            "allow" => {
                let block = self.construct::<Allow>(statement);
                self.allowances.extend(block.iter().flat_map(|b| Allowance::allow(b, scope)));
            }
            "warn" => {
                let block = self.construct::<Warn>(statement);
                self.allowances.extend(block.iter().flat_map(|b| Allowance::warn(b, scope)));
            }
            // The secret itself, on a line of its own, which no title may show. That it is missing where it
            // belongs is told.
            _ if statement.block.is_none() && before.is_some_and(lacks_secret) => {
                _ = self.unknown.insert(statement.keyword.span)
            }
            _ => self.unknown(statement, parent, within),
        }
    }

    fn unknown(&mut self, statement: &Statement<'_>, parent: &Statement<'_>, within: &ConstructSpec) {
        // What stands in a block that is never closed was mostly meant to stand behind it, and a
        // statement that could not be read may be no statement.
        if finding::full(self.findings) || parent.unclosed || statement.damaged {
            return;
        }
        self.unknown.insert(statement.keyword.span);
        if within.keyword.is_empty() || statement.block.is_some() {
            // Of whatever kind it is, it has these names.
            self.lose("", statement, true);
        }
        let word = &statement.keyword.text;
        let takes_block = |shape: &Shape| matches!(shape, Shape::Block(_) | Shape::Must(_) | Shape::Many(_));
        let block = statement.block.is_some() || within.keyword.is_empty();
        let what = if block { "construct" } else { "attribute" };
        let title = match within.keyword {
            "" => format!("there is no {what} `{word}`"),
            keyword => format!("{keyword} has no {what} `{word}`"),
        };
        let names = within.fields.iter().filter(|f| statement.block.is_none() || takes_block(&f.shape));
        let fix = meant(word, names.clone().map(|f| f.name));
        let help = did_you_mean(word, names.map(|f| f.name)).or_else(|| {
            let all: Vec<&str> = within.fields.iter().map(|f| f.name).collect();
            (all.len() <= 12 && !all.is_empty()).then(|| format!("it has {}", all.join(", ")))
        });
        let finding = match block {
            true => Finding::error("unknown-block", statement.keyword.span, title),
            false => Finding::error("unknown-attribute", statement.keyword.span, title),
        };
        let finding = finding.here("not known here").maybe_help(help);
        self.report(match fix {
            Some(name) => finding.edit(statement.keyword.span, name),
            None => finding,
        });
    }
}

/// Whether a statement lacks the secret that belongs behind its keyword.
fn lacks_secret(statement: &Statement<'_>) -> bool {
    statement.values.is_empty() && statement.block.is_none() && before_secret(&statement.keyword.text)
}

/// What is wrong with a value, said about the attribute it stands in.
fn finding(label: &str, word: &At<String>, problem: Problem) -> Finding {
    let title = if problem.rule == "secret-in-text" {
        format!("`{label}` holds its text in the file")
    } else if word.value.is_empty() {
        format!("{label} {}", problem.what)
    } else {
        format!("{label} `{}` {}", shown(&word.value), problem.what)
    };
    let finding = Finding { level: problem.level, ..Finding::error(problem.rule, word.span, title) };
    let finding = finding.here(problem.expected).maybe_help(problem.help);
    match problem.fix.filter(|_| plain(word.span, &word.value)) {
        Some(text) => finding.edit(word.span, text),
        None => finding,
    }
}

/// Whether a word stands in the source as it is: then it may be replaced. What a range stands for is
/// shorter than the range, a string longer than what it says.
pub fn plain(span: Span, text: &str) -> bool {
    (span.end - span.start) as usize == text.len()
}

/// A word as a title shows it: of its beginning what can be printed.
fn shown(word: &str) -> String {
    let start: String = word.chars().take(60).collect();
    let cut = if start.len() < word.len() { "…" } else { "" };
    start.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect::<String>() + cut
}
