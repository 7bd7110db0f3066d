//! Gives an answer to operations that declare none of success.
//!
//! Nobody then knows what they answer, if anything, so any JSON is read and none is needed.

use serde_json::{Value, json};

use super::answers::{EMPTY_POSSIBLE, STATUS};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "open_answers";

/// Declares an open answer where there is none.
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations_mut(|place, operation| {
        let declared = operation.get("responses").and_then(Value::as_object).is_some_and(|all| !all.is_empty());
        if declared {
            return;
        }
        let base = format!("{}/responses", place.pointer());
        report.hit(RULE, &base, "no answer of success declared: read as any JSON, or as none; declare one, or a 204");
        let open = json!({"description": "", "content": {"application/json": {"schema": {}}}, EMPTY_POSSIBLE: true});
        operation.insert("responses".to_owned(), json!({ STATUS: open }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    #[test]
    fn operations_without_answers_are_open_and_told() {
        for text in ["{}", r#"{"responses": {}}"#, r#"{"responses": null}"#] {
            let (document, report) = run_rule(apply, operation(text));
            let answer = &get(&document)["responses"][STATUS];
            assert_eq!(
                (&answer["content"]["application/json"]["schema"], report.count(RULE)),
                (&json!({}), 1),
                "{text}"
            );
        }
        let (_, report) = run_rule(apply, operation(r#"{"responses": {"204": {}}}"#));
        assert_eq!(report.count(RULE), 0);
    }
}
