//! NetworkAttachmentDefinitions: a Kubernetes object around the JSON text of a CNI configuration.
//!
//! The configuration is of CNI 0.3.1: the newest version in which a configuration is one plugin,
//! and one that every release of Multus, whereabouts and the plugins takes. The object is in
//! `default`, the namespace that pods of all others may attach to.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::yaml;
use crate::plan::{Cluster, IpamRange, Nad, NadIpam, NadPlugin};

/// Where the file lies in the tree.
pub fn path(cluster: &Cluster, nad: &Nad) -> String {
    format!("clusters/{}/nads/{}.yaml", cluster.name, nad.name)
}

/// The file's text.
///
/// # Errors
/// See [`yaml::text`].
pub fn text(cluster: &Cluster, nad: &Nad) -> Result<String, yaml::Error> {
    let what =
        format!("Network {} for pods of cluster {} of fabric {}.", nad.network, cluster.name, cluster.fabric);
    yaml::text(&what, &document(nad))
}

/// What the file says.
pub fn document(nad: &Nad) -> impl Serialize {
    let resource = match &nad.plugin {
        NadPlugin::HostDevice { resource, .. } => Some(resource.as_str()),
        NadPlugin::Macvlan { .. } | NadPlugin::Ipvlan { .. } => None,
    };
    Document {
        api_version: "k8s.cni.cncf.io/v1",
        kind: "NetworkAttachmentDefinition",
        metadata: Metadata {
            name: &nad.name,
            namespace: "default",
            annotations: resource.map(|resource| Annotations { resource }),
        },
        spec: Spec { config: config(nad) },
    }
}

/// The CNI configuration, as text for people.
fn config(nad: &Nad) -> String {
    let mut text = serde_json::to_string_pretty(&Config::from(nad)).unwrap_or_default();
    text.push('\n');
    text
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata<'a>,
    spec: Spec,
}

#[derive(Serialize)]
struct Metadata<'a> {
    name: &'a str,
    namespace: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<Annotations<'a>>,
}

#[derive(Serialize)]
struct Annotations<'a> {
    #[serde(rename = "k8s.v1.cni.cncf.io/resourceName")]
    resource: &'a str,
}

#[derive(Serialize)]
struct Spec {
    config: String,
}

#[derive(Serialize)]
struct Config<'a> {
    #[serde(rename = "cniVersion")]
    cni_version: &'static str,
    name: &'a str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    master: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mtu: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    capabilities: Option<Capabilities>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ipam: Option<Ipam<'a>>,
}

/// What the runtime passes on from the pod.
#[derive(Serialize)]
struct Capabilities {
    ips: bool,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Ipam<'a> {
    Static,
    Whereabouts {
        network_name: &'a str,
        #[serde(flatten)]
        ranges: Ranges<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        gateway: Option<IpAddr>,
    },
}

/// One range has a form of its own that older releases of whereabouts take as well.
#[derive(Serialize)]
#[serde(untagged)]
enum Ranges<'a> {
    One(Range<'a>),
    Several {
        #[serde(rename = "ipRanges")]
        ranges: Vec<Range<'a>>,
    },
}

#[derive(Serialize)]
struct Range<'a> {
    range: IpNet,
    range_start: IpAddr,
    range_end: IpAddr,
    #[serde(skip_serializing_if = "<[IpNet]>::is_empty")]
    exclude: &'a [IpNet],
}

impl<'a> From<&'a IpamRange> for Range<'a> {
    fn from(range: &'a IpamRange) -> Self {
        Range {
            range: range.subnet,
            range_start: range.first,
            range_end: range.last,
            exclude: &range.exclude,
        }
    }
}

impl<'a> From<&'a Nad> for Config<'a> {
    fn from(nad: &'a Nad) -> Self {
        let (r#type, mode, over) = match &nad.plugin {
            NadPlugin::HostDevice { .. } => ("host-device", None, None),
            NadPlugin::Macvlan { master, mtu } => ("macvlan", Some("bridge"), Some((master, mtu))),
            NadPlugin::Ipvlan { master, mtu } => ("ipvlan", Some("l2"), Some((master, mtu))),
        };
        let ipam = match &nad.ipam {
            NadIpam::None => None,
            NadIpam::Static => Some(Ipam::Static),
            NadIpam::Whereabouts { ranges, gateway } => Some(Ipam::Whereabouts {
                network_name: &nad.network,
                ranges: match ranges.as_slice() {
                    [range] => Ranges::One(range.into()),
                    ranges => Ranges::Several { ranges: ranges.iter().map(Into::into).collect() },
                },
                gateway: *gateway,
            }),
        };
        Config {
            cni_version: "0.3.1",
            name: &nad.name,
            r#type,
            master: over.map(|(master, _)| master.as_str()),
            mode,
            mtu: over.map(|(_, mtu)| *mtu),
            capabilities: matches!(nad.ipam, NadIpam::Static).then_some(Capabilities { ips: true }),
            ipam,
        }
    }
}
