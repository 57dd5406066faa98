//! The fabric itself: its AS, its pools, its services, its users.

use super::field::{Def, List, Many, Must, One, Opt};
use crate::model::value::*;

construct! {
    /// The instance as a whole.
    ///
    /// ```fab
    /// fabric contoso-edge1 {
    ///   sku M8-A400-A100-C16-ab; asn 65048; mtu 9216
    ///   pools    { loopback 10.0.0.0/24; point-to-point 10.0.4.0/22; management 10.0.16.0/22 }
    ///   services { dns 10.200.0.10, 10.200.0.11; ntp 10.200.0.12; syslog 10.200.0.13 }
    ///   user admin { password env:ADMIN_HASH }
    /// }
    /// ```
    FabricBlock = "fabric" (name: One<FabricName>) {
        /// The bill of materials, with its limits on racks and servers. Without one there are no limits.
        sku: Opt<Sku> = "sku", source "reference-operator-nexus-fabric-skus";
        /// The AS of both CEs.
        asn: One<Asn> = "asn", source "NetworkFabric fabricASN";
        /// The largest packet that the links between switches carry. A platform that can do less does its most.
        mtu: Def<Int<1500, 9216>> = "mtu", default "9216";
        /// What the pools are cut from: each pool has to lie inside.
        prefix: List<Prefix> = "prefix", source "NetworkFabric ipv4Prefix";
        /// Where addresses and VLANs come from that nobody writes.
        pools: Must<Pools> = "pools";
        /// What every switch talks to over its management port.
        services: Must<Services> = "services";
        /// An account on every switch.
        users: Many<User> = "user";
        /// A line for people.
        description: Opt<Text> = "description";
    }
}

construct! {
    /// Where addresses and VLANs come from that nobody writes. Each is a function of a number in a
    /// name, so what is added later never moves what is there.
    Pools = "pools" {
        /// A /32 for each CE, its router id: CE n has the n-th address.
        loopback: One<Prefix> = "loopback";
        /// A /31 for each MLAG peer link in the first quarter (the CE pair first, then rack n at n),
        /// and one for each domain's session between the CEs in the rest (domain n at n - 1).
        point_to_point: One<Prefix> = "point-to-point";
        /// A /127 for each domain with IPv6 outside, for the session between the CEs. It is never
        /// announced, so every fabric may use the same.
        point_to_point_v6: Def<Prefix> = "point-to-point-v6", default "fd5e:1bed:9e00::/64";
        /// Management ports: CE n has 10 + n, TOR m of rack n has 10 + 10 n + m.
        management: One<Prefix> = "management";
        /// The gateway of the management network; its first address unless said.
        management_gateway: Opt<Address> = "management-gateway";
        /// Baseboard controllers: the server in slot s of rack n has 32 n + s. Without a pool they have none.
        bmc: Opt<Prefix> = "bmc";
        /// The VLANs between the CEs, one a domain: domain n has the n-th.
        peer_vlan: Def<VlanRange> = "peer-vlan", default "3001-3200";
    }
}

construct! {
    /// What every switch talks to over its management port.
    Services = "services" {
        /// Name servers.
        dns: List<Address> = "dns";
        /// Time servers.
        ntp: List<Address> = "ntp";
        /// Log servers.
        syslog: List<Address> = "syslog";
        /// The DNS domain of the switches.
        domain: Opt<DnsName> = "domain";
    }
}

construct! {
    /// An account on every switch.
    ///
    /// ```fab
    /// user admin { role network-admin; password env:ADMIN_HASH }
    /// ```
    User = "user" (name: One<UserName>) {
        /// What the account may do.
        role: Def<UserRole> = "role", default "network-admin";
        /// The password's SHA-512 hash, as `$6$salt$hash`: what EOS takes.
        password: One<Secret> = "password";
        /// The password's SHA-256 hash, as `$5$salt$hash`, for switches on NX-OS, which take no other
        /// form; those have `password` unless said.
        password_nxos: Opt<Secret> = "password-nxos";
    }
}
