//! What is wrong with a user's templates, at their lines.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

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
    let faults = Environment::of(Secrets::Referenced, templates).map_or_else(
        |error| match error {
            Error::Template(fault) => vec![fault],
            _ => Vec::new(),
        },
        |(_, faults)| faults,
    );
    findings.extend(faults.iter().filter_map(|fault| finding(sources, fault, &[])));
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
                file.line_span(id, 1),
                format!("nothing uses the template {}", file.key),
            )
            .here(why)
            .maybe_help(finding::did_you_mean(&file.key, builtin)),
        );
    }
}

/// Faults of one compile, each once, with what it hit.
#[derive(Debug)]
pub struct Faults {
    found: BTreeMap<Key, (Fault, Vec<String>)>,
    /// The first text that has no end.
    endless: AtomicUsize,
}

/// What makes faults one is their place: the words may name another thing each time.
type Key = (String, Option<usize>, Option<(usize, usize)>);

impl Default for Faults {
    fn default() -> Self {
        Faults { found: BTreeMap::new(), endless: AtomicUsize::new(usize::MAX) }
    }
}

impl Faults {
    /// Makes a text, from any thread, unless one before it has no end: to find that out takes long,
    /// and once is enough. `order` counts all texts.
    pub fn make<T>(&self, order: usize, make: impl FnOnce() -> Result<T, Error>) -> Made<T> {
        if order > self.endless.load(Ordering::Relaxed) {
            return Made(None, order);
        }
        let made = make();
        if let Err(Error::Template(fault)) = &made
            && fault.wrong.endless()
        {
            self.endless.fetch_min(order, Ordering::Relaxed);
        }
        Made(Some(made), order)
    }

    /// Gives a text that was made, or keeps what is wrong with its template. `subject` is the switch
    /// or PE that it is for.
    ///
    /// # Errors
    /// What is no template's fault.
    pub fn keep<T>(&mut self, subject: &str, Made(made, order): Made<T>) -> Result<Option<T>, Error> {
        // Whether those behind an endless one were made depends on the threads.
        let made = made.filter(|_| order <= *self.endless.get_mut());
        let fault = match made {
            None => return Ok(None),
            Some(Ok(made)) => return Ok(Some(made)),
            Some(Err(Error::Template(fault))) => fault,
            Some(Err(other)) => return Err(other),
        };
        let key = (fault.template.clone(), fault.line, fault.range);
        self.found.entry(key).or_insert_with(|| (fault, Vec::new())).1.push(subject.to_owned());
        Ok(None)
    }

    /// The findings, none where there was no fault.
    ///
    /// # Errors
    /// A fault in a built-in template.
    pub fn findings(self, sources: &Sources) -> Result<Vec<Finding>, Error> {
        let mut findings = Vec::new();
        for (fault, subjects) in self.found.into_values() {
            match finding(sources, &fault, &subjects) {
                Some(finding) => findings.push(finding),
                None => return Err(Error::Template(fault)),
            }
        }
        finding::sort(&mut findings);
        Ok(findings)
    }
}

/// What became of a text, and the how manieth it is.
#[derive(Debug)]
pub struct Made<T>(Option<Result<T, Error>>, usize);

/// A fault in a template of the user, with the switches or PEs that have no text for it.
fn finding(sources: &Sources, fault: &Fault, subjects: &[String]) -> Option<Finding> {
    let (id, file) = sources.overrides().find(|(_, file)| file.key == fault.template)?;
    let span = span(id, file, fault);
    let whom = match subjects {
        [] => String::new(),
        [one] => format!(", for {one}"),
        [one, other] => format!(", for {one} and {other}"),
        [first, rest @ ..] => format!(", for {first} and {} others", rest.len()),
    };
    let refuse = |rule, what: &str, here: String| {
        Finding::error(rule, span, format!("template {} {what}{whom}", file.key)).here(here)
    };
    let context = subjects
        .first()
        .map(|subject| format!("`selvedge templates context {subject} PATH` shows what there is"));
    Some(match &fault.wrong {
        Wrong::Syntax(why) => refuse("template-syntax", "can't be read", why.clone()),
        Wrong::Undefined => {
            let quoted = sources.text(span);
            let name = quoted.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
            let here = if name { format!("`{quoted}` is undefined") } else { "this is undefined".into() };
            let before = file.text.get(..span.start as usize).unwrap_or("").trim_end_matches([' ', '-']);
            let prints = before.ends_with("{{") || quoted.starts_with("{{");
            let does = if prints { "prints" } else { "needs" };
            refuse("template-prints-no-value", &format!("{does} a value that is undefined"), here)
                .maybe_help(context)
        }
        Wrong::Prints(refused) => {
            let (what, here) = match refused {
                Refused::None => ("none", "none is no text"),
                Refused::Bool => ("a truth value", "true or false, which is no text"),
                Refused::Structure | Refused::Output => ("a list or a map", "neither text nor number"),
            };
            refuse("template-prints-no-value", &format!("prints {what}"), here.to_owned()).maybe_help(context)
        }
        Wrong::Steps => {
            let here = format!("stopped here after {} million steps", STEPS / 1_000_000);
            refuse("template-without-end", "does not come to an end", here)
        }
        Wrong::Output => {
            let here = format!("a text has at most {} MiB", OUTPUT >> 20);
            refuse("template-without-end", "prints without end", here)
        }
        Wrong::Depth => {
            let here = "this goes deeper than a template may".to_owned();
            refuse("template-without-end", "calls or includes itself without end", here)
        }
        Wrong::Missing(_) => {
            let here = "no template has the name that this gives".to_owned();
            refuse("template-not-found", "includes a template that is not there", here)
        }
        Wrong::Other(why) => refuse("template-fails", "fails", why.clone()),
    })
}

/// The smallest piece of a template that a fault names, on one line.
fn span(id: FileId, file: &SourceFile, fault: &Fault) -> Span {
    // Where the steps ran out is chance; the line is in the loop.
    let exact = fault.range.filter(|_| fault.wrong != Wrong::Steps);
    let place = exact.and_then(|(start, end)| Some((file.text.get(..start)?, file.text.get(start..end)?)));
    match (place, fault.line) {
        (Some((before, text)), _) if !text.trim().is_empty() => {
            let text = text.lines().next().unwrap_or("");
            // The engine names `.name` alone of `device.name`.
            let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            let start = match text.starts_with('.') {
                true => before.trim_end_matches(word).len(),
                false => before.len(),
            };
            Span { file: id, start: start as u32, end: (before.len() + text.len()) as u32 }
        }
        (_, number) => file.line_span(id, number.unwrap_or(1)),
    }
}
