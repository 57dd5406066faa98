//! From lines to text.

use super::layout::Line;

/// The text: every line with its line end.
pub fn print(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        if line.spaced {
            text.push('\n');
        }
        let mut column = 0;
        for piece in &line.pieces {
            blanks(&mut text, piece.column.saturating_sub(column));
            text.push_str(piece.text);
            text.extend(piece.tail);
            column = piece.column + piece.width();
        }
        if let Some(comment) = line.comment {
            blanks(&mut text, line.comment_column.saturating_sub(column));
            text.push_str(comment);
        }
        text.push('\n');
    }
    text
}

fn blanks(text: &mut String, number: usize) {
    text.extend(std::iter::repeat_n(' ', number));
}
