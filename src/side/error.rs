//! Why there is no side to compare.

use std::fmt;

use super::switches::{BadFile, Fault};
use crate::Checked;
use crate::read;
use crate::render;
use crate::shown::printable;
use crate::source::LoadError;

/// What a side is, behind `neither`.
const SIDES: &str = "a fabric (*.fab), nor a compiled tree (selvedge.json), nor a folder of running \
                     configurations (*.cfg, *.txt, *.conf, *.log)";
/// How many files of a folder are named.
const MOST_NAMES: usize = 3;

/// Why there is no side to compare.
#[derive(Debug)]
pub enum Error {
    /// Its files can't be read.
    Load(LoadError),
    /// It is nothing that can be compared.
    Nothing(String),
    /// A folder has nothing that can be compared: what it has.
    NothingIn(String, Vec<String>),
    /// It has the files of a fabric and those of a tree.
    Both(String),
    /// A compile of the tree was interrupted.
    Unfinished(String),
    /// Its manifest is none.
    Manifest(String),
    /// Files of its manifest are not there.
    Missing(String, Vec<String>),
    /// Files of switches give none.
    Files(String, Vec<BadFile>),
    /// The fabric has errors.
    Findings(Box<Checked>),
    /// A file of it can't be printed.
    Render(render::Error),
}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        Error::Load(error)
    }
}

impl From<render::Error> for Error {
    fn from(error: render::Error) -> Self {
        Error::Render(error)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Load(error) => error.fmt(f),
            Error::Nothing(side) => {
                write!(f, "{}: neither {SIDES}", printable(side))
            }
            Error::NothingIn(side, names) => {
                let side = printable(side);
                let shown: Vec<_> = names.iter().take(MOST_NAMES).map(|name| printable(name)).collect();
                let more = match names.len().saturating_sub(MOST_NAMES) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                match shown.is_empty() {
                    true => write!(f, "{side}: the folder is empty: neither {SIDES}"),
                    false => write!(f, "{side}: it has {}{more}: neither {SIDES}", shown.join(", ")),
                }
            }
            Error::Both(side) => {
                let side = printable(side);
                write!(f, "{side}: a fabric (*.fab) and a compiled tree (selvedge.json) at once")
            }
            Error::Unfinished(side) => {
                let side = printable(side);
                write!(f, "{side}: a compile was interrupted here; compile it again")
            }
            Error::Manifest(side) => {
                let side = printable(side);
                write!(f, "{side}: selvedge.json says no parts of a tree; compile it again")
            }
            Error::Missing(side, files) => {
                let side = printable(side);
                for (i, file) in files.iter().enumerate() {
                    let end = if i > 0 { "\n" } else { "" };
                    write!(f, "{end}{side}: {} was compiled and is not there", printable(file))?;
                }
                Ok(())
            }
            Error::Files(side, files) => {
                let side = printable(side);
                let side = side.trim_end_matches('/');
                for (i, BadFile { file, fault }) in files.iter().enumerate() {
                    let end = if i > 0 { "\n" } else { "" };
                    write!(f, "{end}{side}/{}: {fault}", printable(file))?;
                }
                Ok(())
            }
            Error::Findings(checked) => {
                let errors = checked.findings.iter().filter(|f| f.level == crate::finding::Level::Error);
                write!(f, "{} errors", errors.count())
            }
            Error::Render(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Read(_, error @ (read::Error::Several { .. } | read::Error::Interrupted { .. })) => {
                f.write_str(&printable(&error.to_string()))
            }
            Fault::Read(os, error) => {
                let os = read::system_name(*os);
                write!(f, "no configuration of {os}: {}", printable(&error.to_string()))
            }
            Fault::Other { name, line } => {
                write!(f, "line {line} is of {name}; configurations of EOS and NX-OS are read")
            }
            Fault::Both { eos, nxos } => {
                write!(f, "line {eos} is of EOS and line {nxos} of NX-OS")
            }
            Fault::NoVendor { name } => {
                let name = printable(name);
                write!(
                    f,
                    "nothing in it says whether it is of EOS or NX-OS; say it: --os {name}=eos or --os \
                     {name}=nxos"
                )
            }
            Fault::Binary { line } => write!(f, "line {line} is not text"),
            Fault::Empty => f.write_str("empty"),
            Fault::NoSwitch => f.write_str("no line of it is of a switch"),
            Fault::Hostname { name } => {
                let name = printable(name);
                write!(
                    f,
                    "{name} is no hostname: letters, digits, `-`, `.` and `_`, the first a letter or digit"
                )
            }
            Fault::SameName { name, first } => {
                let (name, first) = (printable(name), printable(first));
                write!(f, "{name} is the hostname in {first} as well")
            }
        }
    }
}
