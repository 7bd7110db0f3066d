//! Leaves beside a reference only what concerns its use.
//!
//! OpenAPI 3.0 ignores everything beside `$ref`; a type or property written there would otherwise be read by one rule
//! and not by the next.

use serde_json::Value;

use super::{
    schema::ANNOTATIONS,
    visit::{At, every_schema},
};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "reference_siblings";

/// Removes all other keys; defaults go too, because their type stands elsewhere.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut().filter(|object| object.contains_key("$ref")) else {
        return;
    };
    object.retain(|key, _| {
        let keep = key == "$ref" || (ANNOTATIONS.contains(&key.as_str()) && key != "default");
        if !keep {
            report.hit(RULE, at, format!("`{key}` beside `$ref` removed"));
        }
        keep
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn annotations_stay() {
        let (left, hits) = on_schema(
            apply,
            r##"{"$ref": "#/components/schemas/X", "type": "object", "nullable": true, "default": 1}"##,
        );
        assert_eq!(left, json!({"$ref": "#/components/schemas/X", "nullable": true}));
        assert_eq!(hits, 2);
    }

    #[test]
    fn a_property_called_ref_is_no_reference() {
        let text = r#"{"type": "object", "properties": {"$ref": {"type": "string"}}}"#;
        assert_eq!(on_schema(apply, text).1, 0);
    }
}
