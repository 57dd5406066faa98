//! What is wrong with a user's templates, at their lines.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{self, Reference};
use super::template::texts;
use super::{Environment, Error, Fault, OUTPUT, Refused, STEPS, Secrets, TEMPLATES, Wrong};
use crate::finding::{self, FileId, Finding, Span};
use crate::source::{SUFFIX, SourceFile, Sources};

/// What there is to say about the user's templates before anything is rendered: those that can't be
/// read, that name a template which is not there, or that nothing uses.
pub fn check(sources: &Sources, findings: &mut Vec<Finding>) {
    if sources.templates.is_empty() {
        return;
    }
    let known = names(sources);
    let own: Vec<(FileId, &SourceFile)> = sources.overrides().collect();
    let templates = own.iter().map(|(_, file)| (file.key.clone().into(), file.text.clone().into()));
    let faults = Environment::of(Secrets::Referenced, STEPS, templates).map_or_else(
        |error| match error {
            Error::Template(fault) => vec![fault],
            _ => Vec::new(),
        },
        |(_, faults)| faults,
    );
    findings.extend(faults.iter().filter_map(|fault| finding(sources, fault, "")));
    for (id, file) in own {
        for reference in scan::references(&file.text).unwrap_or_default() {
            if !reference.optional && !known.contains(reference.name.as_str()) {
                findings.push(missing(id, file, &reference, &known));
            }
        }
    }
    unused(sources, findings);
}

/// The names of all templates, and of what was meant for one and can't be read.
fn names(sources: &Sources) -> BTreeSet<&str> {
    let own = sources.templates.iter().filter_map(|id| sources.get(*id));
    TEMPLATES.iter().map(|(name, _)| *name).chain(own.map(|file| file.key.as_str())).collect()
}

fn missing(id: FileId, file: &SourceFile, reference: &Reference, known: &BTreeSet<&str>) -> Finding {
    let span = Span { file: id, start: reference.range.start as u32, end: reference.range.end as u32 };
    let title = format!("template {} includes `{}`, which is not there", file.key, reference.name);
    Finding::error("template-not-found", span, title)
        .here("no template has this name")
        .maybe_help(finding::did_you_mean(&reference.name, known.iter().copied()))
}

/// Files that stand in for no built-in template, and that no template includes. Where a template
/// makes a name while it renders, there is no telling, and nothing is said.
fn unused(sources: &Sources, findings: &mut Vec<Finding>) {
    let texts = texts(sources);
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut due: Vec<String> = TEMPLATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    while let Some(name) = due.pop() {
        let Some(text) = texts.get(name.as_str()) else { continue };
        if used.insert(name) {
            let Some(references) = scan::references(text) else { return };
            due.extend(references.into_iter().map(|reference| reference.name));
        }
    }
    for (id, file) in sources.templates.iter().filter_map(|id| Some((*id, sources.get(*id)?))) {
        // What can't be read has a finding.
        let unread = !file.parseable && file.key.ends_with(SUFFIX);
        if unread || used.contains(&file.key) {
            continue;
        }
        let why = match file.key.ends_with(SUFFIX) {
            true => "no built-in template has this name, and no template includes it".to_owned(),
            false => format!("the name of a template ends with {SUFFIX}"),
        };
        let builtin = TEMPLATES.iter().map(|(name, _)| *name);
        findings.push(
            Finding::warning(
                "template-unused",
                first_line(id, file),
                format!("nothing uses the template {}", file.key),
            )
            .here(why)
            .maybe_help(finding::did_you_mean(&file.key, builtin)),
        );
    }
}

fn first_line(id: FileId, file: &SourceFile) -> Span {
    line(id, file, 1)
}

/// What is written in a line, counted from 1.
fn line(id: FileId, file: &SourceFile, number: usize) -> Span {
    let range = file.line_range(number.saturating_sub(1));
    let text = file.text.get(range.clone()).unwrap_or("");
    let start = range.start + (text.len() - text.trim_start().len());
    Span { file: id, start: start as u32, end: (start + text.trim().len()) as u32 }
}

/// Faults of one compile, each once, with what it hit.
#[derive(Debug, Default)]
pub struct Faults(BTreeMap<Key, (Fault, Vec<String>)>);

/// What makes faults one: a template that has no end comes to its limit at another line each time.
type Key = (String, Option<(Option<usize>, Option<(usize, usize)>)>, Wrong);

impl Faults {
    /// Keeps what is wrong with a template; gives the result of anything else. `subject` is the
    /// switch or PE that was to be rendered; subjects come in their order.
    ///
    /// # Errors
    /// What is no template's fault.
    pub fn keep<T>(&mut self, subject: &str, made: Result<T, Error>) -> Result<Option<T>, Error> {
        let fault = match made {
            Ok(made) => return Ok(Some(made)),
            Err(Error::Template(fault)) => fault,
            Err(other) => return Err(other),
        };
        let endless = matches!(fault.wrong, Wrong::Steps | Wrong::Output | Wrong::Depth);
        let place = (!endless).then_some((fault.line, fault.range));
        let key = (fault.template.clone(), place, fault.wrong.clone());
        self.0.entry(key).or_insert_with(|| (fault, Vec::new())).1.push(subject.to_owned());
        Ok(None)
    }

    /// The findings, none where there was no fault.
    ///
    /// # Errors
    /// A fault in a built-in template.
    pub fn findings(self, sources: &Sources) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        for (fault, subjects) in self.0.into_values() {
            let whom = match subjects.as_slice() {
                [] => String::new(),
                [one] => format!(", for {one}"),
                [one, other] => format!(", for {one} and {other}"),
                [first, rest @ ..] => format!(", for {first} and {} others", rest.len()),
            };
            match finding(sources, &fault, &whom) {
                Some(finding) => findings.push(finding),
                None => return Err(Error::Template(fault)),
            }
        }
        finding::sort(&mut findings);
        Ok(findings)
    }
}

/// A fault in a template of the user; `whom` ends the title.
fn finding(sources: &Sources, fault: &Fault, whom: &str) -> Option<Finding> {
    let (id, file) = sources.overrides().find(|(_, file)| file.key == fault.template)?;
    let span = span(id, file, fault);
    let quoted = sources.text(span);
    let printed = file.text.get(..span.start as usize).unwrap_or("").trim_end();
    let printed = printed.trim_end_matches('-').ends_with("{{");
    let context = |finding: Finding| match whom.split(' ').nth(2) {
        Some(subject) => {
            finding.help(format!("`selvedge templates context {subject} PATH` shows what there is"))
        }
        None => finding,
    };
    let error = |rule, what: &str| Finding::error(rule, span, format!("template {} {what}{whom}", file.key));
    const UNPRINTABLE: &str = "template-prints-no-value";
    const ENDLESS: &str = "template-without-end";
    Some(match &fault.wrong {
        Wrong::Syntax(why) => error("template-syntax", "can't be read").here(why.clone()),
        Wrong::Undefined => {
            let what = if printed { "prints a value that is undefined" } else { "needs a value that is undefined" };
            let here = match quoted.len() < 60 && !quoted.contains(['\n', '%']) {
                true => format!("`{quoted}` is undefined"),
                false => "undefined".to_owned(),
            };
            context(error(UNPRINTABLE, what).here(here))
        }
        Wrong::Prints(refused) => {
            let what = match refused {
                Refused::None => "none",
                Refused::Bool => "a truth value",
                Refused::Structure | Refused::Output => "what is neither text nor number",
            };
            context(error(UNPRINTABLE, &format!("prints {what}")).here("this must not be printed"))
        }
        Wrong::Steps => {
            error(ENDLESS, "does not come to an end").here(format!("stopped here after {} million steps", STEPS / 1_000_000))
        }
        Wrong::Output => {
            error(ENDLESS, "prints without end").here(format!("a text has at most {} MiB", OUTPUT >> 20))
        }
        Wrong::Depth => error(ENDLESS, "calls or includes itself without end").here("too deep from here on"),
        Wrong::Missing(_) => {
            error("template-not-found", "includes a template that is not there").here("no template has this name")
        }
        Wrong::Other(why) => error("template-fails", "fails").here(why.clone()),
    })
}

/// The smallest piece of a template that a fault names, on one line.
fn span(id: FileId, file: &SourceFile, fault: &Fault) -> Span {
    let place = fault.range.and_then(|(start, end)| file.text.get(start..end).map(|text| (start, text)));
    match (place, fault.line) {
        (Some((start, text)), _) if !text.trim().is_empty() => {
            let text = text.lines().next().unwrap_or("");
            Span { file: id, start: start as u32, end: (start + text.len()) as u32 }
        }
        (_, Some(number)) => line(id, file, number),
        _ => first_line(id, file),
    }
}
