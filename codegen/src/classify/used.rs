//! Remembers which entries of a data file were of use.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::data::entry::Entry;

/// Entries that were of use.
#[derive(Debug, Default)]
pub(super) struct Used {
    seen: RefCell<BTreeSet<Entry>>,
}

impl Used {
    /// Notes that an entry was of use.
    pub(super) fn note(&self, entry: Entry) {
        self.seen.borrow_mut().insert(entry);
    }

    /// Those of the entries that were of no use.
    pub(super) fn unused(&self, entries: impl IntoIterator<Item = Entry>) -> Vec<Entry> {
        let seen = self.seen.borrow();
        entries.into_iter().filter(|entry| !seen.contains(entry)).collect()
    }
}
