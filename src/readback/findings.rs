//! What there is to say of texts that are not what was asked for: one finding for each mistake in
//! a template, however many switches and elements it hits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::symptom::{TemplateLine, line, text};
use super::{Traces, Verdict};
use crate::finding::{FileId, Finding, Span};
use crate::plan::{DifferenceKind, Element, Origin};
use crate::source::{SourceFile, Sources};

/// What makes differences one mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    place: Option<TemplateLine>,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Unreadable,
    Repeated,
    Lost(&'static str),
    Added(&'static str),
    Field(&'static str, String),
    Unknown(String),
}

/// One mistake, as it shows first, and how often it shows.
struct Mistake {
    device: String,
    title: String,
    here: String,
    template: Option<String>,
    origin: Option<(Origin, String)>,
    count: usize,
    devices: BTreeSet<String>,
}

/// The findings of a compile's read-back. `verdicts` come in the order of switches.
pub fn findings(verdicts: &[Box<Verdict>], sources: &Sources, traces: &Traces<'_>) -> Vec<Finding> {
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
        let slot = mistakes.entry(Key { place, what }).or_insert(mistake);
        slot.count += 1;
        slot.devices.insert(name.clone());
    };
    let plain = |title: String, here: String| Mistake {
        device: name.clone(),
        title,
        here,
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
                | crate::read::Error::Truncated { line, .. } => Some(*line),
                crate::read::Error::TooLarge { .. } => None,
            };
            let title = format!("the text of {name} is no configuration of {}", verdict.plan.os);
            add(place(at), What::Unreadable, plain(title, error.to_string()));
            return;
        }
    };
    for repeated in &reading.repeated {
        let title = format!("{name} is told twice: {}", repeated.text);
        let here = format!("line {} says again what another line has said", repeated.line);
        add(place(Some(repeated.line)), What::Repeated, plain(title, here));
    }
    let origins: HashMap<String, Origin> =
        verdict.plan.elements().into_iter().map(|(e, o)| (e.to_string(), o)).collect();
    let mut blamed = BTreeSet::new();
    for difference in &verdict.differences {
        let element = &difference.element;
        let at = line(verdict, difference);
        blamed.extend(at);
        let shown = at.map(|line| format!("line {line} says `{}`", text(verdict, line)));
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
        if found.is_none() {
            mistake.template = builtin(verdict, element, traces);
        }
        mistake.origin = origins.get(&element.to_string()).map(|o| (*o, element.to_string()));
        add(found, what, mistake);
    }
    for unknown in reading.unknown.iter().filter(|u| !blamed.contains(&u.line)) {
        let title = format!("{name} has a line that is not known: {}", unknown.text);
        let here = match unknown.block.is_empty() {
            true => format!("line {} is kept, and not checked", unknown.line),
            false => format!("line {}, under `{}`, is kept, and not checked", unknown.line, unknown.block),
        };
        add(place(Some(unknown.line)), What::Unknown(unknown.text.clone()), plain(title, here));
    }
}

/// The built-in template that prints an element, where no line of the text does.
fn builtin(verdict: &Verdict, element: &Element, traces: &Traces<'_>) -> Option<String> {
    let (text, lines) = traces.builtin(&verdict.plan)?;
    let reading = crate::read::read(verdict.plan.os, &text).ok()?;
    let line = (1..=reading.line_count()).find(|line| reading.element(*line) == Some(element))?;
    lines.get(line.checked_sub(1)?).cloned().flatten().map(|place| place.template)
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
    let template = key.place.as_ref().map(|p| &p.template).or(mistake.template.as_ref());
    let own = template.and_then(|name| sources.overrides().find(|(_, file)| file.key == **name));
    let from = mistake.origin.as_ref().map(|(origin, element)| (origin.span, element));
    let others = others(&mistake);
    let title = mistake.title;
    let (span, here) = match (own, from) {
        (Some((id, file)), _) => (template_span(id, file, key.place.as_ref()), mistake.here),
        (None, Some((span, element))) => (span, format!("{element} comes from here; {}", mistake.here)),
        (None, None) => (Span::default(), mistake.here),
    };
    let made = match key.what {
        What::Unknown(_) => Finding::warning("line-not-known", span, title),
        What::Unreadable => Finding::error("text-unreadable", span, title),
        What::Repeated => Finding::error("text-says-twice", span, title),
        What::Lost(_) | What::Added(_) | What::Field(..) => {
            Finding::error("text-differs-from-plan", span, title)
                .effect(format!("{} would not do what the fabric says", mistake.device))
        }
    };
    let mut made = made.here(here);
    if own.is_some()
        && let Some((span, element)) = from
    {
        made = made.label(span, format!("{element} comes from here"));
    }
    if own.is_none()
        && let Some(name) = template
    {
        made = match &key.place {
            Some(place) => made.help(format!("template {name}, line {}, prints it", place.line)),
            None => made.help(format!("template {name} prints it")),
        };
    }
    match others {
        Some(others) => made.effect(others),
        None => made,
    }
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

/// The line of a user's template, or its first where only the template is known.
fn template_span(id: FileId, file: &SourceFile, place: Option<&TemplateLine>) -> Span {
    let range = file.line_range(place.map_or(0, |p| p.line.saturating_sub(1)));
    let text = file.text.get(range.clone()).unwrap_or("");
    let start = range.start + (text.len() - text.trim_start().len());
    Span { file: id, start: start as u32, end: (start + text.trim().len()) as u32 }
}
