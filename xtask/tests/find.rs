//! `cargo xtask find` on the index of the tree: what people look for stands at the top.

use std::process::{Command, Output};

use serde_json::Value;

fn find(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("find").args(arguments).output().expect("a run")
}

fn hits(query: &str, limit: &str) -> Vec<Value> {
    let output = find(&["--json", "--limit", limit, query]);
    assert!(output.status.success(), "{query}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("an array")
}

/// The module and method of each hit.
fn methods(query: &str, limit: &str) -> Vec<String> {
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap_or_default().to_owned();
    hits(query, limit).iter().map(|hit| format!("{}.{}", text(hit, "feature"), text(hit, "name"))).collect()
}

#[test]
fn what_is_looked_for_comes_first() {
    for (query, wanted) in [
        ("list workspaces", "iacm.list_workspaces"),
        ("workspaces list", "iacm.list_workspaces"),
        ("lsit worksapces", "iacm.list_workspaces"),
        ("run pipeline", "pipelines.execute_pipeline"),
        ("list all the pipelines in a project", "pipelines.list_pipelines"),
        ("create secret", "connectors.create_secret"),
        ("approve exemption", "sto.approve_exemption"),
        ("delegate token", "delegates.create_delegate_token"),
        ("toggle feature flag", "flags.patch_feature"),
        ("merge pull request", "code.merge_pull_req"),
        ("gitops sync application", "gitops.sync_application"),
        ("audit events", "audit.list_audit_events"),
        ("create connector", "connectors.create_connector"),
        ("list projects", "platform.list_projects"),
    ] {
        assert_eq!(methods(query, "1"), [wanted], "{query}");
    }
}

#[test]
fn what_could_be_meant_is_near_the_top() {
    for (query, wanted) in [
        ("run pipeline with input set", "pipelines.execute_pipeline_with_input_sets"),
        ("abort execution", "pipelines.handle_interrupt"),
        ("create service account token", "access.create_token"),
        ("PipelineListResponseBody", "pipelines.list_pipelines"),
        ("whoami", "access.get_current_user_info"),
        ("download sbom", "supply-chain.download_sbom"),
    ] {
        let found = methods(query, "10");
        assert!(found.iter().any(|hit| hit == wanted), "{query}: {found:?}");
    }
}

#[test]
fn paths_and_identifiers_are_found_whole() {
    assert_eq!(methods("workspaces#list-workspaces", "1"), ["iacm.list_workspaces"]);
    assert_eq!(methods("/audit/api/audits/listV2", "1"), ["audit.list_audit_events_v2"]);
    for hit in hits("/iacm/api/providers", "5") {
        assert!(hit["path"].as_str().unwrap_or_default().starts_with("/iacm/api/providers"), "{hit}");
    }
}

#[test]
fn a_hit_says_all_that_a_program_needs() {
    let hits = hits("show workspace", "3");
    let hit = hits.iter().find(|hit| hit["name"] == "show_workspace").expect("the operation");
    assert_eq!(hit["crate"], "harness-sdk-iacm");
    assert_eq!(hit["call"], "client.iacm().show_workspace().identifier(..).send().await");
    assert_eq!(hit["method"], "GET");
    assert_eq!(hit["path"], "/iacm/api/orgs/{org}/projects/{project}/workspaces/{identifier}");
    assert_eq!(hit["docs"], "https://apidocs.harness.io/workspaces/workspaces-show-workspace");
    assert_eq!(
        hit["rustdoc"],
        "https://docs.rs/harness-sdk-iacm/latest/harness_sdk_iacm/struct.Client.html#method.show_workspace"
    );
    let text = String::from_utf8(find(&["show", "workspace", "--limit", "1"]).stdout).expect("text");
    for words in ["client.iacm().show_workspace()", "GET /iacm/api", "feature \"iacm\"", "https://apidocs.harness.io/"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(text.lines().filter(|line| line.starts_with("client.")).count(), 1);
}

#[test]
fn what_nothing_fits_is_an_error_with_words_that_do() {
    let output = find(&["zzqx", "worksqace"]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("zzqx") && message.contains("workspace"), "{message}");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README");
    let (_, after) = readme.split_once("$ cargo xtask find \"approve exemption\" --limit 1\n").expect("the command");
    let (shown, _) = after.split_once("```").expect("the end of the block");
    let printed = find(&["approve exemption", "--limit", "1"]).stdout;
    assert_eq!(shown, String::from_utf8_lossy(&printed));
}
