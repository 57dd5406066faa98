//! Edits of a plan: each picks, by a number, what it changes.

use selvedge::model::value::Os;
use selvedge::plan::{Device, Layer3, Membership, Port};

/// What an edit does, and how.
type Edit = (&'static str, fn(&mut Device, usize));

/// Edits by what they do.
pub const EDITS: &[Edit] = &[
    ("a VLAN joins or leaves a trunk", trunk),
    ("a VLAN comes onto a trunk", new_vlan),
    ("a VLAN is renamed", |d, n| one(&mut d.vlans, n, |v| v.name = format!("renamed-{n}"))),
    ("a port-channel's trunk and members", channel_trunk),
    ("two port-channels change numbers", swap_mlag),
    ("a port is said nothing of", clear_port),
    ("a port goes from the plan", |d, n| drop_one(&mut d.ports, n)),
    ("a port joins another port-channel", rejoin),
    ("a description", |d, n| one(&mut d.ports, n, |p| p.description = Some(format!("cable {n}")))),
    ("a port is shut down or not", |d, n| one(&mut d.ports, n, |p| p.shutdown = !p.shutdown)),
    ("an SVI changes its VRF", move_svi),
    ("a sub-interface changes its VRF", move_sub),
    ("two SVIs change addresses", swap_addresses),
    ("an SVI goes", |d, n| drop_one(&mut d.svis, n)),
    ("an SVI's MTU", |d, n| one(&mut d.svis, n, |s| s.layer3.mtu = Some(2000 + (n % 100) as u16))),
    ("a VRF goes with all that is in it", drop_vrf),
    ("a static route goes", |d, n| one(&mut d.vrfs, n, |v| v.statics.clear())),
    ("a session's AS", remote_as),
    ("a session goes", |d, n| {
        let bgp = d.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut()).collect::<Vec<_>>();
        one(bgp, n, |b| drop_one(&mut b.neighbors, n));
    }),
    ("a session's policy goes", |d, n| {
        sessions(d, n, |s| s.policy_in = None);
    }),
    ("a session's password", |d, n| {
        sessions(d, n, |s| s.password.iter_mut().for_each(|p| p.0 = format!("env:OTHER_{}", n % 9)));
    }),
    ("the AS", |d, n| d.bgp.iter_mut().for_each(|b| b.asn = 64_600 + (n % 100) as u32)),
    ("a rule of an access list goes", |d, n| one(&mut d.acls, n, |a| drop_one(&mut a.rules, n / 7))),
    ("a rule of an access list", |d, n| {
        one(&mut d.acls, n, |a| one(&mut a.rules, n / 7, |r| r.permit = !r.permit));
    }),
    ("an access list's numbers", |d, n| {
        one(&mut d.acls, n, |a| {
            a.rules.iter_mut().for_each(|r| r.sequence = (r.sequence + 3).min(4_294_967_295))
        });
    }),
    ("two access lists change their rules", |d, n| {
        let of: Vec<_> = d.acls.iter_mut().filter(|a| !a.ipv6).collect();
        swap(of, n, |a, b| std::mem::swap(&mut a.rules, &mut b.rules));
    }),
    ("a rule of a prefix list goes", |d, n| one(&mut d.prefix_lists, n, |l| drop_one(&mut l.rules, n / 7))),
    ("a rule of a prefix list", |d, n| {
        one(&mut d.prefix_lists, n, |l| one(&mut l.rules, n / 7, |r| r.permit = !r.permit));
    }),
    ("two prefix lists change their rules", |d, n| {
        let of: Vec<_> = d.prefix_lists.iter_mut().filter(|a| !a.ipv6).collect();
        swap(of, n, |a, b| std::mem::swap(&mut a.rules, &mut b.rules));
    }),
    ("a list of communities in another order", |d, n| {
        one(&mut d.community_lists, n, |l| {
            let mut more = l.rules[0].clone();
            more.communities = vec![format!("65000:{}", n % 60_000)];
            l.rules.push(more);
            l.rules.reverse();
        });
    }),
    ("an entry of a route map goes", |d, n| one(&mut d.route_maps, n, |m| drop_one(&mut m.entries, n / 7))),
    ("an entry of a route map", |d, n| {
        one(&mut d.route_maps, n, |m| one(&mut m.entries, n / 7, |e| e.permit = !e.permit));
    }),
    ("what an entry of a route map sets", |d, n| {
        one(&mut d.route_maps, n, |m| {
            one(&mut m.entries, n / 7, |e| e.local_preference = Some(n as u32 % 400))
        });
    }),
    ("classes of a policer in another order", |d, n| one(&mut d.policers, n, |p| p.classes.reverse())),
    ("a policer goes", |d, n| {
        if let Some(name) = pick(&d.policers, n).map(|p| p.name.clone()) {
            d.policers.retain(|p| p.name != name);
            layer3(d).filter(|l| l.policer.as_ref() == Some(&name)).for_each(|l| l.policer = None);
        }
    }),
    ("time servers in another order", |d, _| d.services.ntp.reverse()),
    ("another log server", |d, n| {
        d.services.syslog.insert(0, format!("10.200.1.{}", n % 250).parse().unwrap());
    }),
    ("a user goes", |d, n| drop_one(&mut d.users, n)),
    ("the pair's delay", |d, n| d.mlag.iter_mut().for_each(|m| m.reload_delay = Some(100 + (n % 50) as u16))),
    ("fallback", |d, n| one(&mut d.port_channels, n, |c| c.fallback = None)),
    ("the way out of management", |d, _| d.management.gateway = Some("10.9.2.254".parse().unwrap())),
    ("the name", |d, n| d.name = format!("other-{}", n % 10)),
];

fn pick<T>(list: &[T], n: usize) -> Option<&T> {
    list.get(n.checked_rem(list.len())?)
}

/// Changes one of several.
fn one<'t, T: 't>(list: impl IntoIterator<Item = &'t mut T>, n: usize, change: impl FnOnce(&mut T)) {
    let mut list: Vec<&mut T> = list.into_iter().collect();
    if let Some(at) = n.checked_rem(list.len()) {
        change(list[at]);
    }
}

fn drop_one<T>(list: &mut Vec<T>, n: usize) {
    if let Some(at) = n.checked_rem(list.len()) {
        list.remove(at);
    }
}

/// Two that stand behind each other.
fn swap<T>(mut list: Vec<&mut T>, n: usize, change: impl FnOnce(&mut T, &mut T)) {
    if list.len() > 1 {
        let at = n % (list.len() - 1);
        let (a, b) = list.split_at_mut(at + 1);
        change(a[at], b[0]);
    }
}

fn layer3(device: &mut Device) -> impl Iterator<Item = &mut Layer3> {
    let svis = device.svis.iter_mut().map(|s| &mut s.layer3);
    let ports = device.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
    let channels = device.port_channels.iter_mut().flat_map(|c| &mut c.sub_interfaces);
    svis.chain(ports.chain(channels).map(|s| &mut s.layer3))
}

fn toggle(allowed: &mut selvedge::model::value::VlanSet, vlan: u16) {
    let all = match allowed.contains(vlan) {
        true => allowed.iter().filter(|v| *v != vlan).collect(),
        false => allowed.iter().chain([vlan]).collect(),
    };
    *allowed = all;
}

fn trunk(device: &mut Device, n: usize) {
    let Some(vlan) = pick(&device.vlans, n / 3).map(|v| v.id) else { return };
    let trunks = device.ports.iter_mut().filter(|p| p.member.is_none()).filter_map(|p| p.trunk.as_mut());
    let trunks = trunks.filter_map(|t| t.allowed.as_mut()).collect::<Vec<_>>();
    one(trunks, n, |allowed| toggle(allowed, vlan));
}

/// A member of a Nexus says what its port-channel says.
fn channel_trunk(device: &mut Device, n: usize) {
    let Some(vlan) = pick(&device.vlans, n / 3).map(|v| v.id) else { return };
    let mut changed = None;
    one(&mut device.port_channels, n, |c| {
        if let Some(allowed) = c.trunk.as_mut().and_then(|t| t.allowed.as_mut()) {
            toggle(allowed, vlan);
            changed = Some((c.number, c.trunk.clone()));
        }
    });
    let Some((number, trunk)) = changed else { return };
    let of = |port: &Port| port.member.is_some_and(|m| m.number == number) && port.trunk.is_some();
    device.ports.iter_mut().filter(|p| of(p)).for_each(|p| p.trunk = trunk.clone());
}

fn new_vlan(device: &mut Device, n: usize) {
    let Some(mut vlan) = pick(&device.vlans, 0).cloned() else { return };
    vlan.id = 2500 + (n % 100) as u16;
    vlan.name = format!("new-{}", vlan.id);
    let id = vlan.id;
    device.vlans.retain(|v| v.id != id);
    device.vlans.push(vlan);
    let at = device.vlans.len() - 1;
    device.vlans.swap(0, at);
    trunk(device, n - n % 3);
    device.vlans.swap(0, at);
}

fn swap_mlag(device: &mut Device, n: usize) {
    let pairs: Vec<_> = device.port_channels.iter_mut().filter(|c| c.mlag.is_some()).collect();
    swap(pairs, n, |a, b| std::mem::swap(&mut a.mlag, &mut b.mlag));
}

fn clear_port(device: &mut Device, n: usize) {
    one(&mut device.ports, n, |p| {
        *p = Port { name: p.name.clone(), shutdown: true, ..Port::default() };
    });
}

fn rejoin(device: &mut Device, n: usize) {
    let Some(channel) = pick(&device.port_channels, n / 5).cloned() else { return };
    // A Nexus takes no member that is not like its port-channel.
    let nexus = device.os == Os::Nxos;
    if nexus && channel.trunk.is_none() {
        return;
    }
    let of = |port: &&mut Port| port.member.is_some() && (!nexus || port.trunk.is_some());
    one(device.ports.iter_mut().filter(of), n, |port| {
        if nexus {
            port.trunk.clone_from(&channel.trunk);
            port.mtu = channel.mtu;
        }
        port.member = port.member.map(|m| Membership { number: channel.number, ..m });
    });
}

fn move_svi(device: &mut Device, n: usize) {
    let vrf = pick(&device.vrfs, n / 5).map(|v| v.name.clone());
    one(&mut device.svis, n, |svi| svi.layer3.vrf = if n.is_multiple_of(7) { None } else { vrf });
}

fn move_sub(device: &mut Device, n: usize) {
    let vrf = pick(&device.vrfs, n / 5).map(|v| v.name.clone());
    let subs = device.ports.iter_mut().flat_map(|p| &mut p.sub_interfaces);
    one(subs, n, |sub| sub.layer3.vrf = if n.is_multiple_of(7) { None } else { vrf });
}

fn swap_addresses(device: &mut Device, n: usize) {
    swap(device.svis.iter_mut().collect(), n, |a, b| {
        std::mem::swap(&mut a.layer3.addresses, &mut b.layer3.addresses);
    });
}

fn drop_vrf(device: &mut Device, n: usize) {
    let Some(name) = pick(&device.vrfs, n).map(|v| v.name.clone()) else { return };
    device.vrfs.retain(|v| v.name != name);
    device.svis.retain(|s| s.layer3.vrf.as_ref() != Some(&name));
    let of = |l: &Layer3| l.vrf.as_ref() != Some(&name);
    device.ports.iter_mut().for_each(|p| p.sub_interfaces.retain(|s| of(&s.layer3)));
    device.port_channels.iter_mut().for_each(|c| c.sub_interfaces.retain(|s| of(&s.layer3)));
}

fn sessions(device: &mut Device, n: usize, change: impl FnOnce(&mut selvedge::plan::Session)) {
    let bgp = device.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut());
    one(bgp.flat_map(|b| &mut b.neighbors), n, |neighbor| change(&mut neighbor.session));
}

fn remote_as(device: &mut Device, n: usize) {
    let bgp = device.vrfs.iter_mut().filter_map(|v| v.bgp.as_mut());
    one(bgp.flat_map(|b| &mut b.neighbors), n, |neighbor| neighbor.asn = neighbor.asn.map(|asn| asn + 1));
}
