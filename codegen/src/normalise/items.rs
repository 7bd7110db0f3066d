//! Gives every array one schema for its items.
//!
//! Without it, or with one for each position, there is no element type to generate.

use serde_json::{Value, json};

use super::{
    schema::type_of,
    visit::{At, every_schema},
};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "items";

/// Writes `{}` where `items` is missing or a list, and removes `items` beside another type.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let array = type_of(schema) == Some("array");
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let fits = object.get("items").is_some_and(Value::is_object);
    if array && !fits {
        report.hit(RULE, at, "items missing or a tuple: taken as untyped");
        object.insert("items".to_owned(), json!({}));
    } else if !array && object.remove("items").is_some() {
        report.hit(RULE, at, "items beside another type: removed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn every_array_has_one_item_schema() {
        let cases = [
            (r#"{"type": "array"}"#, json!({"type": "array", "items": {}}), 1),
            (r#"{"type": "array", "items": [{"type": "string"}]}"#, json!({"type": "array", "items": {}}), 1),
            (r#"{"type": "string", "items": {}}"#, json!({"type": "string"}), 1),
            (
                r#"{"type": "array", "items": {"type": "string"}}"#,
                json!({"type": "array", "items": {"type": "string"}}),
                0,
            ),
        ];
        for (given, expected, hits) in cases {
            assert_eq!(on_schema(apply, given), (expected, hits), "{given}");
        }
    }
}
