//! Removes `required` that is no list of names.
//!
//! Early JSON schema wrote `required: true` on the property itself; readers of later drafts expect a list there.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "boolean_required";

/// Removes it.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if schema.get("required").is_some_and(|required| !required.is_array()) {
        report.hit(RULE, at, "`required` is no list: removed");
        schema.as_object_mut().and_then(|schema| schema.remove("required"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn lists_stay() {
        let (left, hits) = on_schema(
            apply,
            r#"{"required": ["a"], "properties": {"a": {"required": true}, "required": {"required": false}}}"#,
        );
        assert_eq!(left, json!({"required": ["a"], "properties": {"a": {}, "required": {}}}));
        assert_eq!(hits, 2);
    }
}
