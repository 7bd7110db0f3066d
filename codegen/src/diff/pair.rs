//! One operation before and after, and what is told of it.

use crate::diff::change::{Changes, Level, What};
use crate::diff::types::Renames;
use crate::ir::{Operation, Type};

/// One operation before and after.
pub(super) struct Pair<'a> {
    pub(super) module: &'a str,
    pub(super) old: &'a Operation,
    pub(super) new: &'a Operation,
    pub(super) renames: &'a Renames,
    pub(super) changes: &'a mut Changes,
}

impl Pair<'_> {
    pub(super) fn add(&mut self, what: What, level: Level, text: impl Into<String>) {
        self.changes.add(what, level, self.module, subject(self.new), text);
    }

    pub(super) fn renamed(&mut self, what: What, text: String, keep: String) {
        self.changes.renamed(what, self.module, &subject(self.new), text, keep);
    }

    /// An old type under the names of today.
    pub(super) fn today(&self, ty: &Type) -> Type {
        self.renames.apply(self.module, ty)
    }
}

/// How an operation is called in messages.
pub(super) fn subject(operation: &Operation) -> String {
    format!("`{}` (`{} {}`)", operation.id, operation.method, operation.path)
}
