//! Reads `x-extensible-enum` as an enum.
//!
//! It says "these values today, others tomorrow", which is what every generated enum means; without it the values
//! would be lost.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "extensible_enums";

/// Renames `x-extensible-enum` to `enum`.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let Some(values) = object.remove("x-extensible-enum").filter(|values| values.is_array()) {
        report.hit(RULE, at, "read as an enum");
        object.entry("enum").or_insert(values);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn extensible_values_are_enum_values() {
        assert_eq!(
            on_schema(apply, r#"{"type": "string", "x-extensible-enum": ["A"]}"#),
            (json!({"type": "string", "enum": ["A"]}), 1)
        );
    }
}
