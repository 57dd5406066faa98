//! `--locked`: the lock is taken as it is, or not at all.

use crate::{Checked, finding};

/// Whether the lock may change.
#[derive(Debug, Default, clap::Args)]
pub struct LockedArgs {
    /// Fail where a compile would change the lock beside the fabric, or there is none
    #[arg(long)]
    pub locked: bool,
}

impl LockedArgs {
    /// Adds what there is to say of the lock.
    pub fn judge(&self, checked: &mut Checked) {
        if let Some(finding) = crate::lock_out_of_date(checked).filter(|_| self.locked) {
            checked.findings.push(finding);
            finding::sort(&mut checked.findings);
        }
    }
}
