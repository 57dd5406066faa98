//! An interface of a node or host whose name the kernel does not take.

use super::Context;
use crate::assign::vf_name;
use crate::finding::{Finding, Level};

/// How long the name of an interface may be.
const MOST: usize = 15;
/// How long the managed API takes the name of a network's interface.
const DOCUMENTED: usize = 12;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for network in &context.fabric.networks {
        let name = &network.interface;
        if name.value.len() <= DOCUMENTED {
            continue;
        }
        let (level, here) = match name.value.len() > MOST {
            true => (Level::Error, format!("at most {MOST} characters")),
            false => (Level::Warning, format!("at most {DOCUMENTED} characters in the managed API")),
        };
        let title = format!(
            "the interface of {} would be called {}, {} characters",
            network.name.value,
            name.value,
            name.value.len()
        );
        let finding = Finding::error("interface-name-too-long", name.span, title)
            .here(here)
            .help("`interface NAME` in its block gives nodes a shorter one");
        findings.push(Finding { level, ..finding });
    }
    for profile in &context.profiles {
        for pnic in profile.numa.iter().flat_map(|n| n.pnics.iter()) {
            let Some(last) = pnic.vfs.0.value.0.checked_sub(1).and_then(|n| u32::try_from(n).ok()) else {
                continue;
            };
            for port in pnic.ports.iter() {
                let name = vf_name(port, last);
                if name.len() <= MOST {
                    continue;
                }
                let title =
                    format!("the last VF of {} is called {name}, {} characters", port.value, name.len());
                findings.push(
                    Finding::error("interface-name-too-long", port.span, title)
                        .here(format!("at most {MOST} characters, that of its VFs included"))
                        .effect(
                            "the kernel would give the VF another name, and what refers to it finds nothing",
                        ),
                );
            }
        }
    }
}
