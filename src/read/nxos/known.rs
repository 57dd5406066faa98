//! What is known so far: the plan in the making, and what has no place in it until the text ends.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::places::{self, Parent};
use super::said::Said;
use super::{Element, Manner, Rule, idle, policer, policy, tidy};
use crate::model::value::{Os, VlanSet};
use crate::plan::{BgpVrf, Device, Feature, Peer, SubInterface};
use crate::read::Reading;

/// A position in a list of the plan, and the element there.
pub type At = (usize, u32);

/// A class map: traffic that a policer may name.
pub struct Class<'t> {
    pub name: &'t str,
    /// The access list that says which.
    pub acl: &'t str,
    /// The element, which is the policer's that names it, and whether one does.
    pub element: u32,
    pub named: bool,
    /// Its lines, from 1, with the line that begins it.
    pub lines: Vec<(usize, &'t str)>,
}

/// What is known so far. Positions are those in the lists of the plan.
pub struct Known<'t> {
    pub device: Device,
    manner: Manner,
    reading: Reading,
    /// Elements that every switch has.
    pub switch: u32,
    pub services: u32,
    pub management: u32,
    pub spanning_tree: u32,
    /// What the line before spoke of, and whether any line is known.
    last: u32,
    any: bool,
    /// Whether the line says again what another has said.
    pub again: bool,
    /// Whether a command came that needs a feature: then it is too late for one.
    pub begun: bool,
    /// Statements of the block, and of the switch as a whole.
    pub said: Said,
    pub said_once: Said,
    /// Whether the platform's `shutdown` of switch ports was turned round.
    pub default_shutdown: bool,
    /// VLANs of lists, and those with a block.
    pub listed: VlanSet,
    pub stanzas: VlanSet,
    pub named: VlanSet,
    pub vlans: HashMap<u16, At>,
    pub users: HashMap<&'t str, At>,
    pub servers: HashSet<(Rule, IpAddr)>,
    pub pair: u32,
    pub vrfs: HashMap<&'t str, At>,
    pub routes: HashMap<(usize, IpNet, IpAddr), At>,
    /// Next hops that BFD watches: VRF, interface, address.
    pub watched: HashSet<(usize, &'t str, IpAddr)>,
    /// Route targets: VRF, whether of IPv6, which way, target.
    pub targets: HashSet<(usize, bool, Rule, &'t str)>,
    pub bgp: u32,
    /// Parts of BGP with their VRFs.
    pub bgp_vrfs: Vec<(&'t str, BgpVrf)>,
    pub bgp_vrf_names: HashMap<&'t str, At>,
    /// Neighbours, by the position of their part of BGP.
    pub neighbors: BTreeMap<(Option<usize>, Peer), At>,
    /// Templates of neighbours.
    pub templates: HashMap<&'t str, At>,
    pub aggregates: HashSet<(usize, IpNet)>,
    pub ports: HashMap<Cow<'t, str>, At>,
    /// What was said of `shutdown`, by port.
    pub shutdown: Vec<Option<bool>>,
    pub channels: HashMap<u16, At>,
    pub subs: Vec<(Parent<'t>, SubInterface)>,
    /// Sub-interfaces: whether of a port-channel, name.
    pub sub_names: HashMap<(bool, &'t str), At>,
    pub svis: HashMap<u16, At>,
    /// Groups of HSRP, VLAN, number, whether of IPv6: the position of their gateway.
    pub groups: HashMap<(u16, u16, bool), usize>,
    /// Loopbacks by number: of a compile there is one.
    pub loopbacks: HashMap<u16, At>,
    /// Lists by name, those of two families by whether they are of IPv6.
    pub acls: HashMap<(bool, &'t str), At>,
    pub prefix_lists: HashMap<(bool, &'t str), At>,
    /// The highest number in a prefix list.
    pub highest: HashMap<usize, u64>,
    pub community_lists: HashMap<&'t str, At>,
    pub ext_community_lists: HashMap<&'t str, At>,
    pub route_maps: HashMap<&'t str, usize>,
    /// Numbers of rules and entries, by kind of list, position and number.
    pub numbers: HashMap<(Rule, usize, u64), At>,
    /// Rules without numbers, by kind of list, position and words.
    pub list_rules: HashSet<(Rule, usize, &'t str)>,
    pub policers: HashMap<&'t str, At>,
    /// The lines, from 1, that begin policers.
    pub policer_lines: Vec<(usize, &'t str)>,
    pub classes: Vec<Class<'t>>,
    pub class_names: HashMap<&'t str, usize>,
}

impl<'t> Known<'t> {
    pub fn new(manner: Manner) -> Self {
        let mut reading = Reading::new(Os::Nxos);
        let switch = reading.begin(Element::Device);
        let services = reading.begin(Element::Services);
        let management = reading.begin(Element::Management);
        let spanning_tree = reading.begin(Element::SpanningTree);
        Known {
            device: Device::empty(Os::Nxos),
            manner,
            reading,
            switch,
            services,
            management,
            spanning_tree,
            last: switch,
            any: false,
            again: false,
            begun: false,
            said: Said::default(),
            said_once: Said::default(),
            default_shutdown: false,
            listed: VlanSet::default(),
            stanzas: VlanSet::default(),
            named: VlanSet::default(),
            vlans: HashMap::new(),
            users: HashMap::new(),
            servers: HashSet::new(),
            pair: switch,
            vrfs: HashMap::new(),
            routes: HashMap::new(),
            watched: HashSet::new(),
            targets: HashSet::new(),
            bgp: switch,
            bgp_vrfs: Vec::new(),
            bgp_vrf_names: HashMap::new(),
            neighbors: BTreeMap::new(),
            templates: HashMap::new(),
            aggregates: HashSet::new(),
            ports: HashMap::new(),
            shutdown: Vec::new(),
            channels: HashMap::new(),
            subs: Vec::new(),
            sub_names: HashMap::new(),
            svis: HashMap::new(),
            groups: HashMap::new(),
            loopbacks: HashMap::new(),
            acls: HashMap::new(),
            prefix_lists: HashMap::new(),
            highest: HashMap::new(),
            community_lists: HashMap::new(),
            ext_community_lists: HashMap::new(),
            route_maps: HashMap::new(),
            numbers: HashMap::new(),
            list_rules: HashSet::new(),
            policers: HashMap::new(),
            policer_lines: Vec::new(),
            classes: Vec::new(),
            class_names: HashMap::new(),
        }
    }

    /// Whether the text is of a switch, or a hand, and of no compile.
    pub fn running(&self) -> bool {
        self.manner == Manner::Running
    }

    /// Whether a statement of an interface may do nothing without another one.
    pub fn waits(&self, rule: Rule) -> bool {
        if self.running() { idle::waits_running(rule) } else { idle::waits(rule) }
    }

    pub fn begin(&mut self, element: Element) -> u32 {
        self.reading.begin(element)
    }

    pub fn line_count(&self) -> usize {
        self.reading.line_count()
    }

    /// A statement with one value is made.
    pub fn once(&mut self, rule: Rule) {
        self.again |= self.said.before(rule);
    }

    /// A statement with one value is made of the switch as a whole.
    pub fn once_of_all(&mut self, rule: Rule) {
        self.again |= self.said_once.before(rule);
    }

    /// The next line speaks of an element.
    pub fn says(&mut self, element: u32, line: &str) {
        self.reading.says(element);
        // What a switch shows, it has in effect, however often it is said.
        if std::mem::take(&mut self.again) && !self.running() {
            self.reading.again(line);
        }
        self.last = element;
        self.any = true;
    }

    /// Whether no line is known so far.
    pub fn nothing(&self) -> bool {
        !self.any
    }

    /// The next line is not known: whether it is of EVPN or VXLAN.
    pub fn not_known(&mut self, block: &str, line: &str) -> bool {
        self.again = false;
        self.reading.not_known(block, line);
        self.reading.unknown.last().is_some_and(|unknown| unknown.overlay)
    }

    /// The line before, which is not known, is of EVPN or VXLAN.
    pub fn of_overlay(&mut self) {
        self.reading.of_overlay();
    }

    /// The next line says nothing, but for the comment that names model and version.
    pub fn gap(&mut self, line: &str) {
        self.reading.says(self.last);
        let title = line.strip_prefix("! device: ").and_then(|l| l.trim_end().strip_suffix(')'));
        if let Some((_, of)) = title.and_then(|t| t.split_once(" (")) {
            let (model, version) = of.split_once(", ").map_or((of, None), |(m, v)| (m, Some(v)));
            self.device.model = model.to_owned();
            self.device.version = version.map(str::to_owned);
        }
    }

    /// The reading, when the text has ended: what was waiting for its place gets it.
    pub fn finish(mut self) -> Reading {
        let device = &mut self.device;
        for (port, shutdown) in device.ports.iter_mut().zip(&self.shutdown) {
            port.shutdown = shutdown.unwrap_or(port.routed || self.default_shutdown);
        }
        if [Rule::install_feature_set, Rule::feature_set, Rule::feature]
            .iter()
            .all(|r| self.said_once.has(*r))
        {
            device.features.push(Feature::MplsL3vpn);
        }
        for (position, vrf) in device.vrfs.iter_mut().enumerate() {
            for route in &mut vrf.statics {
                let watched = |interface| self.watched.contains(&(position, interface, route.next_hop));
                route.bfd = route.interface.as_deref().is_some_and(watched);
            }
        }
        for (name, bgp) in self.bgp_vrfs.drain(..) {
            let vrf = self.vrfs.get(name).and_then(|(position, _)| device.vrfs.get_mut(*position));
            if let Some(vrf) = vrf {
                vrf.bgp = Some(bgp);
            }
        }
        let peer_link = device.port_channels.iter().find(|c| c.peer_link).map(|c| c.number);
        if let Some(pair) = &mut device.mlag {
            pair.peer_link = peer_link.unwrap_or_default();
        }
        places::attach(&mut self);
        policy::finish(&mut self);
        policer::finish(&mut self);
        match self.manner {
            // One without an address is no router's.
            Manner::Compiled => self.device.loopbacks.retain(|l| !l.addresses.is_empty()),
            Manner::Running => tidy::finish(&mut self.device),
        }
        self.device.sort();
        self.reading.device = self.device;
        self.reading.sort_unknown();
        self.reading
    }

    /// A line that was counted turns out to have no place in the plan.
    pub fn unsay(&mut self, line: usize, block: &str, text: &str) {
        self.reading.unsay(line, block, text);
    }

    /// An element turns out to be another.
    pub fn becomes(&mut self, position: u32, element: Element) {
        self.reading.becomes(position, element);
    }
}
