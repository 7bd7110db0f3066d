//! Leaves among alternatives only those that are different kinds of values.
//!
//! `null` as an alternative means an optional value, an alternative that only asks for fields to be present is a check
//! the server makes, and one that allows everything makes the rest pointless: as union variants all three would get
//! in the way of decoding.

use serde_json::{Value, json};

use super::{
    schema::{ANNOTATIONS, is_untyped, make_untyped},
    visit::{At, every_schema},
};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "alternatives";

/// What an object says about its own fields, which its alternatives share.
const SHARED: [&str; 4] = ["type", "properties", "required", "additionalProperties"];

/// Cleans `oneOf` and `anyOf`; what is left of both stands under `oneOf`.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if object.contains_key("oneOf") || object.contains_key("anyOf") {
        for note in clean(object) {
            report.hit(RULE, at, note);
        }
    }
}

fn clean(object: &mut Object) -> Vec<&'static str> {
    let mut notes = Vec::new();
    let mut parts: Vec<Value> = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| object.remove(*key))
        .flat_map(|parts| if let Value::Array(parts) = parts { parts } else { Vec::new() })
        .collect();
    let count = parts.len();
    parts.retain(|part| !is_null(part));
    if parts.len() < count {
        notes.push("null among the alternatives: nullable");
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
    let count = parts.len();
    parts.retain(|part| !only_demands(part));
    if parts.len() < count {
        notes.push("alternatives that only demand fields: removed");
    }
    let count = parts.len();
    let mut distinct: Vec<Value> = Vec::with_capacity(count);
    for part in parts {
        if !distinct.contains(&part) {
            distinct.push(part);
        }
    }
    if distinct.len() < count {
        notes.push("repeated alternatives removed");
    }
    settle(object, distinct, &mut notes);
    notes
}

fn settle(object: &mut Object, mut parts: Vec<Value>, notes: &mut Vec<&'static str>) {
    let own = object.contains_key("properties");
    let tagged = object.contains_key("discriminator");
    if parts.is_empty() {
        return;
    }
    if !own && parts.iter().any(is_untyped) {
        notes.push("one alternative allows everything: taken as untyped");
        make_untyped(object);
    } else if parts.len() == 1 && !own && !tagged {
        notes.push("one alternative left: put in place");
        make_untyped(object);
        if let Some(Value::Object(only)) = parts.pop() {
            for (key, value) in only {
                object.entry(key).or_insert(value);
            }
        }
    } else if own && !tagged {
        notes.push("fields beside alternatives: given to each");
        let shared: Object = SHARED.iter().filter_map(|key| object.remove_entry(*key)).collect();
        let parts: Vec<Value> = parts.into_iter().map(|part| json!({"allOf": [shared, part]})).collect();
        object.insert("oneOf".to_owned(), Value::Array(parts));
    } else {
        object.insert("oneOf".to_owned(), Value::Array(parts));
    }
}

fn is_null(part: &Value) -> bool {
    let Some(object) = part.as_object() else {
        return part.is_null();
    };
    let null_type = object.get("type").is_some_and(|kind| kind == "null" || *kind == json!(["null"]));
    let null_enum = object.get("enum").is_some_and(|values| *values == json!([null]));
    let bare = object.len() == 1 && object.get("nullable") == Some(&Value::Bool(true));
    null_type || null_enum || bare
}

fn only_demands(part: &Value) -> bool {
    part.as_object().is_some_and(|part| {
        part.contains_key("required")
            && part
                .keys()
                .all(|key| ["required", "not", "title"].contains(&key.as_str()) || ANNOTATIONS.contains(&key.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn alternatives_are_different_kinds_of_values() {
        let cases = [
            (
                r##"{"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}"##,
                json!({"$ref": "#/components/schemas/A", "nullable": true}),
            ),
            (
                r#"{"anyOf": [{"type": "string"}, {"enum": [null]}, {"type": "string"}]}"#,
                json!({"type": "string", "nullable": true}),
            ),
            (
                r#"{"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}"#,
                json!({"type": "object", "properties": {"a": {}}}),
            ),
            (r#"{"oneOf": [{"type": "string"}, {}]}"#, json!({})),
            (
                r#"{"anyOf": [{"type": "string"}, {"type": "boolean"}]}"#,
                json!({"oneOf": [{"type": "string"}, {"type": "boolean"}]}),
            ),
            (
                r##"{"properties": {"a": {}}, "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}"##,
                json!({"oneOf": [
                    {"allOf": [{"properties": {"a": {}}}, {"$ref": "#/components/schemas/A"}]},
                    {"allOf": [{"properties": {"a": {}}}, {"$ref": "#/components/schemas/B"}]}]}),
            ),
        ];
        for (given, expected) in cases {
            assert_eq!(on_schema(apply, given).0, expected, "{given}");
        }
    }

    #[test]
    fn tagged_alternatives_keep_fields_beside_them() {
        let text = r##"{"properties": {"a": {}}, "discriminator": {"propertyName": "a"}, "oneOf": [{"$ref": "#/components/schemas/A"}]}"##;
        assert_eq!(on_schema(apply, text), (serde_json::from_str(text).unwrap(), 0));
    }
}
