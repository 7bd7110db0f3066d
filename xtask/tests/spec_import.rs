//! `cargo xtask spec import` as a user runs it, on a workspace of a few files.

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use support::{Workspace, printed, said};

const DOCUMENT: &str = r#"openapi: 3.0.3
info: {title: Small, version: '1'}
tags: [{name: Audits}, {name: Runs}, {name: Accounts}]
paths:
  /audit/logs:
    get: {operationId: listLogs, tags: [Audits], responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Log'}}}}}}
  /run/{id}:
    get:
      operationId: getRun
      tags: [Runs]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Run'}}}}}
  /accounts:
    get: {operationId: getAccounts, tags: [Accounts], responses: {200: {description: ok}}}
components:
  schemas:
    Log: {type: object, properties: {text: {type: string}}}
    Run: {type: object, properties: {id: {type: string}, state: {$ref: '#/components/schemas/State'}}}
    State: {type: string, enum: [GOOD, BAD]}
"#;

const MODULES: &str = "[audit]\ntitle = \"Audit\"\ndescription = \"Logs.\"\ntags = [\"Audits\"]\n\n\
                       [pipelines]\ntitle = \"Pipelines\"\ndescription = \"Runs.\"\ntags = [\"Runs\"]\n\n\
                       [platform]\ntitle = \"Platform\"\ndescription = \"Accounts.\"\ntags = [\"Accounts\"]\n";

const NAMES: &str = "# Names.\n[methods]\n# Logs are read.\n\"listLogs\" = \"read_logs\"\n";

const SOURCE: &str = "# What the document is.\n\ntitle = \"\"\nfile = \"harness-openapi.json\"\ndate = \"2026-01\"  # made\norigin = \"Nowhere.\"\n\
                      sha256 = \"\"\n\n[counts]\npaths = 0\noperations = 0\ntags = 0\nschemas = 0\nunknown_answers = 0\n";

const README: &str = "# R\n\n<!-- generated:modules -->\n<!-- /generated:modules -->\n\n<!-- generated:coverage -->\n<!-- /generated:coverage -->\n";

const EMPTY: &str = r#"{"openapi": "3.0.3", "info": {"title": "Small", "version": "1"}, "paths": {}}"#;

/// A workspace that holds nothing generated yet, with data for [`DOCUMENT`].
fn fresh() -> Workspace {
    let workspace = Workspace::empty();
    workspace.copy("Cargo.toml");
    workspace.write("README.md", README);
    workspace.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    workspace.write("spec/harness-openapi.json", EMPTY);
    workspace.write("spec/SOURCE.toml", SOURCE);
    workspace.write("spec/modules.toml", MODULES);
    workspace.write("spec/names.toml", NAMES);
    workspace
}

/// A workspace that has adopted [`DOCUMENT`].
fn adopted() -> Workspace {
    let workspace = fresh();
    let output = import(&workspace, DOCUMENT, &["--no-compile", "--date", "2026-02-03"]);
    assert!(output.status.success(), "{}", said(&output));
    workspace
}

fn import(workspace: &Workspace, document: &str, more: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.yaml");
    fs::write(&path, document).expect("the document");
    workspace.xtask(&["spec", "import"]).arg(path).args(more).output().expect("a run")
}

#[test]
fn a_document_is_adopted_with_everything_that_speaks_of_it() {
    let workspace = adopted();
    let document = workspace.read("spec/harness-openapi.json");
    assert!(document.starts_with("{\n \"openapi\": \"3.0.3\",\n \"info\": {"), "{document}");
    let source = workspace.read("spec/SOURCE.toml");
    for line in [
        "# What the document is.",
        "title = \"Small\"",
        "date = \"2026-02-03\"  # made",
        "origin = \"Imported from new.yaml.\"",
        "operations = 3",
        "schemas = 3",
    ] {
        assert!(source.contains(line), "{line}: {source}");
    }
    assert!(workspace.read("crates/harness-sdk-audit/src/generated/operations/audits.rs").contains("pub fn read_logs"));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(
        changelog.contains("- **audit**: `listLogs` (`GET /audit/logs`) is new: `Client::read_logs`"),
        "{changelog}"
    );
    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.status.success(), "the tree is current: {}", said(&check));
}

#[test]
fn the_same_document_in_another_form_changes_nothing() {
    let workspace = adopted();
    let before = workspace.tree();
    let mut child = workspace
        .xtask(&["spec", "import", "-", "--date", "2026-05-05"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a run");
    let text = workspace.read("spec/harness-openapi.json").replace('\n', "");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success());
    assert!(printed(&output).contains("nothing to do"), "{}", printed(&output));
    assert_eq!(workspace.tree(), before);
}

#[test]
fn two_imports_of_one_document_give_the_same_bytes() {
    assert_eq!(adopted().tree(), adopted().tree());
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_nothing_changes() {
    let workspace = adopted();
    workspace.write(
        "spec/overrides/dead.toml",
        "why = \"w\"\nexpect = 1\n\n[[patch]]\npointer = \"/info/title\"\nwas = '\"Other\"'\nset = '\"Small\"'\n",
    );
    let before = workspace.tree();
    let changed = DOCUMENT.replace("listLogs", "listAllLogs").replace("tags: [Runs]", "tags: [Executions]");
    let output = import(&workspace, &changed, &["--no-compile"]);
    assert_eq!(output.status.code(), Some(1));
    let message = said(&output);
    for words in [
        "nothing was changed",
        "spec/names.toml:4:1: [methods] \"listLogs\" matches nothing in the document; delete line 4: `\"listLogs\" = \"read_logs\"`",
        "spec/modules.toml:",
        "[pipelines] tag \"Runs\" matches nothing in the document; delete lines 6 to 9:\n        [pipelines]",
        "no module claims tag \"Executions\"",
        "\"Executions\",  # 1 operations, such as GET /run/{id}",
        "spec/overrides/dead.toml:4:1: the patch of /info/title finds what it would make",
        "--prune deletes the 2 pieces",
    ] {
        assert!(message.contains(words), "{words:?} is not in:\n{message}");
    }
    let report = printed(&output);
    assert!(
        report.contains("to keep the old name: `names.toml: [methods] \"listAllLogs\" = \"read_logs\"`"),
        "{report}"
    );
    assert_eq!(workspace.tree(), before);
}

#[test]
fn prune_deletes_what_matches_nothing() {
    let workspace = adopted();
    let changed = DOCUMENT.replace("listLogs", "listAllLogs");
    let output = import(&workspace, &changed, &["--no-compile", "--prune", "--origin", "From upstream."]);
    assert!(output.status.success(), "{}", said(&output));
    let names = workspace.read("spec/names.toml");
    assert!(!names.contains("listLogs"), "{names}");
    assert!(workspace.read("spec/SOURCE.toml").contains("origin = \"From upstream.\""));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(changelog.contains("Breaking: `listAllLogs`"), "{changelog}");
    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.status.success(), "the tree is current: {}", said(&check));
}

#[test]
fn a_dry_run_and_a_bad_document_write_nothing() {
    let workspace = adopted();
    let before = workspace.tree();
    let output = import(&workspace, &DOCUMENT.replace("text: {type", "words: {type"), &["--dry-run"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(printed(&output).contains("field `text` is gone"), "{}", printed(&output));
    assert!(printed(&output).contains("stale   spec/harness-openapi.json"), "{}", printed(&output));
    for (document, words) in [
        ("openapi: [", "line 1"),
        ("swagger: '2.0'\n", "2.0"),
        ("- a\n", "not an object"),
        (&DOCUMENT.replace("schemas/Log'", "schemas/None'"), "schemas/None"),
    ] {
        let output = import(&workspace, document, &[]);
        assert_eq!(output.status.code(), Some(1), "{document}");
        assert!(
            said(&output).contains(words) || words == "line 1" && said(&output).contains(":1"),
            "{}",
            said(&output)
        );
    }
    assert_eq!(workspace.tree(), before);
}

/// A stand-in for cargo that notes how it was called and ends with `status`.
#[cfg(unix)]
fn cargo(workspace: &Workspace, status: i32) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = workspace.root().join("target/cargo");
    workspace.write("target/cargo", &format!("#!/bin/sh\necho \"$@\" > \"$0.called\"\nexit {status}\n"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("rights");
    path
}

#[cfg(unix)]
#[test]
fn what_does_not_compile_is_not_adopted() {
    let workspace = adopted();
    let before = workspace.tree();
    let changed = DOCUMENT.replace("text: {type: string}", "text: {type: integer}");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.yaml");
    fs::write(&path, &changed).expect("the document");
    let run = |status| {
        let mut command = workspace.xtask(&["spec", "import"]);
        command.arg(&path).env("CARGO", cargo(&workspace, status)).output().expect("a run")
    };
    let refused = run(1);
    assert_eq!(refused.status.code(), Some(1));
    assert!(said(&refused).contains("does not compile (audit). Nothing was changed."), "{}", said(&refused));
    assert_eq!(workspace.tree(), before);
    let called = workspace.read("target/cargo.called");
    assert!(called.starts_with("check --manifest-path "), "{called}");
    assert!(called.contains("--package harness-sdk-audit") && !called.contains("pipelines"), "{called}");

    let taken = run(0);
    assert!(taken.status.success(), "{}", said(&taken));
    assert!(workspace.read("spec/harness-openapi.json").contains("integer"));
    let left = fs::read_dir(workspace.root().join("target")).expect("a folder").flatten();
    assert!(!left.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("spec-import-")));
}

/// The real compiler on three crates of one operation each, in a copy of the workspace with the real runtime.
#[test]
fn the_compiler_has_the_last_word() {
    let workspace = fresh();
    workspace.copy("Cargo.lock");
    workspace.copy("crates/harness-sdk-core");
    workspace.write("crates/harness-sdk/src/lib.rs", "//! Stands for the facade.\n");
    for by_hand in ["harness-sdk-mock", "harness-sdk-find"] {
        let manifest = format!("[package]\nname = \"{by_hand}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        workspace.write(&format!("crates/{by_hand}/Cargo.toml"), &manifest);
        workspace.write(&format!("crates/{by_hand}/src/lib.rs"), "//! Stands for a crate by hand.\n");
    }
    let mut command = workspace.xtask(&["spec", "import", "-"]);
    // The runtime's dependencies are there already, where the tests were built.
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("where tests are built");
    let command = command.env("CARGO_TARGET_DIR", target);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("a run");
    child.stdin.take().expect("a pipe").write_all(DOCUMENT.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("Checking harness-sdk-pipelines"), "{}", said(&output));
    assert!(workspace.root().join("crates/harness-sdk-platform/src/lib.rs").is_file());
}
