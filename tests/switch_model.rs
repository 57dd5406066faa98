//! The model that commands are proved by: what it does beside what it is told, and what it refuses.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use insta::assert_snapshot;
use selvedge::commands::Switch;
use selvedge::model::value::Os;

const EOS: &str = "\
vlan 10
   name web
vlan 20
   name data
vrf instance BLUE
vrf instance RED
interface Port-Channel5
   switchport trunk allowed vlan 10
   switchport mode trunk
   mlag 5
interface Port-Channel6
   mlag 6
interface Ethernet1
   channel-group 5 mode active
interface Vlan10
   vrf RED
   ip address 10.1.10.2/24
   ipv6 address fd00:10::2/64
   ip virtual-router address 10.1.10.1
interface Vlan20
   vrf BLUE
   ip address 10.1.20.2/24
ip prefix-list NETS
   seq 10 permit 10.0.0.0/8
route-map OUT permit 10
   match ip address prefix-list NETS
router bgp 65000
   vrf RED
      neighbor 10.1.10.9 remote-as 65001
      neighbor 10.1.10.9 route-map OUT out
      address-family ipv4
         neighbor 10.1.10.9 activate
end
";

const NXOS: &str = "\
feature bgp
feature interface-vlan
feature lacp
feature vpc
vlan 1,10,20
vlan 10
  name web
ip prefix-list NETS seq 10 permit 10.0.0.0/8
vrf context BLUE
vrf context RED
vpc domain 1
interface Vlan10
  no shutdown
  vrf member RED
  ip address 10.1.10.2/24
  no ip redirects
interface port-channel5
  switchport
  switchport mode trunk
  switchport trunk allowed vlan 10
  vpc 5
interface port-channel6
  switchport
  switchport mode trunk
  switchport trunk allowed vlan 10,20
interface Ethernet1/1
  switchport
  switchport mode trunk
  switchport trunk allowed vlan 10
  channel-group 5 mode active
  no shutdown
";

/// What a switch shows of a section after commands, or why it refuses one.
fn after(os: Os, section: &str, commands: &str) -> String {
    let mut switch = Switch::start(os, if os == Os::Eos { EOS } else { NXOS });
    match switch.run(commands.lines().map(str::trim)) {
        Err(refused) => refused.to_string(),
        Ok(()) => {
            let text = switch.show();
            let Some((_, rest)) = text.split_once(&format!("\n{section}\n")) else { return "nothing".into() };
            let lines = rest.lines().take_while(|line| line.starts_with(' ')).map(str::trim);
            lines.collect::<Vec<_>>().join("; ")
        }
    }
}

#[test]
fn what_it_starts_with_is_what_it_shows() {
    assert_eq!(Switch::start(Os::Eos, EOS).show(), EOS);
    let nxos = Switch::start(Os::Nxos, NXOS).show();
    assert_eq!(Switch::start(Os::Nxos, &nxos).show(), nxos);
}

#[test]
fn an_interface_that_moves_forgets_its_addresses() {
    let eos = |commands| after(Os::Eos, "interface Vlan10", commands);
    assert_snapshot!(eos("interface Vlan10\nvrf BLUE\nexit"), @"vrf BLUE");
    assert_snapshot!(eos("interface Vlan10\nvrf RED\nexit"), @"vrf RED; ip address 10.1.10.2/24; ipv6 address fd00:10::2/64; ip virtual-router address 10.1.10.1");
    let nxos = after(Os::Nxos, "interface Vlan10", "interface Vlan10\nvrf member BLUE\nexit");
    assert_snapshot!(nxos, @"no shutdown; vrf member BLUE");
}

#[test]
fn trunks() {
    let eos = |commands: &str| {
        after(Os::Eos, "interface Port-Channel5", &format!("interface Port-Channel5\n{commands}\nexit"))
    };
    assert_snapshot!(eos("switchport trunk allowed vlan add 20"), @"switchport trunk allowed vlan 10,20; switchport mode trunk; mlag 5");
    assert_snapshot!(eos("switchport trunk allowed vlan remove 10"), @"switchport trunk allowed vlan none; switchport mode trunk; mlag 5");
    assert_snapshot!(eos("no switchport trunk allowed vlan"), @"switchport mode trunk; mlag 5");
    assert_snapshot!(
        eos("no switchport trunk allowed vlan\nswitchport trunk allowed vlan 10,20"),
        @"command 2, `no switchport trunk allowed vlan`: interface Port-Channel5 carries every VLAN until its list comes or it is no trunk"
    );
    assert_snapshot!(
        after(Os::Eos, "", "interface Port-Channel5\nswitchport trunk allowed vlan add 30\nexit\nvlan 30\nexit"),
        @"command 2, `switchport trunk allowed vlan 30`: vlan 30 is not there yet"
    );
    let nxos = after(
        Os::Nxos,
        "interface Ethernet1/1",
        "interface port-channel5\nswitchport trunk allowed vlan add 20\nexit",
    );
    assert_snapshot!(nxos, @"no shutdown; switchport; switchport mode trunk; switchport trunk allowed vlan 10,20; channel-group 5 mode active");
    // A port that is to be off is off before its list goes.
    let cleared = |commands: &str| {
        after(
            Os::Nxos,
            "interface Ethernet1/1",
            &format!("interface Ethernet1/1\nno channel-group\n{commands}\nexit"),
        )
    };
    assert_snapshot!(
        cleared("switchport trunk allowed vlan all\nshutdown"),
        @"command 3, `switchport trunk allowed vlan all`: interface Ethernet1/1 carries every VLAN until its list comes or it is no trunk"
    );
    assert_snapshot!(
        cleared("shutdown\nswitchport trunk allowed vlan all"),
        @"shutdown; switchport; switchport mode trunk"
    );
    // A member of EOS keeps its own list, and has to be told.
    let member = "interface Ethernet1\nswitchport trunk allowed vlan 10\nexit\ninterface Port-Channel5\n\
                  switchport trunk allowed vlan add 20\nexit";
    assert_snapshot!(
        after(Os::Eos, "interface Ethernet1", member),
        @"switchport trunk allowed vlan 10; channel-group 5 mode active"
    );
}

#[test]
fn what_is_in_use_stays() {
    let eos = |commands| after(Os::Eos, "", commands);
    assert_snapshot!(eos("no vlan 10\ninterface Port-Channel5\nswitchport trunk allowed vlan none\nexit\nno interface Vlan10"), @"command 1, `no vlan 10`: vlan 10 is in use");
    assert_snapshot!(eos("no vrf instance RED\nno interface Vlan10\nno router bgp 65000"), @"command 1, `no vrf instance RED`: vrf RED is in use");
    assert_snapshot!(eos("no route-map OUT permit 10\nno router bgp 65000"), @"command 1, `no route-map OUT permit 10`: route-map OUT is in use");
    assert_snapshot!(eos("no interface Port-Channel5\ninterface Ethernet1\nno channel-group\nexit"), @"command 1, `no interface Port-Channel5`: port-channel 5 is in use");
    assert_snapshot!(
        eos("router bgp 65000\nvrf RED\nneighbor 10.1.10.9 route-map IN in\nexit\nexit\nroute-map IN permit 10\nexit"),
        @"command 3, `neighbor 10.1.10.9 route-map IN in`: route-map IN is not there yet"
    );
    assert_snapshot!(
        after(Os::Nxos, "", "no ip prefix-list NETS seq 10 permit 10.0.0.0/8\nroute-map OUT permit 10\nmatch ip address prefix-list NETS\nexit"),
        @"nothing"
    );
}

#[test]
fn what_is_taken_goes_first() {
    assert_snapshot!(
        after(Os::Nxos, "", "interface Ethernet1/9\nno switchport\nexit\ninterface Ethernet1/9.10\nencapsulation dot1q 10\nexit\ninterface Ethernet1/9\nswitchport\nexit"),
        @"command 8, `switchport`: `interface Ethernet1/9.10` has to go first"
    );
    assert_snapshot!(after(Os::Eos, "", "interface Port-Channel6\nmlag 5\nexit"), @"command 2, `mlag 5`: `mlag 5` has to go first");
    assert_snapshot!(after(Os::Eos, "", "router bgp 65001"), @"command 1, `router bgp 65001`: `router bgp 65000` has to go first");
    assert_snapshot!(after(Os::Eos, "", "interface Vlan20\nvrf RED\nip address 10.1.10.130/25\nexit\ninterface Vlan10\nno ip address\nexit"), @"command 3, `ip address 10.1.10.130/25`: it overlaps an address of interface Vlan10");
    assert_snapshot!(after(Os::Eos, "", "ip prefix-list NETS\nseq 10 deny 10.0.0.0/8\nexit"), @"command 2, `seq 10 deny 10.0.0.0/8`: `seq 10 permit 10.0.0.0/8` has to go first");
    assert_snapshot!(after(Os::Nxos, "", "interface Ethernet1/1\nchannel-group 6 mode active\nexit"), @"command 2, `channel-group 6 mode active`: `channel-group 5 mode active` has to go first");
    assert_snapshot!(after(Os::Nxos, "", "interface Ethernet1/1\nno channel-group\nchannel-group 6 mode active\nexit"), @"command 3, `channel-group 6 mode active`: port and port-channel differ in `switchport trunk allowed vlan 10,20`");
    assert_snapshot!(after(Os::Nxos, "", "vlan 20\nname web\nexit"), @"command 2, `name web`: `name web` has to go first");
}

/// Networks may overlap where that is how the switch is to be; nobody has an address twice.
#[test]
fn an_address_is_one_interfaces() {
    let interface = |address: &str| {
        let told = format!("interface Vlan30\nvrf RED\n{address}\nexit");
        after(Os::Eos, "interface Vlan30", &format!("vlan 30\nexit\n{told}"))
    };
    assert_snapshot!(interface("ip address 10.1.10.3/32"), @"vrf RED; ip address 10.1.10.3/32");
    assert_snapshot!(interface("ip address 10.1.10.2/30"), @"command 5, `ip address 10.1.10.2/30`: interface Vlan10 has that address");
    assert_snapshot!(interface("ipv6 address fe80::1/64"), @"vrf RED; ipv6 address fe80::1/64");
}

/// What a switch has that it would not have taken, and one that has nothing such.
#[test]
fn what_a_switch_can_not_have() {
    let faults = |os, text: &str| {
        let faults = Switch::start(os, text).faults();
        faults.iter().map(|fault| fault.told(None)).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(faults(Os::Eos, EOS), "");
    let twice = EOS.replace("mlag 6", "mlag 5").replace("10.1.20.2", "10.1.10.2");
    // Another VRF has its own addresses.
    assert_snapshot!(faults(Os::Eos, &twice), @"`mlag 5` stands in interface Port-Channel5 and interface Port-Channel6");
    let one = twice.replace("mlag 5", "mlag 6").replacen("mlag 6", "mlag 5", 1);
    let one = one.replace("vrf BLUE\n   ip", "vrf RED\n   ip");
    assert_snapshot!(faults(Os::Eos, &one), @"interface Vlan10 and interface Vlan20 both have 10.1.10.2 in VRF RED");
    let secondary = EOS.replace("10.1.10.2/24\n", "10.1.10.2/24\n   ip address 10.1.10.2/25 secondary\n");
    assert_eq!(faults(Os::Eos, &secondary), "");
    let local =
        "interface Vlan1\n   ipv6 address fe80::1/64\ninterface Vlan2\n   ipv6 address fe80::1/64\nend\n";
    assert_eq!(faults(Os::Eos, local), "");
    assert_eq!(faults(Os::Nxos, NXOS), "");
    assert_snapshot!(faults(Os::Nxos, &NXOS.replace("feature interface-vlan\n", "")), @"`interface Vlan10` needs `feature interface-vlan`, which is not there");
    let other = NXOS.replace("channel-group 5", "channel-group 6");
    assert_snapshot!(faults(Os::Nxos, &other), @"interface Ethernet1/1 has `switchport trunk allowed vlan 10`, and interface port-channel6, which it is in, `switchport trunk allowed vlan 10,20`");
}

#[test]
fn what_there_is_no_command_for() {
    assert_snapshot!(after(Os::Eos, "", "interface Vlan10\nip adress 10.0.0.1/24"), @"command 2, `ip adress 10.0.0.1/24`: there is no such command here");
    let pair = "mlag configuration\npeer-link Port-Channel5\n";
    assert_snapshot!(after(Os::Eos, "mlag configuration", &format!("{pair}no peer-link\nexit")), @"");
    assert_snapshot!(after(Os::Eos, "", "mlag 7"), @"command 1, `mlag 7`: there is no such command here");
    assert_snapshot!(after(Os::Eos, "", "interface Ethernet1\nno mtu\nexit"), @"command 2, `no mtu`: there is no such line to take back");
    assert_snapshot!(after(Os::Eos, "", "interface Ethernet1\nno channel-group 9\nexit"), @"command 2, `no channel-group 9`: there is no such command here");
    assert_snapshot!(after(Os::Nxos, "", "interface Vlan10\nhsrp 10\nexit\nexit"), @"command 2, `hsrp 10`: feature hsrp is off");
    assert_snapshot!(after(Os::Nxos, "", "interface port-channel5\nno lacp suspend-individual\nexit"), @"command 2, `no lacp suspend-individual`: the interface is not shut down");
    assert_snapshot!(after(Os::Nxos, "", "no feature vpc"), @"command 1, `no feature vpc`: feature vpc is in use");
}

/// What it does not know stays where it is.
#[test]
fn lines_that_it_does_not_know_stay() {
    let text =
        "interface Ethernet1\n   storm-control all level 5\nevent-handler up\n   trigger on-boot\nend\n";
    let mut switch = Switch::start(Os::Eos, text);
    switch.run(["interface Ethernet1", "mtu 9214", "exit"]).unwrap();
    assert_eq!(switch.show(), text.replace("   storm", "   mtu 9214\n   storm"));
}

#[test]
fn a_session_ends_with_all_that_is_said_of_it() {
    let commands = "router bgp 65000\nvrf RED\nno neighbor 10.1.10.9\nexit\nexit";
    assert_snapshot!(after(Os::Eos, "router bgp 65000", commands), @"vrf RED; address-family ipv4");
}

#[test]
fn a_port_is_as_it_came() {
    assert_snapshot!(after(Os::Eos, "interface Ethernet1", "default interface Ethernet1"), @"nothing");
    assert_snapshot!(after(Os::Eos, "", "no interface Ethernet1"), @"command 1, `no interface Ethernet1`: a port can't be removed");
}

/// A Nexus takes each command at once, and EOS a session as a whole.
#[test]
fn a_list_in_use_is_as_it_was_or_as_it_is_to_be_at_every_moment() {
    let bound = "\
ip prefix-list L seq 5 permit 10.1.0.0/24
ip prefix-list L seq 10 deny 10.2.0.0/16 le 24
ip prefix-list L seq 15 permit 10.0.0.0/8 le 24
route-map M permit 10
  match ip address prefix-list L
";
    let told =
        |start: &str, commands: &[&str]| match Switch::start(Os::Nxos, start).run(commands.iter().copied()) {
            Ok(()) => "taken".to_owned(),
            Err(refused) => refused.to_string(),
        };
    let nxos = |commands: &[&str]| told(bound, commands);
    let moved = ["no ip prefix-list L seq 5 permit 10.1.0.0/24", "ip prefix-list L seq 7 permit 10.1.0.0/24"];
    assert_snapshot!(nxos(&moved), @"command 1, `no ip prefix-list L seq 5 permit 10.1.0.0/24`: ip-prefix-list L lacks `permit 10.1.0.0/24` for a moment");
    assert_snapshot!(nxos(&[moved[1], moved[0]]), @"taken");
    let unbound = bound.replace("  match ip address prefix-list L\n", "");
    assert_snapshot!(told(&unbound, &moved), @"taken");
    // The exception is not there for a moment.
    let exception = [
        "no ip prefix-list L seq 10 deny 10.2.0.0/16 le 24",
        "ip prefix-list L seq 10 deny 10.2.0.0/15 le 24",
    ];
    assert_snapshot!(nxos(&exception), @"command 1, `no ip prefix-list L seq 10 deny 10.2.0.0/16 le 24`: ip-prefix-list L permits 10.2.0.0/16 for a moment, which it does neither before nor after");
    // What is wider comes before what was taken out of it.
    let wider = [
        "ip prefix-list L seq 1 permit 10.0.0.0/8 le 32",
        "ip prefix-list L seq 2 deny 10.2.0.0/16 le 32",
        "no ip prefix-list L seq 1 permit 10.0.0.0/8 le 32",
    ];
    assert_snapshot!(nxos(&wider), @"command 1, `ip prefix-list L seq 1 permit 10.0.0.0/8 le 32`: ip-prefix-list L permits 10.0.0.0/32 for a moment, which it does neither before nor after");
    let only = "ip prefix-list L seq 5 permit 10.1.0.0/24\nroute-map M permit 10\n  match ip address prefix-list L\n";
    let replaced =
        ["no ip prefix-list L seq 5 permit 10.1.0.0/24", "ip prefix-list L seq 5 permit 10.2.0.0/24"];
    assert_snapshot!(told(only, &replaced), @"command 1, `no ip prefix-list L seq 5 permit 10.1.0.0/24`: ip-prefix-list L is in use");
    let acl = "ip access-list L\n  10 permit tcp any any eq 80\n  20 deny ip any any\ninterface Vlan10\n  ip access-group L in\n";
    let moved = ["ip access-list L", "no 10", "15 permit tcp any any eq 80", "exit"];
    assert_snapshot!(told(acl, &moved), @"command 2, `no 10`: access-list L lacks `permit tcp any any eq 80` for a moment");
    let acl = acl.replace("  20 deny ip any any\n", "");
    let replaced = ["ip access-list L", "no 10", "10 permit tcp any any eq 443", "exit"];
    assert_snapshot!(told(&acl, &replaced), @"command 2, `no 10`: access-list L has no entry for a moment");
    let eos = "ip prefix-list NETS\nno seq 10\nseq 20 permit 10.0.0.0/8\nexit";
    assert_snapshot!(after(Os::Eos, "ip prefix-list NETS", eos), @"seq 20 permit 10.0.0.0/8");
}

/// A line of a Nexus's rule adds lists to those that it goes by; the last of them goes when another is
/// there.
#[test]
fn a_rule_in_use_has_a_match_at_every_moment() {
    let start = "\
ip prefix-list L seq 5 permit 10.1.0.0/24
ip prefix-list N seq 5 permit 10.2.0.0/24
route-map M permit 10
  match ip address prefix-list L
router bgp 65000
  neighbor 10.9.0.1
    address-family ipv4 unicast
      route-map M in
";
    let told = |commands: &[&str]| {
        let mut switch = Switch::start(Os::Nxos, start);
        match switch.run(["route-map M permit 10"].iter().chain(commands).copied()) {
            Ok(()) => switch.show().lines().map(str::trim).filter(|line| line.starts_with("match")).collect(),
            Err(refused) => refused.to_string(),
        }
    };
    let (comes, goes) = ("match ip address prefix-list N", "no match ip address prefix-list L");
    assert_snapshot!(told(&[comes]), @"match ip address prefix-list L N");
    assert_snapshot!(told(&[comes, goes]), @"match ip address prefix-list N");
    assert_snapshot!(told(&[goes, comes]), @"command 2, `no match ip address prefix-list L`: route-map M permit 10 is for every route for a moment");
    assert_snapshot!(told(&[goes]), @"");
    assert_snapshot!(told(&["no match ip address prefix-list N"]), @"command 2, `no match ip address prefix-list N`: there is no such line to take back");
}
