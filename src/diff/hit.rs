//! Who is hit by a change.

/// Who is behind what changes, by name. Traffic may have another way: of who is behind one switch of
/// a pair, the other one has a path too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Hit {
    /// Racks, by number.
    pub racks: Vec<String>,
    /// Servers, rack by rack.
    pub servers: Vec<String>,
    /// Isolation domains.
    pub domains: Vec<String>,
    /// Clusters with a node there.
    pub clusters: Vec<String>,
    /// VMs there.
    pub vms: Vec<String>,
}

impl Hit {
    /// Whether it is nobody.
    pub fn is_empty(&self) -> bool {
        self.servers.is_empty() && self.domains.is_empty()
    }
}
