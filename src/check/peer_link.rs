//! Pairs of switches by the cables of their peer links.

use super::context::Pair;
use super::group::groups;
use super::{Context, words};
use crate::finding::Span;
use crate::model::value::PortRole;

/// Pairs that came from one statement and have the same number of cables.
pub struct Pairs {
    /// The first of them.
    pub pair: Pair,
    /// Why they have no more.
    pub why: &'static str,
    /// The platform that has no ports for it.
    pub platform: Option<Span>,
    names: Vec<String>,
}

impl Pairs {
    /// `r1-t1 and r1-t2 have no peer link`.
    pub fn title(&self, what: &str) -> String {
        let first = self.names.first().map_or("", String::as_str);
        match self.names.len() {
            0 | 1 => format!("{first} have {what}"),
            n => format!("{first} have {what}, and so {}", words::count(n - 1, "more pair")),
        }
    }
}

/// Whether the peer-link addresses of a pair are the two of a /31, the even one first; so they are
/// where one of them is missing.
pub fn paired(context: &Context<'_>, pair: &Pair) -> bool {
    let own = |id| context.assigned.addresses.device(id).peer_link;
    let (Some(left), Some(right)) = (own(pair.left), own(pair.right)) else { return true };
    left.trunc() == right.trunc() && left.addr() < right.addr()
}

/// The pairs with that many cables between them.
pub fn with(context: &Context<'_>, cables: u32) -> impl Iterator<Item = Pairs> {
    let those = context.pairs.iter().filter(|p| context.peer_link(p) == cables);
    let keyed = those.map(|p| ((context.span(p.left), context.span(p.right)), *p));
    groups(keyed).into_iter().filter_map(|group| {
        let pair = *group.first()?;
        let name = |p: &Pair| format!("{} and {}", context.name(p.left), context.name(p.right));
        let lacks = |id| {
            let platform = context.topology.device(id).and_then(|d| d.platform.as_deref())?;
            let has =
                platform.ports.iter().any(|g| g.role.value == PortRole::PeerLink && !g.names.is_empty());
            (!has).then_some(platform.span)
        };
        let platform = lacks(pair.left).or_else(|| lacks(pair.right));
        let why = match platform {
            None => "its `peer-link` ports go elsewhere",
            Some(_) => "the `peer-link` ports of both, one to one, make it",
        };
        Some(Pairs { pair, why, platform, names: group.iter().map(name).collect() })
    })
}
