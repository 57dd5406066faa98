//! From plans to text. Nothing is decided here.

mod error;
pub mod handoff;
pub mod nad;
pub mod netplan;
pub mod switch;
pub mod table;
mod template;
pub mod yaml;

pub use error::Error;
pub use template::{Environment, Secrets};
