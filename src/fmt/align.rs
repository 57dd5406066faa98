//! Columns: which pieces of neighbouring lines stand one under the other, and where each line begins.
//!
//! A row is a line that is one statement. Neighbouring rows of one shape make a table, at the top level
//! only where they have one keyword, since neighbours there are unlike: of statements with values alone
//! the values are aligned, of statements with a block the braces, and in the blocks what follows a
//! statement of one keyword. From left to right: where the keywords differ, or the
//! columns lie too far apart, or a line would become too long, the table ends.

use super::WIDTH;
use super::layout::{Indent, Line, Piece, Role};

/// How many blanks a column may cost.
const GAP: usize = 20;
/// The furthest column that a statement which goes on in the next line is aligned with.
const HANG: usize = 40;
/// Blanks for each block, and in front of a comment that ends a line.
const STEP: usize = 2;

/// What rows must have in common to be neighbours in a table.
#[derive(PartialEq, Eq, Clone, Copy)]
struct Shape<'t> {
    depth: usize,
    /// The keyword, at the top level.
    keyword: Option<&'t str>,
    /// How many values come before the block, where there is one.
    block: Option<usize>,
}

/// A place of a row where a column may begin.
struct Stop<'t> {
    piece: usize,
    /// Where it is without any alignment.
    column: usize,
    after: After<'t>,
}

/// What must be the same of two rows for their stops to be one column.
#[derive(PartialEq, Eq, Clone, Copy)]
enum After<'t> {
    /// The columns before are, and nothing else.
    Same,
    /// How many values the statement has.
    Values(usize),
    /// The keyword of the statement before.
    Keyword(&'t str),
}

struct Row<'t> {
    line: usize,
    stops: Vec<Stop<'t>>,
    /// Where the line ends.
    end: usize,
    /// How far alignment has moved what comes.
    shift: usize,
}

/// Aligns the statements of neighbouring lines.
pub fn columns(lines: &mut [Line<'_>]) {
    let mut table: Vec<Row<'_>> = Vec::new();
    let mut last: Option<Shape<'_>> = None;
    let mut pads = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let shape = shape(line);
        if shape.is_none() || shape != last || line.spaced {
            align(std::mem::take(&mut table), &mut pads);
        }
        if shape.is_some() {
            table.push(row(index, line));
        }
        last = shape;
    }
    align(table, &mut pads);
    for (line, piece, pad) in pads {
        if let Some(piece) = lines.get_mut(line).and_then(|line| line.pieces.get_mut(piece)) {
            piece.pad = pad;
        }
    }
}

/// The shape of a line that is one statement with something to align.
fn shape<'t>(line: &Line<'t>) -> Option<Shape<'t>> {
    let Indent::Blocks(blocks) = line.indent else { return None };
    let (last, rest) = line.pieces.split_last()?;
    if last.tail.is_some() || matches!(last.role, Role::Open | Role::Empty) {
        return None;
    }
    let mut depth = 0usize;
    let mut values = 0;
    let mut block = false;
    for (index, piece) in rest.iter().chain([last]).enumerate() {
        match piece.role {
            Role::Keyword if depth == 0 && index > 0 => return None,
            Role::Value if depth == 0 => values += 1,
            Role::Open => (depth, block) = (depth + 1, true),
            Role::Close => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    let keyword = line.pieces.first().map(|piece| piece.text).filter(|_| blocks == 0);
    let shape = Shape { depth: blocks, keyword, block: block.then_some(values) };
    (depth == 0 && values + usize::from(block) > 0).then_some(shape)
}

fn row<'t>(index: usize, line: &Line<'t>) -> Row<'t> {
    let block = line.pieces.iter().any(|piece| piece.role == Role::Open);
    let head = line.pieces.iter().skip(1).take_while(|piece| piece.role == Role::Value).count();
    let mut stops = Vec::new();
    let mut column = STEP * line.indent.depth();
    // The keywords of the statements that are open, and of the one before.
    let mut keywords: Vec<&str> = Vec::new();
    let mut before: Option<&Piece<'t>> = None;
    for (index, piece) in line.pieces.iter().enumerate() {
        let first = before.is_some_and(|before| before.role == Role::Open);
        let after = match piece.role {
            Role::Value if index == 1 && !block => Some(After::Same),
            Role::Value if (2..=head).contains(&index) => Some(After::Values(head)),
            Role::Open if index == head + 1 => Some(After::Same),
            Role::Open | Role::Keyword if index > 0 && !first => keywords.last().copied().map(After::Keyword),
            _ => None,
        };
        if let Some(after) = after {
            stops.push(Stop { piece: index, column, after });
        }
        match piece.role {
            Role::Keyword => {
                if !first {
                    keywords.pop();
                }
                keywords.push(piece.text);
            }
            Role::Close => drop(keywords.pop()),
            _ => {}
        }
        column += piece.width() + 1;
        before = Some(piece);
    }
    Row { line: index, stops, end: column.saturating_sub(1), shift: 0 }
}

/// Aligns a table, column by column; `pads` takes the line, the piece and its blanks.
fn align(mut table: Vec<Row<'_>>, pads: &mut Vec<(usize, usize, usize)>) {
    let mut groups: Vec<Vec<usize>> = vec![(0..table.len()).collect()];
    let mut nth = 0;
    while !groups.is_empty() {
        groups = groups.iter().flat_map(|group| columns_of(group, &table, nth)).collect();
        groups.retain(|group| pad(group, &mut table, nth, pads));
        nth += 1;
    }
}

/// Splits the rows of a table into those whose n-th stops are one column. A row that ends before is
/// in none, and parts none.
fn columns_of(group: &[usize], table: &[Row<'_>], nth: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for index in group {
        let Some(row) = table.get(*index) else { continue };
        let Some(stop) = row.stops.get(nth) else { continue };
        let column = stop.column + row.shift;
        match groups.last_mut() {
            Some(group)
                if last.is_some_and(|(after, at)| after == stop.after && column.abs_diff(at) <= GAP) =>
            {
                group.push(*index);
            }
            _ => groups.push(vec![*index]),
        }
        last = Some((stop.after, column));
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// Moves the n-th stops of rows to one column, unless that makes a line too long. Gives whether it did.
fn pad(group: &[usize], table: &mut [Row<'_>], nth: usize, pads: &mut Vec<(usize, usize, usize)>) -> bool {
    let place = |row: &Row<'_>| row.stops.get(nth).map_or(0, |stop| stop.column + row.shift);
    let column = group.iter().filter_map(|i| table.get(*i)).map(place).max().unwrap_or(0);
    let long = |row: &Row<'_>| column > place(row) && row.end + row.shift + column - place(row) > WIDTH;
    if group.iter().filter_map(|i| table.get(*i)).any(long) {
        return false;
    }
    for index in group {
        if let Some(row) = table.get_mut(*index) {
            let pad = column - place(row);
            row.shift += pad;
            if let Some(stop) = row.stops.get(nth).filter(|_| pad > 0) {
                pads.push((row.line, stop.piece, pad));
            }
        }
    }
    true
}

/// Gives every piece its column.
pub fn place(lines: &mut [Line<'_>]) {
    for index in 0..lines.len() {
        let (done, rest) = lines.split_at_mut(index);
        let Some(line) = rest.first_mut() else { break };
        let mut column = match line.indent {
            Indent::Blocks(depth) => STEP * depth,
            Indent::Under(above, piece, depth) => done
                .get(above)
                .and_then(|line| line.pieces.get(piece))
                .map(|piece| piece.column)
                .filter(|column| *column <= HANG)
                .unwrap_or(STEP * (depth + 2)),
        };
        line.comment_column = column;
        for piece in &mut line.pieces {
            piece.column = column + piece.pad;
            column = piece.column + piece.width() + 1;
            line.comment_column = column - 1 + STEP;
        }
    }
}

/// Aligns the comments that end neighbouring lines of one block. A line without one parts none.
pub fn comments(lines: &mut [Line<'_>]) {
    let mut group: Vec<usize> = Vec::new();
    let mut last = None;
    for index in 0..lines.len() {
        let Some(line) = lines.get(index) else { break };
        let depth = (!line.pieces.is_empty()).then(|| line.indent.depth());
        if depth.is_none() || depth != last || line.spaced {
            align_comments(&std::mem::take(&mut group), lines);
        }
        let Some(line) = lines.get(index) else { break };
        // What stands behind a closing brace says something else than what comes behind it.
        last = depth.filter(|_| line.pieces.first().is_some_and(|piece| piece.role != Role::Close));
        if depth.is_none() || line.comment.is_none() {
            continue;
        }
        let column = |i: &usize| lines.get(*i).map_or(0, |line| line.comment_column);
        if group.last().is_some_and(|before| column(before).abs_diff(line.comment_column) > GAP) {
            align_comments(&std::mem::take(&mut group), lines);
        }
        group.push(index);
    }
    align_comments(&group, lines);
}

fn align_comments(group: &[usize], lines: &mut [Line<'_>]) {
    let place = |i: &usize| lines.get(*i).map_or(0, |line| line.comment_column);
    let column = group.iter().map(place).max().unwrap_or(0);
    if column > WIDTH {
        return;
    }
    for index in group {
        if let Some(line) = lines.get_mut(*index) {
            line.comment_column = column;
        }
    }
}
