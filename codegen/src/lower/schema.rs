//! The Rust type of one schema.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::{Object, ref_name};
use crate::ir::Type;

/// The named schemas of a module and what they are called.
#[derive(Debug)]
pub struct Schemas<'a> {
    /// All named schemas of the document.
    pub all: &'a Object,
    /// Rust names of those that the module reaches.
    pub names: BTreeMap<&'a str, String>,
}

impl Schemas<'_> {
    /// The Rust type of a schema, without regard to whether it may be absent.
    pub fn type_of(&self, schema: &Value) -> Type {
        let Some(object) = schema.as_object() else {
            return Type::Value;
        };
        if let Some(name) = ref_name(object) {
            return self.names.get(name).map_or(Type::Value, |rust| Type::Named(rust.clone()));
        }
        match object.get("type").and_then(Value::as_str) {
            Some("string") => Type::String,
            Some("boolean") => Type::Bool,
            Some("integer") if format(object) == Some("int32") => Type::I32,
            Some("integer") => Type::I64,
            Some("number") => Type::F64,
            Some("array") => Type::List(Box::new(object.get("items").map_or(Type::Value, |items| self.type_of(items)))),
            Some("object") => match object.get("additionalProperties") {
                Some(Value::Object(inner)) if !inner.is_empty() => {
                    Type::Map(Box::new(self.type_of(&Value::Object(inner.clone()))))
                }
                _ => Type::Object,
            },
            _ => Type::Value,
        }
    }

    /// The schema with names that only stand for another schema looked through.
    pub fn resolve<'v>(&'v self, schema: &'v Value) -> &'v Value {
        let mut current = schema;
        for _ in 0..self.all.len() {
            let target = current.as_object().and_then(ref_name).and_then(|name| self.all.get(name));
            match target {
                Some(target) => current = target,
                None => break,
            }
        }
        current
    }

    /// Whether a named schema becomes a type of its own rather than another name for one.
    pub fn is_own_type(&self, name: &str) -> bool {
        self.all.get(name).and_then(Value::as_object).is_some_and(|object| {
            has_properties(object)
                || ["enum", "x-harness-union", "x-harness-any-of"].iter().any(|key| object.contains_key(*key))
        })
    }

    /// Whether the value is empty rather than absent when the server leaves it out: lists, maps and free JSON.
    pub fn is_container(&self, schema: &Value) -> bool {
        let resolved = self.resolve(schema);
        let Some(object) = resolved.as_object() else {
            return true;
        };
        if object.contains_key("x-harness-union") || object.contains_key("x-harness-any-of") {
            return false;
        }
        match object.get("type").and_then(Value::as_str) {
            Some("array") | None => true,
            Some("object") => !has_properties(object),
            _ => false,
        }
    }
}

/// Whether an object schema names properties, or is a variant of a union, which may do without.
pub fn has_properties(object: &Object) -> bool {
    object.contains_key("x-harness-variant")
        || object.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty())
}

/// The description, in Markdown, where there is one.
pub fn description(object: &Object) -> Vec<String> {
    let text = object.get("description").and_then(Value::as_str).unwrap_or_default();
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned).into_iter().collect()
}

fn format(object: &Object) -> Option<&str> {
    object.get("format").and_then(Value::as_str)
}
