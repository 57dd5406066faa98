//! How `diff` and `plan` say what they found: the formats of reports, as words of the command line.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::report::changes::Format;

/// What `diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// What differs.
    Page(Format),
    /// The canonical texts of both sides, line by line.
    Unified,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Format::Human, Format::Json, Format::Markdown]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Format::Human => ("human", "For people"),
            Format::Json => ("json", "For programs: everything"),
            Format::Markdown => ("markdown", "For a comment at a pull request, or a ticket"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

impl ValueEnum for Shape {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Shape::Page(Format::Human),
            Shape::Page(Format::Json),
            Shape::Page(Format::Markdown),
            Shape::Unified,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self {
            Shape::Page(format) => format.to_possible_value(),
            Shape::Unified => {
                let help = "The canonical texts of both sides, line by line";
                Some(PossibleValue::new("unified").help(help))
            }
        }
    }
}
