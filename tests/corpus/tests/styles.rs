//! Clients generated from documents in foreign styles speak as those servers do.

use corpus::{fastapi, full, goa, huma, prelude, protobuf, springdoc, swaggo};
use harness_sdk_core::{Context, FilePart};
use httpmock::prelude::*;
use serde_json::json;

fn context(server: &MockServer) -> Context {
    Context::builder().host(server.base_url()).api_key("pat.acc.tok.secret").build().expect("a configuration")
}

#[tokio::test]
async fn goa_lists_and_errors() {
    let server = MockServer::start_async().await;
    let list = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/iacm/api/orgs/default/workspaces")
                .query_param("limit", "2")
                .query_param("search", "a b&c")
                .header("harness-account", "acc");
            then.status(200).json_body(json!([{ "identifier": "w", "created": 1, "status": "paused" }]));
        })
        .await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/iacm/api/orgs/none/workspaces");
            then.status(404).header("content-type", "application/vnd.goa.error").json_body(json!({
                "name": "not_found", "id": "8h", "message": "no such org", "temporary": false, "timeout": false, "fault": false
            }));
        })
        .await;
    let client = goa::Client::new(context(&server));
    let ask = |org: &str| client.list_workspaces().org(org).harness_account("acc").limit(2).search("a b&c");
    let found = ask("default").send().await.expect("a list");
    assert_eq!(found[0].status.as_str(), "paused", "a status that the document does not know is kept");
    list.assert_async().await;
    let error = ask("none").send().await.expect_err("no org");
    assert!(error.is_not_found());
    assert_eq!((error.message(), error.operation_id()), (Some("no such org"), Some("workspaces#list-workspaces")));
}

#[tokio::test]
async fn goa_downloads_bytes() {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/iacm/api/orgs/o/workspaces/a%2Fb/state");
            then.status(200).header("content-type", "application/octet-stream").body([0, 159, 146, 150]);
        })
        .await;
    let client = goa::Client::new(context(&server));
    let state = client.download_state().org("o").identifier("a/b").send().await.expect("bytes");
    assert_eq!(state.as_ref(), [0, 159, 146, 150]);
}

#[tokio::test]
async fn springdoc_spreads_object_parameters_and_reads_wrapped_answers() {
    let server = MockServer::start_async().await;
    let list = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/ng/api/projects")
                .query_param("accountIdentifier", "acc")
                .query_param("page", "0")
                .query_param("size", "5")
                .query_param("sort", "name,asc");
            then.status(200).json_body(json!({
                "status": "SUCCESS", "data": { "totalItems": 1, "content": [{ "project": { "identifier": "p", "name": "P" } }] }
            }));
        })
        .await;
    let client = springdoc::Client::new(context(&server));
    let call = client.get_project_list().account_identifier("acc").page(0).size(5).sort(["name,asc"]);
    let page = call.send().await.expect("a page").into_inner().data.expect("data");
    assert_eq!(page.content[0].project.identifier, "p");
    list.assert_async().await;
}

#[tokio::test]
async fn springdoc_bases_become_unions_and_forms_are_sent() {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/ng/api/connectors/c");
            then.status(200).json_body(json!({ "data": { "name": "c", "identifier": "c", "type": "Git",
                "spec": { "connectorType": "GitConfig", "url": "https://git" } } }));
        })
        .await;
    let form = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/ng/api/files")
                .body_includes("name=\"name\"\r\n\r\nf\r\n")
                .body_includes("{\"key\":\"k\",\"value\":\"v\"}")
                .body_includes("content of it");
            then.status(200).json_body(json!({ "data": true }));
        })
        .await;
    let client = springdoc::Client::new(context(&server));
    #[allow(deprecated, reason = "the document deprecates it")]
    let connector =
        client.get_connector().identifier("c").send().await.expect("an answer").into_inner().data.expect("data");
    let Some(springdoc::types::ConnectorConfigDto::GitConfig(git)) = connector.spec else { panic!("a git connector") };
    assert_eq!(git.url.as_deref(), Some("https://git"));
    let tag = springdoc::types::NgTag::new().key("k").value("v");
    let call = client.create().name("f").content(FilePart::bytes("f.txt", "content of it")).tags([tag]);
    assert_eq!(call.send().await.expect("an answer").data, Some(true));
    form.assert_async().await;
}

#[tokio::test]
async fn swaggo_lists_travel_separated_by_commas_and_yaml_as_text() {
    let server = MockServer::start_async().await;
    let list = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/gateway/chaos/rest/experiments")
                .query_param("accountIdentifier", "acc")
                .query_param("tags", "a,b")
                .query_param("sortField", "lastUpdated");
            then.status(200).json_body(json!({ "data": [{ "experimentID": "e", "status": "N/A",
                "parent": { "experimentID": "p" } }], "pagination": { "totalItems": 1 } }));
        })
        .await;
    let apply = server
        .mock_async(|when, then| {
            when.method(POST).path("/gateway/chaos/rest/experiments/e/manifest").body("kind: X\n");
            then.status(204);
        })
        .await;
    let client = swaggo::Client::new(context(&server));
    let call = client.list_experiments().account_identifier("acc").tags(["a", "b"]).sort_field("lastUpdated");
    let found = call.send().await.expect("a list");
    let experiment = &found.data[0];
    assert_eq!(experiment.status.as_ref().map(|status| status.as_str()), Some("N/A"));
    assert_eq!(experiment.parent.as_ref().and_then(|parent| parent.experiment_id.as_deref()), Some("p"));
    client.apply_manifest().experiment_id("e").yaml("kind: X\n").send().await.expect("no content");
    list.assert_async().await;
    apply.assert_async().await;
}

#[tokio::test]
async fn protobuf_parameters_keep_their_dots_and_wide_numbers_their_text() {
    let server = MockServer::start_async().await;
    let get = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/gitops/api/v1/agents/a/applications/app")
                .query_param("query.project", "p")
                .query_param("query.refresh", "hard");
            then.status(200).json_body(json!({ "metadata": { "name": "app" }, "generation": "9007199254740993",
                "spec": { "@type": "x/Any", "more": 1 } }));
        })
        .await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/gitops/api/v1/agents/a/applications/gone");
            then.status(404).json_body(json!({ "code": 5, "message": "application not found", "details": [] }));
        })
        .await;
    let client = protobuf::Client::new(context(&server));
    let ask = |name: &str| client.agent_application_service_get().agent_identifier("a").request_name(name);
    let found = ask("app").query_project(["p"]).query_refresh("hard").send().await.expect("an application");
    assert_eq!(found.generation.as_deref(), Some("9007199254740993"));
    get.assert_async().await;
    let error = ask("gone").send().await.expect_err("gone");
    assert!(error.is_not_found());
    assert_eq!(error.message(), Some("application not found"));
}

#[tokio::test]
async fn huma_answers_may_hold_null_lists_and_alternatives() {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/har/api/v1/registry/abc/artifacts").query_param("sort", "a,b");
            then.status(200).json_body(json!({ "$schema": "https://s", "items": null, "total": 0 }));
        })
        .await;
    server
        .mock_async(|when, then| {
            when.method(PATCH).path("/har/api/v1/artifacts/1").json_body(json!({ "name": "n", "meta": ["x"] }));
            then.status(200).json_body(json!({ "name": "n", "meta": 2.5, "pulled": null }));
        })
        .await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/har/api/v1/events");
            then.status(200).header("content-type", "text/event-stream").body("event: x\ndata: {}\n\n");
        })
        .await;
    let client = huma::Client::new(context(&server));
    let list = client.list_artifacts().registry_ref("abc").sort(["a", "b"]).send().await.expect("a list");
    assert!(list.items.is_empty());
    let artifact = huma::types::Artifact::new().name("n").meta(vec!["x".to_owned()]);
    let patched = client.patch_artifact().id("1").body(artifact).send().await.expect("an artifact");
    assert!(matches!(patched.meta, Some(huma::types::ArtifactMeta::Number(number)) if number == 2.5));
    let mut events = client.stream_events().send().await.expect("events").into_inner();
    let event = events.try_next().await.expect("a stream").expect("an event");
    assert_eq!((event.kind.as_str(), event.data.as_str()), ("x", "{}"));
}

#[tokio::test]
async fn fastapi_nulls_forms_and_recursion() {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method(GET).path("/insights/7/scores").query_param("kinds", "self").header("x-token", "t");
            then.status(200).json_body(
                json!([{ "value": null, "kind": "1", "parent": { "value": 1.0, "kind": "self" }, "loc": ["a", 1] }]),
            );
        })
        .await;
    let login = server
        .mock_async(|when, then| {
            when.method(POST)
                .path("/token")
                .header("content-type", "application/x-www-form-urlencoded")
                .form_urlencoded_tuple("username", "u")
                .form_urlencoded_tuple("password", "p&w");
            then.status(200).json_body(json!({ "access_token": "x" }));
        })
        .await;
    let client = fastapi::Client::new(context(&server));
    let call = client.read_scores_insights_team_id_scores_get().team_id(7).kinds(["self"]).x_token("t");
    let scores = call.send().await.expect("scores");
    assert_eq!((scores[0].value, scores[0].loc.len()), (None, 2));
    assert_eq!(scores[0].parent.as_ref().and_then(|parent| parent.value), Some(1.0));
    let answer = client.login_token_post().username("u").password("p&w").send().await.expect("a token");
    assert_eq!(answer["access_token"], "x");
    login.assert_async().await;
}

#[tokio::test]
async fn everything_of_openapi_that_is_seldom_used() {
    let server = MockServer::start_async().await;
    let get = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/hooks/h")
                .query_param("fields", "id|url")
                .query_param("where", "{\"a\":1}")
                .query_param("odd name!", "x")
                .header("x-trace", "t");
            then.status(200).header("content-type", "application/json; charset=utf-8").json_body(json!({
                "id": "h", "url": "https://x", "events": ["created", "moved"], "last": { "kind": "gone", "reason": "r" }
            }));
        })
        .await;
    let client = full::Client::new(context(&server));
    let call = client.hooks_get().id("h").fields(["id", "url"]).r#where("{\"a\":1}").odd_name("x").x_trace("t");
    let hook = call.send().await.expect("a hook");
    assert!(matches!(hook.last, Some(full::types::Event::Deleted(_))));
    assert_eq!(hook.events[1].as_str(), "moved");
    get.assert_async().await;
    let error = client.hooks_get().send().await.expect_err("no id");
    assert!(error.to_string().contains("id"), "{error}");
}

#[tokio::test]
async fn names_that_mean_something_to_rust_travel_as_they_are() {
    let server = MockServer::start_async().await;
    let get = server
        .mock_async(|when, then| {
            when.method(GET).path("/a").query_param("fn", "Err").query_param("Self", "s").query_param("é", "e");
            then.status(200)
                .json_body(json!({ "result": "*/", "é": "1", "e\u{301}": "2", "self": "me", "{}": "braces" }));
        })
        .await;
    let client = prelude::Client::new(context(&server));
    let answer = client.send().r#fn(prelude::types::Result2::Err).self_("s").e("e").send().await.expect("an answer");
    assert_eq!(answer.result.as_ref().map(|result| result.as_str()), Some("*/"));
    assert_eq!(answer.self_.as_deref(), Some("me"));
    let written = serde_json::to_value(&*answer).expect("JSON");
    assert_eq!((&written["é"], &written["e\u{301}"], &written["{}"]), (&json!("1"), &json!("2"), &json!("braces")));
    get.assert_async().await;
}
