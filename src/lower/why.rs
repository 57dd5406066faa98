//! The decisions that lowering makes, by name: what `blame` says of a line.

use crate::plan::Why;

macro_rules! decisions {
    ($( $constant:ident = $name:literal, $says:literal; )+) => {
        $(
            #[doc = $says]
            pub static $constant: Why = Why { name: $name, says: $says };
        )+
    };
}

decisions! {
    SWITCH = "switch", "every CE and TOR is configured as its platform says";
    ACCOUNT = "account", "every switch has the accounts of the fabric";
    SERVICES = "services", "every switch uses the fabric's services, by way of its management VRF";
    MANAGEMENT = "management", "a switch's management port is in a VRF of its own, with an address of the pool";
    ROOT_BRIDGE = "root-bridge", "the CE pair is root of the one spanning tree, both with the same priority";
    PAIR = "pair", "two CEs, and the two TORs of a rack, are one switch to what is behind them";
    PEER_LINK = "peer-link", "the peer link carries every VLAN of the pair, and those that no other port has";
    RACK_VLAN = "rack-vlan", "a TOR has the VLANs that its rack's servers and arrays need; a CE those of every rack";
    BETWEEN_CES = "between-ces", "the CEs exchange each domain's routes over the peer link, so that one that loses its PEs still routes";
    DOMAIN_VRF = "domain-vrf", "every L3 isolation domain is a VRF on both CEs";
    GATEWAY = "gateway", "both CEs answer with the gateway's address of each internal network";
    SERVER_PORT = "server-port", "a pNIC's two ports are one port-channel to the TOR pair, with the VLANs that its workloads need";
    UPLINK = "uplink", "a rack's two TORs and the two CEs are the ends of one port-channel";
    DOWNLINK = "downlink", "the two CEs and a rack's two TORs are the ends of one port-channel";
    PE_LINK = "pe-link", "a CE's port to a PE is routed, used or not: left alone it would bridge to the customer";
    STORAGE_PORT = "storage-port", "an array's port carries the storage network alone";
    UNUSED_PORT = "unused-port", "a port without a cable is shut down";
    OTHER_PORT = "other-port", "a port to what is not configured here is routed and has no address";
    WRITTEN = "written", "a statement says so";
    ADJACENCY = "adjacency", "each pair of CE and PE of an external network has a VLAN and a session of its own";
    NNI = "nni", "each pair of CE and PE of an NNI has one VLAN and one session for all of its VRFs";
    VPN = "vpn", "the routes of a domain with option B carry its route targets and pass its policies; a distinguisher a CE";
    ROUTER_ID = "router-id", "a CE has a loopback, which is its router id";
    STATIC_ROUTE = "static-route", "both CEs have the static routes of internal networks; those of external ones stand where their next hop is";
    BGP = "bgp", "both CEs speak BGP with the instance's AS";
    DOMAIN_BGP = "domain-bgp", "a domain that leaves the instance, or that workloads speak BGP in, has its VRF in BGP";
    REDISTRIBUTION = "redistribution", "a domain announces the subnets and static routes that it says it redistributes";
    WORKLOAD_SESSION = "workload-session", "workloads open sessions from the ranges that a network lists, or are called by address";
    POLICY = "policy", "a policy of the file is a route map with the lists that it names";
    DEFAULT_POLICY = "default-policy", "where the file gives no policy, the domain's own prefixes go out and everything but them comes in";
    OWN_ROUTES = "own-routes", "a policy of redistribution is about the domain's own prefixes: the subnets towards PEs and the other CE are not announced";
    NNI_POLICY = "nni-policy", "an NNI filters by route target: a prefix says nothing about whose route it is";
    ACCESS_LIST = "access-list", "an access list is made for each place that it is attached to, for each family there";
    ADJACENCY_ENTRY = "adjacency-entry", "an access list begins with what keeps the sessions of its interface alive";
    POLICER = "policer", "a rule with a rate is a class of a policer on the interface";
}
