//! Language, cabling, hardware, MLAG and LACP, VLANs, MTU, secrets.

use super::{Row, hold, row};

const NAMES: &[&str] = &[
    "unknown-block",
    "unknown-attribute",
    "duplicate-attribute",
    "duplicate-name",
    "unresolved-reference",
    "wrong-kind-of-reference",
    "malformed-address",
    "host-bits-set",
    "malformed-range",
    "value-out-of-range",
    "name-not-allowed",
    "control-character-in-text",
    "port-used-twice",
    "port-not-on-platform",
    "rack-without-two-tors",
    "instance-without-two-ces",
    "tor-without-uplink-to-each-ce",
    "ce-without-uplink-to-each-pe",
    "nic-ports-on-one-tor",
    "nic-ports-in-two-racks",
    "nic-port-ids-differ",
    "nic-port-in-two-bonds",
    "numa-cell-without-pnic",
    "duplicate-slot",
    "duplicate-mac",
    "duplicate-serial",
    "duplicate-pci",
    "vf-count-exceeded",
    "vf-oversubscribed",
    "storage-bond-on-one-pnic",
    "sku-rack-limit",
    "sku-server-limit",
    "speed-mismatch",
    "links-shut-down",
    "cable-to-itself",
    "uncabled-port-referenced",
    "mlag-group-not-two",
    "mlag-across-operating-systems",
    "mlag-domain-duplicate",
    "mlag-peer-link-missing",
    "mlag-peer-link-single",
    "mlag-number-differs",
    "mlag-number-duplicate",
    "bond-across-mlag-domains",
    "lacp-mode-mismatch",
    "lacp-rate-mismatch",
    "port-channel-number-out-of-range",
    "peer-link-lacks-vlan",
    "vpc-type-1-mismatch",
    "vlan-out-of-range",
    "vlan-reserved-by-fabric",
    "vlan-reserved-by-platform",
    "vlan-is-peer-vlan",
    "vlan-in-use-outside",
    "vlan-above-3000",
    "vlan-duplicate",
    "vlan-undefined-on-trunk",
    "vlan-not-in-domain",
    "native-vlan-not-allowed",
    "vlan-pruned-but-needed",
    "trunk-ends-differ",
    "vlan-unused",
    "mtu-out-of-range",
    "host-mtu-above-port",
    "svi-mtu-above-fabric",
    "mtu-differs-on-link",
    "domain-mtu-above-port",
    "nni-mtu-below-network",
    "secret-in-text",
];

/// The table.
pub const ROWS: &[Row] = &[
    // Language.
    row("unknown-block", "«vlann» 5 { }\n", "unknown-block"),
    row("unknown-block", "rack r2 { «tro» t[1-2] { platform tor } }\n", "unknown-block"),
    row(
        "unknown-attribute",
        "l2-isolation-domain red { vlan 702; «mut» 9000 }\nl2-network red-net { domain red }\n",
        "unknown-attribute",
    ),
    Row {
        fault: "unknown-attribute",
        change: &[("asn 65100", "asn 65100; «asnn» 5")],
        more: "",
        rule: "unknown-attribute",
    },
    row("duplicate-attribute", "l2-isolation-domain red { vlan 702; «vlan» 703 }\n", "duplicate-attribute"),
    row("duplicate-name", "ce «ce1» { platform ce }\n", "duplicate-name"),
    row(
        "duplicate-name",
        "l2-isolation-domain red { vlan 702 }\nl2-isolation-domain «red» { vlan 703 }\n",
        "duplicate-name",
    ),
    Row {
        fault: "duplicate-name",
        change: &[(
            "pnic 98 { ports ens6f0np0, ens6f1np1; vfs 8 }",
            "pnic «4b» { ports ens6f0np0, ens6f1np1; vfs 8 }",
        )],
        more: "",
        rule: "duplicate-name",
    },
    Row {
        fault: "duplicate-name",
        change: &[("names Ethernet[1-2];   speed 25g", "names Ethernet[1-2], «Ethernet2»;   speed 25g")],
        more: "",
        rule: "duplicate-value",
    },
    row("unresolved-reference", "l2-network red-net { domain «red» }\n", "unresolved-reference"),
    row("unresolved-reference", "port «r1-t3:Ethernet1» { mtu 9000 }\n", "unresolved-reference"),
    Row {
        fault: "unresolved-reference",
        change: &[("platform ce }", "platform «edge» }")],
        more: "",
        rule: "unresolved-reference",
    },
    row("wrong-kind-of-reference", "l2-network red-net { domain «tor» }\n", "wrong-kind-of-reference"),
    row("malformed-address", "device ce1 { loopback «10.0.0.010» }\n", "malformed-address"),
    row("malformed-address", "device ce1 { loopback «10.10.10.999» }\n", "malformed-address"),
    Row {
        fault: "malformed-address",
        change: &[("loopback 10.0.0.0/28", "loopback «10.0.00.0/28»")],
        more: "",
        rule: "malformed-address",
    },
    Row {
        fault: "malformed-address",
        change: &[("subnet 10.31.0.0/24", "subnet «10.31.0.0/024»")],
        more: "",
        rule: "malformed-address",
    },
    Row {
        fault: "malformed-address",
        change: &[("subnet 10.31.0.0/24", "subnet «10.31.0.0»")],
        more: "",
        rule: "malformed-address",
    },
    Row {
        fault: "malformed-address",
        change: &[("subnet 10.31.0.0/24", "subnet «10.31.0.0/33»")],
        more: "",
        rule: "malformed-address",
    },
    row(
        "malformed-address",
        "device r1-s1 { pnic 4b { macs «b8:3f:d2:10:00», b8:3f:d2:10:00:01 } }\n",
        "malformed-address",
    ),
    row(
        "malformed-address",
        "device r1-s1 { pnic 4b { macs «01:00:5e:00:00:01», b8:3f:d2:10:00:01 } }\n",
        "malformed-address",
    ),
    Row {
        fault: "malformed-address",
        change: &[(
            "pnic 98 { ports ens6f0np0, ens6f1np1; vfs 8 }",
            "pnic 98 { pci «98:00»; ports ens6f0np0, ens6f1np1; vfs 8 }",
        )],
        more: "",
        rule: "malformed-address",
    },
    Row {
        fault: "host-bits-set",
        change: &[("subnet 10.31.0.0/24", "subnet «10.31.0.7/24»")],
        more: "",
        rule: "host-bits-set",
    },
    row("malformed-range", "port r1-t1:Ethernet1, r1-t2:Ethernet1 { vlans «310-309» }\n", "malformed-range"),
    Row {
        fault: "malformed-range",
        change: &[("server s[1-2]", "server «s[2-1]»")],
        more: "",
        rule: "malformed-range",
    },
    Row {
        fault: "malformed-range",
        change: &[("server s[1-2]", "server s«[1-2»")],
        more: "",
        rule: "syntax",
    },
    Row {
        fault: "value-out-of-range",
        change: &[("asn 65100", "asn 65100; mtu «9217»")],
        more: "",
        rule: "value-out-of-range",
    },
    row(
        "value-out-of-range",
        "bond up { members r1-t1:Ethernet1, r1-t2:Ethernet1; number «0» }\n",
        "value-out-of-range",
    ),
    // A name of each kind: devices, the managed fabric, workloads, accounts, interfaces.
    Row {
        fault: "name-not-allowed",
        change: &[("rack r1 {", "rack «r_1» {")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("ce ce[1-2]", "ce ce1, «ce_2»")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("server s[1-2] {", "server s1, «s_2» {")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("fabric lab", "fabric «1lab»")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("user admin", "user «ad.min»")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("internal-network hosts", "internal-network «1hosts»")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("infrastructure-domain platform", "infrastructure-domain «default»")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("pnic 98 {", "pnic «98-1» {")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("ens6f0np0", "«ens6f0np0-a-port»")],
        more: "",
        rule: "name-not-allowed",
    },
    Row {
        fault: "name-not-allowed",
        change: &[("names Ethernet[45-46]", "names «45»")],
        more: "",
        rule: "name-not-allowed",
    },
    row("name-not-allowed", "l2-isolation-domain «r» { vlan 702 }\n", "name-not-allowed"),
    row("name-not-allowed", "l2-isolation-domain «red.» { vlan 702 }\n", "name-not-allowed"),
    row(
        "name-not-allowed",
        "l3-isolation-domain «an-isolation-domain-of-33-characters» { internal-network a-net { vlan 501; subnet 10.40.0.0/24 } }\n",
        "name-not-allowed",
    ),
    row(
        "name-not-allowed",
        "l2-isolation-domain red { vlan 702 }\nl2-network «Red» { domain red }\n",
        "name-not-allowed",
    ),
    row(
        "name-not-allowed",
        "l2-isolation-domain red { vlan 702 }\nl2-network «a-network-of-thirty-one-letters» { domain red }\n",
        "name-not-allowed",
    ),
    row("name-not-allowed", "cloud-services-network «c_n» { }\n", "name-not-allowed"),
    row(
        "name-not-allowed",
        "cloud-services-network csn { }\nvm «fire-wall» { cpus 4; memory 16g; cloud-services csn }\n",
        "name-not-allowed",
    ),
    row("name-not-allowed", "prefix-list «p» { }\n", "name-not-allowed"),
    // The kernel takes 15 characters, the managed API 12.
    row(
        "name-not-allowed",
        "l2-isolation-domain red { vlan 702 }\nl2-network «red-heartbeat-net» { domain red }\n",
        "interface-name-too-long",
    ),
    row(
        "control-character-in-text",
        "port r1-t1:Ethernet1, r1-t2:Ethernet1 { description «\"slot\u{7}1\"» }\n",
        "control-character-in-text",
    ),
    // Cabling and hardware.
    row(
        "port-used-twice",
        "cable r1-t1:Ethernet40, ce1:Ethernet40\ncable «r1-t1:Ethernet40», ce1:Ethernet41\n",
        "port-used-twice",
    ),
    // What a switch of that system has no name for.
    Row {
        fault: "port-not-on-platform",
        change: &[("names Ethernet[3-8];   speed", "names «et3», Ethernet[4-8];   speed")],
        more: "",
        rule: "port-name-not-of-os",
    },
    Row {
        fault: "port-not-on-platform",
        change: &[("management-port Management1; internal", "management-port «mgmt0»; internal")],
        more: "",
        rule: "port-name-not-of-os",
    },
    row("port-not-on-platform", "cable «r1-t1:Ethernet50», ce1:Ethernet40\n", "port-not-on-platform"),
    row("port-not-on-platform", "port «r1-t1:Ethernet50» { mtu 9000 }\n", "port-not-on-platform"),
    row(
        "port-not-on-platform",
        "bond up { members r1-t1:Ethernet1, r1-t2:Ethernet1, «r1-t1:Ethernet50» }\n",
        "port-not-on-platform",
    ),
    Row {
        fault: "rack-without-two-tors",
        change: &[
            ("  tor t[1-2]    { platform tor }\n", "  tor t1 { platform tor }\n"),
            ("rack r1", "rack «r1»"),
        ],
        more: "",
        rule: "rack-without-two-tors",
    },
    Row {
        fault: "rack-without-two-tors",
        change: &[("tor t[1-2] ", "tor t[1-3] "), ("rack r1", "rack «r1»")],
        more: "",
        rule: "rack-without-two-tors",
    },
    Row {
        fault: "instance-without-two-ces",
        change: &[("ce ce[1-2] {", "ce «ce1» {")],
        more: "",
        rule: "instance-without-two-ces",
    },
    Row {
        fault: "tor-without-uplink-to-each-ce",
        change: &[("  ports ce        { names Ethernet[45-46]", "  «ports ce»        { names Ethernet45")],
        more: "",
        rule: "role-exhausted",
    },
    Row {
        fault: "tor-without-uplink-to-each-ce",
        change: &[("tor t[1-2]", "tor «t[1-2]»")],
        more: "cable r1-t1:Ethernet45, ce2:Ethernet40\n",
        rule: "tor-without-uplink-to-each-ce",
    },
    Row {
        fault: "ce-without-uplink-to-each-pe",
        change: &[
            (
                "pe pe1 { asn 64512; os eos; ports ce { names Ethernet[1-2]; speed 25g } }",
                "pe pe1 { asn 64512; os eos; ports ce { names Ethernet[1-2]; speed 25g }; ports other { names Ethernet3 } }",
            ),
            ("ce ce[1-2] {", "ce «ce[1-2]» {"),
        ],
        more: "cable pe1:Ethernet2, ce1:Ethernet40\n",
        rule: "ce-without-uplink-to-each-pe",
    },
    row("nic-ports-on-one-tor", "«cable r1-s1:ens3f1np1, r1-t1:Ethernet8»\n", "nic-ports-on-one-tor"),
    row(
        "nic-ports-in-two-racks",
        "rack r2 { tor t[1-2] { platform tor }; server s1 { profile small } }\n«cable r2-s1:ens3f1np1, r1-t2:Ethernet5»\n",
        "nic-ports-in-two-racks",
    ),
    row("nic-port-ids-differ", "«cable r1-s1:ens3f1np1, r1-t2:Ethernet8»\n", "nic-port-ids-differ"),
    // A port has one bond, whether the host's or the switch's; in a profile it has one name.
    row(
        "nic-port-in-two-bonds",
        "bond a { members r1-s1:ens3f0np0, r1-s1:ens3f1np1 }\nbond b { members «r1-s1:ens3f0np0» }\n",
        "port-in-two-bonds",
    ),
    row(
        "nic-port-in-two-bonds",
        "bond a { members r1-t1:Ethernet1, r1-t2:Ethernet1, «r1-t2:Ethernet1» }\n",
        "duplicate-value",
    ),
    Row {
        fault: "nic-port-in-two-bonds",
        change: &[("ens6f0np0", "«ens3f0np0»")],
        more: "",
        rule: "duplicate-name",
    },
    Row {
        fault: "nic-port-in-two-bonds",
        change: &[("vfs 8 } }\n  host", "vfs 8; bond «4b_pf_bond» } }\n  host")],
        more: "",
        rule: "bond-name-twice",
    },
    // A host's bond over two pNICs, whose ports go to two port-channels.
    row(
        "nic-port-in-two-bonds",
        "bond «a» { members r1-s1:ens3f0np0, r1-s1:ens6f0np0 }\n",
        "bond-ends-differ",
    ),
    row(
        "nic-port-in-two-bonds",
        "bond «a» { members r1-s1:ens3f0np0, r1-s1:ens3f1np1, r1-s1:ens6f0np0, r1-s1:ens6f1np1 }\n",
        "bond-ends-differ",
    ),
    Row {
        fault: "numa-cell-without-pnic",
        change: &[(
            "  numa 1 { cpus 16; memory 64g; pnic 98 { ports ens6f0np0, ens6f1np1; vfs 8 } }",
            "  «numa 1» { cpus 16; memory 64g }",
        )],
        more: "",
        rule: "numa-cell-without-pnic",
    },
    row(
        "duplicate-slot",
        "rack r2 { tor t[1-2] { platform tor }; server s1 { profile small }; server «s2» { profile small; slot 1 } }\n",
        "duplicate-slot",
    ),
    row(
        "duplicate-mac",
        "device r1-s1 { pnic 4b { macs b8:3f:d2:10:00:00, «b8:3f:d2:10:00:00» } }\n",
        "duplicate-value",
    ),
    row(
        "duplicate-mac",
        "device r1-s1 { pnic 4b { macs b8:3f:d2:10:00:00, b8:3f:d2:10:00:01 } }\ndevice r1-s2 { pnic 4b { macs «b8:3f:d2:10:00:00», b8:3f:d2:10:00:02 } }\n",
        "duplicate-mac",
    ),
    row(
        "duplicate-serial",
        "device ce1 { serial SSJ17290598 }\ndevice ce2 { serial «SSJ17290598» }\n",
        "duplicate-serial",
    ),
    Row {
        fault: "duplicate-pci",
        change: &[("pnic 4b {", "pnic 4b { pci 0000:4b:00;"), ("pnic 98 {", "pnic 98 { pci «0000:4B:00»;")],
        more: "",
        rule: "duplicate-pci",
    },
    Row {
        fault: "vf-count-exceeded",
        change: &[("vfs 8", "vfs «128»")],
        more: "",
        rule: "value-out-of-range",
    },
    Row {
        fault: "vf-count-exceeded", change: &[("vfs 8", "vfs «17»")], more: "", rule: "vf-count-exceeded"
    },
    Row {
        fault: "vf-count-exceeded",
        change: &[(
            "over 4b_pf_bond }",
            "over 4b_pf_bond }\n  storage { network hosts; over ens3f0v0, «ens6f0v8» }",
        )],
        more: "",
        rule: "vf-count-exceeded",
    },
    // A workload stands in one NUMA cell, with a VF for each of its networks.
    row(
        "vf-oversubscribed",
        "l2-isolation-domain d1 { vlan 701 }\nl2-network n1 { domain d1 }\nl2-isolation-domain d2 { vlan 702 }\nl2-network n2 { domain d2 }\nl2-isolation-domain d3 { vlan 703 }\nl2-network n3 { domain d3 }\nl2-isolation-domain d4 { vlan 704 }\nl2-network n4 { domain d4 }\nl2-isolation-domain d5 { vlan 705 }\nl2-network n5 { domain d5 }\nl2-isolation-domain d6 { vlan 706 }\nl2-network n6 { domain d6 }\nl2-isolation-domain d7 { vlan 707 }\nl2-network n7 { domain d7 }\nl2-isolation-domain d8 { vlan 708 }\nl2-network n8 { domain d8 }\nl2-isolation-domain d9 { vlan 709 }\nl2-network n9 { domain d9 }\nl2-isolation-domain d10 { vlan 710 }\nl2-network n10 { domain d10 }\nl2-isolation-domain d11 { vlan 711 }\nl2-network n11 { domain d11 }\nl2-isolation-domain d12 { vlan 712 }\nl2-network n12 { domain d12 }\nl2-isolation-domain d13 { vlan 713 }\nl2-network n13 { domain d13 }\nl2-isolation-domain d14 { vlan 714 }\nl2-network n14 { domain d14 }\nl2-isolation-domain d15 { vlan 715 }\nl2-network n15 { domain d15 }\nl2-isolation-domain d16 { vlan 716 }\nl2-network n16 { domain d16 }\ncloud-services-network csn { }\nvm fw { cpus «2»; memory 1g; cloud-services csn; attach n1; attach n2; attach n3; attach n4; attach n5; attach n6; attach n7; attach n8; attach n9; attach n10; attach n11; attach n12; attach n13; attach n14; attach n15; attach n16 }\n",
        "workload-unplaced",
    ),
    row(
        "vf-oversubscribed",
        "cloud-services-network csn { }\nvm fw { cpus 2; memory 1g; cloud-services csn; place «r1-s1:7» }\n",
        "workload-unplaced",
    ),
    Row {
        fault: "storage-bond-on-one-pnic",
        change: &[(
            "over 4b_pf_bond }",
            "over 4b_pf_bond }\n  storage { network hosts; over ens3f0v0, «ens3f1v0» }",
        )],
        more: "",
        rule: "storage-bond-on-one-pnic",
    },
    Row {
        fault: "sku-rack-limit",
        change: &[("asn 65100", "asn 65100; sku «S-A100-A25-C12-aa»")],
        more: "rack r2 { tor t[1-2] { platform tor } }\n",
        rule: "sku-rack-limit",
    },
    Row {
        fault: "sku-server-limit",
        change: &[
            ("asn 65100", "asn 65100; sku S-A100-A25-C12-aa"),
            ("server s[1-2]", "server «s[1-13]»"),
            ("names Ethernet[1-8];", "names Ethernet[1-30];"),
        ],
        more: "",
        rule: "sku-server-limit",
    },
    Row {
        fault: "speed-mismatch",
        change: &[(
            "ports ce        { names Ethernet[45-46]; speed 25g }",
            "ports ce        { names «Ethernet[45-46]»; speed 10g }",
        )],
        more: "",
        rule: "speed-mismatch",
    },
    row("speed-mismatch", "port r1-t1:Ethernet45 { speed «10g» }\n", "speed-mismatch"),
    row(
        "speed-mismatch",
        "cable r1-t1:Ethernet40, r1-t2:Ethernet40 { purpose other; speed «100g» }\n",
        "speed-mismatch",
    ),
    row("speed-mismatch", "cable ce1:Ethernet3, r1-t1:Ethernet45 { speed «100g» }\n", "speed-mismatch"),
    // Every link of one side; several statements are at fault together, and the last is told.
    row("links-shut-down", "port r1-t[1-2]:Ethernet[45-48] { shutdown «true» }\n", "last-link-shut-down"),
    row("links-shut-down", "port r1-t1:Ethernet[47-48] { shutdown «true» }\n", "last-link-shut-down"),
    row("links-shut-down", "port r1-t1:Ethernet45 { shutdown «true» }\n", "last-link-shut-down"),
    row("links-shut-down", "port ce2:Ethernet1 { shutdown «true» }\n", "last-link-shut-down"),
    row(
        "links-shut-down",
        "port r1-t1:Ethernet47 { shutdown true }\nport r1-t2:Ethernet48 { shutdown «true» }\n",
        "last-link-shut-down",
    ),
    row("cable-to-itself", "cable r1-t1:Ethernet40, «r1-t1:Ethernet41»\n", "cable-to-itself"),
    row("cable-to-itself", "cable r1-t1:Ethernet40, «r1-t1:Ethernet40»\n", "cable-to-itself"),
    row("uncabled-port-referenced", "port «r1-t1:Ethernet40» { mtu 9000 }\n", "uncabled-port-referenced"),
    row(
        "uncabled-port-referenced",
        "bond b { members «r1-t1:Ethernet40», r1-t2:Ethernet40; number 40 }\n",
        "uncabled-port-referenced",
    ),
    // MLAG and LACP.
    row("mlag-group-not-two", "bond b { members «r1-t1:Ethernet1»; number 50 }\n", "mlag-group-not-two"),
    row(
        "mlag-group-not-two",
        "rack r2 { tor t[1-2] { platform tor } }\nbond b { members r1-t1:Ethernet40, r1-t2:Ethernet40, «r2-t1:Ethernet40»; number 50 }\nport r1-t1:Ethernet40, r1-t2:Ethernet40, r2-t1:Ethernet40 { description \"appliance\" }\n",
        "mlag-group-not-two",
    ),
    Row {
        fault: "mlag-across-operating-systems",
        change: &[(
            "tor t[1-2]    { platform tor }",
            "tor t1 { platform tor }\n  tor «t2» { platform nexus }",
        )],
        more: "platform nexus {\n  os nxos; model N9K; management-port mgmt0\n  ports server { names Ethernet1/[1-8]; speed 25g }\n  ports ce { names Ethernet1/[45-46]; speed 25g }\n  ports peer-link { names Ethernet1/[47-48]; speed 25g }\n}\n",
        rule: "mlag-across-operating-systems",
    },
    // The domain of a pair is its rack's number, that of the CEs 1 and `ce`; only two racks with one
    // number would have one.
    row("mlag-domain-duplicate", "rack r2 { number «1»; tor t[1-2] { platform tor } }\n", "duplicate-number"),
    Row {
        fault: "mlag-peer-link-missing",
        change: &[
            (
                "  ports peer-link { names Ethernet[47-48]; speed 25g }\n}\n\nplatform tor",
                "}\n\nplatform tor",
            ),
            ("ce ce[1-2]", "ce «ce[1-2]»"),
        ],
        more: "",
        rule: "mlag-peer-link-missing",
    },
    Row {
        fault: "mlag-peer-link-single",
        change: &[
            (
                "  ports peer-link { names Ethernet[47-48]; speed 25g }\n}\n\nplatform tor",
                "  ports peer-link { names Ethernet47; speed 25g }\n}\n\nplatform tor",
            ),
            ("ce ce[1-2]", "ce «ce[1-2]»"),
        ],
        more: "",
        rule: "mlag-peer-link-single",
    },
    // A `bond` of both switches has one number; two numbers take two statements.
    row(
        "mlag-number-differs",
        "bond a { members r1-t1:Ethernet45, r1-t1:Ethernet46; number 50 }\nbond «b» { members r1-t2:Ethernet45, r1-t2:Ethernet46; number 60 }\n",
        "bond-ends-differ",
    ),
    row(
        "mlag-number-differs",
        "bond a { members r1-t1:Ethernet45, r1-t1:Ethernet46; number 50 }\nbond «b» { members r1-t2:Ethernet45, r1-t2:Ethernet46; number 50 }\n",
        "bond-ends-differ",
    ),
    row(
        "mlag-number-differs",
        "bond «a» { members r1-t1:Ethernet45, r1-t2:Ethernet45; number 50 }\n",
        "bond-ends-differ",
    ),
    row(
        "mlag-number-differs",
        "bond «a» { members ce1:Ethernet3, ce2:Ethernet3; number 50 }\n",
        "bond-ends-differ",
    ),
    row(
        "mlag-number-differs",
        "bond peer { members r1-t1:Ethernet47, r1-t2:Ethernet47; number «50» }\n",
        "peer-link-renumbered",
    ),
    row(
        "mlag-number-duplicate",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; number «2» }\n",
        "port-channel-number-duplicate",
    ),
    row(
        "mlag-number-duplicate",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; number «100» }\n",
        "port-channel-number-duplicate",
    ),
    row(
        "mlag-number-duplicate",
        "bond a { members r1-t1:Ethernet1, r1-t2:Ethernet1; number 50 }\nbond b { members r1-t1:Ethernet2, r1-t2:Ethernet2; number «50» }\n",
        "port-channel-number-duplicate",
    ),
    row(
        "bond-across-mlag-domains",
        "bond b { members ce1:Ethernet40, «r1-t1:Ethernet40»; number 50 }\nport r1-t1:Ethernet40, ce1:Ethernet40 { description \"appliance\" }\n",
        "bond-across-mlag-domains",
    ),
    row(
        "bond-across-mlag-domains",
        "bond b { members r1-s1:ens3f0np0, «r1-s2:ens3f0np0» }\n",
        "bond-across-mlag-domains",
    ),
    row(
        "lacp-mode-mismatch",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; lacp «static» }\n",
        "lacp-mode-mismatch",
    ),
    row(
        "lacp-mode-mismatch",
        "port r1-t1:Ethernet45, ce1:Ethernet3 { lacp «passive» }\n",
        "lacp-mode-mismatch",
    ),
    row(
        "lacp-rate-mismatch",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; lacp-rate «slow» }\n",
        "lacp-rate-mismatch",
    ),
    row("lacp-rate-mismatch", "port r1-t1:Ethernet47 { lacp-rate «fast» }\n", "lacp-rate-mismatch"),
    row(
        "port-channel-number-out-of-range",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; number «2001» }\n",
        "port-channel-number-out-of-range",
    ),
    row(
        "port-channel-number-out-of-range",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; number «4097» }\n",
        "value-out-of-range",
    ),
    row(
        "peer-link-lacks-vlan",
        "port r1-t1:Ethernet47, r1-t2:Ethernet47 { vlans «310» }\n",
        "peer-link-lacks-vlan",
    ),
    row(
        "peer-link-lacks-vlan",
        "bond peer { members r1-t1:Ethernet47, r1-t1:Ethernet48, r1-t2:Ethernet47, r1-t2:Ethernet48; vlans «4094» }\n",
        "peer-link-lacks-vlan",
    ),
    // What vPC holds against each other. Spanning tree can't be written: it follows from what a port is
    // for.
    row("vpc-type-1-mismatch", "port r1-t1:Ethernet1 { speed «10g» }\n", "port-channel-members-differ"),
    row(
        "vpc-type-1-mismatch",
        "port r1-t1:Ethernet45, ce1:Ethernet3 { speed «10g» }\n",
        "port-channel-members-differ",
    ),
    row("vpc-type-1-mismatch", "port r1-t1:Ethernet1 { mtu «9000» }\n", "port-channel-members-differ"),
    row("vpc-type-1-mismatch", "port r1-t1:Ethernet2 { vlans «310» }\n", "port-channel-members-differ"),
    row(
        "vpc-type-1-mismatch",
        "port r1-t1:Ethernet2 { vlans 310; native-vlan «310» }\nport r1-t2:Ethernet2 { vlans 310 }\n",
        "port-channel-members-differ",
    ),
    row(
        "vpc-type-1-mismatch",
        "port r1-t1:Ethernet1, r1-s1:ens3f0np0 { lacp «static» }\n",
        "port-channel-members-differ",
    ),
    row(
        "vpc-type-1-mismatch",
        "port r1-t1:Ethernet47, r1-t2:Ethernet47 { lacp «static» }\n",
        "port-channel-members-differ",
    ),
    // VLANs.
    row(
        "vlan-out-of-range",
        "l3-isolation-domain red { internal-network a-net { vlan «4095»; subnet 10.40.0.0/24 } }\n",
        "vlan-out-of-range",
    ),
    row(
        "vlan-out-of-range",
        "l3-isolation-domain red { internal-network a-net { vlan «0»; subnet 10.40.0.0/24 } }\n",
        "vlan-out-of-range",
    ),
    row(
        "vlan-out-of-range",
        "port r1-t1:Ethernet1, r1-t2:Ethernet1 { vlans «310-4095» }\n",
        "vlan-out-of-range",
    ),
    row("vlan-out-of-range", "port r1-t1:Ethernet1, r1-t2:Ethernet1 { vlans «all» }\n", "malformed-value"),
    row(
        "vlan-reserved-by-fabric",
        "l3-isolation-domain red { internal-network a-net { vlan «500»; subnet 10.40.0.0/24 } }\n",
        "vlan-reserved-by-fabric",
    ),
    row(
        "vlan-reserved-by-fabric",
        "l2-isolation-domain red { vlan «311» }\nl2-network red-net { domain red }\n",
        "vlan-reserved-by-fabric",
    ),
    Row {
        fault: "vlan-reserved-by-fabric",
        change: &[("vlan 310", "vlan «501»")],
        more: "",
        rule: "vlan-reserved-by-fabric",
    },
    row(
        "vlan-reserved-by-platform",
        "l3-isolation-domain red { internal-network a-net { vlan «3500»; subnet 10.40.0.0/24 } }\n",
        "vlan-reserved-by-platform",
    ),
    Row {
        fault: "vlan-reserved-by-platform",
        change: &[
            ("management-port Management1\n", "management-port Management1; internal-vlans 1006-1199\n"),
            (
                "names Ethernet[40-43]; speed 25g }\n  ports ce ",
                "names Ethernet[40-43]; speed 25g }\n  ports ce ",
            ),
        ],
        more: "l3-isolation-domain red { internal-network a-net { vlan «1»; subnet 10.40.0.0/24 } }\n",
        rule: "vlan-reserved-by-platform",
    },
    Row {
        fault: "vlan-reserved-by-platform",
        change: &[("tor t[1-2]    { platform tor }", "tor t[1-2]    { platform nexus }")],
        more: "platform nexus {\n  os nxos; model N9K; management-port mgmt0\n  ports server { names Ethernet1/[1-8]; speed 25g }\n  ports ce { names Ethernet1/[45-46]; speed 25g }\n  ports peer-link { names Ethernet1/[47-48]; speed 25g }\n}\nl3-isolation-domain red { internal-network a-net { vlan «3968»; subnet 10.40.0.0/24 } }\n",
        rule: "vlan-reserved-by-platform",
    },
    row(
        "vlan-is-peer-vlan",
        "l3-isolation-domain red { internal-network a-net { vlan «4094»; subnet 10.40.0.0/24 } }\n",
        "vlan-is-peer-vlan",
    ),
    row(
        "vlan-is-peer-vlan",
        "l3-isolation-domain red { internal-network a-net { vlan «3001»; subnet 10.40.0.0/24 } }\n",
        "vlan-is-peer-vlan",
    ),
    Row {
        fault: "vlan-is-peer-vlan",
        change: &[("management 10.0.2.0/25", "management 10.0.2.0/25; peer-vlan «4090-4094»")],
        more: "l3-isolation-domain red { internal-network a-net { vlan 501; subnet 10.40.0.0/24 }\n  external-network wan { option-a { vlan 2001; primary 10.50.0.0/30; secondary 10.50.0.4/30 } } }\nl3-network red-net { domain red; vlan 501 }\n",
        rule: "vlan-is-peer-vlan",
    },
    row(
        "vlan-in-use-outside",
        "l3-isolation-domain red { internal-network a-net { vlan 501; subnet 10.40.0.0/24 }\n  external-network wan { option-a { vlan «501»; primary 10.50.0.0/30; secondary 10.50.0.4/30 } } }\nl3-network red-net { domain red; vlan 501 }\n",
        "external-vlan-in-use",
    ),
    row(
        "vlan-above-3000",
        "l3-isolation-domain red { internal-network a-net { vlan «3300»; subnet 10.40.0.0/24 } }\n",
        "vlan-above-3000",
    ),
    row(
        "vlan-duplicate",
        "l3-isolation-domain red { internal-network a-net { vlan 501; subnet 10.40.0.0/24 } }\nl2-isolation-domain green { vlan «501» }\nl2-network green-net { domain green }\n",
        "vlan-duplicate",
    ),
    row(
        "vlan-undefined-on-trunk",
        "port r1-t1:Ethernet1, r1-t2:Ethernet1 { vlans 310, «999» }\n",
        "vlan-undefined-on-trunk",
    ),
    row(
        "vlan-undefined-on-trunk",
        "bond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; vlans «310-311» }\n",
        "vlan-undefined-on-trunk",
    ),
    row(
        "vlan-not-in-domain",
        "l3-isolation-domain red { internal-network a-net { vlan 501; subnet 10.40.0.0/24 } }\nl3-network red-net { domain red; vlan «502» }\n",
        "vlan-not-in-domain",
    ),
    row(
        "vlan-not-in-domain",
        "l3-isolation-domain red { internal-network a-net { vlan 501; subnet 10.40.0.0/24 } }\ntrunked-network up { domains red; vlans «501-502» }\n",
        "vlan-not-in-domain",
    ),
    row(
        "native-vlan-not-allowed",
        "port r1-t1:Ethernet1, r1-t2:Ethernet1 { native-vlan «1» }\n",
        "native-vlan-not-allowed",
    ),
    row(
        "native-vlan-not-allowed",
        "l2-isolation-domain red { vlan 702 }\nbond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; vlans 310; native-vlan «702» }\nl2-network red-net { domain red }\n",
        "native-vlan-not-allowed",
    ),
    row(
        "vlan-pruned-but-needed",
        "l2-isolation-domain red { vlan 702 }\nport r1-t1:Ethernet1, r1-t2:Ethernet1 { vlans «702» }\n",
        "vlan-pruned-but-needed",
    ),
    row(
        "vlan-pruned-but-needed",
        "l2-isolation-domain red { vlan 702 }\nport r1-t1:Ethernet45 { vlans «702» }\n",
        "vlan-pruned-but-needed",
    ),
    row(
        "trunk-ends-differ",
        "l2-isolation-domain red { vlan 702 }\nport r1-t1:Ethernet45 { vlans 310, «702» }\n",
        "trunk-ends-differ",
    ),
    row(
        "trunk-ends-differ",
        "l2-isolation-domain red { vlan 702 }\nbond up { members r1-t1:Ethernet45, r1-t1:Ethernet46, r1-t2:Ethernet45, r1-t2:Ethernet46; vlans 310, «702» }\n",
        "trunk-ends-differ",
    ),
    row("trunk-ends-differ", "port r1-t1:Ethernet45 { native-vlan «310» }\n", "trunk-ends-differ"),
    row("trunk-ends-differ", "port r1-t1:Ethernet47 { native-vlan «310» }\n", "trunk-ends-differ"),
    row(
        "vlan-unused",
        "l2-isolation-domain red { vlan «702» }\nl2-isolation-domain green { vlan 703 }\nl2-network green-net { domain green }\n",
        "vlan-unused",
    ),
    row(
        "vlan-unused",
        "l3-isolation-domain red { internal-network a-net { vlan «501»; subnet 10.40.0.0/24; gateway none }; internal-network b-net { vlan 502; subnet 10.41.0.0/24 } }\nl3-network red-net { domain red; vlan 502 }\n",
        "vlan-unused",
    ),
    // MTU.
    row("mtu-out-of-range", "l2-isolation-domain red { vlan 702; mtu «9201» }\n", "value-out-of-range"),
    row("mtu-out-of-range", "l2-isolation-domain red { vlan 702; mtu «63» }\n", "value-out-of-range"),
    row("mtu-out-of-range", "port r1-t1:Ethernet1, r1-t2:Ethernet1 { mtu «9217» }\n", "value-out-of-range"),
    Row {
        fault: "mtu-out-of-range",
        change: &[("vlan 310;", "vlan 310; mtu «67»;")],
        more: "",
        rule: "mtu-out-of-range",
    },
    Row {
        fault: "mtu-out-of-range",
        change: &[(
            "vlan 310; subnet 10.31.0.0/24",
            "vlan 310; mtu «1279»; subnet 10.31.0.0/24, fd00:31::/64",
        )],
        more: "",
        rule: "mtu-out-of-range",
    },
    Row {
        fault: "mtu-out-of-range",
        change: &[("vlan 310;", "vlan 310; mtu «1400»;")],
        more: "",
        rule: "mtu-out-of-range",
    },
    row(
        "host-mtu-above-port",
        "port r1-s1:ens3f0np0, r1-s1:ens3f1np1 { mtu «9216» }\n",
        "host-mtu-above-port",
    ),
    row(
        "host-mtu-above-port",
        "bond a { members r1-s1:ens3f0np0, r1-s1:ens3f1np1; mtu «9000» }\nbond b { members r1-t1:Ethernet1, r1-t2:Ethernet1; mtu 1500 }\n",
        "host-mtu-above-port",
    ),
    Row {
        fault: "svi-mtu-above-fabric",
        change: &[("asn 65100", "asn 65100; mtu 1500"), ("vlan 310;", "vlan 310; mtu «1501»;")],
        more: "",
        rule: "mtu-above-fabric",
    },
    row("mtu-differs-on-link", "port r1-t1:Ethernet45 { mtu «1500» }\n", "mtu-differs-on-link"),
    row(
        "mtu-differs-on-link",
        "bond down { members ce1:Ethernet3, ce1:Ethernet4, ce2:Ethernet3, ce2:Ethernet4; mtu «9000» }\n",
        "mtu-differs-on-link",
    ),
    row("mtu-differs-on-link", "port r1-t1:Ethernet47 { mtu «9000» }\n", "mtu-differs-on-link"),
    row(
        "domain-mtu-above-port",
        "port r1-t1:Ethernet1, r1-t2:Ethernet1 { mtu «1499» }\n",
        "domain-mtu-above-port",
    ),
    Row {
        fault: "domain-mtu-above-port",
        change: &[("vlan 310;", "vlan 310; mtu 9000;")],
        more: "port r1-t1:Ethernet45 { mtu «8999» }\n",
        rule: "domain-mtu-above-port",
    },
    Row {
        fault: "domain-mtu-above-port",
        change: &[("vlan 310;", "vlan 310; mtu 9000;")],
        more: "port r1-s1:ens3f0np0, r1-s1:ens3f1np1 { mtu «1500» }\n",
        rule: "domain-mtu-above-port",
    },
    row(
        "domain-mtu-above-port",
        "l3-isolation-domain red {\n  internal-network a-net { vlan 501; subnet 10.40.0.0/24 }\n  external-network wan { option-a { vlan 2001; mtu 9000; primary 10.50.0.0/30; secondary 10.50.0.4/30 } }\n}\nport ce1:Ethernet1 { mtu «1500» }\n",
        "domain-mtu-above-port",
    ),
    row(
        "nni-mtu-below-network",
        "nni core { vlan 2002; mtu «1500»; primary 10.51.0.0/30; secondary 10.51.0.4/30 }\nl3-isolation-domain red { internal-network a-net { vlan 501; mtu 9000; subnet 10.40.0.0/24 }\n  external-network wan { option-b { nni core; import 65100:1; export 65100:1 } } }\nl3-network red-net { domain red; vlan 501 }\n",
        "nni-mtu-below-network",
    ),
    row(
        "nni-mtu-below-network",
        "nni «core» { vlan 2002; primary 10.51.0.0/30; secondary 10.51.0.4/30 }\nl3-isolation-domain red { internal-network a-net { vlan 501; mtu 9000; subnet 10.40.0.0/24 }\n  external-network wan { option-b { nni core; import 65100:1; export 65100:1 } } }\nl3-network red-net { domain red; vlan 501 }\n",
        "nni-mtu-below-network",
    ),
    // Secrets.
    Row {
        fault: "secret-in-text",
        change: &[("env:ADMIN_HASH", "«hunter2»")],
        more: "",
        rule: "secret-in-text",
    },
];

#[test]
fn every_fault_of_switching_is_caught_at_its_place() {
    hold(NAMES, ROWS);
}
