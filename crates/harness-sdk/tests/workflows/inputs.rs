//! Starting pipelines: inputs, input sets, policies.

use serde_json::json;

use crate::support::{Server, data};

fn started() -> crate::support::Reply {
    data(json!({ "planExecution": { "uuid": "E1", "status": "RUNNING" } }))
}

#[tokio::test]
async fn input_sets_alone_go_with_an_empty_body_that_has_its_media_type() {
    let server = Server::script([started()]);
    let execution = server.project().execute("deploy").input_sets(["a", "b"]).branch("main").start().await;
    let execution = execution.expect("a start");
    assert_eq!((execution.id(), execution.pipeline()), ("E1", Some("deploy")));
    let link = execution.link().expect("a link");
    assert!(link.ends_with("/ng/account/acc/all/orgs/default/projects/shop/pipelines/deploy/deployments/E1/pipeline"));
    let seen = &server.seen()[0];
    assert_eq!(seen.header("content-type"), Some("application/yaml"));
    assert_eq!((seen.header("content-length"), seen.body.as_str()), (Some("0"), ""));
    let sets: Vec<&str> =
        seen.query.iter().filter(|(name, _)| name == "inputSetIdentifiers").map(|(_, value)| value.as_str()).collect();
    assert_eq!(sets, ["a", "b"]);
    assert_eq!(seen.query("branch"), Some("main"));
}

#[tokio::test]
async fn inputs_beside_sets_are_merged_by_the_server_first() {
    let merged = "pipeline:\n  identifier: deploy\n  variables: []\n";
    let server = Server::script([data(json!({ "pipelineYaml": merged, "errorResponse": false })), started()]);
    let run = server.project().execute("deploy").branch("main").input_sets(["prod"]);
    run.inputs(&json!({ "variables": [] })).start().await.expect("a start");
    let seen = server.seen();
    assert_eq!(seen[0].path, "/pipeline/api/inputSets/merge");
    assert_eq!((seen[0].query("branch"), seen[0].query("pipelineBranch")), (Some("main"), Some("main")));
    let body = json!({ "inputSetReferences": ["prod"], "lastYamlToMerge": "pipeline:\n  identifier: deploy\n  variables: []\n" });
    assert_eq!(seen[0].json(), body);
    assert_eq!((seen[1].body.as_str(), seen[1].query("inputSetIdentifiers")), (merged, None));
}

#[tokio::test]
async fn sets_that_do_not_fit_start_nothing() {
    let fault = json!({ "fieldName": "tag", "message": "not a runtime input", "identifierOfErrorSource": "prod" });
    let wrapper = json!({ "uuidToErrorResponseMap": { "7Qx1": { "errors": [fault] } } });
    let server = Server::script([data(json!({ "errorResponse": true, "inputSetErrorWrapper": wrapper }))]);
    let run = server.project().execute("deploy").input_sets(["prod"]).inputs_yaml("pipeline: {}");
    let error = run.start().await.expect_err("they do not fit");
    let line = error.to_string();
    assert!(line.contains("`prod`") && line.contains("tag: not a runtime input"), "{line}");
    let field = &error.field_errors()[0];
    assert_eq!((field.field.as_deref(), field.origin.as_deref()), (Some("tag"), Some("prod")));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_policy_that_denies_and_an_answer_without_an_execution_are_errors() {
    let verdict =
        json!({ "planExecution": { "uuid": "E1", "governanceMetadata": { "deny": true, "message": "not today" } } });
    let server = Server::script([data(verdict), data(json!({}))]);
    let denied = server.project().execute("deploy").start().await.expect_err("denied");
    assert!(denied.is_policy_denied() && denied.to_string().contains("not today"), "{denied}");
    let error = server.project().execute("deploy").start().await.expect_err("no execution");
    assert!(error.is_decode(), "{error}");
}

#[tokio::test]
async fn inputs_that_are_no_yaml_are_refused_with_their_place_before_anything_is_sent() {
    let server = Server::script([started()]);
    let faults = [
        ("pipeline:\n  a: 1\n  a: 2\n", "line 3, column 3"),
        ("stages: []\n", "no `pipeline:`"),
        ("pipeline: [\n", "line 1"),
    ];
    for (text, place) in faults {
        let error = server.project().execute("deploy").inputs_yaml(text).start().await.expect_err("no inputs");
        assert!(error.to_string().contains(place), "{error}");
    }
    let error = server.project().execute("deploy").inputs(&["a"]).start().await.expect_err("no object");
    assert!(error.to_string().contains("no object"), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn stages_are_run_with_their_inputs_and_sets() {
    let merged = "pipeline:\n  identifier: deploy\n";
    let server = Server::script([data(json!({ "pipelineYaml": merged })), started()]);
    let run = server.project().execute("deploy").stages(["build"]).input_sets(["prod"]).notes("why").module_type("ci");
    run.start().await.expect("a start");
    let seen = server.seen();
    assert_eq!(seen[0].json()["stageIdentifiers"], json!(["build"]));
    assert_eq!(seen[1].path, "/pipeline/api/pipeline/execute/deploy/stages");
    assert_eq!(seen[1].json(), json!({ "runtimeInputYaml": merged, "stageIdentifiers": ["build"] }));
    assert_eq!((seen[1].query("notesForPipelineExecution"), seen[1].query("moduleType")), (Some("why"), Some("ci")));
}
