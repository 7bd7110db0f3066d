//! The goldens' operations send what their documents say.

use goldens::{answers, body_media_types, data_steered, parameters};
use harness_sdk_core::{Context, Request, Scope};
use httpmock::prelude::*;

fn context(server: &MockServer) -> Context {
    Context::builder().host(server.base_url()).api_key("pat.acc.tok.secret").build().expect("a configuration")
}

#[tokio::test]
async fn every_parameter_travels_in_its_place_and_style() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/apps/a%20b%2Fc/x")
                .query_param("query.project", "p&q")
                .query_param("codes", "1,2")
                .query_param("flags", "f|g")
                .query_param("from", "now")
                .query_param("type", "b")
                .header("if-match", "\"1\"");
            then.status(200);
        })
        .await;
    let client = parameters::Client::new(context(&server));
    let call = client.get_app().request_name("a b/c").app_id("x").query_project("p&q").codes([1, 2]).flags(["f", "g"]);
    call.from("now").r#type("b").if_match("\"1\"").send().await.expect("an answer");
    mock.assert_async().await;
}

#[tokio::test]
async fn bodies_travel_as_their_media_types() {
    let server = MockServer::start_async().await;
    let json = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/json_or_yaml")
                .header("content-type", "application/json")
                .json_body(serde_json::json!({ "name": "n" }));
            then.status(200);
        })
        .await;
    let yaml = server
        .mock_async(|when, then| {
            when.method(POST).path("/json_or_yaml").header("content-type", "application/yaml").body("name: n\n");
            then.status(200);
        })
        .await;
    let form = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/form")
                .header_includes("content-type", "multipart/form-data; boundary=")
                .body_includes("name=\"kind\"\r\n\r\na\r\n")
                .body_includes("{\"name\":\"s\"}")
                .body_includes("bytes of the file");
            then.status(200);
        })
        .await;
    let get = server
        .mock_async(|when, then| {
            when.method(GET).path("/get").json_body(serde_json::json!({ "name": "g" }));
            then.status(200);
        })
        .await;
    let client = body_media_types::Client::new(context(&server));
    let thing = |name: &str| body_media_types::types::Thing::new().name(name);
    client.json_or_yaml().body(thing("n")).send().await.expect("an answer");
    client.json_or_yaml().yaml("name: n\n").send().await.expect("an answer");
    let file = harness_sdk_core::FilePart::bytes("f.txt", "bytes of the file");
    client.form_body().kind("a").spec(thing("s")).file(file).send().await.expect("an answer");
    client.get_with_body().body(thing("g")).send().await.expect("an answer");
    for mock in [json, yaml, form, get] {
        mock.assert_async().await;
    }
}

#[tokio::test]
async fn answers_are_read_as_what_they_are() {
    let server = MockServer::start_async().await;
    for (path, body) in
        [("/csv", "a,b\n1,2\n"), ("/zip", "PK"), ("/codes", "{\"name\":\"n\"}"), ("/list", "[{\"name\":\"x\"}]")]
    {
        server
            .mock_async(|when, then| {
                when.method(GET).path(path);
                then.status(200).body(body);
            })
            .await;
    }
    let client = answers::Client::new(context(&server));
    assert_eq!(client.csv().send().await.expect("text").as_str(), "a,b\n1,2\n");
    assert_eq!(client.zip().send().await.expect("bytes").as_ref(), b"PK");
    assert_eq!(client.several_codes().send().await.expect("a thing").name.as_deref(), Some("n"));
    assert_eq!(client.list().send().await.expect("things").len(), 1);
    server
        .mock_async(|when, then| {
            when.method(GET).path("/events").header("accept", "text/event-stream");
            then.status(200).header("content-type", "text/event-stream").body("event: add\ndata: 1\n\n");
        })
        .await;
    let mut events = client.events().send().await.expect("a stream").into_inner();
    assert_eq!(events.try_next().await.expect("read").expect("an event").kind, "add");
    assert!(events.next().await.is_none());
    let raw = client.list().send_raw().await.expect("an answer").into_inner();
    assert_eq!(raw.bytes().await.expect("bytes").as_ref(), b"[{\"name\":\"x\"}]");
}

#[tokio::test]
async fn data_fills_the_scope_and_closes_references() {
    let server = MockServer::start_async().await;
    let page = |number: &'static str, body: &'static str| {
        server.mock_async(move |when, then| {
            when.method(GET)
                .path("/repos/acc/o/p/r/+/files/docs/a%20b.md")
                .query_param("org", "o")
                .query_param("page", number)
                .header("x-account", "acc")
                .header("x-api-key", "pat.acc.tok.secret");
            then.status(200).header("content-type", "application/json").body(body);
        })
    };
    let first = page("1", r#"{"files":[{"name":"a"},{"name":"b"}],"total":3}"#).await;
    let second = page("2", r#"{"files":[{"name":"c"}],"total":3}"#).await;
    let client = data_steered::Client::new(context(&server)).with_scope(Scope::org("o"));
    let mut files = client.list_files().repo_ref("acc/o/p/r").path("docs/a b.md").items().page_size(2);
    let mut names = Vec::new();
    while let Some(file) = files.try_next().await.expect("a page") {
        names.push(file.name.unwrap_or_default());
    }
    assert_eq!(names, ["a", "b", "c"]);
    first.assert_async().await;
    second.assert_async().await;

    let secret = data_steered::types::File::default();
    assert!(!format!("{secret:?}").contains("secret"));
    let error = data_steered::Client::new(context(&server)).list_files().repo_ref("r").path("f").send().await;
    let message = error.expect_err("no organisation").to_string();
    assert!(message.contains("org") && message.contains("HARNESS_ORG_ID"), "{message}");
}
