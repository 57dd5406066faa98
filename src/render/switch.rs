//! Switch configurations.

use super::trace::{Place, Tracer};
use super::{Environment, Error};
use crate::model::value::Os;
use crate::plan::Device;

/// The template of each operating system; none where there is none yet.
pub const fn template(os: Os) -> Option<&'static str> {
    match os {
        Os::Eos => Some("arista/device.j2"),
        Os::Nxos => None,
    }
}

/// The configuration of a switch.
///
/// # Errors
/// Where the template fails, or there is none for its operating system.
pub fn render(environment: &Environment, device: &Device) -> Result<String, Error> {
    let Some(template) = template(device.os) else {
        return Err(Error::NoTemplates(device.os));
    };
    environment.render(template, "device", device)
}

/// For each line of a configuration the line of a template that printed it: see [`Tracer::lines`].
pub fn trace<'t>(tracer: &'t Tracer, device: &Device, text: &str) -> Option<Vec<Place<'t>>> {
    tracer.lines(template(device.os)?, "device", device, text)
}
