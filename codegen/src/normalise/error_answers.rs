//! Drops what an operation answers when it fails.
//!
//! The runtime reads error bodies of every family leniently and in one place. A declared error type would have to be
//! decoded instead, and where the declaration is wrong the status and the server's message would be lost with it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::media::{Media, is_of_errors, is_plain};
use crate::{
    document::{Document, escape},
    load::limits::MAX_CHAIN,
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "error_answers";

/// Keeps success and redirect answers, and `default` where no success is declared and nothing says that it is an error.
pub fn apply(document: &mut Document, report: &mut Report) {
    let known = Known::of(document);
    let shared = document.0.get("components").and_then(|all| all.get("responses")).cloned().unwrap_or_default();
    document.operations_mut(|place, operation| {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
            return;
        };
        let succeeds = responses.keys().any(|status| is_success(status));
        responses.retain(|status, response| {
            let default = status == "default" && !succeeds && !known.is_error(resolved(&shared, response));
            let keep = is_success(status) || is_redirect(status) || default;
            if !keep {
                report.hit(RULE, format!("{}/responses/{}", place.pointer(), escape(status)), "error answer dropped");
            }
            keep
        });
    });
}

/// What error answers hold all over the document, and what successful ones do: media types and names of schemas.
#[derive(Default)]
struct Known {
    errors: BTreeSet<String>,
    successes: BTreeSet<String>,
}

impl Known {
    fn of(document: &Document) -> Self {
        let mut known = Self::default();
        let shared = document.0.get("components").and_then(|all| all.get("responses")).unwrap_or(&Value::Null);
        document.operations(|_, operation| {
            let Some(responses) = operation.get("responses").and_then(Value::as_object) else {
                return;
            };
            let succeeds = responses.keys().any(|status| is_success(status));
            for (status, response) in responses {
                let held = held(resolved(shared, response)).flat_map(|(name, schema)| [Some(name), schema]).flatten();
                if is_success(status) {
                    known.successes.extend(held.map(str::to_owned));
                } else if succeeds || status.starts_with(['4', '5']) {
                    known.errors.extend(held.map(str::to_owned));
                }
            }
        });
        known
    }

    /// Whether something that a response holds is held by errors alone, and nothing is held by others.
    fn is_error(&self, response: &Value) -> bool {
        let alone = |what: &str| self.errors.contains(what) && !self.successes.contains(what);
        let is_special = |name: &str| !matches!(Media::of(name), Media::Any) && !is_plain(name);
        let mut found = false;
        for (name, schema) in held(response) {
            if is_of_errors(name) || is_special(name) && alone(name) || schema.is_some_and(alone) {
                found = true;
            } else if schema.is_some() {
                return false;
            }
        }
        found
    }
}

/// The media types of a response, with the references that are their schemas.
fn held(response: &Value) -> impl Iterator<Item = (&str, Option<&str>)> {
    let content = response.get("content").and_then(Value::as_object).into_iter().flatten();
    content.map(|(name, media)| {
        let schema = media.get("schema");
        let items = schema.and_then(|schema| schema.get("items")).or(schema);
        (name.as_str(), items.and_then(|schema| schema.get("$ref")?.as_str()))
    })
}

/// The response itself, behind references to components.
fn resolved<'v>(shared: &'v Value, response: &'v Value) -> &'v Value {
    let mut current = response;
    for _ in 0..MAX_CHAIN {
        let name =
            current.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/components/responses/"));
        match name.and_then(|name| shared.get(name)) {
            Some(next) => current = next,
            None => break,
        }
    }
    current
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

    fn left(responses: &str) -> Vec<String> {
        let text = format!(
            r##"{{"paths": {{
              "/a": {{"get": {{"responses": {{"200": {{"content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Thing"}}}}}}}},
                "404": {{"content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/Fault"}}}}, "application/x-fault": {{}}}}}}}}}}}},
              "/x": {{"get": {{"responses": {responses}}}}}}},
              "components": {{"responses": {{"Failed": {{"content": {{"application/problem+json": {{}}}}}}}}}}}}"##
        );
        let (document, _) = run_rule(apply, crate::normalise::testing::document(&text));
        let left = document.0["paths"]["/x"]["get"]["responses"].as_object().cloned().unwrap_or_default();
        left.keys().cloned().collect()
    }

    #[test]
    fn a_default_that_only_errors_are_like_is_no_success() {
        let holding = |content: &str| format!(r#"{{"default": {{"content": {{{content}}}}}}}"#);
        let of = |schema: &str| {
            format!(r##""application/json": {{"schema": {{"$ref": "#/components/schemas/{schema}"}}}}"##)
        };
        assert_eq!(left(&holding(&of("Thing"))), ["default"]);
        assert_eq!(left(&holding(&of("Other"))), ["default"]);
        assert!(left(&holding(&of("Fault"))).is_empty());
        assert!(left(&holding(r#""application/problem+json": {"schema": {}}"#)).is_empty());
        assert!(left(&holding(r#""application/x-fault": {}"#)).is_empty());
        assert!(left(r##"{"default": {"$ref": "#/components/responses/Failed"}}"##).is_empty());
        assert!(
            left(&holding(&format!(r#"{}, "application/xml": {{"schema": {{"type": "string"}}}}"#, of("Fault"))))
                .is_empty()
        );
        assert_eq!(left(&holding(&format!(r#""application/problem+json": {{}}, {}"#, of("Thing")))), ["default"]);
    }
}
