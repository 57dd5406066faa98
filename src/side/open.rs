//! What a name leads to, and the side that it makes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::switches::switches;
use super::{Asked, Error, HostFile, Note, Origin, Parts, Side, fabric};
use crate::emit::{JOURNAL, MANIFEST};
use crate::read::Manner;
use crate::source::{Options, Place};

/// The endings of files that are running configurations.
const RUNNING: &[&str] = &["cfg", "conf", "log", "txt"];
/// Where a server's netplan lies below its folder.
const NETPLAN: &str = "etc/netplan/60-fabric.yaml";

/// The side of a name: see [`Place::of`] for names. `asked` says what the systems of switches are
/// whose texts don't.
///
/// # Errors
/// Where the name leads to nothing that can be compared, or to a fabric with errors.
pub fn open(name: &Path, other: &Path, options: &Options, asked: &Asked) -> Result<Side, Error> {
    let place = Place::of(name, other)?;
    let side = name.to_string_lossy().into_owned();
    if !place.is_folder()? {
        return match place.is_fabric_file() {
            true => of_fabric(side, &place, options),
            false => Err(Error::Nothing(side)),
        };
    }
    let names = place.names("")?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let has_fabric = names.iter().any(|name| name.ends_with(".fab"));
    let running: Vec<String> = names.iter().filter(|name| is_running(name)).cloned().collect();
    match (has_fabric, has(MANIFEST)) {
        (true, true) => Err(Error::Both(side)),
        (true, false) => of_fabric(side, &place, options),
        (false, true) if has(JOURNAL) => Err(Error::Unfinished(side)),
        (false, true) => tree(side, &place, asked),
        (false, false) if running.is_empty() => Err(Error::NothingIn(side, names)),
        (false, false) => {
            let mut notes = Vec::new();
            let texts = place.texts(running)?;
            let read = switches(texts, Manner::Running, asked, &mut notes);
            let switches = read.map_err(|bad| Error::Files(side.clone(), bad))?;
            let parts = Parts { hosts: false, clusters: false, ..Parts::ALL };
            Ok(Side { parts, switches, notes, ..Side::empty(side, Origin::Running) })
        }
    }
}

fn is_running(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| RUNNING.contains(&end.to_ascii_lowercase().as_str()))
}

fn of_fabric(side: String, place: &Place, options: &Options) -> Result<Side, Error> {
    let (sources, findings) = place.load(options)?;
    let checked = crate::check_sources(sources, findings);
    if checked.failed() {
        return Err(Error::Findings(Box::new(checked)));
    }
    // A fabric without errors has an analysis, so there is a side.
    fabric(&side, checked)?.ok_or(Error::Nothing(side))
}

/// Whether a file of a tree is one that is compared.
fn is_compared(path: &str) -> bool {
    match path.split_once('/') {
        Some(("devices", name)) => name.ends_with(".cfg"),
        Some(("hosts", _)) => path.ends_with(NETPLAN),
        Some(("clusters", rest)) => rest.contains("/nads/") && rest.ends_with(".yaml"),
        _ => false,
    }
}

/// A compiled tree. What no compile answered for is not compared.
fn tree(side: String, place: &Place, asked: &Asked) -> Result<Side, Error> {
    let manifest = place.texts(vec![MANIFEST.to_owned()])?.pop().map(|text| text.text);
    let manifest = manifest.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(records) = manifest.as_ref().and_then(|m| m.get("parts")?.as_object()) else {
        return Err(Error::Manifest(side));
    };
    let parts = |part: &str| records.contains_key(part);
    let parts = Parts { switches: parts("devices"), hosts: parts("hosts"), clusters: parts("clusters") };
    let listed = |folder: &str, wanted: bool| match wanted && place.has_folder(folder) {
        true => place.names(folder),
        false => Ok(Vec::new()),
    };
    let mut notes: Vec<Note> = Vec::new();

    let devices = listed("devices", parts.switches)?.into_iter().filter(|name| name.ends_with(".cfg"));
    let texts = place.texts(devices.map(|name| format!("devices/{name}")).collect())?;
    let read = switches(texts, Manner::Compiled, asked, &mut notes);
    let switches = read.map_err(|bad| Error::Files(side.clone(), bad))?;

    let names = listed("hosts", parts.hosts)?;
    let paths = names.iter().map(|name| format!("hosts/{name}/{NETPLAN}")).collect();
    let texts = place.texts(paths)?;
    let hosts =
        names.iter().cloned().zip(texts).map(|(name, text)| (name, HostFile::Text(text.text))).collect();

    let mut paths = Vec::new();
    for cluster in listed("clusters", parts.clusters)? {
        let folder = format!("clusters/{cluster}/nads");
        let nads = if place.has_folder(&folder) { place.names(&folder)? } else { Vec::new() };
        paths.extend(nads.into_iter().filter(|n| n.ends_with(".yaml")).map(|n| format!("{folder}/{n}")));
    }
    let files: BTreeMap<String, String> =
        place.texts(paths)?.into_iter().map(|text| (text.path, text.text)).collect();

    // What was compiled and is not there any more is no removal.
    let mut there: BTreeSet<String> = switches.values().filter_map(|switch| switch.file.clone()).collect();
    there.extend(names.iter().map(|name| format!("hosts/{name}/{NETPLAN}")));
    there.extend(files.keys().cloned());
    let compiled = ["devices", "hosts", "clusters"].into_iter().filter_map(|part| records.get(part));
    let compiled = compiled.flat_map(|record| {
        let files = ["files", "private"].into_iter().filter_map(|kind| record.get(kind)?.as_object());
        files.flat_map(|files| files.keys())
    });
    let missing: Vec<String> =
        compiled.filter(|path| is_compared(path) && !there.contains(*path)).cloned().collect();
    if !missing.is_empty() {
        return Err(Error::Missing(side, missing));
    }
    Ok(Side { parts, switches, hosts, files, notes, ..Side::empty(side, Origin::Tree) })
}
