//! BFD faster or slower than the CEs can do.

use super::Context;
use super::context::network_name;
use crate::finding::Finding;
use crate::model::construct::{Bfd, StaticRoute};
use crate::model::value::{Duration, Os};

/// The intervals that an operating system takes, in milliseconds.
const fn range(os: Os) -> (u32, u32) {
    match os {
        Os::Eos => (50, 60_000),
        Os::Nxos => (50, 999),
    }
}

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let fabric = context.fabric;
    // The CE that takes the least. Two operating systems in a pair are another rule's.
    let os = fabric.ces.iter().map(|ce| ce.platform.os).min_by_key(|os| range(os.value).1);
    let Some(os) = os else { return };
    let mut check = |name: &str, bfd: &Bfd| {
        let (least, most) = range(os.value);
        let interval = &bfd.interval.0;
        if (least..=most).contains(&interval.value.0) {
            return;
        }
        let title = format!("BFD on {name} sends every {}, out of what the CEs can do", interval.value);
        let most = Duration(most);
        findings.push(
            Finding::error("bfd-out-of-range", interval.span, title)
                .here(format!("{least}ms to {most} on {}", os.value))
                .label(os.span, "the CEs")
                .effect("the switch refuses the line, and BFD runs with other timers or not at all"),
        );
    };
    let routes = |name: &str, routes: &[StaticRoute], check: &mut dyn FnMut(&str, &Bfd)| {
        routes.iter().filter_map(|r| r.bfd.as_deref()).for_each(|bfd| check(name, bfd));
    };
    for domain in &fabric.domains {
        // NX-OS has no BFD there: `bfd-over-vpc`.
        for network in domain.internal.iter().filter(|_| os.value == Os::Eos) {
            let name = network_name(domain, network);
            network.bgp.iter().filter_map(|b| b.bfd.as_deref()).for_each(|bfd| check(&name, bfd));
            routes(&name, &network.statics, &mut check);
        }
        for external in &domain.external {
            let name = format!("{} of {}", external.name.value, domain.name.value);
            external.option_a.iter().filter_map(|a| a.bfd.as_deref()).for_each(|bfd| check(&name, bfd));
            routes(&name, &external.statics, &mut check);
        }
    }
    for nni in &fabric.nnis {
        nni.bfd.iter().for_each(|bfd| check(&format!("NNI {}", nni.name.value), bfd));
    }
}
