//! What the customer has to configure on a PE: the other end of what a CE is given.

mod cable;
mod link;
mod routes;

use super::edge::{EdgePort, device};
use super::{Context, vpn};
use crate::assign::EdgeLink;
use crate::graph::{DeviceId, Kind};
use crate::model::value::PeOs;
use crate::plan::{Families, Handoff, HandoffLink, HandoffNni, HandoffVpn, HandoffVrf};
use link::Edge;

/// The hand-off of the n-th PE of the model.
pub fn handoff(context: &Context<'_>, position: usize) -> Option<Handoff> {
    let fabric = context.fabric;
    let pe = fabric.pes.get(position)?;
    let id = device(&context.assigned.topology, Kind::Pe(position))?;
    let side = Side { context, position, id, asn: pe.block.asn.0 };
    let vrfs = side.vrfs();
    let nnis = side.nnis();
    let links = || vrfs.iter().flat_map(|v| &v.links).chain(nnis.iter().flat_map(|n| &n.links));
    let (cables, bundles) = side.cables(links);
    let vpn = nnis.iter().map(|n| n.families).fold(Families::default(), Families::or);
    Some(Handoff {
        pe: pe.name.value.to_string(),
        snippets: pe.block.os.as_ref().map_or(vec![PeOs::Eos, PeOs::IosXr], |os| vec![os.value]),
        asn: side.asn,
        fabric_asn: fabric.fabric.asn.0,
        cables,
        bundles,
        routed: vrfs.iter().map(|v| v.families).fold(vpn, Families::or),
        vpn,
        bfd_over_bundle: links().any(|l| l.bfd.is_some() && l.bundle.is_some()),
        vrfs,
        nnis,
    })
}

/// A PE: which of the CEs it meets, and where.
struct Side<'c> {
    context: &'c Context<'c>,
    position: usize,
    id: DeviceId,
    asn: u32,
}

impl Side<'_> {
    /// The CE of a link of this PE, where there is a cable.
    fn meets(&self, link: &EdgeLink) -> Option<(DeviceId, &EdgePort)> {
        let ce = device(&self.context.assigned.topology, Kind::Ce(link.ce))
            .filter(|_| link.pe == self.position)?;
        Some((ce, self.context.edge_port(ce, self.id)?))
    }

    /// What this PE has of the links of one external network or NNI.
    fn links(&self, all: &[EdgeLink], edge: &Edge<'_>) -> Vec<HandoffLink> {
        all.iter().filter_map(|link| self.link(link, edge)).collect()
    }

    /// VRFs with option A that meet a CE here.
    fn vrfs(&self) -> Vec<HandoffVrf> {
        let mut vrfs = Vec::new();
        for (d, domain) in self.context.fabric.domains.iter().enumerate() {
            for (e, external) in domain.external.iter().enumerate() {
                let Some(a) = external.option_a.as_deref() else { continue };
                let all = self.context.option_a.get(&(d, e)).map(Vec::as_slice).unwrap_or_default();
                let links = self.links(all, &Edge::option_a(a, &external.statics));
                if links.is_empty() {
                    continue;
                }
                let has = |ipv6: bool| links.iter().flat_map(|l| &l.addresses).any(|a| a.ipv6 == ipv6);
                let families = Families { ipv4: has(false), ipv6: has(true) };
                vrfs.push(HandoffVrf {
                    name: domain.name.value.clone(),
                    network: external.name.to_string(),
                    rd: self.rd(d),
                    families,
                    links,
                    routes: routes::option_a(self.context, domain, external, families),
                });
            }
        }
        vrfs
    }

    /// NNIs that meet a CE here, with the VRFs that travel over them.
    fn nnis(&self) -> Vec<HandoffNni> {
        let fabric = self.context.fabric;
        let mut nnis = Vec::new();
        for (nni, all) in fabric.nnis.iter().zip(&self.context.nnis) {
            let links = self.links(all, &Edge::nni(nni));
            if links.is_empty() {
                continue;
            }
            let mut vpns: Vec<HandoffVpn> = vpn::on_nni(fabric, nni).map(|on| self.vpn(&on)).collect();
            vpns.sort_by(|a, b| a.vrf.cmp(&b.vrf));
            nnis.push(HandoffNni {
                name: nni.name.to_string(),
                families: vpn::families(fabric, nni),
                links,
                vpns,
            });
        }
        nnis
    }

    /// What a VRF imports, the other end exports.
    fn vpn(&self, on: &vpn::OnNni<'_>) -> HandoffVpn {
        let context = self.context;
        let loopbacks = (0..context.fabric.ces.len()).filter_map(|i| {
            let ce = device(&context.assigned.topology, Kind::Ce(i))?;
            context.assigned.addresses.device(ce).loopback
        });
        let domain_id = context.domain_id(on.position);
        let families = vpn::of_domain(on.domain);
        HandoffVpn {
            vrf: on.domain.name.value.clone(),
            rd: self.rd(on.position),
            families,
            import: routes::targets(&on.option_b.export),
            export: routes::targets(&on.option_b.import),
            ce_rds: loopbacks.map(|l| format!("{}:{domain_id}", l.addr())).collect(),
            routes: routes::option_b(context, on.domain, on.external, families),
        }
    }

    /// A route distinguisher of the PE's own: nobody has to match it, but each VRF needs another.
    fn rd(&self, domain: usize) -> String {
        format!("{}:{}", self.asn, self.context.domain_id(domain))
    }
}
