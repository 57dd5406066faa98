//! Every rule has a row, a page and fixtures; the bad one breaks that rule alone, the good one
//! none. What each finding says is a snapshot.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use selvedge::Checked;
use selvedge::check::{self, RULES};
use selvedge::compile::{Failure, Request, compare, compile, out_of_date};
use selvedge::emit::Part;
use selvedge::finding::{Finding, Level, Span};
use selvedge::report::rules::{Row, markdown};
use selvedge::source::{Options, Sources};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The templates of a fixture, in a folder beside it.
fn templates(fixture: &Path) -> Option<PathBuf> {
    Some(fixture.with_extension("templates")).filter(|folder| folder.exists())
}

fn checked(path: &Path) -> Checked {
    let root = Some(here("fixtures")).filter(|root| path.starts_with(root));
    let options = Options { root, templates: templates(path) };
    let mut found = selvedge::check(path, &options).unwrap_or_else(|e| panic!("{e}"));
    // A fixture with a lock of its own is about that.
    if path.with_extension("lock").exists() {
        found.findings.extend(selvedge::lock_out_of_date(&found));
    }
    found
}

/// The texts that are too large to keep as fixtures.
fn generated(rule: &str, folder: &Path) -> Option<PathBuf> {
    let bad = folder.join("bad.fab");
    match rule {
        "line-too-long" => {
            fs::write(&bad, format!("pe pe1 {{ asn 64512 }}\n# {}\n", "-".repeat(70_000))).unwrap()
        }
        "include-too-deep" => {
            fs::write(&bad, "include part1.fab\n").unwrap();
            for n in 1..80 {
                fs::write(folder.join(format!("part{n}.fab")), format!("include part{}.fab\n", n + 1))
                    .unwrap();
            }
            fs::write(folder.join("part80.fab"), "").unwrap();
        }
        "too-large" => fs::write(&bad, "\n".repeat(600_000)).unwrap(),
        "too-many-findings" => fs::write(&bad, "x 1\n".repeat(132_000)).unwrap(),
        _ => return None,
    }
    Some(bad)
}

/// Rules of the compile, which looks at no fabric that is wrong.
const COMPILE: &[&str] = &[
    "secret-unreadable",
    "template-prints-no-value",
    "template-without-end",
    "template-fails",
    "text-differs-from-plan",
    "text-says-twice",
    "text-unreadable",
    "line-takes-back",
    "line-not-known",
    "tree-out-of-date",
];

/// What a compile has to say, besides what `check` says. A compile writes beside its fabric, so it
/// works on a copy.
fn compiled(rule: &str, file: &str, folder: &Path) -> (Checked, Vec<Finding>) {
    for from in ["rule-base".to_owned(), format!("rules/{rule}")] {
        fs::create_dir_all(folder.join(&from)).unwrap();
        for entry in fs::read_dir(here("fixtures").join(&from)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                continue;
            }
            fs::copy(entry.path(), folder.join(&from).join(entry.file_name())).unwrap();
        }
    }
    let templates = templates(&here("fixtures/rules").join(rule).join(file));
    let options = Options { root: Some(folder.to_owned()), templates };
    let mut checked = selvedge::check(&folder.join("rules").join(rule).join(file), &options).unwrap();
    let secret = folder.join("secret");
    let request = Request {
        tree: &folder.join("tree"),
        parts: Part::ALL,
        force: false,
        secrets: (rule == "secret-unreadable").then_some(&*secret),
    };
    let mut findings = checked.findings.clone();
    match compile(&checked, &request, &|_, _| {}) {
        Ok(outcome) => findings.extend(outcome.findings),
        Err(Failure::Findings(found)) => findings.extend(found),
        Err(other) => panic!("{rule}: {other:?}"),
    }
    // A fixture with devices of its own is about those: they stand in the tree that was compiled.
    let devices = here("fixtures/rules").join(rule).join(file).with_extension("devices");
    if devices.exists() {
        for entry in fs::read_dir(devices).unwrap().map(Result::unwrap) {
            fs::copy(entry.path(), request.tree.join("devices").join(entry.file_name())).unwrap();
        }
        let comparison = compare(&checked, &request, 0, &|_, _| {}).unwrap();
        findings.extend(out_of_date(&mut checked, &comparison, request.tree));
    }
    (checked, findings)
}

/// Findings as plain text: what a user is told, without colours and frames.
fn told(sources: &Sources, findings: &[Finding]) -> String {
    let mut text = String::new();
    let folder = |span: Span| sources.path(span).parent().unwrap().to_owned();
    for finding in findings {
        let base = folder(finding.primary.span);
        let place = |span: Span| {
            let place = sources.place(span);
            let shown = Path::new(&place);
            let quoted: String = sources.text(span).chars().take(60).collect();
            let shown = shown.strip_prefix(&base).unwrap_or(Path::new(shown.file_name().unwrap()));
            format!("{} `{}`", shown.display(), quoted.escape_debug().to_string().replace("\\\"", "\""))
        };
        let hide = |text: &str| text.replace(here("").to_str().unwrap().trim_end_matches('/'), "");
        writeln!(text, "{}[{}]: {}", finding.level, finding.rule, finding.title).unwrap();
        writeln!(text, "     at {}: {}", place(finding.primary.span), hide(&finding.primary.text)).unwrap();
        for label in &finding.labels {
            writeln!(text, "    and {}: {}", place(label.span), hide(&label.text)).unwrap();
        }
        for (word, more) in [("effect", &finding.effect), ("help", &finding.help)] {
            if let Some(more) = more {
                writeln!(text, " {word:>6} {}", hide(more)).unwrap();
            }
        }
    }
    text
}

/// What the bad fixture of a rule is told, and where it is; made where it is too large to keep.
fn bad(rule: &str) -> Option<(PathBuf, Checked)> {
    let temporary = tempfile::tempdir().unwrap();
    let fixture = here("fixtures/rules").join(rule).join("bad.fab");
    let path = generated(rule, temporary.path()).unwrap_or_else(|| fixture.clone());
    if !path.exists() {
        return None;
    }
    let mut found = checked(&path);
    if COMPILE.contains(&rule) {
        let (checked, findings) = compiled(rule, "bad.fab", temporary.path());
        found = Checked { findings, ..checked };
    }
    if rule == "too-many-findings" {
        found.findings.retain(|f| f.rule == rule);
    }
    Some((path, found))
}

#[test]
fn the_bad_fixture_breaks_its_rule_alone_and_the_good_one_none() {
    let mut wrong = Vec::new();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/rules");
    let _bound = settings.bind_to_scope();
    for rule in RULES {
        let Some((_, found)) = bad(rule.name) else {
            wrong.push(format!("{}: no bad.fab", rule.name));
            continue;
        };
        let others: BTreeSet<&str> =
            found.findings.iter().map(|f| f.rule).filter(|r| *r != rule.name).collect();
        if found.findings.is_empty() || !others.is_empty() {
            wrong.push(format!(
                "{}: bad.fab breaks {others:?}\n{}",
                rule.name,
                told(&found.sources, &found.findings)
            ));
        }
        if found.findings.iter().any(|f| f.level < rule.level) {
            wrong.push(format!("{}: graver than its row says", rule.name));
        }
        for finding in found.findings.iter().filter(|f| f.rule == rule.name) {
            wrong
                .extend(style(finding).into_iter().map(|w| format!("{}: {w}: {}", rule.name, finding.title)));
        }
        insta::assert_snapshot!(rule.name, told(&found.sources, &found.findings));
        let good = here("fixtures/rules").join(rule.name).join("good.fab");
        if !good.exists() {
            wrong.push(format!("{}: no good.fab", rule.name));
            continue;
        }
        let mut found = checked(&good);
        if COMPILE.contains(&rule.name) {
            let temporary = tempfile::tempdir().unwrap();
            found.findings.extend(compiled(rule.name, "good.fab", temporary.path()).1);
        }
        if !found.findings.is_empty() {
            wrong.push(format!("{}: good.fab\n{}", rule.name, told(&found.sources, &found.findings)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Folders with fabrics that are wrong in one way each, besides the rules' own.
const WRONG: &[&str] = &["fixtures/peers"];

/// The list of rules, with the fixtures that each is broken by: what is seen, not what is meant.
fn list() -> String {
    let mut broken_by: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for rule in RULES {
        let (path, found) = bad(rule.name).unwrap();
        let kept = path.starts_with(here(""));
        let link = if kept {
            format!("../fixtures/rules/{}/bad.fab", rule.name)
        } else {
            "../tests/rules.rs".into()
        };
        let name = if kept { "bad.fab" } else { "made by a test" };
        let fired: BTreeSet<&str> = found.findings.iter().map(|f| f.rule).collect();
        for rule in fired {
            broken_by.entry(rule).or_default().push((name.to_owned(), link.clone()));
        }
    }
    for folder in WRONG.iter().filter(|folder| here(folder).exists()) {
        let mut files: Vec<PathBuf> =
            fs::read_dir(here(folder)).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "fab")) {
            // What is there to show that several mistakes are all told is no example of one.
            if fs::read_to_string(file).unwrap().matches("#!").count() > 1 {
                continue;
            }
            let found: BTreeSet<&str> = checked(file).findings.iter().map(|f| f.rule).collect();
            assert_eq!(found.len(), 1, "{}: {found:?}", file.display());
            let name = file.file_name().unwrap().to_str().unwrap();
            for rule in found {
                let link = format!("../{folder}/{name}");
                broken_by.entry(rule).or_default().push((name.to_owned(), link));
            }
        }
    }
    let rows: Vec<Row> = RULES
        .iter()
        .map(|rule| Row { fixtures: broken_by.remove(rule.name).unwrap_or_default(), ..Row::from(rule) })
        .collect();
    let without: Vec<_> = rows.iter().filter(|r| r.fixtures.is_empty()).map(|r| r.name).collect();
    assert!(without.is_empty(), "no fixture breaks {without:?}");
    format!(
        "# The rules\n\n{} rules, as `selvedge rules --format markdown` lists them, each with the fabrics of the \
         tests that break it and nothing else. `selvedge explain RULE` shows what is behind one: what it means in \
         the network, how to mend it, where it comes from.\n\n{}",
        rows.len(),
        markdown(&rows)
    )
}

#[test]
fn the_list_of_rules_is_up_to_date() {
    let (path, fresh) = (here("docs/rules.md"), list());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let stale = committed.lines().zip(fresh.lines()).find(|(old, new)| old != new);
    assert!(committed == fresh, "docs/rules.md is stale (UPDATE_DOCS=1 rewrites it), from {stale:?}");
}

/// What every finding has to look like.
fn style(finding: &Finding) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    let title = &finding.title;
    if title.ends_with('.') || title.contains('\n') || title.contains("  ") {
        wrong.push("the title is one phrase without a full stop");
    }
    if finding.primary.text.is_empty() {
        wrong.push("nothing is said under the place itself");
    }
    if finding.labels.iter().any(|l| l.span == finding.primary.span) {
        wrong.push("a label stands on the place itself");
    }
    let texts = finding.labels.iter().map(|l| &l.text).chain([&finding.primary.text]);
    if texts.chain(&finding.effect).any(|t| t.ends_with('.')) {
        wrong.push("a text ends in a full stop");
    }
    wrong
}

#[test]
fn the_whole_fabrics_break_no_rule() {
    for fabric in ["fixtures/near-edge", "fixtures/smallest", "fixtures/all-nxos", "fixtures/cisco-ce"] {
        let found = checked(&here(fabric));
        assert!(found.findings.is_empty(), "{}", told(&found.sources, &found.findings));
    }
}

/// Every `.rs` file below a folder.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The names of rules in a text: what stands first in the calls that make findings. Where that is
/// a variable, what fills it is among the other patterns.
fn names(text: &str) -> Vec<String> {
    const CALLS: &[&str] = &["Finding::error(", "Finding::warning(", "Finding::note(", "Problem::new("];
    const OTHERS: &[&str] = &["rule:", "CAPPED: &str =", "refuse("];
    const VARIABLES: &[&str] = &["rule", "problem.rule", "CAPPED", "&"];
    let mut names = Vec::new();
    for call in CALLS.iter().chain(OTHERS) {
        for (at, _) in text.match_indices(call) {
            let rest = text[at + call.len()..].trim_start();
            if let Some(literal) = rest.strip_prefix('"') {
                names.push(literal.chars().take_while(|c| *c != '"').collect());
            } else if CALLS.contains(call) {
                let variable = VARIABLES.iter().any(|v| rest.starts_with(v));
                assert!(variable, "a finding whose rule is not a word: {}", rest.lines().next().unwrap());
            }
        }
    }
    names
}

#[test]
fn every_name_in_the_source_has_a_row() {
    let mut files = Vec::new();
    sources(&here("src"), &mut files);
    let mut used: BTreeMap<String, PathBuf> = BTreeMap::new();
    for file in files {
        for name in names(&fs::read_to_string(&file).unwrap()) {
            used.entry(name).or_insert(file.clone());
        }
    }
    assert!(used.len() > 100, "the search finds {} names only", used.len());
    let missing: Vec<_> = used.iter().filter(|(name, _)| check::find(name).is_none()).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    let unused: Vec<_> = RULES.iter().map(|r| r.name).filter(|name| !used.contains_key(*name)).collect();
    assert!(unused.is_empty(), "rows that nothing reports: {unused:?}");
}

#[test]
fn every_row_stands_once_and_has_its_fixtures() {
    let names: BTreeSet<&str> = RULES.iter().map(|r| r.name).collect();
    assert_eq!(names.len(), RULES.len());
    for entry in fs::read_dir(here("fixtures/rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(name.as_str()), "fixtures/rules/{name} belongs to no rule");
    }
    for entry in fs::read_dir(here("src/check")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.extension().is_some_and(|e| e == "md") {
            assert!(names.contains(name.as_str()), "src/check/{name}.md belongs to no rule");
        }
    }
}

#[test]
fn every_page_says_what_why_and_how() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let lines = rule.doc.lines().count();
        if !rule.doc.starts_with(char::is_uppercase) {
            wrong.push(format!("{}: the first line says what it catches", rule.name));
        }
        if !(8..=24).contains(&lines) {
            wrong.push(format!("{}: {lines} lines", rule.name));
        }
        for part in ["```", "**In the network.**", "**To mend it**", "**Source.**"] {
            if !rule.doc.contains(part) {
                wrong.push(format!("{}: no {part}", rule.name));
            }
        }
        if rule.doc.lines().any(|l| l.chars().count() > 110) {
            wrong.push(format!("{}: a line over 110 characters", rule.name));
        }
        if rule.run.is_some() {
            for example in rule.doc.split("```fab\n").skip(1).filter_map(|rest| rest.split("```").next()) {
                let mut findings = Vec::new();
                let (sources, _) = Sources::from_text("example.fab", example);
                let id = *sources.fabric.first().unwrap();
                let statements = selvedge::syntax::parse_file(&sources, id, &mut findings).statements;
                if statements.is_empty() || findings.iter().any(|f| f.level == Level::Error) {
                    wrong.push(format!("{}: the example can't be read", rule.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// A whole fabric, with one part of the small one in other words.
fn small(replace: &[(&str, &str)]) -> Checked {
    let mut text = String::new();
    for part in ["fabric", "platforms", "profile", "routers", "rack", "tenant"] {
        let path = here("fixtures/rule-base").join(format!("{part}.fab"));
        text.push_str(&fs::read_to_string(path).unwrap());
    }
    for (old, new) in replace {
        assert!(text.contains(old), "`{old}` is not in the small fabric");
        text = text.replace(old, new);
    }
    let (sources, findings) = Sources::from_text("small.fab", &text);
    selvedge::check_sources(sources, findings)
}

/// What to write instead of what, and the rules that this breaks.
type Odd = (&'static [(&'static str, &'static str)], &'static [&'static str]);

#[test]
fn odd_fabrics_are_told_what_is_wrong_and_nothing_besides() {
    const RACK: &str = "  tor t[1-2]    { platform tor }\n  server s[1-2] { profile small }\n";
    const CELLS: &str = "  numa 0 { cpus 16; memory 64g; pnic 4b { ports ens3f0np0, ens3f1np1; vfs 8 } }\n  numa 1 { cpus 16; memory 64g; pnic 98 { ports ens6f0np0, ens6f1np1; vfs 8 } }\n";
    const POOLS: &str = "loopback 10.0.0.0/28; point-to-point 10.0.1.0/25; management 10.0.2.0/25";
    const PEER_VLANS: &str =
        "loopback 10.0.0.0/28; point-to-point 10.0.1.0/25; management 10.0.2.0/25; peer-vlan 3900-4000";
    const CE: &str =
        "os eos; model DCS-7050SX3-48YC8; management-port Management1; internal-vlans 3401-3967\n";
    const NXOS_CE: &str = "os nxos; model N9K; management-port mgmt0\n";
    const NO_LABELS: &str = "os nxos; model N9K; management-port mgmt0; option-b false\n";
    const TENANT: &str = "  internal-network apps { vlan 501; subnet 10.40.0.0/24, fd00:40::/64 }\n";
    const WAN: &str = "  internal-network apps { vlan 501; subnet 10.40.0.0/24, fd00:40::/64 }\n  external-network wan { option-a { vlan 4000; primary 10.50.0.0/30; secondary 10.50.0.4/30 } }\n";
    const NNI: &str = "  internal-network apps { vlan 501; subnet 10.40.0.0/24, fd00:40::/64 }\n  external-network wan { option-b { nni core; import 65100:1; export 65100:1 } }\n}\nnni core {\n  vlan 2002; primary 10.50.0.0/30; secondary 10.50.0.4/30\n";
    let all: &[Odd] = &[
        (&[], &[]),
        (&[("ce ce[1-2]", "ce ce[1-3]")], &["instance-without-two-ces"]),
        (&[("ce ce[1-2] { platform ce }", "")], &["instance-without-two-ces"]),
        (&[("ce ce[1-2]", "ce ce[0-1]")], &["value-out-of-range"]),
        (&[("ce ce[1-2]", "ce ce[1-200]")], &["value-out-of-range"]),
        (&[("names Ethernet[47-48]", "names Ethernet[1-48]")], &["duplicate-name"]),
        (&[("ce ce[1-2] { platform ce }", "ce ce[1-2] { platform ce; number 1 }")], &["duplicate-number"]),
        (&[("pe pe1 ", "pe pe4000000000 ")], &["value-out-of-range"]),
        (&[("pe pe1 { asn 64512; os eos; ports ce { names Ethernet[1-2]; speed 25g } }", "")], &[]),
        (&[(RACK, "")], &["rack-without-two-tors"]),
        (&[(RACK, "  server s[1-2] { profile small }\n")], &["rack-without-two-tors"]),
        (&[("rack r1", "rack r0")], &["value-out-of-range"]),
        (&[("rack r1", "rack r4294967295")], &["value-out-of-range"]),
        (&[("rack r1", "rack r4000")], &["pool-exhausted", "role-exhausted"]),
        (&[("tor t[1-2] ", "tor t[2-3] ")], &["rack-without-two-tors"]),
        (&[("tor t[1-2] ", "tor t[1,01] ")], &["duplicate-number"]),
        (&[("server s[1-2]", "server s[255-256]")], &["pool-exhausted", "role-exhausted"]),
        (&[(CELLS, "")], &["host-over-unknown-bond", "numa-cell-without-pnic"]),
        (&[("vfs 8", "vfs 0")], &[]),
        (
            &[(POOLS, "loopback 10.0.0.0/32; point-to-point 10.0.1.0/32; management 10.0.2.0/32")],
            &["pool-exhausted"],
        ),
        (
            &[(POOLS, "loopback fd00:1::/128; point-to-point fd00:2::/127; management fd00:3::/120")],
            &["pool-exhausted", "pool-wrong-family"],
        ),
        (
            &[
                ("subnet 10.40.0.0/24, fd00:40::/64", "subnet 10.40.0.0/32"),
                ("; ipam 10.40.0.64/26, fd00:40::100/120", ""),
            ],
            &["subnet-too-small"],
        ),
        (&[("subnet 10.31.0.0/24", "subnet 10.31.0.0/24; gateway none")], &[]),
        (&[("subnet 10.31.0.0/24", "subnet fd00:31::/64")], &[]),
        (&[("subnet 10.31.0.0/24", "subnet 10.31.0.0/27")], &["pool-exhausted"]),
        (&[("internal-network hosts { vlan 310; subnet 10.31.0.0/24 }", "")], &["unresolved-reference"]),
        (
            &[(
                "os eos; model DCS-7050SX3-48YC8; management-port Management1\n",
                "os nxos; model N9K; management-port mgmt0\n",
            )],
            &["port-name-not-of-os"],
        ),
        (&[("  ports server    { names Ethernet[1-8];   speed 25g }\n", "")], &["role-exhausted"]),
        // A Nexus has no `Ethernet1`, which is all that is wrong with its ports here. What NX-OS
        // keeps for itself: in the pool between the CEs, and as a tag towards a PE.
        (
            &[(CE, NXOS_CE), (POOLS, PEER_VLANS)],
            &["pool-unused", "port-name-not-of-os", "vlan-reserved-by-platform"],
        ),
        (&[(CE, NXOS_CE), (TENANT, WAN)], &["port-name-not-of-os", "vlan-reserved-by-platform"]),
        (&[(TENANT, WAN)], &[]),
        // A Nexus that forwards no VPN routes with labels, and one that does.
        (&[(CE, NO_LABELS), (TENANT, NNI)], &["option-b-not-on-platform", "port-name-not-of-os"]),
        (&[(CE, NXOS_CE), (TENANT, NNI)], &["port-name-not-of-os"]),
    ];
    let mut wrong = Vec::new();
    for (replace, expected) in all {
        let found = small(replace);
        let rules: BTreeSet<&str> = found.findings.iter().map(|f| f.rule).collect();
        if rules != expected.iter().copied().collect() {
            wrong.push(format!(
                "{replace:?}: expected {expected:?}\n{}",
                told(&found.sources, &found.findings)
            ));
        }
        if found.findings.len() > 8 {
            wrong.push(format!("{replace:?}: {} findings", found.findings.len()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
