//! The template environment: strict, without escaping, and unable to read a file.
//!
//! A value that is undefined, none or a truth value never prints: a template that tries is wrong,
//! whatever it meant.

use std::fmt;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{Environment as Minijinja, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;

use super::Error;
use crate::model::value::VlanSet;

/// The built-in templates by name. A vendor's are one row each.
const TEMPLATES: &[(&str, &str)] = &[
    ("arista/base.j2", include_str!("../../templates/arista/base.j2")),
    ("arista/bgp.j2", include_str!("../../templates/arista/bgp.j2")),
    ("arista/device.j2", include_str!("../../templates/arista/device.j2")),
    ("arista/interfaces.j2", include_str!("../../templates/arista/interfaces.j2")),
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

/// The templates, compiled.
#[derive(Debug)]
pub struct Environment(Minijinja<'static>);

impl Environment {
    /// Compiles the built-in templates.
    ///
    /// # Errors
    /// Where one of them has a mistake.
    pub fn new(secrets: Secrets) -> Result<Self, Error> {
        let mut env = Minijinja::new();
        env.set_syntax(
            SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .keep_trailing_newline(true)
                .build()?,
        );
        env.set_undefined_behavior(UndefinedBehavior::Strict);
        env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        env.set_formatter(|out, state, value| {
            let refused = match value.kind() {
                ValueKind::Undefined => "an undefined value",
                ValueKind::None => "none",
                ValueKind::Bool => "a truth value",
                ValueKind::Seq | ValueKind::Map | ValueKind::Iterable => "a structure",
                _ => return minijinja::escape_formatter(out, state, value),
            };
            Err(minijinja::Error::new(ErrorKind::InvalidOperation, format!("{refused} can't be printed")))
        });
        env.add_filter("secret", move |reference: String| match &secrets {
            Secrets::Referenced => Ok(format!("<{reference}>")),
            Secrets::Filled(read) => {
                read(&reference).map_err(|why| minijinja::Error::new(ErrorKind::InvalidOperation, why))
            }
        });
        env.add_filter("vlan_list", vlan_list);
        for (name, text) in TEMPLATES {
            env.add_template(name, text)?;
        }
        Ok(Environment(env))
    }

    /// Renders a template with one value under a name.
    ///
    /// # Errors
    /// Where the template prints what must not print, or names what is not there.
    pub fn render<T: Serialize>(&self, template: &str, name: &str, value: &T) -> Result<String, Error> {
        let context = Value::from_pairs([(name.to_owned(), Value::from(Serde(value)))]);
        Ok(self.0.get_template(template)?.render(context)?)
    }
}

/// The VLANs of a switch as NX-OS lists them: its own, and VLAN 1, which is always there.
fn vlan_list(own: Vec<u16>) -> String {
    own.into_iter().chain([1]).collect::<VlanSet>().to_string()
}
