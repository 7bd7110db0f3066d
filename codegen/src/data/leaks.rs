//! `leaks.toml`: properties that are no part of the API.

use serde::Deserialize;

use crate::data::entry::Entry;
use crate::normalise::leaked_properties::Leaks;
use crate::report::Report;

/// `leaks.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LeakData {
    /// By name.
    pub names: Vec<String>,
    /// By the end of the name.
    pub suffixes: Vec<String>,
}

impl LeakData {
    /// The rule's own form.
    pub fn leaks(&self) -> Leaks {
        Leaks { names: self.names.clone(), suffixes: self.suffixes.clone() }
    }

    /// Entries that matched nothing.
    pub fn unused(&self, report: &Report) -> Vec<Entry> {
        let dropped: Vec<&str> = report
            .rules()
            .filter(|(rule, _)| *rule == crate::normalise::leaked_properties::RULE)
            .flat_map(|(_, hits)| hits.iter().map(|hit| hit.note.as_str()))
            .collect();
        let names = self.names.iter().filter(|name| !dropped.contains(&name.as_str()));
        let suffixes =
            self.suffixes.iter().filter(|suffix| !dropped.iter().any(|name| name.ends_with(suffix.as_str())));
        let entry = |key: &'static str, text: &String| {
            Entry::new("leaks.toml", format!("{key} {text:?}")).key(key).or_all_of_it().item(text)
        };
        let names = names.map(|name| entry("names", name));
        names.chain(suffixes.map(|suffix| entry("suffixes", suffix))).collect()
    }
}
