//! Routers, and racks with what stands in them.

use super::field::{Def, List, Many, One, Opt};
use super::platform::PortGroup;
use crate::model::value::*;

construct! {
    /// The customer's edge router. It gets no configuration, but a hand-off sheet with what its
    /// owner has to configure.
    ///
    /// ```fab
    /// pe pe[1-2] { asn 64512; ports ce { names FourHundredGigE0/0/0/[0-1]; speed 400g } }
    /// ```
    PeBlock = "pe" (names: List<DeviceName>) {
        /// Its AS: the peer AS of every session to it, unless the session says otherwise.
        asn: One<Asn> = "asn";
        /// Its number among the PEs; what its name ends in, unless said.
        number: Opt<Int<1, 64>> = "number";
        /// What it runs: the form of its hand-off snippet. Unless said, the sheet has each form.
        os: Opt<PeOs> = "os";
        /// Its ports: the n-th `ce` port goes to CE n.
        ports: Many<PortGroup> = "ports";
    }
}

construct! {
    /// A CE: one of the two routers that connect the instance to the customer's PEs.
    ///
    /// ```fab
    /// ce ce[1-2] { platform ce-eos }
    /// ```
    CeBlock = "ce" (names: List<DeviceName>) {
        /// The model.
        platform: One<Ref<PlatformRef>> = "platform";
        /// Its number; what its name ends in, unless said.
        number: Opt<Int<1, 2>> = "number";
    }
}

construct! {
    /// A rack. A device in it is called after both: TOR `t1` of rack `r3` is `r3-t1`.
    ///
    /// ```fab
    /// rack r[1-8] {
    ///   tor t[1-2]     { platform tor-eos }
    ///   server s[1-16] { profile r750 }
    /// }
    /// ```
    RackBlock = "rack" (names: List<DeviceName>) {
        /// What the rack holds.
        kind: Def<RackKind> = "kind", default "compute";
        /// Its number; what its name ends in, unless said. An aggregate rack has none.
        number: Opt<Int<1, 4000>> = "number";
        /// Where it stands.
        location: Opt<Text> = "location";
        /// A top-of-rack switch: two a compute rack, one MLAG or vPC pair.
        tors: Many<TorBlock> = "tor";
        /// A bare-metal server.
        servers: Many<ServerBlock> = "server";
        /// A switch for baseboard controllers, PXE and management ports.
        management_switches: Many<ManagementSwitchBlock> = "management-switch";
        /// A packet broker.
        brokers: Many<BrokerBlock> = "packet-broker";
        /// A console server.
        terminals: Many<TerminalBlock> = "terminal-server";
    }
}

construct! {
    /// A top-of-rack switch: layer 2 only. Its number, 1 or 2, is what its name ends in.
    TorBlock = "tor" (names: List<DeviceName>) {
        /// The model: both of a rack run one operating system.
        platform: One<Ref<PlatformRef>> = "platform";
    }
}

construct! {
    /// A bare-metal server. Its slot is what its name ends in, unless said.
    ServerBlock = "server" (names: List<DeviceName>) {
        /// The hardware.
        profile: One<Ref<ProfileRef>> = "profile";
        /// The slot of the rack it stands in.
        slot: Opt<Int<1, 256>> = "slot", source "BareMetalMachine rackSlot";
    }
}

construct! {
    /// A switch for baseboard controllers, PXE and management ports. It gets cables and an
    /// address, no configuration.
    ManagementSwitchBlock = "management-switch" (names: List<DeviceName>) {
        /// The model: the n-th `bmc` and `pxe` port goes to the server in slot n, the n-th
        /// `management` port to the n-th switch of the rack.
        platform: Opt<Ref<PlatformRef>> = "platform";
    }
}

construct! {
    /// A packet broker. It gets cables and an address, no configuration.
    BrokerBlock = "packet-broker" (names: List<DeviceName>) {
        /// Its ports, for `cable` statements.
        ports: List<PortName> = "ports";
    }
}

construct! {
    /// A console server. It gets cables and an address, no configuration.
    TerminalBlock = "terminal-server" (names: List<DeviceName>) {
        /// Its ports, for `cable` statements.
        ports: List<PortName> = "ports";
    }
}
