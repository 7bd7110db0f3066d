//! `spec/coverage.json`: the state of every operation.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::emit::contract;
use crate::ir::{Advance, Answer, BodyKind, Location, Module, Operation, Retry, Role};

/// The state of every operation.
#[derive(Debug, Clone)]
pub struct Coverage {
    summary: Value,
    operations: Vec<Value>,
}

impl Coverage {
    /// Counts what the modules hold.
    pub fn of(modules: &[Module]) -> Self {
        let all = || modules.iter().flat_map(|module| &module.operations);
        let by_hand = all().filter(|operation| beside(operation)).count();
        let untyped = all().filter(|operation| operation.untyped).count();
        let total = all().count();
        let per_module: BTreeMap<&str, Value> = modules
            .iter()
            .map(|module| {
                let untyped = module.operations.iter().filter(|operation| operation.untyped).count();
                let counts = json!({
                    "operations": module.operations.len(),
                    "types": module.types.len(),
                    "untyped_responses": untyped,
                });
                (module.name.as_str(), counts)
            })
            .collect();
        let operations = modules
            .iter()
            .flat_map(|module| module.operations.iter().map(move |operation| line(module, operation)))
            .collect();
        Self {
            summary: json!({
                "operations": total,
                "generated": total - by_hand,
                "by_hand": by_hand,
                "skipped": [],
                "contract_tests": all().map(|operation| contract::kinds(operation).len()).sum::<usize>(),
                "typed_responses": total - untyped,
                "untyped_responses": untyped,
                "modules": per_module,
            }),
            operations,
        }
    }

    /// The counts alone.
    pub fn summary(&self) -> &Value {
        &self.summary
    }

    /// The file: the counts, then one operation a line.
    pub fn text(&self) -> String {
        let summary = format!("{:#}", self.summary);
        let head = summary.trim_end().trim_end_matches('}').trim_end();
        let lines: Vec<String> = self.operations.iter().map(|operation| format!("    {operation}")).collect();
        format!("{head},\n  \"by_operation\": [\n{}\n  ]\n}}\n", lines.join(",\n"))
    }
}

fn line(module: &Module, operation: &Operation) -> Value {
    json!({
        "id": operation.id,
        "module": module.name,
        "name": operation.name,
        "how": if beside(operation) { "beside" } else { "progenitor" },
        "fixups": operation.fixups,
        "paging": paging(operation),
        "scope": scope(operation),
        "retry": retry(operation),
        "contract_tests": contract::kinds(operation),
    })
}

/// The page style, or why there is none.
fn paging(operation: &Operation) -> Value {
    match (&operation.paging, &operation.unpaged) {
        (Some(paging), _) => {
            let (style, parameter) = match &paging.advance {
                Advance::Page { to, .. } => ("page", to.as_str()),
                Advance::Offset { to } => ("offset", to.as_str()),
                Advance::Cursor { to, .. } => ("cursor", to.as_str()),
                Advance::Keyset(_) => ("keyset", ""),
            };
            json!({ "style": style, "by": parameter, "family": paging.family, "items": paging.items })
        }
        (None, Some(reason)) => json!({ "unpaged": reason }),
        (None, None) => Value::Null,
    }
}

/// The parameters and body properties that carry the scope.
fn scope(operation: &Operation) -> Vec<String> {
    let place = |location: Location| match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
    };
    let carrying = operation.parameters.iter().filter(|parameter| parameter.role != Role::None);
    let parameters = carrying.map(|parameter| format!("{}:{}", place(parameter.location), parameter.wire));
    parameters.chain(operation.body_scope.iter().map(|(pointer, _)| format!("body:{pointer}"))).collect()
}

/// Whether it may be repeated.
fn retry(operation: &Operation) -> &'static str {
    match (operation.retry, operation.method.as_str()) {
        (Retry::Safe, _) | (Retry::ByMethod, "GET" | "HEAD" | "OPTIONS" | "PUT") => "safe",
        _ => "only when nothing was done",
    }
}

/// Whether progenitor alone could not express the operation, so that setters or the answer were emitted beside it.
fn beside(operation: &Operation) -> bool {
    let body = operation
        .body
        .as_ref()
        .is_some_and(|body| body.kind != BodyKind::Json || matches!(operation.method.as_str(), "GET" | "HEAD"));
    let form = operation.parameters.iter().any(|parameter| parameter.location == Location::Form);
    let answer = matches!(operation.answer, Answer::Text | Answer::Bytes | Answer::JsonLines(_));
    body || form || answer
}
