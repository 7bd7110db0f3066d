//! What a new document changes for users of the crates, and the version it asks for.
//!
//! Both documents are lowered to what the crates would hold, so that a change is told both in the terms of the document
//! and in those of the Rust API. Structs, enums and unions are open and setters optional: what is added breaks nobody.

pub mod api;
mod change;
pub mod changelog;
mod matching;
mod operations;
mod pair;
mod parameters;
mod render;
mod types;
mod version;

use std::collections::BTreeMap;

use serde::Serialize;

pub use change::{Change, Level, Section, What};
pub use version::next;

use crate::ir::Module;
use change::Changes;

/// What changes from one document to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// Changes in the terms of the document, the gravest first.
    pub changes: Vec<Change>,
    /// Changes of the public items of the crates.
    pub api: api::ApiDiff,
    /// The gravest level of all changes; nothing when nothing changes.
    pub level: Option<Level>,
}

impl Diff {
    /// Compares what two documents become.
    pub fn of(old: &[Module], new: &[Module]) -> Self {
        let mut changes = Changes::default();
        let olds: BTreeMap<&str, &Module> = old.iter().map(|module| (module.name.as_str(), module)).collect();
        let news: BTreeMap<&str, &Module> = new.iter().map(|module| (module.name.as_str(), module)).collect();
        for name in olds.keys().filter(|name| !news.contains_key(*name)) {
            changes.add(What::ModuleRemoved, Level::Breaking, name, *name, "the module is gone");
        }
        for (name, module) in news.iter().filter(|(name, _)| !olds.contains_key(*name)) {
            let text = format!("a new module: {}", module.title);
            changes.add(What::ModuleAdded, Level::Addition, name, *name, text);
        }
        let mut renames = types::Renames::default();
        for (name, new) in &news {
            if let Some(old) = olds.get(name) {
                types::compare(old, new, &mut renames, &mut changes);
            }
        }
        operations::compare(old, new, &renames, &mut changes);
        let api = api::ApiDiff::of(old, new);
        let changes = changes.into_sorted();
        let level = changes.iter().map(|change| change.level).chain(api.level()).max();
        Self { changes, api, level }
    }

    /// How many changes there are of each kind.
    pub fn counts(&self) -> BTreeMap<What, usize> {
        let mut counts = BTreeMap::new();
        for change in &self.changes {
            *counts.entry(change.what).or_default() += 1;
        }
        counts
    }
}
