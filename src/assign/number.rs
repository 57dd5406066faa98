//! Numbers of port-channels, MLAG domains and their VLAN: functions of ports and racks, equal on both switches
//! of a pair and known to both ends of a link.

/// The peer link of every pair.
pub const PEER_LINK: u16 = 1000;
/// A TOR's way to the CEs.
pub const UPLINK: u16 = 100;
/// The VLAN that a pair on EOS keeps its state in, by convention.
pub const PEER_VLAN: u16 = 4094;
/// The vPC domain of the CE pair; racks follow at 100 + number. Pairs back to back must differ.
pub const CE_DOMAIN: u16 = 1;

/// The TOR port-channel of the n-th server port, from 1. [`UPLINK`] and [`PEER_LINK`] are skipped.
pub fn server(nth: u32) -> u16 {
    skip(nth, &[UPLINK, PEER_LINK])
}

/// The CEs' port-channel to rack n, from 1: 100 + n. [`PEER_LINK`] is skipped.
pub fn downlink(rack: u32) -> u16 {
    skip(u32::from(UPLINK) + rack, &[PEER_LINK])
}

/// A CE's port-channel to PE n, where more than one cable goes there.
pub fn pe(number: u32) -> u16 {
    skip(number, &[])
}

/// The vPC domain of rack n.
pub fn domain(rack: u32) -> u16 {
    skip(100 + rack, &[])
}

/// The n-th number that is not among `taken`, which rises.
fn skip(n: u32, taken: &[u16]) -> u16 {
    let mut n = n;
    for number in taken {
        if n >= u32::from(*number) {
            n = n.saturating_add(1);
        }
    }
    u16::try_from(n).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_skip_what_is_taken() {
        assert_eq!((server(1), server(99), server(100)), (1, 99, 101));
        assert_eq!((downlink(1), downlink(899), downlink(900)), (101, 999, 1001));
    }
}
