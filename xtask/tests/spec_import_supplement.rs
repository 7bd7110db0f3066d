//! `cargo xtask spec import --supplement` as a user runs it, on a workspace of a few files.

mod support;

use std::fs;

use support::{Workspace, printed, said};

const DOCUMENT: &str = r##"{"openapi": "3.0.3", "info": {"title": "Small", "version": "1"}, "paths": {
  "/logs": {"get": {"operationId": "listLogs", "tags": ["Logs"], "responses": {"200": {"description": "ok",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Log"}}}}}}}},
  "components": {"schemas": {"Log": {"type": "object", "properties": {"text": {"type": "string"}}}}}}"##;

const MODULES: &str = "[logs]\ntitle = \"Logs\"\ndescription = \"Logs.\"\ntags = [\"Logs\"]\n";

const README: &str = "# R\n\n<!-- generated:modules -->\n<!-- /generated:modules -->\n\n<!-- generated:coverage -->\n<!-- /generated:coverage -->\n";

const SUPPLEMENT: &str = "# What a client calls.
openapi: 3.0.3
info: {title: More, version: '1'}
paths:
  /logs/{id}:
    get:
      operationId: getLog
      tags: [Logs]
      x-harness-source: a public client
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Log'}}}}}
";

/// A workspace that is current.
fn workspace() -> Workspace {
    let workspace = Workspace::empty();
    workspace.copy("Cargo.toml");
    workspace.write("README.md", README);
    workspace.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    workspace.write("spec/harness-openapi.json", DOCUMENT);
    workspace.write("spec/SOURCE.toml", &source());
    workspace.write("spec/modules.toml", MODULES);
    let output = workspace.run(&["codegen"]);
    assert!(output.status.success(), "{}", said(&output));
    workspace
}

fn source() -> String {
    let (bytes, value) = (DOCUMENT.as_bytes(), serde_json::from_str(DOCUMENT).expect("JSON"));
    let text = "title = \"\"\nfile = \"harness-openapi.json\"\ndate = \"2026-01\"\norigin = \"Nowhere.\"\nsha256 = \"\"\n\n[counts]\n\
                paths = 0\noperations = 0\ntags = 0\nschemas = 0\nunknown_answers = 0\n";
    let document = harness_sdk_codegen::document::Document(value);
    harness_sdk_codegen::data::source::updated(text, bytes, &document, "2026-02-03", "Nowhere.").expect("a source")
}

fn import(workspace: &Workspace, text: &str, more: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("more.yaml");
    fs::write(&path, text).expect("the supplement");
    let mut command = workspace.xtask(&["spec", "import", "--no-compile", "--supplement"]);
    command.arg(path).args(more).output().expect("a run")
}

#[test]
fn a_supplement_is_taken_in_as_it_came_with_everything_that_speaks_of_it() {
    let workspace = workspace();
    let output = import(&workspace, SUPPLEMENT, &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(workspace.read("spec/supplement/more.yaml"), SUPPLEMENT);
    assert_eq!(workspace.read("spec/harness-openapi.json"), DOCUMENT);
    assert!(workspace.read("crates/harness-sdk-logs/src/generated/operations/logs.rs").contains("pub fn get_log"));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(changelog.contains("`getLog` (`GET /logs/{id}`) is new"), "{changelog}");
    assert!(workspace.read("README.md").contains("Beside them, 1 operations that the document lacks"));
    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.status.success(), "the tree is current: {}", said(&check));

    let before = workspace.tree();
    let again = import(&workspace, SUPPLEMENT, &[]);
    assert!(printed(&again).contains("nothing to do"), "{}", printed(&again));
    assert_eq!(workspace.tree(), before);
}

#[test]
fn a_new_version_replaces_the_old_one_under_the_name_that_is_told() {
    let workspace = workspace();
    assert!(import(&workspace, SUPPLEMENT, &["--name", "clients.yaml"]).status.success());
    let output = import(&workspace, &SUPPLEMENT.replace("getLog", "readLog"), &["--name", "clients.yaml"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(printed(&output).contains("`Client::get_log` is called `Client::read_log` now"), "{}", printed(&output));
    assert!(workspace.read("spec/supplement/clients.yaml").contains("readLog"));
    let library = workspace.read("crates/harness-sdk-logs/src/generated/operations/logs.rs");
    assert!(library.contains("pub fn read_log") && !library.contains("pub fn get_log"));
}

#[test]
fn what_stands_against_it_is_told_at_once_and_nothing_changes() {
    let workspace = workspace();
    let before = workspace.tree();
    let caught_up = SUPPLEMENT.replace("/logs/{id}", "/logs").replace("x-harness-source", "x-harness-surce");
    let output = import(&workspace, &caught_up, &[]);
    assert_eq!(output.status.code(), Some(1));
    for words in [
        "more.yaml:5:1: GET /logs is in the document already; the document caught up: delete the entry (lines 5 to 11)",
        "GET /logs does not say where it is known from",
        "`x-harness-surce` would be lost",
    ] {
        assert!(said(&output).contains(words), "{words:?} is not in:\n{}", said(&output));
    }
    let unclaimed = import(&workspace, &SUPPLEMENT.replace("[Logs]", "[Records]"), &[]);
    assert!(said(&unclaimed).contains("no module claims tag \"Records\""), "{}", said(&unclaimed));
    for name in ["../out.yaml", "more.txt", ".yaml"] {
        let output = import(&workspace, SUPPLEMENT, &["--name", name]);
        assert!(said(&output).contains("cannot be the name of a supplement"), "{}", said(&output));
    }
    let dry = import(&workspace, SUPPLEMENT, &["--dry-run"]);
    assert!(printed(&dry).contains("missing spec/supplement/more.yaml"), "{}", printed(&dry));
    assert_eq!(workspace.tree(), before);
}

#[test]
fn pruning_for_a_new_document_keeps_what_a_supplement_needs() {
    let workspace = workspace();
    assert!(import(&workspace, SUPPLEMENT, &[]).status.success());
    workspace.write("spec/names.toml", "[methods]\n\"listLogs\" = \"all\"\n\"getLog\" = \"one\"\n");
    let document = workspace.root().join("new.json");
    fs::write(&document, DOCUMENT.replace("listLogs", "listAllLogs")).expect("a document");
    let mut command = workspace.xtask(&["spec", "import", "--no-compile", "--prune"]);
    let output = command.arg(document).output().expect("a run");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(workspace.read("spec/names.toml"), "[methods]\n\"getLog\" = \"one\"\n");
}
