//! Removes from `required` the names of fields that do not exist.
//!
//! A required field decides how a missing value is read; for one nobody declared there is nothing to read into. Runs
//! when all parts are merged, because a part may require what another declares.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "required";

/// Keeps the names of declared fields; an empty list goes.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let Some(Value::Array(mut names)) = object.remove("required") else {
        return;
    };
    let fields = object.get("properties").and_then(Value::as_object);
    names.retain(|name| {
        let known = name.as_str().is_some_and(|name| fields.is_some_and(|fields| fields.contains_key(name)));
        if !known {
            report.hit(RULE, at, format!("{name} is required but not declared: no longer required"));
        }
        known
    });
    if !names.is_empty() {
        object.insert("required".to_owned(), Value::Array(names));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn undeclared_names_go() {
        let (left, hits) = on_schema(apply, r#"{"required": ["a", "gone"], "properties": {"a": {"required": ["b"]}}}"#);
        assert_eq!(left, json!({"required": ["a"], "properties": {"a": {}}}));
        assert_eq!(hits, 2);
    }
}
