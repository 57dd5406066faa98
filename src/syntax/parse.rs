//! The parser: pest's pairs to statements, `stray` nodes to findings.

use std::borrow::Cow;

use pest::Parser;
use pest::iterators::Pair;

use super::tree::{Statement, Word};
use crate::finding::{FileId, Finding, Span};
use crate::source::Sources;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/fabric.pest"]
struct FabricParser;

/// The statements of one loaded file. A file that can't be parsed has none.
pub fn parse_file<'s>(sources: &'s Sources, id: FileId, findings: &mut Vec<Finding>) -> Vec<Statement<'s>> {
    match sources.get(id) {
        Some(file) if file.parseable => parse(&file.text, id, findings),
        _ => Vec::new(),
    }
}

/// The statements of a text whose nesting is known to be within limits.
pub fn parse<'s>(text: &'s str, file: FileId, findings: &mut Vec<Finding>) -> Vec<Statement<'s>> {
    let mut reader = Reader { file, findings };
    match FabricParser::parse(Rule::file, text) {
        Ok(pairs) => reader.body(pairs.flat_map(Pair::into_inner)),
        Err(error) => {
            // The grammar takes any text, so only a limit of the parser itself ends here.
            let at = match error.location {
                pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at as u32,
            };
            let span = Span { file, start: at, end: at };
            reader.findings.push(Finding::error("syntax", span, "the file can't be read from here on"));
            Vec::new()
        }
    }
}

struct Reader<'f> {
    file: FileId,
    findings: &'f mut Vec<Finding>,
}

impl<'f> Reader<'f> {
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        Span { file: self.file, start: span.start() as u32, end: span.end() as u32 }
    }

    fn report(&mut self, span: Span, title: &str, here: &str, help: Option<&str>) {
        let finding = Finding::error("syntax", span, title).here(here);
        self.findings.push(finding.maybe_help(help.map(str::to_owned)));
    }

    fn body<'s>(&mut self, pairs: impl Iterator<Item = Pair<'s, Rule>>) -> Vec<Statement<'s>> {
        let mut statements = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::statement => statements.push(self.statement(pair)),
                Rule::EOI | Rule::unclosed => {}
                _ => self.stray(pair),
            }
        }
        statements
    }

    fn statement<'s>(&mut self, pair: Pair<'s, Rule>) -> Statement<'s> {
        let whole = self.span(&pair);
        let empty = Word { text: Cow::Borrowed(""), quoted: false, span: whole };
        let mut statement = Statement { keyword: empty, values: Vec::new(), block: None, damaged: false };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::keyword => statement.keyword = self.word(&part),
                Rule::word | Rule::string => {
                    let word = self.word(&part);
                    statement.values.push(word);
                }
                Rule::block => statement.block = Some(self.block(part, Some(&statement.keyword))),
                Rule::surplus => {
                    let span = self.span(&part);
                    self.report(span, "a comma or the end of the statement is missing", "before this", None);
                    statement.damaged = true;
                }
                Rule::dangling => {
                    let span = statement.head();
                    self.report(span, "the list ends in a comma", "a value is missing behind it", None);
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

    fn block<'s>(&mut self, pair: Pair<'s, Rule>, of: Option<&Word<'_>>) -> Vec<Statement<'s>> {
        let start = self.span(&pair).start;
        let open = Span { file: self.file, start, end: start + 1 };
        let inner = pair.into_inner();
        if inner.clone().any(|p| p.as_rule() == Rule::unclosed) {
            let title = match of {
                Some(keyword) => format!("the block of `{}` is never closed", keyword.text),
                None => "this block is never closed".to_owned(),
            };
            self.report(open, &title, "opened here", Some("add the closing `}`"));
        }
        self.body(inner)
    }

    fn stray(&mut self, pair: Pair<'_, Rule>) {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::stray_block => {
                let open = Span { end: span.start + 1, ..span };
                self.report(
                    open,
                    "a block without a statement",
                    "this brace opens nothing",
                    Some("put the `{` on the line of its statement"),
                );
            }
            Rule::stray_close => self.report(span, "a closing brace too many", "nothing is open here", None),
            Rule::stray_comma => self.report(span, "a comma outside a list", "no value before it", None),
            Rule::unclosed_string => {
                self.report(
                    span,
                    "a string is never closed",
                    "opened here",
                    Some("a string ends on its line, with `\"`"),
                );
            }
            Rule::stray_value => {
                if pair.into_inner().any(|p| p.as_rule() == Rule::unclosed_string) {
                    let help = Some("a string ends on its line, with `\"`");
                    return self.report(span, "a string is never closed", "opened here", help);
                }
                self.report(span, "a statement begins with a keyword", "this is a value", None);
            }
            _ => {
                let help = "words hold letters, digits and . _ - / : @; other text goes in \"quotes\"";
                self.report(
                    span,
                    "a character that can't stand here",
                    "not part of any statement",
                    Some(help),
                );
            }
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
