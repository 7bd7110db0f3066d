//! The front page of a module, and the headings of its tags.

use std::collections::BTreeMap;

use crate::document::NO_TAG;
use crate::emit::docs::facts::{Facts, listed, method};
use crate::emit::docs::{blocks, clean, example};
use crate::ir::{Answer, Operation, Type};

/// How many entities a front page names.
const ENTITIES: usize = 8;

/// The heading of a tag's methods, and what the glossary says of it.
pub fn tag(tag: &str, facts: &Facts<'_>) -> Vec<String> {
    if tag == NO_TAG {
        return Vec::new();
    }
    let mut lines = vec![format!("# {}", clean(tag))];
    if let Some(text) = facts.module.tags.get(tag) {
        lines.push(String::new());
        lines.extend(blocks(std::slice::from_ref(text)));
    }
    lines
}

/// What follows the first lines of a module's front page: its tags, its main entities, and examples beside the first.
pub fn lines(facts: &Facts<'_>) -> Vec<String> {
    let mut lines = vec![String::new(), "# Operations".to_owned(), String::new()];
    let mut tags: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &facts.module.operations {
        tags.entry(&operation.tag).or_default().push(operation);
    }
    for (tag, operations) in &tags {
        let names = operations.iter().take(3).map(|operation| method("Client", &operation.name)).collect();
        let links = listed(names, operations.len().saturating_sub(3)).unwrap_or_default();
        let name = if *tag == NO_TAG { "Without a tag".to_owned() } else { clean(tag) };
        lines.push(format!("- {name}: {links}"));
    }
    let entities = entities(facts);
    if !entities.is_empty() {
        let links: Vec<String> = entities.iter().map(|name| format!("[`{name}`](types::{name})")).collect();
        lines.extend([String::new(), format!("Main types: {}.", links.join(", "))]);
    }
    for (title, operation) in examples(facts) {
        if let Some(example) = example::lines(operation, facts) {
            lines.extend([String::new(), format!("{title}:"), String::new(), "```no_run".to_owned()]);
            lines.extend(example);
            lines.push("```".to_owned());
        }
    }
    lines
}

/// What most operations are about.
fn entities<'m>(facts: &Facts<'m>) -> Vec<&'m str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for operation in &facts.module.operations {
        let item = operation.paging.as_ref().and_then(|paging| facts.def(&paging.item));
        let answer = match &operation.answer {
            Answer::Json(Type::Named(name)) => facts.entity(&Type::Named(name.clone())).map(|(_, def)| def),
            _ => None,
        };
        if let Some(def) = item.or(answer).filter(|def| !def.inline) {
            *counts.entry(&def.name).or_default() += 1;
        }
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().filter(|(_, count)| *count > 1).collect();
    counts.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    counts.into_iter().take(ENTITIES).map(|(name, _)| name).collect()
}

/// One operation that reads a thing, and one that makes one.
fn examples<'m>(facts: &Facts<'m>) -> Vec<(&'static str, &'m Operation)> {
    let usable = |operation: &&Operation| !operation.deprecated && example::lines(operation, facts).is_some();
    let operations = || facts.module.operations.iter().filter(usable);
    let reads = operations().filter(|operation| {
        let has_path = operation.path.ends_with('}') && operation.paging.is_none();
        operation.method == "GET" && has_path && matches!(operation.answer, Answer::Json(_))
    });
    let makes = operations().filter(|operation| {
        let has_body = operation.body.as_ref().is_some_and(|body| body.required && body.ty.named().is_some());
        operation.method == "POST" && operation.paging.is_none() && has_body && operation.name.starts_with("create")
    });
    let shortest = |found: Option<&'m Operation>, title| found.map(|operation| (title, operation));
    let read = shortest(reads.min_by_key(|operation| (operation.parameters.len(), &operation.name)), "Read one thing");
    let make = shortest(makes.min_by_key(|operation| (operation.parameters.len(), &operation.name)), "Make one");
    read.into_iter().chain(make).collect()
}
