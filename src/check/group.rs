//! Items put together by a key, in an order that does not depend on hashing.

use std::collections::HashMap;
use std::hash::Hash;

/// Items with one key, in the order in which the first of each came; what stands alone is left out.
pub fn twins<T: Copy, K: Eq + Hash>(items: impl IntoIterator<Item = (K, T)>) -> Vec<Vec<T>> {
    groups(items).into_iter().filter(|g| g.len() > 1).collect()
}

/// Items by key, in the order in which the first of each came.
pub fn groups<T: Copy, K: Eq + Hash>(items: impl IntoIterator<Item = (K, T)>) -> Vec<Vec<T>> {
    let mut position: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for (key, item) in items {
        let at = *position.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}
