//! The netplan of a server.
//!
//! Only keys that netplan 0.106 and 1.x both take. netplan accepts much that does not work, such
//! as a VLAN with a larger MTU than its bond's; that none of it is written is the plan's concern.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::yaml::{self, Entries};
use crate::plan::{Bond, BondMode, Host, HostVf, HostVlan, Pf};

/// Who may read the file: netplan 1.x complains about anything wider.
pub const MODE: u32 = 0o600;

/// Where the file lies in the tree, so that `netplan generate --root-dir hosts/<server>` finds it.
pub fn path(host: &Host) -> String {
    format!("hosts/{}/etc/netplan/60-fabric.yaml", host.name)
}

/// The file's text.
///
/// # Errors
/// See [`yaml::text`].
pub fn text(host: &Host) -> Result<String, yaml::Error> {
    let Host { name, fabric, profile, .. } = host;
    let what = format!("Server {name} ({profile}) of fabric {fabric}.");
    yaml::text(&what, &document(host))
}

/// What the file says.
pub fn document(host: &Host) -> impl Serialize {
    let pfs = host.pfs.iter().map(|pf| (pf.name.as_str(), Ethernet::Pf(pf.into())));
    let vfs = host.vfs.iter().map(|vf| (vf.name.as_str(), Ethernet::Vf(vf.into())));
    Document {
        network: Network {
            version: 2,
            renderer: "networkd",
            ethernets: Entries(pfs.chain(vfs).collect()),
            bonds: Entries(host.bonds.iter().map(|b| (b.name.as_str(), b.into())).collect()),
            vlans: Entries(host.vlans.iter().map(|v| (v.name.as_str(), v.into())).collect()),
        },
    }
}

#[derive(Serialize)]
struct Document<'a> {
    network: Network<'a>,
}

#[derive(Serialize)]
struct Network<'a> {
    version: u8,
    renderer: &'static str,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    ethernets: Entries<&'a str, Ethernet<'a>>,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    bonds: Entries<&'a str, BondEntry<'a>>,
    #[serde(skip_serializing_if = "Entries::is_empty")]
    vlans: Entries<&'a str, VlanEntry<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Ethernet<'a> {
    Pf(PfEntry<'a>),
    Vf(VfEntry<'a>),
}

/// No address, asked for or made up, and no router believed.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Silent {
    dhcp4: bool,
    dhcp6: bool,
    accept_ra: bool,
    link_local: &'static [&'static str],
}

const SILENT: Silent = Silent { dhcp4: false, dhcp6: false, accept_ra: false, link_local: &[] };

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct PfEntry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    r#match: Option<Match<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_name: Option<&'a str>,
    mtu: u16,
    #[serde(flatten)]
    virtual_functions: Option<VirtualFunctions>,
    emit_lldp: bool,
    #[serde(flatten)]
    silent: Silent,
}

#[derive(Serialize)]
struct Match<'a> {
    macaddress: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VirtualFunctions {
    virtual_function_count: u16,
    embedded_switch_mode: &'static str,
    delay_virtual_functions_rebind: bool,
}

impl<'a> From<&'a Pf> for PfEntry<'a> {
    fn from(pf: &'a Pf) -> Self {
        PfEntry {
            r#match: pf.mac.as_deref().map(|macaddress| Match { macaddress }),
            set_name: pf.mac.as_ref().map(|_| pf.name.as_str()),
            mtu: pf.mtu,
            virtual_functions: (pf.vfs > 0).then_some(VirtualFunctions {
                virtual_function_count: pf.vfs,
                embedded_switch_mode: "switchdev",
                delay_virtual_functions_rebind: true,
            }),
            emit_lldp: true,
            silent: SILENT,
        }
    }
}

#[derive(Serialize)]
struct VfEntry<'a> {
    link: &'a str,
    mtu: u16,
    #[serde(flatten)]
    silent: Silent,
}

impl<'a> From<&'a HostVf> for VfEntry<'a> {
    fn from(vf: &'a HostVf) -> Self {
        VfEntry { link: &vf.pf, mtu: vf.mtu, silent: SILENT }
    }
}

#[derive(Serialize)]
struct BondEntry<'a> {
    interfaces: &'a [String],
    mtu: u16,
    parameters: Parameters<'a>,
    #[serde(flatten)]
    silent: Silent,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Parameters<'a> {
    mode: &'static str,
    mii_monitor_interval: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    lacp_rate: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transmit_hash_policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_reselect_policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_over_mac_policy: Option<&'static str>,
}

impl<'a> From<&'a Bond> for BondEntry<'a> {
    fn from(bond: &'a Bond) -> Self {
        let plain = Parameters {
            mode: "",
            mii_monitor_interval: bond.monitor,
            lacp_rate: None,
            transmit_hash_policy: None,
            primary: None,
            primary_reselect_policy: None,
            fail_over_mac_policy: None,
        };
        let parameters = match &bond.mode {
            BondMode::Lacp { fast, hash } => Parameters {
                mode: "802.3ad",
                lacp_rate: Some(if *fast { "fast" } else { "slow" }),
                transmit_hash_policy: Some(hash),
                ..plain
            },
            BondMode::Static { hash } => {
                Parameters { mode: "balance-xor", transmit_hash_policy: Some(hash), ..plain }
            }
            BondMode::ActiveBackup { primary, reselect, fail_over_mac } => Parameters {
                mode: "active-backup",
                primary: Some(primary),
                primary_reselect_policy: Some(reselect),
                fail_over_mac_policy: Some(fail_over_mac),
                ..plain
            },
        };
        BondEntry { interfaces: &bond.members, mtu: bond.mtu, parameters, silent: SILENT }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct VlanEntry<'a> {
    id: u16,
    link: &'a str,
    mtu: u16,
    #[serde(skip_serializing_if = "<[IpNet]>::is_empty")]
    addresses: &'a [IpNet],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    routes: Vec<Route>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nameservers: Option<Nameservers<'a>>,
    #[serde(flatten)]
    silent: Silent,
}

#[derive(Serialize)]
struct Route {
    to: &'static str,
    via: IpAddr,
}

#[derive(Serialize)]
struct Nameservers<'a> {
    #[serde(skip_serializing_if = "<[IpAddr]>::is_empty")]
    addresses: &'a [IpAddr],
    #[serde(skip_serializing_if = "Option::is_none")]
    search: Option<[&'a str; 1]>,
}

impl<'a> From<&'a HostVlan> for VlanEntry<'a> {
    fn from(vlan: &'a HostVlan) -> Self {
        let link_local: &[_] = if vlan.link_local_v6 { &["ipv6"] } else { &[] };
        let names = !vlan.dns.is_empty() || vlan.search.is_some();
        VlanEntry {
            id: vlan.id,
            link: &vlan.link,
            mtu: vlan.mtu,
            addresses: &vlan.addresses,
            routes: vlan.gateways.iter().map(|via| Route { to: "default", via: *via }).collect(),
            nameservers: names
                .then(|| Nameservers { addresses: &vlan.dns, search: vlan.search.as_deref().map(|s| [s]) }),
            silent: Silent { link_local, ..SILENT },
        }
    }
}
