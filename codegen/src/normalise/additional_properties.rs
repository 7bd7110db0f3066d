//! Opens objects that declare themselves closed.
//!
//! Servers add fields before documents tell; readers skip what they do not know, whatever the document says.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "additional_properties";

/// Removes `additionalProperties: false`, and what is neither boolean nor schema.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let meant = |value: &Value| value.is_object() || *value == Value::Bool(true);
    if object.get("additionalProperties").is_some_and(|value| !meant(value)) {
        report.hit(RULE, at, "closed object opened");
        object.remove("additionalProperties");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn only_false_goes() {
        assert_eq!(
            on_schema(apply, r#"{"type": "object", "additionalProperties": false}"#),
            (json!({"type": "object"}), 1)
        );
        assert_eq!(on_schema(apply, r#"{"additionalProperties": {}}"#), (json!({"additionalProperties": {}}), 0));
    }
}
