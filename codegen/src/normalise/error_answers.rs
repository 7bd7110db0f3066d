//! Drops what an operation answers when it fails.
//!
//! The runtime reads error bodies of every family leniently and in one place. A declared error type would have to be
//! decoded instead, and where the declaration is wrong the status and the server's message would be lost with it.

use serde_json::Value;

use crate::{
    document::{Document, escape},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "error_answers";

/// Keeps success and redirect answers, and `default` where no success is declared.
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations_mut(|place, operation| {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
            return;
        };
        let succeeds = responses.keys().any(|status| is_success(status));
        responses.retain(|status, _| {
            let keep = is_success(status) || is_redirect(status) || (status == "default" && !succeeds);
            if !keep {
                report.hit(RULE, format!("{}/responses/{}", place.pointer(), escape(status)), "error answer dropped");
            }
            keep
        });
    });
}

/// Whether a status, exact or a range, is one of success.
pub(crate) fn is_success(status: &str) -> bool {
    status.len() == 3 && status.starts_with('2')
}

/// Whether a status, exact or a range, is one of redirection.
pub(crate) fn is_redirect(status: &str) -> bool {
    status.len() == 3 && status.starts_with('3')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{operation, run_rule};

    #[test]
    fn errors_go_and_default_stays_only_without_success() {
        let (document, report) =
            run_rule(apply, operation(r#"{"responses": {"201": {}, "404": {}, "5XX": {}, "default": {}}}"#));
        assert_eq!(document.0["paths"]["/x"]["get"]["responses"], serde_json::json!({"201": {}}));
        assert_eq!(report.count(RULE), 3);
        let (document, _) = run_rule(apply, operation(r#"{"responses": {"400": {}, "default": {}, "302": {}}}"#));
        assert_eq!(document.0["paths"]["/x"]["get"]["responses"], serde_json::json!({"302": {}, "default": {}}));
    }
}
