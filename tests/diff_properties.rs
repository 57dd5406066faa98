//! What holds of every difference, whatever the fabrics: a fabric is itself however it is written,
//! there and back mirror each other, and every change has its commands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod near;
#[path = "valid/site.rs"]
mod site;
#[path = "valid/write.rs"]
mod write;

use std::fmt::Write;
use std::fs;

use near::{EDITS, Files};
use rayon::prelude::*;
use selvedge::commands::Commands;
use selvedge::diff::{Action, Detail, Diff, Presence, Says, diff, texts};
use selvedge::emit::Part;
use selvedge::read::Unknown;
use selvedge::side::Side;

/// A difference line by line, in no order; `turned` as it is seen from the other side.
fn said(diff: &Diff, turned: bool) -> Vec<String> {
    fn of<T>(turned: bool, old: T, new: T) -> (T, T) {
        if turned { (new, old) } else { (old, new) }
    }
    let presence = |presence: Presence| match (presence, turned) {
        (Presence::Both, _) => "changes",
        (Presence::Old, false) | (Presence::New, true) => "goes",
        (Presence::Old, true) | (Presence::New, false) => "comes",
    };
    let action = |action: Action| match (action, turned) {
        (Action::Change, _) => "changes",
        (Action::Remove, false) | (Action::Add, true) => "goes",
        (Action::Remove, true) | (Action::Add, false) => "comes",
    };
    let details = |details: &[Detail]| -> String {
        let one = |Detail { path, name, says }: &Detail| match says {
            Says::Value { old, new } => format!("{path} {name} {:?}; ", of(turned, old, new)),
            Says::Set { added, removed, kept } => {
                format!("{path} {name} {:?} {kept:?}; ", of(turned, removed, added))
            }
            Says::List { old, new } => format!("{path} {name} {:?}; ", of(turned, old, new)),
            Says::Secret => format!("{path} {name}; "),
        };
        let mut all: Vec<String> = details.iter().map(one).collect();
        all.sort();
        all.concat()
    };
    let lines = |lines: &[Unknown]| -> Vec<String> {
        lines.iter().map(|line| format!("{} | {}", line.block, line.text)).collect()
    };
    let mut all = vec![format!("{} secrets", diff.secrets_not_compared)];
    for switch in &diff.switches {
        let name = &switch.name;
        all.push(format!("{name} {}", presence(switch.presence)));
        for change in &switch.changes {
            let details = details(&change.details);
            all.push(format!("{name} {} {} {details}", change.element, action(change.action)));
        }
        for block in &switch.blocks {
            all.push(format!("{name} {} {:?}", block.element, of(turned, &block.old, &block.new)));
        }
        let unknown = of(turned, &switch.unknown_old, &switch.unknown_new);
        all.push(format!("{name} {:?} {:?}", lines(unknown.0), lines(unknown.1)));
    }
    for file in diff.hosts.iter().chain(&diff.files) {
        all.push(format!("{} {} {}", file.name, presence(file.presence), details(&file.details)));
    }
    all.sort();
    all
}

/// What is wrong with the differences of two sides, there and back; nothing where they mirror.
fn not_mirrored(old: &Side, new: &Side) -> String {
    let (there, back) = (diff(old, new), diff(new, old));
    let (one, other) = (said(&there, false), said(&back, true));
    let mut wrong = String::new();
    for line in one.iter().filter(|line| !other.contains(line)) {
        writeln!(wrong, "there alone: {line}").unwrap();
    }
    for line in other.iter().filter(|line| !one.contains(line)) {
        writeln!(wrong, "back alone: {line}").unwrap();
    }
    let (there, back) = (texts(old, new, &there).unwrap(), texts(new, old, &back).unwrap());
    let there: Vec<_> = there.iter().map(|pair| (&pair.path, &pair.old, &pair.new)).collect();
    let back: Vec<_> = back.iter().map(|pair| (&pair.path, &pair.new, &pair.old)).collect();
    if there != back {
        writeln!(wrong, "the texts do not mirror").unwrap();
    }
    wrong
}

/// What is wrong with the commands between two sides; nothing where each switch that both have has
/// its way there and back.
fn not_reached(commands: &Commands, old: &Side, new: &Side) -> String {
    let mut wrong = String::new();
    for (name, old) in &old.switches {
        let Some(new) = new.switches.get(name).filter(|new| new.plan.os == old.plan.os) else { continue };
        if let Err(failure) = commands.change(&old.plan, &new.plan) {
            writeln!(wrong, "{name}: {failure}").unwrap();
        }
    }
    wrong
}

#[test]
fn an_edit_of_any_kind_is_mirrored_and_has_its_commands() {
    let commands = Commands::new().unwrap();
    let judged = EDITS.par_iter().enumerate().map(|(seed, (name, edit))| {
        let (old, new) = near::pair(edit, &mut near::runner(seed));
        let wrong = not_mirrored(&old, &new) + &not_reached(&commands, &old, &new);
        let same = if diff(&old, &new).is_empty() { "nothing differs\n" } else { "" };
        (!wrong.is_empty() || !same.is_empty()).then(|| format!("{name}:\n{wrong}{same}"))
    });
    let wrong: Vec<String> = judged.flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn two_fabrics_by_chance_are_mirrored() {
    let wrong: Vec<String> = (1000..1010usize)
        .into_par_iter()
        .map(|seed| {
            let mut runner = near::runner(seed);
            let mut side = || near::side_of("site", &write::files(&near::next(&mut runner))).unwrap();
            not_mirrored(&side(), &side())
        })
        .collect();
    assert_eq!(wrong.concat(), "");
}

/// Comments before every statement of the top level, and behind it.
fn commented(files: &Files) -> Files {
    let text = |text: &String| -> String {
        let one = |line: &str| match line.starts_with(|c: char| c.is_ascii_lowercase()) {
            true => format!("# what follows\n\n{line}"),
            false => line.to_owned(),
        };
        text.split_inclusive('\n').map(one).collect::<String>() + "# the end\n"
    };
    files.iter().map(|(name, of)| (name.clone(), text(of))).collect()
}

#[test]
fn a_fabric_is_itself_however_it_is_written() {
    let judged = (2000..2010usize).into_par_iter().map(|seed| {
        let site = near::next(&mut near::runner(seed));
        let files = write::files(&site);
        let side = near::side_of("site", &files).unwrap();
        let mut turned = site.clone();
        turned.layout.turned += 5;
        let mut dealt = site.clone();
        (dealt.layout.files, dealt.layout.included) = (6 - site.layout.files, !site.layout.included);
        let mut ended = site.clone();
        ended.layout.crlf = !site.layout.crlf;
        let formatted = files.iter().map(|(name, text)| (name.clone(), selvedge::fmt::format(text)));
        let written: [(&str, Files); 6] = [
            ("itself", files.clone()),
            ("in another order", write::files(&turned)),
            ("in other files", write::files(&dealt)),
            ("with other line ends", write::files(&ended)),
            ("formatted", formatted.collect()),
            ("with comments", commented(&files)),
        ];
        let mut wrong = String::new();
        for (how, files) in &written {
            let other = near::side_of("other", files).unwrap();
            let found = diff(&side, &other);
            if !found.is_empty() {
                writeln!(wrong, "{how}: {:#?}", said(&found, false)).unwrap();
            }
        }
        wrong
    });
    assert_eq!(judged.collect::<Vec<String>>().concat(), "");
}

#[test]
fn a_fabric_is_its_tree() {
    let judged = (3000..3010usize).into_par_iter().map(|seed| {
        let site = near::next(&mut near::runner(seed));
        let folder = tempfile::tempdir().unwrap();
        let (source, tree) = (folder.path().join("source"), folder.path().join("tree"));
        for (name, text) in write::files(&site) {
            let path = source.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let checked = selvedge::check(&source, &Default::default()).unwrap();
        let request =
            selvedge::compile::Request { tree: &tree, parts: Part::ALL, force: false, secrets: None };
        selvedge::compile::compile(&checked, &request, &|_, _| {}).unwrap();
        let open = |path: &std::path::Path| {
            selvedge::side::open(path, path, &Default::default(), &Default::default()).unwrap()
        };
        let (fabric, tree, running) = (open(&source), open(&tree), open(&tree.join("devices")));
        let mut wrong = String::new();
        for (old, new) in [(&fabric, &tree), (&tree, &fabric), (&running, &fabric), (&tree, &running)] {
            let found = diff(old, new);
            if !found.is_empty() {
                writeln!(wrong, "{} {}: {:#?}", old.name, new.name, said(&found, false)).unwrap();
            }
        }
        wrong
    });
    assert_eq!(judged.collect::<Vec<String>>().concat(), "");
}
