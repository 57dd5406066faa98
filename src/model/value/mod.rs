//! The types of values: one word of the source each.
//!
//! A type knows how its text is written, what range it has, and how to say what is wrong. What an
//! attribute means is in the construct table; what two values mean together is for `check`.

mod address;
mod endpoint;
mod keyword;
mod name;
mod number;
mod policy;
mod quantity;
mod sku;
mod text;
mod vlan;

pub use address::{Address, AddressRange, Gateway, Mac, MatchPrefix, Pci, Prefix, unusable_in};
pub use endpoint::{Egress, End, IfName, PortName, ServerCell};
pub use keyword::*;
pub use name::*;
pub use number::{Asn, Int, Mtu};
pub use policy::{Community, FragmentRange, LengthRange, PortRange, RouteTarget, Sequence};
pub use quantity::{Duration, Rate, Size, Speed};
pub use sku::VmSku;
pub use text::{Secret, Text};
pub use vlan::{VlanId, VlanRange, VlanSet};

use crate::finding::Level;

/// What the construct table says about a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeSpec {
    /// The type's name in the language reference.
    pub name: &'static str,
    /// How it is written and its range, in a phrase.
    pub form: &'static str,
    /// Inclusive bounds, where the type is a number.
    pub bounds: Option<(u64, u64)>,
    /// The words it is one of, where it is an enumeration, each with what it means.
    pub words: &'static [(&'static str, &'static str)],
}

impl TypeSpec {
    /// A type that is described by its form alone.
    pub const fn new(name: &'static str, form: &'static str) -> Self {
        TypeSpec { name, form, bounds: None, words: &[] }
    }
}

/// Why a text is no value of a type, or none in its usual form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule that it breaks.
    pub rule: &'static str,
    /// How grave that is.
    pub level: Level,
    /// Follows the attribute and the text in the title: `is no prefix`.
    pub what: String,
    /// What was expected, for the place itself.
    pub expected: String,
    /// The exact edit or near words.
    pub help: Option<String>,
    /// The text that says the same and has no problem, where that is certain.
    pub fix: Option<String>,
}

impl Problem {
    /// An error without help.
    pub fn new(rule: &'static str, what: impl Into<String>, expected: impl Into<String>) -> Self {
        let (what, expected) = (what.into(), expected.into());
        Problem { rule, level: Level::Error, what, expected, help: None, fix: None }
    }

    /// The same, of another level.
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With the text to write instead.
    pub fn fix(self, text: String) -> Self {
        Problem { help: Some(format!("write {text}")), fix: Some(text), ..self }
    }

    /// With the edit that mends it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// A type of values.
pub trait Value: Sized {
    /// How the language reference describes it.
    const TYPE: TypeSpec;
    /// Whether a text that is no such value may be confidential: then it is shown nowhere.
    const SECRET: bool = false;

    /// Reads one word.
    ///
    /// # Errors
    /// What is wrong with the text.
    fn parse(text: &str) -> Result<Self, Problem>;

    /// What is worth saying about a value that was accepted.
    fn remark(&self, _text: &str) -> Option<Problem> {
        None
    }

    /// The kinds of construct that the value names one of, and the name.
    fn reference(&self) -> Option<(&'static [&'static str], &str)> {
        None
    }
}
