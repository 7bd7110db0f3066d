//! Required members of bodies, and requests without one.

use crate::support::{self, Server, json as answer_json};
use harness_sdk_core::form::FilePart;
use harness_sdk_core::model::{self, Map, Model as _, Null};
use harness_sdk_core::operation::{BodyKind, BodyScope, Operation, Parameter, Role};
use harness_sdk_core::{Call, Context, Error, ErrorKind, Method, Request, Scope};
use serde_json::{Value, json};

harness_sdk_core::union! {
    /// What connects.
    pub enum Spec by "kind" { "git" => Git(Git) }
}

harness_sdk_core::any_of! {
    /// Credentials, or a reference to them.
    pub enum Login { Git(Git), String(String) }
}

harness_sdk_core::request_model! {
    /// A body.
    pub struct Body needs ["connector"] {
        "connector" => pub connector: Info,
        "orgIdentifier" => pub org: Option<String>,
    }
    /// A connector.
    pub struct Info needs ["identifier", "spec", "type", "on"] {
        "identifier" => pub identifier: String,
        "type" => pub r#type: String,
        "spec" by "type" => pub spec: Spec,
        "on" => pub on: bool,
        "more" => pub more: Vec<Git>,
        "by/name" => pub by_name: Map<Git>,
        "one" => pub one: Option<Box<Git>>,
        "login" => pub login: Option<Login>,
    }
    /// A repository.
    pub struct Git needs ["url", "kind", "count"] {
        "kind" => pub kind: String,
        "url" => pub url: String,
        "count" => pub count: Option<i64>,
    }
    /// A thing in a scope.
    pub struct Thing needs ["orgIdentifier", "name"] {
        "orgIdentifier" => pub org: String,
        "name" => pub name: String,
    }
}

const CREATE: Operation = Operation {
    id: "create",
    method: Method::POST,
    path: "/c",
    parameters: &[Parameter::query("branch").required()],
    body: BodyKind::Json,
    body_required: true,
    ..Operation::NEW
};

static THING: Operation =
    Operation { parameters: &[], body_scope: &[BodyScope::new("/orgIdentifier", Role::Org)], ..CREATE };

static UPLOAD: Operation =
    Operation { parameters: &[], body: BodyKind::Multipart, form_required: &["file", "meta"], ..CREATE };

static CREATE_CONNECTOR: Operation = CREATE;

const BARE: Operation = Operation { parameters: &[], body: BodyKind::None, body_required: false, ..CREATE };

async fn server() -> Server {
    Server::answering(answer_json(200, "{}")).await
}

async fn refused(call: Call) -> String {
    let error: Error = call.send::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    error.to_string()
}

fn lacks(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).filter(|part| part.starts_with('/')).collect()
}

fn body(context: &Context, info: Info) -> Call {
    let mut call = Call::new(context, &CREATE_CONNECTOR);
    call.query("branch", "main");
    call.json(&Body::new().connector(info));
    call
}

fn whole() -> Git {
    Git::new().kind("git").url("u").count(1)
}

fn info() -> Info {
    Info::new().identifier("x").spec(whole()).on(true)
}

#[tokio::test]
async fn all_required_members_are_told_with_the_parameters_before_anything_is_sent() {
    let server = server().await;
    let context = server.context();
    let mut call = Call::new(&context, &CREATE_CONNECTOR);
    call.json(&Body::new().connector(Info::new().identifier("x")));
    let text = refused(call).await;
    assert!(text.contains("4 problems") && text.contains(".branch(..)"), "{text}");
    assert_eq!(lacks(&text), ["/connector/type", "/connector/spec", "/connector/on"]);
    assert!(text.contains("`/connector/type` of the body is required: set it with `Info::type(..)`"), "{text}");
    let mut call = Call::new(&context, &CREATE_CONNECTOR);
    call.json(&Body::new());
    assert_eq!(lacks(&refused(call).await), ["/connector"]);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn lists_maps_options_and_unions_are_looked_into() {
    let server = server().await;
    let info = info().spec(Git::new().url("u")).more([whole(), Git::new()]).one(Git::new().count(0));
    let info = info.by_name([("a/b", Git::new().kind("k").url("u"))]).login(Git::new().kind("k").url("u"));
    let text = refused(body(&server.context(), info)).await;
    assert_eq!(
        lacks(&text),
        [
            "/connector/spec/count",
            "/connector/more/1/kind",
            "/connector/more/1/url",
            "/connector/more/1/count",
            "/connector/by~1name/a~1b/count",
            "/connector/one/kind",
            "/connector/one/url",
            "/connector/login/count",
        ]
    );
}

#[tokio::test]
async fn what_is_given_empty_or_null_is_given() {
    let server = server().await;
    let info = Info::new().identifier("").r#type(Null).spec(Git::new().url(Null).count(0)).on(false);
    body(&server.context(), info).send::<()>().await.unwrap();
    let sent: Value = serde_json::from_slice(&server.only().body).unwrap();
    let spec = json!({"kind": "git", "url": null, "count": 0});
    assert_eq!(sent, json!({"connector": {"identifier": "", "type": null, "spec": spec, "on": false}}));
}

#[tokio::test]
async fn values_put_into_fields_are_given_unless_they_are_empty() {
    let server = server().await;
    let mut info = info();
    info.identifier = "y".to_owned();
    info.on = true;
    body(&server.context(), info).send::<()>().await.unwrap();
    let mut info = Info::new();
    info.on = false;
    info.identifier = "y".to_owned();
    let text = refused(body(&server.context(), info)).await;
    assert_eq!(lacks(&text), ["/connector/type", "/connector/spec", "/connector/on"]);
}

#[tokio::test]
async fn what_was_read_goes_back_and_new_parts_of_it_are_checked() {
    let server = server().await;
    let mut read: Info = model::from_value(&json!({"identifier": "x", "more": [{}]})).unwrap();
    body(&server.context(), read.clone()).send::<()>().await.unwrap();
    let sent: Value = serde_json::from_slice(&server.only().body).unwrap();
    assert_eq!(sent, json!({"connector": {"identifier": "x", "more": [{}]}}));
    read.more.push(Git::new().kind("k"));
    assert_eq!(
        lacks(&refused(body(&server.context(), read)).await),
        ["/connector/more/1/url", "/connector/more/1/count"]
    );
}

#[tokio::test]
async fn unknown_fields_and_raw_bodies_are_not_checked() {
    let server = server().await;
    let mut info = info();
    info.extra_mut().insert("later".to_owned(), json!({}));
    let mut thing = Thing::new().org("o");
    thing.extra_mut().insert("name".to_owned(), json!("n"));
    let mut call = Call::new(&server.context(), &THING);
    call.json(&thing);
    call.send::<()>().await.unwrap();
    let raw = body(&server.context(), Info::new()).with_body_json(json!({"connector": {}}));
    raw.send::<()>().await.unwrap();
    let mut open = Call::new(&server.context(), &THING);
    open.json(&json!({"name": {}}));
    open.send::<()>().await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn the_scope_and_later_changes_give_members_but_replace_none() {
    let server = server().await;
    let scoped = server.context().with_scope(Scope::org("o"));
    let thing = |context: &Context, thing: Thing| {
        let mut call = Call::new(context, &THING);
        call.json(&thing);
        call
    };
    thing(&scoped, Thing::new().name("n")).send::<()>().await.unwrap();
    thing(&scoped, Thing::new().name("n").org("")).send::<()>().await.unwrap();
    thing(&scoped, Thing::new().name("n").org(Null)).send::<()>().await.unwrap();
    let mut late = thing(&scoped, Thing::new());
    late.set_in_body("/name", json!("m"));
    late.send::<()>().await.unwrap();
    let sent: Vec<String> = server.seen().iter().map(support::Seen::text).collect();
    assert_eq!(
        sent,
        [
            r#"{"name":"n","orgIdentifier":"o"}"#,
            r#"{"orgIdentifier":"","name":"n"}"#,
            r#"{"orgIdentifier":null,"name":"n"}"#,
            r#"{"name":"m","orgIdentifier":"o"}"#
        ]
    );
    let text = refused(thing(&server.context(), Thing::new())).await;
    assert!(text.contains("the organization is missing (`/orgIdentifier` of the body)"), "{text}");
    assert_eq!(lacks(&text)[1..], ["/name"]);
}

#[tokio::test]
async fn fields_of_forms_are_required_too() {
    let server = server().await;
    let mut call = Call::new(&server.context(), &UPLOAD);
    call.form_json("meta", &Git::new().kind("k"));
    let text = refused(call).await;
    assert!(
        text.contains("`/url` of the form field `meta`") && text.contains("form field `file` is required"),
        "{text}"
    );
    let mut call = Call::new(&server.context(), &UPLOAD);
    call.form_json("meta", &whole());
    call.form_file("file", FilePart::bytes("f", "x"));
    call.send::<()>().await.unwrap();
}

#[tokio::test]
async fn a_write_without_a_body_says_that_it_has_none() {
    static PUT: Operation = Operation { method: Method::PUT, ..BARE };
    static PATCH: Operation = Operation { method: Method::PATCH, ..BARE };
    static DELETE: Operation = Operation { method: Method::DELETE, ..BARE };
    static GET: Operation = Operation { method: Method::GET, ..BARE };
    let server = server().await;
    static POST: Operation = BARE;
    for operation in [&POST, &PUT, &PATCH, &DELETE, &GET] {
        Call::new(&server.context(), operation).send::<()>().await.unwrap();
    }
    server.context().request(Method::POST, "/raw").send().await.unwrap();
    let lengths: Vec<_> = server.seen().iter().map(|seen| seen.header("content-length").map(str::to_owned)).collect();
    let none = || Some("0".to_owned());
    assert_eq!(lengths, [none(), none(), none(), None, None, none()]);
    assert!(server.seen().iter().all(|seen| seen.header("transfer-encoding").is_none()));
}
