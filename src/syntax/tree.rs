//! The tree: statements with values and, perhaps, a block of further statements.

use std::borrow::Cow;

use crate::finding::Span;

/// A word or string of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'s> {
    /// The text; of a string, without its quotes and escapes.
    pub text: Cow<'s, str>,
    /// Whether it was written as a string: then nothing in it expands.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// `keyword value, value { … }`.
#[derive(Debug, Clone)]
pub struct Statement<'s> {
    /// What is being stated.
    pub keyword: Word<'s>,
    /// The values behind the keyword.
    pub values: Vec<Word<'s>>,
    /// The statements of the block, where there is one.
    pub block: Option<Vec<Statement<'s>>>,
    /// All of it, from the keyword to the closing brace.
    pub whole: Span,
    /// Whether part of the statement was left out with a finding.
    pub damaged: bool,
    /// Whether its block is never closed: then it holds what stands behind it as well.
    pub unclosed: bool,
    /// Whether a brace of it is missing, so that nobody can tell what stands in which block.
    pub garbled: bool,
}

impl Statement<'_> {
    /// The keyword and the values: what to mark when the statement as a whole is meant.
    pub fn head(&self) -> Span {
        match self.values.last() {
            Some(last) => self.keyword.span.to(last.span),
            None => self.keyword.span,
        }
    }
}
