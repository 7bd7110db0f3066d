//! Spellings of account, organisation and project that no entry of `scope.toml` knows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::data::scope::{ScopeData, Spelling};
use crate::ir::{Location, Module, Operation, Role};
use crate::rust_name;

/// How many spellings of a level must share a word before the word stands for the level.
const COMMON: usize = 2;

/// A parameter that could carry a part of the scope: a guess by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ScopeGuess {
    /// `account`, `org` or `project`.
    pub level: String,
    /// `query`, `path` or `header`.
    #[serde(rename = "in")]
    pub location: String,
    /// Name on the wire.
    pub name: String,
    /// Whether it rather looks as if it named something else, such as a filter.
    pub doubtful: bool,
    /// Operations that declare it: method and path.
    pub operations: Vec<String>,
    /// Lines to paste into `scope.toml`.
    pub lines: String,
}

/// Guesses for the parameters that `is_new` names, which carry nothing and whose names look like scope.
pub fn guesses(
    modules: &[Module],
    data: &ScopeData,
    is_new: &dyn Fn(&Operation, Location, &str) -> bool,
) -> Vec<ScopeGuess> {
    let words = Words::of(data);
    let mut found: BTreeMap<(&str, &str, &str, bool), Vec<String>> = BTreeMap::new();
    for operation in modules.iter().flat_map(|module| &module.operations) {
        for parameter in operation.parameters.iter().filter(|one| one.role == Role::None && !one.client) {
            let Some((place, never)) = place(parameter.location, data) else { continue };
            let wire = parameter.wire.as_str();
            if never.iter().any(|name| name == wire)
                || known(data, place, wire, &operation.id)
                || !is_new(operation, parameter.location, wire)
            {
                continue;
            }
            let Some((level, role, surplus)) = words.level(wire) else { continue };
            let doubled = operation.parameters.iter().any(|other| other.role == role);
            let endpoint = format!("{} {}", operation.method, operation.path);
            found.entry((level, place, wire, surplus || doubled)).or_default().push(endpoint);
        }
    }
    let guesses = found.into_iter().map(|((level, place, name, doubtful), operations)| ScopeGuess {
        lines: lines(level, place, name, doubtful, &operations),
        level: level.to_owned(),
        location: place.to_owned(),
        name: name.to_owned(),
        doubtful,
        operations,
    });
    guesses.collect()
}

fn lines(level: &str, place: &str, name: &str, doubtful: bool, operations: &[String]) -> String {
    let seen = format!("{} operations, such as {}", operations.len(), operations.first().map_or("", String::as_str));
    if doubtful && place != "header" {
        return format!(
            "# guess: no scope, rather a filter or another thing's; {seen}\n# [never] {place}\n    {name:?},\n"
        );
    }
    format!("# guess: {seen}\n[[{level}]]\nin = {place:?}\nname = {name:?}\n")
}

fn place(location: Location, data: &ScopeData) -> Option<(&'static str, &[String])> {
    match location {
        Location::Query => Some(("query", &data.never.query)),
        Location::Path => Some(("path", &data.never.path)),
        Location::Header => Some(("header", &[])),
        Location::Form => None,
    }
}

/// Whether an entry says that the name means something else in this operation.
fn known(data: &ScopeData, place: &str, wire: &str, id: &str) -> bool {
    let mut spellings = data.account.iter().chain(&data.org).chain(&data.project);
    let mut references = data.reference.iter();
    let is_named = |location: &str, name: &str| location == place && name == wire;
    spellings.any(|one| is_named(&one.location, &one.name) && one.except.iter().any(|except| except == id))
        || references.any(|one| is_named(&one.location, &one.name))
}

/// The words by which the known spellings tell the levels.
struct Words {
    levels: Vec<(&'static str, Role, BTreeSet<String>)>,
    /// Words that spellings of all levels use.
    neutral: BTreeSet<String>,
}

impl Words {
    fn of(data: &ScopeData) -> Self {
        let counted = |spellings: &[Spelling]| {
            let names: BTreeSet<&str> = spellings.iter().map(|spelling| spelling.name.as_str()).collect();
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for word in names.into_iter().flat_map(words) {
                *counts.entry(word).or_default() += 1;
            }
            counts
        };
        let levels = [
            ("account", Role::Account, counted(&data.account)),
            ("org", Role::Org, counted(&data.org)),
            ("project", Role::Project, counted(&data.project)),
        ];
        let uses = |word: &String| levels.iter().filter(|(_, _, counts)| counts.contains_key(word)).count();
        let all: BTreeSet<String> = levels.iter().flat_map(|(_, _, counts)| counts.keys().cloned()).collect();
        let neutral = all.into_iter().filter(|word| uses(word) > 1).collect();
        let own = |counts: &BTreeMap<String, usize>| {
            let common = counts.iter().filter(|(word, count)| **count >= COMMON && uses(word) == 1);
            common.map(|(word, _)| word.clone()).collect()
        };
        let levels = levels.iter().map(|(level, role, counts)| (*level, *role, own(counts))).collect();
        Self { levels, neutral }
    }

    /// The level that a name speaks of, and whether it says more than that.
    fn level(&self, wire: &str) -> Option<(&'static str, Role, bool)> {
        let words = words(wire);
        let (level, role, own) =
            self.levels.iter().find(|(_, _, own)| words.iter().any(|word| own.contains(singular(word))))?;
        let plain = words.iter().all(|word| own.contains(word) || self.neutral.contains(word));
        Some((level, *role, !plain))
    }
}

fn words(name: &str) -> Vec<String> {
    rust_name::snake(name).split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}
