//! Addresses as keys: signNow takes them in any case and answers them as they were registered.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use crate::graph::mutations::check::Check;
use crate::graph::mutations::user_error::UserErrorCode;

/// An address in the one spelling that all its spellings share.
pub(super) fn folded(email: &str) -> String {
    email.to_ascii_lowercase()
}

/// Refuses every item of a list that says what an item before it said. `argument` is where in the item that stands;
/// empty for the item itself.
pub(super) fn refuse_duplicates<K: Eq + Hash>(
    check: &mut Check,
    list: &str,
    argument: &str,
    keys: impl IntoIterator<Item = K>,
) {
    let mut seen: HashMap<K, usize> = HashMap::new();
    for (index, key) in keys.into_iter().enumerate() {
        match seen.entry(key) {
            Entry::Vacant(place) => drop(place.insert(index)),
            Entry::Occupied(first) => {
                let wrong =
                    format!("This stands at place {} of the list already, counted from 0.", first.get());
                check.within(list, |check| {
                    check.within(index, |check| check.refuse::<()>(argument, UserErrorCode::Duplicate, wrong))
                });
            }
        }
    }
}
