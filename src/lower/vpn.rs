//! Option B: whose VPN routes travel over an NNI, and of which families.
//!
//! The session of an NNI runs over IPv4 and labels carry what it announces, so IPv6 needs no IPv6
//! on the link: VPN-IPv6 goes over the same session as VPN-IPv4 (RFC 4659) as soon as one of its
//! VRFs routes IPv6. A VRF's route targets are those of both families: the language has one list
//! for each direction.

use crate::model::construct::{ExternalNetwork, Nni, OptionB};
use crate::model::{Domain, Fabric};
use crate::plan::Families;

/// A VRF on an NNI.
pub struct OnNni<'f> {
    /// The domain's position in the model.
    pub position: usize,
    /// The domain.
    pub domain: &'f Domain,
    /// Its external network.
    pub external: &'f ExternalNetwork,
    /// The block that names the NNI.
    pub option_b: &'f OptionB,
}

/// The VRFs of an NNI, in the order of the model.
pub fn on_nni<'f>(fabric: &'f Fabric, nni: &'f Nni) -> impl Iterator<Item = OnNni<'f>> {
    fabric.domains.iter().enumerate().flat_map(move |(position, domain)| {
        domain.external.iter().filter_map(move |external| {
            let option_b = external.option_b.as_deref().filter(|b| *b.nni.name == **nni.name)?;
            Some(OnNni { position, domain, external, option_b })
        })
    })
}

/// The families of VPN routes that a VRF exchanges.
pub fn of_domain(domain: &Domain) -> Families {
    Families { ipv4: true, ipv6: domain.routes_v6() }
}

/// The families of VPN routes that the sessions of an NNI exchange: VPN-IPv4 always, so that a
/// session never stands without a family.
pub fn families(fabric: &Fabric, nni: &Nni) -> Families {
    let of_all = on_nni(fabric, nni).map(|on| of_domain(on.domain));
    of_all.fold(Families { ipv4: true, ipv6: false }, Families::or)
}
