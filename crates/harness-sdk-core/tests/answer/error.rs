//! Errors: every shape of body that Harness services send, what can be asked of an error, and what it never says.

use std::error::Error as _;

use crate::support::{CANARY, KEY, Reply, Server, answer, bytes, json};
use harness_sdk_core::operation::{Failure, Operation};
use harness_sdk_core::{Call, Error, ErrorKind, Method, Request};
use serde_json::Value;

static GET: Operation = Operation { id: "getThing", path: "/thing", ..Operation::NEW };
static SAVE: Operation = Operation {
    id: "saveThing",
    method: Method::POST,
    path: "/thing",
    failure: Some(&Failure::ENVELOPE),
    ..Operation::NEW
};

async fn failed(reply: Reply) -> Error {
    failed_call(&GET, reply).await
}

async fn failed_call(operation: &'static Operation, reply: Reply) -> Error {
    let server = Server::answering(reply).await;
    let context = server.builder().retry(harness_sdk_core::RetryPolicy::none()).build().unwrap();
    Call::new(&context, operation).send::<Value>().await.unwrap_err()
}

/// A row: status, body, and what is read of it: code, message, correlation id, field errors, predicates that hold.
type Row = (u16, &'static str, Option<&'static str>, &'static str, Option<&'static str>, usize, &'static str);

const ROWS: &[Row] = &[
    (
        400,
        r#"{"status":"ERROR","code":"INVALID_REQUEST","message":"bad name","correlationId":"c1","errors":[{"fieldId":"name","error":"too long"}]}"#,
        Some("INVALID_REQUEST"),
        "bad name",
        Some("c1"),
        1,
        "invalid",
    ),
    (
        400,
        r#"{"status":"ERROR","code":"RESOURCE_NOT_FOUND_EXCEPTION","message":"Connector x not found"}"#,
        Some("RESOURCE_NOT_FOUND_EXCEPTION"),
        "Connector x not found",
        None,
        0,
        "not_found",
    ),
    (
        500,
        r#"{"code":"DEFAULT_ERROR_CODE","message":"Infra does not exist","detailedMessage":null}"#,
        Some("DEFAULT_ERROR_CODE"),
        "Infra does not exist",
        None,
        0,
        "not_found",
    ),
    (
        500,
        r#"{"metaData":{},"resource":null,"responseMessages":[{"code":"GENERAL_ERROR","level":"ERROR","message":"first"},{"message":"second"}]}"#,
        Some("GENERAL_ERROR"),
        "first; second",
        None,
        0,
        "",
    ),
    (
        403,
        r#"{"status":"ERROR","code":"NG_ACCESS_DENIED","message":"Missing permission","failedPermissionChecks":[{"permission":"core_x_view","resourceType":"X"}]}"#,
        Some("NG_ACCESS_DENIED"),
        "Missing permission",
        None,
        1,
        "auth permission",
    ),
    (
        400,
        r#"{"code":"INVALID_ARGUMENT","message":"m","errors":[{"field_name":"f","message":"g"}],"error_metadata":{}}"#,
        Some("INVALID_ARGUMENT"),
        "m",
        None,
        1,
        "invalid",
    ),
    (
        422,
        r#"{"message":"rules failed","rule_violations":[{"violation":"v"}],"conflict_files":["a"]}"#,
        None,
        "rules failed",
        None,
        1,
        "invalid",
    ),
    (404, r#"{"message":"Not found","values":{}}"#, None, "Not found", None, 0, "not_found"),
    (
        404,
        r#"{"code":"NOT_FOUND","message":"no registry","details":{"x":1}}"#,
        Some("NOT_FOUND"),
        "no registry",
        None,
        0,
        "not_found",
    ),
    (500, r#"{"message":"db"}"#, None, "db", None, 0, ""),
    (
        404,
        r#"{"name":"not_found","id":"Ab3","message":"workspace missing","temporary":false,"timeout":false,"fault":false}"#,
        Some("not_found"),
        "workspace missing",
        Some("Ab3"),
        0,
        "not_found",
    ),
    (
        400,
        r#"{"name":"policy_violation","id":"Ab4","message":"denied","fault":false,"policy_evaluation":{"status":"error"}}"#,
        Some("policy_violation"),
        "denied",
        Some("Ab4"),
        0,
        "invalid",
    ),
    (
        500,
        r#"{"error":"agent x missing","code":5,"message":"agent x missing","details":[]}"#,
        Some("5"),
        "agent x missing",
        None,
        0,
        "not_found",
    ),
    (403, r#"{"error":"no","code":7,"message":"no","details":[]}"#, Some("7"), "no", None, 0, "auth permission"),
    (
        500,
        r#"{"grpc_code":13,"http_code":500,"http_status":"Internal","message":"boom","details":[]}"#,
        Some("13"),
        "boom",
        None,
        0,
        "",
    ),
    (
        500,
        r#"{"code":500,"message":"failed","description":"no matching infra found"}"#,
        Some("500"),
        "failed: no matching infra found",
        None,
        0,
        "not_found",
    ),
    (409, r#"{"code":409,"message":"taken","correlationID":"c2"}"#, Some("409"), "taken", Some("c2"), 0, "conflict"),
    (
        400,
        r#"{"code":"DUPLICATE_FIELD","message":"Project p already exists"}"#,
        Some("DUPLICATE_FIELD"),
        "Project p already exists",
        None,
        0,
        "conflict",
    ),
    (
        500,
        r#"{"code":"X","error":"query failed","correlationId":"c3","responseMessages":"one text"}"#,
        Some("X"),
        "query failed",
        Some("c3"),
        0,
        "",
    ),
    (500, r#"{"responseMessages":"one text"}"#, None, "one text", None, 0, ""),
    (
        400,
        r#"{"response":null,"success":false,"errors":["rule is wrong","cloud is wrong"]}"#,
        None,
        "rule is wrong; cloud is wrong",
        None,
        2,
        "invalid",
    ),
    (
        400,
        r#"{"code":"C","level":"ERROR","message":"idp","exception":null,"failureTypes":[],"additionalInfo":{}}"#,
        Some("C"),
        "idp",
        None,
        0,
        "invalid",
    ),
    (
        401,
        r#"{"code":"INVALID_TOKEN","message":"Token is not valid"}"#,
        Some("INVALID_TOKEN"),
        "Token is not valid",
        None,
        0,
        "auth",
    ),
    (400, r#"{"code":"EXPIRED_TOKEN","message":"old"}"#, Some("EXPIRED_TOKEN"), "old", None, 0, "auth"),
    (
        429,
        r#"{"code":"DEFAULT_ERROR_CODE","message":"too fast"}"#,
        Some("DEFAULT_ERROR_CODE"),
        "too fast",
        None,
        0,
        "rate_limited retryable",
    ),
    (
        400,
        r#"{"error":{"code":"E","message":"nested"},"correlationId":"c4"}"#,
        Some("E"),
        "nested",
        Some("c4"),
        0,
        "invalid",
    ),
    (400, r#"{"errors":{"name":"empty"}}"#, None, "name: empty", None, 1, "invalid"),
    (400, r#"["one","two"]"#, None, "one; two", None, 0, "invalid"),
    (400, r#""just text""#, None, "just text", None, 0, "invalid"),
    (412, r#"{"message":"stale"}"#, None, "stale", None, 0, "conflict"),
    (503, "upstream connect error", None, "upstream connect error", None, 0, "retryable"),
    (
        504,
        r#"{"message":"<html><head><title>504 Gateway</title></head></html>"}"#,
        None,
        "504 Gateway",
        None,
        0,
        "retryable timeout",
    ),
    (400, r#"{"code":"CUT","message":"m","responseMessages":[{"mess"#, Some("CUT"), "m", None, 0, "invalid"),
    (404, "404 page not found\n", None, "404 page not found", None, 0, ""),
    (404, r#"{"code":404,"message":"HTTP 404 Not Found"}"#, Some("404"), "HTTP 404 Not Found", None, 0, ""),
];

fn predicates(error: &Error) -> String {
    let all = [
        (error.is_not_found(), "not_found"),
        (error.is_conflict(), "conflict"),
        (error.is_invalid(), "invalid"),
        (error.is_auth(), "auth"),
        (error.is_permission_denied(), "permission"),
        (error.is_rate_limited(), "rate_limited"),
        (error.is_retryable(), "retryable"),
        (error.is_timeout(), "timeout"),
        (error.is_connect() || error.is_decode() || error.is_config() || error.is_html(), "wrong kind"),
    ];
    all.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn every_shape_of_body_is_read() {
    for (status, body, code, message, correlation, fields, holding) in ROWS {
        let error = failed(json(*status, body)).await;
        assert_eq!(error.kind(), ErrorKind::Status, "{body}");
        assert_eq!(error.status().unwrap().as_u16(), *status);
        assert_eq!((error.code(), error.message()), (*code, Some(*message)), "{body}");
        assert_eq!((error.correlation_id(), error.field_errors().len()), (*correlation, *fields), "{body}");
        assert_eq!(predicates(&error), *holding, "{body}");
        assert_eq!(error.body(), Some(body.as_bytes()));
        let line = error.to_string();
        assert!(line.starts_with("getThing: ") && line.contains(message) && !line.contains('\n'), "{line}");
    }
}

#[tokio::test]
async fn details_of_a_field() {
    let error = failed(json(400, ROWS[0].1)).await;
    let field = &error.field_errors()[0];
    assert_eq!((field.field.as_deref(), field.message.as_str()), (Some("name"), "too long"));
    assert_eq!(error.operation_id(), Some("getThing"));
    assert_eq!((error.method(), error.path_template()), (Some(&Method::GET), Some("/thing")));
    assert_eq!(error.host(), Some("127.0.0.1"));
    assert_eq!(
        error.to_string(),
        "getThing: 400 Bad Request INVALID_REQUEST: bad name; name: too long (correlation id c1)"
    );
}

#[tokio::test]
async fn empty_bodies_and_headers() {
    let error = failed(answer(500, &[("X-Correlation-Id", "h1"), ("retry-after", "7")], "")).await;
    assert_eq!((error.message(), error.correlation_id()), (None, Some("h1")));
    assert_eq!(error.retry_after().unwrap().as_secs(), 7);
    assert_eq!(error.headers().unwrap()["retry-after"], "7");
    assert_eq!(error.to_string(), "getThing: 500 Internal Server Error (correlation id h1)");
    let date = [("date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")];
    assert_eq!(failed(answer(503, &date, "")).await.retry_after().unwrap().as_secs(), 30);
}

#[tokio::test]
async fn pages_are_named_whatever_their_status() {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in\n to Harness</title></head></html>";
    for (status, kind) in [(200, "text/html"), (200, "application/json"), (404, "text/html"), (502, "text/html")] {
        let error = failed(answer(status, &[("content-type", kind)], page)).await;
        assert!(error.is_html() && !error.is_not_found(), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.message()), (status, Some("Sign in to Harness")));
        let line = error.to_string();
        assert!(
            line.contains("`127.0.0.1`") && line.contains("base URL") && line.contains("Sign in to Harness"),
            "{line}"
        );
        assert_eq!(error.body(), Some(page.as_bytes()));
    }
    let server = Server::answering(answer(200, &[("content-type", "text/html")], page)).await;
    assert!(Call::new(&server.context(), &GET).send::<()>().await.unwrap_err().is_html(), "also when nothing is read");
    assert!(Call::new(&server.context(), &GET).send_text().await.unwrap_err().is_html());
    assert!(Call::new(&server.context(), &GET).send_json_lines::<Value>().await.unwrap_err().is_html());
    let raw = Call::new(&server.context(), &GET).send_raw().await.unwrap().into_inner();
    assert!(raw.json::<Value>().await.unwrap_err().is_html());
}

harness_sdk_core::model! {
    /// A thing.
    pub struct Thing {
        /// Its name.
        "name" => pub name: String,
        /// How many.
        "count" => pub count: Option<i64>,
    }
}

async fn undecodable(reply: Reply) -> Error {
    let server = Server::answering(reply).await;
    let context = server.builder().strict_answers(true).build().unwrap();
    Call::new(&context, &GET).send::<Vec<Thing>>().await.unwrap_err()
}

#[tokio::test]
async fn what_cannot_be_read_says_where_and_keeps_the_answer() {
    let body = r#"[{"name":"a"},{"name":"b","count":"SECRET-VALUE"}]"#;
    let error = undecodable(answer(201, &[("content-type", "text/plain"), ("x-request-id", "r1")], body)).await;
    assert!(error.is_decode());
    assert_eq!((error.decode_path(), error.correlation_id()), (Some("$[1].count"), Some("r1")));
    assert_eq!((error.status().unwrap().as_u16(), error.body()), (201, Some(body.as_bytes())));
    assert!(error.to_string().contains("$[1].count") && !error.to_string().contains("SECRET-VALUE"), "{error}");
    assert!(error.source().is_some() && !error.is_retryable());
    for body in [&b"[{\"name\":\"a\""[..], b"", b"  ", b"[] trailing", b"[{\"name\":\"\xFF\"}]", b"plain text"] {
        let error = undecodable(answer(200, &[], body)).await;
        assert!(error.is_decode() && error.status().unwrap() == 200, "{body:?}: {error}");
        assert_eq!(error.body(), Some(body));
    }
    let error = undecodable(answer(200, &[], "[".repeat(100_000))).await;
    assert!(error.is_decode(), "nesting is bounded: {error}");
    assert!(error.is_body_truncated() && error.body().unwrap().len() == 64 << 10);
}

#[tokio::test]
async fn a_success_that_reports_a_failure_is_an_error_unless_switched_off() {
    let denied =
        r#"{"status":"SUCCESS","data":{"governanceMetadata":{"deny":true,"message":"policy p"}},"correlationId":"c5"}"#;
    let error = failed_call(&SAVE, json(200, denied)).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Failure, 200));
    assert_eq!((error.message(), error.correlation_id()), (Some("policy p"), Some("c5")));
    let missing = r#"{"status":"ERROR","code":"ENTITY_NOT_FOUND","message":"gone"}"#;
    let error = failed_call(&SAVE, json(200, missing)).await;
    assert!(error.is_not_found() && error.is_answer(), "{error}");
    assert!(error.to_string().contains("reports a failure ENTITY_NOT_FOUND: gone"), "{error}");
    let server = Server::answering(json(200, missing)).await;
    let call = Call::new(&server.context(), &SAVE).with_failure_check(false);
    assert_eq!(call.send::<Value>().await.unwrap()["code"], "ENTITY_NOT_FOUND");
    let fine = r#"{"status":"SUCCESS","data":{"status":"ERROR"}}"#;
    let server = Server::answering(json(200, fine)).await;
    assert!(Call::new(&server.context(), &SAVE).send::<Value>().await.is_ok());
}

#[tokio::test]
async fn large_error_bodies_are_read_up_to_the_bound_only() {
    let start = bytes(500, &[("content-length", "67108864")], br#"{"code":"BIG","message":"first","rest":""#);
    let mut pieces = vec![start];
    pieces.extend(std::iter::repeat_n(vec![b'x'; 64 << 10], 1024));
    let error = failed(Reply::Pieces(pieces.clone())).await;
    assert_eq!((error.code(), error.message()), (Some("BIG"), Some("first")));
    assert_eq!((error.body().unwrap().len(), error.is_body_truncated()), (64 << 10, true));
    assert!(error.to_string().len() < 200);
    let server = Server::answering(Reply::Pieces(pieces)).await;
    let context = server.builder().max_error_body(100).build().unwrap();
    assert_eq!(Call::new(&context, &GET).send::<()>().await.unwrap_err().body().unwrap().len(), 100);
}

#[tokio::test]
async fn a_key_that_the_server_repeats_is_blanked_out() {
    let body =
        format!(r#"{{"code":"X","message":"Token {KEY} expired","errors":[{{"fieldId":"f","error":"{KEY}"}}]}}"#);
    let server = Server::answering(json(400, &body)).await;
    let error = Call::new(&server.context(), &GET).send::<()>().await.unwrap_err();
    let shown = format!("{error} {error:?} {:?} {:?} {:?}", error.message(), error.field_errors(), error.source());
    assert!(shown.contains("Token [redacted] expired") && !shown.contains(CANARY), "{shown}");
    let legacy = Server::answering(json(400, r#"{"message":"key QUJDREVGlegacy is bad"}"#)).await;
    let context = legacy.builder().api_key("x").settings_builder(
        harness_sdk_core::Settings::builder().api_key("QUJDREVGlegacy").account("acc").host(&legacy.url),
    );
    let error = Call::new(&context.build().unwrap(), &GET).send::<()>().await.unwrap_err();
    assert_eq!(error.message(), Some("key [redacted] is bad"));
}

#[tokio::test]
async fn no_connection_and_no_url() {
    let server = Server::answering(json(200, "")).await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let settings = harness_sdk_core::Settings::builder().api_key(KEY).host(format!("http://{closed}"));
    let context =
        server.builder().settings_builder(settings).retry(harness_sdk_core::RetryPolicy::none()).build().unwrap();
    let error = Call::new(&context, &GET).with_query("q", "SECRET-VALUE").send::<()>().await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && error.status().is_none(), "{error:?}");
    assert!(error.hint().is_some() && error.to_string().contains("no connection to `127.0.0.1`"), "{error}");
    let mut shown = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        shown += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    assert!(!shown.contains("SECRET-VALUE") && !shown.contains(CANARY), "{shown}");
}

#[test]
fn configuration_problems_are_errors_of_their_own_kind() {
    let fault = harness_sdk_core::Context::builder().user_agent("a\nb").build().unwrap_err();
    assert!(fault.problems().len() >= 2, "all at once: {fault}");
    let settings = harness_sdk_core::Settings::builder().api_key(KEY).build().unwrap();
    let mixed = harness_sdk_core::Context::builder().settings(settings.clone()).org("o").build().unwrap_err();
    assert!(mixed.to_string().contains("settings(..)"), "{mixed}");
    assert!(harness_sdk_core::Context::builder().settings(settings).build().is_ok());
    let error = Error::from(fault);
    assert!(error.is_config() && error.attempts() == 0 && error.status().is_none());
}
