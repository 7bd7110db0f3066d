//! The server's own account of an error, in any of the shapes that Harness services use.
//!
//! Sources: the error schemas of the document, and answers described in the issues of public Harness clients. The shapes
//! overlap and contradict each other (`code` is text, a number or absent; `errors` holds objects or text;
//! `responseMessages` is a list or a text), so every member is looked at on its own and nothing is required.

use http::HeaderMap;

use super::{display::one_line, html, partial};
use crate::model::{JsonObject, Value};

/// One complaint about one part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldError {
    /// The field, as the server names it.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

/// What could be read of an error answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServerError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) fields: Vec<FieldError>,
    /// The numeric code is one of gRPC, as gateways to gRPC services send it.
    pub(crate) grpc: bool,
    /// The text of a router that knows no such path, which is not the same as a missing resource.
    pub(crate) no_route: bool,
}

const CORRELATION_HEADERS: &[&str] =
    &["x-correlation-id", "correlation-id", "correlationid", "x-request-id", "request-id"];
const FIELD_NAMES: &[&str] = &["fieldId", "field_name", "fieldName", "field", "path", "resourceType", "name"];
const FIELD_MESSAGES: &[&str] = &["error", "message", "errorMessage", "violation", "reason", "detail", "description"];
const FIELD_LISTS: &[&str] = &["errors", "violations", "rule_violations", "failedPermissionChecks", "fieldErrors"];

impl ServerError {
    /// Reads an error answer, whole or cut.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> ServerError {
        let mut server = if html::is_html(headers, body) {
            ServerError { message: html::title(body), ..ServerError::default() }
        } else {
            let members = partial::object(body);
            if members.is_empty() { ServerError::from_text(body) } else { ServerError::from_object(&members) }
        };
        if server.correlation_id.is_none() {
            server.correlation_id = correlation_header(headers);
        }
        server
    }

    fn from_text(body: &[u8]) -> ServerError {
        let text = match serde_json::from_slice::<Value>(body) {
            Ok(Value::String(text)) => text,
            Ok(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
            Ok(_) => String::new(),
            Err(_) => String::from_utf8_lossy(&body[..body.len().min(4096)]).into_owned(),
        };
        let message = clean(&text);
        let no_route = message.as_deref() == Some("404 page not found");
        ServerError { message, no_route, ..ServerError::default() }
    }

    fn from_object(members: &JsonObject) -> ServerError {
        if let Some(Value::Object(inner)) = members.get("error") {
            let mut server = ServerError::from_object(inner);
            server.correlation_id = server.correlation_id.or_else(|| correlation(members));
            return server;
        }
        let messages = members.get("responseMessages").or_else(|| members.get("response_messages"));
        let fields = field_errors(members);
        let message = message(members, messages, &fields);
        let no_route =
            message.as_deref().is_some_and(|text| text == "HTTP 404 Not Found" || text == "404 page not found");
        ServerError {
            code: code(members, messages),
            message,
            correlation_id: correlation(members),
            fields,
            grpc: is_grpc(members),
            no_route,
        }
    }
}

/// The correlation id that the headers of an answer carry.
pub(crate) fn correlation_header(headers: &HeaderMap) -> Option<String> {
    CORRELATION_HEADERS.iter().find_map(|name| clean(headers.get(*name)?.to_str().ok()?))
}

fn correlation(members: &JsonObject) -> Option<String> {
    let named =
        ["correlationId", "correlationID", "correlation_id", "requestId"].iter().find_map(|name| text(members, name));
    // Services built with goa tell an instance of an error by `id`, beside `name` and `fault`.
    named.or_else(|| text(members, "id").filter(|_| members.contains_key("fault")))
}

fn is_grpc(members: &JsonObject) -> bool {
    members.contains_key("grpc_code")
        || (members.get("code").is_some_and(Value::is_number)
            && (members.contains_key("details") || members.get("error").is_some_and(Value::is_string)))
}

fn code(members: &JsonObject, messages: Option<&Value>) -> Option<String> {
    let own = ["code", "errorCode", "error_code", "grpc_code"].iter().find_map(|name| scalar(members.get(*name)?));
    own.or_else(|| text(members, "name").filter(|_| members.contains_key("fault")))
        .or_else(|| messages?.as_array()?.iter().find_map(|item| scalar(item.get("code")?)))
}

fn message(members: &JsonObject, messages: Option<&Value>, fields: &[FieldError]) -> Option<String> {
    let own = ["message", "error", "errorMessage", "error_description", "detailedMessage", "msg"];
    let first = own.iter().find_map(|name| text(members, name));
    let description = text(members, "description");
    match (first, description) {
        (Some(first), Some(more)) if !first.contains(&more) => Some(format!("{first}: {more}")),
        (Some(first), _) => Some(first),
        (None, Some(description)) => Some(description),
        (None, None) => response_messages(messages)
            .or_else(|| summary(fields))
            .or_else(|| text(members, "details"))
            .or_else(|| governance(members))
            .or_else(|| text(members, "name")),
    }
}

fn response_messages(messages: Option<&Value>) -> Option<String> {
    match messages? {
        Value::String(text) => clean(text),
        Value::Array(items) => {
            let texts: Vec<String> = items
                .iter()
                .filter_map(|item| match item {
                    Value::String(text) => clean(text),
                    other => clean(other.get("message")?.as_str()?),
                })
                .collect();
            clean(&texts.join("; "))
        }
        _ => None,
    }
}

/// What a policy that denied a change says of itself.
fn governance(members: &JsonObject) -> Option<String> {
    let metadata = members.get("data").and_then(|data| data.get("governanceMetadata"));
    let metadata = metadata.or_else(|| members.get("governance_metadata"))?;
    let said = metadata.get("message").and_then(Value::as_str).and_then(clean);
    Some(said.unwrap_or_else(|| "denied by a governance policy".to_owned()))
}

fn summary(fields: &[FieldError]) -> Option<String> {
    let texts: Vec<String> = fields
        .iter()
        .map(|field| match &field.field {
            Some(name) => format!("{name}: {}", field.message),
            None => field.message.clone(),
        })
        .collect();
    clean(&texts.join("; "))
}

fn field_errors(members: &JsonObject) -> Vec<FieldError> {
    let mut fields = Vec::new();
    for list in FIELD_LISTS {
        match members.get(*list) {
            Some(Value::Array(items)) => fields.extend(items.iter().filter_map(field_error)),
            Some(Value::Object(by_name)) => fields.extend(by_name.iter().filter_map(|(name, value)| {
                let message = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
                Some(FieldError { field: Some(name.clone()), message: clean(&message)? })
            })),
            _ => {}
        }
    }
    fields
}

fn field_error(item: &Value) -> Option<FieldError> {
    let Value::Object(members) = item else {
        return Some(FieldError { field: None, message: scalar(item)? });
    };
    let field = FIELD_NAMES.iter().find_map(|name| text(members, name));
    let message = FIELD_MESSAGES.iter().find_map(|name| text(members, name));
    let permission = || text(members, "permission").map(|name| format!("permission {name} is missing"));
    let message = message.or_else(permission).or_else(|| clean(&item.to_string()))?;
    Some(FieldError { field, message })
}

fn text(members: &JsonObject, name: &str) -> Option<String> {
    clean(members.get(name)?.as_str()?)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => clean(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// One bounded line; an HTML page inside a message becomes its title.
fn clean(text: &str) -> Option<String> {
    if html::starts_like_html(text.as_bytes()) {
        return Some(html::title(text.as_bytes()).unwrap_or_else(|| "an HTML page".to_owned()));
    }
    let line = one_line(text, 2000);
    (!line.is_empty()).then_some(line)
}
