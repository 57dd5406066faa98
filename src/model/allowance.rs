//! What a fabric says about findings.

use super::construct::{Allow, Warn};
use crate::finding::{At, Span};

/// One rule whose findings a statement lowers.
#[derive(Debug, Clone)]
pub struct Allowance {
    /// The rule's name as written; whether there is such a rule is for `check` to say.
    pub rule: At<String>,
    /// Whether its findings go; else they become warnings.
    pub silent: bool,
    /// The statement whose block it stands in: it holds for what is found there. At the top level it
    /// holds everywhere.
    pub scope: Option<Span>,
}

impl Allowance {
    /// What an `allow` says.
    pub(super) fn allow(block: &Allow, scope: Option<Span>) -> impl Iterator<Item = Allowance> {
        block.rules.iter().map(move |rule| Allowance {
            rule: At::new(rule.value.to_string(), rule.span),
            silent: true,
            scope,
        })
    }

    /// What a `warn` says.
    pub(super) fn warn(block: &Warn, scope: Option<Span>) -> impl Iterator<Item = Allowance> {
        block.rules.iter().map(move |rule| Allowance {
            rule: At::new(rule.value.to_string(), rule.span),
            silent: false,
            scope,
        })
    }
}
