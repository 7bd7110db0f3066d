//! GraphQL of FirstGen: typed data, and errors inside a success.

use harness_sdk::graphql::GraphQlErrors;
use harness_sdk::{Client, ErrorKind, Request, RetryPolicy};
use httpmock::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

fn client(server: &MockServer, attempts: u32) -> Client {
    let retry = RetryPolicy::default().with_max_attempts(attempts).with_base_delay(std::time::Duration::ZERO);
    let context = Client::builder().host(server.base_url()).api_key("pat.acc.tok.CANARY").retry(retry).build();
    Client::new(context.expect("a configuration"))
}

#[derive(Debug, PartialEq, Deserialize)]
struct Data {
    application: Option<Application>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Application {
    name: String,
}

const QUERY: &str = "query($id: String!) { application(applicationId: $id) { name } }";

async fn answering(server: &MockServer, body: Value) {
    server
        .mock_async(|when, then| {
            when.method(POST).path("/gateway/api/graphql");
            then.status(200).json_body(body);
        })
        .await;
}

#[tokio::test]
async fn query_variables_and_account_travel_and_data_is_typed() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/gateway/api/graphql")
                .query_param("accountId", "acc")
                .header("x-api-key", "pat.acc.tok.CANARY")
                .header("content-type", "application/json")
                .json_body(json!({ "query": QUERY, "variables": { "id": "a1" }, "operationName": "q" }));
            then.status(200).json_body(json!({ "data": { "application": { "name": "Shop" } }, "errors": [] }));
        })
        .await;
    let query = client(&server, 1).graphql(QUERY).variable("id", "a1").operation_name("q");
    let data: Data = query.send().await.expect("data");
    assert_eq!(data.application.expect("an application").name, "Shop");
    mock.assert_async().await;
}

#[tokio::test]
async fn errors_inside_a_success_are_an_error_that_keeps_paths_extensions_and_partial_data() {
    let server = MockServer::start_async().await;
    let body = json!({
        "data": { "application": null, "other": 1 },
        "errors": [
            { "message": "no such application", "path": ["application", 0], "locations": [{ "line": 1, "column": 20 }],
              "extensions": { "code": "NOT_THERE" } },
            { "message": "and more" },
        ],
    });
    answering(&server, body).await;
    let error = client(&server, 1).graphql(QUERY).variables(json!({ "id": "x" })).send::<Data>().await;
    let error = error.expect_err("an error");
    assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Failure, Some("graphql")));
    let shown = error.to_string();
    assert!(shown.contains("no such application") && shown.contains("and more"), "{shown}");
    let found = GraphQlErrors::of(&error).expect("the errors");
    assert_eq!(found.errors()[0].path.as_deref(), Some(&[json!("application"), json!(0)][..]));
    assert_eq!(found.errors()[0].extensions.as_ref().expect("extensions")["code"], "NOT_THERE");
    assert_eq!(found.data()["other"], 1);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
}

#[tokio::test]
async fn data_of_another_type_and_no_data_are_errors_that_repeat_no_values() {
    for body in [json!({ "data": { "application": { "name": 404_404 } } }), json!({ "data": null }), json!({})] {
        let server = MockServer::start_async().await;
        answering(&server, body).await;
        let error = client(&server, 1).graphql(QUERY).send::<Data>().await.expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(!format!("{error:?}").contains("404404"), "{error:?}");
    }
    let server = MockServer::start_async().await;
    answering(&server, json!({})).await;
    assert_eq!(client(&server, 1).graphql(QUERY).send::<Option<Data>>().await.expect("nothing"), None);
}

#[tokio::test]
async fn only_what_is_called_a_read_is_repeated() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(POST).path("/gateway/api/graphql");
            then.status(503).body("{}");
        })
        .await;
    let harness = client(&server, 3);
    let query = || harness.graphql(QUERY).variable("id", 1);
    assert_eq!(query().send::<Value>().await.expect_err("an error").attempts(), 1);
    assert_eq!(query().read_only().send::<Value>().await.expect_err("an error").attempts(), 3);
    assert_eq!(mock.calls_async().await, 4);
    let error = harness.graphql(QUERY).variables(3).with_header("x", "y").send::<Value>().await.expect_err("an error");
    assert!(error.kind() == ErrorKind::Request && error.to_string().contains("no object"), "{error}");
}

#[tokio::test]
async fn errors_of_any_shape_are_errors_and_partial_data_is_offered() {
    for errors in [
        json!(["boom"]),
        json!({ "message": "boom" }),
        json!("boom"),
        json!(true),
        json!(7),
        json!([null]),
        json!([{ "message": null, "path": "application", "locations": null }]),
        json!([{ "message": { "text": "boom" } }]),
        json!([{ "message": "boom", "extensions": "x" }]),
        json!([{}]),
    ] {
        let server = MockServer::start_async().await;
        answering(&server, json!({ "data": { "application": { "name": "Shop" } }, "errors": errors })).await;
        let error = client(&server, 1).graphql(QUERY).send::<Data>().await.map(|_| ()).expect_err(&errors.to_string());
        let found = GraphQlErrors::of(&error).unwrap_or_else(|| panic!("{errors}: {error}"));
        assert!(found.errors().len() == 1 && !found.errors()[0].message.is_empty(), "{errors}: {found:?}");
        assert_eq!(
            found.partial::<Data>().and_then(|data| data.application).map(|one| one.name),
            Some("Shop".to_owned()),
            "{errors}"
        );
        let shows = !errors.to_string().contains("boom") || error.to_string().contains("boom");
        assert!(shows && !format!("{error:?}").contains("Shop"), "{error:?}");
    }
    for none in [json!(null), json!([]), json!(false), json!({})] {
        let server = MockServer::start_async().await;
        answering(&server, json!({ "data": { "application": { "name": "Shop" } }, "errors": none })).await;
        client(&server, 1).graphql(QUERY).send::<Data>().await.expect("no errors");
    }
}
