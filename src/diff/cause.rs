//! The statements behind a change.

use std::collections::BTreeMap;

use super::{Action, Cause, Change, Says, Which};
use crate::plan::{Device, Element, Origin};

/// How many statements one change names.
const MOST: usize = 4;

/// One side of a comparison: the elements of a switch with where they came from.
pub struct Origins {
    of: BTreeMap<Element, Origin>,
    /// Whether its origins are statements: a plan that was read has none.
    stated: bool,
}

impl Origins {
    /// Those of a plan.
    pub fn of(plan: &Device, stated: bool) -> Self {
        Origins { of: plan.elements().into_iter().collect(), stated }
    }

    /// Where an element came from; none where it is not there.
    pub fn origin(&self, element: &Element) -> Option<Origin> {
        self.of.get(element).copied()
    }

    fn cause(&self, which: Which, element: &Element) -> Option<Cause> {
        let span = self.origin(element).filter(|_| self.stated)?.span;
        Some(Cause { which, span })
    }
}

/// The statements behind a change: what comes, the new side's; what goes, the old side's.
pub fn causes(change: &Change, old: &Origins, new: &Origins) -> Vec<Cause> {
    let mut causes = Vec::new();
    let mut add = |cause: Option<Cause>| {
        causes.extend(cause.filter(|cause| !causes.contains(cause)));
    };
    for detail in &change.details {
        let Says::Set { added, removed, .. } = &detail.says else { continue };
        if detail.path != "trunk.allowed" {
            continue;
        }
        first_vlans(added).for_each(|vlan| add(new.cause(Which::New, &vlan)));
        first_vlans(removed).for_each(|vlan| add(old.cause(Which::Old, &vlan)));
    }
    let (before, after) = (old.cause(Which::Old, &change.element), new.cause(Which::New, &change.element));
    add(match change.action {
        Action::Remove => before,
        Action::Change | Action::Add => after.or(before),
    });
    causes.truncate(MOST);
    causes
}

/// The first VLANs of ranges.
fn first_vlans(ranges: &[String]) -> impl Iterator<Item = Element> {
    let first = |range: &String| range.split('-').next().and_then(|id| id.parse().ok());
    ranges.iter().filter_map(first).take(MOST).map(Element::Vlan)
}
