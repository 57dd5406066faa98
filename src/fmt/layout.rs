//! From tokens to lines: where each begins, how far it is indented, and what stands in it.

use crate::syntax::{Token, TokenKind};

/// A piece of a line; one blank stands between two.
#[derive(Debug)]
pub struct Piece<'t> {
    pub role: Role,
    pub text: &'t str,
    /// The sign that ends it, if any.
    pub tail: Option<char>,
    /// Blanks in front of it, beside the one that parts it from the piece before.
    pub pad: usize,
    /// Its column, once its line has a place.
    pub column: usize,
}

impl Piece<'_> {
    /// How many columns it takes.
    pub fn width(&self) -> usize {
        self.text.chars().count() + usize::from(self.tail.is_some())
    }
}

/// What a piece is in its statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Keyword,
    Value,
    Open,
    Close,
    /// A block that holds nothing.
    Empty,
}

/// How far a line is indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indent {
    /// As many blocks as are open.
    Blocks(usize),
    /// Under a piece of an earlier line: the index of the line and of the piece. What is in so many
    /// blocks goes on here.
    Under(usize, usize, usize),
}

impl Indent {
    /// How many blocks are open around it.
    pub fn depth(self) -> usize {
        match self {
            Indent::Blocks(depth) | Indent::Under(_, _, depth) => depth,
        }
    }
}

/// A line of the form.
#[derive(Debug)]
pub struct Line<'t> {
    pub indent: Indent,
    pub pieces: Vec<Piece<'t>>,
    pub comment: Option<&'t str>,
    /// The column of a comment that ends the line.
    pub comment_column: usize,
    /// Whether an empty line comes before it.
    pub spaced: bool,
}

/// A token that is printed, and what came before it.
struct Item<'t> {
    kind: TokenKind,
    text: &'t str,
    line_ends: usize,
    semicolon: bool,
}

/// Tokens without blanks, line ends and semicolons, which are counted in front of the next one.
fn items<'t>(tokens: &[Token<'t>]) -> Vec<Item<'t>> {
    let mut items = Vec::with_capacity(tokens.len() / 2);
    let (mut line_ends, mut semicolon) = (0, false);
    for token in tokens {
        match token.kind {
            TokenKind::Blank => {}
            TokenKind::LineEnd => line_ends += 1,
            TokenKind::Semicolon => semicolon = true,
            kind => {
                let text = match kind {
                    TokenKind::Comment => token.text.trim_end_matches([' ', '\t', '\r']),
                    _ => token.text,
                };
                items.push(Item { kind, text, line_ends, semicolon });
                (line_ends, semicolon) = (0, false);
            }
        }
    }
    items
}

/// Which items open a block that is broken over lines: one with a line end behind its `{` or before
/// its `}`, with a comment on a line of its own, or with a broken block in it.
fn broken(items: &[Item<'_>]) -> Vec<bool> {
    let mut broken = vec![false; items.len()];
    // Where each open block begins, and whether it is known to be broken.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut before = None;
    for (index, item) in items.iter().enumerate() {
        let (opened, closes) = (before == Some(TokenKind::Open), item.kind == TokenKind::Close);
        let at_edge = (opened || closes) && item.line_ends > 0;
        let comment = item.kind == TokenKind::Comment && (opened || item.line_ends > 0);
        let mut breaks = comment || at_edge && !(opened && closes);
        if closes && let Some((at, inner)) = open.pop() {
            breaks |= inner;
            if let Some(flag) = broken.get_mut(at) {
                *flag = breaks;
            }
        }
        if let Some((_, outer)) = open.last_mut() {
            *outer |= breaks;
        }
        if item.kind == TokenKind::Open {
            open.push((index, false));
        }
        before = Some(item.kind);
    }
    broken
}

/// A block around the place that is being laid out.
struct Block {
    broken: bool,
    /// Where its first statement stands, if it stands on the line of the brace.
    first: Option<(usize, usize)>,
}

/// The lines of a text.
pub fn lines<'t>(tokens: &[Token<'t>]) -> Vec<Line<'t>> {
    let items = items(tokens);
    let mut layout = Layout {
        lines: Vec::new(),
        blocks: Vec::new(),
        first_value: None,
        starts: true,
        listing: false,
        fresh: true,
        before: None,
    };
    for (item, broken) in items.iter().zip(broken(&items)) {
        layout.item(item, broken);
    }
    layout.lines
}

struct Layout<'t> {
    lines: Vec<Line<'t>>,
    blocks: Vec<Block>,
    /// Where the first value of the statement stands.
    first_value: Option<(usize, usize)>,
    /// Whether a statement begins here.
    starts: bool,
    /// Whether a list goes on, after a comma.
    listing: bool,
    /// Whether what comes stands on a line of its own, unless it is a comment.
    fresh: bool,
    before: Option<TokenKind>,
}

impl<'t> Layout<'t> {
    fn item(&mut self, item: &Item<'t>, broken: bool) {
        let trails = item.kind == TokenKind::Comment && item.line_ends == 0;
        let empty = item.kind == TokenKind::Close && self.before == Some(TokenKind::Open);
        let closes = item.kind == TokenKind::Close && self.blocks.last().is_some_and(|b| b.broken);
        let fresh =
            self.lines.is_empty() || !trails && !empty && (self.fresh || closes || item.line_ends > 0);
        if fresh {
            self.line(item);
        }
        if item.semicolon || item.line_ends > 0 && !self.listing {
            self.starts = true;
        }
        match item.kind {
            TokenKind::Comment => self.comment(item.text),
            TokenKind::Comma => self.comma(item.text),
            TokenKind::Open => {
                self.push(Role::Open, item.text);
                self.blocks.push(Block { broken, first: None });
            }
            TokenKind::Close if empty => self.empty(),
            TokenKind::Close => {
                self.push(Role::Close, item.text);
                self.blocks.pop();
            }
            _ if self.starts => self.keyword(item.text, fresh),
            _ => self.value(item.text),
        }
        if item.kind != TokenKind::Comment {
            self.listing = item.kind == TokenKind::Comma;
            self.starts = matches!(item.kind, TokenKind::Open | TokenKind::Close);
        }
        self.fresh = match item.kind {
            TokenKind::Comment => true,
            TokenKind::Open => broken,
            TokenKind::Close => closes && !empty,
            _ => false,
        };
        self.before = Some(item.kind);
    }

    fn line(&mut self, item: &Item<'t>) {
        let depth = self.blocks.iter().filter(|block| block.broken).count();
        let inline = self.blocks.last().filter(|block| !block.broken).and_then(|block| block.first);
        let under = if self.listing { self.first_value.or(inline) } else { inline };
        let indent = match (item.kind, under) {
            (TokenKind::Close, _) => Indent::Blocks(depth.saturating_sub(1)),
            (_, Some((line, piece))) => Indent::Under(line, piece, depth),
            _ => Indent::Blocks(depth),
        };
        let spaced = item.line_ends > 1
            && under.is_none()
            && !self.lines.is_empty()
            && self.before != Some(TokenKind::Open)
            && item.kind != TokenKind::Close;
        self.lines.push(Line { indent, pieces: Vec::new(), comment: None, comment_column: 0, spaced });
    }

    fn keyword(&mut self, text: &'t str, fresh: bool) {
        if !fresh
            && let Some(last) = self.lines.last_mut().and_then(|line| line.pieces.last_mut())
            && last.role != Role::Open
        {
            last.tail = Some(';');
        }
        let place = self.push(Role::Keyword, text);
        self.first_value = None;
        if let Some(block) = self.blocks.last_mut() {
            block.first = block.first.or(Some(place)).filter(|_| !block.broken);
        }
    }

    fn value(&mut self, text: &'t str) {
        let place = self.push(Role::Value, text);
        self.first_value = self.first_value.or(Some(place));
    }

    fn comma(&mut self, text: &'t str) {
        match self.lines.last_mut().and_then(|line| line.pieces.last_mut()) {
            Some(last) if last.tail.is_none() => last.tail = Some(','),
            _ => self.value(text),
        }
    }

    fn empty(&mut self) {
        self.blocks.pop();
        if let Some(last) = self.lines.last_mut().and_then(|line| line.pieces.last_mut()) {
            (last.role, last.text) = (Role::Empty, "{}");
        }
    }

    fn comment(&mut self, text: &'t str) {
        if let Some(line) = self.lines.last_mut() {
            line.comment = Some(text);
        }
    }

    /// Adds a piece to the line and gives its place.
    fn push(&mut self, role: Role, text: &'t str) -> (usize, usize) {
        let index = self.lines.len().saturating_sub(1);
        let Some(line) = self.lines.last_mut() else { return (0, 0) };
        line.pieces.push(Piece { role, text, tail: None, pad: 0, column: 0 });
        (index, line.pieces.len() - 1)
    }
}
