//! What the passes did, counted by rule.

use std::collections::BTreeMap;

/// Every place a rule changed, by the rule's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    hits: BTreeMap<&'static str, Vec<Hit>>,
}

/// One change of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// JSON pointer into the document as it was received.
    pub pointer: String,
    /// What was changed, in a few words.
    pub note: String,
}

impl Report {
    /// Notes that `rule` changed the place at `pointer`.
    pub fn hit(&mut self, rule: &'static str, pointer: impl Into<String>, note: impl Into<String>) {
        self.hits.entry(rule).or_default().push(Hit { pointer: pointer.into(), note: note.into() });
    }

    /// How often `rule` changed something.
    pub fn count(&self, rule: &str) -> usize {
        self.hits.get(rule).map_or(0, Vec::len)
    }

    /// All rules that changed something, with their places, by name.
    pub fn rules(&self) -> impl Iterator<Item = (&'static str, &[Hit])> {
        self.hits.iter().map(|(rule, hits)| (*rule, hits.as_slice()))
    }
}
