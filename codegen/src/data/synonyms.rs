//! `synonyms.toml`: the words people look for operations by.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::emit::index::words;
use crate::ir::Module;

/// `synonyms.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Synonyms {
    /// A word that is asked for, and the words that the document has for it.
    pub words: BTreeMap<String, Vec<String>>,
}

impl Synonyms {
    /// Words on the document's side that no operation has.
    pub fn problems(&self, modules: &[Module]) -> Vec<String> {
        let operations = || modules.iter().flat_map(|module| &module.operations);
        let texts =
            operations().flat_map(|operation| [&operation.name, &operation.summary, &operation.tag, &operation.path]);
        let known: BTreeSet<String> = texts.flat_map(|text| words(text)).collect();
        let mut problems = Vec::new();
        for (asked, meant) in &self.words {
            let unknown = meant.iter().filter(|word| !words(word).iter().all(|word| known.contains(word)));
            problems.extend(unknown.map(|word| {
                format!("synonyms.toml: {asked:?} stands for {word:?}, which no operation has; delete the word")
            }));
        }
        problems
    }
}
