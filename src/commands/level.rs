//! When a part of a configuration is built: what others refer to before what refers to it. What goes
//! goes the other way round.

/// When a part is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// What commands need to be there at all: NX-OS features.
    Feature,
    /// The switch as a whole.
    #[default]
    System,
    /// VRFs.
    Vrf,
    /// VLANs.
    Vlan,
    /// Prefix lists, lists of communities, access lists.
    List,
    /// Route maps and class maps, which match lists.
    Map,
    /// Policy maps, which name class maps.
    Policy,
    /// The pair, where port-channels need it: NX-OS.
    Domain,
    /// Port-channels.
    Channel,
    /// Physical ports, which join port-channels.
    Port,
    /// Sub-interfaces.
    Sub,
    /// VLAN interfaces and loopbacks.
    Svi,
    /// The pair, where it needs interfaces: EOS.
    Pair,
    /// Routing of VRFs, static routes.
    Routing,
    /// BGP.
    Bgp,
    /// Time, logs, names, accounts.
    Services,
    /// The way in: last, so that all else is there when it is cut.
    Management,
    /// Where it leads on from there: its routes, whose next hops are beside its address.
    Beyond,
}
