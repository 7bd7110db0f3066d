//! Writes constants as enums of one value.
//!
//! `const` came with OpenAPI 3.1; as an enum it takes the same road as every other fixed value, and unknown values
//! stay readable.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "constants";

/// Replaces `const` by `enum`.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if let Some(value) = schema.as_object_mut().and_then(|schema| schema.remove("const")) {
        report.hit(RULE, at, format!("constant {value}"));
        if let Some(schema) = schema.as_object_mut().filter(|schema| !schema.contains_key("enum")) {
            schema.insert("enum".to_owned(), Value::Array(vec![value]));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn a_constant_is_an_enum_of_one() {
        assert_eq!(on_schema(apply, r#"{"const": "v1"}"#), (json!({"enum": ["v1"]}), 1));
    }
}
