//! Which line of a template printed a line of a switch's text.

use super::TemplateLine;
use crate::plan::Device;
use crate::render::trace::Tracer;
use crate::render::{Environment, switch};

/// The lines of a text, each with the line of a template that printed it, where that is known.
pub type Printed = (String, Vec<Option<TemplateLine>>);

/// The templates of a compile, and the built-in ones, ready to be traced.
#[derive(Debug)]
pub struct Traces<'e> {
    own: (Option<Tracer>, &'e Environment),
    builtin: Option<(Tracer, &'static Environment)>,
}

impl<'e> Traces<'e> {
    /// Those of an environment.
    pub fn of(environment: &'e Environment) -> Self {
        let builtin = Environment::built_in().ok();
        Traces {
            own: (Tracer::of(environment).ok(), environment),
            builtin: builtin.and_then(|e| Some((Tracer::of(e).ok()?, e))),
        }
    }

    /// A switch's text as the templates of the compile make it.
    pub fn own(&self, device: &Device) -> Option<Printed> {
        printed(self.own.0.as_ref()?, self.own.1, device)
    }

    /// A switch's text as the built-in templates make it.
    pub fn builtin(&self, device: &Device) -> Option<Printed> {
        let (tracer, environment) = self.builtin.as_ref()?;
        printed(tracer, environment, device)
    }
}

fn printed(tracer: &Tracer, environment: &Environment, device: &Device) -> Option<Printed> {
    let text = switch::render(environment, device).ok()?;
    let places = switch::trace(tracer, device, &text).unwrap_or_default();
    let of = |i: usize| places.get(i).map(|p| TemplateLine { template: p.template.to_owned(), line: p.line });
    let lines = (0..text.lines().count()).map(of).collect();
    Some((text, lines))
}
