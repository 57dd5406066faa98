//! What has to be known of the whole text before its first line is read, since sections stand in
//! any order: which VRFs there are, which of them is for management, whose a class of traffic is.

use std::collections::HashMap;

use pest::iterators::Pairs;

use super::{Reader, Rule};
use crate::plan::{Element, Vrf};

/// Names that are declared somewhere.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// VRFs, each once, in the order of the text.
    declared: Vec<&'t str>,
    /// Their places in the plan's list and their elements; the management VRF is not among them.
    pub vrfs: HashMap<&'t str, VrfPlace>,
    /// The management VRF, where it is declared.
    pub management_vrf: Option<&'t str>,
    /// The management port.
    pub management_port: Option<&'t str>,
    /// Classes of traffic, with the policer that has them.
    pub classes: HashMap<&'t str, &'t str>,
}

/// Where a VRF is.
#[derive(Debug, Clone, Copy)]
pub(super) struct VrfPlace {
    /// Its place in the plan's list.
    pub at: usize,
    /// Its element.
    pub element: u32,
}

impl<'t> Names<'t> {
    pub(super) fn find(blocks: Pairs<'t, Rule>) -> Self {
        let mut names = Names::default();
        let mut management = None;
        let mut once = HashMap::new();
        for pair in blocks {
            let mut lines = pair.as_str().lines().map(str::trim);
            match pair.as_rule() {
                Rule::vrf_instance => {
                    let name = lines.next().unwrap_or("");
                    if !name.is_empty() && once.insert(name, ()).is_none() {
                        names.declared.push(name);
                    }
                }
                Rule::interface if names.management_port.is_none_or(|port| is(pair.as_str(), port)) => {
                    if !pair.as_str().starts_with("Management") {
                        continue;
                    }
                    names.management_port = lines.next();
                    management = lines.rev().find_map(|l| l.strip_prefix("vrf ")).or(management);
                }
                Rule::policy_map => {
                    let Some(policy) = lines.next() else { continue };
                    for class in lines.filter_map(|l| l.strip_prefix("class ")) {
                        names.classes.entry(class).or_insert(policy);
                    }
                }
                _ => {}
            }
        }
        names.management_vrf = management.filter(|vrf| once.contains_key(vrf));
        names
    }
}

/// Whether an interface is called so.
fn is(block: &str, name: &str) -> bool {
    block.strip_prefix(name).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()))
}

impl<'t> Reader<'t> {
    /// Puts every VRF but that of management into the plan.
    pub(super) fn begin_vrfs(&mut self) {
        for name in std::mem::take(&mut self.names.declared) {
            if Some(name) == self.names.management_vrf {
                continue;
            }
            let element = self.reading.begin(Element::Vrf(name.to_owned()));
            let at = self.reading.device.vrfs.len();
            self.reading.device.vrfs.push(Vrf { name: name.to_owned(), ..Vrf::default() });
            self.names.vrfs.insert(name, VrfPlace { at, element });
        }
    }

    /// Whether a VRF is that of management.
    pub(super) fn is_management(&self, vrf: &str) -> bool {
        self.names.management_vrf == Some(vrf)
    }
}
