//! `variants.toml` tells unions that the document loses, and each entry must fit the document.

use std::fs;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::{Input, generate};

const DOCUMENT: &str = r##"{
  "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
  "paths": {"/a": {"post": {"operationId": "createThing", "tags": ["Things"],
    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
    "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}},
  "components": {"schemas": {
    "Thing": {"type": "object", "required": ["spec", "type"], "properties": {
      "type": {"type": "string", "enum": ["Password", "Key", "Anonymous"]},
      "spec": {"$ref": "#/components/schemas/Spec"}, "scope": {"$ref": "#/components/schemas/Scope"}}},
    "Spec": {"type": "object", "required": ["specType", "note"],
      "properties": {"specType": {"type": "string"}, "note": {"type": "string"}},
      "discriminator": {"propertyName": "specType", "mapping": {"PasswordSpec": "#/components/schemas/PasswordSpec"}}},
    "PasswordSpec": {"allOf": [{"$ref": "#/components/schemas/Spec"}, {"type": "object", "properties": {"type": {"type": "string", "enum": ["Plain"]}}}]},
    "KeySpec": {"allOf": [{"$ref": "#/components/schemas/Spec"}, {"type": "object", "properties": {"key": {"type": "string"}}}]},
    "Scope": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}},
    "Cluster": {"type": "object", "properties": {"id": {"type": "string"}}}
  }}
}"##;

const TOLD: &str = r#"
[[union]]
base = "Spec"
tag = "type"
beside = [{ schema = "Thing", property = "spec" }]
nothing = ["Anonymous"]
missing = ["Token"]
source = "a source"
[union.values]
Password = "PasswordSpec"
Key = "KeySpec"
Token = "KeySpec"

[[union]]
base = "Scope"
tag = "type"
source = "a source"
[union.values]
CLUSTER = "Cluster"
"#;

/// The types that come out, or what is said against the data.
fn outcome(variants: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.json");
    fs::write(&document, DOCUMENT).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder");
    let modules = "[things]\ntitle = \"Things\"\ndescription = \"All things.\"\ntags = [\"Things\"]\n";
    fs::write(data.join("modules.toml"), modules).expect("a data file");
    fs::write(data.join("variants.toml"), variants).expect("a data file");
    match generate(&Input { document, data: Some(data) }, &|_| {}) {
        Ok(output) => {
            assert_eq!(output.coverage.summary()["unions"]["open_values"], 0);
            Ok(output.files.values().filter(|text| text.contains("pub struct")).cloned().collect())
        }
        Err(defects) => Err(Defects::from(defects).to_string()),
    }
}

#[track_caller]
fn refused(from: &str, to: &str, words: &[&str]) {
    assert!(TOLD.contains(from), "{from:?} is not in the data");
    let message = outcome(&TOLD.replacen(from, to, 1)).expect_err("a refusal");
    for word in words {
        assert!(message.contains(word), "{word:?} is not in:\n{message}");
    }
}

#[test]
fn what_is_told_becomes_unions() {
    let types = outcome(TOLD).expect("generated");
    for part in [
        "pub enum Spec {",
        "any \"Key\" | \"Token\" => KeySpec(KeySpec),",
        "\"Password\" => PasswordSpec(PasswordSpec);",
        "nothing \"Anonymous\" => Anonymous,",
        "\"spec\" by \"type\" => pub spec: Option<Spec>,",
        "Token = \"Token\",",
        // The field of its own stays, and the tag that only the document had is gone.
        "Plain = \"Plain\",",
        "\"note\" => pub note: String,",
        "pub enum Scope by \"type\" {",
        "\"CLUSTER\" => Cluster(Cluster),",
        "\"scope\" => pub scope: Option<Scope>,",
    ] {
        assert!(types.contains(part), "{part} is not in:\n{types}");
    }
    assert!(!types.contains("specType"), "{types}");
}

#[test]
fn what_does_not_fit_the_document_stops_the_run_at_its_line() {
    refused(
        "base = \"Scope\"",
        "base = \"Gone\"",
        &["variants.toml:14:1", "[[union]] \"Gone\" names no schema", "delete lines"],
    );
    refused("\"Cluster\"", "\"Gone\"", &["\"CLUSTER\" names \"Gone\"", "an override can add it", "delete line"]);
    refused("[\"Token\"]", "[]", &["\"Token\" is no value of \"type\"", "list it as `missing`"]);
    refused("[\"Token\"]", "[\"Key\", \"Token\"]", &["missing \"Key\" is not missing"]);
    refused(
        "property = \"spec\"",
        "property = \"scope\"",
        &["beside Thing.scope holds no \"Spec\"", "leaves out a place"],
    );
    refused("tag = \"type\"", "tag = \"kind\"", &["has no property \"kind\" beside it"]);
    refused("[\"Anonymous\"]", "[\"Password\"]", &["nothing \"Password\" has a schema, too"]);
    refused("source = \"a source\"", "source = \"\"", &["no source"]);
    refused("missing", "by_name = [\"Later\"]\nmissing", &["by_name \"Later\" is not among the values"]);
    let twice = format!(
        "{TOLD}{TOLD}\n[[open]]\nbase = \"Scope\"\nreason = \"r\"\n\n[[open]]\nbase = \"Gone\"\nreason = \"r\"\n"
    );
    let message = outcome(&twice).expect_err("a refusal");
    for word in ["is told twice", "[[open]] \"Scope\" is told by a union", "[[open]] \"Gone\" names no schema"] {
        assert!(message.contains(word), "{word:?} is not in:\n{message}");
    }
}

#[test]
fn a_tag_that_says_what_its_holder_is_tells_no_union_inside() {
    let document = r##"{
      "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
      "paths": {"/a": {"get": {"operationId": "getAnimal", "tags": ["Things"], "responses": {"200": {"description": "ok",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Animal"}}}}}}}},
      "components": {"schemas": {
        "Animal": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
          "discriminator": {"propertyName": "kind", "mapping": {"Cat": "#/components/schemas/Cat", "Dog": "#/components/schemas/Dog"}}},
        "Cat": {"allOf": [{"$ref": "#/components/schemas/Animal"},
          {"type": "object", "properties": {"friend": {"$ref": "#/components/schemas/Animal"}}}]},
        "Dog": {"allOf": [{"$ref": "#/components/schemas/Animal"},
          {"type": "object", "properties": {"name": {"type": "string"}}}]}
      }}
    }"##;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.json");
    fs::write(&path, document).expect("the document");
    let files = generate(&Input { document: path, data: None }, &|_| {}).expect("generated").files;
    let types: String =
        files.iter().filter(|(path, _)| path.ends_with("types/things.rs")).map(|(_, text)| text.as_str()).collect();
    assert!(types.contains("\"friend\" => pub friend"), "{types}");
}
