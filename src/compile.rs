//! A compile: from a checked fabric to a tree on disk.
//!
//! Plans and texts are made device by device, in parallel, and put in one order; nothing is
//! written before the last of them is there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::emit::{self, EmitError, OutFile, Part};
use crate::finding::{At, Finding};
use crate::graph::DeviceId;
use crate::lower::{self, Context, table};
use crate::model::value::Secret;
use crate::render::{self, Environment, Secrets};
use crate::source::{Sources, secret};
use crate::{Analysis, Checked};

/// Name and version of the compiler, as the tree's manifest has it.
pub const COMPILER: &str = concat!("selvedge ", env!("CARGO_PKG_VERSION"));

/// What is to be compiled, and to where.
#[derive(Debug)]
pub struct Request<'a> {
    /// The tree.
    pub tree: &'a Path,
    /// The parts of the tree to make.
    pub parts: &'a [Part],
    /// Replace what was edited by hand.
    pub force: bool,
    /// A second tree, with the values of secrets.
    pub secrets: Option<&'a Path>,
}

/// What a compile did.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Switches, servers and clusters of the fabric.
    pub devices: usize,
    /// Servers.
    pub hosts: usize,
    /// Clusters.
    pub clusters: usize,
    /// What became of the tree.
    pub tree: emit::Outcome,
    /// What became of the tree with secrets.
    pub secrets: Option<emit::SecretOutcome>,
    /// Whether the lock was written.
    pub lock_written: bool,
}

/// Why there is no tree.
#[derive(Debug)]
pub enum Failure {
    /// The fabric asks for what can't be made.
    Findings(Vec<Finding>),
    /// A template is wrong.
    Render(render::Error),
    /// The tree can't be written.
    Emit(EmitError),
}

impl From<EmitError> for Failure {
    fn from(error: EmitError) -> Self {
        Failure::Emit(error)
    }
}

impl From<render::Error> for Failure {
    fn from(error: render::Error) -> Self {
        Failure::Render(error)
    }
}

/// What is told while a compile goes on: texts made, and texts to make.
pub type Progress<'p> = &'p (dyn Fn(usize, usize) + Sync);

/// Compiles a fabric that has been checked without an error.
///
/// # Errors
/// Where the fabric asks for what can't be made, or the tree can't be written. Nothing is written
/// then, unless the disk fails half way: the next run goes on from there.
pub fn compile(checked: &Checked, request: &Request<'_>, progress: Progress<'_>) -> Result<Outcome, Failure> {
    let Some(analysis) = checked.analysis.as_ref().filter(|_| !checked.failed()) else {
        return Err(Failure::Findings(Vec::new()));
    };
    let topology = &analysis.assignment.topology;
    let mut outcome = Outcome {
        devices: topology.switches().count(),
        hosts: topology.servers().count(),
        clusters: analysis.fabric.clusters.len(),
        ..Outcome::default()
    };
    // Before anything is written: a secret that can't be read stops the whole compile.
    let values = match request.secrets {
        Some(tree) => Some((tree, secrets(analysis, &checked.sources)?)),
        None => None,
    };
    let lock = &analysis.assignment.next_lock;
    let input = input(&checked.sources, lock);
    // The lock first: a tree without the lock that it was made with would be made otherwise next time.
    outcome.lock_written = emit::write_one(&checked.sources.lock_path, lock.as_bytes())?;
    let fresh =
        if request.force { None } else { emit::up_to_date(request.tree, request.parts, &input, COMPILER) };
    match fresh {
        Some(unchanged) => outcome.tree.unchanged = unchanged,
        None => {
            let files = texts(analysis, request.parts, Secrets::Referenced, progress)?;
            outcome.tree = emit::emit(emit::Request {
                tree: request.tree,
                files,
                parts: request.parts,
                force: request.force,
                input: &input,
                compiler: COMPILER,
            })?;
        }
    }
    if let Some((tree, values)) = values {
        let files = texts(analysis, request.parts, values, progress)?;
        outcome.secrets = Some(emit::emit_secret_tree(tree, files, request.parts, Some(request.tree))?);
    }
    Ok(outcome)
}

/// A digest of all that the texts depend on, the compiler left out: the sources, and what is kept
/// in the lock.
fn input(sources: &Sources, lock: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(sources.digest().as_bytes());
    hasher.update(lock.as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// Every text of the parts, in the order of paths.
fn texts(
    analysis: &Analysis,
    parts: &[Part],
    secrets: Secrets,
    progress: Progress<'_>,
) -> Result<Vec<OutFile>, render::Error> {
    let environment = Environment::new(secrets)?;
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

    let made: Vec<(Option<OutFile>, Vec<table::AddressRow>)> = switches
        .par_iter()
        .filter_map(|id| Some((*id, lower::device(&context, *id)?)))
        .map(|(id, plan)| {
            let rows = if due(Part::Rest) { table::of_switch(&context, id, &plan) } else { Vec::new() };
            let file = if due(Part::Devices) {
                let text = render::switch::render(&environment, &plan)?;
                Some(OutFile::new(format!("devices/{}.cfg", plan.name), text))
            } else {
                None
            };
            step();
            Ok((file, rows))
        })
        .collect::<Result<_, render::Error>>()?;
    let mut addresses = Vec::new();
    let mut files = Vec::new();
    for (file, rows) in made {
        files.extend(file);
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
            let text = render::handoff::render(&environment, &plan)?;
            files.push(OutFile::new(format!("handoff/{}.md", plan.pe), text));
        }
        addresses.extend(table::elsewhere(&context));
        addresses.sort();
        files.push(OutFile::new("addresses.csv", render::table::csv(&addresses)?));
        files.push(OutFile::new("cabling.csv", render::table::csv(&table::cables(&context))?));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The values of every secret that the fabric refers to. A value is never part of a finding.
fn secrets(analysis: &Analysis, sources: &Sources) -> Result<Secrets, Failure> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut findings = Vec::new();
    for reference in references(analysis) {
        match secret::read(&reference.0, &sources.root) {
            Ok(value) if value.contains(char::is_whitespace) => {
                findings.push(unreadable(reference, "it holds a blank"))
            }
            Ok(value) => drop(values.insert(reference.to_string(), value)),
            Err(why) => findings.push(unreadable(reference, &why)),
        }
    }
    if !findings.is_empty() {
        crate::finding::sort(&mut findings);
        return Err(Failure::Findings(findings));
    }
    Ok(Secrets::Filled(Arc::new(move |reference| {
        values.get(reference).cloned().ok_or_else(|| format!("the secret {reference} was not read"))
    })))
}

fn unreadable(reference: &At<Secret>, why: &str) -> Finding {
    Finding::error("secret-unreadable", reference.span, format!("{reference} has no value to fill in"))
        .here(why.to_owned())
}

/// Every secret that a text of the tree may hold.
fn references(analysis: &Analysis) -> Vec<&At<Secret>> {
    let fabric = &analysis.fabric;
    let users = fabric.fabric.users.iter().map(|u| &u.password);
    let workloads = fabric.domains.iter().flat_map(|d| &d.internal).filter_map(|n| n.bgp.as_ref());
    let edges = fabric.domains.iter().flat_map(|d| &d.external).filter_map(|e| e.option_a.as_ref());
    users
        .chain(workloads.filter_map(|b| b.password.as_ref()))
        .chain(edges.filter_map(|a| a.password.as_ref()))
        .chain(fabric.nnis.iter().filter_map(|n| n.password.as_ref()))
        .collect()
}
