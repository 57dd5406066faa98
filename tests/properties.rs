//! What holds for any text: nothing panics, every place lies in its file, nothing shown moves the
//! cursor.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use selvedge::finding::Span;
use selvedge::report::human::{self, Style};
use selvedge::source::{MAX_DEPTH, Sources};
use selvedge::syntax::{Statement, parse_file};

const SMALLEST: &str = include_str!("../fixtures/smallest/smallest.fab");

/// Pieces of the language and near misses, so that texts get past the first word.
const PIECES: &[&str] = &[
    "fabric",
    "rack",
    "server",
    "internal-network",
    "vlan",
    "password",
    "include",
    "a",
    "r[1-3]",
    "[",
    "]",
    "r[3-",
    "10.0.0.0/24",
    "env:X",
    "501-510",
    "99999999999999999999",
    "{",
    "}",
    "{\n",
    "}\n",
    ";",
    ",",
    ",\n",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\r",
    "\"",
    "\"text\"",
    "\"a\\\"b\"",
    "\\",
    "#",
    "# {\n",
    "é",
    "机",
    "=",
    "$",
    "\u{0}",
    "\u{2028}",
    "\u{feff}",
];

/// Runs everything that `check` runs, and looks at what comes out.
fn holds(text: &str) {
    let (sources, loading) = Sources::from_text("any.fab", text);
    let shown = sources.files().next().unwrap().text.clone();
    let fits = |span: &Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        start <= end && shown.is_char_boundary(start) && shown.is_char_boundary(end)
    };
    let mut parsing = Vec::new();
    for statement in &parse_file(&sources, sources.fabric[0], &mut parsing).statements {
        assert!(depth(statement) <= MAX_DEPTH, "deeper than what was let through");
        each(statement, &mut |statement| {
            for word in std::iter::once(&statement.keyword).chain(&statement.values) {
                assert!(fits(&word.span), "{word:?}");
                let raw = &shown[word.span.start as usize..word.span.end as usize];
                assert!(word.quoted || raw == word.text, "{word:?} is not {raw:?}");
            }
        });
    }
    let checked = selvedge::check_sources(sources, loading);
    for finding in &checked.findings {
        for label in std::iter::once(&finding.primary).chain(&finding.labels) {
            assert!(fits(&label.span), "{finding:?}");
        }
        assert!(finding.title.chars().count() > 3 && !finding.title.ends_with('.'), "{finding:?}");
    }
    for style in [Style::PLAIN, Style { fancy: false, width: 20 }, Style { fancy: false, width: 60 }] {
        let said = human::render(&checked.sources, &checked.findings, style, &|_| false);
        let control = said.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(control, None, "{said}");
    }
    let fancy = Style { fancy: true, width: 100 };
    human::render(&checked.sources, &checked.findings, fancy, &|_| true);
}

fn depth(statement: &Statement<'_>) -> usize {
    statement.block.as_ref().map_or(0, |block| 1 + block.iter().map(depth).max().unwrap_or(0))
}

fn each<'s>(statement: &Statement<'s>, visit: &mut dyn FnMut(&Statement<'s>)) {
    visit(statement);
    for inner in statement.block.iter().flatten() {
        each(inner, visit);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        holds(&text);
    }

    #[test]
    fn any_sequence_of_pieces_is_taken(picks in prop::collection::vec((0..PIECES.len(), any::<bool>()), 0..120)) {
        let text: String = picks.iter().map(|(i, blank)| format!("{}{}", PIECES[*i], if *blank { " " } else { "" })).collect();
        holds(&text);
    }

    #[test]
    fn a_fabric_may_be_cut_and_patched_anywhere(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, 0..PIECES.len()), 1..4),
    ) {
        let mut text = SMALLEST.to_owned();
        for (at, length, piece) in cuts {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            let (start, end) = (floor(&text, start), floor(&text, end));
            text.replace_range(start..end, PIECES[piece]);
        }
        holds(&text);
    }

    #[test]
    fn lines_may_come_in_any_order_and_number(picks in prop::collection::vec(any::<prop::sample::Index>(), 0..80)) {
        let lines: Vec<&str> = SMALLEST.lines().collect();
        let text: Vec<&str> = picks.iter().map(|pick| lines[pick.index(lines.len())]).collect();
        holds(&text.join("\n"));
    }

    #[test]
    fn a_password_is_never_shown(password in "[a-z$#{};\"\\[\\] ,=]{0,12}hunter[a-z$#\\[\\] ,=-]{0,6}") {
        let text = SMALLEST.replace("env:ADMIN_HASH", &password);
        let (sources, loading) = Sources::from_text("any.fab", &text);
        let checked = selvedge::check_sources(sources, loading);
        // What follows the end of the statement was no password to anyone who reads the line.
        let secret = password.split([';', '}', '#', '{']).next().unwrap();
        if secret.contains("hunter") {
            let said = human::render(&checked.sources, &checked.findings, Style::PLAIN, &|_| false);
            assert!(!said.contains("hunter"), "{said}");
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
