//! `selvedge blame`: the statement and the decision behind a line of a configuration.

use std::io;
use std::path::{Path, PathBuf};

use super::check::LoadArgs;
use super::{Exit, Failure, out};
use crate::blame::Blamed;
use crate::finding::near;
use crate::report::human::{self, Style};
use crate::report::printable;
use crate::shown;
use crate::source::{Sources, configuration};
use crate::{Checked, compile};

/// Say which statement, and which decision, a line of a configuration comes from
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without a line, every line of the file is told, one a row.

Examples:
  selvedge blame build/devices/r3-t1.cfg:120 site
  selvedge blame build/devices/ce1.cfg site | less")]
pub struct Args {
    /// A configuration of the tree, and a line of it
    #[arg(value_name = "FILE[:LINE]")]
    place: String,
    /// The fabric that the tree was compiled of
    path: PathBuf,
    #[command(flatten)]
    load: LoadArgs,
}

/// Tells whose a line is.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let (file, line) = place(&args.place)?;
    let text = configuration(file)?;
    let checked = crate::check(&args.path, &args.load.options())?;
    if checked.failed() {
        let style = Style::of(&io::stderr());
        out::eprint(&human::render(&checked.sources, &checked.findings, style, &super::explain::documented))?;
        return Ok(Exit::Findings);
    }
    let name = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(switch) = compile::switch(&checked, &name)? else {
        return Err(Failure(unknown(&checked, &name, file)));
    };
    let blamed = crate::blame::blame(&switch.plan, &text, switch.printed.as_ref()).map_err(|e| {
        Failure(format!("{} is no configuration of {}: {e}", shown::path(file), switch.plan.os))
    })?;
    if switch.printed.as_ref().is_some_and(|(now, _)| *now != text) {
        let say = format!("warning: {} is not what {} gives now", shown::path(file), shown::path(&args.path));
        out::eprint(&format!("{}\n", printable(&say)))?;
    }
    let Some(line) = line else {
        let rows: String = blamed.iter().zip(1..).map(|(b, n)| row(&checked.sources, n, b)).collect();
        out::print(&rows)?;
        return Ok(answered(&blamed));
    };
    let Some(found) = line.checked_sub(1).and_then(|i| blamed.get(i)) else {
        return Err(Failure(format!("{} has {} lines, no line {line}", shown::path(file), blamed.len())));
    };
    out::print(&page(&checked.sources, file, line, found))?;
    Ok(answered(std::slice::from_ref(found)))
}

/// A file with a line behind it, or without.
fn place(text: &str) -> Result<(&Path, Option<usize>), Failure> {
    match text.rsplit_once(':') {
        Some((file, line))
            if !file.is_empty() && line.chars().all(|c| c.is_ascii_digit()) && !line.is_empty() =>
        {
            let line = line.parse().map_err(|_| Failure(format!("{line} is no line of a file")))?;
            Ok((Path::new(file), Some(line)))
        }
        _ => Ok((Path::new(text), None)),
    }
}

fn unknown(checked: &Checked, name: &str, file: &Path) -> String {
    let names: Vec<String> = checked
        .analysis
        .iter()
        .flat_map(|a| a.assignment.topology.switches().map(|(_, d)| d.name.to_string()))
        .collect();
    let near = near(name, names.iter().map(String::as_str));
    let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) };
    format!("{} is of no switch of the fabric: there is no {name}{hint}", shown::path(file))
}

fn answered(blamed: &[Blamed]) -> Exit {
    if blamed.iter().all(|b| b.origin.is_some()) { Exit::Clean } else { Exit::Findings }
}

/// All about one line.
fn page(sources: &Sources, file: &Path, line: usize, blamed: &Blamed) -> String {
    let mut text =
        printable(&format!("{}:{line}: {}", shown::path(file), blamed.text.trim())).into_owned() + "\n";
    let mut add = |what: &str, says: String| text += &format!("  {what:<10} {}\n", printable(&says));
    match (&blamed.element, blamed.origin) {
        (None, _) => add("element", "none: the reader does not know this line".into()),
        (Some(element), None) => add("element", format!("{element}, which the fabric does not ask for")),
        (Some(element), Some(origin)) => {
            add("element", element.to_string());
            let quoted = sources.text(origin.span).lines().next().unwrap_or("").trim();
            add("statement", format!("{}  {quoted}", sources.place(origin.span)));
            if let Some(why) = origin.why {
                add("decision", format!("{}: {}", why.name, why.says));
            }
        }
    }
    if let Some(at) = &blamed.template {
        add("template", format!("{}:{}", at.template, at.line));
    }
    text
}

/// One line in a row of its own.
fn row(sources: &Sources, number: usize, blamed: &Blamed) -> String {
    let place = blamed.origin.map_or("?".to_owned(), |o| sources.place(o.span));
    let why = blamed.origin.and_then(|o| o.why).map_or("?", |w| w.name);
    format!("{number:>5}  {place:<32} {why:<18} {}\n", printable(&blamed.text))
}
