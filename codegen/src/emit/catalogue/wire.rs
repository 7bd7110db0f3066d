//! Answers and schemas as they travel.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::data::mock::Add;
use crate::document::{Object, ref_name};
use crate::frameworks::WIRE;
use crate::ir::{Answer, Operation};

/// Keys of a schema that say nothing of the values it allows.
const REMARKS: [&str; 7] = ["description", "title", "example", "examples", "externalDocs", "xml", "deprecated"];

/// The named schemas as they were published.
#[derive(Debug)]
pub(super) struct Wire<'a> {
    schemas: &'a Object,
    /// The schemas that extend a schema.
    children: BTreeMap<&'a str, Vec<&'a str>>,
    adds: &'a [Add],
}

impl<'a> Wire<'a> {
    pub(super) fn new(schemas: &'a Object, adds: &'a [Add]) -> Self {
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, schema) in schemas {
            for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
                if let Some(base) = part.as_object().and_then(ref_name) {
                    children.entry(base).or_default().push(name);
                }
            }
        }
        Self { schemas, children, adds }
    }

    /// Adds the named schemas that a value of `schema` can hold; those that extend a base with a discriminator, too.
    pub(super) fn reach(&self, schema: &Value, reached: &mut BTreeSet<&'a str>) {
        let mut named = Vec::new();
        collect(schema, &mut named);
        for name in named {
            let Some((name, schema)) = self.schemas.get_key_value(name) else { continue };
            if reached.insert(name) {
                self.reach(schema, reached);
                if schema.get("discriminator").is_some() {
                    for child in self.children.get(name.as_str()).into_iter().flatten() {
                        self.reach(&json!({"$ref": format!("#/components/schemas/{child}")}), reached);
                    }
                }
            }
        }
    }

    /// The named schema without remarks, with the members that the platform adds to it.
    pub(super) fn lean(&self, name: &str) -> Value {
        let mut schema = self.schemas.get(name).map(|schema| lean(schema, false)).unwrap_or_default();
        for add in self.adds.iter().filter(|add| add.schema == name) {
            if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
                properties.extend(add.members.clone());
            }
        }
        schema
    }

    /// Whether the named schema declares members, and not this one.
    pub(super) fn lacks(&self, name: &str, member: &str) -> bool {
        let properties = self.schemas.get(name).and_then(|schema| schema.get("properties")?.as_object());
        properties.is_some_and(|properties| !properties.contains_key(member))
    }

    /// All that stands at a JSON pointer, `*` being any item; a schema that is left open holds everything.
    pub(super) fn at<'s>(&'s self, schema: &'s Value, pointer: &str) -> Vec<&'s Value> {
        let mut current = self.alternatives(schema, 0);
        for token in pointer.split('/').skip(1) {
            let inner = current.iter().flat_map(|schema| step(schema, token));
            current = inner.flat_map(|schema| self.alternatives(schema, 0)).collect();
        }
        current
    }

    /// The schema itself behind references, and what composes it.
    fn alternatives<'s>(&'s self, schema: &'s Value, depth: usize) -> Vec<&'s Value> {
        if depth > 8 {
            return Vec::new();
        }
        if let Some(name) = schema.as_object().and_then(ref_name) {
            let target = self.schemas.get(name).map(|schema| self.alternatives(schema, depth + 1));
            return target.unwrap_or_default();
        }
        let mut found = vec![schema];
        for key in ["allOf", "oneOf", "anyOf"] {
            for part in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
                found.extend(self.alternatives(part, depth + 1));
            }
        }
        found
    }
}

fn step<'s>(schema: &'s Value, token: &str) -> Option<&'s Value> {
    if is_open(schema) {
        return Some(schema);
    }
    if token == "*" {
        return schema.get("items");
    }
    let property = schema.get("properties").and_then(|properties| properties.get(token));
    property.or_else(|| schema.get("additionalProperties").filter(|more| more.is_object()))
}

/// Whether the schema allows any member.
fn is_open(schema: &Value) -> bool {
    let closed = ["properties", "allOf", "oneOf", "anyOf", "items", "additionalProperties", "enum"];
    let ty = schema.get("type").and_then(Value::as_str).unwrap_or("object");
    ty == "object" && closed.iter().all(|key| schema.get(key).is_none())
}

fn collect<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(object) => {
            found.extend(ref_name(object));
            for inner in object.values() {
                // The mapping of a discriminator names schemas, too.
                match inner {
                    Value::String(text) => found.extend(text.strip_prefix("#/components/schemas/")),
                    _ => collect(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// The schema without remarks and extensions; below `properties` every key is a name.
fn lean(schema: &Value, names: bool) -> Value {
    match schema {
        Value::Object(object) => {
            let kept = object.iter().filter(|(key, _)| {
                names || *key == WIRE || !(REMARKS.contains(&key.as_str()) || key.starts_with("x-"))
            });
            let lean = |(key, value): (&String, &Value)| {
                let literal = !names && matches!(key.as_str(), "enum" | "default" | "mapping" | "required");
                let value = if literal { value.clone() } else { lean(value, !names && key == "properties") };
                (key.clone(), value)
            };
            Value::Object(kept.map(lean).collect())
        }
        Value::Array(items) => items.iter().map(|item| lean(item, false)).collect(),
        other => other.clone(),
    }
}

/// What an operation answers: kind, status, media type and schema.
pub(super) fn answer(operation: &Operation, declared: &Object) -> Map<String, Value> {
    let empty = Value::Null;
    let response = declared.get("responses").and_then(|all| all.get("2XX")).unwrap_or(&empty);
    let content = response.get("content").and_then(Value::as_object).and_then(|content| content.iter().next());
    let origin = response.get("x-harness-origin").and_then(Value::as_str).unwrap_or_default();
    let status = origin.rsplit('/').next().and_then(|status| status.parse::<u16>().ok()).unwrap_or(200);
    let kind = if operation.redirects { "redirect" } else { kind_word(&operation.answer) };
    let status = match (kind, status) {
        ("redirect", status) if !(300..400).contains(&status) => 302,
        ("redirect", status) => status,
        (_, 200..300) => status,
        _ => 200,
    };
    let mut answer = Map::from_iter([("kind".to_owned(), json!(kind)), ("status".to_owned(), json!(status))]);
    if let Some(media) = media(operation, content.map(|(name, _)| name.as_str()), kind) {
        answer.insert("media".to_owned(), json!(media));
    }
    let schema = content.and_then(|(_, media)| media.get("schema"));
    if matches!(operation.answer, Answer::Json(_) | Answer::JsonLines(_)) {
        answer.insert("schema".to_owned(), schema.map(|schema| lean(schema, false)).unwrap_or_else(|| json!({})));
    }
    answer
}

/// The media type: the declared one unless it is of another kind than the answer.
fn media<'t>(operation: &Operation, declared: Option<&'t str>, kind: &str) -> Option<&'t str> {
    let declared = declared.filter(|name| !name.contains('*'));
    let is_json = declared.is_some_and(|name| name.contains("json"));
    match kind {
        "json" => Some(declared.filter(|_| is_json).unwrap_or("application/json")),
        "text" => Some(declared.filter(|_| !is_json).unwrap_or("text/plain")),
        "events" => Some("text/event-stream"),
        "bytes" => Some(declared.filter(|_| !is_json).unwrap_or("application/octet-stream")),
        "lines" => Some(declared.filter(|_| operation.accept.contains("ndjson")).unwrap_or("application/x-ndjson")),
        _ => None,
    }
}

/// The kind of an answer in the catalogue's words.
fn kind_word(answer: &Answer) -> &'static str {
    match answer {
        Answer::Json(_) => "json",
        Answer::Text => "text",
        Answer::Bytes => "bytes",
        Answer::JsonLines(_) => "lines",
        Answer::Events => "events",
        Answer::None => "none",
    }
}
