//! The largest packet that a port takes.

use crate::model::value::Os;

/// The most that a platform's routed ports take, in bytes of IP packet.
pub const fn most(os: Os) -> u16 {
    match os {
        Os::Eos => 9214,
        Os::Nxos => 9216,
    }
}

/// What a layer-2 port says: EOS always takes the most, NX-OS that or 1500.
pub fn layer2(os: Os) -> Option<u16> {
    (os == Os::Nxos).then(|| most(os))
}

/// What a link of the fabric carries: the fabric's MTU, as far as the platform goes.
pub fn fabric(fabric_mtu: u64, os: Os) -> u16 {
    u16::try_from(fabric_mtu).unwrap_or(u16::MAX).min(most(os))
}
