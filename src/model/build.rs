//! From statements to the fabric: decode, name, resolve, expand.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::allowance::Allowance;
use super::construct::{
    Construct, Decoder, DeviceBlock, FabricBlock, InternalNetwork, LockRoot, RackBlock, Root, VmAttach,
};
use super::hole::{Areas, Extents, Holes};
use super::names::{Lacking, Names};
use super::network::{Network, NetworkKind};
use super::rack::{Appliance, ApplianceKind, Ce, Pe, Rack, Server, Tor};
use super::value::{DeviceName, RackKind, VlanSet};
use super::{Domain, Fabric, Lock, Named, number_of};
use crate::finding::{self, At, FileId, Finding, Level, Span, any_error, once};
use crate::syntax::{self, Statement, Word};

/// How many devices one fabric may have.
const MAX_DEVICES: usize = 65_536;
/// How many nodes and VMs one fabric may have.
const MAX_WORKLOADS: u64 = 131_072;
/// The highest number of a PE, CE or TOR.
const MAX_ROUTER: u32 = 64;
/// The highest number of a rack.
const MAX_RACK: u32 = 4000;
/// The highest slot of a server.
const MAX_SLOT: u32 = 256;

/// Makes the fabric that statements describe. All that is wrong with names, values and references
/// is reported, and what is at fault left out: the fabric knows where it has holes. Where the
/// statements are only `partial`, no name is reported as missing: it may stand in what could not be
/// read. There is no fabric where nothing was said of one, or it is too large.
pub fn build(
    statements: Vec<Statement<'_>>,
    whole: Span,
    partial: bool,
    findings: &mut Vec<Finding>,
) -> Option<Fabric> {
    let top = top(without_includes(statements, findings), whole);
    let extents = Extents::of(top.block.as_deref().unwrap_or_default());
    let mut decoder = Decoder::new(findings);
    let mut root = Root::decode(&top, &mut decoder)?;
    in_order(&mut root);
    let Decoder { references, broken, allowances, .. } = decoder;
    let allowances = in_all(allowances, &root);
    let faulty = faulty(&extents, findings);
    let mut build = Build { names: Names::default(), extents: &extents, faulty, findings };
    build.check_fabric(&root, whole, broken.contains(&("fabric".to_owned(), String::new())));
    build.define(&root);
    let expanded = build.devices(&root);
    let counted = build.count_workloads(&root);
    let lacking = match partial {
        true => Lacking { areas: Areas::ALL, places: Vec::new() },
        false => build.names.resolve(&references, &broken, build.findings),
    };
    if finding::full(build.findings) {
        return None;
    }
    counted?;
    let unread = if root.fabric.is_none() { Areas::of("fabric") } else { None };
    let devices = build.expand(&root, expanded?);
    let mut fabric = fabric(root, devices, build.findings)?;
    fabric.allowances = allowances;
    fabric.holes = extents.holes(build.findings, &lacking.places);
    fabric.holes.areas = fabric.holes.areas.and(unread.unwrap_or_default()).and(lacking.areas);
    Some(fabric)
}

/// Reads a lock's statements. What is wrong with a lock is reported like anything else.
pub fn read_lock(statements: Vec<Statement<'_>>, whole: Span, findings: &mut Vec<Finding>) -> Lock {
    let mut decoder = Decoder::new(findings);
    Lock { root: LockRoot::decode(&top(statements, whole), &mut decoder) }
}

/// The statements but for includes, which have been followed. Of those only their form is left to
/// look at.
fn without_includes<'s>(
    mut statements: Vec<Statement<'s>>,
    findings: &mut Vec<Finding>,
) -> Vec<Statement<'s>> {
    statements.retain(|s| {
        if s.keyword.text != "include" {
            return true;
        }
        if s.block.is_some() {
            findings.push(
                Finding::error("unknown-block", s.keyword.span, "`include` has no block")
                    .here("takes a path only"),
            );
        }
        if s.values.is_empty() && !s.damaged {
            findings.push(
                Finding::error("missing-value", s.keyword.span, "`include` has no path")
                    .here("a path is missing behind it, on the same line"),
            );
        }
        if let Some(second) = s.values.get(1) {
            findings.push(
                Finding::error("too-many-values", second.span, "`include` takes one path")
                    .here("this is one too many")
                    .help("write one `include` for each file"),
            );
        }
        false
    });
    statements
}

/// The statements of the top level that have errors in them.
fn faulty(extents: &Extents<'_, '_>, findings: &[Finding]) -> HashSet<Span> {
    let errors = findings.iter().filter(|f| f.level == Level::Error);
    errors.filter_map(|f| Some(extents.around(f.primary.span)?.whole)).collect()
}

/// The whole as one statement, as the construct table sees it.
fn top(statements: Vec<Statement<'_>>, whole: Span) -> Statement<'_> {
    let keyword = Word { text: "".into(), quoted: false, span: whole };
    Statement {
        keyword,
        values: Vec::new(),
        block: Some(statements),
        whole,
        damaged: false,
        unclosed: false,
        garbled: false,
    }
}

/// What is said about findings in blocks, and at the top level.
fn in_all(mut allowances: Vec<Allowance>, root: &Root) -> Vec<Allowance> {
    allowances.extend(root.allows.iter().flat_map(|a| Allowance::allow(a, None)));
    allowances.extend(root.warns.iter().flat_map(|w| Allowance::warn(w, None)));
    allowances.sort_by_key(|a| a.rule.span);
    allowances
}

/// Puts what stands inside a construct in an order of its own, so that the order of statements
/// does not matter there either.
fn in_order(root: &mut Root) {
    for profile in &mut root.profiles.0 {
        profile.numa.0.sort_by_key(|n| n.cell.0);
        for cell in &mut profile.numa.0 {
            cell.pnics.0.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        }
    }
    for cluster in &mut root.clusters.0 {
        let attach = cluster.pools.0.iter_mut().map(|p| &mut p.attach.0).chain([&mut cluster.attach.0]);
        for list in attach {
            list.sort_by(|a, b| {
                (&a.network.name, a.plugin.0.value).cmp(&(&b.network.name, b.plugin.0.value))
            });
        }
        if let Some(balancer) = &mut cluster.load_balancer.0 {
            balancer.pools.0.sort_by(|a, b| a.name.value.cmp(&b.name.value));
        }
    }
    for vm in &mut root.vms.0 {
        let addresses = |a: &VmAttach| a.addresses.iter().map(|x| x.0).collect::<Vec<_>>();
        let key = |a: &VmAttach| {
            (a.network.name.clone(), addresses(a), a.interface.as_ref().map(|i| i.value.clone()))
        };
        vm.attach.0.sort_by_cached_key(key);
    }
    let l3 = root.l3_domains.0.iter_mut().map(|d| &mut d.external.0);
    let infra = root.infrastructure.0.iter_mut().map(|d| &mut d.external.0);
    for external in l3.chain(infra) {
        external.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    }
}

struct Build<'f> {
    names: Names,
    extents: &'f Extents<'f, 'f>,
    /// The statements in which something could not be read.
    faulty: HashSet<Span>,
    findings: &'f mut Vec<Finding>,
}

/// Names of devices before they are looked up: what each rack holds.
struct Expanded {
    racks: Vec<(Named, Arc<RackBlock>)>,
}

/// Devices with what they refer to.
struct Devices {
    pes: Vec<Pe>,
    ces: Vec<Ce>,
    racks: Vec<Rack>,
}

fn named(rack: &Named, name: &At<DeviceName>) -> Named {
    At::new(format!("{}-{}", rack.value, name.value).into(), name.span)
}

impl Build<'_> {
    fn check_fabric(&mut self, root: &Root, whole: Span, broken: bool) {
        if root.fabric.is_none() && !broken && !any_error(self.findings) {
            self.findings.push(
                Finding::error("fabric-missing", whole, "there is no `fabric` statement")
                    .here("nothing here says what the instance is")
                    .help("`selvedge init DIR` writes a small fabric to begin with"),
            );
        }
    }

    /// Takes the names of everything but devices.
    fn define(&mut self, root: &Root) {
        macro_rules! define {
            ($space:literal, $kind:literal, $items:expr) => {
                for item in $items.iter() {
                    self.names.define($space, $kind, &item.name.value, item.name.span, self.findings);
                }
            };
        }
        define!("platform", "platform", root.platforms);
        define!("profile", "server-profile", root.profiles);
        define!("domain", "l2-isolation-domain", root.l2_domains);
        define!("domain", "l3-isolation-domain", root.l3_domains);
        define!("domain", "infrastructure-domain", root.infrastructure.as_slice());
        define!("nni", "nni", root.nnis);
        define!("prefix-list", "prefix-list", root.prefix_lists);
        define!("community-list", "community-list", root.community_lists);
        define!("ext-community-list", "extended-community-list", root.ext_community_lists);
        define!("policy", "route-policy", root.policies);
        define!("acl", "access-list", root.acls);
        define!("network", "l2-network", root.l2_networks);
        define!("network", "l3-network", root.l3_networks);
        define!("network", "trunked-network", root.trunks);
        define!("network", "cloud-services-network", root.csns);
        define!("cluster", "cluster", root.clusters);
        define!("vm", "vm", root.vms);
        define!("bond", "bond", root.bonds);
        for network in root.infrastructure.iter().flat_map(|d| d.internal.iter()) {
            self.names.add("infrastructure network", &network.name, network.name.span);
        }
        self.define_inside(root);
    }

    /// Takes the names that have to be unique inside one construct only.
    fn define_inside(&mut self, root: &Root) {
        let mut scope = |kind: &'static str, names: &mut dyn Iterator<Item = (String, Span)>| {
            let mut inner = Names::default();
            for (name, span) in names {
                inner.define(kind, kind, &name, span, self.findings);
            }
        };
        let l3 = root.l3_domains.iter().map(|d| (&d.internal, &d.external));
        let infra = root.infrastructure.iter().map(|d| (&d.internal, &d.external));
        for (internal, external) in l3.chain(infra) {
            scope("internal-network", &mut internal.iter().map(|n| (n.name.to_string(), n.name.span)));
            scope("external-network", &mut external.iter().map(|n| (n.name.to_string(), n.name.span)));
        }
        for cluster in root.clusters.iter() {
            scope("agent-pool", &mut cluster.pools.iter().map(|p| (p.name.to_string(), p.name.span)));
        }
        for pools in root.clusters.iter().filter_map(|c| c.load_balancer.as_ref()).map(|b| &b.pools) {
            scope("pool", &mut pools.iter().map(|p| (p.name.to_string(), p.name.span)));
        }
        for profile in root.profiles.iter() {
            scope("numa cell", &mut profile.numa.iter().map(|n| (n.cell.to_string(), n.cell.span)));
            // What a second cell of one number holds is called twice by the same mistake; so are the
            // ports of a second pNIC of one name.
            let mut cells = HashSet::new();
            let mut names = HashSet::new();
            let first = profile.numa.iter().filter(|n| cells.insert(n.cell.value.0));
            let pnics: Vec<_> = first.flat_map(|n| n.pnics.iter()).collect();
            scope("pnic", &mut pnics.iter().map(|p| (p.name.to_string(), p.name.span)));
            let pnics: Vec<_> = pnics.into_iter().filter(|p| names.insert(p.name.to_string())).collect();
            let ports = pnics.iter().flat_map(|p| p.ports.iter());
            scope("port", &mut ports.map(|p| (p.to_string(), p.span)));
        }
        let groups = root.platforms.iter().map(|p| &p.ports).chain(root.pes.iter().map(|p| &p.ports));
        for groups in groups {
            scope("group of ports", &mut groups.iter().map(|g| (g.role.to_string(), g.role.span)));
            let mut roles = HashSet::new();
            let first = groups.iter().filter(|g| roles.insert(g.role.to_string()));
            scope("port", &mut first.flat_map(|g| g.names.iter()).map(|p| (p.to_string(), p.span)));
        }
        for user in root.fabric.iter().map(|f| &f.users) {
            scope("user", &mut user.iter().map(|u| (u.name.to_string(), u.name.span)));
        }
    }

    /// Takes the names of devices and racks, unless there are too many.
    fn devices(&mut self, root: &Root) -> Option<Expanded> {
        let mut racks = Vec::new();
        for pe in root.pes.iter() {
            for name in pe.names.iter() {
                self.device("pe", name, &name.value);
            }
        }
        for ce in root.ces.iter() {
            for name in ce.names.iter() {
                self.device("ce", name, &name.value);
            }
        }
        for array in root.arrays.iter() {
            self.device("storage-array", &array.name, &array.name.value);
        }
        let mut count = 0usize;
        for block in root.racks.0.iter().map(|b| Arc::new(b.clone())) {
            let inside = block.tors.iter().map(|t| t.names.len()).sum::<usize>()
                + block.servers.iter().map(|s| s.names.len()).sum::<usize>()
                + block.management_switches.iter().map(|s| s.names.len()).sum::<usize>()
                + block.brokers.iter().map(|s| s.names.len()).sum::<usize>()
                + block.terminals.iter().map(|s| s.names.len()).sum::<usize>();
            count = count.saturating_add(inside.saturating_mul(block.names.len()));
            if count > MAX_DEVICES {
                self.findings.push(
                    Finding::error(
                        "too-many-devices",
                        block.span,
                        format!("the fabric has more than {MAX_DEVICES} devices"),
                    )
                    .here(format!("{} racks of {inside} devices", block.names.len())),
                );
                return None;
            }
            for name in block.names.iter() {
                let rack: Named = At::new(name.value.0.clone(), name.span);
                let free = self.names.define("rack", "rack", &rack.value, rack.span, self.findings);
                // What stands in a second rack of one name is called twice by the same mistake.
                for (kind, names) in contents(&block).into_iter().filter(|_| free) {
                    for name in names {
                        let full = named(&rack, name);
                        self.device(kind, name, &full.value);
                    }
                }
                racks.push((rack, block.clone()));
            }
        }
        Some(Expanded { racks })
    }

    /// Keeps a slip in a `count` from filling the memory.
    fn count_workloads(&mut self, root: &Root) -> Option<()> {
        let mut count = root.vms.len() as u64;
        let control_planes = root.clusters.iter().map(|c| c.control_plane.count);
        let pools = root.clusters.iter().flat_map(|c| c.pools.iter()).map(|p| p.count);
        for nodes in control_planes.map(|n| n.map(|n| n.0)).chain(pools.map(|n| n.map(|n| n.0))) {
            count += nodes.value;
            if count > MAX_WORKLOADS {
                let title = format!("the fabric has more than {MAX_WORKLOADS} nodes and VMs");
                let finding = Finding::error("too-many-workloads", nodes.span, title);
                self.findings.push(finding.here(format!("{} nodes here", nodes.value)));
                return None;
            }
        }
        Some(())
    }

    fn device(&mut self, kind: &'static str, name: &At<DeviceName>, full: &str) {
        self.names.define("device", kind, full, name.span, self.findings);
        self.names.add("device", full, name.span);
    }

    /// Devices with numbers and with what they refer to.
    fn expand(&mut self, root: &Root, expanded: Expanded) -> Devices {
        let platforms: HashMap<&str, Arc<_>> =
            root.platforms.iter().map(|p| (&*p.name.value.0, Arc::new(p.clone()))).collect();
        let profiles: HashMap<&str, Arc<_>> =
            root.profiles.iter().map(|p| (&*p.name.value.0, Arc::new(p.clone()))).collect();
        let mut pes = Vec::new();
        for block in root.pes.iter().map(|b| Arc::new(b.clone())) {
            for name in block.names.iter() {
                let written = block.number.as_ref().map(|n| n.0);
                let Some(number) = self.number("PE", name, written, MAX_ROUTER) else { continue };
                pes.push(Pe { name: At::new(name.0.clone(), name.span), number, block: block.clone() });
            }
        }
        let mut ces = Vec::new();
        for block in root.ces.iter() {
            for name in block.names.iter() {
                let written = block.number.as_ref().map(|n| n.0);
                let Some(number) = self.number("CE", name, written, MAX_ROUTER) else { continue };
                if let Some(platform) = platforms.get(&*block.platform.name) {
                    let name = At::new(name.0.clone(), name.span);
                    ces.push(Ce { name, number, platform: platform.clone() });
                }
            }
        }
        let mut racks = Vec::new();
        for (name, block) in expanded.racks {
            let number = match block.kind.value {
                RackKind::Compute => {
                    let at = At::new(DeviceName(name.value.clone()), name.span);
                    let written = block.number.as_ref().map(|n| n.0);
                    let Some(number) = self.number("rack", &at, written, MAX_RACK) else { continue };
                    Some(number)
                }
                RackKind::Aggregate => None,
            };
            let mut rack =
                Rack { name, number, block, tors: Vec::new(), servers: Vec::new(), appliances: Vec::new() };
            let block = rack.block.clone();
            for tor in block.tors.iter() {
                for short in tor.names.iter() {
                    let Some(member) = self.number("TOR", short, None, MAX_ROUTER) else { continue };
                    if let Some(platform) = platforms.get(&*tor.platform.name) {
                        let name = named(&rack.name, short);
                        rack.tors.push(Tor { name, member, platform: platform.clone(), span: tor.span });
                    }
                }
            }
            for server in block.servers.iter() {
                for short in server.names.iter() {
                    let written = server.slot.as_ref().map(|n| n.0);
                    let Some(slot) = self.number("server", short, written, MAX_SLOT) else { continue };
                    if let Some(profile) = profiles.get(&*server.profile.name) {
                        let name = named(&rack.name, short);
                        rack.servers.push(Server { name, slot, profile: profile.clone(), span: server.span });
                    }
                }
            }
            for switch in block.management_switches.iter().map(|b| Arc::new(b.clone())) {
                let platform = switch.platform.as_ref().and_then(|p| platforms.get(&*p.name)).cloned();
                for short in switch.names.iter() {
                    let kind = ApplianceKind::ManagementSwitch(switch.clone(), platform.clone());
                    rack.appliances.push(appliance(&rack.name, short, kind));
                }
            }
            for broker in block.brokers.iter().map(|b| Arc::new(b.clone())) {
                for short in broker.names.iter() {
                    rack.appliances.push(appliance(&rack.name, short, ApplianceKind::Broker(broker.clone())));
                }
            }
            for terminal in block.terminals.iter().map(|b| Arc::new(b.clone())) {
                for short in terminal.names.iter() {
                    rack.appliances.push(appliance(
                        &rack.name,
                        short,
                        ApplianceKind::Terminal(terminal.clone()),
                    ));
                }
            }
            rack.tors.sort_by(|a, b| (a.member, &a.name.value).cmp(&(b.member, &b.name.value)));
            rack.servers.sort_by(|a, b| (a.slot, &a.name.value).cmp(&(b.slot, &b.name.value)));
            rack.appliances.sort_by(|a, b| a.name.value.cmp(&b.name.value));
            racks.push(rack);
        }
        pes.sort_by(|a, b| (a.number, &a.name.value).cmp(&(b.number, &b.name.value)));
        ces.sort_by(|a, b| (a.number, &a.name.value).cmp(&(b.number, &b.name.value)));
        racks.sort_by(|a, b| {
            let key = |r: &Rack| (r.number.is_none(), r.number);
            (key(a), &a.name.value).cmp(&(key(b), &b.name.value))
        });
        Devices { pes, ces, racks }
    }

    /// The number that counts a device among its like: 1 to `most`.
    fn number(&mut self, what: &str, name: &At<DeviceName>, written: Option<u64>, most: u32) -> Option<u32> {
        let number = number_of(&name.value, written);
        if let Some(number) = number.filter(|n| *n <= most) {
            return Some(number);
        }
        let digits = name.value.chars().rev().take_while(char::is_ascii_digit).count();
        let finding = match (number, digits) {
            // It may have been meant to have one, or to need none.
            (None, 0) if self.extents.around(name.span).is_some_and(|s| self.faulty.contains(&s.whole)) => {
                return None;
            }
            (None, 0) => {
                Finding::error("number-missing", name.span, format!("{what} `{}` has no number", name.value))
                    .here("its name ends in none")
                    .help("end the name in a number from 1, or give it one in its block")
            }
            _ => {
                let shown = name.value.get(name.value.len() - digits..).unwrap_or_default();
                let title = format!("{what} `{}` has number {shown}", name.value);
                Finding::error("value-out-of-range", name.span, title).here(format!("1 to {most}"))
            }
        };
        once(self.findings, finding);
        None
    }
}

fn appliance(rack: &Named, short: &At<DeviceName>, kind: ApplianceKind) -> Appliance {
    Appliance { name: named(rack, short), number: number_of(&short.value, None).unwrap_or(1), kind }
}

/// The names of what stands in a rack, by kind.
fn contents(block: &RackBlock) -> Vec<(&'static str, &Vec<At<DeviceName>>)> {
    let mut names: Vec<(&'static str, &Vec<At<DeviceName>>)> = Vec::new();
    names.extend(block.tors.iter().map(|b| ("tor", &b.names.0)));
    names.extend(block.servers.iter().map(|b| ("server", &b.names.0)));
    names.extend(block.management_switches.iter().map(|b| ("management-switch", &b.names.0)));
    names.extend(block.brokers.iter().map(|b| ("packet-broker", &b.names.0)));
    names.extend(block.terminals.iter().map(|b| ("terminal-server", &b.names.0)));
    names
}

/// Puts the parts in their order: by name, whatever the order of the statements.
fn fabric(root: Root, devices: Devices, findings: &mut Vec<Finding>) -> Option<Fabric> {
    let networks = networks(&root);
    let mut domains: Vec<Domain> = root.l3_domains.0.into_iter().map(Domain::from_l3).collect();
    domains.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    if let Some(infra) = root.infrastructure.0 {
        domains.insert(0, Domain::from_infrastructure(*infra));
    }
    let mut arrays = Vec::new();
    for array in root.arrays.0 {
        let number = number_of(&array.name.value, array.number.as_ref().map(|n| n.0)).unwrap_or(1);
        arrays.push((number, array));
    }
    arrays.sort_by(|a, b| (a.0, &a.1.name.value).cmp(&(b.0, &b.1.name.value)));
    let mut blocks: HashMap<Arc<str>, DeviceBlock> = HashMap::new();
    for block in root.devices.0 {
        if let Some(first) = blocks.get(&block.name.value.name) {
            findings.push(
                Finding::error(
                    "duplicate-name",
                    block.name.span,
                    format!("device `{}` is set twice", block.name),
                )
                .here("a second time")
                .label(first.name.span, "first here"),
            );
            continue;
        }
        blocks.insert(block.name.value.name.clone(), block);
    }
    macro_rules! by_name {
        ($items:expr) => {{
            let mut items = $items.0;
            items.sort_by(|a, b| a.name.value.cmp(&b.name.value));
            items
        }};
    }
    let mut cables = root.cables.0;
    cables.sort_by_key(|c| c.span);
    Some(Fabric {
        fabric: Arc::new(*root.fabric.0.or_else(stand_in)?),
        allowances: Vec::new(),
        holes: Holes::default(),
        domain_index: domains
            .iter()
            .enumerate()
            .map(|(i, d)| (Arc::from(d.name.value.as_str()), i))
            .collect(),
        network_index: networks.iter().enumerate().map(|(i, n)| (n.name.value.clone(), i)).collect(),
        rack_index: devices.racks.iter().enumerate().map(|(i, r)| (r.name.value.clone(), i)).collect(),
        pes: devices.pes,
        ces: devices.ces,
        racks: devices.racks,
        arrays,
        domains,
        l2_domains: by_name!(root.l2_domains),
        nnis: by_name!(root.nnis),
        networks,
        csns: by_name!(root.csns),
        clusters: by_name!(root.clusters),
        vms: by_name!(root.vms),
        prefix_lists: by_name!(root.prefix_lists),
        community_lists: by_name!(root.community_lists),
        ext_community_lists: by_name!(root.ext_community_lists),
        policies: by_name!(root.policies),
        acls: by_name!(root.acls),
        cables,
        bonds: by_name!(root.bonds),
        ports: root.ports.0,
        devices: blocks,
    })
}

/// What stands for a `fabric` statement that could not be read: rules about it are not run then, and
/// its pools are where nobody has an address.
fn stand_in() -> Option<Box<FabricBlock>> {
    const TEXT: &str = "fabric unread { asn 4294967294; services {}; pools { loopback 240.0.0.0/12
        point-to-point 240.16.0.0/12; management 240.32.0.0/12 } }";
    let mut none = Vec::new();
    let parsed = syntax::parse(TEXT, FileId::default(), &mut none);
    let mut decoder = Decoder::new(&mut none);
    FabricBlock::decode(parsed.statements.first()?, &mut decoder).map(Box::new)
}

/// Workload networks by name, with what they take from their domains.
fn networks(root: &Root) -> Vec<Network> {
    let interface =
        |written: Option<At<Arc<str>>>, name: &At<Arc<str>>| written.unwrap_or_else(|| name.clone());
    let l2: HashMap<&str, _> = root.l2_domains.iter().map(|d| (&**d.name, (d.vlan.0, d.mtu.0.0))).collect();
    let l3: HashMap<&str, _> = root.l3_domains.iter().map(|d| (&**d.name, &d.internal.0)).collect();
    let mut networks = Vec::new();
    for block in root.l2_networks.iter() {
        let name = block.name.clone().map(|n| n.0);
        let (vlan, mtu) = l2.get(&*block.domain.name).copied().unwrap_or((0, 1500));
        networks.push(Network {
            kind: NetworkKind::L2,
            vlans: [vlan].into_iter().collect(),
            mtu,
            interface: interface(block.interface.0.clone().map(|i| i.map(|i| i.0)), &name),
            name,
            span: block.span,
        });
    }
    for block in root.l3_networks.iter() {
        let name = block.name.clone().map(|n| n.0);
        let network: Option<&InternalNetwork> =
            l3.get(&*block.domain.name).and_then(|i| i.iter().find(|n| n.vlan.0 == block.vlan.0));
        networks.push(Network {
            kind: NetworkKind::L3 {
                domain: block.domain.clone().map(|d| d.name),
                vlan: block.vlan.map(|v| v.0),
                ipam: block.ipam.iter().map(|r| r.map(|r| (r.first, r.last))).collect(),
            },
            vlans: [block.vlan.0].into_iter().collect(),
            mtu: network.map_or(1500, |n| n.mtu.0.0),
            interface: interface(block.interface.0.clone().map(|i| i.map(|i| i.0)), &name),
            name,
            span: block.span,
        });
    }
    for block in root.trunks.iter() {
        let name = block.name.clone().map(|n| n.0);
        let vlans: VlanSet = block.vlans.iter().flat_map(|r| r.first..=r.last).collect();
        let mtus = block.domains.iter().flat_map(|d| {
            let inside = l3.get(&*d.name).into_iter().copied().flatten();
            let routed = inside.filter(|n| vlans.contains(n.vlan.0)).map(|n| n.mtu.0.0);
            routed.chain(l2.get(&*d.name).map(|(_, mtu)| *mtu)).collect::<Vec<_>>()
        });
        networks.push(Network {
            kind: NetworkKind::Trunk {
                domains: block.domains.iter().map(|d| d.clone().map(|d| d.name)).collect(),
                ranges: block.vlans.0.clone(),
            },
            mtu: mtus.max().unwrap_or(1500),
            vlans,
            interface: interface(block.interface.0.clone().map(|i| i.map(|i| i.0)), &name),
            name,
            span: block.span,
        });
    }
    networks.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    networks
}
