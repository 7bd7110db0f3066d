//! What a server explains reaches the caller: in the one line, by methods, and in the predicates; never with the key.

use std::error::Error as _;
use std::fmt::Write as _;

use crate::support::{Reply, Server, answer, json};
use harness_sdk_core::operation::{Failure, FailureRule, Operation};
use harness_sdk_core::{Call, Error, ErrorKind, Method, Request, RetryPolicy};
use serde_json::Value;

static SAVE: Operation = Operation {
    id: "saveThing",
    method: Method::POST,
    path: "/thing",
    failure: Some(&Failure {
        rules: &[
            FailureRule::Is("/data/governanceMetadata/deny", true),
            FailureRule::Is("/data/*/governanceMetadata/deny", true),
            FailureRule::Is("/governance_metadata/deny", true),
            FailureRule::OneOf("/policy_evaluation/status", &["error"]),
            FailureRule::OneOf("/policy_evaluation_status", &["error"]),
            FailureRule::Is("/data/errorResponse", true),
        ],
    }),
    ..Operation::NEW
};

/// A key of no known shape.
const OPAQUE: &str = "0ldStyleKEYabcdef";

async fn sent(reply: Reply) -> Result<Value, Error> {
    let server = Server::answering(reply).await;
    let context = server.builder().retry(RetryPolicy::none()).build().unwrap();
    Call::new(&context, &SAVE).send::<Value>().await.map(|answer| answer.into_inner())
}

async fn failed(status: u16, body: &str) -> Error {
    sent(json(status, body)).await.expect_err(body)
}

const GIT: &str = r#"{"status":"ERROR","code":"HINT","message":"Pull the latest changes first.","correlationId":"c1","detailedMessage":null,
  "responseMessages":[
    {"code":"HINT","level":"INFO","message":"Pull the latest changes first."},
    {"code":"EXPLANATION","level":"INFO","message":"The branch has a newer commit."},
    {"code":"SCM_CONFLICT_ERROR_V2","level":"ERROR","message":"The object changed meanwhile"}]}"#;

#[tokio::test]
async fn all_messages_of_an_answer_count() {
    let error = failed(400, GIT).await;
    assert!(error.is_conflict() && !error.is_not_found() && !error.is_invalid());
    let limited = failed(400, r#"{"code":"TOO_MANY_REQUESTS","message":"slow down"}"#).await;
    assert!(limited.is_rate_limited() && !limited.is_invalid() && limited.is_retryable());
    assert_eq!((error.code(), error.message()), (Some("SCM_CONFLICT_ERROR_V2"), Some("The object changed meanwhile")));
    assert_eq!(error.server_hints().collect::<Vec<_>>(), ["Pull the latest changes first."]);
    assert_eq!(error.explanations().collect::<Vec<_>>(), ["The branch has a newer commit."]);
    assert_eq!(error.messages()[2].level.as_deref(), Some("ERROR"));
    assert_eq!(
        error.to_string(),
        "saveThing: 400 Bad Request SCM_CONFLICT_ERROR_V2: The object changed meanwhile; explanation: The branch has a \
         newer commit.; hint: Pull the latest changes first. (correlation id c1)"
    );
    let coded = |code: &str| GIT.replace("SCM_CONFLICT_ERROR_V2", code);
    for (code, holds) in [
        ("SCM_NOT_FOUND_ERROR", [true, false, false, false, false]),
        ("ENTITY_NOT_FOUND", [true, false, false, false, false]),
        ("SCM_CONFLICT_ERROR", [false, true, false, false, false]),
        ("RESOURCE_ALREADY_EXISTS", [false, true, false, false, false]),
        ("TOO_MANY_REQUESTS", [false, false, true, false, false]),
        ("NG_ACCESS_DENIED", [false, false, false, true, true]),
        ("EXPIRED_TOKEN", [false, false, false, false, true]),
        // The Git provider refuses the connector's credentials, not the caller's.
        ("SCM_UNAUTHORIZED", [false, false, false, false, false]),
    ] {
        let error = failed(400, &coded(code)).await;
        let found = [
            error.is_not_found(),
            error.is_conflict(),
            error.is_rate_limited(),
            error.is_permission_denied(),
            error.is_auth(),
        ];
        assert_eq!(found, holds, "{code}");
    }
    let advice = failed(400, r#"{"code":"INVALID_REQUEST","message":"bad","responseMessages":[{"code":"HINT","message":"see whether it does not exist"}]}"#).await;
    assert!(!advice.is_not_found(), "a hint is no verdict");
}

#[tokio::test]
async fn reasons_wherever_they_stand() {
    type Look = fn(&Error) -> Option<&str>;
    let rows: &[(&str, Look, &str)] = &[
        (r#"{"message":"m","details":"why it is so"}"#, Error::details, "why it is so"),
        (r#"{"message":"m","details":["one","two"]}"#, Error::details, "one; two"),
        (r#"{"message":"m","details":{"reason":"quota"}}"#, Error::details, r#"{"reason":"quota"}"#),
        (r#"{"message":"m","detailedMessage":"in detail"}"#, Error::detailed_message, "in detail"),
        (r#"{"message":"m","metadata":{"hint":"do this"}}"#, |error| error.server_hints().next(), "do this"),
        (
            r#"{"code":"SCHEMA_VALIDATION_FAILED","message":"m","metadata":{"schemaErrors":[{"message":"name is missing","fqn":"$.pipeline","hintMessage":"add name"}]}}"#,
            |error| error.schema_errors().first().map(|field| field.message.as_str()),
            "name is missing (add name)",
        ),
        (
            r#"{"type":"about:blank","title":"Not valid","status":400,"detail":"a field is wrong","errors":[{"pointer":"/name","detail":"too long"}]}"#,
            |error| error.field_errors().first().map(|field| field.message.as_str()),
            "too long",
        ),
        (r#"{"title":"Not valid","status":400,"detail":"a field is wrong"}"#, Error::details, "a field is wrong"),
        (
            r#"{"message":"m","errors":{"name":["too long","not plain"]}}"#,
            |error| error.field_errors().first().map(|field| field.message.as_str()),
            "too long; not plain",
        ),
    ];
    for (body, look, wanted) in rows {
        let kind = if body.contains("title") { "application/problem+json" } else { "application/json" };
        let error = sent(answer(400, &[("content-type", kind)], body)).await.unwrap_err();
        assert_eq!(look(&error), Some(*wanted), "{body}");
        let line = error.to_string();
        assert!(line.contains(wanted) && !line.contains('\n'), "{line}");
    }
    let many: Vec<String> =
        (0..500).map(|n| format!(r#"{{"field":"f{n}","message":"{}"}}"#, "x".repeat(300))).collect();
    let error = failed(400, &format!(r#"{{"message":"m","errors":[{}]}}"#, many[..150].join(","))).await;
    assert!(error.field_errors().len() == 150 && error.to_string().chars().count() < 2500, "the line is bounded");
}

#[tokio::test]
async fn inputs_that_do_not_fit_name_fields_and_sets() {
    let body = r#"{"status":"SUCCESS","data":{"errorResponse":true,"inputSetErrorWrapper":{"uuidToErrorResponseMap":{"a1b2":{
        "errors":[{"fieldName":"tag","message":"not a runtime input","identifierOfErrorSource":"prod"}]}},
        "invalidInputSetReferences":["gone"]}}}"#;
    let error = failed(200, body).await;
    assert_eq!(error.kind(), ErrorKind::Failure);
    let field = &error.field_errors()[0];
    assert_eq!((field.field.as_deref(), field.origin.as_deref()), (Some("tag"), Some("prod")));
    assert_eq!(error.field_errors()[1].origin.as_deref(), Some("gone"));
    let line = error.to_string();
    assert!(line.contains("tag: not a runtime input (from `prod`)") && line.contains("`gone`"), "{line}");
    let renamed = error.with_summary("nothing was started");
    assert!(renamed.to_string().starts_with("saveThing: nothing was started: tag:"), "{renamed}");
}

#[tokio::test]
async fn a_denial_names_policy_and_messages_in_every_form() {
    let bean = r#"{"deny":true,"message":"","status":"error","detailsList":[{"deny":false,"policySetName":"fine","policyMetadataList":[{"policyName":"ok","status":"pass"}]},
        {"deny":true,"policySetName":"names","policyMetadataList":[{"policyName":"lower case","status":"error","denyMessagesList":["use lower case"]},
        {"policyName":"soft","status":"warning","denyMessagesList":["only a warning"]}]}]}"#;
    let proto = bean
        .replace("detailsList", "details")
        .replace("policyMetadataList", "policyMetadata")
        .replace("denyMessagesList", "denyMessages");
    let v1 = r#"{"deny":true,"policy_set_metadata":[{"deny":true,"policy_set":"names","policy_metadata":[{"policy_name":"lower case","status":"error","deny_messages":["use lower case"]}]}]}"#;
    let iacm = r#"{"id":7,"status":"error","details":[{"name":"names","status":"error","details":[{"status":"error","deny_messages":["use lower case"],"policy":{"name":"lower case"}}]}]}"#;
    let flat = r#"{"id":"x","policy_evaluation_status":"error","policy_evaluation_message":"no","policy_evaluation":[{"policy_name":"lower case","policy_set_name":"names","policy_status":"error","message":"use lower case"}]}"#;
    for body in [
        format!(r#"{{"status":"SUCCESS","data":{{"governanceMetadata":{bean}}}}}"#),
        format!(r#"{{"status":"SUCCESS","data":{{"governanceMetadata":{proto}}}}}"#),
        format!(r#"{{"data":[{{"governanceMetadata":{{"deny":false}}}},{{"governanceMetadata":{bean}}}]}}"#),
        format!(r#"{{"governance_metadata":{v1}}}"#),
        format!(r#"{{"governance_metadata":[{v1}],"identifier":"p"}}"#),
        format!(r#"{{"identifier":"w","policy_evaluation":{iacm}}}"#),
        flat.to_owned(),
    ] {
        let error = failed(200, &body).await;
        assert!(error.kind() == ErrorKind::Failure && error.is_policy_denied(), "{body}");
        let [denial] = error.policy_denials() else { panic!("{body}: {:?}", error.policy_denials()) };
        assert_eq!(
            (denial.policy_set.as_deref(), denial.policy.as_deref()),
            (Some("names"), Some("lower case")),
            "{body}"
        );
        assert_eq!(denial.messages, ["use lower case"], "{body}");
        let line = error.to_string();
        assert!(
            line.contains("policy `lower case` of set `names`: use lower case") && line.contains("read the entity"),
            "{line}"
        );
        assert_eq!(error.body(), Some(body.as_bytes()), "the answer stays readable");
    }
    for body in [
        r#"{"data":{"governanceMetadata":{"deny":false,"status":"warning","details":[{"policySetName":"s","status":"warning"}]}}}"#,
        r#"{"identifier":"w","policy_evaluation":{"status":"warning"}}"#,
        r#"{"data":{"governanceMetadata":null}}"#,
    ] {
        assert!(sent(json(200, body)).await.is_ok(), "{body}");
    }
    let refused = failed(
        400,
        &format!(r#"{{"name":"policy_violation","fault":false,"message":"denied","policy_evaluation":{iacm}}}"#),
    )
    .await;
    assert!(refused.is_policy_denied() && refused.policy_denials().len() == 1 && !refused.is_permission_denied());
    let long = format!(r#"{{"data":{{"pad":"{}","governanceMetadata":{bean}}}}}"#, "x".repeat(70 << 10));
    assert_eq!(failed(200, &long).await.policy_denials().len(), 1, "also beyond what the error keeps");
}

fn everything(error: &Error) -> String {
    let mut text = format!(
        "{error} {error:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        error.message(),
        error.correlation_id(),
        error.messages(),
        error.details(),
        error.field_errors(),
        error.headers()
    );
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, " {cause} {cause:?}");
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn the_key_is_shown_by_nobody() {
    let base64 = "Om9sZFN0eWxlS0VZ"; // not the key's
    let echo = format!(
        r#"{{"code":"X{OPAQUE}","message":"no {OPAQUE}, {base64}","details":{{"k":"a{OPAQUE}b"}},"errors":{{"{OPAQUE}":"{OPAQUE}"}}}}"#
    );
    let padded = format!("{}{OPAQUE} and more", "x ".repeat(990));
    let replies = vec![
        json(400, &echo),
        answer(400, &[("x-request-id", OPAQUE)], "[]"),
        answer(200, &[("x-request-id", OPAQUE)], "not json"),
        answer(
            200,
            &[("x-request-id", OPAQUE), ("content-type", "text/html")],
            format!("<html><title>{OPAQUE}</title>"),
        ),
        answer(500, &[("content-type", "text/plain")], padded),
        answer(302, &[("location", &format!("https://{OPAQUE}.invalid/"))], ""),
    ];
    let count = replies.len();
    let server = Server::new(replies).await;
    let context = server.builder().api_key(OPAQUE).retry(RetryPolicy::none()).build();
    let context = context.or_else(|_| {
        harness_sdk_core::Context::builder()
            .api_key(OPAQUE)
            .account("acc")
            .host(&server.url)
            .no_proxy()
            .retry(RetryPolicy::none())
            .build()
    });
    let context = context.unwrap();
    for number in 0..count {
        let call = context.request(Method::GET, format!("/x/{OPAQUE}"));
        assert!(!call.clone().to_curl().contains("0ldStyle"), "{}", call.to_curl());
        let error = call.send_json::<Value>().await.unwrap_err();
        let text = everything(&error);
        assert!(!text.contains("0ldStyle"), "{number}: {text}");
    }
    let server = Server::answering(answer(200, &[], format!("{{\"error\":{{\"message\":\"no {OPAQUE}\"}}}}\n"))).await;
    let context = harness_sdk_core::Context::builder()
        .api_key(OPAQUE)
        .account("acc")
        .host(&server.url)
        .no_proxy()
        .build()
        .unwrap();
    static LINES: Operation = Operation { id: "lines", path: "/lines", ..Operation::NEW };
    let mut lines = Call::new(&context, &LINES).send_json_lines::<Value>().await.unwrap().into_inner();
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("no [redacted]") && !everything(&error).contains("0ldStyle"), "{error}");
}

#[tokio::test]
async fn the_line_is_one_line_and_the_sizes_are_right() {
    let server = Server::answering(json(200, &format!("[{}", " ".repeat(100_000)))).await;
    static READ: Operation = Operation { id: "readThings", path: "/things", ..Operation::NEW };
    let error = Call::new(&server.context(), &READ).send::<Vec<Value>>().await.unwrap_err();
    assert!(error.to_string().contains("100001 bytes"), "{error}");
    let error = Error::custom(ErrorKind::Timeout, "two\nlines\r\nand \u{2028} more");
    assert_eq!(error.to_string(), "two lines and more");
    let long = server.context().request(Method::GET, "/x").with_query("q", "y".repeat(70_000));
    let error = long.send().await.unwrap_err();
    assert!(
        error.kind() == ErrorKind::Request && error.to_string().contains("the HTTP client can send 65534"),
        "{error}"
    );
}
