//! What keeps traffic under a rate: class maps and the policers that name them.

use super::Rule;
use super::known::{At, Class, Known};
use super::words::{number, put, word, words};
use crate::plan::{Element, PoliceRate, Policer, PolicerClass};

/// Begins a class map. Its element is the policer's that names it, which comes later.
pub fn class_map<'t>(known: &mut Known<'t>, value: &'t str) -> Option<At> {
    let name = word(value)?;
    let line = known.line_count() + 1;
    if let Some(position) = known.class_names.get(name).copied() {
        known.again = true;
        let class = known.classes.get_mut(position)?;
        class.lines.push((line, value));
        return Some((position, class.element));
    }
    let element = known.begin(Element::Policer(String::new()));
    let position = known.classes.len();
    known.class_names.insert(name, position);
    known.classes.push(Class { name, acl: "", element, named: false, lines: vec![(line, value)] });
    Some((position, element))
}

/// A line of a class map.
pub fn class_line<'t>(known: &mut Known<'t>, position: usize, rule: Rule, value: &'t str) -> Option<u32> {
    let line = known.line_count() + 1;
    let class = known.classes.get_mut(position).filter(|_| rule == Rule::class_acl)?;
    known.again |= !class.acl.is_empty();
    class.acl = word(value)?;
    class.lines.push((line, value));
    Some(class.element)
}

/// Begins a policer.
pub fn policy_map<'t>(known: &mut Known<'t>, value: &'t str) -> Option<At> {
    let name = word(value)?;
    if let Some(at) = known.policers.get(name) {
        known.again = true;
        return Some(*at);
    }
    let line = known.line_count() + 1;
    known.policer_lines.push((line, value));
    let at = (known.device.policers.len(), known.begin(Element::Policer(name.to_owned())));
    known.policers.insert(name, at);
    known.device.policers.push(Policer { name: name.to_owned(), ..Policer::default() });
    Some(at)
}

/// A line of a policer: `class X`, and in that
/// `police cir 1000 kbps bc 100 kbytes conform transmit violate drop`.
pub fn policy_line<'t>(
    known: &mut Known<'t>,
    (position, element): At,
    rule: Rule,
    value: &'t str,
) -> Option<u32> {
    let policer = known.device.policers.get_mut(position)?;
    match rule {
        Rule::police_class => {
            let name = word(value)?;
            let class = known.classes.get_mut(*known.class_names.get(name)?)?;
            if known.list_rules.insert((rule, position, name)) {
                let acl = class.acl.to_owned();
                policer.classes.push(PolicerClass { name: name.to_owned(), acl, ipv6: false, rate: None });
            } else {
                known.again = true;
            }
            let (class_element, policer) = (class.element, policer.name.clone());
            if !std::mem::replace(&mut class.named, true) {
                known.becomes(class_element, Element::Policer(policer));
            }
        }
        Rule::police => {
            let [rate, "kbps", "bc", burst, "kbytes", "conform", "transmit", "violate", "drop"] =
                words(value)?
            else {
                return None;
            };
            let rate = PoliceRate { rate: number(rate)?, burst: number(burst)? };
            put(&mut policer.classes.last_mut()?.rate, rate, &mut known.again);
        }
        _ => return None,
    }
    Some(element)
}

/// Takes back policers of a running configuration that tell nothing apart that is known: what they do
/// is no matter of rates.
pub fn finish(known: &mut Known<'_>) {
    let lines = std::mem::take(&mut known.policer_lines);
    if !known.running() {
        return;
    }
    let policers = std::mem::take(&mut known.device.policers);
    for (policer, (line, text)) in policers.into_iter().zip(lines) {
        if policer.classes.is_empty() {
            known.unsay(line, "", &format!("policy-map type qos {}", text.trim_ascii()));
        } else {
            known.device.policers.push(policer);
        }
    }
}
