//! Read, change, write back; and waiting until what was written is read.

use std::time::Duration;

use harness_sdk::connectors::types::Connector;
use harness_sdk::{Client, settle};
use serde_json::json;
use tokio::time::Instant;

use crate::support::{Reply, Server, conflict, data, missing};

async fn describe(client: &Client, conflicts: u32) -> Result<(), harness_sdk::Error> {
    let (read, write) = (client.connectors(), client.connectors());
    harness_sdk::edit(
        move || read.get_connector().identifier("git").send(),
        |answer| {
            if let Some(connector) = answer.data.as_mut().and_then(|data| data.connector.as_mut()) {
                connector.description = Some("new".to_owned());
            }
            Ok(())
        },
        move |answer, seen| {
            let connector = answer.into_connector();
            seen.guard(write.update_connector().body(Connector::new().connector(connector))).send()
        },
    )
    .retry_conflicts(conflicts)
    .await
    .map(drop)
}

trait IntoConnector {
    fn into_connector(self) -> harness_sdk::connectors::types::ConnectorInfo;
}

impl IntoConnector for harness_sdk::connectors::types::ConnectorResponseEnvelope {
    fn into_connector(self) -> harness_sdk::connectors::types::ConnectorInfo {
        self.data.and_then(|data| data.connector).unwrap_or_default()
    }
}

fn stored() -> Reply {
    data(json!({
        "connector": { "identifier": "git", "name": "Git", "type": "Github", "spec": { "url": "u", "addedLater": [1] }, "unknown": 7 },
        "gitDetails": { "objectId": "O1", "commitId": "C1" }
    }))
}

#[tokio::test]
async fn unknown_fields_survive_and_the_version_read_is_asked_for() {
    let server = Server::script([stored(), data(json!({}))]);
    describe(&server.project(), 0).await.expect("changed");
    let write = &server.seen()[1];
    let connector = &write.json()["connector"];
    assert_eq!((&connector["unknown"], &connector["spec"]["addedLater"]), (&json!(7), &json!([1])));
    assert_eq!(connector["description"], "new");
    assert_eq!((write.query("lastObjectId"), write.query("lastCommitId")), (Some("O1"), Some("C1")));
}

#[tokio::test]
async fn an_entity_tag_goes_where_the_operation_takes_one() {
    let answer = json!({ "data": { "yamlPipeline": "pipeline: {}" } }).to_string().into_bytes();
    let headers: &[(&str, &str)] = &[("content-type", "application/json"), ("etag", "7")];
    let server = Server::script([Reply::With(200, headers, answer), data(json!({}))]);
    let (read, write) = (server.project().pipelines(), server.project().pipelines());
    let edited = harness_sdk::edit(
        move || read.get_pipeline().pipeline_identifier("deploy").send(),
        |_| Ok(()),
        move |_, seen| seen.guard(write.update_pipeline_v2().pipeline_identifier("deploy").yaml("pipeline: {}")).send(),
    );
    edited.await.expect("changed");
    assert_eq!(server.seen()[1].header("if-match"), Some("7"));
}

#[tokio::test]
async fn a_conflict_is_met_by_reading_again_as_often_as_was_asked() {
    let server = Server::script([stored(), conflict(), stored(), data(json!({}))]);
    assert!(describe(&server.project(), 0).await.expect_err("a conflict").is_conflict());
    let server = Server::script([stored(), conflict(), stored(), data(json!({}))]);
    describe(&server.project(), 1).await.expect("changed");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_in_any_of_its_spellings_is_waited_for() {
    let vague = Reply::Json(500, json!({ "code": "DEFAULT_ERROR_CODE", "message": "service web not found" }));
    let gone = Reply::Json(404, json!({ "code": "RESOURCE_NOT_FOUND", "message": "none" }));
    let there = data(json!({ "service": { "identifier": "web" } }));
    let server = Server::script([missing(), vague, gone, data(json!({})), there]);
    let cd = server.project().cd();
    let found = settle(move || cd.get_service_v2().service_identifier("web").send())
        .until(|answer| answer.data.as_ref().is_some_and(|data| data.service.is_some()))
        .await;
    found.expect("it is there at last");
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn the_wait_is_bounded_and_other_errors_end_it() {
    let server = Server::script([missing()]);
    let cd = server.project().cd();
    let start = Instant::now();
    let read = move || cd.get_service_v2().service_identifier("web").send();
    let error = settle(read.clone()).within(Duration::from_secs(10)).await.expect_err("it never comes");
    assert!(error.is_timeout() && error.to_string().contains("not found"), "{error}");
    assert!(start.elapsed() <= Duration::from_secs(10));
    settle(read).gone().await.expect("it is gone");
    let server = Server::script([Reply::Json(403, json!({ "code": "ACCESS_DENIED", "message": "no" }))]);
    let cd = server.project().cd();
    let error = settle(move || cd.get_service_v2().service_identifier("web").send()).await.expect_err("no access");
    assert!(error.is_permission_denied() && server.seen().len() == 1);
}
