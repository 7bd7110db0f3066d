//! What is known of an operation that the document lacks, and whether the data files agree with it.

use serde_json::Value;

use crate::document::Object;
use crate::ir::{Advance, Answer, Body, BodyKind, Operation, Retry, Supplement, Trust, Type};
use crate::lower::context::Context;
use crate::supplement::keys;

impl Context<'_> {
    /// What a supplement says beside what every operation says; nothing for an operation of the document.
    pub(super) fn supplement(
        &self,
        operation: &Object,
        body: Option<&Body>,
        answer: &Answer,
        untyped: bool,
    ) -> Option<Supplement> {
        let sources = keys::sources(operation);
        if sources.is_empty() {
            return None;
        }
        let is = |key: &str| operation.get(key) == Some(&Value::Bool(true));
        let text = |key: &str| operation.get(key).and_then(Value::as_str).map(|text| text.trim().to_owned());
        let partial = is(keys::PARTIAL);
        let open = is(keys::OPEN) || untyped && matches!(answer, Answer::Json(_) | Answer::JsonLines(_));
        let trust = match (body.is_none_or(is_typed), partial, open) {
            (_, false, false) => Trust::Typed,
            (true, _, _) => Trust::RequestTyped,
            (false, true, _) => Trust::Partial,
            (false, false, true) => Trust::Open,
        };
        let same_as = text(keys::SAME_AS).map(|id| self.method_name(&id));
        Some(Supplement { sources, trust, partial, same_as, doubt: text(keys::DOUBT), note: text(keys::NOTE) })
    }
}

/// Whether the document tells what a body holds.
fn is_typed(body: &Body) -> bool {
    let is_json = matches!(body.kind, BodyKind::Json | BodyKind::JsonOrYaml);
    !is_json || !is_any(&body.ty)
}

fn is_any(ty: &Type) -> bool {
    match ty {
        Type::Value | Type::Object => true,
        Type::Map(inner) | Type::List(inner) => is_any(inner),
        _ => false,
    }
}

/// Where the data files say something else of an operation than the supplement that it stands in.
pub(super) fn contradictions(declared: &Object, operation: &Operation) -> Vec<String> {
    let mut problems = Vec::new();
    let repeated = match (operation.retry, operation.method.as_str()) {
        (Retry::Safe, _) | (Retry::ByMethod, "GET" | "HEAD" | "OPTIONS" | "PUT") => "safe",
        _ => "unsafe",
    };
    if let Some(said) = declared.get(keys::RETRY).and_then(Value::as_str).filter(|said| *said != repeated) {
        problems.push(format!(
            "`{}` says {said} and retry.toml {repeated}; add the operation to the class that is meant, or correct the supplement",
            keys::RETRY
        ));
    }
    if let Some(said) = declared.get(keys::PAGING) {
        problems.extend(paging(said, operation));
    }
    problems
}

/// How the paging of the data differs from what the supplement says. A list that pagination.toml lists as unpaged has its
/// reason there.
fn paging(said: &Value, operation: &Operation) -> Option<String> {
    let advice = "correct the family or the supplement";
    let Some(paging) = &operation.paging else {
        let is_told = operation.unpaged.is_some();
        let text = format!("`{}` says that it pages, and no family of pagination.toml takes it; add one", keys::PAGING);
        return (!is_told).then_some(text);
    };
    let text = |key: &str| said.get(key).and_then(Value::as_str);
    let (to, first) = match &paging.advance {
        Advance::Page { to, first } => (Some(("page", to)), Some(*first)),
        Advance::Offset { to } => (Some(("offset", to)), None),
        Advance::Cursor { to, .. } => (Some(("cursor", to)), None),
        Advance::Keyset(_) => (None, None),
    };
    let differs = text("style") != Some(paging.advance.style())
        || to.is_some_and(|(key, to)| text(key).is_some_and(|said| said != to.as_str()))
        || first.is_some_and(|first| said.get("first").and_then(Value::as_i64).is_some_and(|said| said != first))
        || text("items").is_some_and(|items| items != paging.items)
        || text("size").is_some_and(|size| paging.size.as_deref() != Some(size));
    differs
        .then(|| format!("`{}` and the family {:?} of pagination.toml differ; {advice}", keys::PAGING, paging.family))
}
