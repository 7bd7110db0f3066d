//! From the facade to the wire: keys, scope, pages, errors.

use harness_sdk::{Client, Items, RetryPolicy, Scope};
use harness_sdk::{Request, pipelines, platform};
use httpmock::prelude::*;
use serde_json::json;

const KEY: &str = "pat.acc.tok.CANARY";

fn client(server: &MockServer) -> Client {
    let context = Client::builder().host(server.base_url()).api_key(KEY).retry(RetryPolicy::none()).build();
    Client::new(context.expect("a configuration"))
}

#[test]
fn what_is_held_across_awaits_is_small_and_may_move() {
    fn may_move<T: Send + 'static>() {}
    fn may_be_shared<T: Clone + Send + Sync + 'static>() {}
    may_be_shared::<Client>();
    may_be_shared::<pipelines::Client>();
    may_move::<Items<pipelines::types::PipelineListResponseBody>>();
    assert!(size_of::<Client>() <= 64, "{}", size_of::<Client>());
    assert!(size_of::<pipelines::builder::ListPipelines>() <= 16);
}

#[tokio::test]
async fn items_of_three_pages_come_in_order_with_their_filter() {
    let server = MockServer::start_async().await;
    let mut mocks = Vec::new();
    for (page, names) in [("0", ["a", "b"]), ("1", ["c", "d"]), ("2", ["e", ""])] {
        let body: Vec<_> =
            names.iter().filter(|name| !name.is_empty()).map(|name| json!({ "identifier": name })).collect();
        let mock = server.mock_async(move |when, then| {
            when.method(GET)
                .path("/v1/orgs/default/projects/checkout/pipelines")
                .query_param("page", page)
                .query_param("limit", "2")
                .query_param("search_term", "deploy")
                .header("x-api-key", KEY)
                .header("Harness-Account", "acc");
            then.status(200).header("X-Total-Elements", "5").json_body(json!(body));
        });
        mocks.push(mock.await);
    }
    let project = client(&server).project("default", "checkout");
    let mut items = project.pipelines().list_pipelines().search_term("deploy").items().page_size(2);
    let mut names = Vec::new();
    while let Some(pipeline) = items.try_next().await.expect("a page") {
        names.extend(pipeline.identifier);
    }
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert_eq!(items.total(), Some(5));
    for mock in mocks {
        mock.assert_async().await;
    }
}

#[tokio::test]
async fn the_scope_is_filled_and_overridden() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/ng/api/projects")
                .query_param("accountIdentifier", "acc")
                .query_param("routingId", "acc")
                .query_param("orgIdentifier", "other");
            then.status(200).json_body(json!({ "status": "SUCCESS", "data": { "content": [], "empty": true } }));
        })
        .await;
    let harness = client(&server).org("default");
    harness.platform().list_projects().with_scope(Scope::org("other")).send().await.expect("an answer");
    harness.platform().list_projects().org_identifier("other").send().await.expect("an answer");
    mock.assert_calls_async(2).await;
}

#[tokio::test]
async fn what_is_missing_is_said_before_anything_is_sent() {
    let server = MockServer::start_async().await;
    let error = client(&server).pipelines().list_pipelines().send().await.expect_err("no scope");
    let message = error.to_string();
    for needed in ["org", "HARNESS_ORG_ID", "project", "HARNESS_PROJECT_ID"] {
        assert!(message.contains(needed), "{needed}: {message}");
    }
    assert!(error.status().is_none());
}

#[tokio::test]
async fn a_failure_in_a_success_and_a_refusal_are_errors_that_hide_the_key() {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/ng/api/projects/a");
            then.status(200)
                .json_body(json!({ "status": "ERROR", "code": "BOOM", "message": "it broke", "data": null }));
        })
        .await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/ng/api/projects/b");
            then.status(400)
                .json_body(json!({ "status": "ERROR", "code": "RESOURCE_NOT_FOUND_EXCEPTION", "message": "no b" }));
        })
        .await;
    let platform: platform::Client = client(&server).platform();
    let broken = platform.get_project().identifier("a").send().await.expect_err("a failure inside");
    assert_eq!(broken.code(), Some("BOOM"));
    let missing = platform.get_project().identifier("b").send().await.expect_err("a refusal");
    assert!(missing.is_not_found(), "{missing}");
    for text in [format!("{broken:?}{broken}"), format!("{missing:?}{missing}"), format!("{:?}", client(&server))] {
        assert!(!text.contains("CANARY"), "{text}");
    }
}
