//! `cargo xtask spec diff` and `lint` as a user runs them.

mod support;

use serde_json::Value;
use support::{Workspace, printed, said};

const OLD: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: getA, tags: [x], responses: {200: {description: ok}}}}
  /b: {get: {operationId: getB, tags: [x], responses: {200: {description: ok}}}}
";

fn workspace() -> Workspace {
    let workspace = Workspace::empty();
    workspace.copy("Cargo.toml");
    workspace.write("old.yaml", OLD);
    workspace.write("new.yaml", &OLD.replace("getB", "findB"));
    workspace
}

fn run(workspace: &Workspace, arguments: &[&str]) -> std::process::Output {
    workspace.xtask(arguments).current_dir(workspace.root()).output().expect("a run")
}

#[test]
fn a_diff_comes_as_text_markdown_or_json() {
    let workspace = workspace();
    for form in [&[][..], &["--markdown"]] {
        let output = run(&workspace, &[&["spec", "diff", "old.yaml", "new.yaml", "--no-data"], form].concat());
        assert!(output.status.success(), "{}", said(&output));
        assert!(printed(&output).contains("`Client::get_b` is called `Client::find_b` now"), "{}", printed(&output));
    }
    let json = run(&workspace, &["spec", "diff", "old.yaml", "new.yaml", "--no-data", "--json"]);
    let json: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(json["level"], "breaking");
    let both = run(&workspace, &["spec", "diff", "old.yaml", "new.yaml", "--json", "--markdown"]);
    assert_eq!(both.status.code(), Some(2));
    let missing = run(&workspace, &["spec", "diff", "none.yaml", "new.yaml", "--no-data"]);
    assert!(!missing.status.success() && said(&missing).contains("none.yaml"), "{}", said(&missing));
}

#[test]
fn the_status_of_lint_says_whether_generation_would_stop() {
    let workspace = workspace();
    let good = run(&workspace, &["spec", "lint", "old.yaml"]);
    assert!(good.status.success(), "{}", said(&good));
    let bad = run(&workspace, &["spec", "lint", "missing.yaml", "--json"]);
    assert_eq!(bad.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&bad.stdout).expect("JSON");
    assert_eq!(json["stops"], true);
    workspace
        .write("broken.yaml", &OLD.replace("200: {description: ok}", "200: {$ref: '#/components/responses/None'}"));
    let broken = run(&workspace, &["spec", "lint", "broken.yaml"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(printed(&broken).contains("Cannot be mended") && printed(&broken).contains("/paths/~1a/get"));
}
