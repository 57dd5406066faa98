//! Findings as people see them: one snapshot for each way that lines and marks can lie.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use insta::assert_snapshot;
use selvedge::finding::{FileId, Finding, Span};
use selvedge::report::format::Untold;
use selvedge::report::human::{self, Style};
use selvedge::source::{SourceFile, Sources};

/// Texts to point into.
struct Texts(Sources);

impl Texts {
    fn of(files: &[(&str, &str)]) -> Self {
        let mut sources = Sources::default();
        for (path, text) in files {
            sources.add(SourceFile::new(path.into(), path.to_string(), text.to_string(), true));
        }
        Texts(sources)
    }

    /// The span of the first `needle` in a file.
    fn at(&self, file: u32, needle: &str) -> Span {
        let text = &self.0.get(FileId(file)).unwrap().text;
        let start = text.find(needle).unwrap_or_else(|| panic!("no {needle:?}"));
        Span { file: FileId(file), start: start as u32, end: (start + needle.len()) as u32 }
    }

    fn render(&self, findings: &[Finding]) -> String {
        self.styled(findings, Style::PLAIN)
    }

    fn styled(&self, findings: &[Finding], style: Style) -> String {
        human::render(&self.0, findings, style, &|rule| rule == "documented-rule")
    }
}

const FABRIC: &str = "\
fabric lab {
  asn 65100
  pools { loopback 10.0.0.0/28 }
}
rack r1 {
  tor t[1-2] { platform tro }
}
";

fn unresolved(texts: &Texts) -> Finding {
    Finding::error("documented-rule", texts.at(0, "tro"), "there is no platform `tro`")
        .here("not defined")
        .effect("r1-t1 and r1-t2 get no configuration")
        .help("did you mean `tor`?")
}

#[test]
fn a_finding_has_a_heading_a_place_an_effect_and_help() {
    let texts = Texts::of(&[("site/fabric.fab", FABRIC)]);
    assert_snapshot!(texts.render(&[unresolved(&texts)]));
}

#[test]
fn a_terminal_gets_colours_and_lines() {
    let texts = Texts::of(&[("site/fabric.fab", FABRIC)]);
    let warning =
        Finding::warning("host-bits-set", texts.at(0, "10.0.0.0/28"), "loopback `10.0.0.0/28` is odd")
            .label(texts.at(0, "pools"), "of these");
    let style = Style { fancy: true, width: 100 };
    assert_snapshot!(texts.styled(&[warning, unresolved(&texts)], style).replace('\u{1b}', "^"));
}

#[test]
fn a_narrow_terminal_gets_places() {
    let texts = Texts::of(&[("site/fabric.fab", FABRIC)]);
    let finding = unresolved(&texts).label(texts.at(0, "rack r1"), "").label(texts.at(0, "asn"), "because");
    assert_snapshot!(texts.styled(&[finding], Style { fancy: false, width: 40 }));
}

#[test]
fn each_file_with_a_label_is_shown() {
    let texts = Texts::of(&[
        ("site/a.fab", "platform tor {\n  os eos\n}\n"),
        ("site/b.fab", "# more\nplatform tor {\n  os nxos\n}\n"),
        ("shared/c.fab", "\n\nrack r1 { tor t1 { platform tor } }\n"),
    ]);
    let finding = Finding::error("duplicate-name", texts.at(1, "tor"), "two platforms are called `tor`")
        .here("a second time")
        .label(texts.at(0, "tor"), "first here")
        .label(texts.at(2, "platform tor"), "used here")
        .label(texts.at(1, "os nxos"), "another one");
    assert_snapshot!(texts.render(&[finding]));
}

#[test]
fn labels_that_overlap_give_way() {
    let texts = Texts::of(&[("a.fab", "vlans 501, 502\nrack r[1-3] { }\nport x\nname y\n")]);
    let findings = [
        Finding::error("inside", texts.at(0, "r[1-3]"), "one lies in the end of another")
            .here("inner")
            .label(texts.at(0, "rack r[1-3]"), "outer"),
        Finding::error("same", texts.at(0, "port"), "both are the same")
            .here("one")
            .label(texts.at(0, "port"), "two"),
        Finding::error("begin", texts.at(0, "name"), "both begin at one place")
            .here("short")
            .label(texts.at(0, "name y"), "long"),
    ];
    assert_snapshot!(texts.render(&findings));
}

#[test]
fn tabs_and_wide_characters_keep_the_mark_under_the_word() {
    let text = "a {\n\tdescription \"机架 一号\"; vlan\t9999; é 1\n}\n";
    let texts = Texts::of(&[("a.fab", text)]);
    let findings = [
        Finding::error("tab", texts.at(0, "9999"), "behind tabs and wide characters").here("here"),
        Finding::error("wide", texts.at(0, "\"机架 一号\""), "under wide characters").here("here"),
        Finding::error("accent", texts.at(0, "é"), "under an accent").here("here"),
    ];
    assert_snapshot!(texts.render(&findings));
}

#[test]
fn windows_line_ends_are_no_part_of_a_line() {
    let texts = Texts::of(&[("a.fab", "one 1\r\ntwo 2\r\nthree 3\r\n")]);
    let end = texts.at(0, "2\r\n");
    let findings = [
        Finding::error("word", texts.at(0, "two"), "a word").here("here"),
        Finding::error("end", end, "a word and its line's end").here("here"),
        Finding::error("return", Span { start: end.start + 1, end: end.start + 1, ..end }, "the end alone")
            .here("here"),
    ];
    let text = texts.render(&findings);
    assert!(!text.contains('\r'));
    assert_snapshot!(text);
}

#[test]
fn a_long_line_is_cut_around_its_marks() {
    let ports: Vec<String> = (1..=2000).map(|n| format!("Ethernet{n}/1")).collect();
    let line = format!("  names {}", ports.join(", "));
    let texts = Texts::of(&[("a.fab", &format!("ports server {{\n{line}\n}}\n"))]);
    let findings = [
        Finding::error("twice", texts.at(0, "Ethernet1999/1"), "a port stands here twice")
            .here("a second time")
            .label(texts.at(0, "Ethernet7/1"), "first here"),
        Finding::error("whole", texts.at(0, &line), "the whole line").here("all of it"),
        Finding::error("near", texts.at(0, "ports"), "the line above").here("here"),
    ];
    let text = texts.render(&findings);
    assert!(text.lines().all(|line| line.chars().count() < 260), "{text}");
    assert_snapshot!(text);
}

#[test]
fn no_text_of_a_file_moves_the_cursor() {
    let text = "name \"\u{1b}[2Jgone\u{7}\u{202e}desrever\u{2028}\" \u{0}\rx\n";
    let texts = Texts::of(&[("a\u{1b}[31m.fab", text)]);
    let finding =
        Finding::error("control", texts.at(0, "\""), "a \u{1b}[31mred\nname").here("\u{7}").help("\r\n");
    let text = texts.render(&[finding]);
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{2028}', '\u{0}', '\r']));
    assert_snapshot!(text);
}

#[test]
fn places_without_text_can_be_shown() {
    let texts = Texts::of(&[("empty.fab", ""), ("short.fab", "a {\n"), ("open.fab", "a {\n\n  b")]);
    let point = |file, at| Span { file: FileId(file), start: at, end: at };
    let findings = [
        Finding::error("empty", point(0, 0), "an empty file").here("here"),
        Finding::error("last", point(1, 4), "behind the last line").here("here"),
        Finding::error("blank", point(2, 4), "an empty line").here("here"),
        Finding::error("behind", point(2, 99), "behind the end").here("here"),
        Finding::error("nowhere", point(7, 0), "no such file").here("here"),
    ];
    assert_snapshot!(texts.render(&findings));
}

#[test]
fn a_span_of_several_lines_is_marked_on_its_first() {
    let texts = Texts::of(&[("a.fab", "vlans 1,\n  2,\n  3\nmore\n")]);
    let finding = Finding::error("lines", texts.at(0, "vlans 1,\n  2,\n  3"), "a list").here("this list");
    assert_snapshot!(texts.render(&[finding]));
}

#[test]
fn no_finding_shows_a_secret() {
    let text = "\
fabric lab {
  user a { password hunter2; role x }
  user b { password \"hunter2 and } more\" }
  nni x { password hunter2 hunter2 hunter2 }
  asn 65100; description \"hunter2 is only shown here\"
}
";
    let texts = Texts::of(&[("a.fab", text)]);
    let findings = [
        Finding::error("secret-in-text", texts.at(0, "hunter2"), "`password` holds its text in the file"),
        Finding::error("near", texts.at(0, "user b"), "a line with a secret").here("and its neighbours"),
        Finding::error("word", texts.at(0, "role"), "behind a secret").here("here"),
        Finding::error("under", texts.at(0, "more"), "under a secret").here("here"),
        Finding::error("below", texts.at(0, "asn"), "below one").here("here"),
    ];
    let text = texts.render(&findings);
    assert_eq!(text.matches("hunter2").count(), text.matches("hunter2 is only shown here").count());
    assert_snapshot!(text);
}

#[test]
fn a_secret_is_covered_by_the_finding_about_it_whatever_its_keyword() {
    let texts = Texts::of(&[("a.fab", "key hunter2 hunter3; next 1\n")]);
    let findings = [
        Finding::error("other", texts.at(0, "next"), "beside a secret"),
        Finding::error("secret-in-text", texts.at(0, "hunter2"), "`key` holds its text in the file"),
    ];
    let text = texts.render(&findings);
    assert!(!text.contains("hunter"), "{text}");
    assert_eq!(text.matches("key ********; next 1").count(), 2, "{text}");
}

#[test]
fn only_so_many_findings_are_printed() {
    let texts = Texts::of(&[("site/fabric.fab", FABRIC)]);
    let findings: Vec<Finding> = (0..1000)
        .map(|n| Finding::error("documented-rule", texts.at(0, "tro"), format!("number {n}")))
        .collect();
    let text = texts.render(&findings);
    assert_eq!(text.matches("error[").count(), human::MOST);
    let tail: Vec<&str> = text.lines().rev().take(6).collect();
    assert!(tail.contains(&"... and 800 more"), "{tail:?}");
    assert_eq!(text.matches("selvedge explain documented-rule").count(), 1);
}

#[test]
fn only_so_many_places_of_a_finding_are_shown() {
    let text: String = (1..=30).map(|n| format!("port p{n};\n")).collect();
    let texts = Texts::of(&[("a.fab", &text)]);
    let mut finding = Finding::error("many", texts.at(0, "p30"), "thirty ports").here("this one");
    for n in 1..30 {
        finding = finding.label(texts.at(0, &format!("p{n};")), "and this");
    }
    let text = texts.render(&[finding]);
    assert_eq!(text.matches("and this").count(), 8);
    assert!(text.contains("  = note: 21 more places contribute"), "{text}");
}

#[test]
fn findings_are_counted() {
    let finding = Finding::error("x", Span::default(), "x");
    let warning = Finding::warning("x", Span::default(), "x");
    let untold = |hidden, allowed, waiting| Untold { hidden, allowed, waiting };
    assert_eq!(human::count(&[], untold(0, 0, 0)), "no findings");
    assert_eq!(human::count(&[], untold(2, 0, 0)), "no findings, 2 not shown");
    assert_eq!(human::count(std::slice::from_ref(&finding), untold(0, 0, 0)), "1 error");
    assert_eq!(
        human::count(std::slice::from_ref(&finding), untold(1, 2, 0)),
        "1 error, 1 not shown, 2 allowed"
    );
    let waiting = human::count(std::slice::from_ref(&finding), untold(0, 0, 5));
    assert_eq!(waiting, "1 error; 5 rules could not look yet");
    assert_eq!(human::count(&[finding, warning.clone(), warning], untold(0, 0, 0)), "1 error, 2 warnings");
}
