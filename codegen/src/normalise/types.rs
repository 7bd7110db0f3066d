//! Leaves every schema at most one type, of those JSON has.
//!
//! A list of types cannot be one Rust type: with `null` it is an optional one, with several real ones it is any value.

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
pub const RULE: &str = "types";

/// The types of OpenAPI 3.0.
pub const KNOWN: [&str; 6] = ["string", "integer", "number", "boolean", "array", "object"];

/// Reduces type lists, reads `file` as bytes, and makes schemas of unknown types untyped.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let Some(declared) = object.get("type") else {
        return;
    };
    if declared.as_str().is_some_and(|name| KNOWN.contains(&name)) {
        return;
    }
    let declared = declared.clone();
    report.hit(RULE, at, reduce(object, &declared));
}

fn reduce(object: &mut Object, declared: &Value) -> String {
    if declared == "file" {
        object.insert("type".to_owned(), Value::from("string"));
        object.insert("format".to_owned(), Value::from("binary"));
        return "a file: read as bytes".to_owned();
    }
    let names: Vec<&str> = match declared {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        Value::String(name) => vec![name],
        _ => Vec::new(),
    };
    let mut real: Vec<&str> = names.iter().copied().filter(|name| *name != "null").collect();
    real.dedup();
    if real.len() < names.len() && names.contains(&"null") {
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
    match real.as_slice() {
        [one] if KNOWN.contains(one) => {
            object.insert("type".to_owned(), Value::from(*one));
            format!("{declared} read as {one}")
        }
        _ => {
            make_untyped(object);
            format!("{declared} is not one JSON type: taken as untyped")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn type_lists_files_and_unknown_types() {
        let cases = [
            (
                r#"{"type": ["integer", "null"], "format": "int64"}"#,
                json!({"type": "integer", "format": "int64", "nullable": true}),
                1,
            ),
            (r#"{"type": ["string", "integer"], "minLength": 1, "description": "d"}"#, json!({"description": "d"}), 1),
            (r#"{"type": "file"}"#, json!({"type": "string", "format": "binary"}), 1),
            (r#"{"type": "any"}"#, json!({}), 1),
            (r#"{"type": "null"}"#, json!({"nullable": true}), 1),
            (
                r#"{"type": "object", "properties": {"type": {"type": "string"}}}"#,
                json!({"type": "object", "properties": {"type": {"type": "string"}}}),
                0,
            ),
        ];
        for (given, expected, hits) in cases {
            assert_eq!(on_schema(apply, given), (expected, hits), "{given}");
        }
    }
}
