//! Isolation domains: what the switches carry for whom.

use super::field::{Block, Def, List, Many, One, Opt};
use crate::model::value::*;

construct! {
    /// The instance's own VRF: hosts and storage. Its VLANs are below 501.
    ///
    /// ```fab
    /// infrastructure-domain platform {
    ///   internal-network hosts   { vlan 310; subnet 10.31.0.0/22 }
    ///   internal-network storage { vlan 300; mtu 9000; subnet 10.30.0.0/22; gateway none }
    /// }
    /// ```
    InfrastructureDomain = "infrastructure-domain" (name: One<DomainName>) {
        /// What BGP announces of it; its connected subnets unless said.
        redistribute: List<Redistribute> = "redistribute";
        /// Prefixes announced in place of what lies in them.
        aggregates: List<Prefix> = "aggregate";
        /// A VLAN of the domain.
        internal: Many<InternalNetwork> = "internal-network";
        /// The way out.
        external: Many<ExternalNetwork> = "external-network";
        /// The domain's id: its peer VLAN, its session between the CEs, its route distinguisher.
        /// Unless said, the lowest that is free, kept in the lock.
        number: Opt<Int<1, 4000>> = "number";
    }
}

construct! {
    /// An L2 isolation domain: a VLAN without an address, wherever its workloads are.
    ///
    /// ```fab
    /// l2-isolation-domain signalling { vlan 701; mtu 9000 }
    /// ```
    L2Domain = "l2-isolation-domain" (name: One<FabricName>), source "L2IsolationDomain" {
        /// The VLAN.
        vlan: One<VlanId> = "vlan";
        /// The largest IP packet, in bytes.
        mtu: Def<Mtu> = "mtu", default "1500", source "L2IsolationDomain mtu";
        /// A label for other systems. The fabric itself is VLANs.
        vni: Opt<Int<1, 16_777_215>> = "vni";
        /// A line for people.
        description: Opt<Text> = "description";
    }
}

construct! {
    /// An L3 isolation domain: a VRF on both CEs, with its internal networks and its way out.
    ///
    /// ```fab
    /// l3-isolation-domain oam {
    ///   redistribute connected, static
    ///   internal-network mgmt { vlan 501; subnet 10.40.0.0/24, fd00:40::/64 }
    ///   external-network wan {
    ///     option-a { vlan 2001; primary 10.50.0.8/30; secondary 10.50.0.12/30 }
    ///   }
    /// }
    /// ```
    L3Domain = "l3-isolation-domain" (name: One<DomainName>), source "L3IsolationDomain" {
        /// What BGP announces of it; its connected subnets unless said.
        redistribute: List<Redistribute> = "redistribute", source "redistributeConnectedSubnets, redistributeStaticRoutes";
        /// Prefixes announced in place of what lies in them.
        aggregates: List<Prefix> = "aggregate", source "aggregateRouteConfiguration";
        /// A policy for the connected subnets on their way into BGP.
        connected_policy: Opt<Ref<PolicyRef>> = "connected-policy", source "connectedSubnetRoutePolicy";
        /// A policy for the static routes on their way into BGP.
        static_policy: Opt<Ref<PolicyRef>> = "static-policy", source "staticRouteRoutePolicy";
        /// A VLAN of the domain.
        internal: Many<InternalNetwork> = "internal-network";
        /// The way out: at most one.
        external: Many<ExternalNetwork> = "external-network";
        /// The domain's id: its peer VLAN, its session between the CEs, its route distinguisher.
        /// Unless said, the lowest that is free, kept in the lock.
        number: Opt<Int<1, 4000>> = "number";
        /// A line for people.
        description: Opt<Text> = "description";
    }
}

construct! {
    /// A VLAN with its subnets: an SVI on both CEs with a shared gateway. In each subnet .1 is the
    /// gateway, .2 CE 1, .3 CE 2, and the first eight addresses are kept back.
    ///
    /// ```fab
    /// internal-network mgmt { vlan 501; mtu 9000; subnet 10.40.0.0/24, fd00:40::/64 }
    /// ```
    InternalNetwork = "internal-network" (name: One<FabricName>), source "InternalNetwork" {
        /// The VLAN: unique in the fabric.
        vlan: One<VlanId> = "vlan", source "reference-isolation-domain-technical-requirements";
        /// The largest IP packet, in bytes.
        mtu: Def<Mtu> = "mtu", default "1500", source "InternalNetwork mtu";
        /// The subnets: IPv4, IPv6 or both.
        subnets: List<Prefix> = "subnet";
        /// The gateway address of each family, the subnet's first unless said; `none` for a network without one.
        gateway: List<Gateway> = "gateway";
        /// A route to what lies behind a workload.
        statics: Many<StaticRoute> = "static";
        /// Sessions with workloads.
        bgp: Block<InternalBgp> = "bgp";
        /// An access list for what workloads send.
        ingress_acl: Opt<Ref<AclRef>> = "ingress-acl";
        /// An access list for what workloads receive.
        egress_acl: Opt<Ref<AclRef>> = "egress-acl";
        /// A policy for what workloads announce.
        import_policy: Opt<Ref<PolicyRef>> = "import-policy";
        /// A policy for what is announced to workloads.
        export_policy: Opt<Ref<PolicyRef>> = "export-policy";
        /// A label for other systems. The fabric itself is VLANs.
        vni: Opt<Int<1, 16_777_215>> = "vni";
        /// A line for people.
        description: Opt<Text> = "description";
    }
}

construct! {
    /// A static route on both CEs.
    ///
    /// ```fab
    /// static 10.41.0.0/16 { next-hop 10.40.0.20; bfd { interval 300ms; multiplier 3 } }
    /// ```
    StaticRoute = "static" (prefix: One<Prefix>), source "staticRouteConfiguration" {
        /// Where to: addresses of the network's subnets.
        next_hops: List<Address> = "next-hop";
        /// Withdraws the route while its next hop does not answer.
        bfd: Block<Bfd> = "bfd";
    }
}

construct! {
    /// Bidirectional forwarding detection: notices within a second that a neighbour is gone.
    Bfd = "bfd", source "bfdConfiguration" {
        /// The time between two packets.
        interval: Def<Duration> = "interval", default "300ms", source "intervalInMilliSeconds";
        /// How many packets may be missed.
        multiplier: Def<Int<3, 50>> = "multiplier", default "5", source "multiplier";
    }
}

construct! {
    /// BGP sessions between the CEs and workloads of an internal network. Both CEs have each of them.
    ///
    /// ```fab
    /// bgp { peer-asn 65501; listen 10.40.0.64/26; bfd { interval 300ms; multiplier 3 } }
    /// ```
    InternalBgp = "bgp", source "bgpConfiguration" {
        /// The AS of the workloads: not the fabric's.
        peer_asn: One<Asn> = "peer-asn";
        /// Addresses that may open a session.
        listen: List<Prefix> = "listen", source "ipv4ListenRangePrefixes: at most /28, IPv6 /127";
        /// Addresses that a session is opened to.
        neighbors: List<Address> = "neighbor";
        /// How often the fabric's own AS may stand in a path.
        allow_as: Def<Int<0, 10>> = "allow-as", default "2", source "allowAS";
        /// Puts the fabric's AS in place of the workloads' own in what they are sent.
        as_override: Def<Flag> = "as-override", default "false", source "allowASOverride";
        /// Sends workloads a default route whether there is one or not.
        default_originate: Def<Flag> = "default-originate", default "false", source "defaultRouteOriginate";
        /// Notices within a second that the neighbour is gone.
        bfd: Block<Bfd> = "bfd";
        /// The password of the sessions.
        password: Opt<Secret> = "password";
        /// How many routes a workload may send; 1000 unless said.
        prefix_limit: Block<PrefixLimit> = "prefix-limit";
    }
}

construct! {
    /// How many routes a neighbour may send before its session is closed.
    PrefixLimit = "prefix-limit", source "prefixLimits" {
        /// The most.
        maximum: One<Int<1, 4_294_967_294>> = "maximum";
        /// The share of it, in percent, at which a warning is logged.
        threshold: Def<Int<1, 100>> = "threshold", default "80";
    }
}

construct! {
    /// A domain's way to the customer's network. With option A each VRF has its own sub-interface
    /// and session on the link between CE and PE; with option B all VRFs share the session of an
    /// NNI, and route targets tell them apart.
    ///
    /// ```fab
    /// external-network wan { option-a { vlan 2001; primary 10.50.0.8/30; secondary 10.50.0.12/30 } }
    /// ```
    ExternalNetwork = "external-network" (name: One<FabricName>), source "ExternalNetwork" {
        /// A sub-interface and a session of the domain's own.
        option_a: Block<OptionA> = "option-a";
        /// The session of an NNI, shared with other domains.
        option_b: Block<OptionB> = "option-b";
        /// A policy for what the PE announces; with option B beside the route targets.
        import_policy: Opt<Ref<PolicyRef>> = "import-policy";
        /// A policy for what is announced to the PE; with option B beside the route targets.
        export_policy: Opt<Ref<PolicyRef>> = "export-policy";
        /// A static route to the PE.
        statics: Many<StaticRoute> = "static";
    }
}

construct! {
    /// A VLAN and a session for each pair of CE and PE. `primary` is CE 1 with PE 1, `secondary`
    /// CE 2 with PE 2; an `adjacency` adds a crossed link. The CE has a prefix's first usable
    /// address, the PE the second.
    OptionA = "option-a", source "externalNetworkPropertiesOptionAProperties" {
        /// The VLAN on the link.
        vlan: One<VlanId> = "vlan", source "optionAProperties vlanId: 501 to 4094";
        /// The largest IP packet, in bytes.
        mtu: Def<Mtu> = "mtu", default "1500";
        /// CE 1 with PE 1: IPv4, IPv6 (a /127) or both.
        primary: List<Prefix> = "primary";
        /// CE 2 with PE 2.
        secondary: List<Prefix> = "secondary";
        /// Another pair.
        adjacencies: Many<Adjacency> = "adjacency";
        /// The peer's AS; the PE's unless said.
        peer_asn: Opt<Asn> = "peer-asn";
        /// Notices within a second that the neighbour is gone.
        bfd: Block<Bfd> = "bfd";
        /// The password of the sessions.
        password: Opt<Secret> = "password";
        /// How many routes the PE may send; 12000 unless said.
        prefix_limit: Block<PrefixLimit> = "prefix-limit";
        /// An access list for what the PE sends.
        ingress_acl: Opt<Ref<AclRef>> = "ingress-acl";
        /// An access list for what the PE receives.
        egress_acl: Opt<Ref<AclRef>> = "egress-acl";
    }
}

construct! {
    /// A pair of CE and PE with a prefix of its own: `adjacency ce1, pe2 { prefix 10.50.0.16/30 }`.
    Adjacency = "adjacency" (ends: List<Ref<EdgeRef>>) {
        /// The prefixes: IPv4, IPv6 or both.
        prefixes: List<Prefix> = "prefix";
    }
}

construct! {
    /// The VRF's routes travel in the session of an NNI, marked with route targets.
    ///
    /// ```fab
    /// option-b { nni core-vpn; import 65048:39001; export 65048:39001 }
    /// ```
    OptionB = "option-b", source "externalNetworkPropertiesOptionBProperties" {
        /// The NNI.
        nni: One<Ref<NniRef>> = "nni";
        /// Route targets of the routes that enter the VRF, IPv4 and IPv6.
        import: List<RouteTarget> = "import";
        /// Route targets that the VRF's routes are given, IPv4 and IPv6.
        export: List<RouteTarget> = "export";
    }
}

construct! {
    /// A network-to-network interconnect: the session that all option-B networks share. It runs
    /// over IPv4, and carries VPN-IPv6 too as soon as one of their VRFs routes IPv6.
    ///
    /// ```fab
    /// nni core-vpn { vlan 2002; primary 10.50.0.16/30; secondary 10.50.0.20/30; password env:BGP_CORE }
    /// ```
    Nni = "nni" (name: One<FabricName>), source "NetworkToNetworkInterconnect" {
        /// The VLAN on the link.
        vlan: One<VlanId> = "vlan", source "optionBLayer3Configuration vlanId: 100 to 4094";
        /// The largest packet. Labels need room: leave it above the MTU of the workloads.
        mtu: Def<Mtu> = "mtu", default "1500", source "layer2Configuration mtu";
        /// CE 1 with PE 1: IPv4.
        primary: List<Prefix> = "primary";
        /// CE 2 with PE 2.
        secondary: List<Prefix> = "secondary";
        /// Another pair.
        adjacencies: Many<Adjacency> = "adjacency";
        /// The peer's AS; the PE's unless said.
        peer_asn: Opt<Asn> = "peer-asn";
        /// Notices within a second that the neighbour is gone.
        bfd: Block<Bfd> = "bfd";
        /// The password of the sessions.
        password: Opt<Secret> = "password";
        /// How many routes the PE may send; 12000 unless said. More are logged, and the session stays.
        prefix_limit: Block<PrefixLimit> = "prefix-limit";
        /// An access list for what the PE sends outside of labels.
        ingress_acl: Opt<Ref<AclRef>> = "ingress-acl", source "NetworkToNetworkInterconnect ingressAclId";
        /// An access list for what the PE receives outside of labels.
        egress_acl: Opt<Ref<AclRef>> = "egress-acl", source "NetworkToNetworkInterconnect egressAclId";
    }
}
