//! Writes down types that go without saying.
//!
//! A schema with `properties` is an object though it does not say so; emission and the rules below look at `type`.

use serde_json::Value;

use super::{
    schema::type_of,
    visit::{At, LISTS, every_schema},
};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "implied_types";

/// Adds `object` or `array` where the keys beside it imply it.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if type_of(schema).is_some() {
        return;
    }
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let has = |key: &str| object.contains_key(key);
    if has("$ref") || LISTS.iter().any(|key| has(key)) {
        return;
    }
    let implied = match () {
        () if has("properties") || has("additionalProperties") => "object",
        () if has("items") => "array",
        () => return,
    };
    report.hit(RULE, at, format!("implied {implied}"));
    object.insert("type".to_owned(), Value::from(implied));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn properties_and_items_imply_types() {
        let (left, hits) = on_schema(
            apply,
            r#"{"properties": {"a": {"items": {}}, "b": {"additionalProperties": {}}, "c": {"description": "any"}}}"#,
        );
        assert_eq!(
            left,
            json!({"type": "object", "properties": {
            "a": {"type": "array", "items": {}}, "b": {"type": "object", "additionalProperties": {}}, "c": {"description": "any"}}})
        );
        assert_eq!(hits, 3);
    }
}
