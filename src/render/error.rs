//! Why a plan has no text.

use std::fmt;

use super::{Fault, yaml};
use crate::model::value::Os;

/// Why a plan has no text.
#[derive(Debug)]
pub enum Error {
    /// A template is wrong.
    Template(Fault),
    /// An operating system has no templates.
    NoTemplates(Os),
    /// A value can't be written as YAML.
    Yaml(yaml::Error),
    /// A row can't be written as CSV.
    Csv(csv::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Template(fault) => fault.fmt(f),
            Error::NoTemplates(os) => write!(f, "there are no templates for {os}"),
            Error::Yaml(error) => error.fmt(f),
            Error::Csv(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<yaml::Error> for Error {
    fn from(error: yaml::Error) -> Self {
        Error::Yaml(error)
    }
}

impl From<csv::Error> for Error {
    fn from(error: csv::Error) -> Self {
        Error::Csv(error)
    }
}
