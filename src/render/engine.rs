//! The template engine: strict, bounded, without escaping, and unable to read a file.
//!
//! A value that is undefined, none or a truth value never prints: a template that tries is wrong,
//! whatever it meant. What a template may take in steps, text and depth is bounded, so that one that
//! never ends is a finding and no hanging compile.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

use super::template::Secrets;
use crate::model::value::VlanSet;

/// How many steps (instructions of the engine) one text may take. A CE of 8 racks and 200 isolation
/// domains, 23,000 lines, takes 0.8 million; 10 million are over in 0.1 s.
pub const STEPS: u64 = 10_000_000;
/// How long one text may be, in bytes: that CE's has 0.7 MiB.
pub const OUTPUT: usize = 16 << 20;
/// How much may be printed for one text, in bytes: what a macro gives back is printed twice.
const PRINTED: usize = 4 * OUTPUT;
/// How deep templates may call and include: loops count 1, macros 4, includes 10.
const DEPTH: usize = 200;

/// Why the engine stopped, where it did so for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// None must not print.
    None,
    /// A truth value must not print.
    Bool,
    /// What is neither text nor number can't print.
    Structure,
    /// More is printed than may be.
    Output,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refused::None => "none can't be printed",
            Refused::Bool => "a truth value can't be printed",
            Refused::Structure => "a structure can't be printed",
            Refused::Output => "there is too much text",
        })
    }
}

impl std::error::Error for Refused {}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Error {
        Error::new(ErrorKind::InvalidOperation, refused.to_string()).with_source(refused)
    }
}

/// Filters of the engine that make text of anything, of any length, or escape it.
const WITHOUT: &[&str] =
    &["batch", "capitalize", "e", "escape", "format", "indent", "pprint", "safe", "slice", "string", "title"];

/// An engine without templates.
///
/// # Errors
/// Never: the marks of its tags are its own.
pub fn engine(secrets: Secrets) -> Result<Environment<'static>, Error> {
    let mut engine = Environment::new();
    engine.set_syntax(
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?,
    );
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_auto_escape_callback(|_| AutoEscape::None);
    engine.set_fuel(Some(STEPS));
    engine.set_recursion_limit(DEPTH);
    engine.set_formatter(print);
    for name in WITHOUT {
        engine.remove_filter(name);
    }
    engine.remove_global("debug");
    engine.add_filter("join", join);
    // The engine's own take none and truth values for text.
    engine.add_filter("lower", |text: &str| text.to_lowercase());
    engine.add_filter("upper", |text: &str| text.to_uppercase());
    engine.add_filter("trim", |text: &str| text.trim().to_owned());
    engine.add_filter("replace", replace);
    engine.add_filter("vlan_list", vlan_list);
    engine.add_filter("secret", move |reference: String| match &secrets {
        Secrets::Referenced => Ok(format!("<{reference}>")),
        Secrets::Filled(read) => read(&reference).map_err(|why| Error::new(ErrorKind::InvalidOperation, why)),
    });
    Ok(engine)
}

/// How much was printed for the text that is being made.
#[derive(Default)]
struct Printed(usize);

fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    printable(value)?;
    let printed = state.get_or_insert_extension(Printed::default());
    printed.0 += value.as_str().map_or(1, str::len);
    if printed.0 > PRINTED {
        return Err(Refused::Output.into());
    }
    minijinja::escape_formatter(out, state, value)
}

fn printable(value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::String | ValueKind::Number => Ok(()),
        ValueKind::Undefined => Err(ErrorKind::UndefinedError.into()),
        ValueKind::None => Err(Refused::None.into()),
        ValueKind::Bool => Err(Refused::Bool.into()),
        _ => Err(Refused::Structure.into()),
    }
}

/// Items one after the other, as strict about each as printing is.
fn join(list: Value, between: Option<String>) -> Result<String, Error> {
    let between = between.unwrap_or_default();
    let mut text = String::new();
    for (i, item) in list.try_iter()?.enumerate() {
        printable(&item)?;
        if i > 0 {
            text.push_str(&between);
        }
        match item.as_str() {
            Some(item) => text.push_str(item),
            None => text.push_str(&item.to_string()),
        }
        if text.len() > OUTPUT {
            return Err(Refused::Output.into());
        }
    }
    Ok(text)
}

/// A text with one part of it in other words, wherever it stands.
fn replace(text: &str, from: &str, to: &str) -> Result<String, Error> {
    let times = text.matches(from).count();
    match text.len().checked_add(times.saturating_mul(to.len())) {
        Some(len) if len <= OUTPUT => Ok(text.replace(from, to)),
        _ => Err(Refused::Output.into()),
    }
}

/// The VLANs of a switch as NX-OS lists them: its own, and VLAN 1, which is always there.
fn vlan_list(own: Vec<u16>) -> String {
    own.into_iter().chain([1]).collect::<VlanSet>().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a template without a context prints, or why it prints nothing.
    fn printed(text: &str) -> Result<String, ErrorKind> {
        let engine = engine(Secrets::Referenced).unwrap();
        engine.render_str(text, ()).map_err(|error| error.kind())
    }

    #[test]
    fn filters_that_take_anything_for_text_are_gone() {
        let page = include_str!("../../docs/templates.md");
        for name in WITHOUT {
            assert_eq!(printed(&format!("{{{{ 1 | {name} }}}}")), Err(ErrorKind::UnknownFilter), "{name}");
            // `e` is short for `escape`.
            assert!(*name == "e" || page.contains(&format!("`{name}`")), "{name} is not on the page");
        }
        for text in ["{{ none | upper }}", "{{ true | lower }}", "{{ [none] | join }}", "{{ [[1]] | join }}"]
        {
            assert_eq!(printed(text), Err(ErrorKind::InvalidOperation), "{text}");
        }
        assert_eq!(printed("{{ [1, 'b'] | join('-') | upper | replace('-', '+') }}").as_deref(), Ok("1+B"));
    }

    #[test]
    fn no_file_is_read() {
        for text in ["{% include 'Cargo.toml' %}", "{% include '/etc/hostname' %}", "{% extends './a' %}"] {
            assert_eq!(printed(text), Err(ErrorKind::TemplateNotFound), "{text}");
        }
    }

    #[test]
    fn a_secret_stands_as_its_reference() {
        assert_eq!(printed("{{ 'env:X' | secret }}").as_deref(), Ok("<env:X>"));
    }
}
