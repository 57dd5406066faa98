//! An address that is kept back in its subnet.

use super::{Context, given};
use crate::assign::address::RESERVED;
use crate::finding::Finding;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for given in given::all(context).into_iter().filter(|g| g.inside()) {
        let address = given.address.value;
        if !given.kept.contains(&address) {
            continue;
        }
        let Some(net) = given.nets.iter().find(|n| n.value.contains(&address)) else { continue };
        let early = (0..RESERVED).any(|n| crate::model::nth(net.value, n) == Some(address));
        let why = match (early, address == net.value.broadcast()) {
            (true, _) => format!("the first {RESERVED} are the gateway's, the CEs' and the platform's"),
            (false, true) => "it is the broadcast address".to_owned(),
            (false, false) => "it is the gateway".to_owned(),
        };
        let title = format!("{} has {address}, which is kept back in {}", given.who, net.value);
        findings.push(
            Finding::error("address-reserved", given.address.span, title)
                .here(why)
                .label(net.span, given.network)
                .effect("two would answer for one address"),
        );
    }
}
