//! The real CNI plugins take the NADs of every fixture: each is added to a pod and removed again,
//! in network namespaces, with the end of a veth pair as the node's interface.
//!
//! whereabouts needs a Kubernetes, so host-local stands in for it, over the same addresses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use ipnet::IpNet;
use selvedge::Analysis;
use selvedge::model::NetworkKind;
use selvedge::plan::{IpamRange, Nad, NadIpam, NadPlugin};
use selvedge::render::nad;
use serde_json::{Value, json};

/// Where Debian has the plugins; `CNI_PATH` says otherwise.
fn plugins() -> PathBuf {
    std::env::var_os("CNI_PATH").map_or_else(|| "/usr/lib/cni".into(), PathBuf::from)
}

/// What is missing, looked up once for all tests of this file, which run side by side.
fn missing() -> Option<String> {
    static MISSING: OnceLock<Option<String>> = OnceLock::new();
    let look = || {
        let needed = ["macvlan", "host-device", "host-local", "static"].map(|p| plugins().join(p));
        if let Some(plugin) = needed.iter().find(|p| !p.exists()) {
            return Some(format!("there is no {}", plugin.display()));
        }
        let probe = format!("selvedge-{}-probe", std::process::id());
        let made = common::run(Command::new("ip").args(["netns", "add", &probe]));
        let _ = Command::new("ip").args(["netns", "del", &probe]).output();
        made.err().map(|e| format!("no network namespace can be made, which takes root: {}", e.trim_end()))
    };
    MISSING.get_or_init(look).clone()
}

/// A network namespace, gone when the test is.
struct Namespace(String);

impl Namespace {
    fn new(name: &str) -> Self {
        let name = format!("selvedge-{}-{name}", std::process::id());
        common::run(Command::new("ip").args(["netns", "add", &name])).unwrap();
        Namespace(name)
    }

    fn ip(&self, args: &[&str]) -> Result<String, String> {
        common::run(Command::new("ip").args(["-n", &self.0]).args(args))
    }

    /// The interface, as `ip -json` shows it.
    fn show(&self, interface: &str) -> Option<Value> {
        let text = self.ip(&["-json", "-details", "address", "show", "dev", interface]).ok()?;
        serde_json::from_str::<Value>(&text).ok()?.get(0).cloned()
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let _ = Command::new("ip").args(["netns", "del", &self.0]).output();
    }
}

/// A node and a pod on it.
struct Bench {
    node: Namespace,
    pod: Namespace,
    store: tempfile::TempDir,
}

impl Bench {
    fn new(name: &str) -> Self {
        let node = Namespace::new(&format!("{name}-node"));
        let pod = Namespace::new(&format!("{name}-pod"));
        Bench { node, pod, store: tempfile::tempdir().unwrap() }
    }

    /// Gives the node an interface.
    fn master(&self, name: &str, mtu: u16) {
        let mtu = mtu.to_string();
        self.node.ip(&["link", "add", name, "mtu", &mtu, "type", "veth", "peer", "name", "far"]).unwrap();
        for end in [name, "far"] {
            self.node.ip(&["link", "set", end, "up"]).unwrap();
        }
    }

    fn remove_master(&self) {
        self.node.ip(&["link", "del", "far"]).unwrap();
    }

    /// Runs the plugin of a configuration, as a container runtime does.
    fn cni(&self, command: &str, config: &Value, interface: &str) -> Result<Value, String> {
        let plugin = plugins().join(config["type"].as_str().unwrap());
        let mut child = Command::new("ip")
            .args(["netns", "exec", &self.node.0])
            .arg(plugin)
            .env("CNI_COMMAND", command)
            .env("CNI_CONTAINERID", format!("pod-{interface}"))
            .env("CNI_NETNS", Path::new("/var/run/netns").join(&self.pod.0))
            .env("CNI_IFNAME", interface)
            .env("CNI_PATH", plugins())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(config.to_string().as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            Ok(serde_json::from_str(&said).unwrap_or(Value::Null))
        } else {
            Err(said)
        }
    }

    /// The configuration of a NAD's emitted document, with what a test has to put in its place.
    fn config(&self, nad: &Nad) -> Value {
        let document = serde_json::to_value(nad::document(nad)).unwrap();
        let mut config: Value = serde_json::from_str(document["spec"]["config"].as_str().unwrap()).unwrap();
        assert_eq!(config["name"], nad.name.as_str());
        assert_eq!(document["metadata"]["name"], nad.name.as_str());
        if config["ipam"]["type"] == "whereabouts" {
            let ipam = config["ipam"].take();
            // host-local keeps a store a name, as whereabouts does a network_name.
            config["name"] = ipam["network_name"].clone();
            config["ipam"] = json!({
                "type": "host-local", "dataDir": self.store.path(), "ranges": host_local(&ipam),
            });
        }
        if config["type"] == "host-device" {
            // Multus names the device that the device plugin chose.
            config["device"] = json!("vf0");
        }
        if config["ipam"]["type"] == "static" {
            // The runtime passes on what the pod asks for.
            assert_eq!(config["capabilities"], json!({"ips": true}));
            config["runtimeConfig"] = json!({"ips": ["10.9.9.9/24"]});
        }
        config
    }
}

/// host-local's ranges: what whereabouts would give, in the pieces that the excludes leave.
fn host_local(ipam: &Value) -> Value {
    let ranges = ipam.get("ipRanges").and_then(Value::as_array).cloned().unwrap_or(vec![ipam.clone()]);
    let set = |range: &Value| {
        let text = |key: &str| range[key].as_str().unwrap().to_owned();
        let address = |key: &str| text(key).parse::<IpAddr>().unwrap();
        let subnet: IpNet = text("range").parse().unwrap();
        let exclude = range.get("exclude").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut start = address("range_start");
        let mut pieces = Vec::new();
        let mut excluded: Vec<IpNet> = exclude.iter().map(|e| e.as_str().unwrap().parse().unwrap()).collect();
        excluded.sort();
        for net in excluded {
            assert!(subnet.contains(&net), "{net} lies outside {subnet}");
            if start < net.network() {
                pieces.push((start, before(net.network())));
            }
            start = after(net.broadcast());
        }
        if start <= address("range_end") {
            pieces.push((start, address("range_end")));
        }
        let piece =
            |(start, end): &(IpAddr, IpAddr)| json!({"subnet": subnet, "rangeStart": start, "rangeEnd": end});
        Value::Array(pieces.iter().map(piece).collect())
    };
    Value::Array(ranges.iter().map(set).collect())
}

fn before(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(a) => IpAddr::V4((u32::from(a) - 1).into()),
        IpAddr::V6(a) => IpAddr::V6((u128::from(a) - 1).into()),
    }
}

fn after(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(a) => IpAddr::V4((u32::from(a) + 1).into()),
        IpAddr::V6(a) => IpAddr::V6((u128::from(a) + 1).into()),
    }
}

/// Every address of a network that is somebody's, by network: nodes, VMs, gateways, what is kept
/// back. Taken from the assignment, not from the plan.
fn owned(analysis: &Analysis) -> BTreeMap<String, BTreeSet<IpAddr>> {
    let mut owned: BTreeMap<String, BTreeSet<IpAddr>> = BTreeMap::new();
    let fabric = &analysis.fabric;
    for network in &fabric.networks {
        let NetworkKind::L3 { domain, vlan, .. } = &network.kind else { continue };
        let internal = fabric.domain(&domain.value).unwrap().network(vlan.value).unwrap();
        let all = owned.entry(network.name.to_string()).or_default();
        for subnet in internal.subnets() {
            all.extend(subnet.gateway);
            all.extend(subnet.prefix.hosts().take(7));
            all.extend([subnet.prefix.network(), subnet.prefix.broadcast()]);
        }
    }
    for (w, workload) in analysis.assignment.topology.workloads.iter().enumerate() {
        for (a, attachment) in workload.attachments.iter().enumerate() {
            let Some(network) = attachment.network.and_then(|n| fabric.networks.get(n)) else { continue };
            let given = analysis.assignment.addresses.workload(w, a);
            owned.entry(network.name.to_string()).or_default().extend(given);
        }
    }
    owned
}

/// Adds a pod's interface, looks at it, and removes it. Gives the addresses that it had.
fn add_and_remove(bench: &Bench, nad: &Nad) -> Result<Vec<IpAddr>, String> {
    let config = bench.config(nad);
    let (master, mtu) = match &nad.plugin {
        NadPlugin::Macvlan { master, mtu } | NadPlugin::Ipvlan { master, mtu } => (master.as_str(), *mtu),
        NadPlugin::HostDevice { .. } => ("vf0", 1500),
    };
    bench.master(master, mtu);
    let mut result = bench.cni("ADD", &config, "net1");
    if let (NadPlugin::Ipvlan { .. }, Err(said)) = (&nad.plugin, &result)
        && said.contains("failed to create ipvlan: operation not supported")
    {
        // The plugin has taken the configuration; the kernel has no ipvlan to make it with. Its
        // addresses can still be asked for.
        common::say(&format!("SKIPPED the interface of {}: this kernel has no ipvlan", nad.name));
        let ipam = json!({
            "cniVersion": config["cniVersion"], "name": config["name"], "type": config["ipam"]["type"],
            "ipam": config["ipam"], "runtimeConfig": config["runtimeConfig"],
        });
        result = bench.cni("ADD", &ipam, "net1");
        let given = addresses(&result?);
        bench.cni("DEL", &ipam, "net1")?;
        bench.remove_master();
        return Ok(given);
    }
    let given = addresses(&result?);
    let seen = bench.pod.show("net1").ok_or("the pod has no net1")?;
    if seen["mtu"] != mtu {
        return Err(format!("net1 has MTU {}, not {mtu}", seen["mtu"]));
    }
    let on_it = seen["addr_info"].as_array().into_iter().flatten().filter(|a| a["scope"] == "global");
    let on_it: BTreeSet<IpAddr> = on_it.map(|a| a["local"].as_str().unwrap().parse().unwrap()).collect();
    if on_it != given.iter().copied().collect() {
        return Err(format!("the plugin gave {given:?}, net1 has {on_it:?}"));
    }
    bench.cni("DEL", &config, "net1")?;
    if bench.pod.show("net1").is_some() {
        return Err("net1 is still there after DEL".into());
    }
    if let NadPlugin::HostDevice { .. } = nad.plugin
        && bench.node.show("vf0").is_none()
    {
        return Err("the VF is not back on the node".into());
    }
    bench.remove_master();
    Ok(given)
}

fn addresses(result: &Value) -> Vec<IpAddr> {
    let ips = result["ips"].as_array().cloned().unwrap_or_default();
    ips.iter().map(|ip| ip["address"].as_str().unwrap().parse::<IpNet>().unwrap().addr()).collect()
}

fn ranges(nad: &Nad) -> &[IpamRange] {
    match &nad.ipam {
        NadIpam::Whereabouts { ranges, .. } => ranges,
        NadIpam::None | NadIpam::Static => &[],
    }
}

fn every_nad(name: &str, analysis: &Analysis) -> usize {
    let owned = owned(analysis);
    let mut count = 0;
    for (i, cluster) in common::clusters(analysis).iter().enumerate() {
        let bench = Bench::new(&format!("{name}-{i}"));
        for nad in &cluster.nads {
            let given = add_and_remove(&bench, nad)
                .unwrap_or_else(|e| panic!("{name}: {} of {}: {e}", nad.name, cluster.name));
            if let NadIpam::Static = nad.ipam {
                assert_eq!(given, ["10.9.9.9".parse::<IpAddr>().unwrap()]);
                continue;
            }
            assert_eq!(given.len(), ranges(nad).len(), "{} gives {given:?}", nad.name);
            for (address, range) in given.iter().zip(ranges(nad)) {
                let inside = range.first <= *address && *address <= range.last;
                assert!(inside, "{} gives {address}, outside {range:?}", nad.name);
                let taken = owned.get(&nad.network).is_some_and(|o| o.contains(address));
                assert!(!taken, "{} gives {address}, which is somebody's", nad.name);
            }
            count += 1;
        }
    }
    count
}

#[test]
fn the_plugins_take_the_nads_of_every_fixture() {
    if !common::may_run("the_plugins_take_the_nads_of_every_fixture", missing()) {
        return;
    }
    let count: usize = common::FIXTURES.iter().map(|name| every_nad(name, &common::analysis(name))).sum();
    assert!(count >= 8, "{count} NADs");
}

/// Networks without IPAM, and a network with it: every plugin on each kind that allows it.
#[test]
fn the_plugins_take_every_kind_of_nad() {
    if !common::may_run("the_plugins_take_every_kind_of_nad", missing()) {
        return;
    }
    let analysis = common::every_kind_of_nad();
    assert!(every_nad("kinds", &analysis) >= 8);
}

/// The plugins do judge: what is wrong is refused.
#[test]
fn the_plugins_refuse_what_is_wrong() {
    if !common::may_run("the_plugins_refuse_what_is_wrong", missing()) {
        return;
    }
    let analysis = common::analysis("smallest");
    let clusters = common::clusters(&analysis);
    let nad = &clusters[0].nads[0];
    let bench = Bench::new("wrong");
    bench.master("apps-net", 1500);
    let good = bench.config(nad);
    assert_eq!(good["type"], "macvlan");
    let refused = |key: &str, value: Value, why: &str| {
        let mut config = good.clone();
        config[key] = value;
        let said = bench.cni("ADD", &config, "net1").unwrap_err();
        assert!(said.contains(why), "{key}: {said}");
    };
    refused("mtu", json!(1501), "MTU");
    refused("mode", json!("bridged"), "unknown macvlan mode");
    refused("master", json!("other"), "Link not found");
    refused("cniVersion", json!("1.1.0"), "incompatible");
}
