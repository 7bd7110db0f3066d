//! The Git options of an operation.

use serde_json::Value;

use crate::document::Object;
use crate::ir::{BodyKind, GitCarrier};
use crate::lower::context::Context;

impl Context<'_> {
    pub(super) fn git(&self, operation: &Object, id: &str) -> Vec<GitCarrier> {
        let declared = operation.get("parameters").and_then(Value::as_array);
        let query: Vec<&str> = declared
            .into_iter()
            .flatten()
            .filter(|parameter| parameter.get("in").and_then(Value::as_str) == Some("query"))
            .filter_map(|parameter| parameter.get("name")?.as_str())
            .collect();
        let body = self.body(operation).filter(|(body, _)| matches!(body.kind, BodyKind::Json | BodyKind::JsonOrYaml));
        let in_body = |pointer: &str| body.as_ref().is_some_and(|(_, schema)| self.declares(schema, pointer).is_some());
        self.classifier.git.carriers(id, &query, &in_body)
    }
}
