//! The one form of a file: it means the same, it is its own form, and what is checked in has it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use selvedge::fmt::{format, format_file};
use selvedge::source::Sources;
use selvedge::syntax::{Statement, TokenKind, parse_file, tokens};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The form of a text, where it can be parsed.
fn form(text: &str) -> Option<String> {
    let (sources, _) = Sources::from_text("any.fab", text);
    format_file(&sources, sources.fabric[0], &mut Vec::new())
}

/// What statements say, wherever they stand.
#[derive(Debug, PartialEq)]
struct Said(String, Vec<(String, bool)>, Option<Vec<Said>>);

fn said(text: &str) -> Vec<Said> {
    fn one(statement: &Statement<'_>) -> Said {
        let values = statement.values.iter().map(|v| (v.text.to_string(), v.quoted)).collect();
        let block = statement.block.as_ref().map(|block| block.iter().map(one).collect());
        Said(statement.keyword.text.to_string(), values, block)
    }
    let (sources, _) = Sources::from_text("any.fab", text);
    parse_file(&sources, sources.fabric[0], &mut Vec::new()).statements.iter().map(one).collect()
}

/// Every comment, with how many words and braces come before it and whether it has a line for itself.
fn comments(text: &str) -> Vec<(String, usize, bool)> {
    let (mut before, mut alone) = (0, true);
    let mut found = Vec::new();
    for token in tokens(text) {
        match token.kind {
            TokenKind::Comment => found.push((token.text.trim_end().to_owned(), before, alone)),
            TokenKind::LineEnd => alone = true,
            TokenKind::Blank | TokenKind::Semicolon => {}
            _ => (before, alone) = (before + 1, false),
        }
    }
    found
}

/// Formats a text that can be parsed, and holds the form against it.
fn holds(text: &str) {
    let Some(form) = form(text) else { return };
    assert_eq!(said(&form), said(text), "{text:?}\nbecomes\n{form}");
    assert_eq!(comments(&form), comments(text), "{text:?}\nbecomes\n{form}");
    assert_eq!(format(&form), form, "{text:?}\nhas a form that is not its own");
    for line in form.lines() {
        assert_eq!(line.trim_end_matches([' ', '\t', '\r']), line, "blanks at an end: {text:?}");
    }
    assert!(form.is_empty() || form.ends_with('\n') && !form.ends_with("\n\n") && !form.starts_with('\n'));
    assert!(!form.contains("\n\n\n"), "{form}");
}

/// The files below a folder whose names end so, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false if entry.path().to_str().unwrap().ends_with(ending) => found.push(entry.path()),
                false => {}
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_is_checked_in_has_its_form() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files(&here("fixtures"), ".fab").into_iter().chain(files(&here("src/cli/site"), ".fab")) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let Some(form) = form(&text) else { continue };
        count += 1;
        if form != text {
            wrong.push(path.display().to_string());
        }
    }
    assert!(count > 300, "only {count} files can be parsed");
    assert!(wrong.is_empty(), "`selvedge fmt` formats\n{}", wrong.join("\n"));
}

#[test]
fn examples_of_the_documents_have_their_form() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let pages = [files(&here("src"), ".md"), files(&here("docs"), ".md"), vec![here("README.md")]].concat();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for rest in text.split("```fab\n").skip(1) {
            let example = rest.split_once("```").unwrap().0;
            count += 1;
            if form(example).is_some_and(|form| form != example) {
                wrong.push(format!("{}: {}", page.display(), form(example).unwrap()));
            }
        }
    }
    assert!(count > 150, "only {count} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files of a tree but the manifest, which has a digest of the source.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let paths = files(folder, "").into_iter().filter(|path| !path.ends_with("selvedge.json"));
    paths.map(|path| (path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn a_mangled_fabric_that_is_formatted_compiles_to_the_same_bytes() {
    for name in common::FIXTURES {
        let folder = tempfile::tempdir().unwrap();
        let source = common::copied(name, folder.path());
        for path in files(&source, ".fab") {
            let text = fs::read_to_string(&path).unwrap();
            let mangled = mangle(&text, &mut (0..).map(|n: u32| (n.wrapping_mul(2_654_435_761) >> 24) as u8));
            assert_ne!(mangled, text);
            fs::write(&path, form(&mangled).unwrap()).unwrap();
        }
        let out = folder.path().join("tree");
        let checked = selvedge::check(&source, &Default::default()).unwrap();
        let parts = selvedge::emit::Part::ALL;
        let request = selvedge::compile::Request { tree: &out, parts, force: false, secrets: None };
        selvedge::compile::compile(&checked, &request, &|_, _| {})
            .unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert!(tree(&out) == tree(&common::fixture(name).join("tree")), "{name}");
        let lock = |folder: &Path| fs::read(folder.join("fabric.lock")).unwrap_or_default();
        assert_eq!(lock(&source), lock(&common::fixture(name)), "{name}");
    }
}

/// The same statements, laid out by chance.
fn mangle(text: &str, chance: &mut dyn Iterator<Item = u8>) -> String {
    let mut mangled = String::new();
    let mut before = None;
    for token in tokens(text) {
        let dice = chance.next().unwrap_or(0);
        match token.kind {
            TokenKind::Blank => mangled.push_str([" ", "   ", "\t", " \t "][usize::from(dice % 4)]),
            TokenKind::LineEnd => mangled.push_str(["\n", "\n\n\n", "\r\n", " \n"][usize::from(dice % 4)]),
            TokenKind::Semicolon => mangled.push_str([";", ";;", "\n", " ; "][usize::from(dice % 4)]),
            TokenKind::Open => mangled.push_str(["{", "{ ", "{\n", "{ # here\n"][usize::from(dice % 4)]),
            TokenKind::Close => mangled.push_str(["}", " }", "\n}", ";}"][usize::from(dice % 4)]),
            TokenKind::Comma => mangled.push_str([",", " ,", ",\n", ", # and\n"][usize::from(dice % 4)]),
            _ => mangled.push_str(token.text),
        }
        before = Some(token.kind);
    }
    if before == Some(TokenKind::LineEnd) && chance.next().unwrap_or(0).is_multiple_of(2) {
        mangled.truncate(mangled.trim_end().len());
    }
    mangled
}

/// A text that can be parsed, made of what chance gives.
fn written(chance: &mut dyn Iterator<Item = u8>) -> String {
    fn pick<'p>(dice: u8, from: &[&'p str]) -> &'p str {
        from[usize::from(dice) % from.len()]
    }
    const BLANK: &[&str] = &[" ", "  ", "\t"];
    const NONE: &[&str] = &["", "", " "];
    const END: &[&str] =
        &["\n", "\n\n", ";", "; ", " # on\r\n", "\n  # own\n", "\n\n\n", ";;\n", "#\n\n#x\n", "; "];
    let mut text = String::new();
    let mut open = 0;
    while let Some(dice) = chance.next() {
        let mut next = || chance.next().unwrap_or(0);
        if open > 0 && dice % 4 == 0 {
            text += pick(next(), &["}", " }", "\n}", " # last\n}", "};"]);
            open -= 1;
            text += pick(next(), &["", "", "\n", " # closed\n"]);
            continue;
        }
        text += pick(dice / 4, &["a", "rule", "internal-network", "x.y", "vlans"]);
        for nth in 0..next() % 4 {
            let sign = if nth > 0 {
                pick(next(), &[",", ", ", " ,", ",\n", ", # so\n", ",\n # own\n\n"])
            } else {
                pick(next(), BLANK)
            };
            text += sign;
            text += pick(
                next(),
                &[
                    "1",
                    "r[1-3]",
                    "10.0.0.0/24",
                    "\"a # b\"",
                    "\"机\\\"\"",
                    "fd00:40::/64",
                    "a-very-long-value-indeed",
                ],
            );
        }
        if next() % 3 == 0 && open < 6 {
            text += pick(next(), NONE);
            text += pick(next(), &["{", "{ ", "{\n", "{ # opens\n", "{\n\n # own\n"]);
            open += 1;
        } else {
            text += pick(next(), END);
        }
    }
    text + &"}".repeat(open)
}

#[test]
fn what_is_written_by_chance_can_be_parsed() {
    let mut count = 0;
    for seed in 0..200u32 {
        let mut state = seed;
        let text = written(
            &mut std::iter::repeat_with(|| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .take(200),
        );
        assert!(form(&text).is_some(), "{text}");
        count += said(&text).len();
    }
    assert!(count > 1500, "{count} statements");
}

/// Runs `selvedge fmt` in a folder: exit code, standard output, standard error.
fn run(folder: &Path, words: &[&str], stdin: &[u8]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_selvedge"))
        .arg("fmt")
        .args(words)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Who reads nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const UGLY: &str = "pe  pe1{asn 1 ;ports ce {names Ethernet1}}\nvm a { cpus 2;memory 4g }";
const NEAT: &str = "pe pe1 { asn 1; ports ce { names Ethernet1 } }\nvm a { cpus 2; memory 4g }\n";

#[test]
fn files_are_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.fab"), folder.path().join("b.fab"));
    fs::write(&a, UGLY).unwrap();
    fs::write(&b, NEAT).unwrap();
    fs::write(folder.path().join("fabric.lock"), "lock   {}\n").unwrap();
    let (exit, out, err) = run(folder.path(), &["--check"], b"");
    assert_eq!((exit, out.as_str()), (1, "./a.fab\n"));
    assert_eq!(err, "1 file to format, 1 in form already\n");
    assert_eq!(fs::read_to_string(&a).unwrap(), UGLY);
    let (exit, out, err) = run(folder.path(), &["--diff", "."], b"");
    assert_eq!((exit, err.as_str()), (1, "1 file to format, 1 in form already\n"));
    insta::assert_snapshot!("fmt_diff", out);
    let (exit, out, err) = run(folder.path(), &[".", "a.fab", "b.fab"], b"");
    assert_eq!((exit, out.as_str(), err.as_str()), (0, "./a.fab\n", "1 file formatted, 1 in form already\n"));
    assert_eq!(fs::read_to_string(&a).unwrap(), NEAT);
    assert_eq!(run(folder.path(), &["--check"], b"").0, 0);
    assert_eq!(fs::read_to_string(folder.path().join("fabric.lock")).unwrap(), "lock   {}\n");
    assert_eq!(run(folder.path(), &["fabric.lock"], b"").0, 2);
}

#[test]
fn what_can_not_be_parsed_is_reported_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("good.fab");
    let odd: &[(&str, &[u8])] =
        &[("a.fab", b"vm  a {\n"), ("b.fab", b"vm  \xff\n"), ("c.fab", b"include   nowhere.fab\n")];
    for (name, bytes) in odd {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    fs::write(&good, UGLY).unwrap();
    let (exit, out, err) = run(folder.path(), &["."], b"");
    assert_eq!((exit, out.as_str()), (1, "./c.fab\n./good.fab\n"));
    assert!(err.contains("the block of `vm` is never closed") && err.contains("is not UTF-8"), "{err}");
    assert!(err.ends_with("2 files formatted, 0 in form already, 2 could not be read\n"), "{err}");
    for (name, bytes) in &odd[..2] {
        assert_eq!(&fs::read(folder.path().join(name)).unwrap(), bytes);
    }
    assert_eq!(fs::read_to_string(good).unwrap(), NEAT);
    assert_eq!(run(folder.path(), &["nowhere"], b"").0, 2);
}

#[test]
fn windows_line_ends_and_byte_order_marks_go() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.fab");
    for text in [format!("\u{feff}{NEAT}"), NEAT.replace('\n', "\r\n")] {
        fs::write(&file, text).unwrap();
        assert_eq!(run(folder.path(), &["--check", "a.fab"], b"").0, 1);
        assert_eq!(run(folder.path(), &["a.fab"], b"").0, 0);
        assert_eq!(fs::read_to_string(&file).unwrap(), NEAT);
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    for text in [UGLY, NEAT] {
        assert_eq!(run(folder.path(), &["-"], text.as_bytes()), (0, NEAT.to_owned(), String::new()));
    }
    assert_eq!(run(folder.path(), &["-", "--check"], UGLY.as_bytes()), (1, "-\n".to_owned(), String::new()));
    let (exit, out, err) = run(folder.path(), &["-"], b"vm a {");
    assert_eq!((exit, out.as_str()), (1, ""));
    assert!(err.contains("never closed"), "{err}");
    assert_eq!(run(folder.path(), &["-", "a.fab"], b"").0, 2);
}

/// The program waits for the lock of the folder when it has read the file and said what is wrong with
/// the other one: then somebody saves an edit.
#[cfg(unix)]
#[test]
fn an_edit_that_is_saved_meanwhile_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a.fab"), folder.path().join("b.fab"));
    fs::write(&a, UGLY).unwrap();
    fs::write(&b, "vm a {\n").unwrap();
    let lock = fs::File::open(folder.path()).unwrap();
    lock.lock().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_selvedge"))
        .args(["fmt", "a.fab", "b.fab"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stderr.as_mut().unwrap().read_exact(&mut [0; 40]).unwrap();
    let edited = UGLY.replace("asn 1", "asn 2");
    fs::write(&a, &edited).unwrap();
    drop(lock);
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.ends_with("error: a.fab: was changed by somebody else since it was read; nothing was written, run it again\n"), "{err}");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]));
    assert_eq!(fs::read_to_string(&a).unwrap(), edited);
    assert_eq!(files(folder.path(), "").len(), 2, "no temporary file is left");
}

#[test]
fn where_one_file_can_not_be_written_none_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("sub")).unwrap();
    for name in ["a.fab", "sub/b.fab"] {
        fs::write(at(name), UGLY).unwrap();
    }
    // Nobody can write a file over a folder, whoever they are.
    fs::create_dir(at("sub/.b.fab.selvedge-tmp")).unwrap();
    let (exit, out, err) = run(folder.path(), &["a.fab", "sub/b.fab"], b"");
    assert_eq!((exit, out.as_str()), (2, ""));
    assert!(err.starts_with("error: sub/b.fab: cannot write it: "), "{err}");
    assert_eq!(fs::read_to_string(at("a.fab")).unwrap(), UGLY);
    assert!(!at(".a.fab.selvedge-tmp").exists());
    fs::remove_dir(at("sub/.b.fab.selvedge-tmp")).unwrap();
    let mut permissions = fs::metadata(at("sub/b.fab")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(at("sub/b.fab"), permissions).unwrap();
    let (exit, out, err) = run(folder.path(), &["a.fab", "sub/b.fab"], b"");
    assert_eq!((exit, out.as_str()), (2, ""));
    assert_eq!(err, "error: sub/b.fab: is read-only; nothing was written, make it writable first\n");
    assert_eq!(fs::read_to_string(at("a.fab")).unwrap(), UGLY);
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    fs::create_dir(folder.path().join("site")).unwrap();
    let real = folder.path().join("real.fab");
    fs::write(&real, UGLY).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("../real.fab", folder.path().join("site/a.fab")).unwrap();
    assert_eq!(run(folder.path(), &["site"], b"").0, 0);
    assert_eq!(fs::read_to_string(&real).unwrap(), NEAT);
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(folder.path().join("site/a.fab")).unwrap().is_symlink());
    // What lies outside of the root is not touched, be it linked or included.
    let far = outside.path().join("far.fab");
    fs::write(&far, UGLY).unwrap();
    fs::write(folder.path().join("site/b.fab"), format!("include {}\n", far.display())).unwrap();
    assert_eq!(run(folder.path(), &["site"], b"").0, 0);
    symlink(&far, folder.path().join("site/c.fab")).unwrap();
    assert_eq!(run(folder.path(), &["site"], b"").0, 2);
    assert_eq!(fs::read_to_string(&far).unwrap(), UGLY);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_joined_are_the_text(text in "(\\PC|[\n\r\t{}\";,#\\[\\]\\\\]){0,80}") {
        prop_assert_eq!(tokens(&text).iter().map(|token| token.text).collect::<String>(), text);
    }

    #[test]
    fn statements_and_comments_stay_what_they_are(chance in prop::collection::vec(any::<u8>(), 0..300)) {
        holds(&written(&mut chance.into_iter()));
    }

    #[test]
    fn any_text_has_a_form_or_none(text in "([a-c1 \n\r\t{}\";,#]|\\[1\\]|\"x\"|, |; |\n){0,60}") {
        format(&text);
        holds(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fabric_laid_out_by_chance_stays_what_it_is(
        chance in prop::collection::vec(any::<u8>(), 4000), name in 0..common::FIXTURES.len(),
    ) {
        for path in files(&common::fixture(common::FIXTURES[name]), ".fab") {
            let text = fs::read_to_string(path).unwrap();
            let mangled = mangle(&text, &mut chance.iter().copied().cycle());
            prop_assert!(form(&mangled).is_some(), "{}", mangled);
            holds(&mangled);
        }
    }
}
