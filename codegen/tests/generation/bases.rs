//! Families of operations: what `bases.toml` becomes, and that it must agree with the document.

use std::fs;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::{Input, generate};
use serde_json::{Value, json};

const BASE: &str = "[[base]]\nname = \"reports\"\ntitle = \"Reports\"\nsource = \"s\"\nprefixes = [\"/v1/reports\"]\n\
                    path = \"/free/api\"\nlogin = \"APIKEY\"\n";

/// A document with a report that lives elsewhere and takes a key of its own, and an operation that does neither.
fn document() -> Value {
    let operation = |id: &str| json!({"operationId": id, "tags": ["T"], "responses": {"200": {"description": "ok"}}});
    let mut document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://app.example"}],
        "paths": {
            "/v1/reports": {"servers": [{"url": "https://app.example/free/api"}], "get": operation("listReports")},
            "/v1/others": {"get": operation("listOthers")},
        },
        "components": {"securitySchemes": {
            "own": {"type": "apiKey", "in": "header", "name": "Authorization"},
            "platform": {"type": "apiKey", "in": "header", "name": "x-api-key"},
        }},
    });
    document["paths"]["/v1/reports"]["get"]["security"] = json!([{"own": []}]);
    document
}

/// The text of the module's files, or what stops the run.
fn outcome(document: &Value, bases: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.json");
    fs::write(&path, document.to_string()).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder");
    fs::write(data.join("modules.toml"), "[t]\ntitle = \"T\"\ndescription = \"T.\"\ntags = [\"T\"]\n")
        .expect("modules");
    fs::write(data.join("bases.toml"), bases).expect("bases");
    match generate(&Input { document: path, data: Some(data) }, &|_| {}) {
        Ok(output) => Ok(output.files.into_values().collect()),
        Err(defects) => Err(Defects::from(defects).to_string()),
    }
}

#[track_caller]
fn refused(document: &Value, bases: &str, words: &str) {
    let message = outcome(document, bases).expect_err("a refusal");
    assert!(message.contains(words), "{words:?} is not in:\n{message}");
}

#[test]
fn a_family_becomes_a_constant_and_its_operations_point_to_it() {
    let text = outcome(&document(), BASE).expect("generated");
    for expected in [
        "static BASE_REPORTS: Base = Base {",
        "prefix: \"/free/api\"",
        "login: Login::Own(\"APIKEY\")",
        "path: \"/free/api/v1/reports\"",
        "base: Some(&super::BASE_REPORTS)",
        "/// `GET /free/api/v1/reports`",
        "Of the family `reports` (Reports); takes a key of its own, as `Authorization: APIKEY`",
        "path: \"/v1/others\"",
    ] {
        assert!(text.contains(expected), "{expected} is missing:\n{text}");
    }
    assert_eq!(text.matches("base: Some(").count(), 1);
}

#[test]
fn a_host_and_an_older_address_are_told() {
    let mut document = document();
    document["paths"]["/v1/reports"]["servers"] = json!([{"url": "https://reports.example"}]);
    document["paths"]["/v1/reports"]["get"]["security"] = json!([{"platform": []}]);
    let bases = "[[base]]\nname = \"reports\"\ntitle = \"R\"\nsource = \"s\"\noperations = [\"listReports\"]\n\
                 host = \"https://reports.example\"\nlogin = \"platform\"\n\
                 [base.legacy]\nhost = \"https://old.example\"\ncut = \"/v1\"\nlogin = \"Bearer\"\nsource = \"s\"\n";
    let text = outcome(&document, bases).expect("generated");
    for expected in [
        "host: Some(\"https://reports.example\")",
        "login: Login::Platform",
        "legacy: Some(&Legacy { host: \"https://old.example\", cut: \"/v1\", login: Login::Own(\"Bearer\") })",
        "Of the family `reports` (R), at `https://reports.example`; takes the client's credentials.",
    ] {
        assert!(text.contains(expected), "{expected} is missing:\n{text}");
    }
}

#[test]
fn data_and_document_must_agree() {
    let entry = |from: &str, to: &str| BASE.replace(from, to);
    refused(
        &document(),
        "",
        "GET /v1/reports is at https://app.example/free/api by the document, and no entry says so",
    );
    refused(&document(), &entry("/free/api", "/paid/api"), "and not where \"reports\" has it");
    refused(&document(), &entry("APIKEY", "platform"), "takes a key in `Authorization` by the document");
    let mut other = document();
    other["paths"]["/v1/reports"]["get"]["security"] = json!([{"platform": []}]);
    refused(&other, BASE, "takes no key in `Authorization` by the document");
}

#[test]
fn what_matches_nothing_or_contradicts_itself_stops_the_run() {
    let entry = |from: &str, to: &str| BASE.replace(from, to);
    refused(&document(), &entry("\"/v1/reports\"", "\"/v1/reports\", \"/v9\""), "prefixes \"/v9\" matches nothing");
    refused(&document(), &format!("{BASE}{}", entry("\"reports\"", "\"twin\"")), "belongs to \"reports\" and \"twin\"");
    refused(&document(), &entry("name = \"reports\"", "name = \"platform\""), "the name is taken");
    refused(&document(), &entry("/free/api", "free/"), "begins with a slash and ends without one");
    refused(&document(), &format!("{BASE}host = \"http://x.example\"\n"), "a host is `https://` and a name");
    refused(&document(), &entry("source = \"s\"", "source = \"\""), "`source` is empty");
}
