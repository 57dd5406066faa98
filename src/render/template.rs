//! The templates: the built-in ones, and a user's in place of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use minijinja::Value;
use minijinja::value::Serde;
use serde::Serialize;

use super::engine::{self, OUTPUT};
use super::trace::Tracer;
use super::{Error, Fault, Wrong, switch};
use crate::model::value::{Os, Value as _};
use crate::source::Sources;

/// The built-in templates by name. A vendor's are one row each.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("arista/acl.j2", include_str!("../../templates/arista/acl.j2")),
    ("arista/base.j2", include_str!("../../templates/arista/base.j2")),
    ("arista/bgp.j2", include_str!("../../templates/arista/bgp.j2")),
    ("arista/device.j2", include_str!("../../templates/arista/device.j2")),
    ("arista/interfaces.j2", include_str!("../../templates/arista/interfaces.j2")),
    ("arista/policer.j2", include_str!("../../templates/arista/policer.j2")),
    ("arista/policy.j2", include_str!("../../templates/arista/policy.j2")),
    ("arista/routing.j2", include_str!("../../templates/arista/routing.j2")),
    ("arista/sub_interface.j2", include_str!("../../templates/arista/sub_interface.j2")),
    ("arista/vlans.j2", include_str!("../../templates/arista/vlans.j2")),
    ("cisco/acl.j2", include_str!("../../templates/cisco/acl.j2")),
    ("cisco/base.j2", include_str!("../../templates/cisco/base.j2")),
    ("cisco/bgp.j2", include_str!("../../templates/cisco/bgp.j2")),
    ("cisco/device.j2", include_str!("../../templates/cisco/device.j2")),
    ("cisco/interfaces.j2", include_str!("../../templates/cisco/interfaces.j2")),
    ("cisco/layer3.j2", include_str!("../../templates/cisco/layer3.j2")),
    ("cisco/policy.j2", include_str!("../../templates/cisco/policy.j2")),
    ("cisco/routing.j2", include_str!("../../templates/cisco/routing.j2")),
    ("cisco/sub_interface.j2", include_str!("../../templates/cisco/sub_interface.j2")),
    ("cisco/vlans.j2", include_str!("../../templates/cisco/vlans.j2")),
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

/// What a built-in template is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The configurations of switches that run this.
    Switches(Os),
    /// Hand-offs to PEs.
    HandOffs,
}

/// What a built-in template is for: those of an operating system share a folder.
pub fn purpose(name: &str) -> Purpose {
    let folder = |name: &'static str| name.split('/').next();
    let systems = Os::TYPE.words.iter().filter_map(|(word, _)| Os::parse(word).ok());
    let mut systems = systems.filter_map(|os| Some((os, folder(switch::template(os))?)));
    match systems.find(|(_, folder)| name.split('/').next() == Some(folder)) {
        Some((os, _)) => Purpose::Switches(os),
        None => Purpose::HandOffs,
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
pub struct Environment {
    engine: minijinja::Environment<'static>,
    /// How long a text may be, in bytes.
    most: usize,
}

/// A name or text that is ours or the user's.
type Text = Cow<'static, str>;

impl Environment {
    /// Compiles the built-in templates.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn new(secrets: Secrets) -> Result<Self, Error> {
        sound(Environment::of(secrets, TEMPLATES.iter().map(|(n, t)| ((*n).into(), (*t).into())))?)
    }

    /// The built-in templates, with references for secrets; compiled once.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn built_in() -> Result<&'static Self, Error> {
        static BUILT_IN: OnceLock<Environment> = OnceLock::new();
        match BUILT_IN.get() {
            Some(environment) => Ok(environment),
            None => Environment::new(Secrets::Referenced).map(|made| BUILT_IN.get_or_init(|| made)),
        }
    }

    /// Compiles the built-in templates and those that the user gave.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn with(secrets: Secrets, sources: &Sources) -> Result<Self, Error> {
        if sources.templates.is_empty() {
            return Environment::new(secrets);
        }
        let texts = texts(sources).into_iter();
        sound(Environment::of(secrets, texts.map(|(n, t)| (n.to_owned().into(), t.to_owned().into())))?)
    }

    /// Compiles templates; those that can't be are told, and left out.
    pub(super) fn of(
        secrets: Secrets,
        templates: impl Iterator<Item = (Text, Text)>,
    ) -> Result<(Self, Vec<Fault>), Error> {
        let mut engine =
            engine::engine(secrets).map_err(|error| Error::Template(Fault::of(&error, "template")))?;
        let mut faults = Vec::new();
        for (name, text) in templates {
            if let Err(error) = engine.add_template_owned(name.clone(), text) {
                faults.push(Fault::of(&error, &name));
            }
        }
        Ok((Environment { engine, most: OUTPUT }, faults))
    }

    /// The name and text of every template, by name.
    pub(super) fn texts(&self) -> Vec<(String, String)> {
        let templates = self.engine.templates();
        let mut texts: Vec<_> = templates.map(|(n, t)| (n.to_owned(), t.source().to_owned())).collect();
        texts.sort();
        texts
    }

    /// The same environment with other texts under its names; they may take ten times the room and
    /// the steps.
    pub(super) fn in_other_words(
        &self,
        templates: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Error> {
        let mut engine = self.engine.clone();
        engine.set_fuel(engine.fuel().map(|steps| steps.saturating_mul(10)));
        for (name, text) in templates {
            engine
                .add_template_owned(name.clone(), text)
                .map_err(|error| Error::Template(Fault::of(&error, &name)))?;
        }
        Ok(Environment { engine, most: self.most.saturating_mul(10) })
    }

    /// Renders a template with one value under a name.
    ///
    /// # Errors
    /// Where the template prints what must not print, names what is not there, or is without end.
    pub fn render<T: Serialize>(&self, template: &str, name: &str, value: &T) -> Result<String, Error> {
        let context = context(name, value);
        let text = self.bounded(template, &context)?;
        match text.full {
            false => Ok(text.text),
            true => Err(self.too_long(template, &context)),
        }
    }

    /// The text of a template, or as much of it as there may be.
    pub(super) fn bounded(&self, template: &str, context: &Value) -> Result<Bounded, Error> {
        let mut text = Bytes { bytes: Vec::new(), most: self.most, full: false };
        self.engine
            .get_template(template)
            .and_then(|compiled| compiled.render_captured_to(context.clone(), &mut text).map(drop))
            .map_err(|error| Error::Template(Fault::of(&error, template)))?;
        // Whole pieces of text came in.
        Ok(Bounded { text: String::from_utf8(text.bytes).unwrap_or_default(), full: text.full })
    }

    /// Says where a text is being printed when there is too much of it.
    fn too_long(&self, template: &str, context: &Value) -> Error {
        let tracer = Tracer::of(self).ok();
        let place = tracer.as_ref().and_then(|tracer| tracer.beyond(self.most, template, context));
        Error::Template(Fault {
            template: place.map_or(template, |p| p.template).to_owned(),
            line: place.map(|p| p.line),
            range: None,
            wrong: Wrong::Output,
        })
    }
}

/// What a template is given: one value under a name.
pub(super) fn context<T: Serialize>(name: &str, value: &T) -> Value {
    Value::from_pairs([(name.to_owned(), Value::from(Serde(value)))])
}

fn sound((environment, faults): (Environment, Vec<Fault>)) -> Result<Environment, Error> {
    match faults.into_iter().next() {
        Some(fault) => Err(Error::Template(fault)),
        None => Ok(environment),
    }
}

/// A text, and whether that is not all of it.
pub(super) struct Bounded {
    pub text: String,
    pub full: bool,
}

/// A text that takes no more than it may. What is too much is dropped and not refused, since the
/// engine forgets its place in the template when a text refuses.
struct Bytes {
    bytes: Vec<u8>,
    most: usize,
    full: bool,
}

impl io::Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.full |= self.bytes.len() + bytes.len() > self.most;
        if !self.full {
            self.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
