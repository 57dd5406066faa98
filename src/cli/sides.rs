//! The two sides of a comparison, as commands take them.

use std::io;
use std::path::Path;

use super::check::LoadArgs;
use super::reports::untold;
use super::{Failure, out};
use crate::model::value::Os;
use crate::report::human::{self, Style};
use crate::report::printable;
use crate::side::{self, Asked, Side};

/// A switch with its system, `r1-t1=eos`.
///
/// # Errors
/// Where it is none.
pub fn system(text: &str) -> Result<(String, Os), String> {
    let (name, os) = text.split_once('=').ok_or("a switch and its system, `r1-t1=eos`")?;
    match os {
        "eos" => Ok((name.to_owned(), Os::Eos)),
        "nxos" => Ok((name.to_owned(), Os::Nxos)),
        _ => Err("the systems are eos and nxos".to_owned()),
    }
}

/// Both sides; what is wrong with both is said in one run.
///
/// # Errors
/// As [`open`], and where the two speak of nothing that both know.
pub fn both(old: &Path, new: &Path, load: &LoadArgs, asked: &Asked) -> Result<(Side, Side), Failure> {
    match (open(old, new, load, asked), open(new, old, load, asked)) {
        (Ok(old), Ok(new)) if !old.parts.shares(new.parts) => {
            let (old, new) = (printable(&old.name), printable(&new.name));
            Err(Failure(format!("{old} and {new} have no part in common (switches, hosts, clusters)")))
        }
        (Ok(old), Ok(new)) => Ok((old, new)),
        (Err(Failure(old)), Err(Failure(new))) if old != new => Err(Failure(format!("{old}\n{new}"))),
        (Err(failure), _) | (_, Err(failure)) => Err(failure),
    }
}

/// A side; the findings of a fabric with errors are shown. `other` is the path that a revision means.
///
/// # Errors
/// Where it can't be read, or is a fabric with errors.
pub fn open(name: &Path, other: &Path, load: &LoadArgs, asked: &Asked) -> Result<Side, Failure> {
    side::open(name, other, &load.options(), asked).map_err(|error| match error {
        side::Error::Findings(checked) => {
            let documented = |rule: &str| crate::check::find(rule).is_some();
            let style = Style::of(&io::stderr());
            let _ = out::eprint(&human::render(&checked.sources, &checked.findings, style, &documented));
            let count = human::count(&checked.findings, untold(&checked));
            Failure(format!("{}: {count}", printable(&name.to_string_lossy())))
        }
        error => Failure(error.to_string()),
    })
}
