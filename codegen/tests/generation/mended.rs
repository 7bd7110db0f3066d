//! What frameworks write otherwise than the document says, operations that are gone, forms beside JSON, bounds of page
//! sizes and names of enums: each seen in what is generated.

use std::fs;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::{Input, Output, generate};

const DOCUMENT: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
  "paths": {
    "/a": {"post": {"operationId": "makeA", "tags": ["Things"],
      "requestBody": {"required": true, "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}},
        "multipart/form-data": {"schema": {"type": "object", "required": ["spec"], "properties": {
          "spec": {"$ref": "#/components/schemas/Thing"}, "file": {"type": "string", "format": "binary"}}}}}},
      "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}},
      "get": {"operationId": "listA", "tags": ["Things"], "parameters": [
        {"name": "page", "in": "query", "schema": {"type": "integer"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 40, "default": 30}}],
      "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}}}}},
    "/old": {"get": {"operationId": "oldA", "tags": ["Things"], "x-harness-gone": true, "responses": {"200": {"description": "ok"}}}},
    "/b": {"get": {"operationId": "getB", "tags": ["Others"],
      "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Other"}}}}}}}
  },
  "components": {"schemas": {
    "Thing": {"type": "object", "required": ["Long Name"], "properties": {
      "until": {"type": "string", "format": "date-time"}, "blob": {"$ref": "#/components/schemas/Bytes"},
      "created": {"type": "integer"}, "unknownFields": {"type": "object"}, "any": {"type": "string"},
      "Long Name": {"type": "string"}, "type": {"type": "string", "enum": ["A", "B"]}}},
    "Alien": {"type": "object", "properties": {"type": {"type": "string", "enum": ["A", "B"]}}},
    "Other": {"type": "object", "properties": {
      "one": {"$ref": "#/components/schemas/OtherOne"}, "two": {"$ref": "#/components/schemas/OtherTwo"}}},
    "OtherOne": {"type": "object", "properties": {"type": {"type": "string", "enum": ["A", "B"]}}},
    "OtherTwo": {"type": "object", "properties": {"type": {"type": "string", "enum": ["C"]}}},
    "Bytes": {"type": "object", "properties": {"empty": {"type": "boolean"}}}}}
}"##;

const MODULES: &str = "[things]\ntitle = \"Things\"\ndescription = \"All things.\"\ntags = [\"Things\"]\n\
    [others]\ntitle = \"Others\"\ndescription = \"All others.\"\ntags = [\"Others\"]\n";

const FRAMEWORKS: &str = r#"
[[rule]]
why = "dates are numbers"
source = "a server"
becomes = "milliseconds"
members = ["Thing.until"]

[[rule]]
why = "bytes are text"
source = "a server"
becomes = "base64"
schemas = ["Bytes"]

[[rule]]
why = "anything goes"
source = "a server"
becomes = "any"
members = ["Thing.any"]

[[rule]]
why = "numbers are text"
source = "a server"
becomes = "int64-text"
having = "unknownFields"
properties = ["created"]
expect = 1

[[rename]]
schema = "Thing"
property = "Long Name"
to = "name"
source = "a server"
"#;

const GONE: &str = "[[operation]]\nid = \"oldA\"\nsuccessor = \"listA\"\nwhy = \"the list has all of them\"\n";

const PAGES: &str = r#"
[[family]]
name = "pages"
paths = ["/a"]
query = ["page", "limit"]
style = "page"
first = 0
page = "page"
size = "limit"
max = 100
items = [""]
"#;

fn outcome(frameworks: &str, gone: &str) -> Result<Output, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.json");
    fs::write(&document, DOCUMENT).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir_all(&data).expect("a folder");
    for (name, text) in
        [("modules.toml", MODULES), ("frameworks.toml", frameworks), ("gone.toml", gone), ("pagination.toml", PAGES)]
    {
        fs::write(data.join(name), text).expect("a data file");
    }
    generate(&Input { document, data: Some(data) }, &|_| {}).map_err(|defects| Defects::from(defects).to_string())
}

/// The text of all files of a module's folder.
fn files(output: &Output, folder: &str) -> String {
    let found = output.files.iter().filter(|(path, _)| path.to_string_lossy().contains(folder));
    found.map(|(_, text)| text.as_str()).collect()
}

#[track_caller]
fn holds(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word:?} is not in:\n{text}");
    }
}

#[track_caller]
fn refused(frameworks: &str, gone: &str, words: &[&str]) {
    let message = outcome(frameworks, gone).expect_err("a refusal");
    holds(&message, words);
}

#[test]
fn rules_over_data_give_the_types_of_the_wire() {
    let output = outcome(FRAMEWORKS, GONE).expect("generated");
    let types = files(&output, "harness-sdk-things/src/generated/types");
    holds(
        &types,
        &[
            "pub type Bytes = String;",
            "until: Option<i64>",
            "any: Value",
            "\"name\"",
            "Milliseconds since the Unix epoch.",
        ],
    );
    assert!(!types.contains("Long Name"), "{types}");
    let summary = output.coverage.summary();
    assert_eq!(summary["schemas_mended"], 2, "{summary}");
}

#[test]
fn entries_that_mend_nothing_are_told_with_what_to_delete() {
    let vain = FRAMEWORKS.replace("Thing.until", "Thing.never");
    refused(&vain, GONE, &["frameworks.toml", "Thing.never", "delete"]);
    let vain = FRAMEWORKS.replace("property = \"Long Name\"", "property = \"Lost\"");
    refused(&vain, GONE, &["[[rename]] Thing.Lost", "delete"]);
    refused(&FRAMEWORKS.replace("expect = 1", "expect = 2"), GONE, &["bites at 1 places", "`expect` says 2"]);
}

#[test]
fn operations_that_are_gone_name_what_came_after_them() {
    let output = outcome(FRAMEWORKS, GONE).expect("generated");
    let operations = files(&output, "harness-sdk-things/src/generated/operations");
    holds(&operations, &["#[deprecated = \"no longer in the official document; use `list_a`\"]"]);
    refused(FRAMEWORKS, "", &["\"oldA\"", "has no entry"]);
    refused(FRAMEWORKS, &GONE.replace("listA", "lostA"), &["\"lostA\"", "is no operation"]);
    refused(FRAMEWORKS, &GONE.replace("oldA", "listA"), &["[[operation]] \"listA\"", "delete"]);
}

#[test]
fn a_form_beside_json_has_setters_of_its_own() {
    let output = outcome(FRAMEWORKS, GONE).expect("generated");
    let operations = files(&output, "harness-sdk-things/src/generated/operations");
    holds(
        &operations,
        &[
            "pub fn body(mut self, value: impl Into<types::Thing>)",
            "self.0.form_file(\"file\", value)",
            "self.0.form_json(\"spec\"",
            "in place of the JSON body",
        ],
    );
}

#[test]
fn pages_are_no_larger_than_the_document_allows() {
    let output = outcome(FRAMEWORKS, GONE).expect("generated");
    let operations = files(&output, "harness-sdk-things/src/generated/operations");
    holds(&operations, &[".default_size(30).max(40)", "1 to 40."]);
}

#[test]
fn an_enum_of_several_owners_is_called_after_one_in_the_module() {
    let output = outcome(FRAMEWORKS, GONE).expect("generated");
    holds(&files(&output, "harness-sdk-things/src/generated/types"), &["pub enum ThingType"]);
    let others = files(&output, "harness-sdk-others/src/generated/types");
    holds(&others, &["pub enum OtherOneType", "pub enum OtherTwoType"]);
    assert!(!others.contains("Alien"), "{others}");
}
