//! `cargo xtask codegen` as a user runs it, on small documents in folders of their own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const SMALL: &str = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: a1, tags: [one], responses: {200: {description: ok}}}}
  /b: {get: {operationId: b1, tags: [two], responses: {200: {description: ok}}}}
";

fn codegen(folder: &Path, document: &str) -> Output {
    fs::write(folder.join("document.yaml"), document).expect("the document");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let command =
        command.args(["codegen", "--spec"]).arg(folder.join("document.yaml")).arg("--out").arg(folder.join("out"));
    command.output().expect("a run")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn only_what_changes_is_written_and_what_is_gone_is_removed() {
    let folder = TempDir::new().expect("a folder");
    let first = codegen(folder.path(), SMALL);
    assert!(first.status.success(), "{}", said(&first));
    let manifest = fs::read_to_string(folder.path().join("out/Cargo.toml")).expect("a file");
    assert!(!manifest.contains("[profile"), "profiles are made for this workspace: {manifest}");
    let operations = folder.path().join("out/crates/harness-sdk-api/src/generated/operations");
    let untouched = fs::metadata(operations.join("one.rs")).expect("a file").modified().expect("a time");

    let again = codegen(folder.path(), SMALL);
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 files written"), "{again:?}");

    let shorter: String = SMALL.lines().filter(|line| !line.contains("/b:")).map(|line| format!("{line}\n")).collect();
    let third = codegen(folder.path(), &shorter);
    assert!(third.status.success(), "{}", said(&third));
    assert!(!operations.join("two.rs").exists(), "a tag that is gone");
    assert_eq!(fs::metadata(operations.join("one.rs")).expect("a file").modified().expect("a time"), untouched);
}

#[test]
fn a_bad_document_is_told_in_full_and_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    assert!(codegen(folder.path(), SMALL).status.success());
    let before = fs::read_to_string(folder.path().join("out/crates/harness-sdk-api/src/lib.rs")).expect("a file");
    let bad = "openapi: 3.0.3
info: {title: Other, version: '1'}
paths:
  /a/{id}: {get: {operationId: twice, responses: {200: {$ref: '#/components/responses/None'}}}}
  /b: {get: {operationId: twice, responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Gone'}}}}}}}
";
    let output = codegen(folder.path(), bad);
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    for word in ["document.yaml", "#/paths/~1a~1{id}/get", "{id}", "components/responses/None", "schemas/Gone", "twice"]
    {
        assert!(message.contains(word), "{word}: {message}");
    }
    let after = fs::read_to_string(folder.path().join("out/crates/harness-sdk-api/src/lib.rs")).expect("a file");
    assert_eq!(before, after);
}

#[test]
fn what_is_no_document_says_where() {
    let folder = TempDir::new().expect("a folder");
    for (document, words) in [
        ("openapi: 3.0.3\npaths: [unclosed\n", ["document.yaml:", "3"]),
        ("{\"openapi\": \"3.0.3\",\n \"paths\": {,}}", ["document.yaml:2:", "12"]),
        ("swagger: '2.0'\npaths: {}\n", ["2.0", "3.0"]),
        ("openapi: 3.1.0\npaths: {}\n", ["3.1", "3.0"]),
    ] {
        let output = codegen(folder.path(), document);
        assert_eq!(output.status.code(), Some(1), "{document}");
        for word in words {
            assert!(said(&output).contains(word), "{word}: {}", said(&output));
        }
        assert!(!folder.path().join("out").exists());
    }
    let missing = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--spec", "nowhere.yaml", "--out", "nowhere"])
        .output()
        .expect("a run");
    assert_eq!(missing.status.code(), Some(1));
    assert!(said(&missing).contains("nowhere.yaml"), "{}", said(&missing));
}
