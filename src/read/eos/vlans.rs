//! VLANs and VRFs.

use pest::iterators::Pairs;

use super::{DEVICE, Heard, MANAGEMENT, Place, Reader, Rule, Said, argument, assign, name};
use crate::plan::{Element, Vlan};
use crate::read::value;

/// The most VLANs that have what is said in common.
const MOST: usize = 256;

/// What was said of a VLAN.
#[derive(Debug)]
pub(super) struct Stanza {
    /// Its place in the plan's list.
    at: usize,
    element: u32,
    said: Said,
}

impl<'t> Reader<'t> {
    /// A VLAN, or a list of VLANs that have what is said in common.
    pub(super) fn vlan(&mut self, lines: Pairs<'t, Rule>) {
        let mut open = Vec::new();
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            if rule == Rule::vlan_head {
                let (element, heard) = self.vlan_ids(text);
                let known = value::vlans(text).filter(|_| heard != Heard::Unknown);
                open = known.map_or_else(Vec::new, |(vlans, _)| vlans.iter().collect());
                open.truncate(if open.len() > MOST { 0 } else { MOST });
                self.head(place, element, heard);
                continue;
            }
            if !matches!(rule, Rule::vlan_name | Rule::vlan_group) {
                self.other(&pair);
                continue;
            }
            let of: &[u16] = if self.may_spread(open.len()) { &open } else { &[] };
            let said: Vec<(u32, Heard)> =
                of.iter().filter_map(|id| self.vlan_line(*id, rule, text, place)).collect();
            let (element, heard) = match said.iter().find(|(_, heard)| *heard != Heard::Once) {
                Some(other) => *other,
                None => said.first().copied().unwrap_or((DEVICE, Heard::Unknown)),
            };
            self.count(place, element, heard);
        }
    }

    fn vlan_line(&mut self, id: u16, rule: Rule, text: &str, place: Place) -> Option<(u32, Heard)> {
        let stanza = self.vlans.get_mut(&id)?;
        let vlan = self.reading.device.vlans.get_mut(stanza.at)?;
        let known = match rule {
            Rule::vlan_name => assign(&mut vlan.name, name(text)),
            // A second group is one more, and the plan holds one.
            _ if vlan.trunk_group.as_deref().is_none_or(|group| group == text) => {
                assign(&mut vlan.trunk_group, name(text).map(Some))
            }
            _ => false,
        };
        Some((stanza.element, if known { stanza.said.note(rule, place) } else { Heard::Unknown }))
    }

    /// The VLANs of a header.
    fn vlan_ids(&mut self, text: &str) -> (u32, Heard) {
        let Some((vlans, mut again)) = value::vlans(text) else { return (DEVICE, Heard::Unknown) };
        let mut element = DEVICE;
        for id in vlans.iter() {
            if let Some(before) = self.vlans.get(&id) {
                element = before.element;
                again = true;
                continue;
            }
            element = self.reading.begin(Element::Vlan(id));
            let at = self.reading.device.vlans.len();
            self.vlans.insert(id, Stanza { at, element, said: Said::default() });
            let vlan = Vlan { id, ..Vlan::default() };
            self.reading.device.vlans.push(vlan);
        }
        let one = text.bytes().all(|b| b.is_ascii_digit());
        (if one { element } else { DEVICE }, Heard::unless(again))
    }

    /// A VLAN without a name has one that is made of its id.
    pub(super) fn finish_vlans(&mut self) {
        for vlan in self.reading.device.vlans.iter_mut().filter(|vlan| vlan.name.is_empty()) {
            vlan.name = format!("VLAN{:04}", vlan.id);
        }
    }

    /// The VRF itself is in the plan already: [`Reader::begin_vrfs`].
    pub(super) fn vrf_instance(&mut self, lines: Pairs<'t, Rule>) {
        let mut one = None;
        for pair in lines {
            let (rule, place, text) = (pair.as_rule(), self.place(&pair), argument(&pair));
            if rule == Rule::vrf_description {
                let place_of = one.and_then(|vrf| self.names.vrfs.get(vrf)).copied();
                let plan = place_of.and_then(|p| Some((p.element, self.reading.device.vrfs.get_mut(p.at)?)));
                let (element, heard) = match plan {
                    Some((element, vrf)) => {
                        (element, Heard::unless(vrf.description.replace(text.to_owned()).is_some()))
                    }
                    None => (DEVICE, Heard::Unknown),
                };
                self.count(place, element, heard);
                continue;
            }
            if rule != Rule::vrf_head {
                self.other(&pair);
                continue;
            }
            one = Some(text);
            let element = match self.names.vrfs.get(text) {
                Some(vrf) => Some(vrf.element),
                None => self.is_management(text).then_some(MANAGEMENT),
            };
            let heard = match element {
                Some(element) => self.seen(element, rule, 0, ""),
                None => Heard::Unknown,
            };
            self.head(place, element.unwrap_or(DEVICE), heard);
        }
    }
}
