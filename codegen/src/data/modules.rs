//! `modules.toml`: which crate an operation belongs to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::data::entry::Entry;

const FILE: &str = "modules.toml";

/// `modules.toml`: modules by name.
pub type Modules = BTreeMap<String, ModuleData>;

/// One module.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleData {
    /// Product name for people.
    pub title: String,
    /// One sentence for the crate's documentation.
    pub description: String,
    /// `operationId` of the list that the crate's documentation shows; without one the crate shows what it finds.
    #[serde(default)]
    pub example: Option<String>,
    /// Whether the guide, the examples and the tests of the facade use it.
    #[serde(default)]
    pub tested: bool,
    /// Features of the facade that its workflows over this module need.
    #[serde(default)]
    pub workflows: Vec<String>,
    /// Tags that belong to this module alone.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Tags that serve several modules, told apart by path.
    #[serde(default)]
    pub split: Vec<Split>,
}

/// The part of a tag that a module claims.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The tag.
    pub tag: String,
    /// What the path starts with.
    pub prefix: String,
}

/// Answers which module an operation belongs to, and remembers which entries were of use.
#[derive(Debug)]
pub struct Claims<'a> {
    whole: BTreeMap<&'a str, &'a str>,
    parts: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    used: BTreeSet<(&'a str, &'a str)>,
    modules: &'a Modules,
    problems: Vec<String>,
}

impl<'a> Claims<'a> {
    /// Indexes the modules; two modules that claim one tag are a problem.
    pub fn of(modules: &'a Modules) -> Self {
        let mut claims = Self {
            whole: BTreeMap::new(),
            parts: BTreeMap::new(),
            used: BTreeSet::new(),
            modules,
            problems: Vec::new(),
        };
        for (name, module) in modules {
            for tag in &module.tags {
                if let Some(other) = claims.whole.insert(tag, name) {
                    claims.problems.push(format!("modules.toml: tag {tag:?} is claimed by {other} and {name}"));
                }
            }
            for split in &module.split {
                claims.parts.entry(&split.tag).or_default().push((&split.prefix, name));
            }
        }
        for tag in claims.parts.keys() {
            if let Some(owner) = claims.whole.get(tag) {
                claims
                    .problems
                    .push(format!("modules.toml: tag {tag:?} is split by path but also claimed whole by {owner}"));
            }
        }
        claims
    }

    /// The module of an operation with this tag and path.
    pub fn module(&mut self, tag: &str, path: &str) -> Option<&'a str> {
        if let Some((tag, module)) = self.whole.get_key_value(tag) {
            self.used.insert((tag, ""));
            return Some(module);
        }
        let (tag, parts) = self.parts.get_key_value(tag)?;
        let (prefix, module) =
            parts.iter().filter(|(prefix, _)| path.starts_with(prefix)).max_by_key(|(prefix, _)| prefix.len())?;
        self.used.insert((tag, prefix));
        Some(module)
    }

    /// What contradicts itself.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Claims that matched nothing.
    pub fn unused(&self) -> Vec<Entry> {
        let mut unused = Vec::new();
        for (module, data) in self.modules {
            for tag in data.tags.iter().filter(|tag| !self.used.contains(&(tag.as_str(), ""))) {
                let entry = Entry::new(FILE, format!("[{module}] tag {tag:?}")).key(module);
                // A module without a tag is none; one that has parts of tags left stays.
                let entry = if data.split.is_empty() { entry.or_all_of_it().key("tags") } else { entry.key("tags") };
                unused.push(entry.item(tag));
            }
            for (index, Split { tag, prefix }) in data.split.iter().enumerate() {
                if !self.used.contains(&(tag.as_str(), prefix.as_str())) {
                    let entry = Entry::new(FILE, format!("[[{module}.split]] tag {tag:?} prefix {prefix:?}"));
                    unused.push(entry.key(module).key("split").index(index));
                }
            }
        }
        unused
    }
}
