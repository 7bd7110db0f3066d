//! Metrics, spans and trace headers, by OpenTelemetry's semantic conventions for HTTP clients.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use opentelemetry::metrics::{Counter, Histogram};
use opentelemetry::propagation::Injector;
use opentelemetry::trace::{FutureExt as _, SpanKind, Status, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue, global};
use url::Url;

use crate::error::{CallFacts, Error};
use crate::hooks::{Attempt, Outcome};

const SCOPE: &str = "harness-sdk";
const TRACEPARENT: &str = "traceparent";
/// The boundaries that the conventions advise for `http.client.request.duration`, in seconds.
const SECONDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// The instruments of a client, made with it: a meter provider that is set later is not told.
pub(crate) struct Instruments {
    duration: Histogram<f64>,
    retries: Counter<u64>,
    waits: Counter<u64>,
    waited: Histogram<f64>,
}

impl Instruments {
    pub(crate) fn new() -> Instruments {
        let meter = global::meter(SCOPE);
        let seconds = |name: &'static str, what: &'static str| {
            meter.f64_histogram(name).with_unit("s").with_description(what).with_boundaries(SECONDS.to_vec()).build()
        };
        let retried = "Attempts that are made because one before them failed.";
        let waits = "Attempts that wait for the client's own limit.";
        Instruments {
            duration: seconds("http.client.request.duration", "Duration of HTTP client requests."),
            retries: counter("harness.client.retries", "{retry}", retried),
            waits: counter("harness.client.limiter.waits", "{wait}", waits),
            waited: seconds("harness.client.limiter.wait.duration", "How long they wait."),
        }
    }

    /// An attempt has ended.
    pub(crate) fn attempted(&self, facts: &CallFacts, url: &Url, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        let mut attributes = request_attributes(facts, url);
        if let Some(status) = outcome.status {
            attributes.push(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
        }
        if let Some(error) = outcome.error {
            attributes.push(KeyValue::new("error.type", error_type(error)));
        }
        self.duration.record(outcome.duration.as_secs_f64(), &attributes);
        if outcome.next_attempt_in.is_some() {
            let cause = outcome.error.map(error_type).unwrap_or_default();
            self.retries.add(1, &[operation(attempt.operation), KeyValue::new("error.type", cause)]);
        }
    }

    /// An attempt waits for the client's own limit.
    pub(crate) fn waited(&self, facts: &CallFacts, wait: Duration) {
        let attributes = [operation(&facts.operation)];
        self.waits.add(1, &attributes);
        self.waited.record(wait.as_secs_f64(), &attributes);
    }
}

/// Counts the values of answers that are not what the document says, for a client.
#[derive(Debug)]
pub(crate) struct Misfits(Counter<u64>);

impl Misfits {
    pub(crate) fn new() -> Misfits {
        Misfits(counter("harness.client.misfits", "{value}", "Values of answers that are not what the document says."))
    }

    /// An answer of the operation held so many.
    pub(crate) fn add(&self, name: &str, count: usize) {
        self.0.add(u64::try_from(count).unwrap_or(u64::MAX), &[operation(name)]);
    }
}

fn counter(name: &'static str, unit: &'static str, what: &'static str) -> Counter<u64> {
    global::meter(SCOPE).u64_counter(name).with_unit(unit).with_description(what).build()
}

/// Drives a call within a span of its own, the parent of those of its attempts.
pub(crate) async fn call<F, A, R>(facts: &CallFacts, drive: F) -> Result<(A, u32, R), Error>
where
    F: Future<Output = Result<(A, u32, R), Error>>,
{
    let tracer = global::tracer(SCOPE);
    let builder = tracer
        .span_builder(facts.operation.to_string())
        .with_kind(SpanKind::Internal)
        .with_attributes([operation(&facts.operation)]);
    let context = Context::current_with_span(builder.start(&tracer));
    let outcome = drive.with_context(context.clone()).await;
    let span = context.span();
    match &outcome {
        Ok((_, attempts, _)) => span.set_attribute(KeyValue::new("harness.attempts", i64::from(*attempts))),
        Err(error) => {
            span.set_attribute(KeyValue::new("harness.attempts", i64::from(error.attempts())));
            span.set_attribute(KeyValue::new("error.type", error_type(error)));
            if let Some(id) = error.correlation_id() {
                span.set_attribute(KeyValue::new("harness.correlation_id", id.to_owned()));
            }
            span.set_status(Status::error(error.to_string()));
        }
    }
    span.end();
    outcome
}

/// The span of one attempt. One that is given up ends when it is dropped.
pub(crate) struct AttemptSpan(Context);

impl AttemptSpan {
    pub(crate) fn start(facts: &CallFacts, url: &Url, number: u32) -> AttemptSpan {
        let mut attributes = request_attributes(facts, url);
        attributes.push(operation(&facts.operation));
        if number > 1 {
            attributes.push(KeyValue::new("http.request.resend_count", i64::from(number - 1)));
        }
        let tracer = global::tracer(SCOPE);
        let builder = tracer
            .span_builder(format!("{} {}", facts.method, facts.template))
            .with_kind(SpanKind::Client)
            .with_attributes(attributes);
        AttemptSpan(Context::current_with_span(builder.start(&tracer)))
    }

    /// Sends the span along, in the way that the program has chosen or else as `traceparent` (W3C Trace Context).
    pub(crate) fn inject(&self, headers: &mut HeaderMap) {
        let mut carrier = Headers(headers);
        global::get_text_map_propagator(|propagator| propagator.inject_context(&self.0, &mut carrier));
        let span = self.0.span().span_context().clone();
        if span.is_valid() && !carrier.0.contains_key(TRACEPARENT) {
            let (trace, id, flags) = (span.trace_id(), span.span_id(), span.trace_flags().to_u8());
            carrier.set(TRACEPARENT, format!("00-{trace}-{id}-{flags:02x}"));
        }
    }

    pub(crate) fn end(self, outcome: Result<StatusCode, &Error>) {
        let span = self.0.span();
        let status = match outcome {
            Ok(status) => Some(status),
            Err(error) => error.status(),
        };
        if let Some(status) = status {
            span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
        }
        if let Err(error) = outcome {
            span.set_attribute(KeyValue::new("error.type", error_type(error)));
            span.set_status(Status::error(error.to_string()));
        }
        span.end();
    }
}

struct Headers<'a>(&'a mut HeaderMap);

impl Injector for Headers<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(key.as_bytes()), HeaderValue::from_str(&value)) {
            self.0.insert(name, value);
        }
    }
}

fn request_attributes(facts: &CallFacts, url: &Url) -> Vec<KeyValue> {
    let mut attributes = Vec::with_capacity(8);
    attributes.push(KeyValue::new("http.request.method", facts.method.to_string()));
    attributes.push(KeyValue::new("url.template", facts.template.to_string()));
    attributes.push(KeyValue::new("server.address", facts.host.clone()));
    if let Some(port) = url.port_or_known_default() {
        attributes.push(KeyValue::new("server.port", i64::from(port)));
    }
    attributes
}

fn operation(name: &str) -> KeyValue {
    KeyValue::new("harness.operation", name.to_owned())
}

/// The status as text for an error status, as the conventions ask; else the kind.
fn error_type(error: &Error) -> String {
    match error.status() {
        Some(status) if status.is_client_error() || status.is_server_error() => status.as_u16().to_string(),
        _ => error.kind().as_str().to_owned(),
    }
}
