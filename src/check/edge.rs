//! What has prefixes between CE and PE.

use crate::assign::{EdgeLink, adjacencies};
use crate::finding::{At, Span};
use crate::model::Fabric;
use crate::model::construct::Adjacency;
use crate::model::value::{Asn, Prefix};

/// An external network with option A, or an NNI.
#[derive(Debug)]
pub struct Edge<'a> {
    /// `wan of oam`, `NNI core-vpn`.
    pub name: String,
    /// The position of its domain; of an NNI none.
    pub domain: Option<usize>,
    /// The VLAN on the links.
    pub vlan: At<u16>,
    /// The largest IP packet, in bytes.
    pub mtu: At<u64>,
    /// CE 1 with PE 1.
    pub primary: &'a [At<Prefix>],
    /// CE 2 with PE 2.
    pub secondary: &'a [At<Prefix>],
    /// Other pairs.
    pub crossed: &'a [Adjacency],
    /// The peer's AS, where it is written.
    pub peer_asn: Option<At<Asn>>,
    /// The pairs that were found.
    pub links: Vec<EdgeLink>,
    /// The statement.
    pub span: Span,
}

/// All of them: domain by domain, then the NNIs.
pub fn edges(fabric: &Fabric) -> Vec<Edge<'_>> {
    let mut edges = Vec::new();
    for (d, domain) in fabric.domains.iter().enumerate() {
        for external in &domain.external {
            let Some(a) = external.option_a.as_deref() else { continue };
            edges.push(Edge {
                name: format!("{} of {}", external.name.value, domain.name.value),
                domain: Some(d),
                vlan: a.vlan.map(|v| v.0),
                mtu: a.mtu.0.map(|m| m.0),
                primary: &a.primary,
                secondary: &a.secondary,
                crossed: &a.adjacencies,
                peer_asn: *a.peer_asn,
                links: adjacencies(fabric, &a.primary, &a.secondary, &a.adjacencies),
                span: external.name.span,
            });
        }
    }
    for nni in &fabric.nnis {
        edges.push(Edge {
            name: format!("NNI {}", nni.name.value),
            domain: None,
            vlan: nni.vlan.map(|v| v.0),
            mtu: nni.mtu.0.map(|m| m.0),
            primary: &nni.primary,
            secondary: &nni.secondary,
            crossed: &nni.adjacencies,
            peer_asn: *nni.peer_asn,
            links: adjacencies(fabric, &nni.primary, &nni.secondary, &nni.adjacencies),
            span: nni.name.span,
        });
    }
    edges
}
