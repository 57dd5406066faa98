//! What there is to say of texts that are not what was asked for: one finding for each mistake in
//! a template, however many switches and elements it hits.

use std::collections::{BTreeMap, BTreeSet};

use super::symptom::{Builtin, Lines, TemplateLine};
use super::{Traces, Verdict};
use crate::finding::{FileId, Finding, Span};
use crate::plan::{DifferenceKind, Element, Origin};
use crate::render::TEMPLATES;
use crate::render::switch::template;
use crate::source::{SourceFile, Sources};

/// What makes differences one mistake: the line of a built-in template whose text is missing; else
/// the line that printed what is wrong, and how it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    missing: Option<TemplateLine>,
    place: Option<TemplateLine>,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Unreadable,
    Repeated,
    Missing,
    Lost(&'static str),
    Added(&'static str),
    Field(&'static str, String),
    Unknown(String),
    Undoes(String),
}

/// One mistake, as it shows first, and how often it shows.
struct Mistake {
    device: String,
    title: String,
    here: String,
    /// The line of a template that printed what is wrong.
    place: Option<TemplateLine>,
    /// The line of a built-in template that prints what is missing.
    template: Option<TemplateLine>,
    origin: Option<(Origin, String)>,
    count: usize,
    devices: BTreeSet<String>,
}

/// The findings of a compile's read-back. `verdicts` come in the order of switches.
pub fn findings(verdicts: &[Verdict], sources: &Sources, traces: &Traces<'_>) -> Vec<Finding> {
    let mut mistakes: BTreeMap<Key, Mistake> = BTreeMap::new();
    for verdict in verdicts {
        collect(verdict, traces, &mut mistakes);
    }
    let mut findings: Vec<Finding> =
        mistakes.into_iter().map(|(key, mistake)| finding(&key, mistake, sources)).collect();
    crate::finding::sort(&mut findings);
    findings
}

fn collect(verdict: &Verdict, traces: &Traces<'_>, mistakes: &mut BTreeMap<Key, Mistake>) {
    let name = &verdict.plan.name;
    let traced = traces.own(&verdict.plan).map(|(_, lines)| lines).unwrap_or_default();
    let place = |line: Option<usize>| traced.get(line?.checked_sub(1)?).cloned().flatten();
    let mut add = |place: Option<TemplateLine>, what: What, mistake: Mistake| {
        let key = match what {
            What::Missing => Key { missing: mistake.template.clone(), place: None, what },
            what => Key { missing: None, place: place.clone(), what },
        };
        let slot = mistakes.entry(key).or_insert(Mistake { place, ..mistake });
        slot.count += 1;
        slot.devices.insert(name.clone());
    };
    let plain = |title: String, here: String| Mistake {
        device: name.clone(),
        title,
        here,
        place: None,
        template: None,
        origin: None,
        count: 0,
        devices: BTreeSet::new(),
    };
    let reading = match &verdict.reading {
        Ok(reading) => reading,
        Err(error) => {
            let at = match error {
                crate::read::Error::Binary { line }
                | crate::read::Error::OtherSystem { line, .. }
                | crate::read::Error::Foreign { line, .. }
                | crate::read::Error::Truncated { line, .. }
                | crate::read::Error::Interrupted { line }
                | crate::read::Error::Several { second: (line, _), .. } => Some(*line),
                crate::read::Error::TooLarge { .. } | crate::read::Error::NothingKnown { .. } => None,
            };
            let title = format!("the text of {name} is no configuration of {}", verdict.plan.os);
            let whole = || Some(TemplateLine { template: template(verdict.plan.os).to_owned(), line: 1 });
            add(place(at).or_else(whole), What::Unreadable, plain(title, error.to_string()));
            return;
        }
    };
    for repeated in &reading.repeated {
        let title = format!("{name} is told twice: {}", repeated.text);
        let here = format!("line {} says again what another line has said", repeated.line);
        add(place(Some(repeated.line)), What::Repeated, plain(title, here));
    }
    let origins: BTreeMap<Element, Origin> = verdict.plan.elements().into_iter().collect();
    let builtin = match verdict.differences.is_empty() {
        true => None,
        false => traces.builtin(&verdict.plan).and_then(|printed| Builtin::of(verdict.plan.os, printed)),
    };
    let lines = Lines::of(reading, &verdict.text);
    let missing = builtin.as_ref().map(|b| b.missing(&lines, &verdict.differences)).unwrap_or_default();
    for difference in &verdict.differences {
        let element = &difference.element;
        // Where lines are missing, what lacks none and is wrong all the same follows from that.
        let all_there = missing.is_empty();
        let missing = missing.get(element).copied();
        if missing.is_none() && !all_there && difference.kind != DifferenceKind::Added {
            continue;
        }
        let at = lines.showing(difference);
        let shown = shown(at.map(|line| (line, lines.text(line))), missing.map(|(text, _)| text));
        let kind = element.kind();
        let (what, title, here) = match &difference.kind {
            DifferenceKind::Lost => (
                What::Lost(kind),
                format!("{name} loses {element}"),
                shown.unwrap_or_else(|| "no line of the text speaks of it".to_owned()),
            ),
            DifferenceKind::Added => (
                What::Added(kind),
                format!("{name} has {element}, which the fabric does not ask for"),
                shown.unwrap_or_default(),
            ),
            DifferenceKind::Field { name: field, first, second } => (
                What::Field(kind, field.clone()),
                match (first.as_str(), second.as_str()) {
                    (_, "null") => format!("{name} loses `{field}` of {element}"),
                    _ => format!("{name} has another `{field}` of {element}"),
                },
                match shown {
                    Some(shown) => format!("expected {}, found {}; {shown}", short(first), short(second)),
                    None => format!("expected {}, found {}", short(first), short(second)),
                },
            ),
        };
        let mut mistake = plain(title, here);
        let found = place(at);
        mistake.template = missing.map(|(_, place)| place.clone());
        let what = if mistake.template.is_some() { What::Missing } else { what };
        mistake.origin = origins.get(element).map(|o| (*o, element.to_string()));
        add(found, what, mistake);
    }
    // In a text that is wrong, lines out of their place are not known: that follows, too.
    let sound = verdict.differences.is_empty() && reading.repeated.is_empty();
    for unknown in &reading.unknown {
        let undoes = undoes(&unknown.text);
        if !sound && !undoes {
            continue;
        }
        let title = match undoes {
            true => format!("{name} has a line that takes something back: {}", unknown.text),
            false => format!("{name} has a line that is not known: {}", unknown.text),
        };
        let kept = if undoes { "is not known" } else { "is kept, and not checked" };
        let here = match unknown.block.is_empty() {
            true => format!("line {} {kept}", unknown.line),
            false => format!("line {}, under `{}`, {kept}", unknown.line, unknown.block),
        };
        let found = place(Some(unknown.line));
        // A template prints another line for each switch.
        let text = if found.is_some() { String::new() } else { unknown.text.clone() };
        let what = if undoes { What::Undoes(text) } else { What::Unknown(text) };
        add(found, what, plain(title, here));
    }
}

/// Whether a line that is not known takes back or changes what others have said.
fn undoes(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let list = words.windows(2).any(|w| matches!(w, ["vlan", "add" | "remove" | "except" | "none" | "all"]));
    matches!(words.first(), Some(&("no" | "default"))) || list
}

/// The line that shows a difference, and the one that is not there.
fn shown(line: Option<(usize, &str)>, missing: Option<&str>) -> Option<String> {
    let says = line.map(|(line, text)| format!("line {line} says `{text}`"));
    let lacks = missing.map(|text| format!("`{text}` is missing"));
    match (says, lacks) {
        (Some(says), Some(lacks)) => Some(format!("{says}; {lacks}")),
        (says, lacks) => says.or(lacks),
    }
}

/// A value of a plan, short enough for a line.
fn short(json: &str) -> String {
    const MOST: usize = 60;
    match json {
        "null" => "nothing".to_owned(),
        text if text.chars().count() <= MOST => text.to_owned(),
        text => format!("{} …", text.chars().take(MOST).collect::<String>()),
    }
}

fn finding(key: &Key, mistake: Mistake, sources: &Sources) -> Finding {
    // The template that is to change: the user's that printed the line, or that should have.
    let find = |at: &TemplateLine| sources.overrides().find(|(_, file)| file.key == at.template);
    let printed = mistake.place.as_ref().and_then(|at| Some((find(at)?, Some(at.line))));
    let due = mistake.template.as_ref().and_then(|at| {
        let found = find(at)?;
        Some((found, Some(instead(found.1, at))))
    });
    // A line of the user's own that printed what is wrong says more than where another is missing.
    let changed = |((_, file), line): &((FileId, &SourceFile), Option<usize>)| {
        let text = line.and_then(|n| file.text.lines().nth(n.saturating_sub(1))).unwrap_or("").trim();
        let builtin = TEMPLATES.iter().find(|(name, _)| *name == file.key).map_or("", |(_, text)| *text);
        !builtin.lines().any(|line| line.trim() == text)
    };
    let own = printed.filter(changed).or(due).or(printed);
    let from = mistake.origin.as_ref().map(|(origin, element)| (origin.span, element));
    let others = others(&mistake);
    let title = mistake.title;
    let (span, here) = match (own, from) {
        (Some(((id, file), line)), _) => (file.line_span(id, line.unwrap_or(1)), mistake.here),
        (None, Some((span, element))) => (span, format!("{element} comes from here; {}", mistake.here)),
        (None, None) => (Span::default(), mistake.here),
    };
    let mut made = match key.what {
        What::Unknown(_) => Finding::warning("line-not-known", span, title),
        What::Undoes(_) => Finding::error("line-takes-back", span, title)
            .effect(format!("{} might not do what the fabric says", mistake.device)),
        What::Unreadable => Finding::error("text-unreadable", span, title),
        What::Repeated => Finding::error("text-says-twice", span, title),
        What::Missing | What::Lost(_) | What::Added(_) | What::Field(..) => {
            let effect = format!("{} would not do what the fabric says", mistake.device);
            Finding::error("text-differs-from-plan", span, title).effect(effect)
        }
    }
    .here(here);
    if own.is_some()
        && let Some((span, element)) = from
    {
        made = made.label(span, format!("{element} comes from here"));
    }
    if own.is_none()
        && let Some(at) = mistake.template.as_ref().or(mistake.place.as_ref())
    {
        made = made.help(format!("template {}, line {}, prints it", at.template, at.line));
    }
    made.effect = match (made.effect.take(), others) {
        (Some(effect), Some(others)) => Some(format!("{effect}; {others}")),
        (effect, others) => effect.or(others),
    };
    made
}

/// The line of a user's template that stands where a line of the built-in one is missing: one that
/// is much like it and not of the built-in template, or the one behind which it belongs.
fn instead(file: &SourceFile, builtin: &TemplateLine) -> usize {
    const LIKENESS: f64 = 0.7;
    let text = TEMPLATES.iter().find(|(name, _)| *name == builtin.template).map_or("", |(_, text)| *text);
    let theirs: Vec<&str> = text.lines().map(str::trim).collect();
    let at = builtin.line.saturating_sub(1);
    let wanted = theirs.get(at).copied().unwrap_or("");
    let own = || file.text.lines().map(str::trim).zip(1..);
    let new = own().filter(|(line, _)| !line.is_empty() && !theirs.contains(line));
    let best = new.map(|(line, n)| (strsim::normalized_levenshtein(line, wanted), n));
    let best = best.filter(|(likeness, _)| *likeness >= LIKENESS).max_by(|a, b| a.0.total_cmp(&b.0));
    let before = || {
        let mut above = theirs.get(..at).unwrap_or_default().iter().rev();
        above.find_map(|line| {
            let once = theirs.iter().filter(|other| *other == line).count() == 1;
            own().find(|(o, _)| once && o == line).map(|(_, n)| n)
        })
    };
    best.map(|(_, n)| n).or_else(before).unwrap_or(1)
}

/// How often the mistake shows besides the place that is named.
fn others(mistake: &Mistake) -> Option<String> {
    let (more, devices) = (mistake.count.checked_sub(1)?, mistake.devices.len());
    match (more, devices) {
        (0, _) => None,
        (more, 1) => Some(format!("the same {more} more times in its text")),
        (more, devices) => Some(format!("the same {more} more times in the texts of {devices} switches")),
    }
}
