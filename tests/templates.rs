//! A user's own templates: what they may be, what is said of those that are wrong, and where each line
//! of a text comes from.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use selvedge::lower::{self, Context};
use selvedge::model::value::Os;
use selvedge::render::trace::{Place, Tracer};
use selvedge::render::{self, Environment, Secrets, TEMPLATES};
use tempfile::TempDir;

/// A copy of a fixture in `site`, with templates beside it in `mine`.
struct Site(TempDir);

impl Site {
    fn new(fixture: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        fs::create_dir(folder.path().join("mine")).unwrap();
        for entry in fs::read_dir(common::fixture(fixture)).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), folder.path().join("site").join(entry.file_name())).unwrap();
            }
        }
        Site(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// With a template of the user.
    fn template(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path("mine").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// Exit code, standard output and standard error of a command.
    fn run(&self, words: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_selvedge"))
            .args(words)
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// What a compile with the templates says, and what it ends with. It must write nothing.
    fn refused(&self) -> String {
        let (exit, out, err) = self.run(&["compile", "site", "--templates", "mine"]);
        assert_eq!(out, "", "{err}");
        assert!(!self.path("build").exists(), "something was written: {err}");
        format!("exit {exit}\n{err}")
    }

    /// The files of a tree below `build`, with their texts; the manifest is left out, which names the
    /// input.
    fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path("build")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                match entry.is_dir() {
                    true => folders.push(entry),
                    false => drop(files.insert(entry.clone(), fs::read(entry).unwrap())),
                }
            }
        }
        files.remove(&self.path("build/selvedge.json"));
        files
    }
}

/// The text of a built-in template.
fn builtin(name: &str) -> &'static str {
    TEMPLATES.iter().find(|(known, _)| *known == name).unwrap().1
}

/// What is said of one template, `arista/policy.j2`, that every switch of the fabric needs.
fn said(text: impl AsRef<[u8]>) -> String {
    Site::new("smallest").template("arista/policy.j2", text).refused()
}

#[test]
fn templates_that_change_nothing_give_the_same_tree() {
    let mut site = Site::new("near-edge");
    assert_eq!(site.run(&["compile", "site"]).0, 0);
    let before = site.tree();
    for (name, text) in TEMPLATES {
        site = site.template(name, text);
    }
    let (exit, out, err) = site.run(&["compile", "site", "--templates", "mine"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    // They were rendered all the same, since they are part of the input.
    assert!(out.contains("0 files written") || out.contains("nothing to write"), "{out}");
    assert_eq!(site.tree(), before);
}

#[test]
fn one_template_changes_its_lines_alone() {
    let site = Site::new("smallest");
    assert_eq!(site.run(&["compile", "site"]).0, 0);
    let before = site.tree();
    let text = builtin("arista/interfaces.j2").replace(
        "   description {{ device.management.description }}\n",
        "   description {{ device.management.description }}\n{% include \"mine/port.j2\" %}\n",
    );
    let site =
        site.template("arista/interfaces.j2", text).template("mine/port.j2", "   ! of {{ device.name }}\n");
    let (exit, out, err) = site.run(&["compile", "site", "--templates", "mine"]);
    assert_eq!((exit, err.as_str()), (0, ""));
    assert!(out.contains(": 4 files written, "), "{out}");
    for (path, old) in &before {
        let old = String::from_utf8(old.clone()).unwrap();
        let new = fs::read_to_string(path).unwrap();
        if path.extension().is_some_and(|e| e == "cfg") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let line = "   description management\n";
            assert_eq!(new, old.replace(line, &format!("{line}   ! of {name}\n")));
        } else {
            assert_eq!(new, old, "{}", path.display());
        }
    }
}

#[test]
fn a_change_of_a_template_is_a_change_of_the_input() {
    let site = Site::new("smallest").template("arista/acl.j2", "! one\n");
    let words = ["compile", "site", "--templates", "mine"];
    let written = |out: &str| out.contains(": 4 files written, ");
    assert_eq!(site.run(&words).0, 0);
    assert!(site.run(&words).1.contains("nothing to write"));
    let site = site.template("arista/acl.j2", "! two\n");
    assert!(written(&site.run(&words).1));
    assert!(site.run(&words).1.contains("nothing to write"));
    // Without them the built-in ones are back.
    assert!(written(&site.run(&["compile", "site"]).1));
    // Line ends are no difference.
    assert!(written(&site.run(&words).1));
    let site = site.template("arista/acl.j2", "! two\r\n");
    assert!(site.run(&words).1.contains("nothing to write"));
}

#[test]
fn what_can_not_be_read_is_told_at_its_line() {
    assert_snapshot!("a_tag_without_end", said("! a\n{% if device.name %}\n! b\n"));
    assert_snapshot!("a_tag_closed_by_another", said("{% for map in device.route_maps %}\n{% endif %}\n"));
    assert_snapshot!("a_value_without_end", said("! a\n! {{ device.name\n!\n"));
    assert_snapshot!("a_picture", said(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
    assert_snapshot!("a_control_character", said("! a\n! \0\n"));
    assert_snapshot!("no_utf8", said(b"! a\n! \xff\n"));
}

#[test]
fn what_does_not_print_is_told_at_its_line() {
    assert_snapshot!("an_undefined_value", said("! a\n! {{ device.nam }}\n"));
    assert_snapshot!("inside_an_undefined_value", said("{% if device.model.maker.name %}\n!\n{% endif %}\n"));
    assert_snapshot!("none", said("! {{ device.loopbacks.none if false else none }}\n"));
    assert_snapshot!("a_truth_value", said("! {{ device.name == \"x\" }}\n"));
    assert_snapshot!("a_list", said("! {{ device.ports }}\n"));
    // Joining is printing.
    assert_snapshot!("none_in_a_list", said("! {{ [1, none] | join(\",\") }}\n"));
    assert_snapshot!("none_in_capitals", said("! {{ none | upper }}\n"));
}

#[test]
fn a_fault_is_told_once_with_what_it_hits() {
    let some = said("{% if device.name == \"ce1\" %}\n! {{ device.nam }}\n{% endif %}\n");
    assert!(some.contains("a value that is undefined, for ce1\n"), "{some}");
    let site = Site::new("near-edge").template("arista/policy.j2", "! {{ device.nam }}\n");
    let all = site.refused();
    assert_eq!(all.matches("error[").count(), 1, "{all}");
    let analysis = common::analysis("near-edge");
    let platforms =
        analysis.assignment.topology.switches().filter_map(|(_, device)| device.platform.as_ref());
    let others = platforms.filter(|platform| platform.os.value == Os::Eos).count() - 1;
    assert!(others > 8);
    assert!(all.contains(&format!("a value that is undefined, for ce1 and {others} others\n")), "{all}");
    // Of two faults, each is told.
    let two =
        said("! {% if device.name == \"ce1\" %}{{ device.nam }}{% else %}{{ device.nom }}{% endif %}\n");
    assert_eq!(two.matches("error[").count(), 2, "{two}");
}

#[test]
fn what_has_no_end_is_stopped() {
    let numbers = "{% for a in range(100000) %}\n";
    let end = "{% endfor %}\n";
    assert_snapshot!(
        "an_endless_loop",
        said(format!("!\n{numbers}{numbers}{end}{end}").replace(" %}\n", " %}"))
    );
    assert_snapshot!("a_template_that_includes_itself", said("!\n{% include \"arista/policy.j2\" %}\n"));
    assert_snapshot!(
        "a_macro_that_calls_itself",
        said("{% macro again(x) %}\n{{ again(x) }}\n{% endmacro %}\n{{ again(1) }}\n")
    );
    assert_snapshot!("values_without_end", said(format!("{numbers}! {{{{ \"x\" * 10000 }}}}\n{end}")));
    assert_snapshot!("text_without_end", said(format!("!\n{numbers}! {}\n{end}", "x".repeat(200))));
    assert_snapshot!("a_list_without_end", said("! {{ ([\"x\" * 90000] * 90000) | join }}\n"));
    assert_snapshot!(
        "a_replacement_without_end",
        said("! {{ (\"x\" * 9000) | replace(\"x\", \"x\" * 9000) }}\n")
    );
}

#[test]
fn what_is_not_there_is_told_at_its_line() {
    assert_snapshot!("a_missing_include", said("!\n{% include \"arista/interface.j2\" %}\n"));
    // Also where no switch comes by.
    assert_snapshot!(
        "a_missing_include_that_is_not_reached",
        said("{% if false %}\n{% from \"../site/smallest.fab\" import x %}\n{% endif %}\n")
    );
    assert_snapshot!("a_missing_include_made_while_rendering", said("{% include device.name %}\n"));
    assert_snapshot!("a_missing_filter", said("! {{ device.name | uper }}\n"));
    assert_eq!(
        Site::new("smallest")
            .template("arista/acl.j2", "{% include \"not/there.j2\" ignore missing %}\n")
            .run(&["compile", "site", "--templates", "mine"])
            .0,
        0
    );
}

/// A template that tells the tree with secrets from the other one is found out, and nothing is shown
/// of a secret.
#[test]
fn a_template_may_only_print_a_secret() {
    let text = builtin("arista/base.j2").replace(
        "{% for user in device.users %}",
        "{% for user in device.users if (user.password | secret)[0] == \"<\" %}",
    );
    let site = Site::new("smallest").template("arista/base.j2", text);
    let output = Command::new(env!("CARGO_BIN_EXE_selvedge"))
        .args(["compile", "site", "--templates", "mine", "--secrets", "secret"])
        .env("ADMIN_HASH", "$6$salt$of-nobody")
        .current_dir(site.0.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!told.contains("of-nobody"), "{told}");
    assert_snapshot!("a_secret_that_is_tested", told);
    assert!(!site.path("secret").exists() && !site.path("build").exists());
}

#[test]
fn what_nothing_uses_is_told() {
    let site = Site::new("smallest")
        .template("arista/interface.j2", "! mine\n")
        .template("arista/policy.txt", "! mine\n")
        .template("arista/acl.j2", "{% include \"mine/used.j2\" %}\n")
        .template("mine/used.j2", "! used\n")
        .template(".git/config", "hidden");
    let (exit, _, err) = site.run(&["compile", "site", "--templates", "mine"]);
    assert_eq!(exit, 0);
    assert_snapshot!("templates_that_nothing_uses", err);
    // Where a name is made while rendering, any template may be meant.
    let site = site.template("arista/acl.j2", "{% include \"mine/\" ~ \"used.j2\" %}\n");
    let (exit, _, err) = site.run(&["compile", "site", "--templates", "mine"]);
    assert_eq!((exit, err.as_str()), (0, ""));
}

#[test]
fn every_line_of_the_flagship_comes_from_a_line_of_a_template() {
    let analysis = common::analysis("near-edge");
    let context = Context::new(&analysis);
    let environment = Environment::new(Secrets::Referenced).unwrap();
    let tracer = Tracer::of(&environment).unwrap();
    let mut texts = 0;
    let mut mlag = 0;
    let mut see = |text: &str, places: Option<Vec<Place<'_>>>| {
        let places = places.expect("marks change nothing");
        assert_eq!(places.len(), text.lines().count());
        for (line, place) in text.lines().zip(places) {
            let from = builtin(place.template).lines().nth(place.line - 1).unwrap();
            assert!(printed(from, line), "{line:?} does not come from {place:?}: {from:?}");
            if line.trim().starts_with("mlag ") && line != "mlag configuration" {
                mlag += 1;
                assert_eq!(place.template, "arista/interfaces.j2");
                assert!(from.trim().starts_with("mlag {{"), "{from}");
            }
        }
        texts += 1;
    };
    for (id, _) in context.assigned.topology.switches() {
        let plan = lower::device(&context, id).unwrap();
        let text = render::switch::render(&environment, &plan).unwrap();
        see(&text, render::switch::trace(&tracer, &plan, &text));
    }
    for i in 0..analysis.fabric.pes.len() {
        let plan = lower::handoff(&context, i).unwrap();
        let text = render::handoff::render(&environment, &plan).unwrap();
        see(&text, render::handoff::trace(&tracer, &plan, &text));
    }
    assert_eq!(texts, 18 + 2);
    assert!(mlag > 100, "{mlag} lines");
}

/// Whether a line of a template can print a line: what stands before its first tag begins the line;
/// where it begins with a tag, one of its pieces of text is in the line, or it has none.
fn printed(from: &str, line: &str) -> bool {
    let pieces: Vec<&str> = from
        .split(['{', '}'])
        .filter(|p| !(p.is_empty() || p.starts_with('%') || p.ends_with('%')))
        .collect();
    let text = from.split("{{").next().unwrap().split("{%").next().unwrap().trim();
    match text.is_empty() {
        false => line.trim().starts_with(text),
        true => {
            let pieces: Vec<&str> =
                pieces.into_iter().filter(|p| !from.contains(&format!("{{{p}}}"))).collect();
            pieces.iter().all(|p| p.trim().is_empty()) || pieces.iter().any(|p| line.contains(p.trim()))
        }
    }
}

#[test]
fn a_line_of_a_users_template_is_traced_to_it() {
    let analysis = common::analysis("smallest");
    let context = Context::new(&analysis);
    let site = Site::new("smallest").template(
        "arista/policy.j2",
        "{% macro note(what) %}\n! {{ what }} of {{ device.name }}\n{% endmacro %}\n\n{{ note(\"policies\") -}}\n! end\n",
    );
    let (sources, findings) = selvedge::source::load_templates(&site.path("mine")).unwrap();
    assert_eq!(findings, []);
    let environment = Environment::with(Secrets::Referenced, &sources).unwrap();
    let tracer = Tracer::of(&environment).unwrap();
    let (id, _) = context.assigned.topology.switches().next().unwrap();
    let plan = lower::device(&context, id).unwrap();
    let text = render::switch::render(&environment, &plan).unwrap();
    let places = render::switch::trace(&tracer, &plan, &text).unwrap();
    let at = |line: &str| places[text.lines().position(|l| l == line).unwrap()];
    assert_eq!(at("! policies of ce1"), Place { template: "arista/policy.j2", line: 2 });
    assert_eq!(at("! end"), Place { template: "arista/policy.j2", line: 6 });
    assert_eq!(at("end").template, "arista/device.j2");
}

#[test]
fn folders_that_are_none_or_lead_elsewhere_are_refused() {
    let refuse = |make: &dyn Fn(&Path)| {
        let site = Site::new("smallest");
        make(&site.path("mine"));
        site.refused()
    };
    let said: Vec<String> = vec![
        refuse(&|mine| fs::remove_dir(mine).unwrap()),
        refuse(&|mine| {
            fs::remove_dir(mine).unwrap();
            fs::write(mine, "x").unwrap();
        }),
        refuse(&|_| ()),
        refuse(&|mine| fs::create_dir_all(mine.join("arista/base.j2")).unwrap()),
        refuse(&|mine| symlink("/etc/hostname", mine.join("a.j2")).unwrap()),
        refuse(&|mine| symlink("../site", mine.join("arista")).unwrap()),
        refuse(&|mine| symlink(".", mine.join("again")).unwrap()),
        refuse(&|mine| symlink("nowhere", mine.join("a.j2")).unwrap()),
        refuse(&|mine| assert!(Command::new("mkfifo").arg(mine.join("a.j2")).status().unwrap().success())),
        refuse(&|mine| fs::write(mine.join("a.j2"), "x".repeat(300_000)).unwrap()),
        refuse(&|mine| fs::write(mine.join("a.j2"), "\n".repeat(30_000)).unwrap()),
        refuse(&|mine| (0..300).for_each(|n| fs::write(mine.join(format!("{n}.j2")), "").unwrap())),
    ];
    assert_snapshot!("folders_that_are_refused", said.concat());
}
