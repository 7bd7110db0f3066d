//! Removes other people's extensions from schemas.
//!
//! The passes after this one talk to each other through `x-harness-` keys; what other tools left behind would make
//! equal schemas look different.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "extensions";

/// What the extensions of these passes begin with.
pub const OURS: &str = "x-harness-";

/// Removes `x-` keys that are not ours.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if let Some(object) = schema.as_object_mut() {
        object.retain(|key, _| {
            let keep = !key.starts_with("x-") || key.starts_with(OURS);
            if !keep {
                report.hit(RULE, at, format!("`{key}` removed"));
            }
            keep
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn foreign_extensions_go_and_properties_called_x_stay() {
        let (left, hits) =
            on_schema(apply, r#"{"x-inferred": 1, "x-harness-values": [1], "properties": {"x-ray": {"x-order": 2}}}"#);
        assert_eq!(left, json!({"x-harness-values": [1], "properties": {"x-ray": {}}}));
        assert_eq!(hits, 2);
    }
}
