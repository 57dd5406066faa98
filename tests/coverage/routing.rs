//! Addresses, VRFs, BGP, policies and access lists.

use super::{Row, hold, row};

/// A fault that is written in place of a part of the small fabric.
const fn instead(
    fault: &'static str,
    change: &'static [(&'static str, &'static str)],
    rule: &'static str,
) -> Row {
    Row { fault, change, more: "", rule }
}

/// A tenant with a network: what its block has behind VLAN and subnets.
macro_rules! inside {
    ($more:literal) => {
        concat!(
            "l3-isolation-domain blue {\n",
            "  internal-network apps { vlan 501; subnet 10.40.0.0/24, fd00:40::/64; ",
            $more,
            " }\n}\n"
        )
    };
}

/// A tenant with a network and sessions: what their block has behind AS and range.
macro_rules! sessions {
    ($more:literal) => {
        concat!(
            "l3-isolation-domain blue {\n",
            "  internal-network apps { vlan 501; subnet 10.40.0.0/24, fd00:40::/64\n",
            "    bgp { peer-asn 65501; listen 10.40.0.64/28; ",
            $more,
            " } }\n}\n"
        )
    };
}

/// A tenant with a way out by option A: what `option-a` has behind VLAN and prefixes, and what the
/// external network has besides.
macro_rules! outside {
    ($option:literal, $more:literal) => {
        concat!(
            "l3-isolation-domain blue {\n",
            "  internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n",
            "  external-network wan {\n",
            "    option-a { vlan 2001; primary 10.50.0.0/30; secondary 10.50.0.4/30; ",
            $option,
            " }\n    ",
            $more,
            "\n  }\n}\n"
        )
    };
}

/// The same by option B.
macro_rules! shared {
    ($targets:literal, $more:literal) => {
        concat!(
            "nni core { vlan 2002; primary 10.51.0.0/30; secondary 10.51.0.4/30 }\n",
            "l3-isolation-domain blue {\n",
            "  internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n",
            "  external-network wan { option-b { nni core; ",
            $targets,
            " }\n    ",
            $more,
            "\n  }\n}\n"
        )
    };
}

/// A policy for what the PEs announce, with a prefix list `sites` to name.
macro_rules! policy {
    ($rules:literal) => {
        concat!(
            "prefix-list sites { rule 10 { action permit; prefix 172.16.0.0/12; length 12-24 } }\n",
            "route-policy wan-in {\n",
            $rules,
            "\n}\n",
            outside!("", "import-policy wan-in")
        )
    };
}

/// A prefix list that such a policy names.
macro_rules! prefixes {
    ($rules:literal) => {
        concat!(
            "prefix-list sites {\n",
            $rules,
            "\n}\nroute-policy wan-in { rule 10 { action permit; match-prefix sites } }\n",
            outside!("", "import-policy wan-in")
        )
    };
}

/// An access list for what the PEs send.
macro_rules! ingress {
    ($rules:literal) => {
        concat!("access-list edge {\n", $rules, "\n}\n", outside!("ingress-acl edge", ""))
    };
}

/// An access list for what the PEs receive.
macro_rules! egress {
    ($rules:literal) => {
        concat!("access-list edge {\n", $rules, "\n}\n", outside!("egress-acl edge", ""))
    };
}

/// What makes Nexus switches of the CEs, which also do option B.
const NEXUS: (&str, &str) = (
    "platform ce {\n  os eos; model DCS-7050SX3-48YC8; management-port Management1; internal-vlans 3401-3967\n  ports pe        { names Ethernet[1-2];   speed 25g }\n  ports tor       { names Ethernet[3-8];   speed 25g }\n  ports other     { names Ethernet[40-43]; speed 25g }\n  ports peer-link { names Ethernet[47-48]; speed 25g }",
    "platform ce {\n  os nxos; model N9K; management-port mgmt0\n  ports pe        { names Ethernet1/[1-2];   speed 25g }\n  ports tor       { names Ethernet1/[3-8];   speed 25g }\n  ports other     { names Ethernet1/[40-43]; speed 25g }\n  ports peer-link { names Ethernet1/[47-48]; speed 25g }",
);

const NEXUS_WITHOUT_LABELS: (&str, &str) = (
    "platform ce {\n  os eos; model DCS-7050SX3-48YC8; management-port Management1; internal-vlans 3401-3967\n  ports pe        { names Ethernet[1-2];   speed 25g }\n  ports tor       { names Ethernet[3-8];   speed 25g }\n  ports other     { names Ethernet[40-43]; speed 25g }\n  ports peer-link { names Ethernet[47-48]; speed 25g }",
    "platform ce {\n  os nxos; model N9K; management-port mgmt0; option-b false\n  ports pe        { names Ethernet1/[1-2];   speed 25g }\n  ports tor       { names Ethernet1/[3-8];   speed 25g }\n  ports other     { names Ethernet1/[40-43]; speed 25g }\n  ports peer-link { names Ethernet1/[47-48]; speed 25g }",
);

const POOLS: &str = "management 10.0.2.0/25";

#[rustfmt::skip] // a row a line, to be read as a table
/// All tables.
pub const ALL: &[&[Row]] = &[ADDRESSES, BGP, POLICIES];

const ADDRESSES: &[Row] = &[
    row(
        "subnet-overlap-in-vrf",
        inside!("} internal-network more { vlan 502; subnet «10.40.0.128/25»"),
        "subnet-overlap-in-vrf",
    ),
    row(
        "subnet-overlap-in-vrf",
        inside!("} internal-network more { vlan 502; subnet «10.40.0.0/24»"),
        "subnet-overlap-in-vrf",
    ),
    row(
        "subnet-overlap-in-vrf",
        inside!("static «10.40.0.0/24» { next-hop 10.40.0.20 }"),
        "subnet-overlap-in-vrf",
    ),
    row("address-duplicate", "device r1-s1 { host «10.31.0.34» }\n", "address-duplicate"),
    row("address-duplicate", "device ce1 { peer-link «10.0.1.2» }\n", "peer-link-not-a-pair"),
    row("loopback-duplicate", "device ce2 { loopback «10.0.0.1» }\n", "address-duplicate"),
    row(
        "loopback-duplicate",
        "device ce1 { loopback 10.0.0.9 }\ndevice ce2 { loopback «10.0.0.9» }\n",
        "address-duplicate",
    ),
    row("loopback-duplicate", "device r1-t1 { loopback «10.0.0.1» }\n", "setting-not-for-device"),
    row("management-address-duplicate", "device r1-t1 { management «10.0.2.22» }\n", "address-duplicate"),
    row("management-address-duplicate", "device r1-t1 { management «10.0.2.1» }\n", "address-duplicate"),
    instead(
        "management-address-duplicate",
        &[(POOLS, "management 10.0.2.0/25; management-gateway «10.0.2.12»")],
        "address-duplicate",
    ),
    // A network's subnet gives both CEs their address, and a gateway is both's: there is no SVI of
    // one CE alone. What can be written is a subnet without room, and a network without one.
    row(
        "svi-without-address",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet «10.40.0.0/30» } }\n",
        "subnet-too-small",
    ),
    row(
        "svi-without-address",
        "l3-isolation-domain blue { «internal-network apps» { vlan 501 } }\n",
        "internal-network-without-subnet",
    ),
    row(
        "svi-without-address",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24; gateway «none»; bgp { peer-asn 65501; neighbor 10.40.0.20 } } }\n",
        "routing-without-gateway",
    ),
    row("gateway-outside-subnet", inside!("gateway «10.41.0.1»"), "gateway-outside-subnet"),
    row(
        "gateway-outside-subnet",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24; gateway «fd00:40::1» } }\n",
        "gateway-outside-subnet",
    ),
    row("gateway-is-network-or-broadcast", inside!("gateway «10.40.0.0»"), "gateway-is-network-or-broadcast"),
    row(
        "gateway-is-network-or-broadcast",
        inside!("gateway «10.40.0.255»"),
        "gateway-is-network-or-broadcast",
    ),
    row("gateway-is-network-or-broadcast", inside!("gateway «fd00:40::»"), "gateway-is-network-or-broadcast"),
    row("gateway-is-network-or-broadcast", inside!("gateway «10.40.0.2»"), "gateway-is-ce-address"),
    row("address-reserved", "device r1-s1 { host «10.31.0.7» }\n", "address-reserved"),
    instead("pool-exhausted", &[("loopback 10.0.0.0/28", "loopback «10.0.0.0/32»")], "pool-exhausted"),
    instead("pool-exhausted", &[("management 10.0.2.0/25", "management «10.0.2.0/28»")], "pool-exhausted"),
    instead("pool-overlap", &[("management 10.0.2.0/25", "management «10.0.1.0/25»")], "pool-overlap"),
    instead(
        "pool-overlap",
        &[("management 10.0.2.0/25", "management 10.0.2.0/25; bmc «10.0.2.0/24»")],
        "pool-overlap",
    ),
    row("vrf-without-internal-network", "l3-isolation-domain «blue» {}\n", "vrf-without-internal-network"),
    row("route-target-malformed", shared!("import «65100»; export 65100:1", ""), "route-target-malformed"),
    row(
        "route-target-malformed",
        shared!("import 65100:1; export «4200000000:70000»", ""),
        "route-target-malformed",
    ),
    // A route distinguisher is a CE's loopback with the number of the domain.
    row(
        "route-distinguisher-duplicate",
        "l3-isolation-domain blue { number 3; internal-network apps { vlan 501; subnet 10.40.0.0/24 } }\nl3-isolation-domain red { number «3»; internal-network more { vlan 502; subnet 10.41.0.0/24 } }\n",
        "duplicate-number",
    ),
    row(
        "route-distinguisher-duplicate",
        concat!("device ce2 { loopback «10.0.0.1» }\n", shared!("import 65100:1; export 65100:1", "")),
        "address-duplicate",
    ),
    row(
        "dot1q-tag-twice-on-port",
        concat!(
            outside!("", ""),
            "l3-isolation-domain red { internal-network more { vlan 502; subnet 10.41.0.0/24 }\n external-network wan { option-a { vlan «2001»; primary 10.50.0.8/30; secondary 10.50.0.12/30 } } }\n"
        ),
        "dot1q-tag-twice",
    ),
    row(
        "external-prefixes-equal",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-a { vlan 2001; primary 10.50.0.0/30; secondary «10.50.0.2/31» } } }\n",
        "subnet-overlap-in-vrf",
    ),
    // A way out by one CE only.
    row(
        "external-prefixes-equal",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-a { vlan 2001; primary «10.50.0.0/30» } } }\n",
        "external-prefix-one-sided",
    ),
    row(
        "external-prefixes-equal",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24, fd00:40::/64 }\n external-network wan { option-a { vlan 2001; primary 10.50.0.0/30, «fd00:50::/127»; secondary 10.50.0.4/30 } } }\n",
        "external-prefix-one-sided",
    ),
    row(
        "external-prefixes-equal",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-a { vlan 2001; primary 10.50.0.0/30; secondary «10.50.0.0/30» } } }\n",
        "external-prefixes-equal",
    ),
    row(
        "external-prefix-length",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-a { vlan 2001; primary «10.50.0.0/32»; secondary 10.50.0.4/30 } } }\n",
        "external-prefix-length",
    ),
    row(
        "external-prefix-length",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-a { vlan 2001; primary «fd00:50::/126»; secondary fd00:50::4/127 } } }\n",
        "external-prefix-length",
    ),
    row(
        "external-networks-more-than-one",
        outside!(
            "",
            "} external-network «more» { option-a { vlan 2002; primary 10.51.0.0/30; secondary 10.51.0.4/30 }"
        ),
        "external-networks-more-than-one",
    ),
    row(
        "external-peering-mismatch",
        concat!(
            "nni core { vlan 2002; primary 10.51.0.0/30; secondary 10.51.0.4/30 }\n",
            outside!("", "«option-b» { nni core; import 65100:1; export 65100:1 }")
        ),
        "external-peering-mismatch",
    ),
    row(
        "external-peering-mismatch",
        shared!("import 65100:1; export 65100:1; «vlan» 2001", ""),
        "unknown-attribute",
    ),
    row("external-peering-mismatch", outside!("«import» 65100:1", ""), "unknown-attribute"),
    row(
        "external-peering-mismatch",
        shared!("import 65100:1; export 65100:1", "static «10.43.0.0/16» { next-hop 10.51.0.2 }"),
        "external-peering-mismatch",
    ),
    instead(
        "fabric-prefix-too-long",
        &[("asn 65100", "asn 65100; prefix «10.0.0.0/20»")],
        "fabric-prefix-too-long",
    ),
    row(
        "static-next-hop-outside",
        inside!("static 10.42.0.0/16 { next-hop «10.41.0.20» }"),
        "static-next-hop-outside",
    ),
    row(
        "static-next-hop-outside",
        outside!("", "static 10.43.0.0/16 { next-hop «10.50.0.9» }"),
        "static-next-hop-outside",
    ),
    row(
        "static-next-hop-is-network",
        inside!("static 10.42.0.0/16 { next-hop «10.40.0.0» }"),
        "neighbor-unreachable",
    ),
    row(
        "static-next-hop-is-network",
        inside!("static 10.42.0.0/16 { next-hop «10.40.0.255» }"),
        "neighbor-unreachable",
    ),
    row(
        "static-next-hop-is-network",
        inside!("static fd00:42::/64 { next-hop «fd00:40::» }"),
        "neighbor-unreachable",
    ),
    row(
        "static-next-hop-is-network",
        outside!("", "static 10.43.0.0/16 { next-hop «10.50.0.3» }"),
        "neighbor-unreachable",
    ),
    row(
        "static-prefix-too-long",
        inside!("static «10.42.0.0/25» { next-hop 10.40.0.20 }"),
        "static-prefix-too-long",
    ),
    row(
        "static-prefix-too-long",
        inside!("static «fd00:42::/65» { next-hop fd00:40::20 }"),
        "static-prefix-too-long",
    ),
    row(
        "static-duplicate",
        inside!("static 10.42.0.0/16 { next-hop 10.40.0.20 }; static 10.42.0.0/16 { next-hop «10.40.0.20» }"),
        "static-duplicate",
    ),
    row(
        "static-duplicate",
        inside!("static 10.42.0.0/16 { next-hop 10.40.0.20 }; static «10.42.0.0/16» { next-hop 10.40.0.21 }"),
        "static-duplicate",
    ),
    row(
        "static-duplicate",
        inside!("static 10.42.0.0/16 { next-hop 10.40.0.20, «10.40.0.20» }"),
        "duplicate-value",
    ),
    row(
        "listen-range-outside-subnet",
        inside!("bgp { peer-asn 65501; listen «10.41.0.64/28» }"),
        "listen-range-outside-subnet",
    ),
    row(
        "listen-range-too-long",
        inside!("bgp { peer-asn 65501; listen «10.40.0.64/29» }"),
        "listen-range-too-long",
    ),
    row(
        "listen-range-too-long",
        inside!("bgp { peer-asn 65501; listen «fd00:40::20/128» }"),
        "listen-range-too-long",
    ),
    instead(
        "unused-pool",
        &[(POOLS, "management 10.0.2.0/25; point-to-point-v6 «fd00:9::/64»")],
        "pool-unused",
    ),
    instead("unused-pool", &[(POOLS, "management 10.0.2.0/25; peer-vlan «3001-3100»")], "pool-unused"),
    instead(
        "unused-pool",
        &[(POOLS, "management 10.0.2.0/25; bmc «10.0.8.0/22»"), ("  server s[1-2] { profile small }\n", "")],
        "pool-unused",
    ),
    row("address-not-usable", "device ce1 { loopback «224.0.0.1» }\n", "address-not-usable"),
    row("address-not-usable", "device ce1 { management «127.0.0.1» }\n", "address-not-usable"),
    row("address-not-usable", "device r1-s1 { host «169.254.0.7» }\n", "address-not-usable"),
    row("address-not-usable", "device r1-s1 { host «255.255.255.255» }\n", "address-not-usable"),
    row("address-not-usable", "device r1-s1 { host «::ffff:10.31.0.9» }\n", "address-not-usable"),
    instead("address-not-usable", &[("ntp 192.0.2.123", "ntp «0.0.0.0»")], "address-not-usable"),
    instead(
        "address-not-usable",
        &[("ntp 192.0.2.123", "ntp 192.0.2.123; syslog «224.0.0.1»")],
        "address-not-usable",
    ),
    instead(
        "address-not-usable",
        &[("loopback 10.0.0.0/28", "loopback «127.0.0.0/28»")],
        "address-not-usable",
    ),
    instead("address-not-usable", &[("10.31.0.0/24", "«240.0.0.0/24»")], "address-not-usable"),
    row(
        "address-not-usable",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet «0.0.0.0/0» } }\n",
        "address-not-usable",
    ),
    row(
        "address-not-usable",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet fd00:40::/64, «fe80::/64» } }\n",
        "address-not-usable",
    ),
    row("address-not-usable", inside!("static «224.0.0.0/4» { next-hop 10.40.0.20 }"), "address-not-usable"),
    row("address-not-usable", inside!("static 10.41.0.0/24 { next-hop «fe80::1» }"), "address-not-usable"),
    row("address-not-usable", inside!("bgp { peer-asn 65501; neighbor «224.0.0.5» }"), "address-not-usable"),
    row(
        "address-not-usable",
        "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n  external-network wan { option-a { vlan 2001; primary «169.254.0.0/30»; secondary 10.50.0.4/30 } } }\n",
        "address-not-usable",
    ),
    row(
        "management-address-is-broadcast",
        "device ce1 { management «10.0.2.127» }\n",
        "address-is-network-or-broadcast",
    ),
    row(
        "management-address-is-broadcast",
        "device ce1 { management «10.0.2.0» }\n",
        "address-is-network-or-broadcast",
    ),
    row(
        "management-address-is-broadcast",
        "device r1-t1 { management «10.0.2.127» }\n",
        "address-is-network-or-broadcast",
    ),
    instead(
        "management-address-is-broadcast",
        &[
            ("management 10.0.2.0/25", "management «10.0.2.0/27»"),
            (
                "server s[1-2] { profile small }",
                "server s[1-2] { profile small }; packet-broker npb7 { ports Ethernet1 }",
            ),
        ],
        "address-is-network-or-broadcast",
    ),
    instead(
        "management-gateway-wrong",
        &[("management 10.0.2.0/25", "management 10.0.2.0/25; management-gateway «10.0.3.1»")],
        "gateway-outside-subnet",
    ),
    instead(
        "management-gateway-wrong",
        &[("management 10.0.2.0/25", "management 10.0.2.0/25; management-gateway «10.0.2.127»")],
        "gateway-is-network-or-broadcast",
    ),
    instead(
        "management-gateway-wrong",
        &[("management 10.0.2.0/25", "management 10.0.2.0/25; management-gateway «10.0.2.0»")],
        "gateway-is-network-or-broadcast",
    ),
    instead(
        "management-gateway-wrong",
        &[("management 10.0.2.0/25", "management 10.0.2.0/25; management-gateway «10.0.2.11»")],
        "address-duplicate",
    ),
    row("address-without-network", "device r1-s1 { bmc «10.0.2.11» }\n", "address-without-network"),
    row("address-without-network", "device r1-s1 { storage «10.0.2.12» }\n", "address-without-network"),
];

#[rustfmt::skip]
const BGP: &[Row] = &[
    row("peer-as-is-fabric-as", inside!("bgp { peer-asn «65100»; neighbor 10.40.0.20 }"), "peer-as-is-fabric-as"),
    row("peer-as-is-fabric-as", outside!("peer-asn «65100»", ""), "peer-as-is-fabric-as"),
    instead("peer-as-is-fabric-as", &[("pe pe1 { asn 64512", "pe pe1 { asn «65100»")], "peer-as-is-fabric-as"),

    row("neighbour-unreachable", sessions!("neighbor «10.41.0.20»"), "neighbor-outside-subnet"),
    row("neighbour-unreachable", sessions!("neighbor «10.40.0.0»"), "neighbor-unreachable"),
    row("neighbour-unreachable", sessions!("neighbor «10.40.0.255»"), "neighbor-unreachable"),
    row("neighbour-unreachable", sessions!("neighbor «10.40.0.5»"), "neighbor-unreachable"),
    row("neighbour-unreachable", sessions!("neighbor «fd00:40::»"), "neighbor-unreachable"),
    row("neighbour-unreachable", sessions!("neighbor 10.40.0.20, «10.40.0.20»"), "duplicate-value"),
    row("neighbour-unreachable", inside!("«bgp» { peer-asn 65501 }"), "bgp-without-neighbor"),

    row("neighbour-is-self", sessions!("neighbor «10.40.0.1»"), "neighbor-is-self"),
    row("neighbour-is-self", sessions!("neighbor «10.40.0.3»"), "neighbor-is-self"),
    row("neighbour-is-self", outside!("", "static 10.43.0.0/16 { next-hop «10.50.0.5» }"), "neighbor-is-self"),

    // The AS is the fabric's, for both CEs: a CE has none that could differ, and a second is refused.
    instead("ce-pair-as-differs", &[("ce ce[1-2] { platform ce }", "ce ce1 { platform ce }\nce ce2 { platform ce; «asn» 65101 }")], "unknown-attribute"),
    row("ce-pair-as-differs", "device ce2 { «asn» 65101 }\n", "unknown-attribute"),
    instead("ce-pair-as-differs", &[("asn 65100", "asn 65100; «asn» 65101")], "duplicate-attribute"),

    row("as-out-of-range", inside!("bgp { peer-asn «0»; neighbor 10.40.0.20 }"), "as-out-of-range"),
    row("as-out-of-range", inside!("bgp { peer-asn «4294967296»; neighbor 10.40.0.20 }"), "as-out-of-range"),
    row("as-out-of-range", inside!("bgp { peer-asn «1.65536»; neighbor 10.40.0.20 }"), "as-out-of-range"),
    row("as-out-of-range", inside!("bgp { peer-asn «23456»; neighbor 10.40.0.20 }"), "as-out-of-range"),
    row("as-out-of-range", inside!("bgp { peer-asn «65535»; neighbor 10.40.0.20 }"), "as-out-of-range"),
    row("allow-as-out-of-range", sessions!("allow-as «11»"), "value-out-of-range"),

    row("bfd-out-of-range", sessions!("bfd { interval «49ms» }"), "bfd-out-of-range"),
    row("bfd-out-of-range", sessions!("bfd { interval «61s» }"), "bfd-out-of-range"),
    Row { fault: "bfd-out-of-range", change: &[NEXUS], more: outside!("bfd { interval «1s» }", ""), rule: "bfd-out-of-range" },
    row("bfd-out-of-range", sessions!("bfd { multiplier «2» }"), "value-out-of-range"),
    row("bfd-out-of-range", sessions!("bfd { multiplier «51» }"), "value-out-of-range"),

    row("maximum-routes-threshold", sessions!("prefix-limit { maximum 1000; threshold «101» }"), "value-out-of-range"),
    row("maximum-routes-threshold", sessions!("prefix-limit { maximum 1000; threshold «0» }"), "value-out-of-range"),
    row("maximum-routes-threshold", sessions!("«prefix-limit» { threshold 80 }"), "missing-attribute"),
    row("maximum-routes-threshold", sessions!("prefix-limit { maximum «0» }"), "value-out-of-range"),

    // Both ends of a session are read off one statement: its addresses are a prefix's first and
    // second, its password one reference. What can differ is the AS, and the family of an NNI.
    row("session-ends-disagree", outside!("peer-asn «64513»", ""), "session-ends-disagree"),
    row("session-ends-disagree", concat!("nni core { vlan 2002; primary 10.51.0.0/30; secondary 10.51.0.4/30; peer-asn «64513» }\n", "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-b { nni core; import 65100:1; export 65100:1 } } }\n"), "session-ends-disagree"),
    row("session-ends-disagree", outside!("«adjacency ce1, pe1» { prefix 10.50.0.8/30 }", ""), "adjacency-duplicate"),
    row("session-ends-disagree", concat!("nni core { vlan 2002; primary 10.51.0.0/30, «fd00:51::/127»; secondary 10.51.0.4/30 }\n", "l3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-b { nni core; import 65100:1; export 65100:1 } } }\n"), "address-family-mismatch"),
    row("session-ends-disagree", outside!("password env:BGP_WAN; «password» env:BGP_OTHER", ""), "duplicate-attribute"),

    Row { fault: "bfd-over-vpc", change: &[NEXUS], more: sessions!("«bfd» { interval 300ms }"), rule: "bfd-over-vpc" },
    Row { fault: "option-b-not-on-platform", change: &[NEXUS_WITHOUT_LABELS], more: "nni «core» { vlan 2002; primary 10.51.0.0/30; secondary 10.51.0.4/30 }\nl3-isolation-domain blue { internal-network apps { vlan 501; subnet 10.40.0.0/24 }\n external-network wan { option-b { nni core; import 65100:1; export 65100:1 } } }\n", rule: "option-b-not-on-platform" },
];

#[rustfmt::skip]
const POLICIES: &[Row] = &[
    row("policy-undefined", outside!("", "import-policy «wan-in»"), "unresolved-reference"),
    row("policy-undefined", policy!("rule 10 { action permit; match-prefix sites, «places» }"), "unresolved-reference"),
    row("policy-undefined", policy!("rule 10 { action permit; match-prefix sites; match-community «sites» }"), "wrong-kind-of-reference"),
    row("policy-undefined", outside!("ingress-acl «edge»", ""), "unresolved-reference"),

    row("policy-unused", concat!("route-policy «spare» { rule 20 { action permit; match-prefix sites } }\n", policy!("rule 10 { action permit; match-prefix sites }")), "policy-unused"),
    row("policy-unused", "prefix-list «sites» { rule 10 { action permit; prefix 10.0.0.0/8 } }\n", "policy-unused"),
    row("policy-unused", "access-list «edge» { rule 10 { action drop; protocol tcp } }\n", "policy-unused"),

    row("condition-without-match", policy!("rule 10 { action permit; match-prefix sites }\n«rule 20» { action deny }"), "condition-without-match"),

    row("list-empty", concat!("prefix-list «tests» {}\n", policy!("rule 10 { action deny; match-prefix tests }\nrule 20 { action permit; match-prefix sites }")), "list-empty"),
    row("list-empty", concat!("community-list «gold» {}\nroute-policy out { rule 10 { action deny; match-community gold }\n default-action permit }\n", outside!("", "export-policy out")), "list-empty"),
    row("list-empty", concat!("extended-community-list «gold» {}\nroute-policy out { rule 10 { action deny; match-extended-community gold }\n default-action permit }\n", outside!("", "export-policy out")), "list-empty"),

    row("sequence-duplicate", policy!("rule 10 { action permit; match-prefix sites }\nrule «10» { action deny; match-prefix sites }"), "sequence-duplicate"),
    row("sequence-duplicate", prefixes!("rule 10 { action permit; prefix 10.0.0.0/16 }\nrule «10» { action deny; prefix 10.0.0.0/16 }"), "sequence-duplicate"),
    row("sequence-duplicate", ingress!("rule 10 { action drop; protocol tcp }\nrule «010» { action permit; protocol udp }"), "sequence-duplicate"),
    row("sequence-duplicate", concat!("community-list gold { rule 10 { action permit; communities 1:1 }; rule «10» { action deny; communities 1:2 } }\nroute-policy out { rule 10 { action permit; match-community gold } }\n", outside!("", "export-policy out")), "sequence-duplicate"),
    row("sequence-duplicate", concat!("extended-community-list gold { rule 10 { action permit; route-targets 1:1 }; rule «10» { action deny; route-targets 1:2 } }\nroute-policy out { rule 10 { action permit; match-extended-community gold } }\n", outside!("", "export-policy out")), "sequence-duplicate"),

    // The number of a rule decides, not where it stands: a list can't be out of order in itself.
    // It can be in an order that leaves a rule nothing.
    row("prefix-list-order", prefixes!("rule 10 { action permit; prefix 10.0.0.0/8; length 8-24 }\n«rule 20» { action deny; prefix 10.41.0.0/16 }"), "prefix-rule-shadowed"),
    row("prefix-list-order", prefixes!("«rule 20» { action deny; prefix 10.41.0.0/16; length 16-20 }\nrule 10 { action permit; prefix 10.0.0.0/8; length 8-24 }"), "prefix-rule-shadowed"),
    row("prefix-list-order", policy!("rule 10 { action permit; match-prefix sites }\n«rule 20» { action deny; match-prefix sites }"), "policy-rule-shadowed"),

    // `length` is condition and length in one: a range of lengths.
    row("prefix-length-without-condition", prefixes!("rule 10 { action permit; prefix 10.0.0.0/8; «length» }"), "missing-value"),
    row("prefix-length-without-condition", prefixes!("rule 10 { action permit; prefix 10.0.0.0/8; «ge» 16 }"), "unknown-attribute"),
    row("prefix-length-without-condition", prefixes!("rule 10 { action permit; prefix 10.0.0.0/8; length «4-16» }"), "prefix-length-outside"),
    row("prefix-length-without-condition", prefixes!("rule 10 { action permit; prefix 10.0.0.0/8; length «16-33» }"), "prefix-length-outside"),
    row("prefix-length-without-condition", prefixes!("rule 10 { action permit; prefix 10.0.0.0/8; length «24-16» }"), "malformed-range"),

    row("acl-entry-shadowed", ingress!("rule 10 { action permit; protocol tcp }\n«rule 20» { action drop; protocol tcp; destination-port 23 }"), "acl-entry-shadowed"),

    row("acl-entry-shadowed", ingress!("rule 10 { action drop; either 10.0.0.0/8 }\n«rule 20» { action permit; source 10.1.0.0/16 }"), "acl-entry-shadowed"),
    row("acl-entry-shadowed", ingress!("rule 10 { action drop; either 10.0.0.0/8 }\n«rule 20» { action permit; destination 10.1.0.0/16 }"), "acl-entry-shadowed"),
    row("acl-entry-shadowed", ingress!("rule 10 { action drop; protocol tcp; either-port 1-65535 }\n«rule 20» { action permit; protocol tcp; destination-port 22 }"), "acl-entry-shadowed"),
    row("acl-entry-shadowed", ingress!("rule 10 { action drop; source 10.0.0.0/9, 10.128.0.0/9 }\n«rule 20» { action permit; source 10.0.0.0/8 }"), "acl-entry-shadowed"),
    row("acl-entry-shadowed", ingress!("rule 10 { action drop; protocol tcp; destination-port 1-99, 100-199 }\n«rule 20» { action permit; protocol tcp; destination-port 90-110 }"), "acl-entry-shadowed"),

    row("acl-entry-matches-nothing", ingress!("rule 10 { action drop; source 10.0.0.0/8; destination «fd00::/8» }"), "acl-entry-matches-nothing"),
    row("acl-entry-matches-nothing", ingress!("rule 10 { action drop; protocol tcp; flags syn, «not-syn» }"), "acl-entry-matches-nothing"),
    row("acl-entry-matches-nothing", ingress!("rule 10 { action drop; source 10.0.0.0/8; destination 10.0.0.0/8; either «172.16.0.0/12» }"), "acl-entry-matches-nothing"),
    row("acl-entry-matches-nothing", ingress!("rule 10 { action drop; protocol tcp; source-port 22; destination-port 23; either-port «80-90» }"), "acl-entry-matches-nothing"),
    row("acl-entry-matches-nothing", ingress!("rule 10 { action drop; protocol tcp; vlans «999» }"), "acl-vlan-elsewhere"),

    row("acl-match-not-allowed-here", egress!("rule 10 { action drop; protocol tcp; dscp «10» }"), "acl-match-not-allowed-here"),
    row("acl-match-not-allowed-here", egress!("rule 10 { action drop; protocol tcp; ttl «10» }"), "acl-match-not-allowed-here"),
    row("acl-match-not-allowed-here", egress!("rule 10 { action drop; fragments «1-8191» }"), "acl-match-not-allowed-here"),
    row("acl-match-not-allowed-here", egress!("rule 10 { action drop; fragments «1-10» }"), "acl-match-not-allowed-here"),
    row("acl-match-not-allowed-here", ingress!("rule 10 { action drop; protocol icmp; destination-port «22» }"), "acl-match-not-allowed-here"),
    row("acl-match-not-allowed-here", ingress!("rule 10 { action drop; «ether-type» 2048 }"), "unknown-attribute"),

    // There are no groups of ports, VLANs or prefixes; ranges are written where they are used.
    row("ports-and-port-group", ingress!("rule 10 { action drop; protocol tcp; destination-port 22; «port-group» web }"), "unknown-attribute"),
    row("ports-and-port-group", ingress!("rule 10 { action drop; protocol tcp; destination-port «web» }"), "malformed-range"),

    row("ttl-dscp-fragment-range", ingress!("rule 10 { action drop; protocol tcp; ttl «256» }"), "value-out-of-range"),
    row("ttl-dscp-fragment-range", ingress!("rule 10 { action drop; protocol tcp; dscp «64» }"), "value-out-of-range"),
    row("ttl-dscp-fragment-range", ingress!("rule 10 { action drop; fragments «0-10» }"), "malformed-range"),
    row("ttl-dscp-fragment-range", ingress!("rule 10 { action drop; fragments «8192» }"), "malformed-range"),
    row("ttl-dscp-fragment-range", ingress!("rule 10 { action drop; protocol tcp; destination-port «65536» }"), "malformed-range"),

    // What the list of faults has no name for.
    row("local-preference-lost", concat!("prefix-list sites { rule 10 { action permit; prefix 10.40.0.0/24 } }\nroute-policy out { rule 10 { action permit; match-prefix sites; local-preference «50» } }\n", outside!("", "export-policy out")), "local-preference-lost"),
];

#[test]
fn vrfs_and_addresses() {
    let names = [
        "subnet-overlap-in-vrf",
        "address-duplicate",
        "loopback-duplicate",
        "management-address-duplicate",
        "svi-without-address",
        "gateway-outside-subnet",
        "gateway-is-network-or-broadcast",
        "address-not-usable",
        "management-address-is-broadcast",
        "management-gateway-wrong",
        "address-without-network",
        "address-reserved",
        "pool-exhausted",
        "pool-overlap",
        "vrf-without-internal-network",
        "route-target-malformed",
        "route-distinguisher-duplicate",
        "dot1q-tag-twice-on-port",
        "external-prefixes-equal",
        "external-prefix-length",
        "external-networks-more-than-one",
        "external-peering-mismatch",
        "fabric-prefix-too-long",
        "static-next-hop-outside",
        "static-next-hop-is-network",
        "static-prefix-too-long",
        "static-duplicate",
        "listen-range-outside-subnet",
        "listen-range-too-long",
        "unused-pool",
    ];
    hold(&names, ADDRESSES);
}

#[test]
fn bgp() {
    let names = [
        "peer-as-is-fabric-as",
        "neighbour-unreachable",
        "neighbour-is-self",
        "ce-pair-as-differs",
        "as-out-of-range",
        "allow-as-out-of-range",
        "bfd-out-of-range",
        "maximum-routes-threshold",
        "session-ends-disagree",
        "bfd-over-vpc",
        "option-b-not-on-platform",
    ];
    hold(&names, BGP);
}

#[test]
fn policies_and_access_lists() {
    let names = [
        "policy-undefined",
        "policy-unused",
        "condition-without-match",
        "list-empty",
        "sequence-duplicate",
        "prefix-list-order",
        "prefix-length-without-condition",
        "acl-entry-shadowed",
        "acl-entry-matches-nothing",
        "acl-match-not-allowed-here",
        "ports-and-port-group",
        "ttl-dscp-fragment-range",
        "local-preference-lost",
    ];
    hold(&names, POLICIES);
}
