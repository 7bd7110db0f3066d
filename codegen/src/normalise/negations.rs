//! Drops `not`.
//!
//! It rules values out, which no Rust type expresses; the server checks what it forbids.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "negations";

/// Removes `not`.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if schema.as_object_mut().is_some_and(|schema| schema.remove("not").is_some()) {
        report.hit(RULE, at, "`not` removed");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn negations_go() {
        assert_eq!(on_schema(apply, r#"{"type": "string", "not": {"enum": ["x"]}}"#), (json!({"type": "string"}), 1));
    }
}
