//! From the fabric to vendor-neutral plans. Every decision about the network is made here: what a
//! template or a serializer prints was decided before it.

mod cluster;
mod context;
mod device;
mod edge;
mod handoff;
mod host;
mod names;
mod policy;
pub mod table;
mod vpn;
mod why;

use crate::assign::{mtu, number};

pub use cluster::cluster;
pub use context::Context;
pub use device::device;
pub use handoff::handoff;
pub use host::host;
