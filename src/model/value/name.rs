//! Names of things, with the pattern that each kind allows, and references to them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::{Problem, TypeSpec, Value};

/// Which characters a kind of name allows, and how many of them.
struct Pattern {
    least: usize,
    most: usize,
    /// Whether the first character has to be a letter.
    letter_first: bool,
    /// Characters allowed inside, besides letters and digits.
    inside: &'static str,
    /// Whether capital letters are allowed.
    capitals: bool,
    /// Names that mean something else to a switch or a host.
    reserved: &'static [&'static str],
}

impl Pattern {
    fn check(&self, text: &str, form: &str) -> Result<(), Problem> {
        let bad = |what: String| Err(Problem::new("name-not-allowed", what, form));
        let alphanumeric = |c: char| {
            c.is_ascii_digit() || c.is_ascii_lowercase() || (self.capitals && c.is_ascii_uppercase())
        };
        let count = text.chars().count();
        if count < self.least || count > self.most {
            return bad(format!("has {count} character{}", if count == 1 { "" } else { "s" }));
        }
        if let Some(c) = text.chars().find(|c| !alphanumeric(*c) && !self.inside.contains(*c)) {
            return bad(format!("has a `{}`", c.escape_default()));
        }
        let first = text.chars().next().unwrap_or(' ');
        if !alphanumeric(first) || (self.letter_first && first.is_ascii_digit()) {
            return bad(format!("begins with `{first}`"));
        }
        if text.chars().next_back().is_some_and(|last| !alphanumeric(last) && last != ')') {
            return bad("ends in a sign".into());
        }
        if self.reserved.iter().any(|r| r.eq_ignore_ascii_case(text)) {
            return bad("is taken: switches use it themselves".into());
        }
        Ok(())
    }
}

macro_rules! names {
    ($( $(#[doc = $doc:literal])* $name:ident = $form:literal, $pattern:expr; )*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Arc<str>);

        impl Value for $name {
            const TYPE: TypeSpec = TypeSpec::new("name", $form);
            fn parse(text: &str) -> Result<Self, Problem> {
                const PATTERN: Pattern = $pattern;
                PATTERN.check(text, $form)?;
                Ok($name(text.into()))
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )* };
}

/// VRF names that the switches have from the start.
const VRFS: &[&str] = &["default", "MGMT", "management", "all"];

names! {
    /// A device, a rack, a platform, a profile: what hostnames are made of.
    DeviceName = "1 to 30 letters, digits and -, a letter first",
        Pattern { least: 1, most: 30, letter_first: true, inside: "-", capitals: true, reserved: &[] };
    /// A whole hostname, as a device has it.
    HostName = "1 to 63 letters, digits and -, a letter first",
        Pattern { least: 1, most: 63, letter_first: true, inside: "-", capitals: true, reserved: &[] };
    /// A resource of the managed fabric: isolation domain, internal or external network, policy.
    FabricName = "2 to 64 letters, digits, - and _, a letter first",
        Pattern { least: 2, most: 64, letter_first: true, inside: "-_", capitals: true, reserved: &[] };
    /// An L3 isolation domain: also the name of its VRF on the CEs.
    DomainName = "3 to 32 letters, digits, - and _, a letter first",
        Pattern { least: 3, most: 32, letter_first: true, inside: "-_", capitals: true, reserved: VRFS };
    /// A workload network: also the name of its NetworkAttachmentDefinition, so a DNS-1123 label.
    NetworkName = "2 to 30 small letters, digits and -",
        Pattern { least: 2, most: 30, letter_first: false, inside: "-", capitals: false, reserved: &[] };
    /// A cluster, an agent pool: also the name of a folder.
    ClusterName = "2 to 30 letters, digits, - and _",
        Pattern { least: 2, most: 30, letter_first: false, inside: "-_", capitals: true, reserved: &[] };
    /// A virtual machine.
    VmName = "2 to 64 letters and digits",
        Pattern { least: 2, most: 64, letter_first: false, inside: "", capitals: true, reserved: &[] };
    /// An account on the switches.
    UserName = "1 to 32 letters, digits, - and _",
        Pattern { least: 1, most: 32, letter_first: false, inside: "-_", capitals: true, reserved: &[] };
    /// A pNIC of a server profile, such as `4b`.
    PnicName = "1 to 7 letters and digits",
        Pattern { least: 1, most: 7, letter_first: false, inside: "", capitals: true, reserved: &[] };
    /// A software version, such as `EOS-4.30.3M`, or in quotes `"10.3(5)"`.
    Version = "1 to 64 letters, digits and - _ . / : ( )",
        Pattern { least: 1, most: 64, letter_first: false, inside: "-_./:()", capitals: true, reserved: &[] };
    /// A hardware model or SKU.
    Label = "1 to 64 letters, digits and - _ . / :",
        Pattern { least: 1, most: 64, letter_first: false, inside: "-_./:", capitals: true, reserved: &[] };
    /// A DNS domain.
    DnsName = "1 to 253 letters, digits, - and .",
        Pattern { least: 1, most: 253, letter_first: false, inside: "-.", capitals: true, reserved: &[] };
    /// A rule, as findings name it.
    RuleName = "the name of a rule, such as vlan-above-3000",
        Pattern { least: 1, most: 60, letter_first: true, inside: "-", capitals: false, reserved: &[] };
    /// A word of the lock.
    LockName = "1 to 200 letters, digits and - _ . / : @",
        Pattern { least: 1, most: 200, letter_first: false, inside: "-_./:@", capitals: true, reserved: &[] };
    /// The name of a bond, such as `4b_pf_bond`.
    BondName = "1 to 64 letters, digits, - and _",
        Pattern { least: 1, most: 64, letter_first: false, inside: "-_.", capitals: true, reserved: &[] };
}

/// What a reference can name: implemented by marker types.
pub trait Referent {
    /// The keywords of the constructs that define such a name.
    const KINDS: &'static [&'static str];
    /// The name of the type in the language reference.
    const TYPE: TypeSpec;
}

/// The name of something that is defined elsewhere in the fabric.
#[derive(Debug)]
pub struct Ref<T> {
    /// The name as written.
    pub name: Arc<str>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Ref { name: self.name.clone(), kind: PhantomData }
    }
}

impl<T> std::ops::Deref for Ref<T> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.name
    }
}

impl<T> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl<T: Referent> Value for Ref<T> {
    const TYPE: TypeSpec = T::TYPE;

    fn parse(text: &str) -> Result<Self, Problem> {
        Ok(Ref { name: text.into(), kind: PhantomData })
    }

    fn reference(&self) -> Option<(&'static [&'static str], &str)> {
        Some((T::KINDS, &self.name))
    }
}

macro_rules! referents {
    ($( $(#[doc = $doc:literal])* $name:ident = $form:literal: $($kind:literal),+; )*) => { $(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}
        impl Referent for $name {
            const KINDS: &'static [&'static str] = &[$($kind),+];
            const TYPE: TypeSpec = TypeSpec::new("reference", $form);
        }
    )* };
}

referents! {
    /// A platform.
    PlatformRef = "the name of a platform": "platform";
    /// A server profile.
    ProfileRef = "the name of a server profile": "server-profile";
    /// An internal network of the infrastructure domain.
    InfraNetworkRef = "the name of an internal network of the infrastructure domain": "infrastructure network";
    /// An L2 isolation domain.
    L2DomainRef = "the name of an L2 isolation domain": "l2-isolation-domain";
    /// An L3 isolation domain.
    L3DomainRef = "the name of an L3 isolation domain": "l3-isolation-domain";
    /// An isolation domain of either kind.
    AnyDomainRef = "the name of an isolation domain": "l2-isolation-domain", "l3-isolation-domain";
    /// A network-to-network interconnect.
    NniRef = "the name of an NNI": "nni";
    /// A route policy.
    PolicyRef = "the name of a route policy": "route-policy";
    /// A prefix list.
    PrefixListRef = "the name of a prefix list": "prefix-list";
    /// A community list.
    CommunityListRef = "the name of a community list": "community-list";
    /// An extended community list.
    ExtCommunityListRef = "the name of an extended community list": "extended-community-list";
    /// An access list.
    AclRef = "the name of an access list": "access-list";
    /// An L3 network.
    L3NetworkRef = "the name of an L3 network": "l3-network";
    /// A workload network of any kind.
    NetworkRef = "the name of an L2, L3 or trunked network": "l2-network", "l3-network", "trunked-network";
    /// A cloud services network.
    CsnRef = "the name of a cloud services network": "cloud-services-network";
    /// A rack.
    RackRef = "the name of a rack": "rack";
    /// A device of any kind.
    DeviceRef = "the name of a device, such as r3-t1 or r3-s16": "device";
    /// A CE or a PE.
    EdgeRef = "a CE and a PE": "ce", "pe";
}
