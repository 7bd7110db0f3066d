//! Leaves enums of distinct strings only.
//!
//! Generated enums are names for strings. A null among the values means an optional value; numbers would need names
//! nobody uses; and values that YAML read as booleans or numbers (`yes`, `1.0`) are strings on the wire.

use serde_json::Value;

use super::{
    schema::make_untyped,
    visit::{At, every_schema},
};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "enums";

/// The key that keeps the values of number and boolean enums for documentation.
pub const VALUES: &str = "x-harness-values";

/// Cleans every enum.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let Some(declared) = object.remove("enum") else {
        return;
    };
    for note in clean(object, declared) {
        report.hit(RULE, at, note);
    }
}

fn clean(object: &mut Object, declared: Value) -> Vec<&'static str> {
    let Value::Array(declared) = declared else {
        return vec!["no list of values: removed"];
    };
    let mut notes = Vec::new();
    let count = declared.len();
    let mut values: Vec<Value> = declared.into_iter().filter(|value| !value.is_null()).collect();
    if values.len() < count {
        notes.push("null among the values: nullable");
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
    if values.is_empty() {
        notes.push("no values: removed");
        return notes;
    }
    let Some(kind) = kind(object, &values) else {
        notes.push("values of several types: taken as untyped");
        make_untyped(object);
        return notes;
    };
    if !object.contains_key("type") {
        notes.push("type taken from the values");
        object.insert("type".to_owned(), Value::from(kind.clone()));
    }
    match kind.as_str() {
        "string" => {
            notes.extend(make_strings(&mut values));
            notes.extend(make_distinct(&mut values));
            object.insert("enum".to_owned(), Value::Array(values));
        }
        "integer" | "number" | "boolean" => {
            notes.push("values are no strings: kept as a note only");
            object.insert(VALUES.to_owned(), Value::Array(values));
        }
        _ => notes.push("beside an object or array: removed"),
    }
    notes
}

/// The declared type, or the one all values have.
fn kind(object: &Object, values: &[Value]) -> Option<String> {
    if let Some(declared) = object.get("type").and_then(Value::as_str) {
        return Some(declared.to_owned());
    }
    let of = |value: &Value| match value {
        Value::String(_) => Some("string"),
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_f64() => Some("number"),
        Value::Number(_) => Some("integer"),
        _ => None,
    };
    let first = of(values.first()?)?;
    values.iter().all(|value| of(value) == Some(first)).then(|| first.to_owned())
}

fn make_strings(values: &mut [Value]) -> Option<&'static str> {
    let mut found = None;
    for value in values.iter_mut().filter(|value| !value.is_string()) {
        *value = Value::String(value.to_string());
        found = Some("booleans or numbers among strings: read as strings");
    }
    found
}

fn make_distinct(values: &mut Vec<Value>) -> Option<&'static str> {
    let count = values.len();
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert(value.as_str().map(str::to_owned)));
    (values.len() < count).then_some("repeated values removed")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn only_distinct_strings_are_left() {
        let cases = [
            (
                r#"{"type": "string", "enum": ["a", null, "a"]}"#,
                json!({"type": "string", "nullable": true, "enum": ["a"]}),
                2,
            ),
            (r#"{"enum": ["a"]}"#, json!({"type": "string", "enum": ["a"]}), 1),
            (r#"{"enum": ["a", 1], "description": "d"}"#, json!({"description": "d"}), 1),
            (r#"{"type": "string", "enum": [true, 1, "x"]}"#, json!({"type": "string", "enum": ["true", "1", "x"]}), 1),
            (r#"{"type": "integer", "enum": [1, 2]}"#, json!({"type": "integer", "x-harness-values": [1, 2]}), 1),
            (r#"{"enum": [true]}"#, json!({"type": "boolean", "x-harness-values": [true]}), 2),
            (r#"{"enum": [null]}"#, json!({"nullable": true}), 2),
            (r#"{"type": "array", "items": {}, "enum": ["a"]}"#, json!({"type": "array", "items": {}}), 1),
            (r#"{"type": "string", "enum": ["", "A"]}"#, json!({"type": "string", "enum": ["", "A"]}), 0),
        ];
        for (given, expected, hits) in cases {
            assert_eq!(on_schema(apply, given), (expected, hits), "{given}");
        }
    }

    #[test]
    fn a_property_called_enum_is_no_enum() {
        let text = r#"{"properties": {"enum": {"type": "string"}}}"#;
        assert_eq!(on_schema(apply, text), (serde_json::from_str(text).unwrap(), 0));
    }
}
