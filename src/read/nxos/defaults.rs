//! Lines of `show running-config all` that say what is so without them, where the plan has no place
//! for anything else.

/// Lines of interfaces.
const INTERFACE: &[&str] = &[
    "no description",
    "delay 1",
    "duplex auto",
    "flowcontrol receive off",
    "flowcontrol send off",
    "ip arp timeout 1500",
    "ip port-unreachable",
    "load-interval counter 2 300",
    "lacp graceful-convergence",
    "lacp max-bundle 32",
    "lacp min-links 1",
    "lacp port-priority 32768",
    "link debounce time 100",
    "lldp receive",
    "lldp transmit",
    "load-interval counter 1 30",
    "logging event port link-status default",
    "logging event port trunk-status default",
    "mdix auto",
    "medium broadcast",
    "negotiate auto",
    "no bandwidth",
    "no beacon",
    "no carrier-delay",
    "no hardware multicast hw-hash",
    "no ip directed-broadcast",
    "no ip local-proxy-arp",
    "no ip proxy-arp",
    "no ip unreachables",
    "no ipv6 unreachables",
    "no lacp vpc-convergence",
    "no load-interval counter 3",
    "no preempt",
    "no spanning-tree bpduguard",
    "no spanning-tree guard",
    "no switchport block multicast",
    "no switchport block unicast",
    "no switchport dot1q ethertype",
    "no switchport monitor",
    "no switchport priority extend",
    "no switchport vlan mapping enable",
    "no udld",
    "no vpc orphan-port suspend",
    "priority-flow-control mode auto",
    "snmp trap link-status",
    "spanning-tree cost auto",
    "spanning-tree link-type auto",
    "spanning-tree port-priority 128",
    "speed auto",
    "speed auto mdix",
    "storm-control broadcast level 100.00",
    "storm-control multicast level 100.00",
    "storm-control unicast level 100.00",
];

/// Lines of the pair.
const PAIR: &[&str] = &[
    "no dual-active exclude interface-vlan",
    "no fast-convergence",
    "no ip arp synchronize",
    "no ipv6 nd synchronize",
    "no layer3 peer-router",
    "no peer-gateway",
    "no peer-switch",
    "no shutdown",
];

/// Lines of BGP.
const BGP: &[&str] = &[
    "client-to-client reflection",
    "enforce-first-as",
    "fast-external-fallover",
    "graceful-restart",
    "graceful-restart restart-time 120",
    "graceful-restart stalepath-time 300",
    "no bestpath always-compare-med",
    "no bestpath as-path multipath-relax",
    "no description",
    "no log-neighbor-changes",
    "no shutdown",
    "no suppress-inactive",
    "timers bestpath-limit 300",
];

/// Lines of VLANs.
const VLAN: &[&str] = &["mode ce", "no shutdown", "state active"];

/// A kind of block.
#[derive(Clone, Copy)]
pub enum Of {
    Interface,
    Pair,
    Bgp,
    Vlan,
}

/// Whether a line of a block says what is so without it.
pub fn shown(of: Of, line: &str) -> bool {
    let lines = match of {
        Of::Interface => INTERFACE,
        Of::Pair => PAIR,
        Of::Bgp => BGP,
        Of::Vlan => VLAN,
    };
    lines.contains(&line)
}
