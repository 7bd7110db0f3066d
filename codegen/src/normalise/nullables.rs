//! Leaves `nullable` only where it says something.
//!
//! Without a type OpenAPI 3.0 gives it no meaning, and an untyped value holds null anyway; but it would make equal
//! schemas look different.

use serde_json::Value;

use super::visit::{At, LISTS, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "nullables";

/// Reads `x-nullable`, and removes `nullable` that is false or stands beside nothing.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if object.remove("x-nullable") == Some(Value::Bool(true)) {
        report.hit(RULE, at, "`x-nullable` read as `nullable`");
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
    let typed = ["type", "$ref", "enum"].iter().chain(&LISTS).any(|key| object.contains_key(*key));
    let declared = object.get("nullable");
    if declared.is_some() && (declared != Some(&Value::Bool(true)) || !typed) {
        report.hit(RULE, at, "says nothing: removed");
        object.remove("nullable");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn nullable_needs_a_type() {
        let cases = [
            (r#"{"nullable": true}"#, json!({}), 1),
            (r#"{"type": "string", "nullable": false}"#, json!({"type": "string"}), 1),
            (r#"{"type": "string", "x-nullable": true}"#, json!({"type": "string", "nullable": true}), 1),
            (r#"{"type": "string", "nullable": true}"#, json!({"type": "string", "nullable": true}), 0),
        ];
        for (given, expected, hits) in cases {
            assert_eq!(on_schema(apply, given), (expected, hits), "{given}");
        }
    }
}
