//! The test kit's catalogue: what it holds, and that each entry of `mock.toml` must be of use.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::{Input, generate};
use serde_json::{Value, json};

const DOCUMENT: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
  "paths": {
    "/a/pets": {
      "get": {"operationId": "listPets", "tags": ["Pets"],
        "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}},
          {"name": "kind", "in": "query", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema":
          {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}}}},
      "post": {"operationId": "createPet", "tags": ["Pets"],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object",
          "properties": {"pet": {"$ref": "#/components/schemas/Pet"}}}}}},
        "responses": {"201": {"description": "ok", "content": {"application/json": {"schema":
          {"$ref": "#/components/schemas/Pet"}}}}, "400": {"description": "no"}}}
    },
    "/a/pets/{pet}": {
      "delete": {"operationId": "deletePet", "tags": ["Pets"],
        "parameters": [{"name": "pet", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"204": {"description": "gone"}}}
    }
  },
  "components": {"schemas": {
    "Pet": {"type": "object", "description": "An animal.", "discriminator": {"propertyName": "kind"},
      "properties": {"name": {"type": "string"}, "kind": {"type": "string"}, "description": {"type": "string"}}},
    "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"},
      {"type": "object", "properties": {"lives": {"type": "integer", "maximum": 9}}}]},
    "Unused": {"type": "string"}
  }}
}"##;

const MODULES: &str = "[pets]\ntitle = \"Pets\"\ndescription = \"All pets.\"\ntags = [\"Pets\"]\n";

const CODES: &str = "[codes]\nunauthenticated = \"A\"\nforbidden = \"B\"\ninvalid = \"C\"\nmissing = \"D\"\ntaken = \"E\"\n\
    busy = \"F\"\nunavailable = \"G\"\n";
const FAMILY: &str = "[[family]]\nname = \"a\"\npaths = [\"/a/\"]\nbody = '{\"message\": \"{message}\"}'\n";
const STORY: &str = "[[story]]\nnoun = \"pet\"\n\
    [[story.part]]\ndoes = \"create\"\noperations = [\"createPet\"]\nbody = \"/pet\"\nanswer = \"\"\n\
    [[story.part]]\ndoes = \"delete\"\noperations = [\"deletePet\"]\nname = \"pet\"\n\
    [[story.part]]\ndoes = \"list\"\noperations = [\"listPets\"]\nsearch = \"kind\"\n";

fn mock() -> String {
    format!("[members]\nidentity = [\"name\"]\n{CODES}{FAMILY}{STORY}")
}

fn outcome(mock: &str) -> Result<BTreeMap<String, String>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.json");
    fs::write(&document, DOCUMENT).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder");
    fs::write(data.join("modules.toml"), MODULES).expect("a data file");
    fs::write(data.join("mock.toml"), mock).expect("a data file");
    match generate(&Input { document, data: Some(data) }, &|_| {}) {
        Ok(output) => {
            let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
            Ok(output.mock.into_iter().filter_map(|(path, text)| Some((name(&path)?, text))).collect())
        }
        Err(defects) => Err(Defects::from(defects).to_string()),
    }
}

#[track_caller]
fn refused(mock: &str, words: &[&str]) {
    let message = outcome(mock).expect_err("a refusal");
    for word in words {
        assert!(message.contains(word), "{word:?} is not in:\n{message}");
    }
}

#[test]
fn an_operation_is_a_line_and_a_schema_is_a_line() {
    let files = outcome(&mock()).expect("generated");
    let lines: Vec<Value> = files["pets.jsonl"].lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines[0].get("@generated").is_some());
    let by_id = |id: &str| lines.iter().find(|line| line["id"] == id).expect("the operation");
    let create = by_id("createPet");
    assert_eq!(create["answer"]["status"], 201);
    assert_eq!(create["answer"]["schema"], json!({"$ref": "#/components/schemas/Pet"}));
    assert_eq!(create["body"], json!({"kind": "json", "required": true}));
    assert_eq!(create["part"], json!({"story": 0, "does": "create", "body": "/pet", "answer": ""}));
    assert_eq!(by_id("deletePet")["answer"], json!({"kind": "none", "status": 204}));
    let parameters = by_id("listPets")["parameters"].clone();
    assert_eq!(
        parameters,
        json!([{"in": "query", "name": "kind", "required": true}]),
        "what decides nothing is left out"
    );
    assert_eq!(by_id("listPets")["family"], 0);
}

#[test]
fn schemas_are_the_published_ones_without_remarks() {
    let files = outcome(&mock()).expect("generated");
    let schemas: BTreeMap<String, Value> = files["pets.jsonl"]
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|line| Some((line.get("schema")?.as_str()?.to_owned(), line["is"].clone())))
        .collect();
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Cat", "Pet"], "those that extend a base come with it");
    assert!(schemas["Pet"].get("description").is_none());
    assert!(schemas["Pet"]["properties"].get("description").is_some(), "a property is no remark");
    assert_eq!(schemas["Pet"]["discriminator"], json!({"propertyName": "kind"}));
    assert!(schemas["Cat"].get("allOf").is_some(), "nothing is normalised");
}

#[test]
fn without_data_there_is_no_catalogue() {
    assert!(outcome("").expect("generated").is_empty());
}

#[test]
fn what_matches_nothing_stops_the_run_all_at_once() {
    let text = mock().replace("identity = [\"name\"]", "identity = [\"name\", \"ghost\"]");
    let text = text.replace("[\"createPet\"]", "[\"createPet\", \"gone\"]").replace("[\"/a/\"]", "[\"/a/\", \"/b/\"]");
    refused(&text, &["3 defects", "member \"ghost\"", "operation \"gone\"", "path \"/b/\" of \"a\""]);
}

#[test]
fn places_must_be_declared() {
    refused(&mock().replace("body = \"/pet\"", "body = \"/dog\""), &["body of \"createPet\" is \"/dog\""]);
    refused(&mock().replace("answer = \"\"", "answer = \"/data\""), &["answer of \"createPet\" is \"/data\""]);
    refused(&mock().replace("name = \"pet\"\n", "name = \"dog\"\n"), &["name of \"deletePet\" is \"dog\""]);
    refused(&mock().replace("search = \"kind\"", "item = \"/dog\""), &["item of \"listPets\" is \"/dog\""]);
}

#[test]
fn words_must_be_known() {
    refused(&mock().replace("does = \"delete\"", "does = \"lose\""), &["does = \"lose\"", "create, get, list"]);
    refused(&mock().replace("name = \"pet\"\n", "naem = \"pet\"\n"), &["naem is unknown"]);
    refused(&mock().replace("busy = \"F\"\n", ""), &["codes must be exactly"]);
    refused(&mock().replace("{\"message\": \"{message}\"}", "{"), &["family \"a\": body is no JSON"]);
    refused(&mock().replace("[\"deletePet\"]", "[\"deletePet\", \"createPet\"]"), &["\"createPet\" plays two parts"]);
    refused(
        &mock().replace("[\"/a/\"]", "[\"/a/pets/\"]"),
        &["no [[family]] fits GET /a/pets; add its path to mock.toml"],
    );
    refused(&format!("{}[famly]\n", mock()), &["mock.toml", "famly"]);
}
