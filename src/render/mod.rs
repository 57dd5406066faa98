//! From plans to text. Nothing is decided here.

mod engine;
mod error;
mod fault;
pub mod findings;
pub mod handoff;
pub mod nad;
pub mod netplan;
mod scan;
pub mod switch;
pub mod table;
mod template;
pub mod trace;
pub mod yaml;

pub use engine::{OUTPUT, Refused, STEPS};
pub use error::Error;
pub use fault::{Fault, Wrong};
pub use template::{Environment, Purpose, Secrets, TEMPLATES, purpose, texts as template_texts};
