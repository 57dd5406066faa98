//! The texts of a tree.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::Failure;
use crate::emit::{OutFile, Part};
use crate::finding::{self, Finding, Span};
use crate::graph::DeviceId;
use crate::lower::{self, Context, table};
use crate::plan::Device;
use crate::read;
use crate::readback::{self, Traces, Verdict};
use crate::render::findings::{Faults, Made};
use crate::render::{self, Environment, Secrets};
use crate::{Analysis, Checked};

/// The texts of a tree, and what there is to say of them.
pub(super) struct Texts {
    /// In the order of paths.
    pub files: Vec<OutFile>,
    /// No errors.
    pub findings: Vec<Finding>,
}

/// Every text of the parts, or what is wrong with the templates.
pub(super) fn files(
    checked: &Checked,
    analysis: &Analysis,
    parts: &[Part],
    secrets: Secrets,
    progress: super::Progress<'_>,
) -> Result<Texts, Failure> {
    let environment = Environment::with(secrets.clone(), &checked.sources)?;
    let mut faults = Faults::default();
    let (files, verdicts) = texts(analysis, parts, &environment, &secrets, &mut faults, progress)?;
    let mut findings = faults.findings(&checked.sources)?;
    if let Secrets::Filled(_) = &secrets {
        let wrong: Vec<&Verdict> = verdicts.iter().filter(|v| v.is_wrong()).collect();
        findings.extend(wrong.first().map(|first| differs_with_secrets(first, wrong.len(), checked)));
    } else if !verdicts.is_empty() {
        let traces = Traces::of(&environment);
        findings.extend(readback::findings(&verdicts, &checked.sources, &traces));
        finding::sort(&mut findings);
        finding::cap(&mut findings);
    }
    checked.settle(&mut findings);
    match finding::any_error(&findings) {
        false => Ok(Texts { files, findings }),
        true => Err(Failure::Findings(findings)),
    }
}

/// A text with secrets that is not its plan, where the one with references was. Nothing of it is
/// shown: it may be a secret.
fn differs_with_secrets(verdict: &Verdict, count: usize, checked: &Checked) -> Finding {
    let others = if count > 1 { format!(", and {} others", count - 1) } else { String::new() };
    let title = format!("{}{others}: with secrets the text is not what the fabric says", verdict.plan.name);
    let span = match checked.sources.overrides().next() {
        Some((file, _)) => Span { file, start: 0, end: 0 },
        None => verdict.plan.origin.span,
    };
    Finding::error("text-differs-from-plan", span, title)
        .here("with the references in place of the secrets it is")
        .help("a template must print a secret and do nothing else with it")
}

/// A plan with the values of its secrets, as a reader finds them.
fn filled(mut plan: Device, secrets: &Secrets) -> Device {
    if let Secrets::Filled(value) = secrets {
        for secret in plan.secrets_mut() {
            *secret = value(&secret.0).map_or_else(|_| secret.clone(), |value| read::secret(&value));
        }
    }
    plan
}

/// What was made for one switch.
struct SwitchText {
    name: String,
    text: Option<Made<(String, Option<Verdict>)>>,
    rows: Vec<table::AddressRow>,
}

/// Every text of the parts, in the order of paths; those that a template fails to give are told, and
/// what became of those that are not their plan.
fn texts(
    analysis: &Analysis,
    parts: &[Part],
    environment: &Environment,
    secrets: &Secrets,
    faults: &mut Faults,
    progress: super::Progress<'_>,
) -> Result<(Vec<OutFile>, Vec<Verdict>), render::Error> {
    let context = Context::new(analysis);
    let topology = &analysis.assignment.topology;
    let due = |part: Part| parts.contains(&part);
    let ids = |wanted: bool, all: &mut dyn Iterator<Item = DeviceId>| -> Vec<DeviceId> {
        if wanted { all.collect() } else { Vec::new() }
    };
    let switches = ids(due(Part::Devices) || due(Part::Rest), &mut topology.switches().map(|(id, _)| id));
    let servers = ids(due(Part::Hosts), &mut topology.servers().map(|(id, _)| id));
    let total = switches.len() + servers.len();
    let done = AtomicUsize::new(0);
    let step = || progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);

    let made: Vec<SwitchText> = switches
        .par_iter()
        .enumerate()
        .filter_map(|(i, id)| Some((i, *id, lower::device(&context, *id)?)))
        .map(|(i, id, plan)| {
            let rows = if due(Part::Rest) { table::of_switch(&context, id, &plan) } else { Vec::new() };
            let name = plan.name.clone();
            let text = due(Part::Devices).then(|| {
                faults.make(i, || {
                    let text = render::switch::render(environment, &plan)?;
                    let verdict = readback::verdict(filled(plan, secrets), &text);
                    Ok((text, verdict))
                })
            });
            step();
            SwitchText { name, text, rows }
        })
        .collect();
    let mut addresses = Vec::new();
    let mut files = Vec::new();
    let mut verdicts = Vec::new();
    for SwitchText { name, text, rows } in made {
        if let Some((text, verdict)) = text.map(|text| faults.keep(&name, text)).transpose()?.flatten() {
            files.push(OutFile::new(format!("devices/{name}.cfg"), text));
            verdicts.extend(verdict);
        }
        addresses.extend(rows);
    }
    let hosts: Vec<OutFile> = servers
        .par_iter()
        .filter_map(|id| lower::host(&context, *id))
        .map(|plan| {
            let text = render::netplan::text(&plan)?;
            step();
            Ok(OutFile::private(render::netplan::path(&plan), text))
        })
        .collect::<Result<_, render::Error>>()?;
    files.extend(hosts);
    if due(Part::Clusters) {
        for i in 0..analysis.fabric.clusters.len() {
            let Some(plan) = lower::cluster(&context, i) else { continue };
            for nad in &plan.nads {
                files.push(OutFile::new(render::nad::path(&plan, nad), render::nad::text(&plan, nad)?));
            }
        }
    }
    if due(Part::Rest) {
        for i in 0..analysis.fabric.pes.len() {
            let Some(plan) = lower::handoff(&context, i) else { continue };
            let text = faults.make(switches.len() + i, || render::handoff::render(environment, &plan));
            let text = faults.keep(&plan.pe, text)?;
            files.extend(text.map(|text| OutFile::new(format!("handoff/{}.md", plan.pe), text)));
        }
        addresses.extend(table::elsewhere(&context));
        addresses.sort();
        files.push(OutFile::new("addresses.csv", render::table::csv(&addresses)?));
        files.push(OutFile::new("cabling.csv", render::table::csv(&table::cables(&context))?));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((files, verdicts))
}
