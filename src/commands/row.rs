//! How a line is given and taken back: one row a line, data alone.
//!
//! A pattern is the line's words. `=` stands for what tells one such line from another, and may have
//! letters before it (`Ethernet=`); `*` for a value, which a new one overwrites; `...` for a value of
//! several words; `?` for one that may be missing; `=...` for all words that are left, as what tells
//! lines apart. In what takes a line back, each stands for what it matched.

use std::collections::HashMap;

use super::level::Level;

/// A row: lines that are given and taken back in one way.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The sections that have such lines.
    pub scopes: &'static [&'static str],
    /// What such a line says.
    pub line: &'static str,
    /// What takes it back.
    pub undo: &'static str,
    /// The section that it begins.
    pub opens: Option<&'static str>,
    /// When it is built; of a line without, with its section.
    pub level: Option<Level>,
    /// Others refer to it: it goes after all else is done.
    pub defines: bool,
    /// The vendor takes no new value over an old one: the old one goes first.
    pub replaced: bool,
    /// Lines with the same keys are a list, whose order is that of entry.
    pub ordered: bool,
    /// It goes with others of its kind in one list of ids.
    pub listed: bool,
    /// Its values are names: a line adds its own to those that are there, and each is taken back by
    /// itself. Without any it would hold for all.
    pub names: bool,
    /// Its value is a set of VLANs: what adds some to it, and what takes some from it.
    pub vlans: Option<(&'static str, &'static str)>,
    /// What only one line of the switch may hold at a time.
    pub exclusive: Option<&'static str>,
    /// Where it changes, the switch forgets the lines of its section that are `erased`.
    pub erases: bool,
    /// See `erases`.
    pub erased: bool,
    /// With it go all lines of its section that begin with the same two words.
    pub takes: bool,
    /// A member takes it over from its port-channel.
    pub shared: bool,
    /// The vendor takes it only while the interface is down.
    pub while_down: bool,
    /// An entry of a list by number, its last key; the vendor takes each command by itself.
    pub numbered: bool,
    /// Before it changes, the old one goes, and so before all else of its section.
    pub leaves: bool,
    /// It stays until another that does the same is there: a route, until its prefix has the new one.
    pub stays: bool,
}

/// A row of lines that a new value overwrites.
pub const fn row(scopes: &'static [&'static str], line: &'static str, undo: &'static str) -> Row {
    Row {
        scopes,
        line,
        undo,
        opens: None,
        level: None,
        defines: false,
        replaced: false,
        ordered: false,
        listed: false,
        names: false,
        vlans: None,
        exclusive: None,
        erases: false,
        erased: false,
        takes: false,
        shared: false,
        while_down: false,
        leaves: false,
        stays: false,
        numbered: false,
    }
}

impl Row {
    pub const fn opens(self, scope: &'static str) -> Row {
        Row { opens: Some(scope), ..self }
    }

    pub const fn at(self, level: Level) -> Row {
        Row { level: Some(level), ..self }
    }

    pub const fn defines(self) -> Row {
        Row { defines: true, ..self }
    }

    pub const fn replaced(self) -> Row {
        Row { replaced: true, ..self }
    }

    pub const fn ordered(self) -> Row {
        Row { ordered: true, ..self }
    }

    pub const fn listed(self) -> Row {
        Row { listed: true, ..self }
    }

    pub const fn names(self) -> Row {
        Row { names: true, ..self }
    }

    pub const fn vlans(self, add: &'static str, remove: &'static str) -> Row {
        Row { vlans: Some((add, remove)), ..self }
    }

    pub const fn exclusive(self, what: &'static str) -> Row {
        Row { exclusive: Some(what), ..self }
    }

    pub const fn erases(self) -> Row {
        Row { erases: true, ..self }
    }

    pub const fn erased(self) -> Row {
        Row { erased: true, ..self }
    }

    pub const fn takes(self) -> Row {
        Row { takes: true, ..self }
    }

    pub const fn shared(self) -> Row {
        Row { shared: true, ..self }
    }

    pub const fn leaves(self) -> Row {
        Row { leaves: true, ..self }
    }

    pub const fn stays(self) -> Row {
        Row { stays: true, ..self }
    }

    pub const fn numbered(self) -> Row {
        Row { numbered: true, ..self }
    }

    pub const fn while_down(self) -> Row {
        Row { while_down: true, ..self }
    }
}

/// What the words of a line stand for.
#[derive(Debug, Clone, Default)]
pub struct Captured<'l> {
    /// What tells it from others, in order.
    pub keys: Vec<&'l str>,
    /// Its values, in order.
    pub values: Vec<&'l str>,
}

/// A line with its row.
#[derive(Debug, Clone)]
pub struct Known<'l> {
    pub row: &'static Row,
    pub captured: Captured<'l>,
}

impl<'l> Known<'l> {
    /// The line.
    pub fn line(&self) -> String {
        fill(self.row.line, &self.captured)
    }

    /// The line with another number.
    pub fn renumbered<'n>(&self, number: &'n str) -> Known<'n>
    where
        'l: 'n,
    {
        let Captured { mut keys, values } = self.captured.clone();
        keys.last_mut().into_iter().for_each(|key| *key = number);
        Known { row: self.row, captured: Captured { keys, values } }
    }

    /// What takes the line back.
    pub fn undo(&self) -> String {
        fill(self.row.undo, &self.captured)
    }

    /// What lines have in common of which the switch keeps one. A line and its `no` form are two
    /// values of one thing.
    pub fn slot(&self) -> String {
        let words = self.row.line.strip_prefix("no ").unwrap_or(self.row.line);
        let keep = |word: &&str| !matches!(*word, "*" | "..." | "?");
        let pattern = words.split(' ').filter(keep).collect::<Vec<_>>().join(" ");
        fill(&pattern, &self.captured)
    }
}

/// A template with what was captured in it.
fn fill(template: &str, captured: &Captured<'_>) -> String {
    let (mut keys, mut values) = (captured.keys.iter(), captured.values.iter());
    let mut text = String::new();
    for word in template.split(' ') {
        let said = match word {
            "*" | "..." | "?" => values.next().copied().unwrap_or_default().to_owned(),
            _ => match word.split_once('=') {
                Some((prefix, _)) => format!("{prefix}{}", keys.next().copied().unwrap_or_default()),
                None => word.to_owned(),
            },
        };
        if !said.is_empty() {
            if !text.is_empty() {
                text.push(' ');
            }
            text += &said;
        }
    }
    text
}

/// What a line's words stand for, if it is of a pattern.
fn capture<'l>(pattern: &str, line: &'l str) -> Option<Captured<'l>> {
    let mut captured = Captured::default();
    let mut rest = line;
    for token in pattern.split(' ') {
        match token {
            "..." | "?" | "=..." => {
                if rest.is_empty() && token != "?" {
                    return None;
                }
                let to = if token == "=..." { &mut captured.keys } else { &mut captured.values };
                to.push(rest);
                rest = "";
                continue;
            }
            _ => {}
        }
        if rest.is_empty() {
            return None;
        }
        let (word, tail) = rest.split_once(' ').unwrap_or((rest, ""));
        match token.split_once('=') {
            // `Ethernet=.=` is a name with a point in it, one key.
            Some((prefix, infix)) => {
                let key = word.strip_prefix(prefix).filter(|key| !key.is_empty())?;
                if !key.contains(infix.trim_end_matches('=')) {
                    return None;
                }
                captured.keys.push(key);
            }
            None if token == "*" => captured.values.push(word),
            None if token == word => {}
            None => return None,
        }
        rest = tail.trim_start();
    }
    rest.is_empty().then_some(captured)
}

/// The whole words of a pattern before its first value: most rows are told apart by them.
fn first_words(pattern: &'static str) -> &'static str {
    let known = pattern.split(['*', '=', '?', '.']).next().unwrap_or_default();
    known.rsplit_once(' ').map_or("", |(words, _)| words)
}

/// The rows of a vendor, found by section and first word, which is none where it is a key; each with
/// its first words.
#[derive(Debug)]
pub struct Table {
    rows: HashMap<(&'static str, &'static str), Vec<(&'static str, &'static Row)>>,
}

impl Table {
    /// Of a vendor's rows.
    pub fn new(rows: &'static [Row]) -> Self {
        let mut table = Table { rows: HashMap::new() };
        for row in rows {
            let first = row.line.split(' ').next().filter(|word| *word != "=").unwrap_or_default();
            for scope in row.scopes {
                table.rows.entry((*scope, first)).or_default().push((first_words(row.line), row));
            }
        }
        table
    }

    /// Whether a line may be of a list, by its first word.
    pub fn may_be_ordered(&self, scope: &str, line: &str) -> bool {
        let first = line.split(' ').next().unwrap_or_default();
        self.rows.get(&(scope, first)).is_some_and(|rows| rows.iter().any(|(_, row)| row.ordered))
    }

    /// The row of a line, the first that fits.
    pub fn find<'l>(&self, scope: &str, line: &'l str) -> Option<Known<'l>> {
        let first = line.split(' ').next().unwrap_or_default();
        let named = self.rows.get(&(scope, first)).into_iter().flatten();
        let rows = named.chain(self.rows.get(&(scope, "")).into_iter().flatten());
        let mut rows = rows.filter(|(first, _)| line.starts_with(first));
        rows.find_map(|(_, row)| Some(Known { row, captured: capture(row.line, line)? }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: &[Row] = &[
        row(&["bgp"], "neighbor = route-map * in", "no neighbor = route-map * in"),
        row(&["bgp"], "neighbor = maximum-routes ...", "no neighbor = maximum-routes"),
        row(&[""], "interface Ethernet=.=", "no interface Ethernet="),
        row(&[""], "interface Ethernet=", "default interface Ethernet="),
        row(&["port"], "no switchport", "switchport"),
    ];

    fn undone(scope: &str, line: &str) -> Option<(String, String)> {
        Table::new(ROWS).find(scope, line).map(|known| (known.undo(), known.slot()))
    }

    #[test]
    fn a_row_says_what_takes_a_line_back_and_which_lines_overwrite_it() {
        let said = |undo: &str, slot: &str| Some((undo.to_owned(), slot.to_owned()));
        assert_eq!(
            undone("bgp", "neighbor 10.0.0.1 route-map M in"),
            said("no neighbor 10.0.0.1 route-map M in", "neighbor 10.0.0.1 route-map in")
        );
        assert_eq!(
            undone("bgp", "neighbor 10.0.0.1 maximum-routes 100 warning-only"),
            said("no neighbor 10.0.0.1 maximum-routes", "neighbor 10.0.0.1 maximum-routes")
        );
        assert_eq!(undone("port", "no switchport"), said("switchport", "switchport"));
        assert_eq!(undone("bgp", "neighbor 10.0.0.1 shutdown"), None);
    }

    #[test]
    fn a_sub_interface_is_none_of_its_port() {
        assert_eq!(undone("", "interface Ethernet1/1").unwrap().0, "default interface Ethernet1/1");
        assert_eq!(undone("", "interface Ethernet1/1.20").unwrap().0, "no interface Ethernet1/1.20");
    }
}
