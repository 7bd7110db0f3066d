//! What is known of an operation that the document lacks, and whether the data files agree with it.

use serde_json::Value;

use crate::document::Object;
use crate::ir::{Advance, Answer, Body, BodyKind, Login, Operation, Retry, Supplement, Trust, Type};
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
    if let Some(said) = declared.get(keys::AUTH) {
        problems.extend(login(said, operation));
    }
    problems
}

/// How the credentials of the data differ from what the supplement says: of the family, and of its older address.
fn login(said: &Value, operation: &Operation) -> Option<String> {
    let base = operation.base.as_ref();
    let text = |place: &str| said.pointer(place).and_then(Value::as_str).unwrap_or_default();
    let takes = |login: &Login, header: &str| match login {
        Login::Platform => header.eq_ignore_ascii_case("x-api-key"),
        Login::Own(word) => header.eq_ignore_ascii_case(&format!("Authorization: {word}")),
    };
    let now = takes(base.map_or(&Login::Platform, |base| &base.login), text("/key"));
    let before = match base.and_then(|base| base.legacy.as_ref()) {
        Some(legacy) => {
            let at = (text("/elsewhere/server"), text("/elsewhere/strip"));
            at == (legacy.host.as_str(), legacy.cut.as_str()) && takes(&legacy.login, text("/elsewhere/header"))
        }
        None => said.get("elsewhere").is_none(),
    };
    (!(now && before)).then(|| {
        let family =
            base.map_or_else(|| "knows no family for it".to_owned(), |base| format!("has the family {:?}", base.name));
        format!("`{}` says something else than bases.toml, which {family}; correct one of the two", keys::AUTH)
    })
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
