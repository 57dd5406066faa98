//! What a valid fabric may be: a few choices, each smaller where it shrinks.

use proptest::prelude::*;

/// A fabric that has no mistake.
#[derive(Debug, Clone)]
pub struct Site {
    pub ce_nxos: bool,
    /// For each rack, whether its TORs are of NX-OS.
    pub racks: Vec<bool>,
    pub servers: usize,
    pub second_pe: bool,
    pub storage: bool,
    pub management: bool,
    pub domains: Vec<L3>,
    /// L2 domains, each with its MTU.
    pub flat: Vec<u16>,
    pub clusters: Vec<Cluster>,
    /// VMs, each with the domain that it attaches to.
    pub vms: Vec<usize>,
    pub explicit: Explicit,
    pub layout: Layout,
}

/// An L3 isolation domain.
#[derive(Debug, Clone)]
pub struct L3 {
    pub families: Families,
    pub networks: usize,
    pub jumbo: bool,
    pub way_out: WayOut,
    pub bfd: bool,
    pub crossed: bool,
    pub sessions: bool,
    pub routes: bool,
    pub policies: bool,
    pub lists: bool,
    pub aggregate: bool,
    /// A gateway that is not the first address.
    pub last_gateway: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Families {
    V4,
    V6,
    Both,
}

impl Families {
    pub fn v4(self) -> bool {
        self != Families::V6
    }

    pub fn v6(self) -> bool {
        self != Families::V4
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayOut {
    None,
    A,
    B,
}

#[derive(Debug, Clone)]
pub struct Cluster {
    /// The domain of its nodes' addresses, counted round.
    pub domain: usize,
    pub nodes: usize,
    pub plugin: usize,
    pub balancer: bool,
    pub trunk: bool,
    pub placed: bool,
}

/// Statements in place of what is derived.
#[derive(Debug, Clone)]
pub struct Explicit {
    /// A port-channel of one cable to a PE.
    pub bond: bool,
    /// A description and VLANs of a server's two ports.
    pub port: bool,
    /// A cable to a packet broker.
    pub cable: bool,
    /// Addresses of a server and a switch.
    pub device: bool,
    /// Numbers that names would say.
    pub numbers: bool,
}

/// How the statements lie in files.
#[derive(Debug, Clone)]
pub struct Layout {
    pub files: usize,
    pub included: bool,
    /// How far the statements are turned round.
    pub turned: usize,
    pub crlf: bool,
}

pub fn site() -> impl Strategy<Value = Site> {
    let size = (any::<bool>(), prop::collection::vec(any::<bool>(), 1..5), 1usize..9, any::<bool>());
    let parts = (any::<bool>(), any::<bool>());
    let networks = (
        prop::collection::vec(domain(), 1..5),
        prop::collection::vec(prop::sample::select(vec![1500u16, 9000]), 0..3),
    );
    let work = (prop::collection::vec(cluster(), 0..3), prop::collection::vec(0usize..8, 0..3));
    (size, parts, networks, work, explicit(), layout()).prop_map(
        |(
            (ce_nxos, racks, servers, second_pe),
            (storage, management),
            (domains, flat),
            (clusters, vms),
            explicit,
            layout,
        )| Site {
            ce_nxos,
            racks,
            servers,
            second_pe,
            storage,
            management,
            domains,
            flat,
            clusters,
            vms,
            explicit,
            layout,
        },
    )
}

fn domain() -> impl Strategy<Value = L3> {
    let families = prop::sample::select(vec![Families::V4, Families::Both, Families::V6]);
    let way_out = prop::sample::select(vec![WayOut::None, WayOut::A, WayOut::B]);
    let flags = prop::array::uniform9(any::<bool>());
    (families, 1usize..4, way_out, flags).prop_map(|(families, networks, way_out, flags)| {
        let [jumbo, bfd, crossed, sessions, routes, policies, lists, aggregate, last_gateway] = flags;
        L3 {
            families,
            networks,
            jumbo,
            way_out,
            bfd,
            crossed,
            sessions,
            routes,
            policies,
            lists,
            aggregate,
            last_gateway,
        }
    })
}

fn cluster() -> impl Strategy<Value = Cluster> {
    (0usize..8, 1usize..4, 0usize..4, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(domain, nodes, plugin, balancer, trunk, placed)| Cluster {
            domain,
            nodes,
            plugin,
            balancer,
            trunk,
            placed,
        },
    )
}

fn explicit() -> impl Strategy<Value = Explicit> {
    prop::array::uniform5(any::<bool>()).prop_map(|[bond, port, cable, device, numbers]| Explicit {
        bond,
        port,
        cable,
        device,
        numbers,
    })
}

fn layout() -> impl Strategy<Value = Layout> {
    (1usize..5, any::<bool>(), 0usize..40, any::<bool>()).prop_map(|(files, included, turned, crlf)| Layout {
        files,
        included,
        turned,
        crlf,
    })
}
