//! Values that name a place: a port, a device's port, a cell of a server, an endpoint outside.

use std::fmt;
use std::sync::Arc;

use super::{Problem, TypeSpec, Value};

/// The name of a port as its device has it: `Ethernet3/1`, `ens3f0np0`, `ct0.eth4`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortName(pub Arc<str>);

fn port(text: &str) -> Result<Arc<str>, Problem> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let letter = text.starts_with(|c: char| c.is_ascii_alphabetic());
    if text.len() <= 40 && letter && text.chars().all(fits) {
        Ok(text.into())
    } else {
        Err(Problem::new(
            "name-not-allowed",
            "is no port",
            "such as Ethernet3/1, a letter first, at most 40 characters",
        ))
    }
}

impl Value for PortName {
    const TYPE: TypeSpec = TypeSpec::new("port", "a port, as its device names it");

    fn parse(text: &str) -> Result<Self, Problem> {
        port(text).map(PortName)
    }
}

impl std::ops::Deref for PortName {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An interface of a Linux host: at most 15 characters, as the kernel has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IfName(pub Arc<str>);

impl Value for IfName {
    const TYPE: TypeSpec = TypeSpec::new("interface", "1 to 15 letters, digits, - _ and .");

    fn parse(text: &str) -> Result<Self, Problem> {
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let dots = text.chars().all(|c| c == '.');
        if !dots && (1..=15).contains(&text.len()) && text.chars().all(fits) {
            Ok(IfName(text.into()))
        } else {
            Err(Problem::new("name-not-allowed", "is no interface", Self::TYPE.form))
        }
    }
}

impl std::ops::Deref for IfName {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IfName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A port of a device: `r3-t1:Ethernet49/1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// The device.
    pub device: Arc<str>,
    /// The port on it.
    pub port: Arc<str>,
}

impl Value for End {
    const TYPE: TypeSpec = TypeSpec::new("device:port", "a port of a device (r3-t1:Ethernet49/1)");

    fn parse(text: &str) -> Result<Self, Problem> {
        match text.split_once(':') {
            Some((device, name)) if !device.is_empty() => {
                Ok(End { device: device.into(), port: port(name)? })
            }
            _ => Err(Problem::new(
                "malformed-value",
                "is no port of a device",
                "device:port, such as r3-t1:Ethernet49/1",
            )),
        }
    }

    fn reference(&self) -> Option<(&'static [&'static str], &str)> {
        Some((&["device"], &self.device))
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.device, self.port)
    }
}

/// A server, or one NUMA cell of it: `r3-s4`, `r3-s4:1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerCell {
    /// The server.
    pub server: Arc<str>,
    /// The cell, where one is named.
    pub cell: Option<u8>,
}

impl Value for ServerCell {
    const TYPE: TypeSpec = TypeSpec::new("server", "a server (r3-s4) or one of its NUMA cells (r3-s4:1)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let Some((server, cell)) = text.split_once(':') else {
            return Ok(ServerCell { server: text.into(), cell: None });
        };
        match cell.parse::<u8>() {
            Ok(cell) => Ok(ServerCell { server: server.into(), cell: Some(cell) }),
            Err(_) => {
                Err(Problem::new("malformed-value", "names no NUMA cell", "server:cell, such as r3-s4:1"))
            }
        }
    }

    fn reference(&self) -> Option<(&'static [&'static str], &str)> {
        Some((&["server"], &self.server))
    }
}

/// Where a cloud services network lets traffic out to: `login.example.com:443`, `.azurecr.io:443`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Egress {
    /// A DNS name; a leading dot stands for every name below it.
    pub domain: Arc<str>,
    /// The TCP port.
    pub port: u16,
}

impl Value for Egress {
    const TYPE: TypeSpec =
        TypeSpec::new("endpoint", "domain:port, a leading dot for all names below (.azurecr.io:443)");

    fn parse(text: &str) -> Result<Self, Problem> {
        let problem = |what: &str| {
            Err(Problem::new("egress-endpoint-malformed", what, "domain:port, such as .azurecr.io:443"))
        };
        let Some((domain, port)) = text.rsplit_once(':') else { return problem("has no port") };
        let port = match port.parse::<u16>() {
            Ok(port @ 1..) => port,
            _ => return problem("has no port from 1 to 65535"),
        };
        let name = domain.strip_prefix('.').unwrap_or(domain);
        let label = |l: &str| {
            (1..=63).contains(&l.len())
                && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        if name.len() > 253 || !name.split('.').all(label) {
            return problem("has no DNS name");
        }
        Ok(Egress { domain: domain.into(), port })
    }
}
