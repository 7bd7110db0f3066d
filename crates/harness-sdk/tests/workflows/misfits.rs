//! Answers as the platform sends them: values of another JSON type than the document's. None costs the answer.
//!
//! Shapes: harness/harness-core, `PlanExecution.java` (`java.util.Date` as epoch milliseconds), protobuf beans printed with
//! 64-bit integers as text and `bytes` in base64 (protobuf.dev, ProtoJSON); names and values are invented.

use serde_json::{Value, json};

use crate::support::{Server, data, ok};

#[tokio::test]
async fn a_start_whose_answer_has_a_date_as_a_number_is_a_start() {
    let plan =
        json!({ "uuid": "e1", "validUntil": 1_664_436_857_059_i64, "metadata": { "gitSyncBranchContext": "eJxT" } });
    let server = Server::script([data(json!({ "planExecution": plan }))]);
    let execution = server.project().execute("deploy").start().await.expect("a start");
    assert_eq!(execution.id(), "e1");

    let call = server.project().pipelines().execute_pipeline_with_input_set_yaml().identifier("deploy");
    let answer = call.yaml("").send().await.expect("an answer");
    assert!(answer.misfits().is_empty(), "{:?}", answer.misfits());
    let plan = answer.into_inner().data.and_then(|data| data.plan_execution).expect("a plan");
    assert_eq!(plan.valid_until, Some(1_664_436_857_059));
    assert_eq!(plan.metadata.and_then(|metadata| metadata.git_sync_branch_context).as_deref(), Some("eJxT"));
}

#[tokio::test]
async fn a_start_that_answers_no_object_is_not_told_as_failed() {
    for answer in [json!([1]), json!("queued")] {
        let server = Server::script([ok(answer)]);
        let error = server.project().execute("deploy").start().await.expect_err("no id");
        assert!(error.to_string().contains("whether it runs is not known"), "{error}");
        let call = server.project().pipelines().execute_pipeline_with_input_set_yaml().identifier("deploy");
        let answer = call.yaml("").send().await.expect("an answer");
        assert!(answer.unread().is_some() && answer.data.is_none());
    }
}

/// An execution that has ended, with all that the platform writes in its own way.
fn detail() -> Value {
    json!({
        "pipelineExecutionSummary": {
            "pipelineIdentifier": "deploy", "planExecutionId": "E1", "status": "Success",
            "governanceMetadata": { "id": "0", "deny": false, "timestamp": "1648124235000" },
            "executionTriggerInfo": { "issuedBy": { "issueTime": "1664436900000" } }
        },
        "executionGraph": {
            "rootNodeId": "root",
            "nodeMap": { "root": {
                "identifier": "pipeline", "status": "Success", "baseFqn": "pipeline",
                "unitProgresses": [{ "unitName": "x", "startTime": "1664436900000", "endTime": "0" }],
                "executableResponses": [{ "async": { "passThroughData": "CiQ=" } }]
            } }
        }
    })
}

#[tokio::test(start_paused = true)]
async fn waiting_goes_on_whatever_the_types() {
    let server = Server::script([data(detail())]);
    let finished = server.project().execution("E1").wait().await.expect("an end");
    assert_eq!(finished.status().as_str(), "Success");

    let call = server.project().pipelines().get_execution_detail_v2().plan_execution_id("E1");
    let answer = call.send().await.expect("an answer");
    assert!(answer.misfits().iter().all(|one| one.is_converted()));
    let written = serde_json::to_value(&*answer).expect("JSON");
    assert_eq!(written["data"], detail());
    let data = answer.into_inner().data.expect("data");
    let node = &data.execution_graph.expect("a graph").node_map["root"];
    assert_eq!(node.unit_progresses[0].start_time, Some(1_664_436_900_000));
}

#[tokio::test]
async fn executions_are_listed_whatever_the_types() {
    let item = json!({
        "planExecutionId": "E1",
        "executionTriggerInfo": { "triggerType": "MANUAL", "issuedBy": { "issueTime": "1664436900000" } },
        "startTs": "1664436900000", "runSequence": "7", "tags": { "key": "k" }
    });
    let server =
        Server::script([data(json!({ "content": [&item], "totalElements": 1, "totalPages": 1, "last": true }))]);
    let items = server.project().pipelines().list_executions().items();
    let all = items.try_collect().await.expect("a list");
    assert_eq!(
        (all.len(), all[0].plan_execution_id.as_deref(), all[0].start_ts),
        (1, Some("E1"), Some(1_664_436_900_000))
    );
    assert_eq!(serde_json::to_value(&all[0]).expect("JSON"), item);
}

#[tokio::test]
async fn inventory_data_may_be_any_json() {
    let server = Server::script([ok(json!({ "data": { "hosts": [] } }))]);
    let call = server.project().iacm().show_inventory().identifier("web");
    let answer = call.send().await.expect("an answer");
    assert!(answer.misfits().is_empty(), "{:?}", answer.misfits());
    assert_eq!(answer.data, json!({ "hosts": [] }));
}
