//! Documents of other sizes, cut from or multiplied out of the one there is.

use std::path::Path;

use harness_sdk_codegen::document::{Document, METHODS, Object};
use harness_sdk_codegen::load;
use serde_json::{Map, Value, json};

use crate::workspace;

/// Writes the document with `numerator / denominator` of its operations, or that many times as many.
pub(crate) fn write(numerator: usize, denominator: usize, to: &Path) -> Result<(), String> {
    let path = workspace::root().join("spec/harness-openapi.json");
    let whole = load::document(&path).map_err(|defects| format!("{defects:?}"))?;
    let document = if denominator > 1 { part(&whole, numerator, denominator) } else { copies(&whole, numerator) };
    std::fs::write(to, document.to_string()).map_err(|error| format!("{}: {error}", to.display()))
}

/// The first operations, in the order of paths, and the schemas they reach.
fn part(whole: &Document, numerator: usize, denominator: usize) -> Value {
    let mut left = operations(&whole.0) * numerator / denominator;
    let mut paths = Map::new();
    for (path, item) in object(whole.0.get("paths")) {
        let kept: Object = object(Some(item))
            .iter()
            .filter(|(key, _)| {
                let is_operation = METHODS.contains(&key.as_str());
                let keep = !is_operation || left > 0;
                left -= usize::from(is_operation && keep);
                keep
            })
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if kept.keys().any(|key| METHODS.contains(&key.as_str())) {
            paths.insert(path.clone(), Value::Object(kept));
        }
    }
    let mut document = whole.0.clone();
    let paths = Value::Object(paths);
    let all = object(whole.0.pointer("/components/schemas"));
    let mut schemas = Map::new();
    let mut open = Vec::new();
    mentioned(&paths, &mut open);
    for (_, other) in object(whole.0.get("components")).iter().filter(|(key, _)| *key != "schemas") {
        mentioned(other, &mut open);
    }
    while let Some(name) = open.pop() {
        if let Some(schema) = all.get(name).filter(|_| !schemas.contains_key(name)) {
            schemas.insert(name.to_owned(), schema.clone());
            mentioned(schema, &mut open);
        }
    }
    document["components"]["schemas"] = Value::Object(schemas);
    document["paths"] = paths;
    document
}

/// The named schemas that a piece mentions, by reference or in the mapping of a discriminator.
fn mentioned<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, found)),
        Value::Object(members) => members.values().for_each(|member| mentioned(member, found)),
        Value::String(text) => found.extend(text.strip_prefix("#/components/schemas/")),
        _ => {}
    }
}

/// The document so many times over: every copy with paths, operations, tags and schemas of its own.
fn copies(whole: &Document, count: usize) -> Value {
    let mut document = whole.0.clone();
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for copy in 0..count {
        for (path, item) in object(whole.0.get("paths")) {
            let mut item = item.clone();
            rename(&mut item, copy);
            paths.insert(format!("{}{path}", prefix("/copy", copy)), item);
        }
        for (name, schema) in object(whole.0.pointer("/components/schemas")) {
            let mut schema = schema.clone();
            rename(&mut schema, copy);
            schemas.insert(format!("{name}{}", prefix("Copy", copy)), schema);
        }
    }
    document["components"]["schemas"] = Value::Object(schemas);
    document["paths"] = Value::Object(paths);
    document["tags"] = json!([]);
    document
}

/// Gives references, operation ids and tags the names of the copy.
fn rename(value: &mut Value, copy: usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, copy)),
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("$ref" | "operationId", Value::String(text)) => text.push_str(&prefix("Copy", copy)),
                    ("mapping", Value::Object(mapping)) => {
                        mapping.values_mut().for_each(|target| push(target, &prefix("Copy", copy)));
                    }
                    ("tags", Value::Array(tags)) => tags.iter_mut().for_each(|tag| lead(tag, &prefix("copy", copy))),
                    (_, member) => rename(member, copy),
                }
            }
        }
        _ => {}
    }
}

fn push(value: &mut Value, end: &str) {
    if let Value::String(text) = value {
        text.push_str(end);
    }
}

fn lead(value: &mut Value, start: &str) {
    if let Value::String(text) = value {
        text.insert_str(0, start);
    }
}

/// The first copy keeps its names.
fn prefix(word: &str, copy: usize) -> String {
    if copy == 0 { String::new() } else { format!("{word}{copy}") }
}

/// How many operations a document has.
pub(super) fn operations(document: &Value) -> usize {
    let items = object(document.get("paths")).iter().map(|(_, item)| item);
    items.map(|item| METHODS.iter().filter(|method| item.get(**method).is_some()).count()).sum()
}

/// How many named schemas it has.
pub(super) fn schemas(document: &Value) -> usize {
    object(document.pointer("/components/schemas")).len()
}

fn object(value: Option<&Value>) -> &Object {
    static EMPTY: std::sync::LazyLock<Object> = std::sync::LazyLock::new(Object::new);
    value.and_then(Value::as_object).unwrap_or(&EMPTY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Document {
        Document(json!({
            "openapi": "3.0.3",
            "info": { "title": "t", "version": "1" },
            "paths": {
                "/a": { "get": { "operationId": "a", "tags": ["x"], "responses": { "200": { "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/Base" } } } } } } },
                "/b": { "get": { "operationId": "b", "tags": ["x"] }, "put": { "operationId": "c", "tags": ["y"] } },
                "/d": { "get": { "operationId": "d", "tags": ["y"] } },
            },
            "components": { "schemas": {
                "Base": { "discriminator": { "propertyName": "t", "mapping": { "c": "#/components/schemas/Child" } } },
                "Child": { "properties": { "next": { "$ref": "#/components/schemas/Base" } } },
                "Lost": {},
            } },
        }))
    }

    #[test]
    fn a_part_has_its_share_of_operations_and_all_they_mention() {
        let half = part(&whole(), 1, 2);
        assert_eq!(operations(&half), 2);
        let names: Vec<_> = object(half.pointer("/components/schemas")).keys().collect();
        assert_eq!(names, ["Base", "Child"]);
    }

    #[test]
    fn copies_share_no_name_and_mention_their_own() {
        let twice = copies(&whole(), 2);
        assert_eq!((operations(&twice), schemas(&twice)), (8, 6));
        let mapping = "/components/schemas/BaseCopy1/discriminator/mapping/c";
        assert_eq!(twice.pointer(mapping), Some(&json!("#/components/schemas/ChildCopy1")));
        let copied = &twice["paths"]["/copy1/a"]["get"];
        assert_eq!((&copied["operationId"], &copied["tags"]), (&json!("aCopy1"), &json!(["copy1x"])));
        assert_eq!(twice["paths"]["/a"], whole().0["paths"]["/a"]);
    }
}
