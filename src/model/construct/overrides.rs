//! Statements that replace what is otherwise derived.

use super::field::{Def, List, Many, One, Opt};
use crate::model::value::*;

construct! {
    /// A cable, in place of those that port roles would give its two ports.
    ///
    /// ```fab
    /// cable r3-t1:Ethernet51/1, ce1:Ethernet20/1 { speed 400g }
    /// ```
    CableBlock = "cable" (ends: List<End>) {
        /// What it runs at; what its ports do unless said.
        speed: Opt<Speed> = "speed";
        /// What it is for.
        purpose: Opt<Text> = "purpose";
    }
}

construct! {
    /// A bond or port-channel, in place of the one that its ports would be in.
    ///
    /// ```fab
    /// bond r3-s1-4b { members r3-t1:Ethernet1/1, r3-t2:Ethernet1/1; number 1; lacp active }
    /// ```
    BondBlock = "bond" (name: One<BondName>) {
        /// Its ports: of one server, of one switch, or of the two of a pair.
        members: List<End> = "members";
        /// The number of the port-channel, and of its MLAG or vPC.
        number: Opt<Int<1, 4096>> = "number";
        /// How its ports take part in LACP.
        lacp: Opt<LacpMode> = "lacp";
        /// How often LACP speaks.
        lacp_rate: Opt<LacpRate> = "lacp-rate";
        /// The largest IP packet, in bytes.
        mtu: Opt<Int<64, 9216>> = "mtu";
        /// The VLANs that it carries.
        vlans: List<VlanRange> = "vlans";
        /// The VLAN of untagged frames.
        native_vlan: Opt<VlanId> = "native-vlan";
    }
}

construct! {
    /// Settings of single ports, in place of what is derived.
    ///
    /// ```fab
    /// port r3-t1:Ethernet5/1, r3-t2:Ethernet5/1 { vlans 310, 501; native-vlan 501 }
    /// ```
    PortBlock = "port" (ends: List<End>) {
        /// The VLANs that it carries.
        vlans: List<VlanRange> = "vlans";
        /// The VLAN of untagged frames.
        native_vlan: Opt<VlanId> = "native-vlan";
        /// The largest IP packet, in bytes.
        mtu: Opt<Int<64, 9216>> = "mtu";
        /// What it runs at.
        speed: Opt<Speed> = "speed";
        /// How it takes part in LACP.
        lacp: Opt<LacpMode> = "lacp";
        /// How often LACP speaks.
        lacp_rate: Opt<LacpRate> = "lacp-rate";
        /// A line for people.
        description: Opt<Text> = "description";
        /// Whether it is switched off.
        shutdown: Def<Flag> = "shutdown", default "false";
    }
}

construct! {
    /// Addresses of single devices, in place of what the pools would give.
    ///
    /// ```fab
    /// device r3-t1 { management 10.0.19.31 }
    /// device r3-s4 { host 10.31.0.200; pnic 4b { macs b8:3f:d2:10:00:00, b8:3f:d2:10:00:01 } }
    /// ```
    DeviceBlock = "device" (name: One<Ref<DeviceRef>>) {
        /// The loopback of a CE.
        loopback: Opt<Address> = "loopback";
        /// The management port of a switch.
        management: Opt<Address> = "management";
        /// The peer-link address of a switch: an even one and the next make a pair's.
        peer_link: Opt<Address> = "peer-link";
        /// The host address of a server.
        host: Opt<Address> = "host";
        /// The storage address of a server.
        storage: Opt<Address> = "storage";
        /// The baseboard controller of a server.
        bmc: Opt<Address> = "bmc";
        /// The MAC addresses of a server's pNIC. Then its ports are matched by them, and named.
        pnics: Many<PnicMacs> = "pnic";
        /// The serial number.
        serial: Opt<Label> = "serial";
    }
}

construct! {
    /// The MAC addresses of one pNIC.
    PnicMacs = "pnic" (name: One<PnicName>) {
        /// One a port.
        macs: List<Mac> = "macs";
    }
}
