//! The templates: the built-in ones, and a user's in place of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::engine::{self, OUTPUT, STEPS};
use super::{Error, Fault, Wrong};
use crate::source::Sources;

/// The built-in templates by name. A vendor's are one row each.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("arista/base.j2", include_str!("../../templates/arista/base.j2")),
    ("arista/bgp.j2", include_str!("../../templates/arista/bgp.j2")),
    ("arista/device.j2", include_str!("../../templates/arista/device.j2")),
    ("arista/interfaces.j2", include_str!("../../templates/arista/interfaces.j2")),
    ("arista/policy.j2", include_str!("../../templates/arista/policy.j2")),
    ("arista/routing.j2", include_str!("../../templates/arista/routing.j2")),
    ("arista/sub_interface.j2", include_str!("../../templates/arista/sub_interface.j2")),
    ("arista/vlans.j2", include_str!("../../templates/arista/vlans.j2")),
    ("handoff/pe.j2", include_str!("../../templates/handoff/pe.j2")),
    ("handoff/eos.j2", include_str!("../../templates/handoff/eos.j2")),
    ("handoff/ios_xr.j2", include_str!("../../templates/handoff/ios_xr.j2")),
];

/// Gives the value of a secret by its reference, or why there is none.
pub type ReadSecret = Arc<dyn Fn(&str) -> Result<String, String> + Send + Sync>;

/// What stands where a secret belongs.
#[derive(Clone)]
pub enum Secrets {
    /// Its reference, so that the text can be committed and compared.
    Referenced,
    /// Its value.
    Filled(ReadSecret),
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Secrets::Referenced => "Referenced",
            Secrets::Filled(_) => "Filled",
        })
    }
}

/// The text of every template by its name: the built-in ones, and the user's in place of them or
/// beside them.
pub fn texts(sources: &Sources) -> BTreeMap<&str, &str> {
    let own = sources.overrides().map(|(_, file)| (file.key.as_str(), file.text.as_str()));
    TEMPLATES.iter().copied().chain(own).collect()
}

/// The templates, compiled.
#[derive(Debug)]
pub struct Environment(minijinja::Environment<'static>);

impl Environment {
    /// Compiles the built-in templates.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn new(secrets: Secrets) -> Result<Self, Error> {
        sound(Environment::of(secrets, STEPS, TEMPLATES.iter().map(|(n, t)| ((*n).into(), (*t).into())))?)
    }

    /// Compiles the built-in templates and those that the user gave.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn with(secrets: Secrets, sources: &Sources) -> Result<Self, Error> {
        let texts = texts(sources).into_iter();
        sound(Environment::of(secrets, STEPS, texts.map(|(n, t)| (n.to_owned().into(), t.to_owned().into())))?)
    }

    /// Compiles templates; those that can't be are told, and left out.
    pub(super) fn of(
        secrets: Secrets,
        steps: u64,
        templates: impl Iterator<Item = (Cow<'static, str>, Cow<'static, str>)>,
    ) -> Result<(Self, Vec<Fault>), Error> {
        let mut engine =
            engine::engine(secrets, steps).map_err(|error| Error::Template(Fault::of(&error, "template")))?;
        let mut faults = Vec::new();
        for (name, text) in templates {
            if let Err(error) = engine.add_template_owned(name.clone(), text) {
                faults.push(Fault::of(&error, &name));
            }
        }
        Ok((Environment(engine), faults))
    }

    /// Renders a template with one value under a name.
    ///
    /// # Errors
    /// Where the template prints what must not print, names what is not there, or is without end.
    pub fn render<T: Serialize>(&self, template: &str, name: &str, value: &T) -> Result<String, Error> {
        let context = Value::from_pairs([(name.to_owned(), Value::from(Serde(value)))]);
        let mut text = Bounded { text: Vec::new(), full: false };
        self.0
            .get_template(template)
            .and_then(|compiled| compiled.render_captured_to(context, &mut text).map(drop))
            .map_err(|error| Error::Template(Fault::of(&error, template)))?;
        match String::from_utf8(text.text) {
            Ok(whole) if !text.full => Ok(whole),
            _ => Err(Error::Template(Fault {
                template: template.to_owned(),
                line: None,
                range: None,
                wrong: Wrong::Output,
            })),
        }
    }
}

fn sound((environment, faults): (Environment, Vec<Fault>)) -> Result<Environment, Error> {
    match faults.into_iter().next() {
        Some(fault) => Err(Error::Template(fault)),
        None => Ok(environment),
    }
}

/// A text that takes no more than it may. What is too much is dropped and not refused, since the
/// engine forgets its place in the template when a text refuses.
struct Bounded {
    text: Vec<u8>,
    full: bool,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.full |= self.text.len() + bytes.len() > OUTPUT;
        if !self.full {
            self.text.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
