//! What the program does with input that nobody should give it: a clear answer with its place, exit 1
//! or 2, nothing written, no panic; each with little memory and a small stack.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use tempfile::TempDir;

/// A folder with bad input in it.
struct Bad(TempDir);

/// What a run said and ended with.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    exit: Option<i32>,
    out: String,
    err: String,
}

impl Bad {
    fn new() -> Self {
        Bad(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
        self
    }

    fn folder(self, name: &str) -> Self {
        fs::create_dir_all(self.path(name)).unwrap();
        self
    }

    /// Everything below the folder: what a run must leave as it is.
    fn tree(&self) -> BTreeMap<PathBuf, u64> {
        fn walk(folder: &Path, tree: &mut BTreeMap<PathBuf, u64>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let meta = fs::symlink_metadata(&path).unwrap();
                if meta.is_dir() {
                    walk(&path, tree);
                }
                tree.insert(path, meta.len());
            }
        }
        let mut tree = BTreeMap::new();
        walk(self.0.path(), &mut tree);
        tree
    }

    /// Runs `check` with so much stack and at most 512 MiB of addresses.
    fn run(&self, path: &str, stack_kib: u32) -> Said {
        let before = self.tree();
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("ulimit -v 524288; ulimit -s {stack_kib}; exec \"$0\" check \"$1\""))
            .args([env!("CARGO_BIN_EXE_selvedge"), path])
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(self.tree(), before, "something was written");
        // The folder's own name differs from run to run.
        let real = self.0.path().canonicalize().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&*real.to_string_lossy(), "[folder]");
        Said { exit: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn check(&self, path: &str) -> String {
        let said = self.run(path, 1024);
        assert!(matches!(said.exit, Some(1 | 2)), "{said:?}");
        assert!(!said.err.contains("panicked"), "{said:?}");
        assert_eq!(self.run(path, 256), said, "the answer depends on the stack");
        let longest = said.out.lines().chain(said.err.lines()).map(str::len).max();
        assert!(longest < Some(1000), "a line of {longest:?} bytes");
        format!("exit {}\n{}{}", said.exit.unwrap(), said.out, said.err)
    }

    /// As `check`, the first findings alone and the last line.
    fn check_flood(&self, path: &str) -> String {
        let text = self.check(path);
        let lines: Vec<&str> = text.lines().collect();
        let (head, tail) = (&lines[..lines.len().min(10)], &lines[lines.len() - 3..]);
        format!("{}\n(…)\n{}", head.join("\n"), tail.join("\n"))
    }
}

/// A fabric that is right but for what replaces a piece of it.
fn spoilt(piece: &str, by: &str) -> String {
    let whole = include_str!("../fixtures/smallest/smallest.fab");
    assert!(whole.contains(piece));
    whole.replace(piece, by)
}

fn file(text: impl AsRef<[u8]>) -> Bad {
    Bad::new().file("bad.fab", text)
}

#[test]
fn a_missing_file() {
    assert_snapshot!(Bad::new().check("bad.fab"));
}

#[test]
fn an_empty_file() {
    assert_snapshot!(file("").check("bad.fab"));
}

#[test]
fn an_empty_word_for_a_path() {
    assert_snapshot!(Bad::new().check(""));
}

#[test]
fn a_folder_without_fabric_files() {
    assert_snapshot!(Bad::new().file("site/readme.txt", "x").file("site/.hidden.fab", "x").check("site"));
}

#[test]
fn a_folder_called_like_a_file() {
    assert_snapshot!(Bad::new().folder("bad.fab").check("bad.fab"));
}

#[test]
fn a_folder_among_the_files() {
    assert_snapshot!(Bad::new().file("site/a.fab", "x 1\n").folder("site/b.fab").check("site"));
}

#[test]
fn a_link_to_itself() {
    let bad = Bad::new().folder("site");
    symlink("bad.fab", bad.path("bad.fab")).unwrap();
    symlink("bad.fab", bad.path("site/bad.fab")).unwrap();
    assert_snapshot!(format!("{}\n{}", bad.check("bad.fab"), bad.check("site")));
}

#[test]
fn a_link_out_of_the_root() {
    let bad = Bad::new().file("secrets.txt", "root:hunter2\n").file("site/a.fab", "x 1\n");
    symlink("../secrets.txt", bad.path("site/b.fab")).unwrap();
    let text = bad.check("site");
    assert!(!text.contains("hunter2"));
    assert_snapshot!(text);
}

#[test]
fn a_lock_that_can_not_be_read() {
    let bad = Bad::new().file("site/a.fab", "x 1\n");
    symlink("nowhere", bad.path("site/fabric.lock")).unwrap();
    assert_snapshot!(bad.check("site"));
}

#[test]
fn an_endless_device() {
    assert_snapshot!(Bad::new().check("/dev/zero"));
}

#[test]
fn a_pipe() {
    let bad = Bad::new().folder("site");
    for name in ["bad.fab", "site/bad.fab"] {
        assert!(Command::new("mkfifo").arg(bad.path(name)).status().unwrap().success());
    }
    assert_snapshot!(format!("{}\n{}", bad.check("bad.fab"), bad.check("site")));
}

#[test]
fn a_file_that_is_too_large() {
    assert_snapshot!(file("# comment\n".repeat(1_700_000)).check("bad.fab"));
}

#[test]
fn invalid_utf8() {
    assert_snapshot!(file(b"fabric lab {\n  asn \xff1\n}\n").check("bad.fab"));
}

#[test]
fn a_binary_file() {
    let mut state = 1u32;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(100_000)
    .collect();
    assert_snapshot!(file(bytes).check("bad.fab"));
}

#[test]
fn zero_bytes() {
    assert_snapshot!(file("fabric lab\0 {\n}\n").check("bad.fab"));
}

#[test]
fn an_unclosed_block() {
    assert_snapshot!(file("fabric lab {\n  asn 65100\n").check("bad.fab"));
}

#[test]
fn an_unclosed_string() {
    assert_snapshot!(file(spoilt("ntp 192.0.2.123", "domain \"a.b")).check("bad.fab"));
}

#[test]
fn twenty_thousand_blocks_in_one_another() {
    assert_snapshot!(file("a {\n".repeat(20_000)).check("bad.fab"));
}

#[test]
fn twenty_thousand_blocks_where_none_can_stand() {
    // Comments may hide no brace that the parser sees, nor strings.
    let texts = [
        "{".repeat(20_000),
        "é#{\n".repeat(20_000),
        "a \"\\x\" {\n".repeat(20_000),
        "a\"{\"{\n".repeat(20_000),
    ];
    let texts: Vec<String> = texts.into_iter().map(|text| file(text).check_flood("bad.fab")).collect();
    assert_snapshot!(texts.join("\n\n"));
}

#[test]
fn a_line_of_ten_megabytes() {
    assert_snapshot!(file(format!("fabric lab {{\n{}\n}}\n", "ab ".repeat(3_400_000))).check("bad.fab"));
}

#[test]
fn an_include_cycle() {
    let bad = Bad::new().file("site/a.fab", "include b.fab\n").file("site/b.fab", "include ./a.fab\n");
    assert_snapshot!(format!("{}\n{}", bad.check("site/a.fab"), bad.check("site")));
}

#[test]
fn an_include_outside_the_root() {
    let bad = Bad::new()
        .file("other.fab", "hunter2\n")
        .file(
            "site/a.fab",
            "include ../other.fab\ninclude /etc/passwd\ninclude ../nothing.fab\ninclude sub\n",
        )
        .folder("site/sub");
    let text = bad.check("site");
    assert!(!text.contains("hunter2") && !text.contains("root:"));
    assert_snapshot!(text);
}

#[test]
fn an_include_without_its_form() {
    assert_snapshot!(
        file("include\ninclude a.fab, b.fab\ninclude a.fab { }\ninclude \"a.fab\nx; include b.fab\n")
            .check("bad.fab")
    );
}

#[test]
fn a_name_that_is_a_path() {
    let text = spoilt("rack r1 {", "rack ../../etc/passwd {");
    let text = text.replace("cluster edge {", "cluster ../edge {");
    assert_snapshot!(file(text).check("bad.fab"));
}

#[test]
fn a_description_with_a_line_end_and_a_command() {
    for (name, end) in [("lf", "\n"), ("cr", "\r"), ("crlf", "\r\n"), ("ls", "\u{2028}"), ("nel", "\u{85}")] {
        let text = spoilt("asn 65100", &format!("asn 65100; description \"uplink{end}no shutdown\""));
        let said = file(text).check("bad.fab");
        assert!(!said.contains(['\r', '\u{2028}', '\u{85}']));
        assert_snapshot!(name, said);
    }
}

#[test]
fn ranges_that_stand_for_too_much() {
    for (name, range) in [
        ("billion", "r[1-1000000000]"),
        ("beyond_64_bits", "r[1-99999999999999999999]"),
        ("product", "r[1-4000][1-4000]"),
        ("nested", "r[1-[2-3]]"),
        ("backward", "r[9-1]"),
        ("unclosed", "r[1-3"),
    ] {
        let text = spoilt("rack r1 {", &format!("rack {range} {{"));
        assert_snapshot!(name, file(text).check("bad.fab"));
    }
}

#[test]
fn a_list_of_large_ranges() {
    let text = spoilt("rack r1 {", &format!("rack {} {{", ["r[1-4096]"; 50_000].join(",\n")));
    assert_snapshot!(file(text).check_flood("bad.fab"));
}

#[test]
fn more_devices_and_nodes_than_there_can_be() {
    let text = spoilt("rack r1 {", "rack r[1-4000] {").replace("server s[1-2]", "server s[1-4000]");
    let text = text.replace(
        "agent-pool system {",
        &(0..50).map(|n| format!("agent-pool p{n} {{ count 5000; sku NC_G2_8_v1 }}\n  ")).collect::<String>(),
    );
    assert_snapshot!(file(text).check_flood("bad.fab"));
}

#[test]
fn a_hundred_thousand_errors() {
    assert_snapshot!("values", file("rack 1 { }\n".repeat(60_000)).check_flood("bad.fab"));
    assert_snapshot!("keywords", file("platfrom x\n".repeat(100_000)).check_flood("bad.fab"));
    assert_snapshot!("signs", file("= =\n".repeat(100_000)).check_flood("bad.fab"));
}

/// Each kind is told as the first 200 and the count.
#[test]
fn a_hundred_thousand_errors_of_a_kind_in_a_fabric() {
    let lines = |line: &dyn Fn(usize) -> String| (0..100_000).map(line).collect::<String>();
    for (name, more) in [
        ("out_of_range", lines(&|n| format!("l2-isolation-domain d{n} {{ vlan 4095 }}\n"))),
        ("not_there", lines(&|n| format!("l2-network n{n} {{ domain x{n} }}\n"))),
        ("one_name", lines(&|_| "l2-isolation-domain d { vlan 701 }\n".into())),
        ("one_vlan", lines(&|n| format!("l2-isolation-domain d{n} {{ vlan 701 }}\n"))),
    ] {
        let said = file(spoilt("cloud-services-network csn {}", &more)).check_flood("bad.fab");
        assert!(said.contains("bad.fab: 1000") || said.contains("bad.fab: 999"), "{name}: {said}");
        assert_snapshot!(format!("kind_{name}"), said);
    }
}

#[test]
fn a_finding_in_an_included_file() {
    let bad = Bad::new()
        .file("site/site.fab", "include parts/racks.fab\nfabric lab { asn 65100 }\n")
        .file("site/parts/racks.fab", "include ../hardware.fab\nrack r1 { tor t[1-2] { platfrom tor } }\n")
        .file("site/hardware.fab", "platform tor { os eso }\n");
    assert_snapshot!(bad.check("site/site.fab"));
}

#[test]
fn carets_under_tabs_and_wide_characters() {
    let text = "fabric lab {\n\tdescription\t\"机器 é\"\t机\n\t\tasn\t0\t# 机\n  description2 \"\u{1f600}\"; asn x\n}\n";
    assert_snapshot!(file(text).check("bad.fab"));
}

/// Windows' line ends and a byte-order mark change nothing of what is said.
#[test]
fn line_ends_and_a_byte_order_mark() {
    let text =
        spoilt("asn 65100", "asn 65100x\n  description \"two\" \"values\"").replace("vlan 501;", "vln 501;");
    let said = file(&text).check("bad.fab");
    assert!(said.starts_with("exit 1"), "{said}");
    assert_eq!(file(text.replace('\n', "\r\n")).check("bad.fab"), said);
    assert_eq!(file(format!("\u{feff}{}", text.replace('\n', "\r\n"))).check("bad.fab"), said);
    assert_eq!(file(format!("\u{feff}{text}")).check("bad.fab"), said);
}

#[test]
fn a_hundred_thousand_names_that_are_not_there() {
    let mut text = spoilt("cloud-services-network csn {}", "cloud-services-network csn {}\n");
    for n in 0..10_000 {
        text += &format!(
            "l2-isolation-domain domain{n}a {{ vlan 701 }}\nl2-network net{n} {{ domain domain{n}b }}\n"
        );
    }
    assert_snapshot!(file(text).check_flood("bad.fab"));
}

#[test]
fn sixteen_megabytes_of_the_smallest_statements() {
    for (name, text) in
        [("statements", "a\n"), ("ends", ";"), ("closed", "}\n"), ("lines", "\n"), ("empty", "#\n")]
    {
        let text = text.repeat((16 << 20) / text.len());
        let text = text.as_bytes().chunks(40_000).collect::<Vec<_>>().join(&b'\n');
        let text = &text[..16 << 20];
        assert_snapshot!(name, file(text).check_flood("bad.fab"));
    }
}

#[test]
fn a_secret_is_not_shown() {
    for (name, password) in [
        ("word", "hunter2"),
        ("string", "\"hunter2; }\""),
        ("two_words", "hunter2 hunter2"),
        ("open_string", "\"hunter2"),
        ("a_range", "hunter[2-1]hunter2"),
        ("signs", "hunter2$=hunter2"),
        ("a_list", "hunter2, hunter2"),
        ("like_a_reference", "env:hunter2-x"),
    ] {
        let said = file(spoilt("env:ADMIN_HASH", password)).check("bad.fab");
        assert!(!said.contains("hunter"), "{name}: {said}");
    }
}
