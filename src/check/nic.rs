//! pNICs with both ports cabled, for the rules about where they go.

use super::Context;
use crate::finding::Span;
use crate::graph::{Kind, NicId, Port};

/// A pNIC, both ports cabled.
pub struct Cabled<'a> {
    /// The pNIC.
    pub id: NicId,
    /// The rack of its server.
    pub rack: usize,
    /// The ports at the other ends of its cables.
    pub far: [&'a Port; 2],
    /// The `cable` statement to change: of two, the later one. What is derived has none.
    pub later: Option<Span>,
}

/// Those pNICs.
pub fn cabled<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Cabled<'a>> {
    let topology = context.topology;
    topology.nics.iter().zip(0u32..).filter_map(move |(nic, id)| {
        let Kind::Server(rack, _) = topology.device(nic.server)?.kind else { return None };
        let [left, right] = nic.ports;
        let (a, first) = topology.peer(left)?;
        let (b, second) = topology.peer(right)?;
        let written = [first, second].into_iter().filter(|c| c.written);
        let later = written.map(|c| c.span).max();
        Some(Cabled { id: NicId(id), rack, far: [topology.port(a)?, topology.port(b)?], later })
    })
}
