//! Remembers which entries of a data file were of use.

use std::cell::RefCell;
use std::collections::BTreeSet;

/// Entries by the text that names them to a person.
#[derive(Debug, Default)]
pub(super) struct Used {
    seen: RefCell<BTreeSet<String>>,
}

impl Used {
    /// Notes that an entry was of use.
    pub(super) fn note(&self, entry: impl Into<String>) {
        self.seen.borrow_mut().insert(entry.into());
    }

    /// Those of the entries that were of no use, as problems.
    pub(super) fn unused<'a>(
        &'a self,
        entries: impl IntoIterator<Item = String> + 'a,
    ) -> impl Iterator<Item = String> + 'a {
        let seen = self.seen.borrow();
        entries
            .into_iter()
            .filter(move |entry| !seen.contains(entry))
            .map(|entry| format!("{entry} matches nothing in the document; delete it"))
    }
}
