//! From a case to a call, and from the call to what is wrong.

use std::sync::{Arc, Mutex, PoisonError};

use harness_sdk_core::config::Environment;
use harness_sdk_core::model::{self, Slot};
use harness_sdk_core::{Context, ContextBuilder, Error, RetryPolicy, Scope, Service};
use httpmock::{HttpMockRequest, HttpMockResponse, MockServer};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::case::{Case, Fails};
use super::place;
use crate::{Argument, Arguments, Content, Received};

/// The client's key, which tells the account.
const KEY: &str = "pat.acc.token.secret";

/// What goes with every `accountIdentifier`, as the platform's own clients send it.
const ROUTING: &str = "routingId=acc";

/// Sends what the case says and holds request and answer against it.
///
/// # Errors
/// All that differs, a line each.
pub(super) fn check(case: &Case, call: &crate::Case) -> Result<(), String> {
    let server = MockServer::start();
    let seen = Arc::new(Mutex::new(None));
    let (shared, reply) = (Arc::clone(&seen), case.clone());
    server.mock(|when, then| {
        when.any_request();
        then.respond_with(move |request| {
            *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(request.clone());
            answer(&reply)
        });
    });
    let mut arguments = arguments(case);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|fault| fault.to_string())?;
    let context = context(case, &server.base_url()).map_err(|fault| fault.to_string())?;
    let outcome = runtime.block_on((call.send)(&context, &mut arguments));
    let mut problems = arguments.problems();
    undeclared(case, arguments.unknown(), &mut problems);
    match seen.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(_) if case.unsent => problems.push("it was sent".to_owned()),
        Some(request) => arrived(case, &request, &mut problems),
        None if case.unsent => {}
        None => problems.push("nothing was sent".to_owned()),
    }
    match (outcome, &case.fails) {
        (Ok(received), None) => read(case, received, &mut problems),
        (Ok(_), Some(_)) => problems.push("the call succeeded".to_owned()),
        (Err(error), Some(fails)) => failed(fails, &error, &mut problems),
        (Err(error), None) => problems.push(format!("the call failed: {error}")),
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn context(case: &Case, host: &str) -> Result<Context, Error> {
    let context = Context::builder().environment(Environment::new(|_| None)).api_key(KEY).host(host);
    let own = |(name, key): (&String, &String)| Service::new(name).key(key);
    let context = case.keys.iter().map(own).fold(context.one_host(true), ContextBuilder::service);
    let context = context.retry(RetryPolicy::none()).limiter(None).no_proxy().build()?;
    Ok(context.with_scope(match case.scope.as_deref() {
        Some("account") => Scope::account(),
        Some("org") => Scope::org("default"),
        _ => Scope::project("default", "shop"),
    }))
}

fn arguments(case: &Case) -> Arguments {
    let mut arguments = Arguments::default();
    let places = [("path", &case.path), ("query", &case.query), ("header", &case.header), ("form", &case.form)];
    for (place, values) in places {
        values.iter().for_each(|(name, value)| arguments.put(place, name, Argument::Json(value.clone())));
    }
    for (name, content) in &case.file {
        arguments.put("file", name, Argument::File("file.txt".to_owned(), content.clone()));
    }
    if let Some(body) = &case.body {
        arguments.put("json", "body", Argument::Json(body.clone()));
    }
    if let Some(text) = &case.text {
        arguments.put("text", "yaml", Argument::Json(Value::String(text.clone())));
    }
    if let Some(raw) = &case.raw {
        arguments.put("text", "body", Argument::Json(Value::String(raw.clone())));
    }
    arguments
}

fn answer(case: &Case) -> HttpMockResponse {
    let builder = HttpMockResponse::builder().status(case.status.unwrap_or(200));
    match &case.answers {
        Some(Value::String(text)) => builder.header("content-type", "text/plain").body(text.clone()).build(),
        Some(body) => builder.header("content-type", "application/json").body(body.to_string()).build(),
        None => builder.no_body().build(),
    }
}

fn arrived(case: &Case, request: &HttpMockRequest, problems: &mut Vec<String>) {
    let uri = request.uri_str();
    let after = uri.split_once("://").map_or(uri, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    let found = line(&format!("{} {after}", request.method_str()));
    let expected = line(&case.sends);
    if found != expected {
        problems.push(format!("sent {found:?} and not {expected:?}"));
    }
    let headers = request.headers_vec();
    let header =
        |name: &str| headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    for (name, value) in &case.headers {
        if header(name) != value.as_ref() {
            problems.push(format!("the header {name} is {:?} and not {value:?}", header(name)));
        }
    }
    let body = body(&request.body_vec(), header("content-type").map_or("", String::as_str));
    if !alike(&body, &case.arriving()) {
        problems.push(format!("the body\n  {body}\nis not\n  {}", case.arriving()));
    }
}

/// Method, path, and the decoded pairs of the query in order of their names.
fn line(text: &str) -> (String, Vec<String>) {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let decoded = |pair: &str| percent_decode_str(&pair.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = query.split('&').filter(|pair| !pair.is_empty() && *pair != ROUTING);
    let mut pairs: Vec<String> = pairs.map(decoded).collect();
    pairs.sort();
    (path.to_owned(), pairs)
}

/// What a body holds: JSON, the parts of a form by name, or text.
fn body(bytes: &[u8], media_type: &str) -> Value {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if text.is_empty() {
        return Value::Null;
    }
    let value = |text: &str| serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    if let Some((_, boundary)) = media_type.split_once("boundary=") {
        let part = |part: &str| {
            let (head, content) = part.split_once("\r\n\r\n")?;
            let name = head.split_once("name=\"")?.1.split('"').next()?;
            Some((name.to_owned(), value(content.trim_end_matches("\r\n"))))
        };
        let boundary = format!("--{}", boundary.trim_matches('"'));
        let parts = text.split(&boundary);
        return Value::Object(parts.filter_map(part).collect::<Map<_, _>>());
    }
    if media_type.contains("json") { value(&text) } else { Value::String(text) }
}

/// Whether two values are the same JSON: `0.0` is the number that `0` is.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| alike(value, other)))
        }
        _ => one == other,
    }
}

fn read(case: &Case, received: Received, problems: &mut Vec<String>) {
    let found: Vec<String> = received.misfits.iter().map(|misfit| misfit.pointer().to_owned()).collect();
    let (found, declared) = (&found, &case.misfits);
    problems.extend(found.iter().filter(|place| !declared.contains(place)).map(|place| format!("{place} is a misfit")));
    problems
        .extend(declared.iter().filter(|place| !found.contains(place)).map(|place| format!("{place} is no misfit")));
    let typed = match received.content {
        Content::Value(typed) => typed,
        Content::Text(text) if case.answers == Some(Value::String(text.clone())) => return,
        Content::Bytes(bytes) if case.answers == Some(Value::String(String::from_utf8_lossy(&bytes).into_owned())) => {
            return;
        }
        Content::Nothing if case.reads.is_empty() => return,
        other => return problems.push(format!("read as {other:?}")),
    };
    let written = received.original.write_out(&*typed).map_err(|fault| fault.to_string());
    let written = written.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).map_err(|fault| fault.to_string()));
    let answered = case.answers.clone().unwrap_or(Value::Null);
    if !written.as_ref().is_ok_and(|written| alike(written, &answered)) {
        problems.push(format!("read and written again, the answer is\n  {written:?}\nand not\n  {answered}"));
    }
    problems.extend(case.reads.iter().filter_map(|(pointer, value)| place::expect(&*typed, pointer, value).err()));
    unknown(case, &*typed, problems);
}

/// What the body's type does not know must be what the case declares.
fn undeclared(case: &Case, found: &[String], problems: &mut Vec<String>) {
    problems.extend(
        found
            .iter()
            .filter(|place| !case.beyond.contains(place))
            .map(|place| format!("the body's {place} is not known")),
    );
    problems.extend(
        case.beyond.iter().filter(|place| !found.contains(place)).map(|place| format!("the body's {place} is known")),
    );
}

/// What the types do not know must be the fields that the case declares, and nothing else.
fn unknown(case: &Case, typed: &dyn Slot, problems: &mut Vec<String>) {
    let found = model::unknown(typed);
    let declared = |pointer: &&String| case.undocumented.contains(pointer) || case.misfits.contains(pointer);
    for pointer in found.iter().filter(|pointer| !declared(pointer)) {
        problems.push(format!("{pointer} is not known"));
    }
    for pointer in &case.undocumented {
        if !found.contains(pointer) {
            problems.push(format!("{pointer} is declared to be undocumented, and is known"));
        } else if place::is_typed(typed, pointer) {
            problems.push(format!("{pointer} has a type, which does not know its value"));
        }
    }
}

fn failed(fails: &Fails, error: &Error, problems: &mut Vec<String>) {
    let text = error.to_string();
    if error.kind().as_str() != fails.kind {
        problems.push(format!("failed as {} and not as {}: {text}", error.kind().as_str(), fails.kind));
    }
    for meaning in &fails.is {
        let meant = match meaning.as_str() {
            "auth" => error.is_auth(),
            "conflict" => error.is_conflict(),
            "invalid" => error.is_invalid(),
            "not_found" => error.is_not_found(),
            "permission_denied" => error.is_permission_denied(),
            "rate_limited" => error.is_rate_limited(),
            _ => false,
        };
        if !meant {
            problems.push(format!("the error does not mean {meaning}: {text}"));
        }
    }
    problems.extend(
        fails.says.iter().filter(|words| !text.contains(*words)).map(|words| format!("{words:?} is not in {text:?}")),
    );
}
