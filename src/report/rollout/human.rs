//! A plan for people.
//!
//! ```text
//! 2 steps: 2 switches in 2 waves, at the worst an outage
//! no attachment and no VRF is without a path during any step
//!
//! step 1 of 2: ce1 (first CE): outage
//!   before
//!     ce1: show mlag => state Active; negotiation status Connected
//!   do
//!     ce1: ce1.cmd
//! ```

use super::told::told;
use super::verdict::{left_out, numbered, paths, verdict};
use super::{Page, words};
use crate::report::printable;
use crate::rollout::{Step, Task, Work};

/// The text.
pub fn render(page: &Page<'_>) -> String {
    let mut text = format!("{}\n", verdict(page));
    for line in paths(page).iter().chain(&left_out(page)) {
        text += &format!("{}\n", printable(line));
    }
    for line in commands(page) {
        text += &format!("{line}\n");
    }
    let all = page.rollout.steps.len();
    for (number, step) in numbered(page) {
        text += &format!("\nstep {number} of {all}: {}\n", printable(&words::title(step)));
        for (heading, _, lines) in told(page, number, step).parts() {
            text += &format!("  {heading}\n");
            lines.iter().for_each(|line| text += &format!("    {line}\n"));
        }
    }
    text
}

/// What holds for every step: where commands are, and when to stop.
pub fn commands(page: &Page<'_>) -> Vec<String> {
    if page.rollout.steps.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["where a check fails: the way back of its step (otherwise), then stop".to_owned()];
    let applied = |task: &Task| matches!(task.work, Work::Apply | Work::Upgrade { more: true, .. });
    if page.rollout.steps.iter().flat_map(Step::tasks).any(applied) {
        lines.push(match page.scripts {
            Some(scripts) => format!("NAME.cmd and NAME.rollback are in {}", printable(&scripts.folder)),
            None => "-o DIR writes NAME.cmd and NAME.rollback".to_owned(),
        });
    }
    lines
}
