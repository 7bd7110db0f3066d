//! Which operations may be repeated.

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::retry::{Class, RetryData};
use crate::ir::Retry;

const FILE: &str = "retry.toml";

/// Answers for `retry.toml`.
#[derive(Debug, Default)]
pub struct Repetition {
    data: RetryData,
    used: Used,
}

/// What a rule may look at.
#[derive(Debug)]
pub struct Declared<'a> {
    /// Path template.
    pub path: &'a str,
    /// Names of the parameters.
    pub parameters: &'a [&'a str],
    /// Names of the body's members.
    pub body: &'a [&'a str],
}

impl Repetition {
    /// Takes the data.
    pub fn new(data: RetryData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The class of an operation.
    pub fn of(&self, id: &str, method: &str, declared: &Declared<'_>) -> Retry {
        let Some(by_method) = self.data.methods.get(method) else {
            return Retry::ByMethod;
        };
        let class = self.exception(id, method, declared).unwrap_or(*by_method);
        match class {
            class if class == *by_method => Retry::ByMethod,
            Class::Safe => Retry::Safe,
            Class::Refused => Retry::Unsafe,
        }
    }

    fn exception(&self, id: &str, method: &str, declared: &Declared<'_>) -> Option<Class> {
        let mut found = None;
        for (index, rule) in self.data.rule.iter().enumerate().filter(|(_, rule)| rule.method == method) {
            let checks = [("parameters", &rule.parameters, declared.parameters), ("body", &rule.body, declared.body)];
            for (kind, wanted, present) in checks {
                for name in wanted.iter().filter(|name| present.contains(&name.as_str())) {
                    self.used.note(rule_entry(index, kind, name));
                    found = Some(rule.class);
                }
            }
            for ending in rule.endings.iter().filter(|ending| declared.path.ends_with(ending.as_str())) {
                self.used.note(rule_entry(index, "endings", ending));
                found = Some(rule.class);
            }
        }
        let groups = self.data.operation.iter().enumerate();
        for (index, group) in groups.filter(|(_, group)| group.operations.iter().any(|name| name == id)) {
            self.used.note(operation_entry(index, id));
            found = Some(group.class);
        }
        found
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (index, rule) in self.data.rule.iter().enumerate() {
            for (kind, names) in [("parameters", &rule.parameters), ("body", &rule.body), ("endings", &rule.endings)] {
                entries.extend(names.iter().map(|name| rule_entry(index, kind, name)));
            }
        }
        for (index, group) in self.data.operation.iter().enumerate() {
            entries.extend(group.operations.iter().map(|id| operation_entry(index, id)));
        }
        self.used.unused(entries)
    }
}

fn rule_entry(index: usize, kind: &str, name: &str) -> Entry {
    let label = format!("[[rule]] number {}: {kind} {name:?}", index + 1);
    Entry::new(FILE, label).key("rule").index(index).key(kind).or_all_of_it().item(name)
}

fn operation_entry(index: usize, id: &str) -> Entry {
    let label = format!("[[operation]] {id:?}");
    Entry::new(FILE, label).key("operation").index(index).or_all_of_it().key("operations").item(id)
}
