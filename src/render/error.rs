//! Why a plan has no text.

use std::fmt;

use super::yaml;

/// Why a plan has no text.
#[derive(Debug)]
pub enum Error {
    /// A template is wrong.
    Template {
        /// The template.
        name: String,
        /// The line of it.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// A value can't be written as YAML.
    Yaml(yaml::Error),
    /// A row can't be written as CSV.
    Csv(csv::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Template { name, line: Some(line), reason } => write!(f, "{name}:{line}: {reason}"),
            Error::Template { name, line: None, reason } => write!(f, "{name}: {reason}"),
            Error::Yaml(error) => error.fmt(f),
            Error::Csv(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<minijinja::Error> for Error {
    fn from(error: minijinja::Error) -> Self {
        Error::Template {
            name: error.name().unwrap_or("template").to_owned(),
            line: error.line(),
            reason: error.detail().map_or_else(|| error.kind().to_string(), str::to_owned),
        }
    }
}

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
