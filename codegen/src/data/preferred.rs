//! `preferred.toml`: which of several versions of an operation to call, and who calls it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::entry::Entry;
use crate::ir::{Advice, Module};
use crate::rust_name::unversioned;

const FILE: &str = "preferred.toml";

/// `preferred.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Preferred {
    /// One operation each.
    pub operation: Vec<Preference>,
}

/// An operation that is preferred to others that do the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preference {
    /// Its `operationId`.
    pub id: String,
    /// The `operationId`s of the others.
    pub over: Vec<String>,
    /// The official clients that call it and none of the others.
    pub callers: Vec<String>,
    /// Where they do: repository and file.
    pub source: String,
}

impl Preferred {
    /// Tells the operations; gives the entries that name no operation, or one that is no version of the preferred.
    pub fn advise(&self, modules: &mut [Module]) -> Vec<Entry> {
        let mut places = BTreeMap::new();
        for (module, one) in modules.iter().enumerate() {
            let operations = one.operations.iter().enumerate();
            places.extend(operations.map(|(place, operation)| (operation.id.clone(), (module, place))));
        }
        let mut vain = Vec::new();
        for (index, preference) in self.operation.iter().enumerate() {
            let entry = || Entry::new(FILE, format!("operation {:?}", preference.id)).key("operation").index(index);
            let Some((home, place)) = places.get(&preference.id).copied() else {
                vain.push(entry());
                continue;
            };
            let method = modules[home].operations[place].name.clone();
            let advice = Advice { method, callers: preference.callers.clone() };
            let mut fits = false;
            for over in &preference.over {
                let other = places.get(over).filter(|other| other.0 == home && **other != (home, place));
                let other = other.map(|(module, place)| &mut modules[*module].operations[*place]);
                match other.filter(|other| unversioned(&other.name) == unversioned(&advice.method)) {
                    Some(other) => {
                        other.advice = Some(advice.clone());
                        fits = true;
                    }
                    None => vain.push(entry().or_all_of_it().key("over").item(over)),
                }
            }
            if fits {
                modules[home].operations[place].advice = Some(advice);
            }
        }
        vain
    }

    /// Entries that say nothing, or that contradict the document.
    pub fn problems(&self, modules: &[Module]) -> Vec<String> {
        let operations = || modules.iter().flat_map(|module| &module.operations);
        let is_deprecated = |id: &str| operations().any(|one| one.id == id && one.deprecated);
        let found = self.operation.iter().filter_map(|one| {
            let id = &one.id;
            if one.over.is_empty() || one.callers.is_empty() || one.source.trim().is_empty() {
                return Some(format!(
                    "{FILE}: {id:?} needs others that it is preferred to, callers and a source; add them"
                ));
            }
            is_deprecated(id)
                .then(|| format!("{FILE}: {id:?} is preferred, and deprecated in the document; delete the entry"))
        });
        found.collect()
    }
}
