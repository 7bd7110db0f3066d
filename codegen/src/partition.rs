//! Cuts the document into modules.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::data::entry::Entry;
use crate::data::modules::{Claims, ModuleData, Modules};
use crate::document::{Document, NO_TAG, Object};

/// A module is at most this large, so that its crate compiles in reasonable time.
pub const MOST_OPERATIONS: usize = 300;

/// The longest name of a module, as registries take no crate whose name is longer than 64.
const LONGEST_NAME: usize = 50;

/// Where an operation stands and what it is.
#[derive(Debug)]
pub struct Located<'a> {
    /// Path template.
    pub path: String,
    /// Method in lower case.
    pub method: String,
    /// The operation.
    pub operation: &'a Object,
}

/// Operations by module.
pub type Partition<'a> = BTreeMap<String, Vec<Located<'a>>>;

/// What `modules.toml` makes of a document.
#[derive(Debug)]
pub struct Cut<'a> {
    /// Operations by module.
    pub partition: Partition<'a>,
    /// Operations that no module claims, by tag.
    pub unclaimed: BTreeMap<String, Vec<Located<'a>>>,
    /// Claims that conflict, and modules that are too large.
    pub problems: Vec<String>,
    /// Claims that matched nothing.
    pub unused: Vec<Entry>,
}

/// Cuts by `modules.toml`.
pub fn by_data<'a>(document: &'a Document, modules: &Modules) -> Cut<'a> {
    let mut claims = Claims::of(modules);
    let mut partition: Partition<'a> = BTreeMap::new();
    let mut unclaimed: BTreeMap<String, Vec<Located<'a>>> = BTreeMap::new();
    for located in operations(document) {
        let tag = tag(located.operation);
        match claims.module(tag, &located.path) {
            Some(module) => partition.entry(module.to_owned()).or_default().push(located),
            None => unclaimed.entry(tag.to_owned()).or_default().push(located),
        }
    }
    let mut problems = claims.problems().to_vec();
    for (module, operations) in &partition {
        if operations.len() > MOST_OPERATIONS {
            problems.push(format!(
                "modules.toml: [{module}] holds {} operations, at most {MOST_OPERATIONS} are allowed; split it",
                operations.len()
            ));
        }
    }
    Cut { partition, unclaimed, problems, unused: claims.unused() }
}

/// Cuts a document that has no `modules.toml`: one module, or one a tag where that would be too large.
pub fn by_shape<'a>(document: &'a Document) -> (Partition<'a>, Modules) {
    let all: Vec<Located<'a>> = operations(document).collect();
    let one = all.len() <= MOST_OPERATIONS;
    let title = document.0.pointer("/info/title").and_then(Value::as_str).unwrap_or("API").to_owned();
    let mut partition: Partition<'a> = BTreeMap::new();
    let mut modules = Modules::new();
    for located in all {
        let tag = tag(located.operation);
        let group = tag.split(['/', '.', ':']).next().unwrap_or(tag);
        let name = if one { "api".to_owned() } else { kebab(group) };
        modules.entry(name.clone()).or_insert_with(|| ModuleData {
            title: if one { title.clone() } else { group.to_owned() },
            description: format!("client generated from the OpenAPI document of {title}."),
            ..ModuleData::default()
        });
        partition.entry(name).or_default().push(located);
    }
    (partition, modules)
}

fn kebab(text: &str) -> String {
    let name = crate::rust_name::snake(text).replace('_', "-");
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let end = name.len().min(LONGEST_NAME);
    let name = name[..end].trim_matches('-');
    if name.is_empty() { "other".to_owned() } else { name.to_owned() }
}

fn operations(document: &Document) -> impl Iterator<Item = Located<'_>> {
    let paths = document.0.get("paths").and_then(Value::as_object);
    paths.into_iter().flatten().flat_map(|(path, item)| {
        crate::document::METHODS.iter().filter_map(move |method| {
            let operation = item.get(*method)?.as_object()?;
            Some(Located { path: path.clone(), method: (*method).to_owned(), operation })
        })
    })
}

fn tag(operation: &Object) -> &str {
    operation.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str).unwrap_or(NO_TAG)
}
