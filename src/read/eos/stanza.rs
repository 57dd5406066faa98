//! What is gathered of an interface, statement by statement.

use std::borrow::Cow;

use ipnet::IpNet;

use super::{Heard, Place, Rule, Said, assign, name, number};
use crate::model::value::{LacpRate, VlanSet};
use crate::plan::{AclBinding, BfdTimers, ChannelMode, Gateway, Origin};
use crate::read::text::words;
use crate::read::value;

/// The highest VLAN.
const MOST_VLAN: u16 = 4094;

/// What an interface is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Port,
    Channel(u16),
    /// Tagged, on a port or a port-channel.
    Sub,
    Svi(u16),
    Loopback(u16),
    Management,
}

/// What was said of an interface.
#[derive(Debug)]
pub(super) struct Gathered<'t> {
    pub name: Cow<'t, str>,
    pub kind: Kind,
    pub element: u32,
    /// The line that begins it.
    pub head: Place,
    pub said: Said,
    pub description: Option<&'t str>,
    pub shutdown: bool,
    pub speed: Option<&'t str>,
    pub mtu: Option<u16>,
    pub routed: bool,
    /// The VLANs of a trunk; boxed, since most interfaces are none.
    pub allowed: Option<Box<VlanSet>>,
    pub native: Option<u16>,
    pub trunk: bool,
    pub access: Option<u16>,
    pub autostate: bool,
    pub group: Option<String>,
    pub member: Option<(u16, ChannelMode)>,
    pub rate: Option<LacpRate>,
    pub fallback_timeout: Option<u16>,
    pub mlag: Option<u16>,
    pub tag: Option<u16>,
    pub vrf: Option<String>,
    /// How often it went into another VRF.
    pub moved: u64,
    pub address: Option<IpNet>,
    pub secondary: Vec<IpNet>,
    pub anycast: Vec<IpNet>,
    pub addresses_v6: Vec<IpNet>,
    pub gateways: Vec<Gateway>,
    pub bfd: Option<BfdTimers>,
    pub acl_in: Vec<AclBinding>,
    pub acl_out: Vec<AclBinding>,
    pub policer: Option<String>,
}

impl<'t> Gathered<'t> {
    pub fn new(name: Cow<'t, str>, kind: Kind, element: u32, head: Place) -> Self {
        Gathered {
            name,
            kind,
            element,
            head,
            said: Said::default(),
            description: None,
            shutdown: false,
            speed: None,
            mtu: None,
            routed: false,
            allowed: None,
            native: None,
            trunk: false,
            access: None,
            autostate: true,
            group: None,
            member: None,
            rate: None,
            fallback_timeout: None,
            mlag: None,
            tag: None,
            vrf: None,
            moved: 0,
            address: None,
            secondary: Vec::new(),
            anycast: Vec::new(),
            addresses_v6: Vec::new(),
            gateways: Vec::new(),
            bfd: None,
            acl_in: Vec::new(),
            acl_out: Vec::new(),
            policer: None,
        }
    }

    /// Whether the plan has a place for a statement about such an interface.
    pub fn takes(&self, rule: Rule) -> bool {
        use Rule as R;
        match self.kind {
            Kind::Port => {
                self.takes_layer_2(rule)
                    || self.takes_layer_3(rule)
                    || matches!(rule, R::speed | R::channel_group | R::lacp_timer)
            }
            Kind::Channel(_) => {
                self.takes_layer_2(rule)
                    || self.takes_layer_3(rule)
                    || matches!(rule, R::fallback | R::fallback_timeout | R::mlag_id)
            }
            Kind::Sub => self.takes_layer_3(rule) || rule == R::encapsulation,
            Kind::Svi(_) => {
                self.takes_layer_3(rule)
                    || matches!(
                        rule,
                        R::autostate
                            | R::no_autostate
                            | R::virtual_address
                            | R::virtual_address_v6
                            | R::anycast_address
                            | R::anycast_address_v6
                    )
            }
            Kind::Loopback(_) | Kind::Management => matches!(
                rule,
                R::description | R::no_shutdown | R::interface_vrf | R::address | R::address_v6
            ),
        }
    }

    fn takes_layer_2(&self, rule: Rule) -> bool {
        use Rule as R;
        matches!(
            rule,
            R::switchport
                | R::no_switchport
                | R::trunk_mode
                | R::access_mode
                | R::access_vlan
                | R::trunk_allowed
                | R::trunk_native
                | R::trunk_group
                | R::portfast
                | R::bpdu_guard
        )
    }

    fn takes_layer_3(&self, rule: Rule) -> bool {
        use Rule as R;
        matches!(
            rule,
            R::description
                | R::shutdown
                | R::no_shutdown
                | R::mtu
                | R::interface_vrf
                | R::address
                | R::address_v6
                | R::bfd_timers
                | R::no_advertisements
                | R::acl_binding
                | R::acl_binding_v6
                | R::policer_binding
        )
    }
}

impl<'t> Gathered<'t> {
    /// A statement that an interface is made once of.
    pub fn one(&mut self, rule: Rule, text: &'t str, place: Place) -> Heard {
        let (known, key) = match rule {
            Rule::description => (assign(&mut self.description, Some(Some(text))), rule),
            Rule::shutdown => (assign(&mut self.shutdown, Some(true)), rule),
            Rule::no_shutdown => (assign(&mut self.shutdown, Some(false)), Rule::shutdown),
            Rule::speed => (assign(&mut self.speed, Some(Some(text))), rule),
            Rule::mtu => (assign(&mut self.mtu, number(text).map(Some)), rule),
            Rule::no_switchport => (assign(&mut self.routed, Some(true)), rule),
            Rule::switchport => (assign(&mut self.routed, Some(false)), Rule::no_switchport),
            Rule::trunk_allowed => return self.allow(text, place),
            Rule::trunk_mode => (assign(&mut self.trunk, Some(true)), rule),
            Rule::access_mode => (assign(&mut self.trunk, Some(false)), Rule::trunk_mode),
            Rule::access_vlan => (assign(&mut self.access, number(text).map(Some)), rule),
            Rule::autostate => (assign(&mut self.autostate, Some(true)), Rule::no_autostate),
            Rule::no_autostate => (assign(&mut self.autostate, Some(false)), rule),
            Rule::trunk_native => (assign(&mut self.native, number(text).map(Some)), rule),
            Rule::trunk_group => {
                // A second group is one more, and the plan holds one.
                let other = self.group.as_deref().is_some_and(|group| group != text);
                (!other && assign(&mut self.group, name(text).map(Some)), rule)
            }
            Rule::channel_group => (assign(&mut self.member, member(text).map(Some)), rule),
            Rule::lacp_timer => (assign(&mut self.rate, rate(text).map(Some)), rule),
            Rule::fallback_timeout => (assign(&mut self.fallback_timeout, number(text).map(Some)), rule),
            Rule::mlag_id => (assign(&mut self.mlag, number(text).map(Some)), rule),
            Rule::encapsulation => (assign(&mut self.tag, number(text).map(Some)), rule),
            Rule::bfd_timers => (assign(&mut self.bfd, timers(text).map(Some)), rule),
            Rule::policer_binding => (assign(&mut self.policer, name(text).map(Some)), rule),
            // What these say is that they were said.
            Rule::portfast | Rule::bpdu_guard | Rule::fallback | Rule::no_advertisements => (true, rule),
            _ => (false, rule),
        };
        if known { self.said.note(key, place) } else { Heard::Unknown }
    }

    /// A list of VLANs, or what is added to it or taken off.
    fn allow(&mut self, text: &str, place: Place) -> Heard {
        let (verb, list) = text.split_once(' ').unwrap_or(("", text));
        let Some((vlans, twice)) =
            value::vlans(if text == "none" || text == "all" { "1-4094" } else { list })
        else {
            return Heard::Unknown;
        };
        let every = || (1..=MOST_VLAN).collect::<VlanSet>();
        if verb == "add" || verb == "remove" {
            let all = self.allowed.get_or_insert_with(|| Box::new(every()));
            let before = vlans.iter().any(|vlan| all.contains(vlan) == (verb == "add"));
            if verb == "add" {
                all.union(&vlans);
            } else {
                **all = all.iter().filter(|vlan| !vlans.contains(*vlan)).collect();
            }
            self.said.note(Rule::trunk_allowed, place);
            return Heard::unless(before || twice);
        }
        self.allowed = match (verb, text) {
            ("except", _) => Some(Box::new(every().iter().filter(|vlan| !vlans.contains(*vlan)).collect())),
            (_, "none") => Some(Box::default()),
            (_, "all") => None,
            _ => Some(Box::new(vlans)),
        };
        match self.said.note(Rule::trunk_allowed, place) {
            Heard::Once => Heard::unless(twice),
            heard => heard,
        }
    }

    /// Into another VRF: the switch forgets the addresses.
    pub fn enter(&mut self, vrf: &str, place: Place) -> Heard {
        if self.vrf.as_deref() != Some(vrf) {
            self.address = None;
            self.secondary.clear();
            self.anycast.clear();
            self.addresses_v6.clear();
            self.gateways.clear();
            self.moved += 1;
            self.vrf = Some(vrf.to_owned());
        }
        self.said.note(Rule::interface_vrf, place)
    }

    pub fn bind(&mut self, text: &str, ipv6: bool, place: Place) -> Heard {
        let Some([name, direction]) = words::<2>(text) else { return Heard::Unknown };
        let list = if direction == "in" { &mut self.acl_in } else { &mut self.acl_out };
        let before = list.len();
        list.retain(|binding| binding.ipv6 != ipv6);
        let again = list.len() < before;
        list.push(AclBinding { name: name.to_owned(), ipv6, origin: Origin::default() });
        self.said.note(if ipv6 { Rule::acl_binding_v6 } else { Rule::acl_binding }, place);
        Heard::unless(again)
    }
}

/// `101 mode active`.
fn member(text: &str) -> Option<(u16, ChannelMode)> {
    let [channel, _, mode] = words(text)?;
    let mode = match mode {
        "active" => ChannelMode::Active,
        "passive" => ChannelMode::Passive,
        "on" => ChannelMode::On,
        _ => return None,
    };
    Some((channel.parse().ok()?, mode))
}

fn rate(text: &str) -> Option<LacpRate> {
    match text {
        "fast" => Some(LacpRate::Fast),
        "normal" => Some(LacpRate::Slow),
        _ => None,
    }
}

/// `300 min-rx 300 multiplier 3`; the plan has one interval for both directions. EOS sends no
/// echo packets unless told to.
pub(super) fn timers(text: &str) -> Option<BfdTimers> {
    let [interval, _, receive, _, multiplier] = words(text)?;
    if interval != receive {
        return None;
    }
    Some(BfdTimers { interval: interval.parse().ok()?, multiplier: multiplier.parse().ok()?, echo: false })
}
