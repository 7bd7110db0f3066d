//! The rules of `normalise` together: on the real document, and on short documents where one rule feeds the next.

use std::collections::BTreeSet;
use std::time::Instant;

use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::normalise::{Settings, contract, run};
use harness_sdk_codegen::report::Report;
use serde_json::{Value, json};

fn document(text: &str) -> Document {
    Document(serde_json::from_str(text).unwrap())
}

fn normalised(text: &str) -> Document {
    let mut document = document(text);
    run(&mut document, &Settings::default(), &mut Report::default());
    assert_eq!(contract(&document), Vec::<String>::new());
    document
}

fn real() -> Document {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/harness-openapi.json");
    document(&std::fs::read_to_string(path).unwrap())
}

fn settings() -> Settings {
    let names = ["X-Api-Key", "Harness-Account", "X-Harness-Token", "Content-Length"];
    Settings { client_headers: names.into_iter().map(str::to_owned).collect() }
}

fn operation<'a>(document: &'a Document, id: &str) -> &'a Value {
    let items = document.0["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    items.into_iter().find(|operation| operation["operationId"] == id).unwrap()
}

fn schema<'a>(document: &'a Document, name: &str) -> &'a Value {
    &document.schemas().unwrap()[name]
}

#[test]
fn the_real_document_keeps_the_contract() {
    let before = real();
    let mut after = before.clone();
    let mut report = Report::default();
    let start = Instant::now();
    run(&mut after, &settings(), &mut report);
    println!("normalised in {:?}", start.elapsed());
    for (rule, hits) in report.rules() {
        println!("{:6} {rule:24} {} {}", hits.len(), hits[0].pointer, hits[0].note);
    }
    let count = |document: &Document| document.schemas().unwrap().len();
    println!("{} schemas before, {} after", count(&before), count(&after));
    assert_eq!(contract(&after), Vec::<String>::new());
    let operations = |document: &Document| {
        let mut count = 0;
        document.operations(|_, _| count += 1);
        count
    };
    assert_eq!(operations(&after), operations(&before));

    // Hits name places of the document as it was received.
    for (rule, hits) in report.rules() {
        for hit in hits {
            assert!(before.0.pointer(&hit.pointer).is_some(), "{rule}: nothing at {}", hit.pointer);
        }
    }
}

#[test]
fn known_operations_of_the_real_document_come_out_as_the_server_wants_them() {
    let mut document = real();
    run(&mut document, &settings(), &mut Report::default());
    let body = |id: &str| operation(&document, id)["requestBody"]["x-harness-body"].as_str().unwrap().to_owned();
    assert_eq!(body("createTrigger"), "yaml");
    assert_eq!(body("postPipelineV2"), "yaml");
    assert_eq!(body("validateToken"), "text");
    assert_eq!(body("updateBudget"), "json");
    assert_eq!(body("createApiKey"), "json_or_yaml");
    assert_eq!(body("postSecretFileV2"), "multipart");
    assert_eq!(body("create-account-scoped-secret"), "json_or_yaml");
    let secret = &operation(&document, "create-account-scoped-secret")["requestBody"];
    assert_eq!(secret["x-harness-form"], true);
    let types: Vec<_> = secret["content"].as_object().unwrap().keys().collect();
    assert_eq!(types, ["application/json", "multipart/form-data"]);

    let answer = |id: &str| operation(&document, id)["responses"]["2XX"].clone();
    assert_eq!(answer("GetFile")["x-harness-answer"], "bytes");
    assert_eq!(answer("getCommitDiff")["x-harness-answer"], "text");
    assert_eq!(answer("archive")["x-harness-answer"], "bytes");
    assert_eq!(answer("serveUpload")["x-harness-answer"], "redirect");
    assert_eq!(answer("getAuditEventList")["x-harness-accept"], json!(["application/json", "application/yaml"]));
    assert_eq!(answer("cloneBudgetsBulkOperation")["x-harness-untyped"], true);

    let names: BTreeSet<&str> = operation(&document, "updateOverrideGitDetails")["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|parameter| parameter["schema"] == json!({"type": "string"}))
        .filter_map(|parameter| parameter["name"].as_str())
        .collect();
    assert!(["connectorRef", "repoName", "filePath"].iter().all(|name| names.contains(name)), "{names:?}");

    let union = schema(&document, "GithubWebhookTriggerSpec");
    assert_eq!(
        union["x-harness-union"]["variants"][1],
        json!({"values": ["PullRequest"], "schema": "PullRequestGithubWebhookSpec"})
    );
    assert!(schema(&document, "PullRequestGithubWebhookSpec")["properties"]["type"]["$ref"].is_string());
    assert_eq!(
        schema(&document, "StringOrBool"),
        &json!({"x-harness-any-of": [{"type": "boolean"}, {"type": "string"}]})
    );
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let one = r##"{"paths": {"/a": {"get": {"operationId": "a", "parameters": [{"name": "kind", "in": "query", "schema": {"enum": ["x", "y"]}}]}},
            "/b": {"post": {"requestBody": {"content": {"application/json": {"schema": {"properties": {"kind": {"enum": ["y", "x"]}}}}}}}}},
          "components": {"schemas": {"A": {"properties": {"kind": {"enum": ["z"]}}}}}}"##;
    let other = r##"{"components": {"schemas": {"A": {"properties": {"kind": {"enum": ["z"]}}}}},
          "paths": {"/b": {"post": {"requestBody": {"content": {"application/json": {"schema": {"properties": {"kind": {"enum": ["y", "x"]}}}}}}}},
            "/a": {"get": {"parameters": [{"schema": {"enum": ["x", "y"]}, "in": "query", "name": "kind"}], "operationId": "a"}}}}"##;
    assert_eq!(normalised(one).0.to_string(), normalised(other).0.to_string());
}

#[test]
fn an_empty_or_broken_document_is_survived() {
    for text in [
        "{}",
        "[]",
        "7",
        r#"{"paths": []}"#,
        r#"{"paths": {"/x": 1, "/y": {"get": 2, "put": {"parameters": 3, "requestBody": [], "responses": []}}}}"#,
        r#"{"components": {"schemas": {"A": 1, "B": [], "C": {"properties": 1, "items": 2, "allOf": 3, "oneOf": 4, "enum": 5, "required": 6, "discriminator": 7, "type": 8}}}}"#,
        r#"{"components": {"schemas": {"A": {"allOf": [1, {"allOf": {}}], "discriminator": {"propertyName": 1, "mapping": 2}, "properties": {"a": null}}}}}"#,
    ] {
        normalised(text);
    }
}

#[test]
fn an_inline_composition_of_an_answer_is_named_and_merged() {
    let document = normalised(
        r##"{"paths": {"/x": {"get": {"operationId": "get-x", "responses": {"200": {"content": {"application/json": {"schema":
              {"allOf": [{"$ref": "#/components/schemas/Page"}, {"properties": {"items": {"type": "array", "items": {"properties": {"id": {"type": "string"}}}}}}]}}}}}}}},
            "components": {"schemas": {"Page": {"type": "object", "properties": {"total": {"type": "integer"}}}}}}"##,
    );
    assert_eq!(
        operation(&document, "get-x")["responses"]["2XX"]["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/GetXResponse"})
    );
    let answer = schema(&document, "GetXResponse");
    assert_eq!(answer["properties"]["total"], json!({"type": "integer"}));
    assert_eq!(answer["properties"]["items"]["items"], json!({"$ref": "#/components/schemas/GetXResponseItem"}));
}

#[test]
fn an_inline_union_of_a_field_is_named_and_tagged() {
    let document = normalised(
        r##"{"components": {"schemas": {
            "Job": {"type": "object", "properties": {"step": {"oneOf": [{"$ref": "#/components/schemas/Run"}, {"$ref": "#/components/schemas/Wait"}, {"type": "null"}],
                "discriminator": {"propertyName": "kind"}}}},
            "Run": {"type": "object", "properties": {"kind": {"const": "run"}}, "required": ["kind", "gone"]},
            "Wait": {"type": "object", "properties": {"kind": {"enum": ["wait", "sleep"]}}}}}}"##,
    );
    assert_eq!(
        schema(&document, "Job")["properties"]["step"],
        json!({"$ref": "#/components/schemas/JobStep", "nullable": true})
    );
    assert_eq!(
        schema(&document, "JobStep")["x-harness-union"]["variants"],
        json!([
        {"values": ["run"], "schema": "Run"}, {"values": ["wait", "sleep"], "schema": "Wait"}])
    );
    assert_eq!(
        schema(&document, "Run"),
        &json!({"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/JobStepKind"}}, "required": ["kind"]})
    );
    assert_eq!(schema(&document, "JobStepKind")["enum"], json!(["run", "wait", "sleep"]));
}

#[test]
fn a_union_inside_a_union_stays_one_and_its_variants_hold_the_fields_of_both() {
    let document = normalised(
        r##"{"components": {"schemas": {
            "Top": {"type": "object", "discriminator": {"propertyName": "type"}, "properties": {"type": {"type": "string"}, "id": {"type": "string"}}, "required": ["id"]},
            "Mid": {"allOf": [{"$ref": "#/components/schemas/Top"}, {"properties": {"sub": {"type": "string"}}}], "discriminator": {"propertyName": "sub"}},
            "Leaf": {"allOf": [{"$ref": "#/components/schemas/Mid"}, {"properties": {"sub": {"enum": ["leaf"]}, "x": {}}}]}}}}"##,
    );
    assert_eq!(schema(&document, "Top")["x-harness-union"]["variants"], json!([{"values": ["Mid"], "schema": "Mid"}]));
    assert_eq!(
        schema(&document, "Mid")["x-harness-union"]["variants"],
        json!([{"values": ["leaf"], "schema": "Leaf"}])
    );
    let leaf = schema(&document, "Leaf");
    assert_eq!(leaf["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "sub", "type", "x"]);
    assert_eq!(leaf["required"], json!(["id"]));
}

#[test]
fn alternatives_with_fields_beside_them_hold_those_fields() {
    let document = normalised(
        r##"{"components": {"schemas": {
            "Either": {"properties": {"id": {"type": "string"}}, "oneOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"b": {"type": "string"}}}]},
            "A": {"type": "object", "properties": {"a": {"type": "string"}}}}}}"##,
    );
    let parts = schema(&document, "Either")["x-harness-any-of"].as_array().unwrap();
    assert_eq!(
        parts.iter().map(|part| part["$ref"].as_str().unwrap()).collect::<Vec<_>>(),
        ["#/components/schemas/EitherVariant1", "#/components/schemas/EitherVariant2"]
    );
    assert_eq!(schema(&document, "EitherVariant1")["properties"].as_object().unwrap().len(), 2);
    assert_eq!(schema(&document, "EitherVariant2")["properties"].as_object().unwrap().len(), 2);
}

#[test]
fn shared_parts_of_the_document_reach_their_operations() {
    let document = normalised(
        r##"{"paths": {"/x/{id}": {"parameters": [{"$ref": "#/components/parameters/Id"}],
              "put": {"requestBody": {"$ref": "#/components/requestBodies/B"}, "responses": {"201": {"$ref": "#/components/responses/R"}, "default": {"$ref": "#/components/responses/Error"}}}}},
            "components": {"parameters": {"Id": {"name": "id", "in": "path", "schema": {"type": ["string", "null"], "example": "e"}}},
              "requestBodies": {"B": {"content": {"application/json": {"schema": {"type": "array"}}}}},
              "responses": {"R": {"content": {"application/json": {"schema": {"type": "string", "enum": ["A", null]}}}}, "Error": {}}}}"##,
    );
    let put = &document.0["paths"]["/x/{id}"]["put"];
    assert_eq!(put["operationId"], "put_x_id");
    assert_eq!(
        put["parameters"],
        json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string", "nullable": true}}])
    );
    assert_eq!(put["requestBody"]["content"]["application/json"]["schema"], json!({"type": "array", "items": {}}));
    assert_eq!(
        put["responses"]["2XX"]["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/PutXIdResponse", "nullable": true})
    );
    assert_eq!(schema(&document, "PutXIdResponse")["enum"], json!(["A"]));
}
