//! From the fabric to vendor-neutral plans. Every decision about the network is made here: what a
//! template or a serializer prints was decided before it.

mod context;
mod device;
mod edge;
mod handoff;
mod mtu;
mod number;
pub mod table;

pub use context::Context;
pub use device::device;
pub use handoff::handoff;
