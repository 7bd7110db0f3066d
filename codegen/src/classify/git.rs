//! Which parameters and body members are Git options.

use crate::classify::used::Used;
use crate::data::git::{GitData, GitPart, Spellings};
use crate::ir::{GitCarrier, GitPlace};

/// Answers for `git.toml`.
#[derive(Debug, Default)]
pub struct Git {
    data: GitData,
    used: Used,
}

impl Git {
    /// Takes the data.
    pub fn new(data: GitData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The Git options of an operation: `query` has its query parameters, `in_body` tells what its JSON body declares.
    pub fn carriers(&self, id: &str, query: &[&str], in_body: &dyn Fn(&str) -> bool) -> Vec<GitCarrier> {
        let mut carriers = Vec::new();
        for option in &self.data.option {
            for name in option.query.iter().filter(|name| query.contains(&name.as_str())) {
                carriers.push((option.part, GitPlace::Query(name.clone())));
            }
            for pointer in option.body.iter().filter(|pointer| in_body(pointer)) {
                carriers.push((option.part, GitPlace::Body(pointer.clone())));
            }
        }
        let excepted = self.data.never.iter().any(|never| never.operations.iter().any(|operation| operation == id));
        if excepted && !carriers.is_empty() {
            self.used.note(never_entry(id));
            return Vec::new();
        }
        for (part, place) in &carriers {
            self.used.note(entry(*part, place));
        }
        carriers.into_iter().map(|(part, place)| GitCarrier { part, place }).collect()
    }

    /// Entries of no use, and spellings that stand twice.
    pub fn problems(&self) -> Vec<String> {
        let places: Vec<(GitPart, GitPlace)> = self.data.option.iter().flat_map(places).collect();
        let twice = places
            .iter()
            .enumerate()
            .filter(|(index, (_, place))| places.iter().take(*index).any(|(_, other)| other == place));
        let mut problems: Vec<String> = twice
            .map(|(_, (part, place))| format!("{} stands under another option too", entry(*part, place)))
            .collect();
        let mut entries: Vec<String> = places.iter().map(|(part, place)| entry(*part, place)).collect();
        entries.extend(self.data.never.iter().flat_map(|never| &never.operations).map(|id| never_entry(id)));
        problems.extend(self.used.unused(entries));
        problems
    }
}

fn places(option: &Spellings) -> Vec<(GitPart, GitPlace)> {
    let query = option.query.iter().map(|name| GitPlace::Query(name.clone()));
    let body = option.body.iter().map(|pointer| GitPlace::Body(pointer.clone()));
    query.chain(body).map(|place| (option.part, place)).collect()
}

fn entry(part: GitPart, place: &GitPlace) -> String {
    match place {
        GitPlace::Query(name) => format!("git.toml: {part:?} query {name:?}"),
        GitPlace::Body(pointer) => format!("git.toml: {part:?} body {pointer:?}"),
    }
}

fn never_entry(id: &str) -> String {
    format!("git.toml: [[never]] {id:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git() -> Git {
        let text = "[[option]]\npart = \"Branch\"\nquery = [\"branch\", \"ref\"]\nbody = [\"/git/branch\"]\n\
                    [[never]]\nwhy = \"a filter\"\noperations = [\"list\"]\n";
        Git::new(toml::from_str(text).unwrap())
    }

    #[test]
    fn spellings_are_found_and_exceptions_hold() {
        let git = git();
        let found = git.carriers("get", &["branch", "page"], &|pointer| pointer == "/git/branch");
        let places: Vec<_> = found.iter().map(|carrier| &carrier.place).collect();
        assert_eq!(places, [&GitPlace::Query("branch".into()), &GitPlace::Body("/git/branch".into())]);
        assert!(git.carriers("list", &["branch"], &|_| false).is_empty());
        assert_eq!(git.problems(), ["git.toml: Branch query \"ref\" matches nothing in the document; delete it"]);
    }

    #[test]
    fn an_unknown_option_is_an_error() {
        assert!(toml::from_str::<GitData>("[[option]]\npart = \"Colour\"\n").is_err());
    }
}
