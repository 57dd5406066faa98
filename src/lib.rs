//! Selvedge.
pub mod finding;
pub mod model;
pub mod source;
pub mod syntax;
