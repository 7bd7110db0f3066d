//! What an answering mock is told.

use std::collections::BTreeMap;

use crate::fault::Fault;

/// What the server answers from.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) key: String,
    pub(crate) account: String,
    /// How many things every list has from the start.
    pub(crate) items: u64,
    pub(crate) seed: u64,
    /// How often an execution is seen running.
    pub(crate) polls: u32,
    /// Whether executions stop for an approval.
    pub(crate) approval: bool,
    /// Whether a thing that nobody created is there nonetheless.
    pub(crate) answers_unknown: bool,
    pub(crate) every: Option<(u64, Fault)>,
    /// What fails, and how often; `None` is always.
    pub(crate) operations: BTreeMap<String, (Fault, Option<u64>)>,
}

impl Settings {
    /// Whether a thing was there from the start.
    pub(super) fn seeded(&self, noun: &str, name: &str) -> bool {
        let index = name.strip_prefix(noun).and_then(|rest| rest.strip_prefix('_'));
        index
            .and_then(|index| index.parse::<u64>().ok())
            .is_some_and(|index| index < self.items && name == format!("{noun}_{index}"))
    }
}
