//! Trims descriptions.
//!
//! They become doc comments, where blank lines at the ends and empty texts only take room.

use serde_json::Value;

use super::visit::{At, each_parameter, every_schema};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "descriptions";

/// Trims descriptions and summaries, and removes those that are empty or no text.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
    elsewhere(document, report);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    if let Some(schema) = schema.as_object_mut() {
        trim(schema, "description", || at.to_string(), report);
    }
}

/// The rule outside of schemas.
pub(crate) fn elsewhere(document: &mut Document, report: &mut Report) {
    each_parameter(document, |_, pointer, parameter| trim(parameter, "description", || pointer.to_owned(), report));
    document.operations_mut(|place, operation| {
        for key in ["description", "summary"] {
            trim(operation, key, || place.pointer(), report);
        }
    });
}

fn trim(holder: &mut Object, key: &str, pointer: impl Fn() -> String, report: &mut Report) {
    let Some(given) = holder.get(key) else {
        return;
    };
    let trimmed = given.as_str().map(str::trim).unwrap_or_default();
    if trimmed.is_empty() {
        holder.remove(key);
    } else if given.as_str() != Some(trimmed) {
        let trimmed = Value::from(trimmed);
        holder.insert(key.to_owned(), trimmed);
    } else {
        return;
    }
    report.hit(RULE, pointer(), format!("`{key}` trimmed"));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::{get, on_schema, operation, run_rule};

    #[test]
    fn texts_are_trimmed_and_empty_ones_removed() {
        assert_eq!(on_schema(apply, r#"{"description": " a\n\n"}"#), (json!({"description": "a"}), 1));
        assert_eq!(on_schema(apply, r#"{"description": " \n"}"#), (json!({}), 1));
        assert_eq!(on_schema(apply, r#"{"properties": {"description": {"type": "string"}}}"#).1, 0);
        let (document, report) = run_rule(apply, operation(r#"{"summary": "s ", "parameters": [{"description": 7}]}"#));
        assert_eq!(get(&document), &json!({"summary": "s", "parameters": [{}]}));
        assert_eq!(report.count(RULE), 2);
    }
}
