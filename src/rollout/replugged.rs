//! Cables of a switch whose ports have other names afterwards, such as one of another platform.

use std::collections::HashMap;

use crate::assign::Assignment;
use crate::graph::PortId;
use crate::plan::Device;

/// Ports of the old fabric that have another name in the new one: the plan that their switch has then,
/// and the name, where there is such a port.
#[derive(Debug, Default)]
pub struct Replugged<'a>(HashMap<PortId, (&'a Device, Option<&'a str>)>);

impl<'a> Replugged<'a> {
    /// Of two fabrics, with the plans of the switches in the end. A cable goes to the port that has the
    /// same place among those of its role.
    pub fn new(before: &Assignment, after: &'a Assignment, end: &HashMap<&str, &'a Device>) -> Self {
        let (old, new) = (&before.topology, &after.topology);
        let mut all = HashMap::new();
        for (id, device) in old.switches() {
            let Some((to, plan)) = new.named(&device.name).zip(end.get(&*device.name)) else { continue };
            for (port, was) in old.ports_of(id) {
                let is = new.nth_port(to, was.role, was.nth).and_then(|port| new.port(port));
                let name = is.map(|port| &*port.name);
                if name != Some(&*was.name) {
                    all.insert(port, (*plan, name));
                }
            }
        }
        Replugged(all)
    }

    /// What a port is called where its switch has a plan; none where there is no such port then.
    pub fn name<'n>(&self, plan: &Device, port: PortId, old: &'n str) -> Option<&'n str>
    where
        'a: 'n,
    {
        match self.0.get(&port) {
            Some((new, name)) if std::ptr::eq(*new, plan) => *name,
            _ => Some(old),
        }
    }
}
