//! The file that an engineer gives to a switch.

use super::order::Command;
use super::{secret, step};
use crate::model::value::Os;

/// Minutes until EOS takes back what nobody confirmed.
const MINUTES: u8 = 10;

/// Which way a script leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To what is to be.
    There,
    /// Back to what was.
    Back,
}

/// A script for one switch.
#[derive(Debug, Clone, Copy)]
pub struct Script<'a> {
    /// The switch.
    pub device: &'a str,
    /// Its operating system.
    pub os: Os,
    /// Which way it leads.
    pub way: Way,
    /// What it says.
    pub commands: &'a [Command],
}

/// The text of a script. EOS takes it in a session, which is undone unless it is confirmed; NX-OS has
/// a checkpoint to go back to. What is to be typed after a look at the network is a comment.
pub fn text(script: &Script<'_>) -> String {
    let Script { device, os, way, commands } = script;
    let mut lines: Vec<String> = Vec::new();
    let indent = match os {
        Os::Eos => 3,
        Os::Nxos => 2,
    };
    let typed = |c: &Command| format!("{}{}", " ".repeat(c.depth * indent), c.line);
    let digest = blake3::hash(commands.iter().map(typed).collect::<Vec<_>>().join("\n").as_bytes()).to_hex();
    // The switch skips a comment; between sections it can be of none.
    let mut body: Vec<String> = Vec::with_capacity(commands.len());
    for (step, number) in step::steps(commands).into_iter().zip(1..) {
        body.push(format!("! step {number}"));
        body.extend(step.iter().map(typed));
    }
    let name = format!("selvedge-{}", digest.get(..8).unwrap_or_default());
    let what = match way {
        Way::There => "the change",
        Way::Back => "the way back",
    };
    lines.push(format!("! {device}: {what}"));
    let begins = lines.len() + 2 + body.iter().filter(|line| secret::stands_in(line)).count();
    let begins = begins + usize::from(*os == Os::Nxos) * 3;
    for (at, line) in body.iter().enumerate().filter(|(_, line)| secret::stands_in(line)) {
        // The secret is the last but for a role.
        let word = line.split(' ').find(|word| secret::stands_in(word)).unwrap_or_default();
        lines.push(format!("! line {}: fill in {word}", begins + at));
    }
    match os {
        Os::Eos => lines.push(format!("configure session {name}")),
        Os::Nxos => {
            lines.push(format!("! to undo it: rollback running-config checkpoint {name}"));
            // A list is safe up to there, not behind.
            lines.push("! stop at the first line that the switch refuses".to_owned());
            lines.push(format!("checkpoint {name}"));
            lines.push("configure terminal".to_owned());
        }
    }
    lines.extend(body);
    match os {
        Os::Eos => {
            lines.push(format!("commit timer 00:{MINUTES:02}:00"));
            lines.push(format!("! after the check: configure session {name} commit"));
        }
        Os::Nxos => lines.push("end".to_owned()),
    }
    lines.push("! after the check: copy running-config startup-config".to_owned());
    lines.join("\n") + "\n"
}
