//! What changes in one field, in the words of the table.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::field::{Kind, field};
use super::{Detail, Says};
use crate::model::value::VlanSet;

/// What changes in a field between two values of it, as JSON. A structure that one side lacks changes
/// in each of its fields.
///
/// `of` is the kind of the element.
pub fn details(of: &str, path: &str, old: &Value, new: &Value) -> Vec<Detail> {
    let mut all = Vec::new();
    into(of, path, Some(old), Some(new), &mut all);
    if all.is_empty() {
        all.push(value(of, path, said(old), said(new)));
    }
    all
}

fn value(of: &str, path: &str, old: Option<String>, new: Option<String>) -> Detail {
    let (name, _) = field(of, path);
    Detail { path: path.to_owned(), name, says: Says::Value { old, new } }
}

/// What a trunk without a list lets through.
pub const EVERY_VLAN: &str = "all";

/// A field of a structure that is not there is none.
fn into(of: &str, path: &str, old: Option<&Value>, new: Option<&Value>, all: &mut Vec<Detail>) {
    if old == new {
        return;
    }
    if path == "trunk.allowed"
        && let (None | Some(Value::Null), _) | (_, None | Some(Value::Null)) = (old, new)
    {
        let list = |value: &Value| said(value).unwrap_or_else(|| EVERY_VLAN.to_owned());
        return all.push(value(of, path, old.map(list), new.map(list)));
    }
    let (old, new) = (old.unwrap_or(&Value::Null), new.unwrap_or(&Value::Null));
    let none = Map::new();
    let (a, b) = match (old, new) {
        (Value::Object(a), Value::Object(b)) => (a, b),
        (Value::Object(a), Value::Null) => (a, &none),
        (Value::Null, Value::Object(b)) => (&none, b),
        _ => return all.extend(Some(one(of, path, old, new)).filter(tells)),
    };
    let before = all.len();
    let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        into(of, &format!("{path}.{key}"), a.get(key), b.get(key), all);
    }
    if all.len() == before {
        // It is there or not, and says nothing more.
        let is = |value: &Value| (!value.is_null()).then(|| "on".to_owned());
        all.push(value(of, path, is(old), is(new)));
    }
}

/// Whether a detail says anything: an empty list of a structure that goes does not.
fn tells(detail: &Detail) -> bool {
    match &detail.says {
        Says::Value { old, new } => old != new,
        Says::List { old, new } => old != new,
        Says::Set { .. } | Says::Secret => true,
    }
}

fn one(of: &str, path: &str, old: &Value, new: &Value) -> Detail {
    let (name, kind) = field(of, path);
    Detail { path: path.to_owned(), name, says: says(kind, old, new) }
}

fn says(kind: Kind, old: &Value, new: &Value) -> Says {
    let value = || Says::Value { old: said(old), new: said(new) };
    match kind {
        Kind::Secret => Says::Secret,
        Kind::Value => value(),
        Kind::Number => {
            let number = |value: &Value| said(value).filter(|number| number != "0");
            Says::Value { old: number(old), new: number(new) }
        }
        Kind::Range => Says::Value { old: range(old), new: range(new) },
        Kind::List => Says::List { old: items(old), new: items(new) },
        Kind::Vlans => match (vlans(old), vlans(new)) {
            (Some(a), Some(b)) => {
                let ids = |of: &VlanSet, keep: &dyn Fn(u16) -> bool| -> Vec<String> {
                    match of.iter().filter(|id| keep(*id)).collect::<VlanSet>() {
                        set if set.is_empty() => Vec::new(),
                        set => set.to_string().split(',').map(str::to_owned).collect(),
                    }
                };
                let added = ids(&b, &|id| !a.contains(id));
                let removed = ids(&a, &|id| !b.contains(id));
                let kept = ids(&a, &|id| b.contains(id));
                Says::Set { added, removed, kept }
            }
            _ => value(),
        },
        Kind::Set => {
            let (a, b) = (items(old), items(new));
            let without = |from: &[String], other: &[String]| -> Vec<String> {
                let other: BTreeSet<&String> = other.iter().collect();
                from.iter().filter(|item| !other.contains(item)).cloned().collect()
            };
            let (added, removed) = (without(&b, &a), without(&a, &b));
            if added.is_empty() && removed.is_empty() {
                // Their order, or how often, is all that differs.
                return Says::List { old: a, new: b };
            }
            let kept = without(&a, &removed);
            Says::Set { added, removed, kept }
        }
    }
}

/// The VLANs of a set that was printed; none where there is no set.
fn vlans(value: &Value) -> Option<VlanSet> {
    let text = value.as_str()?;
    let mut set = VlanSet::default();
    for part in text.split(',').filter(|part| *part != "none") {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        (first.parse().ok()?..=last.parse().ok()?).for_each(|id| set.insert(id));
    }
    Some(set)
}

fn range(value: &Value) -> Option<String> {
    match value.as_array().map(Vec::as_slice) {
        Some([first, last]) if first == last => said(first),
        Some([first, last]) => Some(format!("{}-{}", said(first)?, said(last)?)),
        _ => said(value),
    }
}

fn items(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(said).collect(),
        value => said(value).into_iter().collect(),
    }
}

/// What stands first of an entry, without the name of its field, in this order.
const FIRST: &[&str] =
    &["sequence", "permit", "family", "ipv6", "name", "prefix", "address", "communities", "route_targets"];

/// A value as text; none where there is nothing.
pub fn said(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(on) => if *on { "on" } else { "off" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.is_empty() => return None,
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().filter_map(said).collect::<Vec<_>>().join(","),
        Value::Object(fields) => entry(fields),
    })
}

/// An entry of a list as a line: `10 permit 10.0.0.0/8 le 24`.
fn entry(fields: &Map<String, Value>) -> String {
    let place = |key: &str| FIRST.iter().position(|first| *first == key).unwrap_or(FIRST.len());
    let mut keys: Vec<&String> = fields.keys().collect();
    keys.sort_by_key(|key| place(key));
    let mut words = Vec::new();
    for key in keys {
        let Some(value) = fields.get(key) else { continue };
        match (key.as_str(), value) {
            (_, Value::Null) => {}
            ("permit", Value::Bool(on)) => words.push(if *on { "permit" } else { "deny" }.to_owned()),
            ("ipv6", Value::Bool(on)) => words.push(if *on { "ipv6" } else { "ipv4" }.to_owned()),
            (_, Value::Bool(false)) => {}
            (_, Value::Bool(true)) => words.push(key.replace('_', "-")),
            (_, Value::Array(all)) if all.is_empty() => {}
            (key, value) if place(key) < FIRST.len() => words.extend(said(value)),
            (key, value) => {
                words.push(format!("{} {}", key.replace('_', "-"), said(value).unwrap_or_default()))
            }
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn vlans_are_a_set_and_what_stays_is_said() {
        let found = details("port", "trunk.allowed", &json!("501,601"), &json!("501,601,1020-1021"));
        let [Detail { path, name, says: Says::Set { added, removed, kept } }] = &found[..] else {
            panic!("no set")
        };
        assert_eq!((&**path, &**name), ("trunk.allowed", "allowed vlan"));
        assert_eq!(
            (added, removed, kept),
            (&vec!["1020-1021".into()], &vec![], &vec!["501".into(), "601".into()])
        );
    }

    #[test]
    fn a_structure_that_comes_is_told_by_its_fields() {
        let found =
            details("port", "trunk", &json!(null), &json!({"allowed": "1", "native": null, "group": null}));
        assert_eq!(found, [value("port", "trunk.allowed", None, Some("1".into()))]);
        let found = details("port-channel", "fallback", &json!(null), &json!({"timeout": null}));
        assert_eq!(found, [value("port-channel", "fallback", None, Some("on".into()))]);
    }

    #[test]
    fn a_trunk_without_a_list_carries_all() {
        let of = |old, new| details("port", "trunk.allowed", &old, &new);
        let value = |old: Option<&str>, new: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            vec![super::value("port", "trunk.allowed", own(old), own(new))]
        };
        assert_eq!(of(json!("11-12"), json!(null)), value(Some("11-12"), Some("all")));
        assert_eq!(of(json!(null), json!("none")), value(Some("all"), Some("none")));
        let trunk = json!({"allowed": null, "native": null, "group": null});
        assert_eq!(details("port", "trunk", &json!(null), &trunk), value(None, Some("all")));
        let other = json!({"allowed": null, "native": 5, "group": null});
        let found = details("port", "trunk", &trunk, &other);
        assert!(matches!(&found[..], [one] if one.path == "trunk.native"), "{found:?}");
    }

    #[test]
    fn what_is_empty_on_both_sides_is_not_told_and_an_empty_text_is_none() {
        let layer3 = json!({"addresses": ["10.0.0.1/31"], "acl_in": [], "vrf": null});
        let found = details("port", "layer3", &layer3, &json!(null));
        assert!(
            matches!(&found[..], [Detail { path, says: Says::Set { .. }, .. }] if path == "layer3.addresses"),
            "{found:?}"
        );
        let found = details("VLAN interface", "description", &json!("x"), &json!(""));
        assert_eq!(found, [value("VLAN interface", "description", Some("x".into()), None)]);
        assert_eq!(details("port", "speed", &json!(""), &json!(null)).len(), 1);
    }

    #[test]
    fn order_counts_where_it_means_something_and_is_never_lost() {
        let found = details("services", "ntp", &json!(["a", "b"]), &json!(["b", "a"]));
        assert!(matches!(&found[..], [Detail { says: Says::List { .. }, .. }]), "{found:?}");
        let found = details("services", "syslog", &json!(["a", "b"]), &json!(["b", "a"]));
        assert!(matches!(&found[..], [Detail { says: Says::List { .. }, .. }]), "{found:?}");
    }

    /// A pair of which no peer link is said has 0 in its plan.
    #[test]
    fn a_number_that_nobody_says_is_none() {
        let one = |of, path, old, new| {
            let found: Vec<_> = details(of, path, &old, &new).into_iter().map(|d| (d.name, d.says)).collect();
            let [(name, Says::Value { old, new })] = found.as_slice() else { panic!("{found:?}") };
            format!("{name}: {old:?} {new:?}")
        };
        assert_eq!(one("pair", "peer_link", json!(3), json!(0)), r#"peer link: Some("3") None"#);
        let vlan = one("pair", "eos", json!({"vlan": 0}), json!({"vlan": 4094}));
        assert_eq!(vlan, r#"vlan: None Some("4094")"#);
        one("pair", "eos", json!(null), json!({"vlan": 0, "reload_delay_other": 330}));
        assert_eq!(one("entry", "metric", json!(0), json!(5)), r#"metric: Some("0") Some("5")"#);
    }

    #[test]
    fn nothing_of_a_secret_is_kept() {
        let found = details("neighbor", "session.password", &json!("env:A"), &json!("hunter2"));
        assert!(matches!(&found[..], [Detail { name, says: Says::Secret, .. }] if name == "password"));
    }

    #[test]
    fn an_entry_is_a_line() {
        let rule = json!({"sequence": 10, "permit": true, "prefix": "10.0.0.0/8", "ge": null, "le": 24});
        assert_eq!(said(&rule).unwrap(), "10 permit 10.0.0.0/8 le 24");
    }
}
