//! The side that a fabric is.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{HostFile, Origin, Side, Switch};
use crate::Checked;
use crate::lower::{self, Context};
use crate::plan::Device;
use crate::read;
use crate::render::{self, Environment, Secrets};

/// The side of a fabric that was checked without an error; none where there are errors.
///
/// # Errors
/// Where a file of a cluster can't be printed.
pub fn fabric(name: &str, checked: Checked) -> Result<Option<Side>, render::Error> {
    let Some(analysis) = checked.analysis.as_ref().filter(|_| !checked.failed()) else { return Ok(None) };
    let context = Context::new(analysis);
    let topology = &analysis.assignment.topology;
    let ids: Vec<_> = topology.switches().map(|(id, _)| id).collect();
    // A user's templates may print lines that no reader knows; ours print none.
    let environment = match checked.sources.overrides().next() {
        Some(_) => Some(Environment::with(Secrets::Referenced, &checked.sources)?),
        None => None,
    };
    let switch = |plan: Device| -> Result<(String, Switch), render::Error> {
        let text = environment.as_ref().map(|of| render::switch::render(of, &plan)).transpose()?;
        let read = text.and_then(|text| read::read(plan.os, &text).ok());
        let unknown = read.map(|reading| reading.unknown).unwrap_or_default();
        Ok((plan.name.clone(), Switch { plan, unknown, file: None, text: None, may_be_cut: false }))
    };
    let switches = ids
        .par_iter()
        .filter_map(|id| lower::device(&context, *id))
        .map(switch)
        .collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<_> = topology.servers().map(|(id, _)| id).collect();
    let hosts = ids
        .par_iter()
        .filter_map(|id| lower::host(&context, *id))
        .map(|plan| (plan.name.clone(), HostFile::Plan(Box::new(plan))))
        .collect::<Vec<_>>();
    let mut files = BTreeMap::new();
    for cluster in (0..analysis.fabric.clusters.len()).filter_map(|i| lower::cluster(&context, i)) {
        for nad in &cluster.nads {
            files.insert(render::nad::path(&cluster, nad), render::nad::text(&cluster, nad)?);
        }
    }
    let (switches, hosts) = (switches.into_iter().collect(), hosts.into_iter().collect());
    drop(context);
    let side = Side::empty(name.to_owned(), Origin::Fabric(Box::new(checked)));
    Ok(Some(Side { switches, hosts, files, ..side }))
}
