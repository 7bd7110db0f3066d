//! What a call sends: path, query, headers, scope and body, and what keeps it from being sent.

use crate::support::{self, Server, json as answer_json};
use harness_sdk_core::operation::{BodyKind, BodyScope, Operation, Parameter, Role};
use harness_sdk_core::{Call, Context, ErrorKind, Method, Request, Scope};
use serde_json::{Value, json};

static THINGS: Operation = Operation {
    id: "listThings",
    path: "/iacm/api/orgs/{org}/projects/{project}/things/{request.name}",
    parameters: &[
        Parameter::path("org").org(),
        Parameter::path("project").project(),
        Parameter::path("request.name").setter("name"),
        Parameter::query("accountIdentifier").required().account(),
        Parameter::query("routingId").account(),
        Parameter::header("Harness-Account").account(),
        Parameter::query("ids").csv(),
        Parameter::query("tags"),
        Parameter::query("flag"),
        Parameter::query("sort").json(),
        Parameter::query("limit").required(),
    ],
    ..Operation::NEW
};

static CREATE: Operation = Operation {
    id: "createThing",
    method: Method::POST,
    path: "/things/{ref}/{scope}/{file}",
    parameters: &[
        Parameter::path("ref").space().reference(),
        Parameter::path("scope").scope_ref(),
        Parameter::path("file").slashes(),
    ],
    body: BodyKind::Json,
    body_required: true,
    body_scope: &[
        BodyScope::new("/accountIdentifier", Role::Account).required(),
        BodyScope::new("/query/orgIdentifier", Role::Org),
        BodyScope::new("/projectIdentifier", Role::Project).required(),
    ],
    ..Operation::NEW
};

async fn server() -> Server {
    Server::answering(answer_json(200, "{}")).await
}

fn things(context: &Context) -> Call {
    let mut call = Call::new(context, &THINGS);
    call.path("request.name", "a/b c");
    call.query("limit", 5);
    call
}

#[tokio::test]
async fn parameters_are_encoded_and_filled_from_the_scope() {
    let server = server().await;
    let context = server.context().with_scope(Scope::project("o 1", "p"));
    let mut call = things(&context);
    call.query("ids", vec!["1", "a,b"]);
    call.query("tags", ["x y", "z+"]);
    call.query("flag", false);
    call.query("sort", json!({"field": "name"}));
    call.send::<()>().await.unwrap();
    let seen = server.only();
    assert_eq!(
        seen.target(),
        "/iacm/api/orgs/o%201/projects/p/things/a%2Fb%20c?accountIdentifier=acc&routingId=acc&ids=1,a%2Cb\
         &tags=x%20y&tags=z%2B&flag=false&sort=%7B%22field%22%3A%22name%22%7D&limit=5"
    );
    assert_eq!(seen.header("harness-account"), Some("acc"));
    assert_eq!(seen.header("x-api-key"), Some(support::KEY));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert!(seen.header("user-agent").unwrap().starts_with("harness-sdk/"));
}

#[tokio::test]
async fn what_the_caller_sets_wins_over_the_scope() {
    let server = server().await;
    let context = server.context().with_scope(Scope::project("o", "p"));
    let mut call = things(&context);
    call.path("org", "mine");
    call.query("routingId", "other");
    call.with_scope(Scope::project("o2", "p2").with_account("acc2"))
        .with_query("extra", "é")
        .with_header("Accept", "text/plain")
        .with_header("X-Extra", "1")
        .send::<()>()
        .await
        .unwrap();
    let seen = server.only();
    assert!(seen.target().starts_with("/iacm/api/orgs/mine/projects/p2/things/"));
    assert!(seen.target().contains("accountIdentifier=acc2&routingId=other&limit=5&extra=%C3%A9"), "{}", seen.target());
    assert_eq!(seen.header("harness-account"), Some("acc2"));
    assert_eq!((seen.header("accept"), seen.header("x-extra")), (Some("text/plain"), Some("1")));
}

#[tokio::test]
async fn all_that_is_missing_is_told_at_once_and_nothing_is_sent() {
    let server = server().await;
    let context = server.context();
    let call = Call::new(&context, &THINGS).with_header("Host", "x").with_header("X-Bad", "a\nb");
    let error = call.send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.operation_id()), (ErrorKind::Request, 0, Some("listThings")));
    assert!(error.is_invalid());
    let text = error.to_string();
    for part in [
        ".org(..)",
        "HARNESS_ORG_ID",
        ".project(..)",
        "HARNESS_PROJECT_ID",
        ".name(..)",
        ".limit(..)",
        "`Host`",
        "`X-Bad`",
    ] {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
    assert!(!text.contains("HARNESS_ACCOUNT_ID"), "the key names the account: {text}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn values_that_would_change_the_path_are_refused() {
    let server = server().await;
    let context = server.context().with_scope(Scope::project("o", "p"));
    for value in ["", ".", ".."] {
        let mut call = things(&context);
        call.path("request.name", value);
        let error = call.send::<()>().await.unwrap_err();
        assert!(error.to_string().contains("`request.name`"), "{value:?}: {error}");
    }
    let error = things(&context).with_scope(Scope::project("o", "..")).send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("`project`"), "{error}");
    let error = things(&context).with_scope(Scope::project("", "p")).send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("organization"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_identifier_that_would_be_read_as_several_is_not_sent() {
    let server = server().await;
    let context = server.context();
    let scopes = [
        Scope::org("a.b"),
        Scope::org("a/b"),
        Scope::project("a", "b.c"),
        Scope::project("a", "b/../c"),
        Scope::org("a").with_account("ACC/other"),
        Scope::account().with_account("ACC.other"),
    ];
    for scope in scopes {
        let mut call = Call::new(&context, &CREATE);
        call.path("file", "f");
        call.json(&json!({}));
        let error = call.with_scope(scope.clone()).send::<()>().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Request && error.to_string().contains("`.`, `/`"), "{scope:?}: {error}");
    }
    let problems = server.builder().account("ACC/other").org("a.b").project("c/d").build().unwrap_err().to_string();
    for part in ["account", "organization", "project"] {
        assert!(problems.contains(&format!("the {part} identifier holds")), "{problems}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn bodies_take_the_scope_where_it_is_absent() {
    let server = server().await;
    let context = server.context().with_scope(Scope::project("o", "p"));
    let mut call = Call::new(&context, &CREATE);
    call.path("file", "dir/a b.txt");
    call.json(&json!({"accountIdentifier": "", "projectIdentifier": "own", "n": 1, "query": {}}));
    call.send::<()>().await.unwrap();
    let seen = server.only();
    assert_eq!(seen.target(), "/things/acc/o/p/+/account.o.p/dir/a%20b.txt");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    let body: Value = serde_json::from_slice(&seen.body).unwrap();
    assert_eq!(
        body,
        json!({"accountIdentifier": "acc", "projectIdentifier": "own", "n": 1, "query": {"orgIdentifier": "o"}})
    );
}

#[tokio::test]
async fn objects_that_the_caller_left_out_are_not_made_for_the_scope() {
    let server = server().await;
    let mut call = Call::new(&server.context().with_scope(Scope::project("o", "p")), &CREATE);
    call.path("file", "f");
    call.json(&json!({"accountIdentifier": "acc", "projectIdentifier": "own"}));
    call.send::<()>().await.unwrap();
    let body: Value = serde_json::from_slice(&server.only().body).unwrap();
    assert_eq!(body, json!({"accountIdentifier": "acc", "projectIdentifier": "own"}));
}

#[tokio::test]
async fn a_missing_body_or_scope_in_it_is_told() {
    let server = server().await;
    let mut call = Call::new(&server.context(), &CREATE);
    call.path("file", "f");
    let error = call.clone().send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("a body is required: set it with .body(..)"), "{error}");
    call.json(&json!({}));
    let error = call.send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("`/projectIdentifier` of the body"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_body_can_be_replaced_and_edited() {
    let server = server().await;
    let context = server.context().with_scope(Scope::project("o", "p"));
    let mut call = Call::new(&context, &CREATE);
    call.path("file", "f");
    call.set_in_body("/paging/limit", json!(30));
    call.clone().send::<()>().await.unwrap();
    call.with_body_yaml("a: 1\n").send::<()>().await.unwrap();
    let seen = server.seen();
    assert_eq!(serde_json::from_slice::<Value>(&seen[0].body).unwrap()["paging"]["limit"], 30);
    assert_eq!((seen[1].header("content-type"), seen[1].text()), (Some("application/yaml"), "a: 1\n".to_owned()));
}

#[tokio::test]
async fn numbers_that_json_lacks_are_told_before_sending() {
    let server = server().await;
    let mut call = Call::new(&server.context().with_scope(Scope::project("o", "p")), &CREATE);
    call.path("file", "f");
    call.json(&vec![f64::NAN]);
    let error = call.send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("cannot be written as JSON"), "{error}");
}

#[tokio::test]
async fn raw_requests_fill_the_scope_only_when_asked() {
    let server = server().await;
    let context = server.context().with_scope(Scope::org("o"));
    context.request(Method::GET, "/new?x=1").with_query("y", "2 3").send().await.unwrap();
    context.request(Method::GET, "/new?x=1").fill_scope().with_query("accountIdentifier", "mine").send().await.unwrap();
    context.request(Method::PUT, "/new").json(&json!({"a": [1]})).send_json::<()>().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].target(), "/new?x=1&y=2%203");
    assert_eq!(seen[1].target(), "/new?x=1&orgIdentifier=o&accountIdentifier=mine");
    assert_eq!(seen[1].header("harness-account"), Some("acc"));
    assert_eq!((seen[2].line.as_str(), seen[2].text()), ("PUT /new HTTP/1.1", r#"{"a":[1]}"#.to_owned()));
}

#[tokio::test]
async fn raw_requests_are_checked() {
    let server = server().await;
    for target in ["/a/../b", "/a/%2e%2E", "no-slash", "/a b", "/a#b"] {
        let error = server.context().request(Method::GET, target).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{target}: {error}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn curl_lines_can_be_run_and_hold_no_secrets() {
    let server = server().await;
    let context = server.context().with_scope(Scope::project("o", "p"));
    let mut call = Call::new(&context, &CREATE);
    call.path("file", "it's");
    call.json(&json!({"name": "it's", "password": "hunter2"}));
    let line = call.with_header("X-Harness-Token", "hunter3").to_curl();
    assert!(line.starts_with("curl \\\n  -X POST \\\n  'http://127.0.0.1:"), "{line}");
    assert!(line.contains("/things/acc/o/p/+/account.o.p/it%27s'"), "{line}");
    assert!(line.contains("-H \"x-api-key: $HARNESS_PLATFORM_API_KEY\""), "{line}");
    assert!(line.contains(r#""name":"it'\''s""#), "{line}");
    assert!(!line.contains("hunter") && !line.contains(support::CANARY), "{line}");
    let unready = Call::new(&server.context(), &THINGS).to_curl();
    assert!(unready.starts_with("# ") && unready.contains("HARNESS_ORG_ID"), "{unready}");
    assert!(server.seen().is_empty(), "nothing is sent");
}
