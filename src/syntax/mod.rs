//! From text to a tree of statements, with the place of everything.
//!
//! Parsing can't fail: what fits no rule is reported and left out, and the statements around it
//! stand. What a keyword means is not known here.

mod expand;
mod parse;
mod recover;
mod token;
mod tree;

pub use expand::{MAX_EXPANSION, expand};
pub use parse::{Parsed, parse, parse_file};
pub use token::{Token, TokenKind, tokens};
pub use tree::{Statement, Word};
