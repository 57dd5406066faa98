//! The shape of a comparison as JSON; `docs/diff.md` says what the fields are.

use serde::Serialize;

/// The document.
#[derive(Serialize)]
pub struct Document<'a> {
    pub format: &'static str,
    pub version: u32,
    pub tool: Tool,
    pub old: Named<'a>,
    pub new: Named<'a>,
    pub same: bool,
    pub verdict: String,
    pub devices: Devices,
    #[serde(flatten)]
    pub differences: Differences<'a>,
    pub notes: Vec<Said<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drifted<'a>>,
}

/// Who wrote it.
#[derive(Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

/// A side.
#[derive(Serialize)]
pub struct Named<'a> {
    pub name: &'a str,
    pub kind: &'static str,
}

/// How many switches end how.
#[derive(Serialize)]
pub struct Devices {
    pub differ: usize,
    pub reboot: usize,
    pub outage: usize,
    pub session_reset: usize,
    pub effect_unknown: usize,
    pub hitless: usize,
    pub no_effect: usize,
    pub added: usize,
    pub removed: usize,
    pub not_known: usize,
    pub not_compared: usize,
}

/// What differs between two sides.
#[derive(Serialize)]
pub struct Differences<'a> {
    pub switches: Vec<Switch<'a>>,
    pub hits: Vec<Crowd<'a>>,
    pub hosts: Vec<File<'a>>,
    pub clusters: Vec<File<'a>>,
    pub secrets_not_compared: usize,
}

/// What there is to say of a file.
#[derive(Serialize)]
pub struct Said<'a> {
    pub side: &'static str,
    pub name: &'a str,
    pub text: String,
}

/// What was changed by hand.
#[derive(Serialize)]
pub struct Drifted<'a> {
    pub tree: &'a str,
    pub verdict: String,
    #[serde(flatten)]
    pub differences: Differences<'a>,
}

/// A switch that differs.
#[derive(Serialize)]
pub struct Switch<'a> {
    pub name: &'a str,
    pub presence: &'static str,
    pub pair: Option<&'a str>,
    pub risk: &'static str,
    pub hit: Option<usize>,
    pub cuts: &'a [String],
    pub changes: Vec<Entry<'a>>,
    pub blocks: Vec<Lines<'a>>,
    pub not_understood: Vec<Line>,
}

/// A change of it.
#[derive(Serialize)]
pub struct Entry<'a> {
    pub element: String,
    pub kind: &'static str,
    pub action: &'static str,
    pub risk: &'static str,
    pub reasons: &'a [String],
    pub details: Vec<Field<'a>>,
    pub causes: Vec<Place>,
    pub hit: Option<usize>,
    pub peers: Vec<Peer<'a>>,
    pub cuts: &'a [String],
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    pub steps: &'a [usize],
}

/// Who is hit, by name.
#[derive(Serialize)]
pub struct Crowd<'a> {
    pub racks: &'a [String],
    pub servers: &'a [String],
    pub domains: &'a [String],
    pub clusters: &'a [String],
    pub vms: &'a [String],
}

/// Who has to change with a change.
#[derive(Serialize)]
pub struct Peer<'a> {
    pub relation: &'static str,
    pub vrf: Option<&'a str>,
    pub by: String,
    pub name: Option<&'a str>,
    pub changes: &'static str,
}

/// What changes in an element.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Field<'a> {
    Value { name: &'a str, old: Option<&'a str>, new: Option<&'a str> },
    Set { name: &'a str, added: &'a [String], removed: &'a [String], kept: &'a [String] },
    List { name: &'a str, old: &'a [String], new: &'a [String] },
    Secret { name: &'a str },
}

/// A statement.
#[derive(Serialize)]
pub struct Place {
    pub side: &'static str,
    pub path: String,
    pub line: usize,
    pub text: String,
}

/// A block in which order means something.
#[derive(Serialize)]
pub struct Lines<'a> {
    pub element: String,
    pub old: &'a [String],
    pub new: &'a [String],
}

/// A line that no reader knows.
#[derive(Serialize)]
pub struct Line {
    pub side: &'static str,
    pub line: usize,
    pub block: String,
    pub text: String,
}

/// A netplan or a manifest that differs.
#[derive(Serialize)]
pub struct File<'a> {
    pub name: &'a str,
    pub presence: &'static str,
    pub details: Vec<Field<'a>>,
    pub causes: Vec<Place>,
}
