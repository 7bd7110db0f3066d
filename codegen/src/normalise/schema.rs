//! Questions about one schema that several rules ask.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::{Object, ref_name};

/// What stands before the name in a reference to a named schema.
pub(crate) const REFERENCE: &str = "#/components/schemas/";

/// Keys that say something about a use of a schema rather than about its values; they may stand beside a `$ref`.
pub(crate) const ANNOTATIONS: [&str; 6] = ["description", "nullable", "deprecated", "readOnly", "writeOnly", "default"];

/// How many references are followed in a row before a chain counts as endless.
const LONGEST_CHAIN: usize = 32;

/// A schema that refers to the named schema.
pub(crate) fn reference(name: &str) -> Object {
    Object::from_iter([("$ref".to_owned(), Value::String(format!("{REFERENCE}{name}")))])
}

/// The schema that stands at the end of a chain of references.
pub(crate) fn target<'a>(schemas: &'a Object, schema: &'a Value) -> &'a Value {
    let mut current = schema;
    for _ in 0..LONGEST_CHAIN {
        let next = current.as_object().and_then(ref_name).and_then(|name| schemas.get(name));
        match next {
            Some(next) => current = next,
            None => break,
        }
    }
    current
}

/// The declared type, if it is one name.
pub(crate) fn type_of(schema: &Value) -> Option<&str> {
    schema.get("type")?.as_str()
}

/// Whether the schema says nothing about its values.
pub(crate) fn is_untyped(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => object.keys().all(|key| {
            ANNOTATIONS.contains(&key.as_str()) || key == "title" || key == "example" || key.starts_with("x-")
        }),
        Value::Bool(open) => *open,
        _ => true,
    }
}

/// Whether values are strings and nothing more is known about them than a format.
pub(crate) fn is_plain_string(schema: &Value) -> bool {
    type_of(schema) == Some("string") && schema.get("enum").is_none()
}

/// Whether values are bytes rather than text.
pub(crate) fn is_binary(schema: &Value) -> bool {
    type_of(schema) == Some("string") && schema.get("format").and_then(Value::as_str) == Some("binary")
}

/// Whether values are JSON objects.
pub(crate) fn is_object(schemas: &Object, schema: &Value) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        if !is_new(schema, &mut seen) {
            continue;
        }
        let schema = target(schemas, schema);
        if type_of(schema) == Some("object") || schema.get("properties").is_some() {
            return true;
        }
        open.extend(["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten());
    }
    false
}

/// Notes the name a reference leads to; whether it is a new one. What has no name stands in one place only.
fn is_new<'a>(schema: &'a Value, seen: &mut BTreeSet<&'a str>) -> bool {
    schema.as_object().and_then(ref_name).is_none_or(|name| seen.insert(name))
}

/// All properties of an object with those it takes over through references and `allOf`.
pub(crate) fn all_properties(schemas: &Object, schema: &Value) -> Object {
    let mut found = Object::new();
    gather(schemas, schema, &mut found, &mut BTreeSet::new());
    found
}

fn gather<'a>(schemas: &'a Object, schema: &'a Value, found: &mut Object, seen: &mut BTreeSet<&'a str>) {
    if !is_new(schema, seen) {
        return;
    }
    let schema = target(schemas, schema);
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        gather(schemas, part, found, seen);
    }
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        found.extend(properties.clone());
    }
}

/// The strings a schema allows, or nothing when it allows others too.
pub(crate) fn enum_values(schema: &Value) -> Option<Vec<&str>> {
    let values = schema.get("enum")?.as_array()?;
    values.iter().map(Value::as_str).collect()
}

/// Removes everything that says what values look like and keeps what is said about their use.
pub(crate) fn make_untyped(schema: &mut Object) {
    schema.retain(|key, _| ANNOTATIONS.contains(&key.as_str()));
}
