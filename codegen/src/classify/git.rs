//! Which parameters and body members are Git options.

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::git::{GitData, GitPart};
use crate::ir::{GitCarrier, GitPlace};

const FILE: &str = "git.toml";

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
        for (index, option) in self.data.option.iter().enumerate() {
            for name in option.query.iter().filter(|name| query.contains(&name.as_str())) {
                carriers.push((index, option.part, GitPlace::Query(name.clone())));
            }
            for pointer in option.body.iter().filter(|pointer| in_body(pointer)) {
                carriers.push((index, option.part, GitPlace::Body(pointer.clone())));
            }
        }
        let excepted =
            self.data.never.iter().position(|never| never.operations.iter().any(|operation| operation == id));
        if let (Some(index), false) = (excepted, carriers.is_empty()) {
            self.used.note(never_entry(index, id));
            return Vec::new();
        }
        for (index, part, place) in &carriers {
            self.used.note(entry(*index, *part, place));
        }
        carriers.into_iter().map(|(_, part, place)| GitCarrier { part, place }).collect()
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let options = self.places().map(|(index, part, place)| entry(index, part, &place));
        let never = self.data.never.iter().enumerate();
        let never = never.flat_map(|(index, never)| never.operations.iter().map(move |id| never_entry(index, id)));
        self.used.unused(options.chain(never))
    }

    /// Spellings that stand twice.
    pub fn problems(&self) -> Vec<String> {
        let places: Vec<_> = self.places().collect();
        let twice = places
            .iter()
            .enumerate()
            .filter(|(count, (_, _, place))| places.iter().take(*count).any(|(_, _, other)| other == place));
        twice
            .map(|(_, (index, part, place))| format!("{} stands under another option too", entry(*index, *part, place)))
            .collect()
    }

    fn places(&self) -> impl Iterator<Item = (usize, GitPart, GitPlace)> {
        self.data.option.iter().enumerate().flat_map(|(index, option)| {
            let query = option.query.iter().map(|name| GitPlace::Query(name.clone()));
            let body = option.body.iter().map(|pointer| GitPlace::Body(pointer.clone()));
            query.chain(body).map(move |place| (index, option.part, place))
        })
    }
}

fn entry(index: usize, part: GitPart, place: &GitPlace) -> Entry {
    let (key, text) = match place {
        GitPlace::Query(name) => ("query", name),
        GitPlace::Body(pointer) => ("body", pointer),
    };
    let entry = Entry::new(FILE, format!("{part:?} {key} {text:?}")).key("option").index(index).or_all_of_it();
    entry.key(key).item(text)
}

fn never_entry(index: usize, id: &str) -> Entry {
    Entry::new(FILE, format!("[[never]] {id:?}")).key("never").index(index).or_all_of_it().key("operations").item(id)
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
        assert!(git.problems().is_empty());
        let unused: Vec<String> = git.unused().iter().map(ToString::to_string).collect();
        assert_eq!(unused, ["git.toml: Branch query \"ref\""]);
    }

    #[test]
    fn an_unknown_option_is_an_error() {
        assert!(toml::from_str::<GitData>("[[option]]\npart = \"Colour\"\n").is_err());
    }
}
