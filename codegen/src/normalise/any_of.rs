//! Turns alternatives without a tag into unions that are tried in order.
//!
//! Only trying tells which of them a value is. Read as an ordinary schema, nothing of the alternatives would be left.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "any_of";

/// The key that lists the alternatives.
pub const ALTERNATIVES: &str = "x-harness-any-of";

/// Renames `oneOf`, and removes what stands beside it: the alternatives say it all.
///
/// Emission would read a type beside the list as the type of all alternatives.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let Some(parts) = object.remove("oneOf").filter(Value::is_array) else {
        return;
    };
    report.hit(RULE, at, format!("{} alternatives", parts.as_array().map_or(0, Vec::len)));
    for key in ["type", "properties", "required", "additionalProperties", "discriminator"] {
        object.remove(key);
    }
    object.insert(ALTERNATIVES.to_owned(), parts);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn alternatives_stand_alone() {
        let (left, hits) = on_schema(
            apply,
            r#"{"type": "object", "description": "d", "oneOf": [{"type": "string"}, {"type": "boolean"}]}"#,
        );
        assert_eq!(left, json!({"description": "d", "x-harness-any-of": [{"type": "string"}, {"type": "boolean"}]}));
        assert_eq!(hits, 1);
    }
}
