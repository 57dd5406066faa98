//! Which CE meets which PE, with which prefixes.

use ipnet::IpNet;

use crate::finding::{At, Span};
use crate::model::Fabric;
use crate::model::construct::Adjacency;
use crate::model::nth;
use crate::model::value::Prefix;

/// A pair of CE and PE with the prefixes of their link.
#[derive(Debug, Clone)]
pub struct EdgeLink {
    /// The CE, by its position in the model.
    pub ce: usize,
    /// The PE, by its position in the model.
    pub pe: usize,
    /// IPv4, IPv6 or both.
    pub prefixes: Vec<At<IpNet>>,
    /// The statement.
    pub span: Span,
}

impl EdgeLink {
    /// The addresses of CE and PE in each prefix: the first usable one and the second. A /31 and
    /// a /127 have no others than these two.
    pub fn addresses(&self) -> Vec<(IpNet, IpNet)> {
        self.prefixes
            .iter()
            .filter_map(|prefix| {
                let net = prefix.value;
                let first = u64::from(net.max_prefix_len() - net.prefix_len() > 1);
                let with = |n| IpNet::new(nth(net, n)?, net.prefix_len()).ok();
                Some((with(first)?, with(first + 1)?))
            })
            .collect()
    }
}

/// The pairs that `primary`, `secondary` and `adjacency` statements name. Where there is one PE,
/// `secondary` is CE 2 with it.
pub fn adjacencies(
    fabric: &Fabric,
    primary: &[At<Prefix>],
    secondary: &[At<Prefix>],
    crossed: &[Adjacency],
) -> Vec<EdgeLink> {
    let ce = |number: u32| fabric.ces.iter().position(|c| c.number == number);
    let pe = |number: u32| fabric.pes.iter().position(|p| p.number == number);
    let nets = |prefixes: &[At<Prefix>]| prefixes.iter().map(|p| p.map(|p| p.0)).collect::<Vec<_>>();
    let mut links = Vec::new();
    let mut add = |ce: Option<usize>, pe: Option<usize>, prefixes: Vec<At<IpNet>>, span: Option<Span>| {
        if let (Some(ce), Some(pe), Some(span)) = (ce, pe, span) {
            links.push(EdgeLink { ce, pe, prefixes, span });
        }
    };
    let first = |prefixes: &[At<Prefix>]| prefixes.first().map(|p| p.span);
    let only = (fabric.pes.len() == 1).then_some(0);
    add(ce(1), pe(1).or(only), nets(primary), first(primary));
    add(ce(2), pe(2).or(only), nets(secondary), first(secondary));
    for block in crossed {
        let find = |name: &str| {
            let ce = fabric.ces.iter().position(|c| &*c.name.value == name);
            let pe = fabric.pes.iter().position(|p| &*p.name.value == name);
            (ce, pe)
        };
        let ends: Vec<_> = block.ends.iter().map(|e| find(&e.name)).collect();
        let ce = ends.iter().find_map(|e| e.0);
        let pe = ends.iter().find_map(|e| e.1);
        add(ce, pe, nets(&block.prefixes), Some(block.span));
    }
    links.sort_by_key(|l| (l.ce, l.pe, l.span));
    links
}
