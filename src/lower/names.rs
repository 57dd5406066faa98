//! What an operating system calls its interfaces.

use crate::model::value::Os;

/// A port-channel.
pub fn port_channel(os: Os, number: u16) -> String {
    match os {
        Os::Eos => format!("Port-Channel{number}"),
        Os::Nxos => format!("port-channel{number}"),
    }
}

/// A loopback.
pub fn loopback(os: Os, number: u16) -> String {
    match os {
        Os::Eos => format!("Loopback{number}"),
        Os::Nxos => format!("loopback{number}"),
    }
}
