//! Switch configurations.

use super::{Environment, Error};
use crate::model::value::Os;
use crate::plan::Device;

/// The template of each operating system.
pub const fn template(os: Os) -> &'static str {
    match os {
        Os::Eos => "arista/device.j2",
        Os::Nxos => "cisco/device.j2",
    }
}

/// The configuration of a switch.
///
/// # Errors
/// Where the template fails.
pub fn render(environment: &Environment, device: &Device) -> Result<String, Error> {
    environment.render(template(device.os), "device", device)
}
