//! The data files beside the document.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::bases::Base;
use super::verdict::Verdict;
use crate::files::read;

/// All data files.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) scope: Scope,
    pub(crate) headers: Headers,
    pub(crate) paths: Vec<PathEntry>,
    pub(crate) object_lists: Vec<ObjectList>,
    pub(crate) answers: BTreeMap<String, AnswerKind>,
    pub(crate) signs: Vec<Sign>,
    pub(crate) pagination: Pagination,
    pub(crate) leaks: Leaks,
    pub(crate) required: Required,
    pub(crate) bases: Vec<Base>,
    /// Module by tag, and by tag and path prefix.
    pub(crate) modules: BTreeMap<String, Module>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Scope {
    pub(crate) account: Vec<Spelling>,
    pub(crate) org: Vec<Spelling>,
    pub(crate) project: Vec<Spelling>,
    pub(crate) always: Vec<Always>,
    pub(crate) body: Vec<BodyEntry>,
    pub(crate) reference: Vec<Reference>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Spelling {
    #[serde(rename = "in")]
    pub(crate) place: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) only: Vec<String>,
    #[serde(default)]
    pub(crate) except: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Always {
    #[serde(rename = "in")]
    pub(crate) place: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    #[serde(default)]
    pub(crate) prefixes: Vec<String>,
    #[serde(default)]
    pub(crate) undeclared: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BodyEntry {
    pub(crate) prefixes: Vec<String>,
    #[serde(default = "top")]
    pub(crate) at: Vec<String>,
    #[serde(default)]
    pub(crate) account: Vec<String>,
    #[serde(default)]
    pub(crate) org: Vec<String>,
    #[serde(default)]
    pub(crate) project: Vec<String>,
}

fn top() -> Vec<String> {
    vec![String::new()]
}

#[derive(Debug, Deserialize)]
pub(crate) struct Reference {
    #[serde(rename = "in")]
    pub(crate) place: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) only: Vec<String>,
    #[serde(default)]
    pub(crate) prefix_of_value: bool,
    pub(crate) account: String,
    pub(crate) org: String,
    pub(crate) project: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Headers {
    pub(crate) client: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PathEntry {
    pub(crate) kind: String,
    pub(crate) marker: Option<String>,
    pub(crate) names: Vec<String>,
    pub(crate) prefixes: Vec<String>,
    #[serde(default)]
    pub(crate) operations: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ObjectList {
    pub(crate) name: String,
    pub(crate) schema: String,
    pub(crate) separator: String,
    pub(crate) fields: Vec<String>,
}

/// How an answer is read that the document does not tell rightly.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswerKind {
    Text,
    Bytes,
    JsonLines,
    Redirect,
}

/// How a success says that it is none.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sign {
    pub(crate) place: String,
    #[serde(default)]
    pub(crate) values: Vec<String>,
    pub(crate) is: Option<bool>,
    #[serde(default)]
    pub(crate) methods: Vec<String>,
    #[serde(default)]
    pub(crate) beside: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Pagination {
    pub(crate) family: Vec<Family>,
    pub(crate) operation: Vec<Exception>,
    pub(crate) unpaged: Vec<Unpaged>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Family {
    pub(crate) paths: Vec<String>,
    pub(crate) operations: Vec<String>,
    pub(crate) query: Vec<String>,
    pub(crate) body: Vec<String>,
    pub(crate) style: String,
    pub(crate) first: Option<i64>,
    pub(crate) page: Option<String>,
    pub(crate) size: Option<String>,
    pub(crate) offset: Option<String>,
    pub(crate) cursor: Option<String>,
    pub(crate) carry: BTreeMap<String, String>,
    pub(crate) items: Vec<String>,
    pub(crate) total: Vec<String>,
    pub(crate) pages: Vec<String>,
    pub(crate) last: Vec<String>,
    pub(crate) more: Vec<String>,
    pub(crate) next: Vec<String>,
    pub(crate) token: Vec<String>,
    pub(crate) token_to: Option<String>,
    pub(crate) total_header: Option<String>,
    pub(crate) pages_header: Option<String>,
    pub(crate) next_header: Option<String>,
    pub(crate) max: Option<u64>,
    pub(crate) short: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Exception {
    pub(crate) id: String,
    pub(crate) first: Option<i64>,
    pub(crate) items: Vec<String>,
    pub(crate) total: Vec<String>,
    pub(crate) pages: Vec<String>,
    pub(crate) last: Vec<String>,
    pub(crate) more: Vec<String>,
    pub(crate) max: Option<u64>,
    pub(crate) short: Option<bool>,
    pub(crate) only_without: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Unpaged {
    pub(crate) operations: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Leaks {
    names: Vec<String>,
    suffixes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Module {
    pub(crate) tags: Vec<String>,
    pub(crate) split: Vec<Split>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Split {
    pub(crate) tag: String,
    pub(crate) prefix: String,
}

/// A file of corrections to the document.
#[derive(Debug, Deserialize)]
pub(crate) struct Overrides {
    patch: Vec<Patch>,
}

#[derive(Debug, Deserialize)]
struct Patch {
    pointer: String,
    set: Option<String>,
}

#[derive(Deserialize)]
struct Entries<T> {
    #[serde(alias = "parameter", alias = "answer", alias = "sign", alias = "base")]
    entry: Vec<T>,
}

#[derive(Deserialize)]
struct AnswerEntry {
    kind: AnswerKind,
    operations: Vec<String>,
}

/// The verdicts of `failures.toml`.
pub(super) fn verdicts(folder: &Path) -> Result<Vec<Verdict>, String> {
    #[derive(Deserialize)]
    struct Verdicts {
        verdict: Vec<Verdict>,
    }
    Ok(parse::<Verdicts>(&folder.join("failures.toml"))?.verdict)
}

impl Data {
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let answers: Entries<AnswerEntry> = parse(&folder.join("answers.toml"))?;
        let answers =
            answers.entry.into_iter().flat_map(|entry| entry.operations.into_iter().map(move |id| (id, entry.kind)));
        Ok(Self {
            scope: parse(&folder.join("scope.toml"))?,
            headers: parse(&folder.join("headers.toml"))?,
            paths: parse::<Entries<_>>(&folder.join("paths.toml"))?.entry,
            object_lists: parse::<Entries<_>>(&folder.join("parameters.toml"))?.entry,
            answers: answers.collect(),
            signs: parse::<Entries<_>>(&folder.join("failures.toml"))?.entry,
            pagination: parse(&folder.join("pagination.toml"))?,
            leaks: parse(&folder.join("leaks.toml"))?,
            required: parse(&folder.join("required.toml"))?,
            bases: parse::<Entries<_>>(&folder.join("bases.toml"))?.entry,
            modules: parse(&folder.join("modules.toml"))?,
        })
    }

    /// The module that an operation belongs to.
    pub(crate) fn module(&self, tag: &str, path: &str) -> Option<&str> {
        let whole = self.modules.iter().find(|(_, module)| module.tags.iter().any(|other| other == tag));
        let split = self.modules.iter().flat_map(|(name, module)| module.split.iter().map(move |split| (name, split)));
        let split = split.filter(|(_, split)| split.tag == tag && path.starts_with(&split.prefix));
        let split = split.max_by_key(|(_, split)| split.prefix.len());
        whole.map(|(name, _)| name.as_str()).or(split.map(|(name, _)| name.as_str()))
    }
}

/// What a request need not give.
#[derive(Debug, Deserialize)]
pub(crate) struct Required {
    #[serde(default)]
    not_required: Vec<NotRequired>,
}

#[derive(Debug, Deserialize)]
struct NotRequired {
    schema: String,
    members: Vec<Value>,
}

impl Required {
    /// Makes those members optional ones.
    pub(super) fn excuse(&self, value: &mut Value) {
        for one in &self.not_required {
            let required =
                value["components"]["schemas"][&one.schema].get_mut("required").and_then(Value::as_array_mut);
            required.into_iter().for_each(|names| names.retain(|name| !one.members.contains(name)));
        }
    }
}

impl Leaks {
    /// Takes the properties out of all schemas.
    pub(super) fn remove(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.remove(item)),
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get_mut("properties") {
                    properties.retain(|name, _| {
                        !self.names.contains(name) && !self.suffixes.iter().any(|suffix| name.ends_with(suffix))
                    });
                }
                members.values_mut().for_each(|member| self.remove(member));
            }
            _ => {}
        }
    }
}

impl Overrides {
    pub(super) fn apply(self, document: &mut Value) -> Result<(), String> {
        for patch in self.patch {
            let set = patch.set.as_deref().map(serde_json::from_str).transpose();
            let set = set.map_err(|fault| format!("{}: {fault}", patch.pointer))?;
            let (parent, name) = patch.pointer.rsplit_once('/').ok_or("a patch without a pointer")?;
            let parent = document.pointer_mut(parent).and_then(Value::as_object_mut);
            let parent = parent.ok_or_else(|| format!("{}: the document has no such place", patch.pointer))?;
            let name = name.replace("~1", "/").replace("~0", "~");
            match set {
                Some(set) => drop(parent.insert(name, set)),
                None => drop(parent.remove(&name)),
            }
        }
        Ok(())
    }
}

/// Reads a TOML file.
pub(super) fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    toml::from_str(&read(path)?).map_err(|fault| format!("{}: {fault}", path.display()))
}
