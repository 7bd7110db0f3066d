//! Errors of every family are read: status, code, message, correlation id; the key is told nowhere.

use serde_json::{Value, json};

use harness_sdk_core::ErrorKind;

use crate::checks::{Subject, verdict};
use crate::expect::plan::{Form, Setting, plan};
use crate::server::Reply;
use crate::worker::{self, CANARY, KEY, OWN_KEY, PROJECT};

/// What a family of services answers, and what a caller reads of it.
struct Family {
    body: Value,
    code: Option<&'static str>,
    message: &'static str,
    /// In the body; else it comes as a header.
    correlation: Option<&'static str>,
    /// A complaint about a field.
    field: Option<(&'static str, &'static str)>,
}

/// The family of a path.
fn family(path: &str) -> Family {
    let plain = |body, code, message| Family { body, code, message, correlation: None, field: None };
    let goa = json!({"name": "not_found", "id": "c-1", "message": "no such thing", "temporary": false, "timeout": false, "fault": false});
    match path {
        path if path.starts_with("/v1/") => Family {
            field: Some(("org", "is unknown")),
            ..plain(
                json!({"code": "INVALID_REQUEST", "message": "no such thing", "errors": [{"field_name": "org", "message": "is unknown"}], "error_metadata": null}),
                Some("INVALID_REQUEST"),
                "no such thing",
            )
        },
        path if path.starts_with("/code/api/") => {
            plain(json!({"message": "no such thing", "values": {"a": 1}}), None, "no such thing")
        }
        path if path.starts_with("/har/") || path.starts_with("/cf/") => {
            plain(json!({"code": "404", "message": "no such thing", "details": {}}), Some("404"), "no such thing")
        }
        path if ["/iacm/", "/pm/", "/sto/"].iter().any(|prefix| path.starts_with(prefix)) => {
            Family { correlation: Some("c-1"), ..plain(goa, Some("not_found"), "no such thing") }
        }
        path if path.starts_with("/gitops/") => plain(
            json!({"error": "no such thing", "code": 5, "message": "no such thing", "details": []}),
            Some("5"),
            "no such thing",
        ),
        path if path.starts_with("/gateway/chaos/") => {
            let body = json!({"code": "NOT_FOUND", "message": "failed", "description": "no such thing", "correlationID": "c-1"});
            Family { correlation: Some("c-1"), ..plain(body, Some("NOT_FOUND"), "failed: no such thing") }
        }
        path if path.starts_with("/gateway/lw/") => plain(json!({"errors": ["no such thing"]}), None, "no such thing"),
        path if path.starts_with("/dashboard/") => {
            let body = json!({"code": "NOT_FOUND", "error": "no such thing", "correlationId": "c-1", "responseMessages": "a text"});
            Family { correlation: Some("c-1"), ..plain(body, Some("NOT_FOUND"), "no such thing") }
        }
        _ => Family {
            correlation: Some("c-1"),
            field: Some(("identifier", "is taken")),
            ..plain(
                json!({"status": "ERROR", "code": "DUPLICATE_FIELD", "message": "no such thing", "correlationId": "c-1", "detailedMessage": null,
                    "responseMessages": [{"code": "DEFAULT", "level": "ERROR", "message": "other"}], "errors": [{"fieldId": "identifier", "error": "is taken"}]}),
                Some("DUPLICATE_FIELD"),
                "no such thing",
            )
        },
    }
}

/// An answer to HEAD, which has no body.
fn nothing() -> Family {
    Family { body: Value::Null, code: None, message: "", correlation: None, field: None }
}

/// An error of the operation's family, and one that repeats the key.
pub(crate) fn reads(subject: Subject) -> Result<(), String> {
    let operation = subject.operation;
    let family = if operation.method == "HEAD" { nothing() } else { family(operation.path) };
    let mut reply = Reply::new(404, "application/json", family.body.to_string());
    if family.correlation.is_none() {
        reply = reply.header("x-request-id", "c-1");
    }
    let error = fails(subject, reply)?;
    let mut problems = Vec::new();
    let mut same = |what: &str, expected: Option<&str>, got: Option<&str>| {
        if expected != got {
            problems.push(format!("{what}: expected {expected:?}, got {got:?}"));
        }
    };
    same("code", family.code, error.code());
    same("message", Some(family.message).filter(|message| !message.is_empty()), error.message());
    same("correlation id", Some("c-1"), error.correlation_id());
    same("operation", Some(operation.id), error.operation_id());
    same("path", Some(&operation.sent), error.path_template());
    same("method", Some(&operation.method), error.method().map(harness_sdk_core::Method::as_str));
    let field = error.field_errors().first().and_then(|field| Some((field.field.as_deref()?, field.message.as_str())));
    same("field", family.field.map(|(name, _)| name), field.map(|(name, _)| name).filter(|_| family.field.is_some()));
    same(
        "complaint",
        family.field.map(|(_, text)| text),
        field.map(|(_, text)| text).filter(|_| family.field.is_some()),
    );
    if error.kind() != ErrorKind::Status
        || error.status().map(|status| status.as_u16()) != Some(404)
        || !error.is_not_found()
    {
        problems.push(format!("expected a status of 404, got {:?} {:?}", error.kind(), error.status()));
    }
    let echo = fails(
        subject,
        Reply::new(403, "application/json", json!({"message": format!("{KEY} {OWN_KEY} may not")}).to_string()),
    )?;
    for error in [&error, &echo] {
        for text in [error.to_string(), format!("{error:?}"), format!("{error:#?}")] {
            if text.contains(CANARY) {
                problems.push("the error tells the key".to_owned());
            }
        }
    }
    verdict(&operation.title(), "an error", &problems)
}

fn fails(subject: Subject, reply: Reply) -> Result<harness_sdk_core::Error, String> {
    let mut plan = plan(subject.facts, subject.operation, PROJECT, Setting::Required, Form::Main);
    worker::with(|worker| {
        worker.server.answer(reply);
        match worker.send(PROJECT, &mut plan.arguments, subject.case.send) {
            Err(error) => Ok(error),
            Ok(received) => Err(format!("{}: expected an error, got {received:?}", subject.operation.title())),
        }
    })
}
