//! Recording and replaying.

use std::path::Path;

use crate::support::{CANARY, KEY, Server, answer, json};
use harness_sdk_core::operation::{Operation, Parameter};
use harness_sdk_core::transport::Cassette;
use harness_sdk_core::{Context, ContextBuilder, Error, ErrorKind, Form, Method, Request, RetryPolicy};
use serde_json::{Value, json as value};

fn live(server: &Server, path: &Path) -> Context {
    server.builder().middleware(Cassette::record(path)).build().unwrap()
}

fn replaying() -> ContextBuilder {
    Context::builder().api_key("pat.acc.other.key").retry(RetryPolicy::none())
}

fn replay(path: &Path) -> Context {
    replaying().middleware(Cassette::replay(path).unwrap()).build().unwrap()
}

async fn get(context: &Context, target: &str) -> Result<Value, Error> {
    context.request(Method::GET, target).send_json::<Value>().await.map(|answer| answer.into_inner())
}

async fn post(context: &Context, target: &str, body: &Value) -> Result<Value, Error> {
    context.request(Method::POST, target).json(body).send_json::<Value>().await.map(|answer| answer.into_inner())
}

#[tokio::test]
async fn what_was_recorded_is_answered_without_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/folder/tape.json");
    let server = Server::new(vec![
        json(200, r#"{"n":1,"large":18446744073709551615}"#),
        json(200, r#"{"n":2}"#),
        json(404, r#"{"code":"RESOURCE_NOT_FOUND","message":"no such thing"}"#),
        answer(200, &[("content-type", "application/zip"), ("etag", "\"e\"")], [0xff, 0, 1]),
        answer(204, &[], ""),
    ])
    .await;
    let recorded = live(&server, &path);
    assert_eq!(get(&recorded, "/v1/a?x=1&y=2").await.unwrap()["n"], 1);
    assert_eq!(get(&recorded, "/v1/a?x=1&y=2").await.unwrap()["n"], 2);
    assert!(get(&recorded, "/v1/none").await.unwrap_err().is_not_found());
    let zip = recorded.request(Method::GET, "/zip").send_bytes().await.unwrap().into_inner();
    post(&recorded, "/v1/a", &value!({"name": "n"})).await.ok();
    drop(server);

    let replayed = replay(&path);
    let first = get(&replayed, "/v1/a?y=2&x=1").await.unwrap();
    assert_eq!((&first["n"], &first["large"]), (&value!(1), &value!(18_446_744_073_709_551_615_u64)));
    assert_eq!(get(&replayed, "/v1/a?x=1&y=2").await.unwrap()["n"], 2);
    assert!(get(&replayed, "/v1/none").await.unwrap_err().is_not_found());
    let again = replayed.request(Method::GET, "/zip").send().await.unwrap().into_inner();
    assert_eq!(again.headers()["etag"], "\"e\"");
    assert_eq!(again.bytes().await.unwrap(), zip);
    post(&replayed, "/v1/a", &value!({"name": "n"})).await.ok();
    let used = get(&replayed, "/v1/a?x=1&y=2").await.unwrap_err();
    assert!(used.kind() == ErrorKind::Local && used.to_string().contains("2 times"), "{used}");
}

#[tokio::test]
async fn the_last_answer_repeats_when_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tape.json");
    let server = Server::new(vec![json(200, r#"{"n":1}"#), json(200, r#"{"n":2}"#)]).await;
    let recorded = live(&server, &path);
    get(&recorded, "/poll").await.unwrap();
    get(&recorded, "/poll").await.unwrap();
    let cassette = Cassette::replay(&path).unwrap().with_repeats(true);
    assert_eq!(cassette.left(), 2);
    let replayed = replaying().middleware(cassette).build().unwrap();
    for expected in [1, 2, 2, 2] {
        assert_eq!(get(&replayed, "/poll").await.unwrap()["n"], expected);
    }
}

#[tokio::test]
async fn no_secret_is_kept() {
    static SENSITIVE: Operation = Operation {
        id: "secretQuery",
        path: "/query/{pin}/x",
        parameters: &[Parameter::query("word").sensitive(), Parameter::path("pin").sensitive()],
        ..Operation::NEW
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tape.json");
    let echo = format!(
        r#"{{"echo":"{KEY}","password":"{CANARY}1","secret":{{"spec":{{"value":"{CANARY}2"}}}},"link":"https://h.invalid/a?X-Amz-Signature={CANARY}3&b=1","nextPageToken":"page-2"}}"#
    );
    let headers = [
        ("content-type", "application/json"),
        ("set-cookie", "c=CANARYsecret4"),
        ("x-harness-token", "CANARYsecret5"),
        ("location", "https://h.invalid/a?sig=CANARYsecret6&b=1"),
    ];
    let server = Server::answering(answer(200, &headers, &echo)).await;
    let context = live(&server, &path);
    let sent = value!({"name": "n", "apiToken": format!("{CANARY}7"), "text": format!("key is {KEY}")});
    post(&context, "/v1/a", &sent).await.unwrap();
    let header = context.request(Method::GET, "/h").with_header("X-Secret-Token", format!("{CANARY}8"));
    header.send().await.unwrap();
    get(&context, &format!("/q?token={CANARY}9&pageToken=page-1&name=n")).await.unwrap();
    let yaml = format!("secret:\n  password: {CANARY}10\n");
    context.request(Method::POST, "/yaml").yaml(yaml).send().await.unwrap();
    let form = Form::new().text("password", format!("{CANARY}11")).text("name", "n");
    context.request(Method::POST, "/form").form(form).send().await.unwrap();
    let mut call = harness_sdk_core::Call::new(&context, &SENSITIVE);
    call.query("word", format!("{CANARY}12"));
    call.path("pin", format!("{CANARY}13"));
    call.send::<Value>().await.unwrap();

    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("CANARY"), "{text}");
    assert!(["page-1", "page-2", "b=1"].iter().all(|kept| text.contains(kept)), "{text}");
    // Other secrets in the same places fit what was recorded.
    let replayed = replay(&path);
    let other = value!({"name": "n", "apiToken": "another", "text": "key is pat.acc.other.key"});
    post(&replayed, "/v1/a", &other).await.unwrap();
    replayed.request(Method::GET, "/h").send().await.unwrap();
    get(&replayed, "/q?token=another&pageToken=page-1&name=n").await.unwrap();
    replayed.request(Method::POST, "/yaml").yaml("secret:\n  password: another\n").send().await.unwrap();
    let form = Form::new().text("password", "another").text("name", "n");
    replayed.request(Method::POST, "/form").form(form).send().await.unwrap();
}

#[tokio::test]
async fn a_request_that_fits_nothing_is_told_how_it_differs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tape.json");
    let server = Server::answering(json(200, "{}")).await;
    let context = live(&server, &path);
    get(&context, "/v1/things?page=1&size=10").await.unwrap();
    post(&context, "/v1/things", &value!({"thing": {"name": "one", "tags": ["a"]}})).await.unwrap();
    let replayed = replay(&path);
    let told = |error: Error| {
        assert!(error.kind() == ErrorKind::Local && error.hint().is_some(), "{error}");
        error.to_string()
    };
    let text = told(get(&replayed, "/v1/things?page=2&sort=x").await.unwrap_err());
    for words in [
        "exchange 1",
        "query `page`: recorded `1`, asked `2`",
        "query `size`: recorded `10`, not asked",
        "query `sort`",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let asked = value!({"thing": {"name": "two", "tags": ["a", "b"]}, "more": 1});
    let text = told(post(&replayed, "/v1/things", &asked).await.unwrap_err());
    for words in [
        "exchange 2",
        "body /thing/name: recorded `\"one\"`, asked `\"two\"`",
        "body /thing/tags",
        "body /more: asked, not recorded",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = told(get(&replayed, "/v1/other").await.unwrap_err());
    assert!(text.contains("path: recorded `/v1/things`, asked `/v1/other`"), "{text}");
}

#[test]
fn files_that_are_no_recordings_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tape.json");
    assert!(Cassette::replay(&path).unwrap_err().to_string().contains("tape.json"));
    assert!(Cassette::replay_or_record(&path).is_ok());
    for (text, words) in [("{", "cannot be read"), (r#"{"cassette":2,"exchanges":[]}"#, "version 2")] {
        std::fs::write(&path, text).unwrap();
        let error = Cassette::replay_or_record(&path).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
}
