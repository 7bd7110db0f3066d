//! Gives every parameter a schema and says whether it is required.
//!
//! A parameter can hold its schema below a media type, beside itself as in OpenAPI 2, or nowhere; emission looks at
//! `schema` alone.

use serde_json::{Value, json};

use super::visit::each_parameter;
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "parameter_schemas";

/// The mark of parameters whose value is sent as JSON text.
pub const JSON: &str = "x-harness-json";

/// What OpenAPI 2 wrote on the parameter itself.
const LOOSE: [&str; 5] = ["type", "format", "items", "enum", "default"];

/// Fills `schema` from `content`, from loose keys, or as a string; makes `required` a boolean, true in paths.
pub fn apply(document: &mut Document, report: &mut Report) {
    each_parameter(document, |_, pointer, parameter| {
        let content = parameter.remove("content");
        if !parameter.contains_key("schema") {
            let (schema, note) = found(parameter, content.as_ref());
            report.hit(RULE, pointer, note);
            if note.contains("JSON") {
                parameter.insert(JSON.to_owned(), Value::Bool(true));
            }
            parameter.insert("schema".to_owned(), schema);
        }
        let in_path = parameter.get("in").and_then(Value::as_str) == Some("path");
        let required = parameter.get("required").and_then(Value::as_bool);
        if in_path && required != Some(true) {
            report.hit(RULE, pointer, "part of the path: required");
        }
        parameter.insert("required".to_owned(), Value::Bool(in_path || required.unwrap_or(false)));
    });
}

fn found(parameter: &mut Object, content: Option<&Value>) -> (Value, &'static str) {
    if let Some((media_type, media)) = content.and_then(Value::as_object).and_then(|content| content.iter().next()) {
        let schema = media.get("schema").cloned().unwrap_or_else(|| json!({}));
        let note = if media_type.contains("json") { "schema of its JSON content" } else { "schema of its content" };
        return (schema, note);
    }
    let loose: Object = LOOSE.iter().filter_map(|key| parameter.remove_entry(*key)).collect();
    if loose.is_empty() {
        (json!({"type": "string"}), "no schema: taken for a string")
    } else {
        (Value::Object(loose), "type written on the parameter moved into a schema")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    #[test]
    fn schemas_come_from_content_loose_keys_or_nothing() {
        let (document, report) = run_rule(
            apply,
            operation(
                r#"{"parameters": [
                {"name": "a", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
                {"name": "b", "in": "query", "type": "integer", "format": "int32"},
                {"name": "c", "in": "path"},
                {"name": "d", "in": "query", "required": true, "schema": {"type": "boolean"}}]}"#,
            ),
        );
        assert_eq!(
            get(&document)["parameters"],
            json!([
                {"name": "a", "in": "query", "required": false, "schema": {"type": "object"}, JSON: true},
                {"name": "b", "in": "query", "required": false, "schema": {"type": "integer", "format": "int32"}},
                {"name": "c", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "d", "in": "query", "required": true, "schema": {"type": "boolean"}},
            ])
        );
        assert_eq!(report.count(RULE), 4);
    }
}
