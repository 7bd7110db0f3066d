//! Following executions, with a clock that is made to run on.

use std::time::Duration;

use futures_util::StreamExt as _;
use harness_sdk::Client;
use harness_sdk::execution::{Event, Outcome, Status, WaitError, Waiting};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::support::{Reply, Server, data, missing, ok};

/// An execution with one stage and one step.
fn detail(whole: &str, stage: &str, step: &str) -> Value {
    json!({
        "pipelineExecutionSummary": {
            "pipelineIdentifier": "deploy", "planExecutionId": "E1", "status": whole,
            "layoutNodeMap": { "s1": {
                "nodeExecutionId": "N1", "nodeIdentifier": "build", "name": "Build", "status": stage, "startTs": 5,
                "edgeLayoutList": { "currentNodeChildren": [] }
            } }
        },
        "executionGraph": {
            "rootNodeId": "root",
            "nodeMap": {
                "root": { "identifier": "pipeline", "status": whole, "baseFqn": "pipeline" },
                "X1": {
                    "identifier": "compile", "name": "Compile", "status": step, "startTs": 6,
                    "baseFqn": "pipeline.stages.build.spec.execution.steps.compile",
                    "failureInfo": { "message": if step == "Failed" { "exit code 1" } else { "" } }
                },
                "S1": { "identifier": "execution", "status": step, "baseFqn": "pipeline.stages.build.spec.execution" }
            },
            "nodeAdjacencyListMap": { "root": { "children": ["X1", "S1"] } }
        }
    })
}

fn look(whole: &str, stage: &str, step: &str) -> Reply {
    data(detail(whole, stage, step))
}

fn busy() -> Reply {
    Reply::Json(503, json!({ "message": "down for a moment" }))
}

fn page() -> Reply {
    Reply::With(200, &[("content-type", "text/html")], b"<html><title>Sign in</title></html>".to_vec())
}

/// Each event as a word or two.
async fn told(client: &Client) -> Vec<String> {
    let mut progress = client.execution("E1").wait().events();
    let mut told = Vec::new();
    while let Some(event) = progress.next().await {
        told.push(match event.expect("no error") {
            Event::StatusChanged { to, .. } => format!("status {to}"),
            Event::StageStarted(node) => format!("stage {} began", node.identifier),
            Event::StageEnded(node) => format!("stage {} {}", node.identifier, node.status),
            Event::StepStarted(node) => format!("step {} of {} began", node.identifier, node.stage.unwrap_or_default()),
            Event::StepEnded(node) => format!("step {} {}", node.identifier, node.status),
            Event::Waiting { on, node } => {
                format!("waits for {on:?} at {}", node.map(|n| n.identifier).unwrap_or_default())
            }
            Event::LookFailed { in_a_row, .. } => format!("look failed {in_a_row}"),
            Event::Finished(finished) => format!("finished {}", finished.status()),
            other => format!("{other:?}"),
        });
    }
    told
}

#[tokio::test(start_paused = true)]
async fn progress_is_told_once_and_in_order_through_failures_and_waits() {
    let server = Server::script([
        look("Running", "Running", "Running"),
        busy(),
        page(),
        Reply::Cut(b"{\"data\"".to_vec()),
        look("ApprovalWaiting", "ApprovalWaiting", "ApprovalWaiting"),
        look("ApprovalWaiting", "ApprovalWaiting", "ApprovalWaiting"),
        look("SomethingNew", "Running", "SomethingNew"),
        look("InputWaiting", "InputWaiting", "InputWaiting"),
        look("INTERVENTION_WAITING", "Running", "INTERVENTION_WAITING"),
        look("Success", "Success", "Success"),
    ]);
    let expected = [
        "status Running",
        "stage build began",
        "step compile of build began",
        "look failed 1",
        "look failed 2",
        "look failed 3",
        "status ApprovalWaiting",
        "waits for Approval at compile",
        "status SomethingNew",
        "status InputWaiting",
        "waits for Input at compile",
        "status INTERVENTION_WAITING",
        "waits for Intervention at compile",
        "status Success",
        "step compile Success",
        "stage build Success",
        "finished Success",
    ];
    assert_eq!(told(&server.project()).await, expected);
    let first = &server.seen()[0];
    assert_eq!(first.path, "/pipeline/api/pipelines/execution/v2/E1");
    assert_eq!(first.query("renderFullBottomGraph"), Some("true"));
    assert_eq!((first.query("orgIdentifier"), first.query("projectIdentifier")), (Some("default"), Some("shop")));
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_by_half_up_to_their_bound() {
    let mut looks = vec![look("Running", "Running", "Running"); 6];
    looks.push(look("Success", "Success", "Success"));
    let server = Server::script(looks);
    let start = Instant::now();
    let wait = server.project().execution("E1").wait().pauses(Duration::from_secs(4), Duration::from_secs(10));
    assert_eq!(wait.await.expect("an end").outcome(), Outcome::Succeeded);
    // 4 + 6 + 9 + 10 + 10 + 10
    assert_eq!(start.elapsed().as_secs(), 49);
}

#[tokio::test(start_paused = true)]
async fn failures_in_a_row_are_bounded_and_a_success_between_them_counts_anew() {
    let mut looks = vec![busy(); 5];
    looks.push(look("Running", "Running", "Running"));
    looks.extend(vec![busy(); 6]);
    looks.push(look("Success", "Success", "Success"));
    let server = Server::script(looks);
    let error = server.project().execution("E1").wait().await.expect_err("six failures in a row");
    assert!(matches!(&error, WaitError::Look(error) if error.status().is_some_and(|status| status == 503)), "{error}");
    assert_eq!(server.seen().len(), 12);
    assert!(!format!("{error:?}{error}").contains("CANARY"));
}

#[tokio::test(start_paused = true)]
async fn refused_credentials_end_the_wait_at_once_and_a_late_record_does_not() {
    let server = Server::script([Reply::Json(401, json!({ "code": "INVALID_TOKEN", "message": "no" }))]);
    server.project().execution("E1").wait().await.expect_err("no access");
    assert_eq!(server.seen().len(), 1);
    let server = Server::script([missing(), missing(), look("Success", "Success", "Success")]);
    assert!(server.project().execution("E1").wait().await.expect("found at last").is_success());
}

#[tokio::test(start_paused = true)]
async fn a_failed_run_is_an_error_that_names_stage_step_and_cause() {
    let server = Server::script([look("Failed", "Failed", "Failed")]);
    let error = server.project().execution("E1").wait_for_success().await.expect_err("it failed");
    let text = error.to_string();
    for part in ["`deploy`", "E1", "Failed", "`Build`", "`Compile`", "exit code 1", "/pipelines/deploy/deployments/E1/"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let WaitError::Failed(finished) = error else { panic!("{text}") };
    assert_eq!(finished.outcome(), Outcome::Failed);
    let finished = server.project().execution("E1").wait().await.expect("an end is no error");
    assert!(!finished.is_success());
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_ends_the_wait_and_says_where_it_stood() {
    let server = Server::script([look("ApprovalWaiting", "Running", "Running")]);
    let start = Instant::now();
    let wait = server.project().execution("E1").wait().time_limit(Duration::from_secs(60));
    match wait.await.expect_err("it goes on") {
        WaitError::TimedOut { status: Some(status), after, .. } => {
            assert_eq!((status, after.as_secs()), (Status::ApprovalWaiting, 60));
        }
        other => panic!("{other}"),
    }
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn an_approval_is_answered_with_comment_and_inputs() {
    let server = Server::new(|seen| match seen.method.as_str() {
        "GET" => ok(json!([
            { "id": "A1", "status": "WAITING", "type": "HarnessApproval" },
            { "id": "A2", "status": "WAITING", "type": "JiraApproval" },
            { "id": "A3", "status": "APPROVED", "type": "HarnessApproval" }
        ])),
        _ => data(json!({ "id": "A1" })),
    });
    let approvals = server.project().execution("E1").approvals().await.expect("approvals");
    let ids: Vec<&str> = approvals.iter().map(|approval| approval.id()).collect();
    assert_eq!(ids, ["A1", "A2"]);
    approvals[0].approve().comment("good").input("size", "3").send().await.expect("approved");
    let error = approvals[1].reject().send().await.expect_err("Jira decides");
    assert!(error.to_string().contains("JiraApproval"), "{error}");
    let seen = server.seen();
    assert_eq!((seen.len(), seen[1].path.as_str()), (2, "/pipeline/api/approvals/A1/harness/activity"));
    let inputs = json!([{ "name": "size", "value": "3" }]);
    assert_eq!(seen[1].json(), json!({ "action": "APPROVE", "comments": "good", "approverInputs": inputs }));
}

#[tokio::test]
async fn an_execution_is_aborted_interrupted_and_given_inputs() {
    let server = Server::script([look("InputWaiting", "Running", "InputWaiting"), data(json!({}))]);
    let execution = server.project().execution("E1");
    let snapshot = execution.snapshot().await.expect("a look");
    let (node, on) = snapshot.waiting().next().expect("a step that waits");
    assert_eq!((node.identifier.as_str(), on), ("compile", Waiting::Input));
    execution.give_inputs(node, &json!({ "step": { "spec": { "size": 3 } } })).await.expect("given");
    execution.intervene(node, "Retry").await.expect("retried");
    execution.abort().await.expect("aborted");
    let seen = server.seen();
    assert_eq!(seen[1].body, "step:\n  spec:\n    size: 3\n");
    assert_eq!(seen[1].header("content-type"), Some("application/yaml"));
    assert_eq!(
        (seen[2].path.as_str(), seen[2].query("interruptType")),
        ("/pipeline/api/pipeline/execute/interrupt/E1/X1", Some("Retry"))
    );
    assert_eq!((seen[3].method.as_str(), seen[3].query("interruptType")), ("PUT", Some("AbortAll")));
}

#[tokio::test]
async fn a_retry_runs_with_the_inputs_of_the_execution_and_is_read_in_or_out_of_an_envelope() {
    for answer in
        [json!({ "planExecution": { "uuid": "E2" } }), json!({ "data": { "planExecution": { "uuid": "E2" } } })]
    {
        let server = Server::script([
            look("Failed", "Failed", "Failed"),
            data(json!({ "inputSetYaml": "pipeline:\n  identifier: deploy\n" })),
            ok(answer),
        ]);
        let retried = server.project().execution("E1").retry_from(["build"]).start().await.expect("a retry");
        assert_eq!((retried.id(), retried.pipeline()), ("E2", Some("deploy")));
        let seen = server.seen().pop().expect("a request");
        assert_eq!(seen.path, "/pipeline/api/pipeline/execute/retry/deploy");
        assert_eq!((seen.query("planExecutionId"), seen.query("retryStages")), (Some("E1"), Some("build")));
        assert_eq!(seen.body, "pipeline:\n  identifier: deploy\n");
    }
}

#[test]
fn waits_are_small_and_may_move() {
    fn may_move<T: Send + 'static>(_: T) {}
    let server = Server::script([missing()]);
    let execution = server.project().execution("E1");
    may_move(std::future::IntoFuture::into_future(execution.wait()));
    may_move(execution.wait().events());
    assert!(!format!("{execution:?}{:?}", execution.wait()).contains("CANARY"));
}
