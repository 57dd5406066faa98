//! Policies of the file as a switch has them.
//!
//! A switch has less to say than the language: an entry of a route map matches where all of its
//! conditions hold, names one list of a kind, and a prefix list is of one family. What the language
//! says beyond that is taken apart here: `or` into entries, `and` into derived lists, a list of both
//! families into two.

mod adjacency;
mod community;
mod entry;
mod filter;
mod lists;
mod map;
mod number;
mod policer;
mod prefix;

pub use filter::attach as attach_filters;
pub use lists::Lists;
pub use map::{route_maps, sends};

/// What the IPv6 part of something is called, where both families have one.
pub fn family_name(name: &str, ipv6: bool) -> String {
    format!("{name}{}", if ipv6 { "-V6" } else { "" })
}
