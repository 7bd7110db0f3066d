//! A key that must not be seen goes through everything that people read: logs of every level, also those of the HTTP
//! stack, `Debug` and `Display` of every type, errors with all their causes, and curl lines.

mod support;

use std::fmt::Debug;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use harness_sdk_core::hooks::{Attempt, Hooks, Outcome};
use harness_sdk_core::operation::{BodyKind, Operation, Parameter};
use harness_sdk_core::{Call, Context, Method, Request, RetryPolicy};
use serde_json::{Value, json};
use support::{CANARY, KEY, Reply, Server, answer, json as answer_json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A secret in a parameter and in a body.
const SECRET: &str = "CANARYparameter";

static CALL: Operation = Operation {
    id: "leaky",
    method: Method::POST,
    path: "/things/{name}/{pin}",
    parameters: &[
        Parameter::path("name"),
        Parameter::path("pin").sensitive(),
        Parameter::query("token").sensitive(),
        Parameter::header("X-Harness-Token").sensitive(),
    ],
    body: BodyKind::Json,
    retry: harness_sdk_core::operation::RetryClass::Safe,
    ..Operation::NEW
};

/// Takes down everything that is traced, whatever its level and origin.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Everything {
    fn line(&self, metadata: Option<&Metadata<'_>>, fields: impl FnOnce(&mut Line<'_>)) {
        let mut text = self.0.lock().unwrap();
        if let Some(metadata) = metadata {
            let _ = write!(text, "\n{} {} {}", metadata.level(), metadata.target(), metadata.name());
        }
        fields(&mut Line(&mut text));
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(Some(span.metadata()), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.line(None, |line| values.record(line));
    }

    fn event(&self, event: &Event<'_>) {
        self.line(Some(event.metadata()), |line| event.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Prints what a hook is shown.
#[derive(Debug)]
struct Printing(Everything);

impl Debug for Everything {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Everything")
    }
}

impl Hooks for Printing {
    fn before(
        &self,
        attempt: &Attempt<'_>,
        headers: &mut http::HeaderMap,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self.0.0.lock().unwrap().push_str(&format!("\nhook {attempt:?} {headers:?}"));
        Ok(())
    }

    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        self.0.0.lock().unwrap().push_str(&format!("\nhook {attempt:?} {outcome:?}"));
    }
}

fn call(context: &Context) -> Call {
    let mut call = Call::new(context, &CALL);
    call.path("name", "n");
    call.path("pin", SECRET);
    call.query("token", SECRET);
    call.header("X-Harness-Token", SECRET);
    call.json(&json!({"password": SECRET, "secret": {"value": SECRET}, "list": [{"apiToken": SECRET}]}));
    call
}

fn shown(error: &harness_sdk_core::Error) -> String {
    let mut text =
        format!("{error} {error:?} {error:#?} {:?} {:?} {:?}", error.message(), error.field_errors(), error.hint());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(text, " {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[tokio::test(start_paused = true)]
async fn no_log_error_or_debug_holds_the_key_or_a_secret() {
    let log = Everything::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let echo = format!(r#"{{"message":"bad token {KEY} given","token":"{SECRET}"}}"#);
    let replies = vec![
        answer_json(503, &echo),
        Reply::Pieces(vec![b"HTTP/1.1 ".to_vec()]),
        answer_json(200, &format!(r#"{{"accessToken":"{SECRET}"}}"#)),
        answer_json(403, &echo),
        answer(200, &[("content-type", "text/html")], format!("<html><title>{KEY}</title>")),
        answer(302, &[("location", &format!("https://other.invalid/{KEY}?token={SECRET}"))], ""),
        answer_json(200, &format!(r#"{{"a": 1, "token": "{SECRET}"#)),
    ];
    let server = Server::new(replies).await;
    let hooks = Arc::new(Printing(log.clone()));
    let context = server.builder().trace_bodies(true).hooks(hooks).build().unwrap();
    let mut texts = vec![format!("{context:?} {:?} {:?}", context.settings(), server.builder())];
    let first = call(&context);
    texts.push(format!("{first:?} {:?} {}", first.clone().send::<()>(), first.to_curl()));
    texts.push(context.request(Method::GET, format!("/x?token={SECRET}&k={KEY}")).to_curl());
    let answer = first.send_raw().await.unwrap();
    texts.push(format!("{answer:?}"));
    for number in 0..4 {
        let get = context.request(Method::GET, "/x").with_query("token", SECRET).with_retry(RetryPolicy::none());
        let error = match number {
            2 => get.send_json::<Value>().await.unwrap_err(),
            _ => call(&context).with_retry(RetryPolicy::none()).send::<Value>().await.unwrap_err(),
        };
        texts.push(shown(&error));
    }
    texts.push(shown(&harness_sdk_core::Error::from(
        Context::builder()
            .api_key(KEY)
            .api_key("other")
            .account("b c")
            .host(format!("https://u:{KEY}@h?x={KEY}"))
            .build()
            .unwrap_err(),
    )));
    let log = log.text();
    for expected in
        ["harness.call", "url.template=/things/{name}/{pin}", "TRACE harness_sdk_core", "response body", "hyper"]
    {
        assert!(log.contains(expected), "`{expected}` shows that the log was taken: {log}");
    }
    assert_eq!(server.seen().iter().filter(|seen| format!("{seen:?}").contains(SECRET)).count(), 7, "secrets are sent");
    texts.push(log);
    for text in texts {
        assert!(!text.contains(CANARY) && !text.contains(SECRET), "{text}");
    }
}

#[tokio::test]
async fn spans_tell_what_was_called_and_what_came() {
    let log = Everything::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let server =
        Server::new(vec![answer_json(503, ""), answer_json(404, r#"{"code":"X","correlationId":"c1"}"#)]).await;
    let policy = RetryPolicy::default().with_base_delay(std::time::Duration::ZERO);
    call(&server.context()).with_retry(policy).send::<()>().await.unwrap_err();
    let log = log.text();
    for expected in [
        "otel.name=POST /things/{name}/{pin}",
        "harness.operation=leaky",
        "http.request.method=POST",
        "url.template=/things/{name}/{pin}",
        "server.address=127.0.0.1",
        "http.response.status_code=404",
        "http.request.resend_count=1",
        "harness.correlation_id=\"c1\"",
        "error.type=\"status\"",
        "attempt=2",
        "WARN harness_sdk_core",
    ] {
        assert!(log.contains(expected), "{expected} is missing: {log}");
    }
    assert!(!log.contains("body"), "bodies are traced only when asked for: {log}");
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_the_request_limit_and_why_is_traced_without_the_key() {
    let log = Everything::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let server = Server::new(vec![answer_json(429, "{}"), answer_json(200, "{}")]).await;
    let context = server.builder().limiter(harness_sdk_core::Limiter::per_minute(1)).build().unwrap();
    for _ in 0..2 {
        context.request(Method::GET, "/limited").send().await.unwrap();
    }
    let text = log.text();
    let waiting: Vec<&str> =
        text.lines().filter(|line| line.contains("waiting for the client's request limit")).collect();
    assert_eq!(waiting.len(), 2, "{text}");
    assert!(waiting[0].contains("pause after status 429") && waiting[0].contains("GET /limited"), "{}", waiting[0]);
    assert!(waiting[1].contains("reason=\"request limit\"") && waiting[1].contains("wait_ms="), "{}", waiting[1]);
    assert!(text.contains("pause_ms=") && !text.contains(CANARY), "{text}");
}
