//! Enumerations: values that are one of a few words.

use std::fmt;

use serde::Serialize;

use super::{Problem, TypeSpec, Value};
use crate::finding::{did_you_mean, meant};

macro_rules! keywords {
    ($( $(#[doc = $doc:literal])* $name:ident { $( $(#[doc = $vdoc:literal])* $variant:ident = $word:literal, )+ } )*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum $name {
            $( $(#[doc = $vdoc])* #[serde(rename = $word)] $variant, )+
        }

        impl Value for $name {
            const TYPE: TypeSpec = TypeSpec {
                name: "word",
                form: "one of",
                bounds: None,
                words: &[$( ($word, concat!($($vdoc),*)) ),+],
            };

            fn parse(text: &str) -> Result<Self, Problem> {
                match text {
                    $( $word => Ok($name::$variant), )+
                    _ => Err(not_a_word(text, Self::TYPE.words)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $( $name::$variant => $word, )+ })
            }
        }
    )* };
}

fn not_a_word(text: &str, words: &[(&'static str, &'static str)]) -> Problem {
    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let expected = format!("one of {}", words.join(", "));
    Problem {
        fix: meant(text, words.iter().copied()).map(str::to_owned),
        help: did_you_mean(text, words),
        ..Problem::new("malformed-value", "is not allowed here", expected)
    }
}

keywords! {
    /// The operating system of a switch.
    Os {
        /// Arista EOS.
        Eos = "eos",
        /// Cisco NX-OS.
        Nxos = "nxos",
    }
    /// The operating system of a PE, for its hand-off.
    PeOs {
        /// Arista EOS.
        Eos = "eos",
        /// Cisco IOS XR.
        IosXr = "ios-xr",
    }
    /// True or false.
    Flag {
        /// True.
        True = "true",
        /// False.
        False = "false",
    }
    /// What a rack holds.
    RackKind {
        /// Servers and their TOR pair.
        Compute = "compute",
        /// CEs, storage, management switches, packet brokers, terminal servers.
        Aggregate = "aggregate",
    }
    /// What a switch's account may do.
    UserRole {
        /// Everything.
        NetworkAdmin = "network-admin",
        /// Reading.
        NetworkOperator = "network-operator",
    }
    /// How a server starts.
    Boot {
        /// Over the host network: its port-channel falls back to single ports until LACP runs.
        Network = "network",
        /// From its own disk.
        Disk = "disk",
    }
    /// What a domain's routes into BGP come from.
    Redistribute {
        /// The subnets of its internal networks.
        Connected = "connected",
        /// Their static routes.
        Static = "static",
    }
    /// What becomes of a route or packet that a rule matches.
    Verdict {
        /// It passes.
        Permit = "permit",
        /// It does not.
        Deny = "deny",
    }
    /// What a route policy does with a route that a rule matches.
    PolicyAction {
        /// Accept it.
        Permit = "permit",
        /// Refuse it.
        Deny = "deny",
        /// Apply the rule's changes and look on.
        Continue = "continue",
    }
    /// How the conditions of a rule combine.
    Combine {
        /// One suffices.
        Or = "or",
        /// All are needed.
        And = "and",
    }
    /// An address family.
    Family {
        /// IPv4.
        Ipv4 = "ipv4",
        /// IPv6.
        Ipv6 = "ipv6",
    }
    /// A community with a meaning of its own.
    WellKnown {
        /// Everyone.
        Internet = "internet",
        /// Not beyond the sub-AS.
        LocalAs = "local-as",
        /// To nobody.
        NoAdvertise = "no-advertise",
        /// Not beyond the AS.
        NoExport = "no-export",
        /// Prefer another path: a shutdown is near.
        GShut = "gshut",
    }
    /// What an access list does with a packet.
    AclAction {
        /// It passes.
        Permit = "permit",
        /// It is dropped.
        Drop = "drop",
        /// It is counted and passes.
        Count = "count",
        /// It is logged and passes.
        Log = "log",
    }
    /// A protocol over IP.
    Protocol {
        /// Any.
        Ip = "ip",
        /// TCP.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
        /// SCTP.
        Sctp = "sctp",
        /// ICMP, or ICMPv6 in an IPv6 list.
        Icmp = "icmp",
        /// GRE.
        Gre = "gre",
    }
    /// A TCP flag, or the state of a session.
    TcpFlag {
        /// Part of a session.
        Established = "established",
        /// The first packet of a session.
        Initial = "initial",
        /// ACK.
        Ack = "ack",
        /// FIN.
        Fin = "fin",
        /// PSH.
        Psh = "psh",
        /// RST.
        Rst = "rst",
        /// SYN.
        Syn = "syn",
        /// URG.
        Urg = "urg",
        /// Without ACK.
        NotAck = "not-ack",
        /// Without FIN.
        NotFin = "not-fin",
        /// Without PSH.
        NotPsh = "not-psh",
        /// Without RST.
        NotRst = "not-rst",
        /// Without SYN.
        NotSyn = "not-syn",
        /// Without URG.
        NotUrg = "not-urg",
    }
    /// How an interface of a workload is made.
    Plugin {
        /// A VF for a pod.
        Sriov = "sriov",
        /// A VF for a user-space driver in a pod.
        Dpdk = "dpdk",
        /// An interface of the node itself, not of a pod.
        OsDevice = "os-device",
        /// A virtual interface with its own MAC address over the node's interface.
        Macvlan = "macvlan",
        /// A virtual interface that shares the MAC address of the node's interface.
        Ipvlan = "ipvlan",
    }
    /// What an agent pool is for.
    PoolMode {
        /// The cluster's own services; at least one pool.
        System = "system",
        /// Workloads.
        User = "user",
    }
    /// How a port takes part in LACP.
    LacpMode {
        /// Speaks first.
        Active = "active",
        /// Answers only.
        Passive = "passive",
        /// No LACP.
        Static = "static",
    }
    /// How often LACP speaks.
    LacpRate {
        /// Every second.
        Fast = "fast",
        /// Every 30 seconds.
        Slow = "slow",
    }
    /// What a group of ports is for: which neighbours it goes to.
    PortRole {
        /// To a PE, on a CE.
        Pe = "pe",
        /// To a CE, on a TOR or PE.
        Ce = "ce",
        /// To a TOR, on a CE.
        Tor = "tor",
        /// To a server's pNIC, on a TOR.
        Server = "server",
        /// To a storage array, on a CE.
        Storage = "storage",
        /// To the other switch of the pair.
        PeerLink = "peer-link",
        /// To a server's baseboard controller, on a management switch.
        Bmc = "bmc",
        /// To a server's PXE port, on a management switch.
        Pxe = "pxe",
        /// To a switch's management port, on a management switch.
        Management = "management",
        /// To nothing by itself: for `cable` statements.
        Other = "other",
    }
    /// The bill of materials of an instance.
    Sku {
        /// Up to four compute racks, 400G to the PEs.
        M4Ab = "M4-A400-A100-C16-ab",
        /// Up to eight compute racks, 400G to the PEs.
        M8Ab = "M8-A400-A100-C16-ab",
        /// Up to eight compute racks, 400G to the PEs.
        M8Aa = "M8-A400-A100-C16-aa",
        /// Up to eight compute racks, 100G to the PEs.
        M8A100 = "M8-A100-A25-C16-aa",
        /// One compute rack of twelve servers.
        Single = "S-A100-A25-C12-aa",
    }
}

impl Sku {
    /// The most compute racks.
    pub fn racks(self) -> usize {
        match self {
            Sku::M4Ab => 4,
            Sku::M8Ab | Sku::M8Aa | Sku::M8A100 => 8,
            Sku::Single => 1,
        }
    }

    /// The most servers of a rack.
    pub fn servers(self) -> usize {
        match self {
            Sku::Single => 12,
            _ => 16,
        }
    }
}

impl Flag {
    /// As a truth value.
    pub fn on(self) -> bool {
        self == Flag::True
    }
}
