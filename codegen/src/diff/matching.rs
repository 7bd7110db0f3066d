//! Which old thing is which new thing.

use std::collections::BTreeMap;

/// Things of two documents, put together.
#[derive(Debug)]
pub(super) struct Matched<'a, T> {
    pub(super) pairs: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

impl<'a, T> Matched<'a, T> {
    /// Nothing put together yet.
    pub(super) fn none(old: Vec<&'a T>, new: Vec<&'a T>) -> Self {
        Self { pairs: Vec::new(), removed: old, added: new }
    }

    /// Puts together what has the same key, which no other thing of either document has; a thing without a key stays.
    pub(super) fn by<K: Ord>(mut self, key: impl Fn(&T) -> Option<K>) -> Self {
        let count = |things: &[&'a T]| {
            let mut counts: BTreeMap<K, usize> = BTreeMap::new();
            for key in things.iter().filter_map(|thing| key(thing)) {
                *counts.entry(key).or_default() += 1;
            }
            counts
        };
        let (olds, news) = (count(&self.removed), count(&self.added));
        let only = |key: &K| olds.get(key) == Some(&1) && news.get(key) == Some(&1);
        let mut by_key: BTreeMap<K, &'a T> = BTreeMap::new();
        self.removed.retain(|thing| match key(thing).filter(only) {
            Some(key) => {
                by_key.insert(key, thing);
                false
            }
            None => true,
        });
        let pairs = &mut self.pairs;
        self.added.retain(|thing| match key(thing).and_then(|key| by_key.remove(&key)) {
            Some(old) => {
                pairs.push((old, thing));
                false
            }
            None => true,
        });
        self
    }
}
