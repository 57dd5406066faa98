//! Secrets: commands hold references, as the compiled tree does, never values.

use std::collections::HashMap;

use crate::plan::{Device, SecretRef};

/// Two plans in which a secret that stands there by its value has a number in its place: equal values
/// have equal numbers.
pub fn covered(old: &Device, new: &Device) -> (Device, Device) {
    let (mut old, mut new) = (old.clone(), new.clone());
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for secret in old.secrets_mut().chain(new.secrets_mut()) {
        if !is_reference(secret) {
            let next = numbers.len() + 1;
            let number = *numbers.entry(std::mem::take(&mut secret.0)).or_insert(next);
            secret.0 = format!("secret-{number}");
        }
    }
    (old, new)
}

fn is_reference(secret: &SecretRef) -> bool {
    secret.0.starts_with("env:") || secret.0.starts_with("file:")
}

/// Whether a line holds a secret by its reference.
pub fn stands_in(line: &str) -> bool {
    line.split(' ').any(|word| {
        let inner = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
        inner.is_some_and(|name| ["env:", "file:", "secret-"].iter().any(|kind| name.starts_with(kind)))
    })
}
