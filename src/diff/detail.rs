//! What changes in one field, in the words of the table.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Detail;
use super::field::{Kind, field};
use crate::model::value::VlanSet;

/// What changes in a field between two values of it, as JSON. A structure that one side lacks changes
/// in each of its fields.
///
/// `of` is the kind of the element.
pub fn details(of: &str, path: &str, old: &Value, new: &Value) -> Vec<Detail> {
    let mut all = Vec::new();
    into(of, path, Some(old), Some(new), &mut all);
    if all.is_empty() {
        let (name, _) = field(of, path);
        all.push(Detail::Value { name, old: said(old), new: said(new) });
    }
    all
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
        let (name, _) = field(of, path);
        return all.push(Detail::Value { name, old: old.map(list), new: new.map(list) });
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
        let (name, _) = field(of, path);
        let is = |value: &Value| (!value.is_null()).then(|| "on".to_owned());
        all.push(Detail::Value { name, old: is(old), new: is(new) });
    }
}

/// Whether a detail says anything: an empty list of a structure that goes does not.
fn tells(detail: &Detail) -> bool {
    match detail {
        Detail::Value { old, new, .. } => old != new,
        Detail::List { old, new, .. } => old != new,
        Detail::Set { .. } | Detail::Secret { .. } => true,
    }
}

fn one(of: &str, path: &str, old: &Value, new: &Value) -> Detail {
    let (name, kind) = field(of, path);
    let value = |name: String| Detail::Value { name, old: said(old), new: said(new) };
    match kind {
        Kind::Secret => Detail::Secret { name },
        Kind::Value => value(name),
        Kind::Number => {
            let number = |value: &Value| said(value).filter(|number| number != "0");
            Detail::Value { name, old: number(old), new: number(new) }
        }
        Kind::Range => Detail::Value { name, old: range(old), new: range(new) },
        Kind::List => Detail::List { name, old: items(old), new: items(new) },
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
                Detail::Set { name, added, removed, kept }
            }
            _ => value(name),
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
                return Detail::List { name, old: a, new: b };
            }
            let kept = without(&a, &removed);
            Detail::Set { name, added, removed, kept }
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
        let [Detail::Set { name, added, removed, kept }] =
            &details("port", "trunk.allowed", &json!("501,601"), &json!("501,601,1020-1021"))[..]
        else {
            panic!("no set")
        };
        assert_eq!(name, "allowed vlan");
        assert_eq!(
            (added, removed, kept),
            (&vec!["1020-1021".into()], &vec![], &vec!["501".into(), "601".into()])
        );
    }

    #[test]
    fn a_structure_that_comes_is_told_by_its_fields() {
        let found =
            details("port", "trunk", &json!(null), &json!({"allowed": "1", "native": null, "group": null}));
        assert_eq!(found, [Detail::Value { name: "allowed vlan".into(), old: None, new: Some("1".into()) }]);
        let found = details("port-channel", "fallback", &json!(null), &json!({"timeout": null}));
        assert_eq!(found, [Detail::Value { name: "fallback".into(), old: None, new: Some("on".into()) }]);
    }

    #[test]
    fn a_trunk_without_a_list_carries_all() {
        let of = |old, new| details("port", "trunk.allowed", &old, &new);
        let value = |old: Option<&str>, new: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            vec![Detail::Value { name: "allowed vlan".into(), old: own(old), new: own(new) }]
        };
        assert_eq!(of(json!("11-12"), json!(null)), value(Some("11-12"), Some("all")));
        assert_eq!(of(json!(null), json!("none")), value(Some("all"), Some("none")));
        let trunk = json!({"allowed": null, "native": null, "group": null});
        assert_eq!(details("port", "trunk", &json!(null), &trunk), value(None, Some("all")));
        let other = json!({"allowed": null, "native": 5, "group": null});
        let found = details("port", "trunk", &trunk, &other);
        assert!(matches!(&found[..], [Detail::Value { name, .. }] if name == "native vlan"), "{found:?}");
    }

    #[test]
    fn what_is_empty_on_both_sides_is_not_told_and_an_empty_text_is_none() {
        let layer3 = json!({"addresses": ["10.0.0.1/31"], "acl_in": [], "vrf": null});
        let found = details("port", "layer3", &layer3, &json!(null));
        assert!(matches!(&found[..], [Detail::Set { name, .. }] if name == "addresses"), "{found:?}");
        let found = details("VLAN interface", "description", &json!("x"), &json!(""));
        assert_eq!(found, [Detail::Value { name: "description".into(), old: Some("x".into()), new: None }]);
        assert_eq!(details("port", "speed", &json!(""), &json!(null)).len(), 1);
    }

    #[test]
    fn order_counts_where_it_means_something_and_is_never_lost() {
        let found = details("services", "ntp", &json!(["a", "b"]), &json!(["b", "a"]));
        assert!(matches!(&found[..], [Detail::List { .. }]), "{found:?}");
        let found = details("services", "syslog", &json!(["a", "b"]), &json!(["b", "a"]));
        assert!(matches!(&found[..], [Detail::List { .. }]), "{found:?}");
    }

    /// A pair of which no peer link is said has 0 in its plan.
    #[test]
    fn a_number_that_nobody_says_is_none() {
        let found = details("pair", "peer_link", &json!(3), &json!(0));
        assert_eq!(found, [Detail::Value { name: "peer link".into(), old: Some("3".into()), new: None }]);
        let found = details("pair", "eos", &json!({"vlan": 0}), &json!({"vlan": 4094}));
        assert_eq!(found, [Detail::Value { name: "vlan".into(), old: None, new: Some("4094".into()) }]);
        let found = details("pair", "eos", &json!(null), &json!({"vlan": 0, "reload_delay_other": 330}));
        assert_eq!(found.len(), 1, "{found:?}");
        let found = details("entry", "metric", &json!(0), &json!(5));
        assert_eq!(
            found,
            [Detail::Value { name: "metric".into(), old: Some("0".into()), new: Some("5".into()) }]
        );
    }

    #[test]
    fn nothing_of_a_secret_is_kept() {
        let found = details("neighbor", "session.password", &json!("env:A"), &json!("hunter2"));
        assert_eq!(found, [Detail::Secret { name: "password".into() }]);
    }

    #[test]
    fn an_entry_is_a_line() {
        let rule = json!({"sequence": 10, "permit": true, "prefix": "10.0.0.0/8", "ge": null, "le": 24});
        assert_eq!(said(&rule).unwrap(), "10 permit 10.0.0.0/8 le 24");
    }
}
