//! Endpoints that the document lacks are added, generated like the rest, and counted apart.

use std::fs;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::{Input, Output, generate};

const DOCUMENT: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
  "paths": {
    "/a/{id}": {"get": {"operationId": "getA", "tags": ["Things"],
      "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
      "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}
  },
  "components": {"schemas": {"Thing": {"type": "object", "properties": {"name": {"type": "string"}}}}}
}"##;

const MODULES: &str = "[things]\ntitle = \"Things\"\ndescription = \"All things.\"\ntags = [\"Things\"]\n";

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: More, version: '1'}\n";

/// An operation at a path and method, as a supplement writes it.
fn entry(method: &str, path: &str, id: &str, source: &str) -> String {
    format!(
        "{HEAD}paths:\n  {path}:\n    {method}:\n      operationId: {id}\n      tags: [Things]\n      {source}\n      responses: \
         {{200: {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}\n"
    )
}

fn outcome(supplement: &str) -> Result<Output, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.json");
    fs::write(&document, DOCUMENT).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("supplement")).expect("a folder");
    for (name, text) in [("modules.toml", MODULES), ("supplement/more.yaml", supplement)] {
        fs::write(data.join(name), text).expect("a data file");
    }
    generate(&Input { document, data: Some(data) }, &|_| {}).map_err(|defects| Defects::from(defects).to_string())
}

#[track_caller]
fn refused(supplement: &str, words: &[&str]) {
    let message = outcome(supplement).expect_err("a refusal");
    for word in words.iter().chain(&["more.yaml"]) {
        assert!(message.contains(word), "{word:?} is not in:\n{message}");
    }
}

#[test]
fn an_added_operation_is_generated_says_its_source_and_is_counted_apart() {
    let output = outcome(&entry("get", "/b", "getB", "x-harness-source: a public client")).expect("generated");
    let operations = &output.modules[0].operations;
    assert_eq!(operations.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["get_a", "get_b"]);
    let file = output.files.iter().find(|(path, _)| path.ends_with("operations/things.rs")).expect("the operations").1;
    assert!(file.contains("known from: a public client."), "{file}");
    let summary = output.coverage.summary();
    assert_eq!((&summary["operations"], &summary["supplement"]["operations"]), (&1.into(), &1.into()));
    let text = &output.coverage.files()["spec/coverage/things.json"];
    assert_eq!(text.matches("\"supplement\":\"typed\"").count(), 1, "{text}");
}

#[test]
fn what_the_document_has_meanwhile_is_to_be_deleted() {
    let source = "x-harness-source: a public client";
    refused(&entry("get", "/a/{other}", "getB", source), &["GET /a/{other}", "caught up", "delete the entry"]);
    refused(&entry("get", "/b", "getA", source), &["GET /b", "\"getA\"", "/a/{id}"]);
    let schema = entry("get", "/b", "getB", source) + "components: {schemas: {Thing: {type: string}}}\n";
    refused(&schema, &["\"Thing\"", "delete the entry"]);
}

#[test]
fn another_method_of_a_known_path_is_fine() {
    let declared = "x-harness-source: a public client\n      parameters: [{name: id, in: path, required: true, schema: {type: string}}]";
    let output = outcome(&entry("delete", "/a/{id}", "deleteA", declared));
    assert_eq!(output.expect("generated").modules[0].operations.len(), 2);
}

#[test]
fn an_operation_without_a_source_and_keys_that_would_be_lost_are_refused_at_once() {
    let text = entry("get", "/b", "getB", "deprecated: true") + "tags: [{name: Things}]\ncomponents: {responses: {}}\n";
    refused(&text, &["GET /b does not say", "x-harness-source", "/tags would be lost", "/components/responses"]);
}

#[test]
fn a_supplement_is_checked_like_the_document() {
    let text = entry("get", "/b", "getB", "x-harness-source: a public client").replace("/Thing'", "/Gone'");
    refused(&text, &["Gone", "#/paths/~1b/get"]);
    refused("paths: [", &["more.yaml"]);
}
