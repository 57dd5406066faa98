//! A port of a platform that its operating system calls otherwise.

use super::Context;
use super::group::groups;
use crate::finding::{At, Finding};
use crate::model::construct::Platform;
use crate::model::value::{Os, PortName};

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let platforms = context.topology.ids().filter_map(|(_, d)| d.platform.as_deref());
    let mut platforms: Vec<&Platform> =
        groups(platforms.map(|p| (p.name.span, p))).iter().filter_map(|g| g.first().copied()).collect();
    platforms.sort_by_key(|p| p.name.span);
    for platform in platforms {
        let os = platform.os.value;
        let management = &platform.management_port;
        if !is_management(&management.value, os) {
            let expected = match os {
                Os::Eos => "Management1 or Management0",
                Os::Nxos => "mgmt0",
            };
            findings.push(finding(platform, management, 1, expected));
        }
        let names = platform.ports.iter().flat_map(|group| group.names.iter());
        let wrong: Vec<_> = names.filter(|name| !is_port(&name.value, os)).collect();
        if let Some(first) = wrong.first() {
            let expected = match os {
                Os::Eos => "Ethernet1, Ethernet1/1 or Ethernet1/1/1",
                Os::Nxos => "Ethernet1/1 or Ethernet1/1/1",
            };
            findings.push(finding(platform, first, wrong.len(), expected));
        }
    }
}

fn finding(platform: &Platform, port: &At<PortName>, count: usize, expected: &str) -> Finding {
    let vendor = match platform.os.value {
        Os::Eos => "EOS",
        Os::Nxos => "NX-OS",
    };
    let name = &platform.name.value;
    let title = match count {
        1 => format!("{} of platform {name} is no port of {vendor}", port.value),
        n => format!("{} and {} more of platform {name} are no ports of {vendor}", port.value, n - 1),
    };
    Finding::error("port-name-not-of-os", port.span, title)
        .here(format!("{vendor} has {expected}"))
        .label(platform.os.span, format!("the platform runs {vendor}"))
        .effect("the switch refuses the section, and all that stands in it")
}

/// `Management1`, `Management0`, `Management1/1` of a chassis; `mgmt0`.
fn is_management(name: &str, os: Os) -> bool {
    match os {
        Os::Eos => name.strip_prefix("Management").is_some_and(|rest| numbers(rest).is_some_and(|n| n <= 2)),
        Os::Nxos => name == "mgmt0",
    }
}

/// `Ethernet1`, of a line card or a breakout `Ethernet1/1`, of both `Ethernet1/1/1`. On NX-OS a
/// port is at least a slot and a number.
fn is_port(name: &str, os: Os) -> bool {
    let parts = name.strip_prefix("Ethernet").and_then(numbers);
    parts.is_some_and(|n| n <= 3 && (os == Os::Eos || n >= 2))
}

/// How many numbers with strokes between them a text is.
fn numbers(text: &str) -> Option<usize> {
    let number = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    text.split('/').all(number).then(|| text.split('/').count())
}
