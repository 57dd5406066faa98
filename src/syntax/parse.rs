//! The parser: pest's pairs to statements, `stray` nodes to findings.

use std::borrow::Cow;

use pest::Parser;
use pest::iterators::Pair;

use super::recover;
use super::tree::{Statement, Word};
use crate::finding::{self, FileId, Finding, Span};
use crate::source::Sources;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/fabric.pest"]
pub(super) struct FabricParser;

/// What a text says.
#[derive(Debug, Default)]
pub struct Parsed<'s> {
    /// Its statements.
    pub statements: Vec<Statement<'s>>,
    /// Whether there was more, which could not be read and has its findings.
    pub partial: bool,
}

/// The statements of one loaded file. A file that can't be parsed has none.
pub fn parse_file<'s>(sources: &'s Sources, id: FileId, findings: &mut Vec<Finding>) -> Parsed<'s> {
    match sources.get(id) {
        Some(file) if file.parseable => parse(&file.text, id, findings),
        _ => Parsed { statements: Vec::new(), partial: true },
    }
}

/// The statements of a text whose nesting is known to be within limits. Where there is more wrong
/// with it than anybody would read, it ends there.
pub fn parse<'s>(text: &'s str, file: FileId, findings: &mut Vec<Finding>) -> Parsed<'s> {
    let mut parsed = Parsed::default();
    let mut at = 0;
    // The last statement that begins its line without a blank, and what had been found before it.
    let mut outer: Option<(usize, usize, bool)> = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let told = findings.len();
        let mut reader = Reader { file, offset: at as u32, findings, partial: false };
        let Some((mut end, mut statements, mut closes)) = reader.next(rest) else {
            // The grammar takes any text, so only a limit of the parser itself ends here.
            let span = Span { file, start: at as u32, end: at as u32 };
            findings.push(Finding::error("syntax", span, "the file can't be read from here on"));
            parsed.partial = true;
            break;
        };
        if let Some(open) = statements.first().filter(|s| s.unclosed && recover::is_indented(text, s)) {
            // It ends where the next statement plainly begins.
            if let Some(cut) = recover::next(text, open).and_then(|next| text.get(at..next)) {
                reader.findings.truncate(told);
                if let Some(again) = reader.next(cut) {
                    (end, statements, closes) = again;
                }
            }
            statements.iter_mut().for_each(recover::garble);
            // What is lost in it, its own names say.
            reader.partial = false;
        }
        let mut partial = reader.partial;
        if let Some((first, before, whole)) = outer.filter(|_| closes) {
            // A brace too many is one too few further up: what stands between was meant to be inside.
            if recover::enclose(text, &mut parsed.statements, first) {
                findings.truncate(before);
                findings.extend(parsed.statements.last().map(recover::never_opened));
                (parsed.partial, partial) = (whole, false);
            }
        }
        for statement in &statements {
            if recover::is_outer(text, statement) {
                outer = Some((parsed.statements.len(), told, parsed.partial));
            }
        }
        parsed.statements.extend(statements);
        parsed.partial |= partial;
        at += end;
        if finding::full(findings) {
            parsed.partial = true;
            break;
        }
    }
    parsed
}

struct Reader<'f> {
    file: FileId,
    /// Where the text that is being read begins in its file.
    offset: u32,
    findings: &'f mut Vec<Finding>,
    /// Whether statements were left out.
    partial: bool,
}

impl<'f> Reader<'f> {
    /// What stands first in a text: where it ends, its statement, and whether it is a brace that closes
    /// nothing. None where the parser gives up.
    fn next<'s>(&mut self, text: &'s str) -> Option<(usize, Vec<Statement<'s>>, bool)> {
        let next = FabricParser::parse(Rule::next, text).ok().and_then(|mut pairs| pairs.next())?;
        let end = next.as_span().end();
        let inner = next.into_inner();
        let closes = inner.clone().any(|p| p.as_rule() == Rule::stray_close);
        (end > 0).then(|| (end, self.body(inner), closes))
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let (start, end) = (span.start() as u32, span.end() as u32);
        Span { file: self.file, start: self.offset + start, end: self.offset + end }
    }

    fn report(&mut self, span: Span, title: &str, here: &str, help: Option<&str>) {
        if finding::full(self.findings) {
            return;
        }
        let finding = Finding::error("syntax", span, title).here(here);
        self.findings.push(finding.maybe_help(help.map(str::to_owned)));
    }

    fn body<'s>(&mut self, pairs: impl Iterator<Item = Pair<'s, Rule>>) -> Vec<Statement<'s>> {
        let mut statements = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::statement => statements.push(self.statement(pair)),
                Rule::unclosed => {}
                _ => self.stray(pair),
            }
        }
        statements
    }

    fn statement<'s>(&mut self, pair: Pair<'s, Rule>) -> Statement<'s> {
        let whole = self.span(&pair);
        let empty = Word { text: Cow::Borrowed(""), quoted: false, span: whole };
        let mut statement = Statement {
            keyword: empty,
            values: Vec::new(),
            block: None,
            whole,
            damaged: false,
            unclosed: false,
            garbled: false,
        };
        let mut parts = pair.into_inner().peekable();
        while let Some(part) = parts.next() {
            match part.as_rule() {
                Rule::keyword => statement.keyword = self.word(&part),
                Rule::word | Rule::string => {
                    let word = self.word(&part);
                    statement.values.push(word);
                }
                Rule::block => {
                    let (block, closed) = self.block(part, Some(&statement.keyword));
                    statement.block = Some(block);
                    statement.unclosed = !closed;
                    statement.damaged |= !closed;
                }
                Rule::surplus => {
                    let (title, here) = match part.as_str().starts_with(',') {
                        true => ("a comma outside a list", "no value before it"),
                        false => ("a comma or the end of the statement is missing", "before this"),
                    };
                    self.words(part, title, here);
                    statement.damaged = true;
                }
                Rule::dangling => {
                    // Where something else stands there, that is what is wrong.
                    if parts.peek().is_none_or(|next| next.as_rule() != Rule::surplus) {
                        let span = statement.head();
                        self.report(span, "the list ends in a comma", "a value is missing behind it", None);
                    }
                    statement.damaged = true;
                }
                _ => {
                    self.stray(part);
                    statement.damaged = true;
                }
            }
        }
        statement
    }

    /// The statements of a block, and whether it is closed.
    fn block<'s>(&mut self, pair: Pair<'s, Rule>, of: Option<&Word<'_>>) -> (Vec<Statement<'s>>, bool) {
        let start = self.span(&pair).start;
        let open = Span { file: self.file, start, end: start + 1 };
        let inner = pair.into_inner();
        let closed = !inner.clone().any(|p| p.as_rule() == Rule::unclosed);
        if !closed {
            // It swallows what was meant to stand behind it.
            self.partial = true;
            let title = match of {
                Some(keyword) => format!("the block of `{}` is never closed", keyword.text),
                None => "this block is never closed".to_owned(),
            };
            self.report(open, &title, "opened here", Some("add the closing `}`"));
        }
        (self.body(inner), closed)
    }

    fn stray(&mut self, pair: Pair<'_, Rule>) {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::stray_block => {
                self.partial = true;
                let open = Span { end: span.start + 1, ..span };
                let help = Some("put the `{` on the line of its statement");
                self.report(open, "a block without a statement", "this brace opens nothing", help);
            }
            Rule::stray_close => self.report(span, "a closing brace too many", "nothing is open here", None),
            Rule::stray_comma => self.report(span, "a comma outside a list", "no value before it", None),
            Rule::unclosed_string => {
                let help = match pair.as_str().contains('\\') {
                    true => "a string ends on its line, with `\"`; in it a backslash is `\\\\`",
                    false => "a string ends on its line, with `\"`",
                };
                self.report(span, "a string is never closed", "opened here", Some(help));
            }
            _ => {
                self.partial |= pair.clone().into_inner().any(|p| p.as_rule() == Rule::block);
                self.words(pair, "a statement begins with a keyword", "this is a value");
            }
        }
    }

    /// Words where none can stand. What is wrong with one of them comes before what is wrong with
    /// their place.
    fn words(&mut self, pair: Pair<'_, Rule>, title: &str, here: &str) {
        let mut inner = pair.clone().into_inner();
        let first = inner.clone().next();
        let wrong = inner.find(|p| matches!(p.as_rule(), Rule::unclosed_string | Rule::stray_text));
        match wrong {
            Some(open) if open.as_rule() == Rule::unclosed_string => self.stray(open),
            Some(text) => {
                let help = match text.as_str().starts_with(['[', ']']) {
                    true => "a range in a word is [1-8], [01-08] or [1,4-6], without blanks",
                    false => "words hold letters, digits and . _ - / : @; other text goes in \"quotes\"",
                };
                let title = "a character that can't stand here";
                self.report(self.span(&text), title, "not part of any statement", Some(help));
            }
            None if pair.as_str().starts_with(',') => {
                let span = self.span(&pair);
                self.report(Span { end: span.start + 1, ..span }, title, here, None);
            }
            None => self.report(self.span(first.as_ref().unwrap_or(&pair)), title, here, None),
        }
    }

    fn word<'s>(&self, pair: &Pair<'s, Rule>) -> Word<'s> {
        let raw = pair.as_str();
        let span = self.span(pair);
        if pair.as_rule() != Rule::string {
            return Word { text: Cow::Borrowed(raw), quoted: false, span };
        }
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
        let text = if inner.contains('\\') {
            let mut plain = String::with_capacity(inner.len());
            let mut chars = inner.chars();
            while let Some(c) = chars.next() {
                plain.extend(if c == '\\' { chars.next() } else { Some(c) });
            }
            Cow::Owned(plain)
        } else {
            Cow::Borrowed(inner)
        };
        Word { text, quoted: true, span }
    }
}
