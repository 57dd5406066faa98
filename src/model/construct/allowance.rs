//! Statements about rules: which findings a fabric lives with.

use super::field::{List, One};
use crate::model::value::*;

construct! {
    /// Findings that the fabric lives with: they are not shown, and stop nothing. At the top level it
    /// holds for the whole fabric, inside a block for what is found in that block. Only warnings,
    /// notes, and errors about a limit that the switches themselves don't have can be allowed; an
    /// allowance that allows nothing is itself a warning.
    ///
    /// ```fab
    /// allow vlan-above-3000 { reason "carrier VLANs, agreed with the platform team" }
    /// ```
    Allow = "allow" (rules: List<RuleName>) {
        /// Why, for who reads it in a year.
        reason: One<Text> = "reason";
    }
}

construct! {
    /// Findings that are to be warnings: errors that `allow` could allow, and notes. It stands
    /// wherever `allow` may.
    ///
    /// ```fab
    /// warn nic-port-ids-differ { reason "rack 5 is recabled in March" }
    /// ```
    Warn = "warn" (rules: List<RuleName>) {
        /// Why, for who reads it in a year.
        reason: One<Text> = "reason";
    }
}
