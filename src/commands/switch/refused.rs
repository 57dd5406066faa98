//! Why a switch does not take a command.

use std::fmt;

use ipnet::IpNet;

/// A command that a switch does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which command, from 1.
    pub number: usize,
    /// What it says.
    pub line: String,
    /// Why not.
    pub why: Why,
}

/// Why a switch does not take a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It has no such command in this mode.
    Unknown,
    /// There is no such line.
    Nothing,
    /// It names what is not there yet.
    NotThere {
        /// What kind of thing.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// It takes away what is in use.
    InUse {
        /// What kind of thing.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// The feature is not on.
    Feature(&'static str),
    /// There is another value, which has to go first.
    Taken(String),
    /// It overlaps the address of another interface.
    Overlaps(String),
    /// Another interface has the address.
    Has(String),
    /// It is a port.
    Port,
    /// The interface is up.
    Up,
    /// The port is not like its port-channel.
    Unlike(String),
    /// A trunk carries every VLAN from here on until its list comes.
    Opens(String),
    /// A rule in use matches every route for a moment.
    Bare(String),
    /// A list in use has no entry for a moment.
    Empty(String),
    /// A list in use lacks an entry for a moment, which it has before and after.
    Lacks {
        /// The list.
        list: String,
        /// What the entry says.
        entry: String,
    },
    /// A list in use says of a route for a moment what it says neither before nor after.
    Passing {
        /// The list.
        list: String,
        /// The route.
        route: IpNet,
        /// Whether it lets it pass for the moment.
        permits: bool,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "command {}, `{}`: ", self.number, self.line)?;
        match &self.why {
            Why::Unknown => f.write_str("there is no such command here"),
            Why::Nothing => f.write_str("there is no such line to take back"),
            Why::NotThere { kind, name } => write!(f, "{kind} {name} is not there yet"),
            Why::InUse { kind, name } => write!(f, "{kind} {name} is in use"),
            Why::Feature(feature) => write!(f, "feature {feature} is off"),
            Why::Taken(by) => write!(f, "`{by}` has to go first"),
            Why::Overlaps(by) => write!(f, "it overlaps an address of {by}"),
            Why::Has(by) => write!(f, "{by} has that address"),
            Why::Port => f.write_str("a port can't be removed"),
            Why::Up => f.write_str("the interface is not shut down"),
            Why::Unlike(line) => write!(f, "port and port-channel differ in `{line}`"),
            Why::Opens(interface) => {
                write!(f, "{interface} carries every VLAN until its list comes or it is no trunk")
            }
            Why::Bare(rule) => write!(f, "{rule} is for every route for a moment"),
            Why::Empty(list) => write!(f, "{list} has no entry for a moment"),
            Why::Lacks { list, entry } => write!(f, "{list} lacks `{entry}` for a moment"),
            Why::Passing { list, route, permits } => {
                let does = if *permits { "permits" } else { "denies" };
                write!(f, "{list} {does} {route} for a moment, which it does neither before nor after")
            }
        }
    }
}
