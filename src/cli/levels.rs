//! The options about findings that `check` and `compile` share.

use super::Failure;
use crate::check::Levels;
use crate::shown::printable;

/// What is to be made of findings.
#[derive(Debug, Default, clap::Args)]
pub struct LevelArgs {
    /// Take these for errors: `warnings`, `notes` (and warnings), rules or groups of rules
    #[arg(long, value_name = "WHAT", value_delimiter = ',', help_heading = "Findings")]
    deny: Vec<String>,
}

/// What `check` shows.
#[derive(Debug, Default, clap::Args)]
pub struct ShowArgs {
    /// Show findings of these rules or groups alone, and what keeps rules from looking
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Findings")]
    select: Vec<String>,
    /// Show no findings of these rules or groups
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Findings")]
    ignore: Vec<String>,
}

impl LevelArgs {
    /// As [`crate::Checked::under`] takes it.
    pub fn levels(&self, show: &ShowArgs) -> Result<Levels, Failure> {
        let levels = Levels::parse(&self.deny, &show.select, &show.ignore);
        levels.map_err(|error| Failure(printable(&error).into_owned()))
    }
}
