//! Turns the schemas `true` and `false` into objects.
//!
//! OpenAPI 3.0 knows them only as `additionalProperties`; every later rule reads schemas as objects.

use serde_json::{Value, json};

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "boolean_schemas";

/// Replaces boolean schemas, and whatever else is no object, by `{}`; what `additionalProperties` and `items` allow
/// besides is left to the rules of those names.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let boolean = schema.is_boolean() && at.is_under("additionalProperties");
    let tuple = schema.is_array() && at.is_under("items");
    if !schema.is_object() && !boolean && !tuple {
        report.hit(RULE, at, format!("`{schema}` taken as untyped"));
        *schema = json!({});
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn booleans_become_untyped_except_as_additional_properties() {
        let (left, hits) =
            on_schema(apply, r#"{"properties": {"a": true, "b": false, "c": null}, "additionalProperties": true}"#);
        assert_eq!(left, json!({"properties": {"a": {}, "b": {}, "c": {}}, "additionalProperties": true}));
        assert_eq!(hits, 3);
    }
}
