//! The front page of a module's types: rustdoc lists them by name alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::NO_TAG;
use crate::emit::docs::clean;
use crate::emit::docs::facts::Facts;
use crate::ir::{Answer, Operation, Type, TypeDef, TypeKind};

/// The lines: a heading for each tag, with the types that its operations give and take themselves; then those of several.
///
/// What such types are made of is left out, as a link leads to it from there.
pub fn lines(facts: &Facts<'_>) -> Vec<String> {
    let mut lines = vec!["Types of requests and responses.".to_owned()];
    let mut shared = BTreeSet::new();
    let mut tags: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for operation in &facts.module.operations {
        for def in main(operation, facts) {
            match def.tags.len() {
                0 | 1 => push(tags.entry(&operation.tag).or_default(), &def.name),
                _ => drop(shared.insert(def.name.as_str())),
            }
        }
    }
    let untagged = tags.remove(NO_TAG).map(|names| ("Without a tag".to_owned(), names));
    let tags = tags.into_iter().map(|(tag, names)| (clean(tag), names)).chain(untagged);
    let shared: Vec<&str> = shared.into_iter().collect();
    let shared = Some(("Of several tags".to_owned(), shared)).filter(|(_, names)| !names.is_empty());
    for (title, names) in tags.chain(shared) {
        let links: Vec<String> = names.iter().map(|name| format!("[`{name}`]")).collect();
        lines.extend([String::new(), format!("# {title}"), String::new(), links.join(", ")]);
    }
    lines
}

fn push<'m>(names: &mut Vec<&'m str>, name: &'m str) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// What an operation is about, best first: the entity of its response, the item of its pages, its body, and its response.
fn main<'m>(operation: &'m Operation, facts: &Facts<'m>) -> Vec<&'m TypeDef> {
    let given = match &operation.answer {
        Answer::Json(ty) | Answer::JsonLines(ty) => Some(ty),
        _ => None,
    };
    let entity = given.and_then(|ty| facts.entity(&Type::Named(ty.named()?.to_owned()))).map(|(_, def)| def);
    let item = operation.paging.as_ref().and_then(|paging| facts.def(&paging.item));
    let body = operation.body.as_ref().and_then(|body| facts.def(&body.ty));
    let response = given.and_then(|ty| facts.def(ty));
    let found = [entity, item, body, response].into_iter().flatten();
    found.filter(|def| !def.inline && !matches!(def.kind, TypeKind::Alias(_))).collect()
}
