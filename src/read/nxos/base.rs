//! Lines of the switch as a whole: its name, features, accounts, services, spanning tree.

use super::Rule;
use super::known::Known;
use super::words::{address, in_management, number, put, word, words};
use crate::model::value::UserRole;
use crate::plan::{Element, Feature, User};
use crate::read::value::{secret, vlans};

/// A line that begins no block.
pub fn line<'t>(known: &mut Known<'t>, rule: Rule, value: &'t str) -> Option<u32> {
    let element = match rule {
        Rule::hostname => {
            word(value)?.clone_into(&mut known.device.name);
            known.switch
        }
        // The switch refused the commands of it that came before.
        Rule::feature | Rule::feature_set | Rule::install_feature_set if known.begun && !known.running() => {
            return None;
        }
        Rule::feature => return feature(known, value.trim_ascii()),
        Rule::feature_set => {
            word(value).filter(|set| *set == "mpls")?;
            known.switch
        }
        Rule::install_feature_set => known.switch,
        Rule::version => {
            let version = value.split_ascii_whitespace().next()?;
            put(&mut known.device.version, version.to_owned(), &mut known.again);
            return Some(known.switch);
        }
        Rule::default_shutdown => {
            known.default_shutdown = true;
            known.switch
        }
        Rule::user => return user(known, value),
        Rule::domain_name => {
            known.device.services.domain = Some(word(value)?.to_owned());
            known.services
        }
        Rule::name_server | Rule::ntp | Rule::syslog => return servers(known, rule, value),
        Rule::stp_mst => {
            known.device.spanning_tree.mst = true;
            known.spanning_tree
        }
        Rule::stp_edge_guard => {
            known.device.spanning_tree.edge_guard = true;
            known.spanning_tree
        }
        Rule::stp_priority => {
            known.device.spanning_tree.priority = Some(number(value)?);
            known.spanning_tree
        }
        Rule::stp_without => {
            let (without, twice) = vlans(value.trim_ascii())?;
            let all = known.device.spanning_tree.without.get_or_insert_default();
            known.again |= twice || without.iter().any(|vlan| all.contains(vlan));
            all.union(&without);
            return Some(known.spanning_tree);
        }
        _ => return None,
    };
    known.once_of_all(rule);
    Some(element)
}

/// A feature. Labels are there when their set is installed and on as well.
fn feature(known: &mut Known<'_>, name: &str) -> Option<u32> {
    let feature = match name {
        "mpls l3vpn" => {
            known.once_of_all(Rule::feature);
            return Some(known.switch);
        }
        "bgp" => Feature::Bgp,
        "interface-vlan" => Feature::VlanInterfaces,
        "hsrp" => Feature::Hsrp,
        "lacp" => Feature::Lacp,
        "vpc" => Feature::Vpc,
        "lldp" => Feature::Lldp,
        "bfd" => Feature::Bfd,
        _ => return None,
    };
    known.again |= known.device.features.contains(&feature);
    known.device.features.push(feature);
    Some(known.switch)
}

/// `admin password 5 HASH role network-admin`.
fn user<'t>(known: &mut Known<'t>, value: &'t str) -> Option<u32> {
    let [name, "password", "5", password, "role", role] = words(value)? else { return None };
    let role = match role {
        "network-admin" => UserRole::NetworkAdmin,
        "network-operator" => UserRole::NetworkOperator,
        _ => return None,
    };
    let user = User { name: name.to_owned(), role, password: secret(password), origin: Default::default() };
    if let Some((position, element)) = known.users.get(name) {
        known.again = true;
        *known.device.users.get_mut(*position)? = user;
        return Some(*element);
    }
    let found = (known.device.users.len(), known.begin(Element::User(name.to_owned())));
    known.device.users.push(user);
    known.users.insert(name, found);
    Some(found.1)
}

/// Servers in the management VRF: of names several, of time one, of logs one that is told what is
/// of severity 6 or worse.
fn servers(known: &mut Known<'_>, rule: Rule, value: &str) -> Option<u32> {
    let words: Vec<&str> = in_management(value)?.collect();
    let (list, addresses) = match (rule, words.as_slice()) {
        (Rule::name_server, addresses) => (&mut known.device.services.dns, addresses),
        (Rule::ntp, [_]) => (&mut known.device.services.ntp, words.as_slice()),
        (_, [address, "6"]) => (&mut known.device.services.syslog, std::slice::from_ref(address)),
        _ => return None,
    };
    let addresses: Option<Vec<_>> = addresses.iter().map(|a| address(a)).collect();
    for address in addresses? {
        if known.servers.insert((rule, address)) {
            list.push(address);
        } else {
            known.again = true;
        }
    }
    Some(known.services)
}
