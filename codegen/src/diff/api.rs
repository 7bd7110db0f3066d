//! The public items of the generated crates, before and after.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diff::Level;
use crate::emit::operations::argument;
use crate::emit::package::crate_name;
use crate::ir::{Answer, BodyKind, Module, Operation, TypeDef, TypeKind, Variant};
use crate::rust_name::{escape_keyword, snake};

/// Items that were added, removed and changed, as they would be written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ApiDiff {
    /// Items that are new.
    pub added: Vec<String>,
    /// Items that are gone.
    pub removed: Vec<String>,
    /// Items whose signature changed: before and after.
    pub changed: Vec<(String, String)>,
    /// How many items there were.
    pub before: usize,
    /// How many items there are.
    pub after: usize,
}

impl ApiDiff {
    /// Compares the public items of two sets of crates.
    pub fn of(old: &[Module], new: &[Module]) -> Self {
        let (old, new) = (items(old), items(new));
        let mut diff = Self { before: old.len(), after: new.len(), ..Self::default() };
        for (path, signature) in &old {
            match new.get(path) {
                None => diff.removed.push(format!("{path}{signature}")),
                Some(today) if today != signature => {
                    diff.changed.push((format!("{path}{signature}"), format!("{path}{today}")));
                }
                Some(_) => {}
            }
        }
        let added = new.iter().filter(|(path, _)| !old.contains_key(*path));
        diff.added = added.map(|(path, signature)| format!("{path}{signature}")).collect();
        diff
    }

    /// The level the items ask for.
    pub fn level(&self) -> Option<Level> {
        if !self.removed.is_empty() || !self.changed.is_empty() {
            return Some(Level::Breaking);
        }
        (!self.added.is_empty()).then_some(Level::Addition)
    }
}

/// All public items of the crates: the path of each, and what follows it.
pub fn items(modules: &[Module]) -> BTreeMap<String, String> {
    let mut items = BTreeMap::new();
    for module in modules {
        let root = snake(&crate_name(&module.name));
        items.insert(format!("{root}::Client"), String::new());
        for operation in &module.operations {
            of_operation(&root, operation, &mut items);
        }
        for def in &module.types {
            of_type(&format!("{root}::types::{}", def.name), def, &mut items);
        }
    }
    items
}

fn of_operation(root: &str, operation: &Operation, items: &mut BTreeMap<String, String>) {
    let builder = &operation.builder;
    let method = format!("{root}::Client::{}", escape_keyword(&operation.name));
    items.insert(method, format!("() -> {builder}"));
    let path = format!("{root}::builder::{builder}");
    items.insert(path.clone(), String::new());
    for parameter in operation.parameters.iter().filter(|parameter| !parameter.client) {
        let setter = format!("{path}::{}", escape_keyword(&parameter.setter));
        items.insert(setter, format!("({})", argument(&parameter.ty).0));
    }
    if let Some(body) = &operation.body {
        let (argument, _) = argument(&body.ty);
        let setters: &[(&str, &str)] = match body.kind {
            BodyKind::Json => &[("body", &argument)],
            BodyKind::JsonOrYaml => &[("body", &argument), ("yaml", "text: impl Into<String>")],
            BodyKind::Yaml => &[("yaml", "text: impl Into<String>")],
            BodyKind::Text => &[("body", "text: impl Into<String>")],
            BodyKind::Bytes => &[("body", "body: impl Into<Body>")],
            BodyKind::Multipart | BodyKind::UrlEncoded => &[],
        };
        for (name, argument) in setters {
            items.insert(format!("{path}::{name}"), format!("({argument})"));
        }
    }
    let answer = match &operation.answer {
        Answer::Json(ty) => ty.rust("types::"),
        Answer::Text => "String".to_owned(),
        Answer::Bytes => "Bytes".to_owned(),
        Answer::JsonLines(ty) => format!("JsonLines<{}>", ty.rust("types::")),
        Answer::Events => "Events".to_owned(),
        Answer::None => "()".to_owned(),
    };
    items.insert(format!("{path}::send"), format!("() -> ResponseFuture<{answer}>"));
    if let Some(paging) = &operation.paging {
        let item = paging.item.rust("types::");
        items.insert(format!("{path}::items"), format!("() -> Items<{item}>"));
        items.insert(format!("{path}::pages"), format!("() -> Pages<{item}>"));
    }
}

fn of_type(path: &str, def: &TypeDef, items: &mut BTreeMap<String, String>) {
    let word = match &def.kind {
        TypeKind::Struct(fields) => {
            for field in fields {
                items.insert(format!("{path}.{}", field.name), format!(": {}", field.ty.rust("")));
                if def.in_request {
                    items.insert(format!("{path}::{}", field.name), "(...) -> Self".to_owned());
                }
            }
            " (struct)".to_owned()
        }
        TypeKind::Enum(variants) => {
            for (name, value) in variants {
                items.insert(format!("{path}::{name}"), format!(" = {value:?}"));
            }
            " (enum)".to_owned()
        }
        TypeKind::Union { variants, nothing, .. } => {
            for Variant { name, ty, .. } in variants {
                items.insert(format!("{path}::{name}"), format!("({ty})"));
            }
            for (name, _) in nothing {
                items.insert(format!("{path}::{name}"), String::new());
            }
            " (union)".to_owned()
        }
        TypeKind::AnyOf(variants) => {
            for (name, ty) in variants {
                items.insert(format!("{path}::{name}"), format!("({})", ty.rust("")));
            }
            " (union)".to_owned()
        }
        TypeKind::Alias(ty) => format!(" = {}", ty.rust("")),
    };
    items.insert(path.to_owned(), word);
}
