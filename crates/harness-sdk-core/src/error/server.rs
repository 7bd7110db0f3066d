//! The server's own account of an error, in any of the shapes that Harness services use.
//!
//! Sources: the error schemas of the document, answers described in the issues of public Harness clients, and RFC 9457
//! (`application/problem+json`). The shapes overlap and contradict each other (`code` is text, a number or absent; `errors`
//! holds objects or text; `responseMessages` is a list or a text), so every member is looked at on its own and nothing is
//! required.

use http::HeaderMap;

use super::message::{FieldError, PolicyDenial, ServerMessage};
use super::read::{any, clean, first_text, scalar, text};
use super::{fields, html, partial, policy};
use crate::model::{JsonObject, Value};
use crate::redact::Secrets;

/// What could be read of an error answer. All of it is free of the call's key.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServerError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) correlation_id: Option<String>,
    pub(crate) fields: Vec<FieldError>,
    pub(crate) schema: Vec<FieldError>,
    pub(crate) messages: Vec<ServerMessage>,
    pub(crate) details: Option<String>,
    pub(crate) detailed_message: Option<String>,
    pub(crate) denials: Vec<PolicyDenial>,
    /// A policy denied the change, even when it does not say which.
    pub(crate) denied: bool,
    /// The numeric code is one of gRPC, as gateways to gRPC services send it.
    pub(crate) grpc: bool,
    /// The text of a router that knows no such path, which is not the same as a missing resource.
    pub(crate) no_route: bool,
}

const CORRELATION_HEADERS: &[&str] =
    &["x-correlation-id", "correlation-id", "correlationid", "x-request-id", "request-id"];
const MESSAGES: &[&str] = &["message", "error", "errorMessage", "error_message", "error_description", "msg", "title"];
/// Words that only say that there was an error.
const SAY_NOTHING: &[&str] = &["HINT", "EXPLANATION"];

impl ServerError {
    /// Reads an error answer, whole or cut.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8], secrets: &Secrets) -> ServerError {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let mut server = if html::is_html(headers, body) {
            let page = secrets.blank_cut(&String::from_utf8_lossy(body));
            ServerError { message: html::title(page.as_bytes()), ..ServerError::default() }
        } else {
            let members = partial::object(body);
            if members.is_empty() {
                ServerError::from_text(body, secrets)
            } else {
                let mut members = Value::Object(members);
                secrets.blank_json(&mut members);
                members.as_object().map(ServerError::from_object).unwrap_or_default()
            }
        };
        if server.correlation_id.is_none() {
            server.correlation_id = correlation_header(headers).map(|id| secrets.blank(&id).into_owned());
        }
        server
    }

    fn from_text(body: &[u8], secrets: &Secrets) -> ServerError {
        let text = match serde_json::from_slice::<Value>(body) {
            Ok(mut value @ (Value::String(_) | Value::Array(_))) => {
                secrets.blank_json(&mut value);
                return ServerError::from_value(&value);
            }
            Ok(_) => String::new(),
            Err(_) => secrets.blank_cut(&String::from_utf8_lossy(body)),
        };
        ServerError::of_message(clean(&text))
    }

    /// A list of texts or of errors, or one text.
    fn from_value(value: &Value) -> ServerError {
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                let wrapper = JsonObject::from_iter([("errors".to_owned(), value.clone())]);
                ServerError::from_object(&wrapper)
            }
            Value::Array(items) => {
                ServerError::of_message(clean(&items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")))
            }
            other => ServerError::of_message(other.as_str().and_then(clean)),
        }
    }

    fn of_message(message: Option<String>) -> ServerError {
        let no_route = message.as_deref() == Some("404 page not found");
        ServerError { message, no_route, ..ServerError::default() }
    }

    fn from_object(members: &JsonObject) -> ServerError {
        if let Some(Value::Object(inner)) = members.get("error") {
            let mut server = ServerError::from_object(inner);
            server.correlation_id = server.correlation_id.or_else(|| correlation(members));
            return server;
        }
        let listed = members.get("responseMessages").or_else(|| members.get("response_messages"));
        let messages = all_messages(members, listed);
        let fields = fields::field_errors(members);
        let schema = fields::schema_errors(members);
        let denied = policy::denied(members);
        let message = message(members, listed, &messages, &denied).or_else(|| summary(&fields));
        let message = message.or_else(|| members.get("errors").and_then(any).map(|errors| format!("errors: {errors}")));
        let no_route =
            message.as_deref().is_some_and(|text| text == "HTTP 404 Not Found" || text == "404 page not found");
        let message = message.or_else(|| summary(&schema)).or_else(|| details(members));
        let message = message.or_else(|| text(members, "name"));
        ServerError {
            code: code(members, &messages),
            correlation_id: correlation(members),
            details: details(members),
            detailed_message: first_text(members, &["detailedMessage", "detailed_message"]),
            denials: denied.denials,
            denied: denied.found,
            grpc: is_grpc(members),
            message,
            fields,
            schema,
            messages,
            no_route,
        }
    }

    /// What the one line tells beside code and message, each piece once.
    pub(super) fn explanations(&self) -> Vec<(&'static str, String)> {
        let said = |label: &'static str, test: fn(&ServerMessage) -> bool| {
            let fitting = self.messages.iter().filter(move |message| test(message));
            fitting.map(move |message| (label, message.message.clone()))
        };
        let mut pieces: Vec<(&'static str, String)> = Vec::new();
        pieces.extend(said("", ServerMessage::is_verdict));
        pieces.extend(self.denials.iter().map(|denial| ("", denial.line())));
        pieces.extend(self.detailed_message.iter().map(|text| ("", text.clone())));
        pieces.extend(self.fields.iter().map(|field| ("", field.line())));
        pieces.extend(self.schema.iter().map(|field| ("schema", field.line())));
        pieces.extend(self.details.iter().map(|text| ("details", text.clone())));
        pieces.extend(said("explanation", ServerMessage::is_explanation));
        pieces.extend(said("hint", ServerMessage::is_hint));
        let mut told = self.message.clone().unwrap_or_default();
        pieces.retain(|(_, piece)| {
            let new = !told.contains(piece.as_str());
            if new {
                told.push('\n');
                told.push_str(piece);
            }
            new
        });
        pieces
    }
}

/// The correlation id that the headers of an answer carry.
pub(crate) fn correlation_header(headers: &HeaderMap) -> Option<String> {
    CORRELATION_HEADERS.iter().find_map(|name| clean(headers.get(*name)?.to_str().ok()?))
}

fn correlation(members: &JsonObject) -> Option<String> {
    let named = first_text(members, &["correlationId", "correlationID", "correlation_id", "requestId"]);
    // Services built with goa tell an instance of an error by `id`, beside `name` and `fault`.
    named.or_else(|| text(members, "id").filter(|_| members.contains_key("fault")))
}

fn is_grpc(members: &JsonObject) -> bool {
    members.contains_key("grpc_code")
        || (members.get("code").is_some_and(Value::is_number)
            && (members.contains_key("details") || members.get("error").is_some_and(Value::is_string)))
}

/// The first code that says what is wrong: the first message of a list may be a hint.
fn code(members: &JsonObject, messages: &[ServerMessage]) -> Option<String> {
    let own = ["code", "errorCode", "error_code", "grpc_code"].iter().find_map(|name| scalar(members.get(*name)?));
    let own = own.or_else(|| text(members, "name").filter(|_| members.contains_key("fault")));
    let says = |code: &str| !SAY_NOTHING.iter().any(|word| word.eq_ignore_ascii_case(code));
    let listed = || messages.iter().filter(|message| message.is_verdict()).find_map(|message| message.code.clone());
    match own {
        Some(own) if says(&own) => Some(own),
        vague => listed().or(vague).or_else(|| messages.iter().find_map(|message| message.code.clone())),
    }
}

/// The messages of the list, and hints and explanations that stand in members of their own.
fn all_messages(members: &JsonObject, listed: Option<&Value>) -> Vec<ServerMessage> {
    let mut messages = Vec::new();
    if let Some(Value::Array(items)) = listed {
        messages.extend(items.iter().filter_map(server_message));
    }
    let places = [Some(members), members.get("metadata").and_then(Value::as_object)];
    for place in places.into_iter().flatten() {
        for (name, code) in [("explanation", "EXPLANATION"), ("hint", "HINT")] {
            let message =
                text(place, name).map(|message| ServerMessage { code: Some(code.to_owned()), level: None, message });
            messages.extend(message.filter(|one| !messages.iter().any(|other| other.message == one.message)));
        }
    }
    messages
}

fn server_message(item: &Value) -> Option<ServerMessage> {
    match item {
        Value::String(text) => Some(ServerMessage { message: clean(text)?, ..ServerMessage::default() }),
        Value::Object(members) => {
            let code = members.get("code").and_then(scalar);
            let level = text(members, "level");
            let message = first_text(members, &["message", "error", "detail"]);
            // A code alone says something, too.
            let message = message.or_else(|| code.clone())?;
            Some(ServerMessage { code, level, message })
        }
        _ => None,
    }
}

/// The main message: the body's own unless that is only the hint, else what the list says went wrong.
fn message(
    members: &JsonObject,
    listed: Option<&Value>,
    messages: &[ServerMessage],
    denied: &policy::Denied,
) -> Option<String> {
    let verdicts: Vec<&str> =
        messages.iter().filter(|message| message.is_verdict()).map(|message| message.message.as_str()).collect();
    let side = |own: &str| messages.iter().any(|message| !message.is_verdict() && message.message == own);
    let own = first_text(members, MESSAGES).filter(|own| verdicts.is_empty() || !side(own));
    let own =
        own.or_else(|| first_text(members, &["detailedMessage", "detailed_message"]).filter(|_| verdicts.is_empty()));
    match (own, text(members, "description")) {
        (Some(own), Some(more)) if !own.contains(&more) => return Some(format!("{own}: {more}")),
        (Some(own), _) => return Some(own),
        (None, Some(description)) => return Some(description),
        (None, None) => {}
    }
    let listed_text = || listed.and_then(Value::as_str).and_then(clean);
    let all = || messages.iter().map(|message| message.message.as_str()).collect::<Vec<_>>().join("; ");
    clean(&verdicts.join("; "))
        .or_else(listed_text)
        .or_else(|| denied.message.clone())
        .or_else(|| clean(&all()))
        .or_else(|| {
            let lines: Vec<String> = denied.denials.iter().map(PolicyDenial::line).collect();
            clean(&lines.join("; ")).or_else(|| denied.found.then(|| "denied by a policy".to_owned()))
        })
}

fn details(members: &JsonObject) -> Option<String> {
    ["details", "detail"].iter().find_map(|name| any(members.get(*name)?))
}

fn summary(fields: &[FieldError]) -> Option<String> {
    clean(&fields.iter().map(FieldError::line).collect::<Vec<_>>().join("; "))
}
