//! Executions: they run, wait, end, are interrupted and retried.

use harness_sdk::{Client, RetryPolicy, pipelines};
use harness_sdk_mock::{Builder, MockHarness};
use serde_json::json;

use harness_sdk::Request as _;

fn answering() -> Builder {
    MockHarness::answering().items(2).retry(RetryPolicy::none())
}

fn pipelines_of(mock: &MockHarness) -> pipelines::Client {
    mock.client().project("default", "checkout").pipelines()
}

async fn start(client: &pipelines::Client) -> String {
    let call = client.execute_pipeline_with_input_set_yaml().identifier("pipeline_0").yaml("");
    let answer = call.send().await.expect("a start").into_inner();
    let execution = answer.data.and_then(|data| data.plan_execution).expect("an execution");
    assert_eq!(execution.status.as_ref().map(ToString::to_string).as_deref(), Some("RUNNING"));
    execution.uuid.expect("an identifier")
}

async fn look(client: &pipelines::Client, id: &str) -> String {
    let answer =
        client.get_execution_detail_v2().plan_execution_id(id).send().await.expect("the execution").into_inner();
    let summary = answer.data.and_then(|data| data.pipeline_execution_summary).expect("a summary");
    assert_eq!(summary.plan_execution_id.as_deref(), Some(id));
    assert_eq!(summary.pipeline_identifier.as_deref(), Some("pipeline_0"));
    summary.status.expect("a status").to_string()
}

#[tokio::test]
async fn an_execution_runs_for_so_many_looks_and_ends() {
    let mock = answering().polls(3).start().await;
    let client = pipelines_of(&mock);
    let id = start(&client).await;
    let mut seen = Vec::new();
    for _ in 0..5 {
        seen.push(look(&client, &id).await);
    }
    assert_eq!(seen, ["Running", "Running", "Running", "Success", "Success"]);
}

#[tokio::test]
async fn a_pipeline_that_is_not_there_cannot_be_started() {
    let mock = answering().start().await;
    let call = pipelines_of(&mock).execute_pipeline_with_input_set_yaml().identifier("gone").yaml("");
    assert!(call.send().await.expect_err("no pipeline").is_not_found());
    let look = pipelines_of(&mock).get_execution_detail_v2().plan_execution_id("gone").send().await;
    assert!(look.expect_err("no execution").is_not_found());
}

#[tokio::test]
async fn an_execution_that_is_aborted_ends_so() {
    let mock = answering().polls(100).start().await;
    let client = pipelines_of(&mock);
    let id = start(&client).await;
    assert_eq!(look(&client, &id).await, "Running");
    let abort = client.handle_interrupt().plan_execution_id(&id).interrupt_type("AbortAll").send().await;
    let abort = abort.expect("an interruption").into_inner();
    assert_eq!(abort.data.and_then(|data| data.plan_execution_id).as_deref(), Some(id.as_str()));
    assert_eq!(look(&client, &id).await, "Aborted");
}

#[tokio::test]
async fn an_execution_waits_for_its_approval() {
    let mock = answering().polls(1).approval(true).start().await;
    let client = pipelines_of(&mock);
    let id = start(&client).await;
    let approvals = async || {
        let call = client.get_approval_instances_by_execution_id().execution_id(&id);
        call.send().await.expect("approvals").into_inner()
    };
    assert_eq!(look(&client, &id).await, "Running");
    assert_eq!(look(&client, &id).await, "ApprovalWaiting");
    let waiting = approvals().await;
    assert_eq!(waiting[0].status.as_ref().map(ToString::to_string).as_deref(), Some("WAITING"));
    let instance = waiting[0].id.clone().expect("an identifier");
    let approve = client.add_harness_approval_activity().approval_instance_id(instance);
    approve.with_body_json(json!({"action": "APPROVE"})).send().await.expect("an approval");
    assert_eq!(look(&client, &id).await, "Success");

    let rejected = start(&client).await;
    look(&client, &rejected).await;
    let reject = client.add_harness_approval_activity().approval_instance_id(&rejected);
    let reject = reject.with_body_json(json!({"action": "REJECT"}));
    reject.clone().send().await.expect("a rejection");
    assert_eq!(look(&client, &rejected).await, "ApprovalRejected");
    assert!(reject.send().await.is_err(), "it waits no more");
}

#[tokio::test]
async fn a_retry_is_a_new_execution() {
    let mock = answering().polls(0).start().await;
    let client = pipelines_of(&mock);
    let first = start(&client).await;
    let retry = client.retry_pipeline().identifier("pipeline_0").plan_execution_id(&first);
    let second = retry.retry_stages(["build"]).yaml("").send().await.expect("a retry").into_inner();
    let second = second.data.and_then(|data| data.plan_execution?.uuid).expect("an identifier");
    assert_ne!(first, second);
    assert_eq!(look(&client, &second).await, "Success");

    let mut all = client.list_executions().pipeline_identifier("pipeline_0").items();
    let mut ids = Vec::new();
    while let Some(one) = all.try_next().await.expect("an execution") {
        ids.extend(one.plan_execution_id);
    }
    assert_eq!(ids, [second, first, "execution_0".to_owned()], "the latest first, then those from the start");
    let elsewhere: Client = mock.client().project("default", "other");
    let gone = elsewhere.pipelines().get_execution_detail_v2().plan_execution_id("execution-1").send().await;
    assert!(gone.expect_err("another project").is_not_found());
}
