//! What was created, changed, deleted and started.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::scope::Scope;

/// A thing of a story.
#[derive(Clone, Debug, Default)]
pub(super) struct Thing {
    pub(super) members: Map<String, Value>,
    /// The YAML text that describes it.
    pub(super) text: Option<String>,
}

/// An execution.
#[derive(Clone, Debug, Default)]
pub(super) struct Execution {
    /// What is executed.
    pub(super) subject: String,
    /// How often it was looked at.
    pub(super) looked: u32,
    pub(super) approved: bool,
    /// The state in which it ended before its time.
    pub(super) ended: Option<String>,
}

/// Things by name; `None` is one that was deleted.
type Things = IndexMap<String, Option<Thing>>;

/// Everything that requests have left behind, by story and scope.
#[derive(Debug, Default)]
pub(super) struct Store {
    things: HashMap<(usize, Scope), Things>,
    runs: HashMap<(usize, Scope), IndexMap<String, Execution>>,
    started: u64,
}

/// What is known of a name.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// Nobody spoke of it.
    Nothing,
    /// It was deleted.
    Deleted,
    /// It was created or changed, in this scope.
    Thing(Scope, Thing),
}

impl Store {
    /// What is known of a name within a scope.
    pub(super) fn know(&self, story: usize, scope: &Scope, wide: bool, name: &str) -> Known {
        let within = self.things.iter().filter(|((of, at), _)| *of == story && scope.holds(at, wide));
        let mut known = Known::Nothing;
        for ((_, at), things) in within {
            match things.get(name) {
                Some(Some(thing)) => return Known::Thing(at.clone(), thing.clone()),
                Some(None) => known = Known::Deleted,
                None => {}
            }
        }
        known
    }

    pub(super) fn keep(&mut self, story: usize, scope: Scope, name: String, thing: Option<Thing>) {
        self.things.entry((story, scope)).or_default().insert(name, thing);
    }

    /// All that is known within a scope: scope, name and thing, in a lasting order.
    pub(super) fn all(&self, story: usize, scope: &Scope, wide: bool) -> Vec<(Scope, String, Option<Thing>)> {
        let within = self.things.iter().filter(|((of, at), _)| *of == story && scope.holds(at, wide));
        let mut sorted: Vec<_> = within.collect();
        sorted.sort_by(|a, b| a.0.1.cmp(&b.0.1));
        let flat = sorted
            .into_iter()
            .flat_map(|((_, at), things)| things.iter().map(|(name, thing)| (at.clone(), name.clone(), thing.clone())));
        flat.collect()
    }

    /// Starts an execution and says its identifier.
    pub(super) fn start(&mut self, run: usize, scope: Scope, noun: &str, subject: &str) -> String {
        self.started += 1;
        let id = format!("{noun}-{}", self.started);
        let execution = Execution { subject: subject.to_owned(), ..Execution::default() };
        self.runs.entry((run, scope)).or_default().insert(id.clone(), execution);
        id
    }

    /// An execution; what the scope does not say does not matter, since no two have the same identifier.
    pub(super) fn execution(&mut self, run: usize, scope: &Scope, id: &str) -> Option<&mut Execution> {
        let within = self.runs.iter_mut().filter(|((of, at), _)| *of == run && scope.holds(at, true));
        within.into_iter().find_map(|(_, executions)| executions.get_mut(id))
    }

    /// The executions of a scope, the latest first, as lists of executions have it.
    pub(super) fn executions(&self, run: usize, scope: &Scope) -> Vec<(String, Execution)> {
        let all = self.runs.get(&(run, scope.clone()));
        all.into_iter().flatten().rev().map(|(id, execution)| (id.clone(), execution.clone())).collect()
    }
}
