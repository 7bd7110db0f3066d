//! Single warts that were written on purpose, each with what becomes of it.

use std::path::Path;

use harness_sdk_codegen::Output;
use serde_json::{Value, json};

use crate::exercise::exercise;

fn document(paths: Value, components: Value) -> String {
    json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": paths, "components": components })
        .to_string()
}

fn answered(schemas: Value) -> String {
    let answer = json!({ "$ref": "#/components/schemas/S" });
    let answer = json!({ "200": { "description": "", "content": { "application/json": { "schema": answer } } } });
    document(json!({ "/x": { "get": { "operationId": "x", "responses": answer } } }), json!({ "schemas": schemas }))
}

fn ok() -> Value {
    json!({ "200": { "description": "" } })
}

fn sound(text: impl AsRef<[u8]>) -> Output {
    exercise(text).unwrap_or_else(|defects| panic!("{defects}"))
}

fn refused(text: impl AsRef<[u8]>) -> String {
    match exercise(text) {
        Ok(_) => panic!("it generated"),
        Err(defects) => defects.to_string(),
    }
}

/// The text of all types and operations.
fn code(output: &Output) -> String {
    let rust = output.files.iter().filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|(_, text)| text.as_str()).collect()
}

#[test]
fn components_made_of_themselves_are_refused_with_their_places() {
    for section in ["parameters", "responses", "requestBodies", "headers"] {
        let one = json!({ "$ref": format!("#/components/{section}/B") });
        let other = json!({ "$ref": format!("#/components/{section}/A") });
        let mut components = json!({});
        components[section] = json!({ "A": one, "B": other });
        let told = refused(document(json!({ "/x": { "get": { "responses": ok() } } }), components));
        assert!(
            told.contains(&format!("#/components/{section}/A: the component is made of itself: A -> B -> A")),
            "{told}"
        );
    }
    let told = refused(document(json!({ "/x": { "$ref": "#/paths/~1x" } }), json!({})));
    assert!(told.contains("#/paths/~1x: a path item is given as a `$ref`"), "{told}");
    let told = refused(answered(json!({ "S": { "$ref": "#/components/schemas/S" } })));
    assert!(told.contains("#/components/schemas/S: the component is made of itself: S -> S"), "{told}");
    let told =
        refused(answered(json!({ "S": { "allOf": [{ "$ref": "#/components/schemas/S" }, { "type": "object" }] } })));
    assert!(told.contains("#/components/schemas/S: the component is made of itself"), "{told}");
}

#[test]
fn types_that_hold_themselves_are_boxed() {
    let schemas = json!({
        "S": { "type": "object", "properties": { "s": { "$ref": "#/components/schemas/S" }, "t": { "$ref": "#/components/schemas/T" } } },
        "T": { "oneOf": [{ "$ref": "#/components/schemas/S" }, { "$ref": "#/components/schemas/T" }, { "type": "string" }] },
    });
    let code = code(&sound(answered(schemas)));
    assert!(code.contains("pub s: Option<Box<S>>") && code.contains("pub t: Option<Box<T>>"), "{code}");
}

#[test]
fn a_discriminator_that_maps_to_its_own_schema_is_no_variant() {
    let schemas = json!({ "S": { "type": "object", "properties": { "t": { "type": "string" } },
        "discriminator": { "propertyName": "t", "mapping": { "a": "#/components/schemas/S" } } } });
    let code = code(&sound(answered(schemas)));
    assert!(code.contains("pub struct S"), "{code}");
}

#[test]
fn text_that_is_no_yaml_is_refused_with_its_line() {
    for (text, expected) in [
        (&b"openapi: 3.0.3\npaths: {}\npaths: {}\n"[..], "document.yaml:3:1: key `paths` stands twice"),
        (b"openapi: 3.0.3\nx: \0\n", "document.yaml:2:4: "),
        (b"openapi: 3.0.3\nx: \xff\n", "document.yaml:2:4: the text is not UTF-8"),
        (b"openapi: 3.0.3\nx: *nothing\n", "document.yaml:2:"),
        (b"openapi: 3.0.3\nx: !!python/object:os.system {}\n", "has no meaning in an OpenAPI document; remove the tag"),
        (b"openapi: 3.0.3\n<<: 7\n", "document.yaml:2:"),
        (b"openapi: 3.0.3\n---\nopenapi: 3.0.3\n", "a second YAML document begins"),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", "document.yaml"),
        (b"", "the file is empty"),
        (b"\xff\xfe{\0}\0", "the text is not UTF-8"),
    ] {
        let told = refused(text);
        assert!(told.contains(expected), "{text:?}: {told}");
    }
}

#[test]
fn anchors_aliases_and_merge_keys_are_written_out() {
    let yaml = "\u{feff}openapi: 3.0.3
info: {title: T, version: '1'}
x-shared: &ok {description: fine}
paths:
  /a: {get: {operationId: a, responses: {200: *ok}}}
  /b: {get: {operationId: b, responses: {200: {<<: *ok, headers: {}}}}}
";
    assert_eq!(sound(yaml).coverage.summary()["operations"], 2);
}

#[test]
fn names_lead_to_files_that_every_disk_can_hold() {
    let tags = [
        "../../etc/passwd",
        "/abs",
        "..\\up",
        "CON",
        "nul.txt",
        "com1",
        "mod",
        "lib",
        "self",
        "type",
        "Foo Bar",
        "foo_bar",
        "FOO-BAR",
        "naïve",
        "名前",
        "",
        "...",
        "a\nb",
        "x 2",
    ];
    let long = "t".repeat(3_000);
    let paths: serde_json::Map<String, Value> = tags
        .iter()
        .copied()
        .chain([long.as_str()])
        .enumerate()
        .map(|(index, tag)| {
            let operation = json!({ "operationId": tag, "tags": [tag], "responses": ok() });
            (format!("/p{index}"), json!({ "get": operation }))
        })
        .collect();
    let count = paths.len();
    let output = sound(document(Value::Object(paths), json!({})));
    assert_eq!(output.coverage.summary()["operations"], count);
    let folder = Path::new("crates/harness-sdk-api/src/generated/operations");
    let stems =
        ["con_", "nul_txt", "com1_", "mod_", "lib_", "self_", "type", "foo_bar", "naive", "ming_qian", "etc_passwd"];
    for stem in stems {
        assert!(output.files.contains_key(&folder.join(format!("{stem}.rs"))), "{stem}: {:#?}", output.files.keys());
    }
    let text = code(&output);
    assert_eq!(text.matches("static ").count(), count, "each operation is in one file");
}

#[test]
fn tags_of_a_large_document_name_crates_that_can_be() {
    let tags = ["../x", "Größe", "CON", "a b", "A-B", "", "名", "self", &"t".repeat(400)].map(str::to_owned);
    let paths: serde_json::Map<String, Value> = (0..310)
        .map(|index| {
            let operation = json!({ "tags": [tags[index % tags.len()]], "responses": ok() });
            (format!("/p{index}"), json!({ "get": operation }))
        })
        .collect();
    let output = sound(document(Value::Object(paths), json!({})));
    for module in &output.modules {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(module.name.chars().all(plain) && module.name.len() <= 64, "{}", module.name);
    }
    assert_eq!(output.coverage.summary()["operations"], 310);
}

#[test]
fn names_that_only_rust_tells_apart_are_numbered() {
    let ids = [
        "a1",
        "a-1",
        "a.1",
        "A1",
        "a_b1",
        "ab1",
        "x",
        "X",
        "x operation",
        "type",
        "Type",
        "Self",
        "self",
        "",
        "-",
        "get",
    ];
    let paths: serde_json::Map<String, Value> = ids
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let parameters: Vec<Value> =
                ["q", "Q", "q.q", "q-q", "é", "e\u{301}", "body", "send", "self", "", "1", "-"]
                    .iter()
                    .filter(|name| !name.is_empty())
                    .map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }))
                    .collect();
            (format!("/p{index}"), json!({ "get": { "operationId": id, "parameters": parameters, "responses": ok() } }))
        })
        .collect();
    assert_eq!(sound(document(Value::Object(paths), json!({}))).coverage.summary()["operations"], ids.len());
}

#[test]
fn property_names_and_values_stay_what_they_are_on_the_wire() {
    let names = ["a\"b", "a\\b", "a\nb", "{x}", "\u{202e}", "\u{2028}", "é", "e\u{301}", "$ref", "self", ""];
    let fields: serde_json::Map<String, Value> =
        names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string", "maxLength": 1e300 }))).collect();
    let values: Vec<&str> = names.iter().copied().chain(["*/", "\"#", "{}"]).collect();
    let schemas = json!({ "S": { "type": "object", "properties": fields }, "E": { "type": "string", "enum": values } });
    let mut schemas = schemas;
    schemas["S"]["properties"]["e"] = json!({ "$ref": "#/components/schemas/E" });
    let code = code(&sound(answered(schemas)));
    for wire in ["\"{x}\"", "\"$ref\"", "\"\\u{202e}\"", "\"*/\"", "\"\\\"#\"", "\"a\\nb\""] {
        assert!(code.contains(wire), "{wire} is not in {code}");
    }
}

#[test]
fn braces_in_paths_are_parameters_or_reported() {
    for (path, expected) in [
        ("/a/{b", "#/paths/~1a~1{b: the path `/a/{b` has `{` without `}`"),
        ("/a}/b", "has `}` without `{`"),
        ("/a/{}", "has a parameter without a name"),
        ("a", "does not begin with `/`"),
        ("/a/{b}", "undeclared path parameter {b}"),
    ] {
        let told = refused(document(json!({ path: { "get": { "responses": ok() } } }), json!({})));
        assert!(told.contains(expected), "{path}: {told}");
    }
    let path = "/a\n\"{}\u{2028}*/".replace("{}", "{b\n}");
    let parameter = json!({ "name": "b\n", "in": "path", "required": true, "schema": { "type": "string" } });
    sound(document(json!({ path: { "get": { "parameters": [parameter], "responses": ok() } } }), json!({})));
}

#[test]
fn other_versions_are_refused_by_name() {
    for (head, expected) in [
        (
            json!({ "openapi": "3.1.0" }),
            "#/openapi: OpenAPI 3.1.0 is not supported; convert the document to OpenAPI 3.0.3",
        ),
        (json!({ "swagger": "2.0" }), "#/swagger: this is a Swagger 2.0 document; convert it"),
        (json!({ "openapi": 3.0 }), "#/openapi: the version is a number, not a string"),
        (json!({ "asyncapi": "2.0.0" }), "does not say which version of OpenAPI it follows"),
    ] {
        let told = refused(head.to_string());
        assert!(told.contains(expected), "{told}");
    }
}
