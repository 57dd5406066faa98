//! In-band management: switches that are reached over networks of the fabric itself, so that a
//! change on the way cuts off who makes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use super::risk::{Risk, View};
use super::scope::Reach;
use crate::plan::Element;
use crate::side::Side;

/// The networks that switches are managed over, on one side.
#[derive(Debug, Default)]
pub struct InBand<'a> {
    /// VLANs of the fabric, with the switches that are managed over each.
    vlans: BTreeMap<u16, Vec<&'a str>>,
    /// VRFs of the fabric, by the switch that routes there, with those that are managed over it.
    vrfs: BTreeMap<(&'a str, Option<&'a str>), Vec<&'a str>>,
}

impl<'a> InBand<'a> {
    /// Of a side: a switch is managed in band where its management address lies behind a gateway that
    /// is an interface of another switch, or where it has no management port with an address and one
    /// VLAN interface of its own.
    pub fn new(side: &'a Side) -> Self {
        type Carrier<'a> = (&'a str, Option<u16>, Option<&'a str>);
        let mut carriers: HashMap<IpAddr, Vec<Carrier<'a>>> = HashMap::new();
        for (name, switch) in &side.switches {
            for svi in &switch.plan.svis {
                let own = svi.layer3.addresses.iter().map(|a| a.addr());
                for address in own.chain(svi.gateways.iter().map(|g| g.address)) {
                    let at = (&**name, Some(svi.vlan), svi.layer3.vrf.as_deref());
                    carriers.entry(address).or_default().push(at);
                }
            }
            for sub in switch.plan.sub_interfaces() {
                for address in &sub.layer3.addresses {
                    let at = (&**name, None, sub.layer3.vrf.as_deref());
                    carriers.entry(address.addr()).or_default().push(at);
                }
            }
        }
        let mut all = InBand::default();
        for (name, switch) in &side.switches {
            let (plan, name) = (&switch.plan, &**name);
            let management = &plan.management;
            let through = management.gateway.iter().filter_map(|g| carriers.get(g)).flatten();
            for (carrier, vlan, vrf) in through.filter(|_| management.address.is_some()) {
                all.add(name, carrier, *vlan, *vrf);
            }
            // The pair's own VLAN leads nowhere.
            let pair = plan.mlag.as_ref().and_then(|m| m.eos.as_ref()).map(|e| e.vlan);
            if let (None, [svi]) = (management.address, plan.svis.as_slice())
                && !svi.layer3.addresses.is_empty()
                && pair != Some(svi.vlan)
            {
                all.add(name, name, Some(svi.vlan), svi.layer3.vrf.as_deref());
            }
        }
        all
    }

    fn add(&mut self, managed: &'a str, carrier: &'a str, vlan: Option<u16>, vrf: Option<&'a str>) {
        if let Some(vlan) = vlan {
            self.vlans.entry(vlan).or_default().push(managed);
        }
        self.vrfs.entry((carrier, vrf)).or_default().push(managed);
    }

    /// The switches that are managed over a switch, but for itself, by name.
    pub fn over(&self, switch: &str) -> Vec<String> {
        let here = self.vrfs.iter().filter(|((carrier, _), _)| *carrier == switch);
        let managed: BTreeSet<&str> = here.flat_map(|(_, managed)| managed).copied().collect();
        managed.into_iter().filter(|name| *name != switch).map(str::to_owned).collect()
    }

    /// The switches whose management a change cuts or may cut, by name.
    pub fn cut(
        &self,
        view: &View<'_>,
        switch: &str,
        element: &Element,
        risk: Risk,
        reach: &Reach,
    ) -> Vec<String> {
        if risk < Risk::SessionReset {
            return Vec::new();
        }
        let mut cut: Vec<&str> = Vec::new();
        let vlans = |ids: &BTreeSet<u16>| {
            ids.iter().filter_map(|v| self.vlans.get(v)).flatten().copied().collect::<Vec<_>>()
        };
        match reach {
            Reach::Nobody if *element == Element::Management => cut.push(switch),
            Reach::Nobody => {}
            Reach::Switch => {
                let here = self.vrfs.iter().filter(|((carrier, _), _)| *carrier == switch);
                cut.extend(here.flat_map(|(_, managed)| managed));
            }
            Reach::Ports(_, Some(ids)) => cut.extend(vlans(ids)),
            Reach::Ports(_, None) => {
                let trunk = trunk_of(view, element);
                cut.extend(vlans(&trunk));
            }
            Reach::Part(part) => {
                cut.extend(vlans(&part.vlans));
                let global = (*element == Element::Bgp).then_some(None);
                for vrf in part.vrfs.iter().map(|vrf| Some(&**vrf)).chain(global) {
                    cut.extend(self.vrfs.get(&(switch, vrf)).into_iter().flatten());
                }
            }
        }
        cut.sort_unstable();
        cut.dedup();
        cut.into_iter().map(str::to_owned).collect()
    }
}

/// The VLANs of an interface.
fn trunk_of(view: &View<'_>, element: &Element) -> BTreeSet<u16> {
    let trunk = match element {
        Element::Port(name) => view.ports.get(&**name).and_then(|p| p.trunk.as_ref()),
        Element::PortChannel(number) => view.channels.get(number).and_then(|c| c.trunk.as_ref()),
        _ => None,
    };
    trunk.map(|t| view.through(t).iter().collect()).unwrap_or_default()
}
