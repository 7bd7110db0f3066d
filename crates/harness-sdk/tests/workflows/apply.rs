//! Entities as files.

use harness_sdk::GitOptions;
use harness_sdk::apply::Change;
use serde_json::json;

use crate::support::{Server, conflict, data, missing, ok};

const PIPELINE: &str = "# kept\npipeline:\n  identifier: deploy\n  name: Deploy\n";

#[tokio::test]
async fn what_is_not_there_is_created_with_the_text_as_it_is() {
    let server = Server::script([missing(), data(json!({ "identifier": "deploy" }))]);
    let git = GitOptions::branch("main").repo("infra").file_path("deploy.yaml").remote().commit_message("new");
    let applied = server.project().apply(PIPELINE).git(git).await.expect("created");
    assert_eq!(
        (applied.kind.as_str(), applied.identifier.as_str(), applied.change),
        ("pipeline", "deploy", Change::Created)
    );
    let seen = server.seen();
    assert_eq!(seen[0].query("branch"), Some("main"));
    assert_eq!((seen[1].method.as_str(), seen[1].path.as_str()), ("POST", "/pipeline/api/pipelines/v2"));
    assert_eq!((seen[1].body.as_str(), seen[1].header("content-type")), (PIPELINE, Some("application/yaml")));
    for (name, value) in
        [("storeType", "REMOTE"), ("repoName", "infra"), ("filePath", "deploy.yaml"), ("commitMsg", "new")]
    {
        assert_eq!(seen[1].query(name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn what_differs_is_updated_guarded_by_what_was_read() {
    let old = json!({ "yamlPipeline": "pipeline: {}", "gitDetails": { "objectId": "O1", "commitId": "C1" } });
    let server = Server::script([data(old), data(json!({}))]);
    let applied = server.project().apply(PIPELINE).git(GitOptions::branch("main").remote()).await.expect("updated");
    assert_eq!(applied.change, Change::Updated);
    let update = &server.seen()[1];
    assert_eq!((update.method.as_str(), update.path.as_str()), ("PUT", "/pipeline/api/pipelines/v2/deploy"));
    assert_eq!((update.query("lastObjectId"), update.query("lastCommitId")), (Some("O1"), Some("C1")));
    assert_eq!((update.query("branch"), update.query("storeType")), (Some("main"), None));
}

#[tokio::test]
async fn what_is_as_it_should_be_is_left_alone() {
    let server = Server::script([data(json!({ "yamlPipeline": "pipeline: {name: Deploy, identifier: deploy}" }))]);
    assert_eq!(server.project().apply(PIPELINE).await.expect("unchanged").change, Change::Unchanged);
    let stored = json!({ "connector": { "identifier": "git", "name": "Git", "type": "Github", "tags": {}, "spec": { "url": "u", "x": 1 } } });
    let server = Server::script([data(stored)]);
    let yaml = "connector:\n  identifier: git\n  name: Git\n  type: Github\n  spec:\n    url: u\n";
    assert_eq!(server.project().apply(yaml).await.expect("unchanged").change, Change::Unchanged);
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn conflicts_are_met_as_often_as_was_asked() {
    let old = || data(json!({ "yamlPipeline": "pipeline: {}" }));
    let server = Server::script([old(), conflict(), old(), conflict()]);
    let error = server.project().apply(PIPELINE).retry_conflicts(1).await.expect_err("two conflicts");
    assert!(error.is_conflict() && server.seen().len() == 4, "{error}");
    let server = Server::script([missing(), conflict(), old(), data(json!({}))]);
    assert_eq!(server.project().apply(PIPELINE).await.expect("overtaken").change, Change::Updated);
}

#[tokio::test]
async fn identifier_and_name_stand_beside_the_yaml_where_the_operation_wants_them() {
    let yaml = "infrastructureDefinition:\n  identifier: k8s\n  name: Cluster\n  environmentRef: prod\n  type: KubernetesDirect\n  tags:\n    a: b\n";
    let server = Server::script([missing(), data(json!({}))]);
    server.project().apply(yaml).await.expect("created");
    let seen = server.seen();
    assert_eq!(seen[0].query("environmentIdentifier"), Some("prod"));
    let body = seen[1].json();
    let expected = json!({
        "identifier": "k8s", "name": "Cluster", "environmentRef": "prod", "type": "KubernetesDirect", "yaml": yaml,
        "tags": { "a": "b" }, "orgIdentifier": "default", "projectIdentifier": "shop"
    });
    assert_eq!(body, expected);
    let trigger = "trigger:\n  identifier: nightly\n  pipelineIdentifier: deploy\n";
    let server = Server::script([missing(), data(json!({}))]);
    server.project().apply(trigger).await.expect("created");
    assert!(server.seen().iter().all(|seen| seen.query("targetIdentifier") == Some("deploy")));
    let set = "inputSet:\n  identifier: prod\n  pipeline:\n    identifier: deploy\n";
    let server = Server::script([missing(), data(json!({}))]);
    server.project().apply(set).await.expect("created");
    assert!(server.seen().iter().all(|seen| seen.query("pipelineIdentifier") == Some("deploy")));
}

#[tokio::test]
async fn what_cannot_be_applied_is_said_before_anything_is_sent() {
    let server = Server::script([ok(json!({}))]);
    let faults = [
        ("pipeline:\n  name: a\n", "no `identifier`"),
        ("pipeline:\n  name: 'a\n", "line"),
        ("cake:\n  identifier: a\n", "`infrastructureDefinition`"),
        ("- a\n", "one key at the top"),
        ("environment:\n  identifier: a\n", "no `type`"),
        ("pipeline:\n  identifier: a\n  projectIdentifier: other\n", "`other`"),
        ("trigger:\n  identifier: a\n", "no `pipelineIdentifier`"),
    ];
    for (yaml, part) in faults {
        let server = Server::script([missing()]);
        let error = server.project().apply(yaml).await.expect_err(yaml).to_string();
        assert!(error.contains(part), "{part}: {error}");
        assert!(server.seen().iter().all(|seen| seen.method == "GET"), "{yaml}");
    }
    let git = GitOptions::branch("main");
    let error = server.project().apply("trigger:\n  identifier: a\n  pipelineIdentifier: b\n").git(git).await;
    assert!(error.expect_err("triggers lie in no Git").to_string().contains("branch"));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn an_entity_is_never_made_at_a_level_that_its_yaml_does_not_name() {
    let server = Server::script([missing(), data(json!({}))]);
    let of =
        |members: &str| format!("connector:\n  identifier: git\n  name: Git\n  type: Github\n{members}  spec: {{}}\n");
    let (account, org) = (server.account(), server.account().org("default"));
    let faults = [
        (&account, "  projectIdentifier: shop\n", "no organization"),
        (&account, "  orgIdentifier: null\n  projectIdentifier: shop\n", "no organization"),
        (&account, "  orgIdentifier: 12\n", "`orgIdentifier`"),
        (&account, "  orgIdentifier: [default]\n", "`orgIdentifier`"),
        (&account, "  orgIdentifier: {a: b}\n", "`orgIdentifier`"),
        (&account, "  orgIdentifier: true\n  projectIdentifier: 1.5\n", "`orgIdentifier`, `projectIdentifier`"),
        (&account, "  orgIdentifier: ''\n", "empty"),
        (&account, "  orgIdentifier: ' default'\n", "white space"),
        (&account, "  orgIdentifier: <+org.identifier>\n", "an expression"),
        (&org, "  projectIdentifier: <+project.identifier>\n", "an expression"),
        (&org, "  projectIdentifier: 7\n", "`projectIdentifier`"),
        (&org, "  orgIdentifier: other\n", "`other`"),
        (&org, "  orgIdentifier: ''\n", "``"),
    ];
    for (client, members, part) in faults {
        let error = client.apply(of(members)).await.expect_err(members).to_string();
        assert!(error.contains(part), "{members}: {error}");
    }
    for yaml in ["connector:\n  identifier: 12\n", "connector:\n  identifier: a\n  name: 1.10\n"] {
        let error = account.apply(yaml).await.expect_err(yaml).to_string();
        assert!(error.contains("no texts") && error.contains("quotes"), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_scope_is_that_of_the_yaml_where_the_client_has_none() {
    let yaml =
        |members: &str| format!("connector:\n  identifier: git\n  name: Git\n  type: Github\n{members}  spec: {{}}\n");
    let both = "  orgIdentifier: default\n  projectIdentifier: shop\n";
    for (level, members, expected) in [
        (0, "", (None, None)),
        (0, "  orgIdentifier: null\n", (None, None)),
        (0, "  orgIdentifier: default\n", (Some("default"), None)),
        (0, both, (Some("default"), Some("shop"))),
        (1, "  projectIdentifier: shop\n", (Some("default"), Some("shop"))),
        (2, "  projectIdentifier: <+project.identifier>\n", (Some("default"), Some("shop"))),
        (2, "", (Some("default"), Some("shop"))),
    ] {
        let server = Server::script([missing(), data(json!({}))]);
        let account = server.account();
        let client = [account.clone(), account.org("default"), account.project("default", "shop")][level].clone();
        client.apply(yaml(members)).await.expect(members);
        let read = &server.seen()[0];
        assert_eq!((read.query("orgIdentifier"), read.query("projectIdentifier")), expected, "{level} {members}");
    }
}

#[tokio::test(start_paused = true)]
async fn endless_conflicts_are_told_after_a_bounded_time() {
    let yaml = "connector:\n  identifier: git\n  name: Git\n  type: Github\n  spec: {}\n";
    let mut is_read = false;
    let server = Server::new(move |_| {
        is_read = !is_read;
        if is_read { data(json!({ "connector": { "identifier": "git", "name": "Old" } })) } else { conflict() }
    });
    let start = tokio::time::Instant::now();
    let error = server.project().apply(yaml).retry_conflicts(u32::MAX).await.expect_err("a conflict");
    assert!(error.is_conflict(), "{error}");
    assert!(start.elapsed() <= std::time::Duration::from_secs(130), "{:?}", start.elapsed());
    let requests = server.seen().len();
    assert!((20..100).contains(&requests), "{requests}");
}

#[tokio::test]
async fn numbers_with_a_leading_zero_are_octal() {
    let yaml =
        "connector:\n  identifier: git\n  name: Git\n  type: Github\n  spec:\n    mode: 0777\n    text: '0777'\n";
    let server = Server::script([missing(), data(json!({}))]);
    server.project().apply(yaml).await.expect("created");
    let spec = &server.seen()[1].json()["connector"]["spec"];
    assert_eq!((&spec["mode"], &spec["text"]), (&json!(511), &json!("0777")));
}
