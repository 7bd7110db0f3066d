//! Text of a document never becomes code.

use harness_sdk_codegen::load;
use serde_json::{Value, json};

use crate::exercise::{MARKER, exercise};
use crate::mutations::TEXTS;

/// A document in which everything that can be a text of the author's choice is this text.
fn document(text: &str, place: &str) -> Value {
    let at = |here: &str, else_: &str| if here == place { text.to_owned() } else { else_.to_owned() };
    let mut schema = json!({
        "type": "object",
        "title": at("title", "T"),
        "description": at("schema description", "d"),
        "properties": { at("property", "p"): {
            "type": "string",
            "description": at("property description", "d"),
            "default": at("default", "d"),
            "pattern": at("pattern", "p"),
            "format": at("format", "date"),
            "example": at("example", "e"),
        }, "kind": { "type": "string", "enum": [at("enum value", "a"), "b"] },
           "union": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }],
                      "discriminator": { "propertyName": at("tag", "t"),
                                         "mapping": { at("tag value", "a"): "A", "b": "B" } } } },
        "required": [at("required", "p")],
    });
    schema[at("extension", "x-e")] = json!(at("extension value", "v"));
    let parameter = |location: &str| {
        json!({ "name": at(&format!("{location} parameter"), location), "in": location, "required": location == "path",
                "description": at("parameter description", "d"),
                "schema": { "type": "string", "enum": [at("parameter value", "x"), "y"] } })
    };
    let path_name = at("path parameter", "path");
    json!({
        "openapi": "3.0.3",
        "info": { "title": at("document title", "T"), "description": at("document description", "d"), "version": "1" },
        "servers": [{ "url": at("server", "https://x.io") }],
        "tags": [{ "name": at("tag of the document", "t"), "description": at("tag description", "d") }],
        "paths": { format!("/{}/{{{path_name}}}", at("path", "x")): { "post": {
            "operationId": at("operation", "o"),
            "tags": [at("operation tag", "t")],
            "summary": at("summary", "s"),
            "description": at("operation description", "d"),
            "externalDocs": { "url": at("documentation", "https://x.io"), "description": at("documentation text", "d") },
            "deprecated": true,
            "parameters": [parameter("path"), parameter("query"), parameter("header"), parameter("cookie")],
            "requestBody": { "description": at("body description", "d"),
                "content": { at("body media type", "application/json"): {
                    "schema": { "$ref": format!("#/components/schemas/{}", at("schema", "S")) } } } },
            "responses": { at("status", "200"): { "description": at("answer description", "d"),
                "content": { at("answer media type", "application/json"): {
                    "schema": { "$ref": format!("#/components/schemas/{}", at("schema", "S")) } } } } },
        } } },
        "components": { "schemas": {
            at("schema", "S"): schema,
            "A": { "type": "object", "properties": { "a": { "type": "string" } } },
            "B": { "type": "object", "properties": { "b": { "type": "string" } } },
        } },
    })
}

const PLACES: [&str; 39] = [
    "title",
    "schema description",
    "property",
    "property description",
    "default",
    "pattern",
    "format",
    "example",
    "enum value",
    "tag",
    "tag value",
    "required",
    "extension",
    "extension value",
    "path parameter",
    "query parameter",
    "header parameter",
    "cookie parameter",
    "parameter description",
    "parameter value",
    "document title",
    "document description",
    "server",
    "tag of the document",
    "tag description",
    "path",
    "operation",
    "operation tag",
    "summary",
    "operation description",
    "documentation",
    "documentation text",
    "body description",
    "body media type",
    "schema",
    "status",
    "answer description",
    "answer media type",
    "nowhere",
];

#[test]
fn no_text_in_any_place_becomes_code() {
    let markers: Vec<&str> = TEXTS.iter().copied().filter(|text| text.contains(MARKER)).collect();
    assert!(markers.len() > 5);
    let mut generated = 0;
    for place in PLACES {
        for text in &markers {
            let url = format!("https://x.io/{text}");
            let text = if place == "documentation" { &url } else { *text };
            generated += usize::from(exercise(document(text, place).to_string()).is_ok());
        }
    }
    assert!(generated > PLACES.len() * 4, "only {generated} documents generated");
}

#[test]
fn every_text_is_sound_in_every_place() {
    for (index, text) in TEXTS.iter().enumerate() {
        // Each text in some of the places: all of them take long, and the fuzz target has the time.
        for place in PLACES.iter().skip(index % 7).step_by(7) {
            let _ = exercise(document(text, place).to_string());
        }
    }
}

#[test]
fn the_marker_would_be_seen() {
    let code = format!("/// fine\nfn {MARKER}() {{}}");
    let tokens: proc_macro2::TokenStream = code.parse().expect("tokens");
    assert!(tokens.into_iter().any(|token| token.to_string() == MARKER));
    assert!(load::value(document("x", "nowhere").to_string().as_bytes(), false).is_ok());
    assert!(exercise(document("x", "nowhere").to_string()).is_ok());
}
