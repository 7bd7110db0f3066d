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
    outcome_with(supplement, &[])
}

/// The same with more data files, by name.
fn outcome_with(supplement: &str, data_files: &[(&str, &str)]) -> Result<Output, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.json");
    fs::write(&document, DOCUMENT).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("supplement")).expect("a folder");
    for (name, text) in [("modules.toml", MODULES), ("supplement/more.yaml", supplement)].iter().chain(data_files) {
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

/// The text of the only file of operations.
fn operations(output: &Output) -> &str {
    output.files.iter().find(|(path, _)| path.ends_with("operations/things.rs")).expect("the operations").1
}

#[test]
fn a_method_says_all_its_sources_and_what_is_open_or_doubtful() {
    let keys = "x-harness-source: [a client, a server]\n      x-harness-partial: true\n      x-harness-same-as: getA\n      \
                x-harness-doubt: the method differs\n      x-harness-note: keys are long";
    let output = outcome(&entry("get", "/b", "getB", keys)).expect("generated");
    let text = operations(&output);
    for words in [
        "known from: a client; a server.",
        "No public source tells the whole response",
        "Probably the same as `get_a`",
        "In doubt: the method differs.",
        "To know: keys are long.",
    ] {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
    let open = "x-harness-source: a client\n      x-response-schema-unknown: true";
    let open = entry("get", "/b", "getB", open).replace("{$ref: '#/components/schemas/Thing'}", "{}");
    let output = outcome(&open).expect("generated");
    assert!(operations(&output).contains("The response is any JSON: no public source tells the schema."));
}

#[test]
fn how_far_operations_are_known_is_counted() {
    let ask = |path: &str, keys: &str, body: &str, answer: &str| {
        format!(
            "  {path}:\n    post:\n      operationId: ask{}\n      tags: [Things]\n      x-harness-source: a client\n{keys}      \
             requestBody: {{content: {{application/json: {{schema: {body}}}}}}}\n      \
             responses: {{200: {{description: ok, content: {{application/json: {{schema: {answer}}}}}}}}}\n",
            path.trim_start_matches('/')
        )
    };
    let (thing, partial, open) = (
        "{$ref: '#/components/schemas/Thing'}",
        "      x-harness-partial: true\n",
        "      x-response-schema-unknown: true\n",
    );
    let text = [
        format!("{HEAD}paths:\n"),
        ask("/one", "", thing, thing),
        ask("/two", partial, thing, thing),
        ask("/three", open, thing, "{}"),
        ask("/four", partial, "{type: object}", thing),
        ask("/five", open, "{}", "{}"),
    ];
    let output = outcome(&text.concat()).expect("generated");
    let expected = serde_json::json!({"typed": 1, "request_typed": 2, "partial": 1, "open": 1});
    let summary = output.coverage.summary();
    assert_eq!(summary["supplement"]["trust"], expected);
    assert_eq!(summary["modules"]["things"]["supplement"]["trust"], expected);
}

#[test]
fn keys_that_nobody_reads_and_values_of_another_shape_are_refused_at_once() {
    let keys = "x-harness-source: []\n      x-harness-partial: 'yes'\n      x-harness-retry: maybe\n      \
                x-harness-paging: page\n      x-harness-auth: key\n      servers: []\n      x-harness-doubt: ''\n      \
                x-harness-same-as: getNothing\n      x-harness-surce: a client";
    refused(
        &entry("get", "/b", "getB", keys),
        &[
            "GET /b does not say where it is known from",
            "`x-harness-partial` is something else; write `true` or `false`",
            "`x-harness-retry` is something else",
            "`x-harness-paging` is something else",
            "`x-harness-auth` is something else",
            "`servers` is something else",
            "`x-harness-doubt` is something else",
            "\"getNothing\", which is no operation",
            "`x-harness-surce` would be lost",
        ],
    );
    let both = "x-harness-source: a client\n      x-harness-partial: true\n      x-response-schema-unknown: true";
    refused(&entry("get", "/b", "getB", both), &["known in part and not at all"]);
}

#[test]
fn what_the_data_files_say_otherwise_stops_the_run() {
    let retry = [("retry.toml", "[methods]\nGET = \"safe\"\nPOST = \"refused\"\n")];
    let safe = "x-harness-source: a client\n      x-harness-retry: safe";
    outcome_with(&entry("get", "/b", "getB", safe), &retry).expect("both say that it is repeated");
    let message = outcome_with(&entry("post", "/b", "askB", safe), &retry).expect_err("a refusal");
    assert!(message.contains("askB: `x-harness-retry` says safe and retry.toml unsafe"), "{message}");
    let paging =
        "x-harness-source: a client\n      x-harness-paging: {style: page, page: page, first: 0, items: /things}";
    let message = outcome(&entry("get", "/b", "getB", paging)).expect_err("a refusal");
    assert!(message.contains("getB: `x-harness-paging` says that it pages, and no family"), "{message}");
    let auth = "x-harness-source: a client\n      \
                x-harness-auth: {key: X-API-Key, elsewhere: {server: 'https://old.example', strip: /a, header: 'Authorization: Bearer'}}";
    let base = "[[base]]\nname = \"old\"\ntitle = \"Old\"\nsource = \"a client\"\noperations = [\"getB\"]\nlogin = \"platform\"\n\n\
                [base.legacy]\nhost = \"https://old.example\"\ncut = \"/a\"\nlogin = \"Bearer\"\nsource = \"a client\"\n";
    outcome_with(&entry("get", "/a/b", "getB", auth), &[("bases.toml", base)]).expect("both say where it goes");
    for (other, family) in [(base.replace("/a", "/b"), "has the family \"old\""), (String::new(), "knows no family")] {
        let message = outcome_with(&entry("get", "/a/b", "getB", auth), &[("bases.toml", &other)]);
        let message = message.expect_err("a refusal");
        assert!(message.contains("`x-harness-auth` says something else than bases.toml, which"), "{message}");
        assert!(message.contains(family), "{message}");
    }
}

#[test]
fn the_lines_to_delete_are_told() {
    let text = format!(
        "{HEAD}paths:\n  /b:\n    get: {{operationId: getB, tags: [Things], x-harness-source: a client, responses: {{}}}}\n\n  \
         # Again.\n  /a/{{id}}:\n    get:\n      operationId: getAgain\n      tags: [Things]\n      x-harness-source: a client\n      \
         responses: {{200: {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Other'}}}}}}}}}}\n\n\
         components:\n  schemas:\n    Thing: {{type: object}}\n    Other:\n      type: object\n"
    );
    refused(
        &text,
        &[
            "more.yaml:8:1: GET /a/{id} is in the document already; the document caught up: delete the entry (lines 8 to 13)",
            "more.yaml:17:1: the schema \"Thing\" is in the document already",
            "(lines 17 to 17)",
            "more.yaml:18:1: the schema \"Other\" serves only what is in the document already; delete the entry, too (lines 18 to 19)",
        ],
    );
}

#[test]
fn a_supplement_is_checked_like_the_document() {
    let text = entry("get", "/b", "getB", "x-harness-source: a public client").replace("/Thing'", "/Gone'");
    refused(&text, &["Gone", "#/paths/~1b/get"]);
    refused("paths: [", &["more.yaml"]);
}
