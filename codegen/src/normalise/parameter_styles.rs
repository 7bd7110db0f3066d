//! Says in one word how lists and objects in parameters are written.
//!
//! OpenAPI spreads this over `style`, `explode` and defaults that depend on the place. Lists of objects have no form
//! at all there; as JSON text nothing of them is lost, and data can say otherwise later.

use serde_json::Value;

use super::{
    parameter_schemas::JSON,
    schema::{is_object, target, type_of},
    visit::{parameter_pointer, with_schemas},
};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "parameter_styles";

/// The key that holds the word.
pub const STYLE: &str = "x-harness-style";

/// All words: repeated, joined by comma, space or pipe, `name[field]`, and JSON text.
pub const STYLES: [&str; 6] = ["multi", "csv", "ssv", "pipes", "deep", "json"];

/// Writes [`STYLE`] on parameters that hold lists or objects, and removes `style` and `explode`.
pub fn apply(document: &mut Document, report: &mut Report) {
    with_schemas(document, |schemas, document| {
        document.operations_mut(|place, operation| {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for (index, parameter) in parameters.into_iter().flatten().enumerate() {
                let Some(parameter) = parameter.as_object_mut() else {
                    continue;
                };
                let style = style(parameter, schemas);
                parameter.remove("style");
                parameter.remove("explode");
                if let Some(style) = style {
                    report.hit(RULE, parameter_pointer(place, index, parameter), style);
                    parameter.insert(STYLE.to_owned(), Value::from(style));
                }
            }
        });
    });
}

fn style(parameter: &Object, schemas: &Object) -> Option<&'static str> {
    let schema = target(schemas, parameter.get("schema")?);
    let object = is_object(schemas, schema);
    let declared = parameter.get("style").and_then(Value::as_str).unwrap_or_default();
    let query = parameter.get("in").and_then(Value::as_str) == Some("query");
    let deep = query && declared == "deepObject" && !parameter.contains_key(JSON) && !is_scalar(schema);
    if type_of(schema) != Some("array") && !object && !deep {
        return None;
    }
    let objects = object || schema.get("items").is_some_and(|items| is_object(schemas, items));
    let explode = parameter.get("explode").and_then(Value::as_bool).unwrap_or(true);
    Some(match declared {
        _ if parameter.contains_key(JSON) => "json",
        _ if deep => "deep",
        _ if objects => "json",
        "spaceDelimited" => "ssv",
        "pipeDelimited" => "pipes",
        _ if query && explode => "multi",
        _ => "csv",
    })
}

/// Whether values have neither members nor items.
fn is_scalar(schema: &Value) -> bool {
    type_of(schema).is_some_and(|name| !["array", "object"].contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    fn styled(parameter: &str) -> Value {
        let (document, _) = run_rule(apply, operation(&format!(r#"{{"parameters": [{parameter}]}}"#)));
        let parameter = get(&document)["parameters"][0].as_object().unwrap().clone();
        assert!(!parameter.contains_key("style") && !parameter.contains_key("explode"));
        parameter.get(STYLE).cloned().unwrap_or(Value::Null)
    }

    #[test]
    fn styles_and_their_defaults() {
        let list = r#""schema": {"type": "array", "items": {"type": "string"}}"#;
        let objects = r#""schema": {"type": "array", "items": {"type": "object"}}"#;
        let cases = [
            (format!(r#"{{"in": "query", "style": "form", "explode": true, {list}}}"#), "multi"),
            (format!(r#"{{"in": "query", {list}}}"#), "multi"),
            (format!(r#"{{"in": "query", "explode": false, {list}}}"#), "csv"),
            (format!(r#"{{"in": "header", {list}}}"#), "csv"),
            (format!(r#"{{"in": "path", {list}}}"#), "csv"),
            (format!(r#"{{"in": "query", "style": "spaceDelimited", "explode": false, {list}}}"#), "ssv"),
            (format!(r#"{{"in": "query", "style": "pipeDelimited", {list}}}"#), "pipes"),
            (format!(r#"{{"in": "query", {objects}}}"#), "json"),
            (r#"{"in": "query", "style": "deepObject", "schema": {"type": "object"}}"#.to_owned(), "deep"),
            (r#"{"in": "query", "style": "deepObject", "explode": false, "schema": {}}"#.to_owned(), "deep"),
            (format!(r#"{{"in": "query", "style": "deepObject", "explode": true, {objects}}}"#), "deep"),
            (r#"{"in": "header", "style": "deepObject", "schema": {"type": "object"}}"#.to_owned(), "json"),
            (
                r#"{"in": "query", "style": "deepObject", "x-harness-json": true, "schema": {"type": "object"}}"#
                    .to_owned(),
                "json",
            ),
            (format!(r#"{{"in": "query", "x-harness-json": true, {list}}}"#), "json"),
        ];
        for (parameter, expected) in cases {
            assert_eq!(styled(&parameter), expected, "{parameter}");
            assert!(STYLES.contains(&expected));
        }
        assert_eq!(styled(r#"{"in": "query", "style": "form", "schema": {"type": "string"}}"#), Value::Null);
        assert_eq!(styled(r#"{"in": "query", "style": "deepObject", "schema": {"type": "string"}}"#), Value::Null);
    }
}
