//! What is wrong with a template: the engine's errors, as data of our own.

use std::fmt;

use minijinja::ErrorKind;

use super::engine::Refused;

/// A mistake in a template, and where it came to light.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The template: the one that is wrong, not the one that includes it.
    pub template: String,
    /// The line of it, from 1.
    pub line: Option<usize>,
    /// The bytes of it, from and to, where they are known.
    pub range: Option<(usize, usize)>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// It can't be read: why, in the engine's words.
    Syntax(String),
    /// A value that is undefined is printed or used.
    Undefined,
    /// A value is printed that must not be.
    Prints(Refused),
    /// It takes too many steps.
    Steps,
    /// It prints too much.
    Output,
    /// It calls or includes itself too deep.
    Depth,
    /// It includes a template that is not there.
    Missing(String),
    /// It fails otherwise: why, in the engine's words.
    Other(String),
}

impl Fault {
    /// The innermost of the engine's errors that has a place; `template` is what was to be rendered.
    pub fn of(error: &minijinja::Error, template: &str) -> Fault {
        let chain: Vec<&minijinja::Error> = std::iter::successors(Some(error), |e| inner(e)).collect();
        let placed = chain.iter().rev().find(|e| e.line().is_some()).copied().unwrap_or(error);
        let last = chain.last().copied().unwrap_or(error);
        Fault {
            template: placed.name().unwrap_or(template).to_owned(),
            line: placed.line(),
            range: placed.range().map(|r| (r.start, r.end)),
            wrong: Wrong::of(last),
        }
    }
}

/// The engine's error that led to another one.
fn inner(error: &minijinja::Error) -> Option<&minijinja::Error> {
    std::error::Error::source(error)?.downcast_ref()
}

impl Wrong {
    /// Whether it takes long to find out.
    pub fn endless(&self) -> bool {
        matches!(self, Wrong::Steps | Wrong::Output | Wrong::Depth)
    }

    fn of(error: &minijinja::Error) -> Wrong {
        let reason = || error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        let refused = std::error::Error::source(error).and_then(|e| e.downcast_ref::<Refused>());
        match (error.kind(), refused) {
            (_, Some(Refused::Output)) => Wrong::Output,
            (_, Some(refused)) => Wrong::Prints(*refused),
            (ErrorKind::OutOfFuel, _) => Wrong::Steps,
            (ErrorKind::SyntaxError | ErrorKind::BadEscape, _) => Wrong::Syntax(reason()),
            (ErrorKind::UndefinedError, _) => Wrong::Undefined,
            (ErrorKind::TemplateNotFound, _) => Wrong::Missing(reason()),
            (ErrorKind::InvalidOperation, _) if reason() == "recursion limit exceeded" => Wrong::Depth,
            _ => Wrong::Other(reason()),
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Syntax(why) | Wrong::Missing(why) | Wrong::Other(why) => f.write_str(why),
            Wrong::Undefined => f.write_str("a value is undefined"),
            Wrong::Prints(refused) => refused.fmt(f),
            Wrong::Steps => f.write_str("it takes too many steps"),
            Wrong::Output => f.write_str("it prints too much"),
            Wrong::Depth => f.write_str("it calls or includes itself too deep"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.template, self.wrong),
            None => write!(f, "{}: {}", self.template, self.wrong),
        }
    }
}
