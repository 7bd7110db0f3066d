//! Removes examples.
//!
//! They are large, some hold numbers no JSON reader keeps exactly (above 2^53), and nothing generated shows them.

use serde_json::Value;

use super::visit::{At, each_parameter, every_schema};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "examples";

/// Removes `example` and `examples` of schemas, parameters and bodies.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
    elsewhere(document, report);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if let Some(schema) = schema.as_object_mut() {
        strip(schema, || at.to_string(), report);
    }
}

/// The rule outside of schemas.
pub(crate) fn elsewhere(document: &mut Document, report: &mut Report) {
    each_parameter(document, |_, pointer, parameter| strip(parameter, || pointer.to_owned(), report));
    document.operations_mut(|place, operation| {
        let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content")?.as_object_mut());
        for media in content.into_iter().flat_map(|content| content.values_mut()).filter_map(Value::as_object_mut) {
            strip(media, || format!("{}/requestBody", place.pointer()), report);
        }
    });
}

fn strip(holder: &mut Object, pointer: impl Fn() -> String, report: &mut Report) {
    for key in ["example", "examples"] {
        if holder.remove(key).is_some() {
            report.hit(RULE, pointer(), format!("`{key}` removed"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, on_schema, operation, run_rule};

    #[test]
    fn examples_go_but_properties_of_that_name_stay() {
        let (left, hits) = on_schema(
            apply,
            r#"{"example": 9007199254740993, "properties": {"example": {"type": "string", "examples": [1]}}}"#,
        );
        assert_eq!(left, serde_json::json!({"properties": {"example": {"type": "string"}}}));
        assert_eq!(hits, 2);
    }

    #[test]
    fn parameters_and_bodies_lose_theirs() {
        let (document, report) = run_rule(
            apply,
            operation(
                r#"{"parameters": [{"example": 1}], "requestBody": {"content": {"application/json": {"examples": {}, "schema": {}}}}}"#,
            ),
        );
        assert_eq!(get(&document)["parameters"][0], serde_json::json!({}));
        assert_eq!(get(&document)["requestBody"]["content"]["application/json"], serde_json::json!({"schema": {}}));
        assert_eq!(report.count(RULE), 2);
    }
}
