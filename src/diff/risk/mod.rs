//! What a change does to the network while it is made, and why: a table by element and field, a file
//! for each kind of element, by vendor where they differ.
//!
//! It goes by both plans of a switch, not by text. A field without a row is taken for the worst that
//! its element can do, so that nothing new passes as harmless.

mod base;
mod bgp;
mod channel;
mod layer3;
mod pair;
mod policy;
mod port;
mod routing;
mod session;
mod table;
mod view;
mod vlan;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::model::value::Os;
use crate::plan::{Difference, DifferenceKind, Element};

pub use table::{Kind, Row, Rule, kind, kinds};
pub use view::{View, lists_of};

/// From nothing to the worst, so that the worst of several is the largest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Nothing that forwards or speaks: a description.
    None,
    /// It forwards otherwise from now on, and loses nothing.
    Hitless,
    /// A session ends and comes again.
    SessionReset,
    /// Packets are lost.
    TrafficLoss,
    /// The switch has to start anew.
    Reboot,
}

/// Who has to change with a change, or the two don't fit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct With {
    /// The other switch of the pair.
    pub pair: bool,
    /// The other end of the link, or of sessions.
    pub far: Far,
}

/// The other ends of which links or sessions have to change, from none to all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Far {
    /// None.
    #[default]
    None,
    /// Of the sessions of a table, those with a family, or of a group, that it gains or loses.
    Turned,
    /// All that the element has.
    All,
}

impl With {
    /// Nobody.
    pub const NOBODY: With = With { pair: false, far: Far::None };
    /// The other switch of the pair.
    pub const PAIR: With = With { pair: true, far: Far::None };
    /// The other end.
    pub const FAR: With = With { pair: false, far: Far::All };
    /// Both.
    pub const BOTH: With = With { pair: true, far: Far::All };
    /// The other ends of the sessions whose family or group a table gains or loses.
    pub const TURNED: With = With { pair: false, far: Far::Turned };

    /// What either has.
    #[must_use]
    pub fn or(self, other: With) -> With {
        With { pair: self.pair || other.pair, far: self.far.max(other.far) }
    }
}

/// What is held of one difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it does at the worst.
    pub risk: Risk,
    /// Why, as a sentence for people; empty where there is nothing to say.
    pub reason: Cow<'static, str>,
    /// Who has to change with it.
    pub with: With,
}

impl Verdict {
    /// A verdict.
    pub fn new(risk: Risk, reason: impl Into<Cow<'static, str>>, with: With) -> Self {
        Verdict { risk, reason: reason.into(), with }
    }
}

/// What is held of all that differs in one element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consequence {
    /// The worst.
    pub risk: Option<Risk>,
    /// Why, each once, the gravest first.
    pub reasons: Vec<String>,
    /// Who has to change with it.
    pub with: With,
}

/// One difference, with both plans to judge it by.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The plan before.
    pub old: &'a View<'a>,
    /// The plan afterwards.
    pub new: &'a View<'a>,
    /// Blocks that say the same in other numbers.
    pub alike: &'a policy::Alike<'a>,
    /// What differs.
    pub element: &'a Element,
    /// What a field said, as JSON; empty where the element comes or goes.
    pub first: &'a str,
    /// What it is to say.
    pub second: &'a str,
}

impl Case<'_> {
    /// Whether a truth value becomes true.
    pub fn turns_on(&self) -> bool {
        self.second == "true"
    }

    /// Whether nothing was said before.
    pub fn comes(&self) -> bool {
        self.first == "null"
    }

    /// Whether nothing is said afterwards.
    pub fn goes(&self) -> bool {
        self.second == "null"
    }

    /// `65000 -> 65001`.
    pub fn change(&self) -> String {
        format!("{} -> {}", said(self.first), said(self.second))
    }

    /// What a list of texts has before and not afterwards.
    pub fn gone(&self) -> Vec<String> {
        let texts = |json: &str| serde_json::from_str::<Vec<String>>(json).unwrap_or_default();
        let kept: BTreeSet<String> = texts(self.second).into_iter().collect();
        texts(self.first).into_iter().filter(|text| !kept.contains(text)).collect()
    }

    /// Whether a list has something before and not afterwards.
    pub fn loses_some(&self) -> bool {
        let values = |json: &str| serde_json::from_str::<Vec<serde_json::Value>>(json).unwrap_or_default();
        let kept = values(self.second);
        values(self.first).iter().any(|value| !kept.contains(value))
    }

    /// The same field the other way round.
    pub fn turned(self) -> Self {
        Case { first: self.second, second: self.first, ..self }
    }

    /// Whether a number falls.
    pub fn falls(&self) -> bool {
        let number = |text: &str| text.parse::<u64>().ok();
        number(self.second) < number(self.first)
    }
}

/// What a field says, for people.
fn said(json: &str) -> &str {
    match json {
        "null" => "none",
        "true" => "on",
        "false" => "off",
        _ => json.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(json),
    }
}

/// What each element that differs does, by both plans of a switch.
pub fn consequences(
    found: &[Difference],
    (old, new): (&View<'_>, &View<'_>),
) -> BTreeMap<Element, Consequence> {
    let alike = policy::Alike::of(found, old, new);
    let mut all: BTreeMap<Element, Vec<Verdict>> = BTreeMap::new();
    for difference in found {
        let verdict = judge(old, new, &alike, difference);
        all.entry(difference.element.clone()).or_default().push(verdict);
    }
    all.into_iter().map(|(element, verdicts)| (element, together(verdicts))).collect()
}

fn together(mut verdicts: Vec<Verdict>) -> Consequence {
    verdicts.sort_by_key(|v| std::cmp::Reverse(v.risk));
    let mut all = Consequence::default();
    for verdict in verdicts {
        all.risk = all.risk.max(Some(verdict.risk));
        all.with = all.with.or(verdict.with);
        if !verdict.reason.is_empty() && !all.reasons.iter().any(|r| *r == verdict.reason) {
            all.reasons.push(verdict.reason.into_owned());
        }
    }
    all
}

/// What one difference does.
fn judge(old: &View<'_>, new: &View<'_>, alike: &policy::Alike<'_>, difference: &Difference) -> Verdict {
    let element = &difference.element;
    let kind = kind(element);
    let (rule, first, second) = match &difference.kind {
        DifferenceKind::Lost => (Some(kind.removed), "", ""),
        DifferenceKind::Added => (Some(kind.added), "", ""),
        DifferenceKind::Field { name, first, second } => {
            let row = kind.row(name);
            let rule = row.map(|row| if new.device.os == Os::Eos { row.eos } else { row.nxos });
            (rule, first.as_str(), second.as_str())
        }
    };
    let case = Case { old, new, alike, element, first, second };
    match rule {
        // What is off before and after disturbs nobody.
        Some(_) if old.is_off(element) && new.is_off(element) => {
            Verdict::new(Risk::None, "it is switched off before and after", With::NOBODY)
        }
        Some(Rule::Is(risk, reason, with)) => Verdict::new(risk, reason, with),
        Some(Rule::By(_, by)) => by(&case),
        None => Verdict::new(kind.worst(), "what this does is not known: taken for the worst", With::BOTH),
    }
}
