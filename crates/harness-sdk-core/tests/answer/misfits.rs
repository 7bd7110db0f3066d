//! Answers of which something is not as the document says: through a call, with what is told of them.

use crate::support::{Server, answer, json as reply};
use harness_sdk_core::model::{Misfit, Model, to_value};
use harness_sdk_core::operation::{Operation, Paging, RetryClass};
use harness_sdk_core::{Call, ContextBuilder, Error, ErrorKind, Items, JsonLines, Method, Pages, Response};
use serde_json::json;

harness_sdk_core::model! {
    /// A run.
    pub struct Run {
        "id" => pub id: String,
        "ended" => pub ended: Option<i64>,
        "output" => pub output: Option<String>,
        "nodes" => pub nodes: Vec<Run>,
    }
}

static GET: Operation = Operation { id: "getRun", path: "/run", ..Operation::NEW };
static START: Operation = Operation { id: "startRun", method: Method::POST, path: "/run", ..Operation::NEW };
static SEARCH: Operation =
    Operation { id: "searchRuns", method: Method::POST, path: "/runs", retry: RetryClass::Safe, ..Operation::NEW };
static BY_PAGE: Paging = Paging::page("page", 0).items("/data/content");
static LIST: Operation = Operation { id: "listRuns", path: "/runs", paging: Some(&BY_PAGE), ..Operation::NEW };

async fn send(
    operation: &'static Operation,
    body: &str,
    with: impl FnOnce(ContextBuilder) -> ContextBuilder,
) -> Result<Response<Run>, Error> {
    let server = Server::answering(reply(200, body)).await;
    let context = with(server.builder()).build().unwrap();
    Call::new(&context, operation).send().await
}

fn told(response: &Response<Run>) -> Vec<String> {
    response.misfits().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_odd_value_costs_its_field_alone() {
    let body = r#"{"id":7,"ended":"1664436857059","output":[{"x":1}],"nodes":[{"id":"a","output":{}},{"id":"b"}]}"#;
    let run = send(&GET, body, |context| context).await.unwrap();
    assert_eq!((run.id.as_str(), run.ended, run.nodes.len()), ("7", Some(1_664_436_857_059), 2));
    assert_eq!(run.kept("output"), Some(json!([{"x": 1}])));
    assert_eq!(
        told(&run),
        [
            "expected a string, found a number at /id",
            "expected a number, found a string at /ended",
            "expected a string, found a list at /output",
            "expected a string, found an object at /nodes/0/output",
        ]
    );
    assert_eq!(run.misfits().iter().map(|one| one.is_converted()).collect::<Vec<_>>(), [true, true, false, false]);
    assert!(run.unread().is_none());
    let run = run.map(|run| run.nodes);
    assert_eq!(run.misfits().len(), 4);
    assert_eq!(to_value(&run.into_inner()).unwrap(), json!([{"id": "a", "output": {}}, {"id": "b"}]));
    assert!(send(&GET, r#"{"id":"a"}"#, |context| context).await.unwrap().misfits().is_empty());
}

#[tokio::test]
async fn a_strict_client_takes_no_field_that_is_left_empty() {
    let strict = |context: ContextBuilder| context.strict_answers(true);
    let run = send(&GET, r#"{"id":7,"ended":"5"}"#, strict).await.unwrap();
    assert_eq!(run.misfits().len(), 2);
    for operation in [&GET, &START] {
        let error = send(operation, "{\n \"nodes\":[{\"id\":[\"pat.x\"]}]}", strict).await.unwrap_err();
        assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("$.nodes[0].id")));
        assert!(
            error.to_string().contains("expected a string, found a list at $.nodes[0].id (line 2, column"),
            "{error}"
        );
        let error = send(operation, "[]", strict).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(send(operation, "", strict).await.unwrap_err().kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_write_that_was_carried_out_is_not_told_as_failed() {
    for (body, found) in [
        ("[1]", "a list"),
        ("\"queued\"", "a string"),
        ("{\"id\":", "a body that is not JSON"),
        ("accepted", "a body that is not JSON"),
        ("", "an empty body"),
    ] {
        let run = send(&START, body, |context| context).await.unwrap();
        assert_eq!(told(&run), [format!("expected an object, found {found} at the root")], "{body}");
        assert!(run.id.is_empty() && run.nodes.is_empty());
        assert_eq!(run.unread().map(|body| &body[..]), Some(body.as_bytes()));
        for operation in [&GET, &SEARCH] {
            let error = send(operation, body, |context| context).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        }
    }
    let run = send(&START, "[1]", |context| context).await.unwrap();
    assert_eq!(to_value(&*run).unwrap(), json!([1]));
    assert_eq!(run.kept(""), Some(json!([1])));
}

#[tokio::test]
async fn an_answer_of_bare_scalars_goes_back_as_it_came() {
    let send = async |operation: &'static Operation, body: &str| {
        let server = Server::answering(reply(200, body)).await;
        Call::new(&server.context(), operation).send::<Vec<i64>>().await
    };
    let body = r#"[1,"2",null,{"a":1}]"#;
    let mut counts = send(&GET, body).await.unwrap();
    assert_eq!((counts.as_slice(), counts.misfits().len()), ([1, 2, 0, 0].as_slice(), 2));
    assert_eq!(counts.to_json().unwrap(), body.as_bytes());
    assert_eq!(serde_json::to_string(&counts).unwrap(), body);
    counts.push(5);
    assert_eq!(serde_json::to_value(&counts).unwrap(), json!([1, "2", null, {"a": 1}, 5]));
    let (original, counts) = (counts.original(), counts.into_inner());
    assert_eq!(original.to_vec(&counts).unwrap(), br#"[1,"2",null,{"a":1},5]"#);
    assert_eq!(send(&GET, "[1,null]").await.unwrap().to_json().unwrap(), b"[1,null]");
    let plain = send(&GET, "[1,2]").await.unwrap();
    assert!(plain.original().is_empty() && plain.to_json().unwrap() == b"[1,2]");
    let texts = plain.map(|counts| counts.len().to_string());
    assert_eq!(serde_json::to_value(&texts).unwrap(), json!("2"));
    // The answer to a write that is of another type altogether.
    assert_eq!(send(&START, r#"{"queued":true}"#).await.unwrap().to_json().unwrap(), br#"{"queued":true}"#);
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_stays_an_error() {
    let server =
        Server::answering(answer(200, &[("content-type", "text/html")], "<!doctype html><title>Sign in</title>")).await;
    let call = Call::new(&server.context(), &START);
    assert_eq!(call.send::<Run>().await.unwrap_err().kind(), ErrorKind::Html);
}

#[tokio::test]
async fn items_are_read_from_a_list_or_not_at_all() {
    let list = async |body: &str| -> Result<Vec<Run>, Error> {
        let server = Server::answering(reply(200, body)).await;
        let mut items: Items<Run> = Items::new(Call::new(&server.context(), &LIST));
        let mut all = Vec::new();
        while let Some(item) = items.try_next().await? {
            all.push(item);
        }
        Ok(all)
    };
    for body in
        ["\"maintenance\"", "[]", "7", "true", r#"{"data":"x"}"#, r#"{"data":[]}"#, r#"{"data":{"content":"x"}}"#]
    {
        assert_eq!(list(body).await.unwrap_err().kind(), ErrorKind::Decode, "{body}");
    }
    assert_eq!(list(r#"{"data":{"content":null}}"#).await.unwrap().len(), 0);
}

#[tokio::test]
async fn pages_tell_what_was_odd_about_their_items() {
    let body = r#"{"data":{"content":[{"id":"a"},{"id":"b","ended":"7","output":[1]},"c"]}}"#;
    let server = Server::answering(reply(200, body)).await;
    let mut pages = Pages::<Run>::new(Call::new(&server.context(), &LIST));
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(page.items.len(), 3);
    assert_eq!(page.items[2].kept(""), Some(json!("c")));
    let places: Vec<&str> = page.misfits().iter().map(Misfit::pointer).collect();
    assert_eq!(places, ["/data/content/1/ended", "/data/content/1/output", "/data/content/2"]);
}

#[tokio::test]
async fn lines_are_read_as_leniently() {
    let server = Server::answering(reply(200, "{\"result\":{\"id\":7}}\n{\"output\":[]}\n")).await;
    let context = server.context();
    let mut lines: JsonLines<Run> = Call::new(&context, &GET).send_json_lines().await.unwrap().into_inner();
    assert_eq!(lines.next().await.unwrap().unwrap().id, "7");
    assert_eq!(lines.next().await.unwrap().unwrap().kept("output"), Some(json!([])));
}
