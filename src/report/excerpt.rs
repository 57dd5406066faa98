//! The lines of one file that a finding points at, as they are shown.
//!
//! What miette sees is not the file but a small text made of the lines that matter, each already
//! clipped, cleaned and with its secrets covered; marks are moved along. So a finding costs the same
//! in a file of a million lines, and nothing of the file reaches the terminal any other way.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, MietteError, MietteSpanContents, Severity};
use miette::{SourceCode, SourceSpan, SpanContents};

use super::human::CONTEXT;
use super::secret::{COVER, Secrets};
use super::{message, printable, unprintable};
use crate::finding::{FileId, Finding, Label, Level};
use crate::source::SourceFile;

/// How lines are cut.
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// How many columns a line may take, roughly.
    pub width: usize,
    /// What stands for what was left out.
    pub ellipsis: &'static str,
}

/// A finding with the part of one file that it points at.
pub struct Excerpt<'f> {
    finding: &'f Finding,
    name: String,
    /// The lines that are shown, one below the other.
    text: String,
    lines: Vec<Line>,
    marks: Vec<Mark>,
}

/// A line that is shown.
struct Line {
    /// Its number in the file, from 0.
    number: usize,
    /// Where it begins in the text that is shown.
    start: usize,
}

/// A mark under a line.
#[derive(Debug)]
struct Mark {
    /// The line, from 0.
    line: usize,
    /// What it lies under: bytes of the line, and in the end of the text that is shown.
    place: Range<usize>,
    /// Column in the file, from 0.
    column: usize,
    text: String,
    primary: bool,
}

impl<'f> Excerpt<'f> {
    /// The excerpt of `file` for those labels of a finding that lie in it; the flag is set for the
    /// primary one.
    pub fn new(
        finding: &'f Finding,
        labels: &[(&Label, bool)],
        file: &SourceFile,
        id: FileId,
        secrets: &Secrets,
        frame: Frame,
    ) -> Self {
        let marks = labels.iter().map(|(label, primary)| mark(file, label, *primary)).collect();
        let mut by_line: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
        for mark in separate(marks, file) {
            // The last line of a file is empty when the file ends as it should.
            let last = file.line_count() - usize::from(file.line_range(file.line_count() - 1).is_empty());
            for near in mark.line.saturating_sub(CONTEXT)..=mark.line + CONTEXT {
                if near < last {
                    by_line.entry(near).or_default();
                }
            }
            by_line.entry(mark.line).or_default().push(mark);
        }
        let name = printable(&file.path.to_string_lossy()).into_owned();
        let mut excerpt =
            Excerpt { finding, name, text: String::new(), lines: Vec::new(), marks: Vec::new() };
        for (number, mut marks) in by_line {
            let start = excerpt.text.len();
            let range = file.line_range(number);
            let covers = secrets.in_line(id, range.start, file.line(number));
            let mut shown = show(file.line(number), &covers, &mut marks, frame);
            if shown.is_empty() && !marks.is_empty() {
                // Nothing at all can't be pointed at.
                shown.push(' ');
            }
            for mut mark in marks {
                mark.place = start + mark.place.start..start + mark.place.end;
                excerpt.marks.push(mark);
            }
            excerpt.lines.push(Line { number, start });
            excerpt.text.push_str(&shown);
            excerpt.text.push('\n');
        }
        excerpt
    }

    /// The primary flag of each mark, in the order in which they are drawn.
    pub fn marks(&self) -> impl Iterator<Item = bool> + '_ {
        self.marks.iter().map(|mark| mark.primary)
    }

    /// The line that holds a byte of the text that is shown.
    fn index(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }
}

/// Where a label lies. One that goes on in further lines is shown on its first.
fn mark(file: &SourceFile, label: &Label, primary: bool) -> Mark {
    let number = file.line_of(label.span.start);
    let offset = file.line_range(number).start;
    let text = file.line(number);
    let boundary = |mut at: usize, step: isize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at = at.saturating_add_signed(step);
        }
        at
    };
    let start = boundary((label.span.start as usize).saturating_sub(offset), -1);
    let end = boundary((label.span.end as usize).saturating_sub(offset), 1).max(start);
    let column = text.get(..start).unwrap_or("").chars().count();
    let text = message(&label.text).into_owned();
    Mark { line: number, place: start..end, column, text, primary }
}

/// Marks in order, none over another: of two that overlap the larger one gives way, since miette
/// would move the second aside, to where it points at something else.
fn separate(mut marks: Vec<Mark>, file: &SourceFile) -> Vec<Mark> {
    let text = |mark: &Mark| file.line(mark.line).get(mark.place.clone()).unwrap_or("");
    let key = |m: &Mark| (m.line, m.place.start, m.place.end, !m.primary);
    marks.sort_by_key(key);
    let mut apart: Vec<Mark> = Vec::new();
    let mut queue: std::collections::VecDeque<Mark> = marks.into();
    while let Some(mut next) = queue.pop_front() {
        match apart.last_mut().filter(|last| last.line == next.line && next.place.start < last.place.end) {
            // Both begin here and the shorter one came first: what is left of the longer one.
            Some(last) if last.place.start == next.place.start && last.place.end < next.place.end => {
                let shared = last.place.len();
                next.place.start += shared;
                let blank = text(&next).len() - text(&next).trim_start().len();
                next.place.start += blank;
                next.column += shared + blank;
                let at = queue.partition_point(|m| key(m) < key(&next));
                queue.insert(at, next);
            }
            Some(last) if last.place.start == next.place.start => {
                let both = !last.text.is_empty() && !next.text.is_empty() && last.text != next.text;
                match both {
                    true => last.text = format!("{}; {}", last.text, next.text),
                    false if last.text.is_empty() => last.text = next.text,
                    false => {}
                }
                last.primary |= next.primary;
            }
            Some(last) => {
                last.place.end = next.place.start;
                last.place.end -= text(last).len() - text(last).trim_end().len();
                apart.push(next);
            }
            None => apart.push(next),
        }
    }
    apart
}

/// A line as it is shown: clipped to what its marks need, secrets covered, every character one that
/// can be shown. Marks are moved along.
fn show(line: &str, covers: &[Range<usize>], marks: &mut [Mark], frame: Frame) -> String {
    let mut shown = String::new();
    let mut covers = covers.iter().peekable();
    let mut cover_start = 0;
    // Where each mark lies in what is shown.
    let mut starts: Vec<Option<usize>> = vec![None; marks.len()];
    let mut ends: Vec<Option<usize>> = vec![None; marks.len()];
    for piece in pieces(line, marks, frame.width) {
        if piece.start > 0 {
            shown.push_str(frame.ellipsis);
        }
        for (i, c) in line.get(piece.clone()).unwrap_or("").char_indices() {
            let at = piece.start + i;
            while covers.next_if(|cover| cover.end <= at).is_some() {}
            let covered = covers.peek().is_some_and(|cover| cover.start <= at);
            let first = covered && (i == 0 || covers.peek().is_some_and(|cover| cover.start == at));
            let before = shown.len();
            if first {
                cover_start = before;
            }
            for ((mark, start), end) in marks.iter().zip(&mut starts).zip(&mut ends) {
                if mark.place.start == at {
                    *start = Some(if covered { cover_start } else { before });
                }
                if mark.place.end == at {
                    *end = Some(before);
                }
            }
            match covered {
                true if first => shown.push_str(COVER),
                true => {}
                false if c != '\t' && unprintable(c) => shown.push('\u{fffd}'),
                false => shown.push(c),
            }
        }
        for ((mark, start), end) in marks.iter().zip(&mut starts).zip(&mut ends) {
            if piece.contains(&mark.place.start) || piece.end == mark.place.start {
                start.get_or_insert(shown.len());
                if mark.place.end >= piece.end {
                    end.get_or_insert(shown.len());
                }
            }
        }
    }
    if pieces(line, marks, frame.width).last().is_some_and(|piece| piece.end < line.len()) {
        shown.push_str(frame.ellipsis);
    }
    for ((mark, start), end) in marks.iter_mut().zip(starts).zip(ends) {
        let start = start.unwrap_or(shown.len());
        mark.place = start..end.unwrap_or(start).max(start);
    }
    shown
}

/// The parts of a line that are shown: all of it, or what lies around its marks.
fn pieces(line: &str, marks: &[Mark], width: usize) -> Vec<Range<usize>> {
    let columns = |c: char| match c {
        '\t' => 4,
        c if c < '\u{1100}' => 1,
        _ => 2,
    };
    if line.len() <= width || (line.len() <= 4 * width && line.chars().map(columns).sum::<usize>() <= width) {
        return std::iter::once(0..line.len()).collect();
    }
    let forward = |from: usize, count: usize| {
        let rest = line.get(from..).unwrap_or("");
        rest.char_indices().nth(count).map_or(line.len(), |(i, _)| from + i)
    };
    let back = |from: usize, count: usize| {
        let head = line.get(..from).unwrap_or("");
        head.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(i, _)| i)
    };
    if marks.is_empty() {
        return std::iter::once(0..forward(0, width)).collect();
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        let seen = mark.place.end.min(forward(mark.place.start, width / 2));
        let piece = back(mark.place.start, width / 4)..forward(seen, width / 8);
        match pieces.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => pieces.push(piece),
        }
    }
    pieces
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let follows = |i: usize| match (self.lines.get(i), self.lines.get(i + 1)) {
            (Some(line), Some(next)) => line.number + 1 == next.number,
            _ => false,
        };
        let mut first = self.index(span.offset());
        let mut last = self.index(span.offset() + span.len());
        for _ in 0..before {
            first -= usize::from(first > 0 && follows(first - 1));
        }
        for _ in 0..after {
            last += usize::from(follows(last));
        }
        let start = self.lines.get(first).map_or(0, |line| line.start);
        let end = self.lines.get(last + 1).map_or(self.text.len(), |line| line.start);
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let number = self.lines.get(first).map_or(0, |line| line.number);
        // Without lines around it the place itself is asked for, as the file has it.
        let mark = self.marks.iter().find(|mark| mark.place.start == span.offset());
        let column = mark.filter(|_| before == 0).map_or(0, |mark| mark.column);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (start, data.len()).into(),
            number,
            column,
            last - first + 1,
        )))
    }
}

impl Diagnostic for Excerpt<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().map(|mark| {
            let text = (!mark.text.is_empty()).then(|| mark.text.clone());
            let span = (mark.place.start, mark.place.len());
            match mark.primary {
                true => LabeledSpan::new_primary_with_span(text, span),
                false => LabeledSpan::new_with_span(text, span),
            }
        })))
    }
}

impl std::error::Error for Excerpt<'_> {}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&message(&self.finding.title))
    }
}

impl fmt::Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Excerpt({:?}, {:?})", self.name, self.marks)
    }
}
