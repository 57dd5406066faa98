//! Switch models: which ports they have, and what each port is for.

use super::field::{Def, List, Many, One, Opt};
use crate::model::value::*;

construct! {
    /// A model of switch, with the roles of its ports. Cabling follows from the roles: the n-th
    /// port of a role goes to the n-th neighbour, counted by the numbers in names, so that adding
    /// a rack never moves another one's cables.
    ///
    /// ```fab
    /// platform tor-eos {
    ///   os eos; model DCS-7060DX5-64S; management-port Management1
    ///   ports server    { names Ethernet[1-32]/1;  speed 100g }
    ///   ports ce        { names Ethernet[49-50]/1; speed 400g }
    ///   ports peer-link { names Ethernet[53-54]/1; speed 400g }
    /// }
    /// ```
    Platform = "platform" (name: One<DeviceName>) {
        /// The operating system.
        os: One<Os> = "os";
        /// The hardware model.
        model: One<Label> = "model";
        /// The software version.
        version: Opt<Version> = "version";
        /// The out-of-band port.
        management_port: One<PortName> = "management-port";
        /// On EOS, the VLANs that routed ports and sub-interfaces take for themselves, one each.
        internal_vlans: Opt<VlanRange> = "internal-vlans";
        /// Whether it forwards VPN routes with labels, as option B needs.
        option_b: Def<Flag> = "option-b", default "true";
        /// The ports of one role.
        ports: Many<PortGroup> = "ports";
    }
}

construct! {
    /// The ports of one role, in order: the n-th goes to the n-th neighbour. On a TOR, `server`
    /// ports are two a slot, one for each pNIC; on a management switch, `bmc`, `pxe` and
    /// `management` ports are one a server or device.
    PortGroup = "ports" (role: One<PortRole>) {
        /// The ports. A range in a name may stand for its breakouts: `Ethernet[1-4]/[1-4]`.
        names: List<PortName> = "names";
        /// What each of them runs at.
        speed: Opt<Speed> = "speed";
    }
}
