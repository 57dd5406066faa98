//! A configuration that is spelt otherwise is no change: what a compile has written, in the ways in
//! which switches and people write it, is read as a folder of running configurations and compared
//! with the fabric.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
mod near;
#[path = "valid/site.rs"]
mod site;
mod spelling;
#[path = "valid/write.rs"]
mod write;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use near::EDITS;
use rayon::prelude::*;
use selvedge::commands::Commands;
use selvedge::diff::{Diff, diff};
use selvedge::model::value::Os;
use selvedge::side::{self, Side};
use spelling::WAYS;

/// The configurations of a fabric's switches, by name.
type Texts = Vec<(String, Os, String)>;

/// What a compile of a fabric writes for its switches.
fn texts_of(fabric: &Side) -> Texts {
    let (files, _) = selvedge::compile::texts(fabric.fabric().unwrap()).unwrap();
    let text = |name: &String| {
        let path = format!("devices/{name}.cfg");
        let file = files.iter().find(|file| file.path == path).unwrap();
        String::from_utf8(file.text.clone()).unwrap()
    };
    fabric.switches.iter().map(|(name, of)| (name.clone(), of.plan.os, text(name))).collect()
}

/// A fabric as a side, and what a compile of it writes.
fn compiled(path: &Path) -> (Side, Texts) {
    let checked = selvedge::check(path, &Default::default()).unwrap();
    let side = side::fabric("fabric", checked).unwrap().unwrap();
    let texts = texts_of(&side);
    (side, texts)
}

fn by_chance(seed: usize) -> (Side, Texts) {
    let files = write::files(&near::next(&mut near::runner(seed)));
    let side = near::side_of("fabric", &files).unwrap();
    let texts = texts_of(&side);
    (side, texts)
}

/// A folder of running configurations.
fn running(texts: &Texts) -> Result<Side, side::Error> {
    let folder = tempfile::tempdir().unwrap();
    for (name, _, text) in texts {
        fs::write(folder.path().join(format!("{name}.cfg")), text).unwrap();
    }
    let asked = texts.iter().map(|(name, os, _)| (name.clone(), *os)).collect();
    side::open(folder.path(), folder.path(), &Default::default(), &asked)
}

/// What is said of a folder of running configurations and should not be, either way round.
fn told(fabric: &Side, texts: &Texts) -> String {
    let running = match running(texts) {
        Ok(running) => running,
        Err(error) => return format!("{error}\n"),
    };
    let mut told: String = running.notes.iter().map(|note| format!("{note:?}\n")).collect();
    for (old, new) in [(fabric, &running), (&running, fabric)] {
        told += &said(&diff(old, new));
    }
    told
}

fn said(diff: &Diff) -> String {
    let mut said = String::new();
    for switch in &diff.switches {
        for change in &switch.changes {
            writeln!(said, "{}: {:?} {} {:?}", switch.name, change.action, change.element, change.details)
                .unwrap();
        }
        for line in switch.unknown_old.iter().chain(&switch.unknown_new) {
            writeln!(said, "{}: not known: {} | {}", switch.name, line.block, line.text).unwrap();
        }
    }
    said
}

#[test]
fn every_spelling_by_itself_is_no_change() {
    let fabrics: Vec<(Side, Texts)> =
        common::FIXTURES.iter().map(|name| compiled(&common::fixture(name))).collect();
    let judged = WAYS.par_iter().map(|(name, way)| {
        let (mut wrong, mut changed) = (String::new(), [0, 0]);
        for (fabric, texts) in &fabrics {
            let mut respelt = texts.clone();
            for (_, os, text) in &mut respelt {
                let other = way(*os, text);
                changed[usize::from(*os == Os::Nxos)] += usize::from(other != *text);
                *text = other;
            }
            for line in told(fabric, &respelt).lines().take(5) {
                writeln!(wrong, "{name}: {line}").unwrap();
            }
        }
        // Older releases of EOS said some things otherwise; the rest is of both vendors.
        let nexus = *name != "older words";
        if changed[0] < 10 || nexus && changed[1] == 0 {
            writeln!(wrong, "{name}: respelt {changed:?} texts").unwrap();
        }
        wrong
    });
    let wrong: String = judged.collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// Nor does the spelling of what is there have a say in what changes, and from each there are commands.
#[test]
fn a_change_is_the_same_from_every_spelling() {
    let commands = Commands::new().unwrap();
    let judged = EDITS.par_iter().enumerate().skip(1).step_by(5).map(|(seed, (name, edit))| {
        let (old, new) = near::pair(edit, &mut near::runner(seed + 700));
        let texts = texts_of(&old);
        let respelt = texts.iter().map(|(name, os, text)| {
            let text = WAYS.iter().fold(text.clone(), |text, (_, way)| way(*os, &text));
            (name.clone(), *os, text)
        });
        let (plain, respelt) = (running(&texts).unwrap(), running(&respelt.collect()).unwrap());
        let (one, other) = (said(&diff(&plain, &new)), said(&diff(&respelt, &new)));
        let mut wrong = String::new();
        if one != other {
            writeln!(wrong, "{name}:\n{one}\nrespelt:\n{other}").unwrap();
        }
        for (switch, old) in &respelt.switches {
            let Some(after) = new.switches.get(switch).filter(|after| after.plan.os == old.plan.os) else {
                continue;
            };
            let (old, new) = side::comparable((&respelt, old), (&new, after));
            if let Err(failure) = commands.change(&old, &new) {
                writeln!(wrong, "{name}: {switch}: {failure}").unwrap();
            }
        }
        wrong
    });
    let wrong: String = judged.collect();
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn all_spellings_at_once_are_no_change() {
    let judged = (4000..4012usize).into_par_iter().map(|seed| {
        let (fabric, mut texts) = by_chance(seed);
        for (_, os, text) in &mut texts {
            *text = WAYS.iter().fold(text.clone(), |text, (_, way)| way(*os, &text));
        }
        told(&fabric, &texts)
    });
    let wrong: String = judged.collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// The same through the program: its answer is one line, its exit says that both are the same, and
/// there is nothing to be typed.
#[test]
fn the_program_says_so_too() {
    for name in common::FIXTURES {
        let (_, texts) = compiled(&common::fixture(name));
        let folder = tempfile::tempdir().unwrap();
        let source = common::copied(name, folder.path());
        fs::create_dir(folder.path().join("running")).unwrap();
        for (name, os, text) in &texts {
            let text = WAYS.iter().fold(text.clone(), |text, (_, way)| way(*os, &text));
            fs::write(folder.path().join(format!("running/{name}.txt")), text).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_selvedge"));
        command
            .current_dir(folder.path())
            .args(["diff", "running", "--commands", "-o", "change"])
            .arg(source);
        assert_eq!(
            common::run(&mut command).as_deref(),
            Ok("no difference\nno commands to write\n"),
            "{name}"
        );
    }
}
