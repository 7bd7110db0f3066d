//! Which operations have a request limit of their own.

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::limits::LimitData;
use crate::ir::RequestLimit;

const FILE: &str = "limits.toml";

/// Answers for `limits.toml`.
#[derive(Debug, Default)]
pub struct Limits {
    data: LimitData,
    used: Used,
}

impl Limits {
    /// Takes the data.
    pub fn new(data: LimitData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The limit of an operation.
    pub fn of(&self, id: &str) -> Option<RequestLimit> {
        let limits = self.data.limit.iter().enumerate();
        let mut found = None;
        for (index, limit) in limits.filter(|(_, limit)| limit.operations.iter().any(|name| name == id)) {
            self.used.note(entry(index, id));
            found = Some(RequestLimit { name: limit.name.clone(), requests: limit.requests, seconds: limit.seconds });
        }
        found
    }

    /// Entries that contradict themselves or others.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (index, limit) in self.data.limit.iter().enumerate() {
            let name = &limit.name;
            if limit.requests == 0 || limit.seconds == 0 {
                problems.push(format!("{FILE}: [[limit]] {name:?}: `requests` and `seconds` must be more than 0"));
            }
            for other in &self.data.limit[..index] {
                if other.name == *name {
                    problems.push(format!("{FILE}: [[limit]] {name:?} stands there twice; give one another name"));
                }
                for id in limit.operations.iter().filter(|id| other.operations.contains(id)) {
                    problems.push(format!("{FILE}: {id:?} stands under {:?} and {name:?}; keep one", other.name));
                }
            }
        }
        problems
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let limits = self.data.limit.iter().enumerate();
        self.used.unused(limits.flat_map(|(index, limit)| limit.operations.iter().map(move |id| entry(index, id))))
    }
}

fn entry(index: usize, id: &str) -> Entry {
    let label = format!("[[limit]] {id:?}");
    Entry::new(FILE, label).key("limit").index(index).or_all_of_it().key("operations").item(id)
}
