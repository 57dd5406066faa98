//! An NNI that takes smaller packets than the networks whose routes it carries.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    for nni in &fabric.nnis {
        let over = fabric.domains.iter().filter(|d| {
            let b = d.external.iter().filter_map(|e| e.option_b.as_deref());
            b.into_iter().any(|b| *b.nni.value.name == **nni.name)
        });
        let networks = over.flat_map(|d| d.internal.iter().map(move |n| (d, n)));
        // Of several that are as large, the first.
        let largest = networks.reduce(|a, b| if b.1.mtu.0.value > a.1.mtu.0.value { b } else { a });
        let mtu = &nni.mtu.0;
        let Some((domain, network)) = largest.filter(|(_, n)| n.mtu.0.value > mtu.value) else { continue };
        let name = network_name(domain, network);
        let large = &network.mtu.0;
        // A default has no place of its own.
        let written = mtu.span != nni.span;
        let span = if written { mtu.span } else { nni.name.span };
        let title =
            format!("{name} has MTU {}, NNI {} on its way {}", large.value, nni.name.value, mtu.value);
        findings.push(
            Finding::warning("nni-mtu-below-network", span, title)
                .here(format!("more than {}, so that labels have room", large.value))
                .label(large.span, "the MTU of the network")
                .effect("packets of full size would be dropped towards the PE: what has a label is not fragmented"),
        );
    }
}
