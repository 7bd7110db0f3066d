//! Traces: one span for a call, one event for each attempt. Names follow OpenTelemetry's conventions for HTTP clients.
//! Values of parameters, headers and, unless asked for, bodies are never traced.

use std::time::Duration;

use http::StatusCode;
use tracing::{Level, Span, field};
use url::Url;

use crate::context::Context;
use crate::error::{CallFacts, Error};
use crate::hooks::{Attempt, Outcome};
use crate::limit::Reason;
use crate::redact::{self, Secrets};

/// How much of a body is traced.
const SHOWN: usize = 16 * 1024;

pub(crate) fn call_span(facts: &CallFacts, url: &Url) -> Span {
    tracing::info_span!(
        "harness.call",
        otel.kind = "client",
        otel.name = %format_args!("{} {}", facts.method, facts.template),
        harness.operation = %facts.operation,
        http.request.method = %facts.method,
        url.template = %facts.template,
        server.address = %facts.host,
        server.port = url.port_or_known_default(),
        http.request.resend_count = field::Empty,
        http.response.status_code = field::Empty,
        harness.misfits = field::Empty,
        harness.correlation_id = field::Empty,
        error.type = field::Empty,
        otel.status_code = field::Empty,
    )
}

pub(crate) fn record_answer(span: &Span, status: StatusCode, attempts: u32) {
    span.record("http.response.status_code", status.as_u16());
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
}

pub(crate) fn record_error(span: &Span, error: &Error) {
    span.record("error.type", error.kind().as_str());
    span.record("otel.status_code", "ERROR");
    if let Some(status) = error.status() {
        span.record("http.response.status_code", status.as_u16());
    }
    if let Some(id) = error.correlation_id() {
        span.record("harness.correlation_id", id);
    }
    if error.attempts() > 1 {
        span.record("http.request.resend_count", error.attempts() - 1);
    }
}

/// A call waits for the client-side limit.
pub(crate) fn waiting(facts: &CallFacts, wait: Duration, reason: Reason) {
    tracing::debug!(
        harness.operation = %facts.operation,
        wait_ms = millis(wait),
        reason = reason.as_str(),
        "waiting for the client's request limit"
    );
}

/// The server refused a request for its rate, and the client sends nothing for a while.
pub(crate) fn refused(facts: &CallFacts, pause: Duration) {
    tracing::warn!(
        harness.operation = %facts.operation,
        pause_ms = millis(pause),
        "the server refused a request for its rate: the client pauses and slows down"
    );
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

pub(crate) fn attempt(attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
    let status = outcome.status.map(|status| status.as_u16());
    let duration_ms = millis(outcome.duration);
    let next_ms = outcome.next_attempt_in.map(millis);
    match outcome.error {
        None => tracing::debug!(attempt = attempt.number, http.response.status_code = status, duration_ms, "answered"),
        Some(error) if next_ms.is_some() => tracing::warn!(
            attempt = attempt.number,
            http.response.status_code = status,
            duration_ms,
            next_attempt_in_ms = next_ms,
            error.type = error.kind().as_str(),
            %error,
            "the attempt failed and is repeated"
        ),
        Some(error) => tracing::debug!(
            attempt = attempt.number,
            http.response.status_code = status,
            duration_ms,
            error.type = error.kind().as_str(),
            %error,
            "the attempt failed"
        ),
    }
}

/// The body of a request, when it is one piece in memory.
pub(crate) fn request_body(context: &Context, body: Option<&[u8]>, secrets: &Secrets) {
    if let (true, Some(body)) = (traces_bodies(context), body) {
        tracing::trace!(body = %shown(body, secrets), "request body");
    }
}

pub(crate) fn response_body(context: &Context, body: &[u8], secrets: &Secrets) {
    if traces_bodies(context) {
        tracing::trace!(body = %shown(body, secrets), "response body");
    }
}

fn traces_bodies(context: &Context) -> bool {
    context.traces_bodies() && tracing::enabled!(Level::TRACE)
}

fn shown(body: &[u8], secrets: &Secrets) -> String {
    let text = secrets.blank_cut(&redact::body(body));
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], body.len()),
        None => text,
    }
}
