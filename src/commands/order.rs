//! The order of steps, and the commands that they are.

use std::cmp::Reverse;

use super::delta::{Pass, Step};
use super::vlans;
use crate::model::value::VlanSet;

/// One command, with how deep its section is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// How many sections it is in.
    pub depth: usize,
    /// What is typed.
    pub line: String,
}

/// Brings steps into their order: what somebody else is to have is let go first, then what others
/// refer to is built before what refers to it, and at last what nothing refers to any more goes.
pub fn sort(steps: &mut [Step]) {
    steps.sort_by_cached_key(|step| {
        let Step { pass, level, top, goes, rank, at, .. } = step;
        let (there, back) = match pass {
            Pass::Build => ((Some(*level), Some(*top)), Reverse(None)),
            Pass::Release | Pass::Clear => ((None, None), Reverse(Some(*level))),
        };
        let within = if *goes { usize::MAX - *at } else { *at };
        (*pass, there, back, *rank, within)
    });
}

/// The commands of steps in their order: sections are entered, and left by `exit`.
pub fn commands(steps: &[Step]) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut open: &[String] = &[];
    let mut rest = steps.iter().peekable();
    while let Some(step) = rest.next() {
        let path = &*step.path;
        let common = open.iter().zip(path).take_while(|(a, b)| a == b).count();
        let mut say = |depth, line: &str| commands.push(Command { depth, line: line.to_owned() });
        (common..open.len()).rev().for_each(|depth| say(depth + 1, "exit"));
        path.iter().enumerate().skip(common).for_each(|(depth, head)| say(depth, head));
        open = path;
        let Some((words, id)) = &step.listed else {
            step.lines.iter().for_each(|line| say(path.len(), line));
            continue;
        };
        let mut ids: Vec<&str> = Vec::from_iter([id.as_str()]);
        while let Some((_, id)) =
            rest.next_if(|next| same_list(step, next)).and_then(|next| next.listed.as_ref())
        {
            ids.push(id);
        }
        let ids: VlanSet = ids
            .iter()
            .filter_map(|id| vlans::parse(id))
            .flat_map(|set| set.iter().collect::<Vec<_>>())
            .collect();
        say(path.len(), &format!("{words}{ids}"));
    }
    (0..open.len())
        .rev()
        .for_each(|depth| commands.push(Command { depth: depth + 1, line: "exit".to_owned() }));
    commands
}

/// Whether the next step names another id for one command.
fn same_list(step: &Step, next: &Step) -> bool {
    let words = |step: &Step| step.listed.as_ref().map(|(words, _)| *words);
    next.path == step.path && words(next).is_some() && words(next) == words(step)
}
