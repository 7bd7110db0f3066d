//! Merges the parts of compositions into one object.
//!
//! Rust has no inheritance: a type that extends others has all their fields itself. What the type says wins over what
//! it takes over.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::{
    discriminators::UNION,
    schema::{ANNOTATIONS, is_untyped, reference},
    visit::ORIGIN,
};
use crate::{
    document::{Document, Object, escape, ref_name},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "all_of";

/// What stays with the schema that says it and is not taken over.
const OWN: [&str; 8] = [UNION, ORIGIN, "description", "title", "nullable", "deprecated", "discriminator", "allOf"];

/// Merges every named schema with `allOf`.
pub fn apply(document: &mut Document, report: &mut Report) {
    let schemas = document.schemas_mut();
    let mut merge = Merge { schemas, done: BTreeMap::new(), open: Vec::new(), report };
    let names: Vec<String> =
        merge.schemas.iter().filter(|(_, one)| one.get("allOf").is_some()).map(|(name, _)| name.clone()).collect();
    for name in &names {
        merge.named(name);
    }
    let done = merge.done;
    schemas.extend(done);
}

struct Merge<'a> {
    schemas: &'a Object,
    done: BTreeMap<String, Value>,
    open: Vec<String>,
    report: &'a mut Report,
}

impl Merge<'_> {
    /// The named schema, merged if it is a composition; nothing when it is being merged already.
    fn named(&mut self, name: &str) -> Option<Value> {
        if let Some(done) = self.done.get(name) {
            return Some(done.clone());
        }
        let schema = self.schemas.get(name)?;
        let Some(object) = schema.as_object().filter(|object| object.contains_key("allOf")) else {
            return Some(schema.clone());
        };
        if self.open.iter().any(|open| open == name) {
            return None;
        }
        self.open.push(name.to_owned());
        let pointer = object
            .get(ORIGIN)
            .and_then(Value::as_str)
            .map_or_else(|| format!("/components/schemas/{}", escape(name)), str::to_owned);
        let merged = Value::Object(self.merged(object, &pointer));
        self.open.pop();
        self.report.hit(RULE, pointer, "parts merged");
        self.done.insert(name.to_owned(), merged.clone());
        Some(merged)
    }

    fn merged(&mut self, object: &Object, pointer: &str) -> Object {
        let mut result = Object::new();
        let mut scalar = None;
        for (index, part) in object.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let place = || format!("{pointer}/allOf/{index}");
            let Some(part) = part.as_object() else {
                continue;
            };
            let Some(name) = ref_name(part) else {
                let inner = if part.contains_key("allOf") { self.merged(part, &place()) } else { part.clone() };
                fold(&mut result, &inner, true);
                continue;
            };
            let end = end_of_chain(self.schemas, name);
            let Some(Value::Object(base)) = self.named(&end) else {
                self.report.hit(RULE, place(), format!("`{end}` extends itself: part dropped; break the circle"));
                continue;
            };
            if base.contains_key("oneOf") && !base.contains_key("properties") {
                self.report.hit(
                    RULE,
                    place(),
                    format!("`{end}` is one of several: its fields cannot be taken over; part dropped"),
                );
            } else {
                let object = base.contains_key("properties") || base.get("type").is_some_and(|kind| kind == "object");
                scalar = scalar.or_else(|| (!object).then_some(end));
                fold(&mut result, &base, false);
            }
        }
        fold(&mut result, object, true);
        result.remove("allOf");
        self.settle(result, scalar, object)
    }

    /// An object if there are fields; else the one named part, if nothing else says anything.
    fn settle(&self, mut result: Object, scalar: Option<String>, own: &Object) -> Object {
        if result.contains_key("properties") {
            result.insert("type".to_owned(), json!("object"));
            for key in ["enum", "items", "format"] {
                result.remove(key);
            }
            return result;
        }
        let Some(name) = scalar else {
            return result;
        };
        let mut plain = result.clone();
        plain.retain(|key, _| !OWN.contains(&key.as_str()) && !ANNOTATIONS.contains(&key.as_str()));
        let mut base = self.schemas.get(&name).and_then(Value::as_object).cloned().unwrap_or_default();
        base.retain(|key, _| !OWN.contains(&key.as_str()) && !ANNOTATIONS.contains(&key.as_str()));
        if plain != base {
            return result;
        }
        let mut alias = reference(&name);
        alias.extend(
            own.iter()
                .filter(|(key, _)| {
                    key.as_str() != "allOf" && (OWN.contains(&key.as_str()) || ANNOTATIONS.contains(&key.as_str()))
                })
                .map(|(key, value)| (key.clone(), value.clone())),
        );
        alias
    }
}

fn end_of_chain(schemas: &Object, name: &str) -> String {
    let mut current = name.to_owned();
    for _ in 0..schemas.len() {
        let next = schemas.get(&current).and_then(Value::as_object).and_then(ref_name);
        match next {
            Some(next) => current = next.to_owned(),
            None => break,
        }
    }
    current
}

/// Adds a part; `own` parts also bring what is not taken over.
fn fold(result: &mut Object, part: &Object, own: bool) {
    for (key, value) in part {
        match (key.as_str(), value) {
            ("properties", Value::Object(fields)) => add_fields(result, fields),
            ("required", Value::Array(names)) => add_required(result, names),
            (key, _) if !own && OWN.contains(&key) => {}
            _ => {
                result.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Adds fields; a later declaration wins unless it says nothing about the type.
pub(crate) fn add_fields(result: &mut Object, fields: &Object) {
    let Some(known) = result.entry("properties").or_insert_with(|| json!({})).as_object_mut() else {
        return;
    };
    for (name, field) in fields {
        match known.get_mut(name).and_then(Value::as_object_mut) {
            Some(typed) if is_untyped(field) => typed.extend(field.as_object().cloned().unwrap_or_default()),
            _ => {
                known.insert(name.clone(), field.clone());
            }
        }
    }
}

/// Adds names of required fields.
pub(crate) fn add_required(result: &mut Object, names: &[Value]) {
    if let Some(known) = result.entry("required").or_insert_with(|| json!([])).as_array_mut() {
        let mut seen: HashSet<Value> = known.iter().cloned().collect();
        known.extend(names.iter().filter(|name| seen.insert((*name).clone())).cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{run_rule, schemas};

    fn merged(text: &str) -> (Object, Vec<String>) {
        let (mut document, report) = run_rule(apply, schemas(text));
        let notes = report.rules().flat_map(|(_, hits)| hits).map(|hit| hit.note.clone()).collect();
        (std::mem::take(document.schemas_mut()), notes)
    }

    #[test]
    fn fields_of_all_levels_are_the_types_own() {
        let (schemas, notes) = merged(
            r##"{"A": {"type": "object", "description": "A's", "properties": {"a": {"type": "string"}, "x": {"type": "string"}}, "required": ["a"]},
                "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"b": {}, "x": {"type": "integer"}}, "required": ["b"]}]},
                "C": {"description": "C's", "allOf": [{"$ref": "#/components/schemas/B"}, {"properties": {"x": {"description": "known"}}}], "required": ["c"], "properties": {"c": {}}}}"##,
        );
        assert_eq!(
            schemas["C"],
            json!({"type": "object", "description": "C's", "required": ["a", "b", "c"],
            "properties": {"a": {"type": "string"}, "b": {}, "c": {}, "x": {"type": "integer", "description": "known"}}})
        );
        assert!(schemas["B"].get("description").is_none());
        assert_eq!(notes.len(), 2);
    }

    #[test]
    fn a_union_that_is_extended_gives_its_fields_and_not_its_variants() {
        let (schemas, _) = merged(
            r##"{"Base": {"type": "object", "x-harness-union": {"tag": "t"}, "properties": {"t": {"type": "string"}}},
                "Child": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object"}]}}"##,
        );
        assert_eq!(schemas["Child"], json!({"type": "object", "properties": {"t": {"type": "string"}}}));
    }

    #[test]
    fn scalars_stay_scalars() {
        let (schemas, _) = merged(
            r##"{"E": {"type": "string", "enum": ["a"]}, "F": {"description": "d", "allOf": [{"$ref": "#/components/schemas/E"}, {"title": "t"}]},
                "G": {"allOf": [{"type": "string"}, {"enum": ["x"]}]}}"##,
        );
        assert_eq!(schemas["F"]["$ref"], "#/components/schemas/E");
        assert_eq!(schemas["G"], json!({"type": "string", "enum": ["x"]}));
    }

    #[test]
    fn circles_and_alternatives_cannot_be_taken_over_and_are_told() {
        let (schemas, notes) = merged(
            r##"{"A": {"allOf": [{"$ref": "#/components/schemas/B"}, {"properties": {"a": {}}}]},
                "B": {"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"b": {}}}]},
                "U": {"oneOf": [{"type": "string"}]}, "C": {"allOf": [{"$ref": "#/components/schemas/U"}, {"properties": {"c": {}}}]}}"##,
        );
        assert_eq!(schemas["A"]["properties"], json!({"a": {}, "b": {}}));
        assert_eq!(schemas["C"], json!({"type": "object", "properties": {"c": {}}}));
        assert!(
            notes.iter().any(|note| note.contains("extends itself"))
                && notes.iter().any(|note| note.contains("one of several"))
        );
    }
}
