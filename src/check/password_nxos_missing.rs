//! An account with one hash for switches of two vendors, which take no form in common.

use super::Context;
use crate::finding::{At, Finding};
use crate::graph::Kind;
use crate::model::value::Os;

pub fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let switches = context.topology.ids().filter(|(_, d)| matches!(d.kind, Kind::Ce(_) | Kind::Tor(..)));
    let systems: Vec<At<Os>> = switches.filter_map(|(_, d)| Some(d.platform.as_deref()?.os)).collect();
    let first = |of: Os| systems.iter().find(|os| os.value == of).map(|os| os.span);
    let (Some(eos), Some(nxos)) = (first(Os::Eos), first(Os::Nxos)) else { return };
    // Which vendor a mixed pair is to be of, nobody knows: `mlag-across-operating-systems`.
    let os = |id| context.topology.device(id).and_then(|d| Some(d.platform.as_deref()?.os.value));
    if context.pairs.iter().any(|p| os(p.left) != os(p.right)) {
        return;
    }
    for user in context.fabric.fabric.users.iter().filter(|u| u.password_nxos.is_none()) {
        let title = format!("user {} has one password hash for EOS and NX-OS", user.name.value);
        findings.push(
            Finding::warning("password-nxos-missing", user.password.span, title)
                .here("EOS takes SHA-512, `$6$`; NX-OS takes SHA-256, `$5$`")
                .label(eos, "EOS here")
                .label(nxos, "NX-OS here")
                .effect("the switches of one vendor refuse the account")
                .help("`password-nxos` gives NX-OS a hash of its own"),
        );
    }
}
