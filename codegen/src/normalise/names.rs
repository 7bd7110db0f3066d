//! Names for schemas that had none.

use std::collections::{HashMap, HashSet};

use crate::document::Object;

/// The longest name in characters: parts of parts would else be called after all that is around them.
const LONGEST: usize = 120;

/// Words whose ending `s` does not make a plural.
const SINGULAR_ENDINGS: [&str; 4] = ["ss", "us", "is", "as"];

/// Joins the words of `text` with a capital each; capitals inside a word stay.
pub(crate) fn camel(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}

/// The lower-case letters and digits of `text`: what is left when spelling does not count.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The singular of an English plural, or nothing when `word` does not look like one.
pub(crate) fn singular(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    if lower.ends_with("ies") && lower.len() > 4 {
        return Some(format!("{}y", &word[..word.len() - 3]));
    }
    if ["sses", "shes", "ches", "xes", "zes", "statuses", "aliases"].iter().any(|ending| lower.ends_with(ending)) {
        return Some(word[..word.len() - 2].to_owned());
    }
    let plural = lower.len() > 3 && lower.ends_with('s') && !SINGULAR_ENDINGS.iter().any(|end| lower.ends_with(end));
    plural.then(|| word[..word.len() - 1].to_owned())
}

/// What a schema without a name is called after: the owner and the part it plays there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Context {
    /// The schema or operation that owns the part; empty when the part is named by itself.
    pub(crate) owner: String,
    /// The part, in capitals.
    pub(crate) part: String,
    plural: bool,
}

impl Context {
    /// Something known by a name of its own.
    pub(crate) fn top(name: &str) -> Self {
        Context { owner: String::new(), part: camel(name), plural: false }
    }

    /// The property or parameter `name` of what this context names.
    pub(crate) fn property(&self, name: &str) -> Self {
        Context { owner: self.name(), part: camel(name), plural: true }
    }

    /// One of the items.
    pub(crate) fn item(&self) -> Self {
        let single = if self.plural { singular(&self.part) } else { None };
        self.with(single.unwrap_or_else(|| format!("{}Item", self.part)))
    }

    /// One of a map's values.
    pub(crate) fn value(&self) -> Self {
        self.with(format!("{}Value", self.part))
    }

    /// One of several alternatives, called by its title when it has one.
    pub(crate) fn variant(&self, index: usize, title: Option<&str>) -> Self {
        let suffix = title.map(camel).filter(|title| !title.is_empty());
        let suffix = suffix.unwrap_or_else(|| format!("Variant{}", index + 1));
        self.with(format!("{}{suffix}", self.part))
    }

    /// The full name, cut off where it would be very long; what is made of it is told apart by numbers.
    pub(crate) fn name(&self) -> String {
        let mut name = format!("{}{}", self.owner, self.part);
        // Both halves are letters and digits of ASCII.
        name.truncate(LONGEST);
        name
    }

    fn with(&self, part: String) -> Self {
        Context { owner: self.owner.clone(), part, plural: false }
    }
}

/// The names in use.
#[derive(Debug)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// The last number tried, by name.
    numbers: HashMap<String, usize>,
}

impl Names {
    /// The names of the document's schemas.
    pub(crate) fn of(schemas: &Object) -> Self {
        Names { taken: schemas.keys().map(|name| plain(name)).collect(), numbers: HashMap::new() }
    }

    /// Whether nothing is called `name`, whatever the spelling: Rust tells types apart by one spelling only.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(&plain(name))
    }

    /// Takes `wanted`, or the first of `wanted2`, `wanted3`, ... that is free.
    pub(crate) fn claim(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(plain(&name)) {
            let count = self.numbers.entry(plain(wanted)).or_insert(1);
            *count += 1;
            name = format!("{wanted}{count}");
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_inner_capitals_and_lose_punctuation() {
        assert_eq!(camel("workspaces#list-my_DTOs"), "WorkspacesListMyDTOs");
        assert_eq!(camel("query.project"), "QueryProject");
    }

    #[test]
    fn plurals_become_singular_only_when_they_are_plurals() {
        let cases =
            [("policies", Some("policy")), ("boxes", Some("box")), ("tags", Some("tag")), ("statuses", Some("status"))];
        for (word, expected) in cases {
            assert_eq!(singular(word).as_deref(), expected, "{word}");
        }
        for word in ["status", "access", "analysis", "alias", "data"] {
            assert_eq!(singular(word), None, "{word}");
        }
    }

    #[test]
    fn claimed_names_differ_in_more_than_spelling() {
        let mut names = Names::of(&Object::from_iter([("api.Error".to_owned(), serde_json::json!({}))]));
        assert!(!names.is_free("ApiError"));
        assert_eq!(names.claim("ApiError"), "ApiError2");
        assert_eq!(names.claim("APIError"), "APIError3");
    }
}
