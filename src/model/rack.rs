//! Devices: what ranges in names have become.

use std::sync::Arc;

use super::Named;
use super::construct::{
    BrokerBlock, ManagementSwitchBlock, PeBlock, Platform, RackBlock, ServerProfile, TerminalBlock,
};
use crate::finding::Span;

/// A PE.
#[derive(Debug, Clone)]
pub struct Pe {
    /// Its name.
    pub name: Named,
    /// Its number among the PEs.
    pub number: u32,
    /// The statement.
    pub block: Arc<PeBlock>,
}

/// A CE.
#[derive(Debug, Clone)]
pub struct Ce {
    /// Its name.
    pub name: Named,
    /// 1 or 2.
    pub number: u32,
    /// Its model.
    pub platform: Arc<Platform>,
}

/// A rack.
#[derive(Debug, Clone)]
pub struct Rack {
    /// Its name.
    pub name: Named,
    /// Its number; an aggregate rack has none.
    pub number: Option<u32>,
    /// The statement.
    pub block: Arc<RackBlock>,
    /// Its TORs by number.
    pub tors: Vec<Tor>,
    /// Its servers by slot.
    pub servers: Vec<Server>,
    /// What else stands in it, by kind and name.
    pub appliances: Vec<Appliance>,
}

/// A TOR.
#[derive(Debug, Clone)]
pub struct Tor {
    /// Its hostname, `r3-t1`.
    pub name: Named,
    /// 1 or 2.
    pub member: u32,
    /// Its model.
    pub platform: Arc<Platform>,
    /// The statement.
    pub span: Span,
}

/// A server.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its hostname, `r3-s16`.
    pub name: Named,
    /// The slot it stands in.
    pub slot: u32,
    /// Its hardware.
    pub profile: Arc<ServerProfile>,
    /// The statement.
    pub span: Span,
}

/// A device that gets cables and an address, no configuration.
#[derive(Debug, Clone)]
pub struct Appliance {
    /// Its hostname.
    pub name: Named,
    /// Its number among the like of its rack.
    pub number: u32,
    /// What it is.
    pub kind: ApplianceKind,
}

/// What an appliance is, with the statement that says so.
#[derive(Debug, Clone)]
pub enum ApplianceKind {
    /// A management switch and its model.
    ManagementSwitch(Arc<ManagementSwitchBlock>, Option<Arc<Platform>>),
    /// A packet broker.
    Broker(Arc<BrokerBlock>),
    /// A console server.
    Terminal(Arc<TerminalBlock>),
}
