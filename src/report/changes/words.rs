//! Changes in words.

use crate::diff::{Action, Change, Detail, Missing, Presence, Risk, Says};
use crate::report::{diff::covered, message};
use crate::side::{Note, Origin};

/// How long a list of what stays may be, in characters.
const MOST_KEPT: usize = 60;

/// What may happen to a switch of which lines differ that no reader knows.
pub const UNCLEAR: &str = "of unknown effect";

/// What a risk is called.
pub const fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::None => "no effect",
        Risk::Hitless => "hitless",
        Risk::SessionReset => "session reset",
        Risk::TrafficLoss => "outage",
        Risk::Reboot => "reboot",
    }
}

/// The sign of what becomes of something.
pub const fn sign(action: Action) -> char {
    match action {
        Action::Remove => '-',
        Action::Change => '~',
        Action::Add => '+',
    }
}

/// What a side is.
pub const fn origin(origin: &Origin) -> &'static str {
    match origin {
        Origin::Fabric(_) => "fabric",
        Origin::Tree => "tree",
        Origin::Running => "running",
    }
}

/// A value, where there is one.
fn said(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("none")
}

/// What changes, as a phrase.
pub fn detail(detail: &Detail) -> String {
    let name = &detail.name;
    match &detail.says {
        Says::Value { old, new } => {
            let said = |value| match value {
                &None if has_default(detail) => "default",
                value => said(value),
            };
            format!("{name} {} -> {}", said(old), said(new))
        }
        Says::Set { added, removed, kept } => {
            let mut text = name.clone();
            for (sign, items) in [('+', added), ('-', removed)] {
                if !items.is_empty() {
                    text += &format!(" {sign}{}", items.join(","));
                }
            }
            let rest = kept.join(",");
            match rest.chars().count() {
                0 => text,
                n if n > MOST_KEPT => text + " (the rest kept)",
                _ => format!("{text} ({rest} kept)"),
            }
        }
        Says::List { old, new } => {
            let said = |items: &[String]| match items {
                [] => "none".to_owned(),
                items => items.join(", "),
            };
            format!("{name} {} -> {}", said(old), said(new))
        }
        Says::Secret => format!("{name} changed"),
    }
}

/// Whether a switch that says none has one nevertheless: there is always an MTU.
pub fn has_default(detail: &Detail) -> bool {
    matches!(&*detail.path, "mtu" | "layer3.mtu")
}

/// A change as a line: `~ interface Vlan20: vrf A -> B`.
pub fn change(subject: &str, change: &Change) -> String {
    let details: Vec<String> = change.details.iter().map(detail).collect();
    let line = match details.is_empty() {
        true => format!("{} {subject}", sign(change.action)),
        false => format!("{} {subject}: {}", sign(change.action), details.join("; ")),
    };
    message(&line).into_owned()
}

/// Why a change does what it does, without the values that its line has already.
pub fn reason(reason: &str, change: &Change) -> String {
    let values = change.details.iter().filter_map(|detail| match &detail.says {
        Says::Value { old, new } => Some(format!("{} -> {}: ", said(old), said(new))),
        _ => None,
    });
    let rest = values.filter_map(|values| reason.split_once(&values)).map(|(_, rest)| rest).next();
    message(rest.unwrap_or(reason)).into_owned()
}

/// What there is to say of a switch that one side lacks.
pub fn lacking(presence: Presence, old: &Origin, new: &Origin) -> Option<&'static str> {
    presence.missing(old, new).map(|missing| match missing {
        Missing::NotRunning => "has no running configuration: not compared",
        Missing::NotKnown if presence == Presence::Old => "is running, and the new side does not know it",
        Missing::NotKnown => "is running, and the old side does not know it",
        Missing::Removed => "is removed",
        Missing::Added => "is added",
    })
}

/// What there is to say of a file.
pub fn note(note: &Note) -> String {
    match note {
        Note::OtherHostname { file, hostname } => format!("{file} is the configuration of {hostname}"),
        Note::NoHostname { file } => format!("{file} has no hostname; it is taken by its name"),
        Note::LogMessages { file, count: left_out } => {
            format!("{file}: {} left out", count(*left_out, "log message"))
        }
        Note::MayBeCut { files } => {
            let files: Vec<&str> = files.iter().map(String::as_str).collect();
            let (ends, it) = if files.len() == 1 { ("ends", "it lacks") } else { ("end", "they lack") };
            format!("nothing marks where {} {ends}: if cut off, what {it} is no change", names(&files))
        }
    }
}

/// Devices in a phrase: `r1-t1, r1-t2 and 12 more`.
pub fn names(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one}, {two}"),
        [one, two, three] => format!("{one}, {two}, {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// A number with its noun.
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// A line of a configuration that no reader knows, without what may be a secret.
pub fn unknown(block: &str, text: &str) -> String {
    let text = message(&covered("", text)).into_owned();
    match block {
        "" => text,
        block => format!("{}: {text}", message(&covered("", block))),
    }
}
