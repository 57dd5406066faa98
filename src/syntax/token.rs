//! A text as tokens, with the comments and blanks that the tree of statements leaves out.

use pest::Parser;

use super::parse::{FabricParser, Rule};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a value without quotes.
    Word,
    /// A string, quotes included.
    Text,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// From `#` to where the line ends.
    Comment,
    /// A line end.
    LineEnd,
    /// Blanks, tabs and carriage returns.
    Blank,
    /// A character that no statement has.
    Other,
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'s> {
    /// What it is.
    pub kind: TokenKind,
    /// The piece itself.
    pub text: &'s str,
}

/// The tokens of a text, any text; joined they are the text again.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    // A line at a time, so that what the parser keeps is bound by the longest line.
    for line in text.split_inclusive('\n') {
        let parsed = FabricParser::parse(Rule::token_line, line).into_iter().flatten();
        for pair in parsed.flat_map(|pair| pair.into_inner()) {
            let kind = match pair.as_rule() {
                Rule::word => TokenKind::Word,
                Rule::string => TokenKind::Text,
                Rule::open => TokenKind::Open,
                Rule::close => TokenKind::Close,
                Rule::comma => TokenKind::Comma,
                Rule::semicolon => TokenKind::Semicolon,
                Rule::comment => TokenKind::Comment,
                Rule::line_end => TokenKind::LineEnd,
                Rule::blank => TokenKind::Blank,
                _ => TokenKind::Other,
            };
            tokens.push(Token { kind, text: pair.as_str() });
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_comes_to_pieces_and_nothing_is_lost() {
        let text = "a r[1-2],\"x # \\\" y\" { b\t1; } # c ; {\r\n\"open\n=";
        let tokens = tokens(text);
        let kinds: Vec<TokenKind> =
            tokens.iter().map(|t| t.kind).filter(|kind| *kind != TokenKind::Blank).collect();
        use TokenKind::*;
        assert_eq!(
            kinds,
            [
                Word, Word, Comma, Text, Open, Word, Word, Semicolon, Close, Comment, LineEnd, Other, Word,
                LineEnd, Other
            ]
        );
        assert_eq!(tokens.iter().map(|t| t.text).collect::<String>(), text);
    }
}
