//! Git options under the names that operations have for them.

use harness_sdk::pipelines::types::PipelineCreateRequestBody;
use harness_sdk::{GitOptions, Request as _};
use serde_json::json;

use crate::support::{Server, data, ok};

#[tokio::test]
async fn options_travel_in_the_query_under_either_spelling_and_setters_win() {
    let server = Server::script([data(json!({})), ok(json!({}))]);
    let client = server.project().pipelines();
    let git = GitOptions::new_branch("fix", "main").commit_message("m").connector("account.git");
    let call = client.update_pipeline_v2().pipeline_identifier("p").yaml("pipeline: {}").commit_msg("own");
    call.with_git(&git).send().await.expect("an answer");
    let call = client.get_pipeline_v1().pipeline("p");
    call.with_git(&GitOptions::branch("fix").repo("r").fallback_branch()).send().await.expect("an answer");
    let seen = server.seen();
    for (name, value) in [
        ("branch", "fix"),
        ("baseBranch", "main"),
        ("isNewBranch", "true"),
        ("commitMsg", "own"),
        ("connectorRef", "account.git"),
    ] {
        assert_eq!(seen[0].query(name), Some(value), "{name}");
    }
    for (name, value) in [("branch_name", "fix"), ("repo_name", "r"), ("load_from_fallback_branch", "true")] {
        assert_eq!(seen[1].query(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn options_travel_in_a_json_body_whether_they_are_said_before_it_or_after() {
    let server = Server::script([ok(json!({}))]);
    let client = server.project().pipelines();
    let git = GitOptions::branch("main").repo("r").remote().file_path("p.yaml");
    let body = PipelineCreateRequestBody::new().identifier("p").name("p").pipeline_yaml("pipeline: {}");
    client.create_pipeline_v1().with_git(&git).body(body.clone()).send().await.expect("an answer");
    client.create_pipeline_v1().body(body).with_git(&git).send().await.expect("an answer");
    let details = json!({ "branch_name": "main", "repo_name": "r", "store_type": "REMOTE", "file_path": "p.yaml" });
    assert!(server.seen().iter().all(|seen| seen.json()["git_details"] == details));
    let error = client.create_pipeline_v1().yaml("a: b").with_git(&git).send().await.expect_err("no JSON");
    assert!(error.to_string().contains("JSON body"), "{error}");
}

#[tokio::test]
async fn what_an_operation_cannot_carry_is_named_and_nothing_is_sent() {
    let server = Server::script([ok(json!({}))]);
    let client = server.project().pipelines();
    let git = GitOptions::branch("main").commit_message("m");
    let error = client.get_pipeline().pipeline_identifier("p").with_git(&git).send().await.expect_err("a read");
    let text = error.to_string();
    assert!(text.contains("getPipeline") && text.contains("commit message; it carries branch"), "{text}");
    let error = client.list_pipelines().with_git(&GitOptions::branch("main")).send().await.expect_err("a list");
    assert!(error.to_string().contains("knows no Git options"), "{error}");
    // A connector that is none to Git is no Git option.
    let cd = server.project().cd();
    let error = cd.get_tas_organizations().with_git(&GitOptions::new().connector("c")).send().await;
    assert!(error.expect_err("another system").to_string().contains("connector"));
    assert!(server.seen().is_empty());
}
