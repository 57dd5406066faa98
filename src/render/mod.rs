//! From plans to text. Nothing is decided here.

pub mod handoff;
pub mod switch;
pub mod table;
mod template;

pub use template::{Environment, Error, Secrets};
