//! The keys of an operation that only a supplement has, and what may stand under them.

use serde_json::Value;

use crate::defect::Defect;
use crate::document::Object;

/// Where the operation is known from: one public source, or a list of them.
pub const SOURCE: &str = "x-harness-source";
/// Whether the answer has members that no source names.
pub const PARTIAL: &str = "x-harness-partial";
/// Whether no source says what the answer looks like.
pub const OPEN: &str = "x-response-schema-unknown";
/// Whether a published client repeats it: `safe` or `unsafe`.
pub const RETRY: &str = "x-harness-retry";
/// How a published client pages, in the words of `pagination.toml`.
pub const PAGING: &str = "x-harness-paging";
/// What carries the credentials.
pub const AUTH: &str = "x-harness-auth";
/// The operation of the document that is probably the same one.
pub const SAME_AS: &str = "x-harness-same-as";
/// What a reader must doubt.
pub const DOUBT: &str = "x-harness-doubt";
/// What a reader must know.
pub const NOTE: &str = "x-harness-note";
/// The hosts, where they differ from the document's.
pub const SERVERS: &str = "servers";

/// What OpenAPI gives an operation.
const OPENAPI: [&str; 11] = [
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
];

/// The public sources of an operation.
pub fn sources(operation: &Object) -> Vec<String> {
    let texts = match operation.get(SOURCE) {
        Some(Value::Array(texts)) => texts.iter().filter_map(Value::as_str).collect(),
        other => other.and_then(Value::as_str).into_iter().collect::<Vec<_>>(),
    };
    texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// What is wrong with the keys of an operation.
pub(super) fn problems(name: &str, operation: &Object) -> Vec<Defect> {
    let mut problems = Vec::new();
    if sources(operation).is_empty() {
        let message = format!("{name} does not say where it is known from");
        problems.push(Defect::whole(message, format!("add `{SOURCE}` with the public source")));
    }
    for (key, value) in operation {
        let wanted = match key.as_str() {
            SOURCE if is_sources(value) => continue,
            PARTIAL | OPEN if value.is_boolean() => continue,
            RETRY if matches!(value.as_str(), Some("safe" | "unsafe")) => continue,
            PAGING if is_text(value.get("style")) => continue,
            AUTH if is_auth(value) => continue,
            SERVERS if is_servers(value) => continue,
            SAME_AS | DOUBT | NOTE if is_text(Some(value)) => continue,
            key if OPENAPI.contains(&key) => continue,
            SOURCE => "a public source, or a list of them",
            PARTIAL | OPEN => "`true` or `false`",
            RETRY => "`safe` or `unsafe`",
            PAGING => "an object with a `style`",
            AUTH => "an object with the header as `key`, and `elsewhere` with `server`, `strip` and `header`",
            SERVERS => "a list of objects with a `url`",
            SAME_AS => "the operationId of the document's operation",
            DOUBT | NOTE => "a sentence",
            _ => {
                let help = "delete it, or correct its spelling";
                problems.push(Defect::whole(format!("{name}: `{key}` would be lost"), help));
                continue;
            }
        };
        problems.push(Defect::whole(format!("{name}: `{key}` is something else"), format!("write {wanted}")));
    }
    let is = |key: &str| operation.get(key) == Some(&Value::Bool(true));
    if is(PARTIAL) && is(OPEN) {
        let message = format!("{name}: the answer is known in part and not at all");
        problems.push(Defect::whole(message, format!("keep one of `{PARTIAL}` and `{OPEN}`")));
    }
    problems
}

fn is_text(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty())
}

fn is_sources(value: &Value) -> bool {
    is_text(Some(value)) || value.as_array().is_some_and(|all| all.iter().all(|one| is_text(Some(one))))
}

fn is_auth(value: &Value) -> bool {
    let knows_all = |object: &Object, keys: &[&str]| {
        object.iter().all(|(key, value)| keys.contains(&key.as_str()) && (value.is_object() || is_text(Some(value))))
    };
    let elsewhere = |value: &Value| {
        let has = |key: &str| is_text(value.get(key));
        has("server")
            && has("header")
            && value.as_object().is_some_and(|all| knows_all(all, &["server", "strip", "header"]))
    };
    is_text(value.get("key"))
        && value.get("elsewhere").is_none_or(elsewhere)
        && value.as_object().is_some_and(|all| knows_all(all, &["key", "elsewhere"]))
}

fn is_servers(value: &Value) -> bool {
    value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|server| is_text(server.get("url"))))
}
