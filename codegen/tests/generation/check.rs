//! Documents that cannot be generated from, each with all its defects.

use std::path::Path;
use std::time::Instant;

use harness_sdk_codegen::defect::{Defect, Defects, Place};
use harness_sdk_codegen::document::Document;
use harness_sdk_codegen::{check, load};
use serde_json::{Value, json};

fn defects(document: Value) -> Vec<String> {
    let defects = check::document(&Document(document));
    defects.iter().map(Defect::to_string).collect()
}

/// A sound document with these paths and components.
fn document(paths: Value, components: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {}, "paths": paths, "components": components})
}

fn schemas(schemas: Value) -> Vec<String> {
    defects(document(json!({}), json!({ "schemas": schemas })))
}

/// An operation that is sound but for `changes`.
fn operation(changes: Value) -> Value {
    let mut operation = json!({"responses": {"200": {"description": "OK"}}});
    for (key, value) in changes.as_object().unwrap() {
        operation[key] = value.clone();
    }
    operation
}

fn assert_all(found: &[String], expected: &[&str]) {
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "found    {found}\nexpected {expected}");
    }
}

#[test]
fn the_document_of_the_platform_is_sound() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/harness-openapi.json");
    let document = load::document(&path).map_err(Defects::from).unwrap();
    let begin = Instant::now();
    let defects = Defects::from(check::document(&document));
    println!("checked in {:?}", begin.elapsed());
    assert!(defects.is_empty(), "{defects}");

    let mut broken = document;
    let removed = broken.schemas_mut().remove("ResponseDTOProjectResponse");
    assert!(removed.is_some(), "the schema is in use");
    let defects = check::document(&broken);
    assert!(!defects.is_empty());
    assert!(defects.iter().all(|defect| defect.message.contains("ResponseDTOProjectResponse")));
}

#[test]
fn other_versions_have_only_that_as_their_defect() {
    let broken = |key: &str, version: Value| {
        let mut document = document(json!({"a": 5}), json!({"schemas": {"A": 5}}));
        document.as_object_mut().unwrap().remove("openapi");
        document[key] = version;
        defects(document)
    };
    assert_all(
        &broken("swagger", json!("2.0")),
        &["#/swagger: this is a Swagger 2.0 document; convert it to OpenAPI 3.0.3"],
    );
    for version in ["3.1.0", "3.0", "4.0.0", "3.0.x", ""] {
        let expected = format!("#/openapi: OpenAPI {version} is not supported; convert");
        assert_all(&broken("openapi", json!(version)), &[&expected]);
    }
    assert_all(&defects(json!([1])), &["#: the document is an array, not an object; "]);
}

#[test]
fn a_missing_version_does_not_hide_other_defects() {
    let found = defects(json!({"paths": {"/a": 5}}));
    assert_all(
        &found,
        &["#: the document does not say which version", "#/paths/~1a: a path item is a number, not an object; "],
    );
    let found = defects(json!({"openapi": 3.0}));
    assert_all(
        &found,
        &[
            "#: the document has no `paths`; ",
            "#/openapi: the version is a number, not a string; write `openapi: \"3.0.3\"`",
        ],
    );
    for version in ["3.0.0", "3.0.3", "3.0.12"] {
        assert_eq!(defects(json!({"openapi": version, "paths": {}})), Vec::<String>::new());
    }
}

#[test]
fn dangling_references_are_found_in_every_place() {
    let dangling = |section: &str| json!({"$ref": format!("#/components/{section}/None")});
    let schema = dangling("schemas");
    let found = defects(document(
        json!({"/a": {
            "parameters": [dangling("parameters")],
            "post": {
                "parameters": [
                    {"name": "q", "in": "query", "schema": schema},
                    {"name": "r", "in": "query", "content": {"text/json": {"schema": schema}}},
                ],
                "requestBody": dangling("requestBodies"),
                "responses": {"200": dangling("responses"), "4XX": {
                    "headers": {"H": dangling("headers"), "I": {"schema": schema}},
                    "content": {"a/b": {"schema": {"type": "array", "items": schema}, "examples": {"e": dangling("examples")}}},
                    "links": {"l": dangling("links")},
                }},
                "callbacks": {"c": dangling("callbacks"), "d": {"{$url}": {"get": {"responses": {"200": dangling("responses")}}}}},
            },
        }}),
        json!({"schemas": {"A": {
            "properties": {"p~q": schema}, "additionalProperties": schema, "allOf": [schema], "oneOf": [schema],
            "anyOf": [{"not": schema}], "discriminator": {"propertyName": "t", "mapping": {"a/b": "None", "c": "#/components/schemas/None"}},
        }}}),
    ));
    let expected = [
        "/components/schemas/A/additionalProperties",
        "/components/schemas/A/allOf/0",
        "/components/schemas/A/anyOf/0/not",
        "/components/schemas/A/discriminator/mapping/a~1b",
        "/components/schemas/A/discriminator/mapping/c",
        "/components/schemas/A/oneOf/0",
        "/components/schemas/A/properties/p~0q",
        "/paths/~1a/parameters/0",
        "/paths/~1a/post/callbacks/c",
        "/paths/~1a/post/callbacks/d/{$url}/get/responses/200",
        "/paths/~1a/post/parameters/0/schema",
        "/paths/~1a/post/parameters/1/content/text~1json/schema",
        "/paths/~1a/post/requestBody",
        "/paths/~1a/post/responses/4XX/content/a~1b/examples/e",
        "/paths/~1a/post/responses/4XX/content/a~1b/schema/items",
        "/paths/~1a/post/responses/4XX/headers/H",
        "/paths/~1a/post/responses/4XX/headers/I/schema",
        "/paths/~1a/post/responses/4XX/links/l",
        "/paths/~1a/post/responses/200",
    ];
    let mut places: Vec<&str> = found.iter().filter_map(|text| text.strip_prefix('#')?.split(": ").next()).collect();
    places.sort_unstable();
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(places, expected);
    assert!(
        found.iter().all(|text| text.contains("/None` leads nowhere; define `None` under `components/")),
        "{found:#?}"
    );
}

#[test]
fn references_that_are_not_supported_say_why() {
    let found = schemas(json!({
        "A": {"$ref": "other.json#/components/schemas/X"},
        "B": {"$ref": "https://example.com/x.yaml"},
        "C": {"$ref": "#/components/schemas/D/properties/x"},
        "D": {"properties": {"x": {"$ref": "#/components/parameters/P"}, "y": {"$ref": "#/components/schemas/a%20b"}}},
        "E": {"items": {"$ref": 5}},
    }));
    assert_all(
        &found,
        &[
            "#/components/schemas/A: `$ref` `other.json#/components/schemas/X` leads out of the document, which is not supported; bundle it",
            "#/components/schemas/B: `$ref` `https://example.com/x.yaml` leads out of the document",
            "#/components/schemas/C: `$ref` `#/components/schemas/D/properties/x` leads into a component",
            "#/components/schemas/D/properties/x: `$ref` `#/components/parameters/P` does not lead to `#/components/schemas/<name>`",
            "#/components/schemas/D/properties/y: `$ref` `#/components/schemas/a%20b` leads into a component, or names it with escapes",
            "#/components/schemas/E/items: `$ref` is a number, not a string; ",
        ],
    );
    let found = defects(document(json!({"/a": {"$ref": "#/paths/~1b"}, "/b": {}}), json!({})));
    assert_all(
        &found,
        &["#/paths/~1a: a path item is given as a `$ref` that leads to none in the document; write out here"],
    );
}

#[test]
fn what_only_looks_like_a_reference_is_none() {
    let found = schemas(json!({"A": {
        "properties": {"$ref": {"type": "string"}, "example": {"$ref": "#/components/schemas/B"}},
        "example": {"$ref": "nowhere"}, "default": {"$ref": "#/nowhere"}, "enum": [{"$ref": "#/x"}], "x-y": {"$ref": 1},
    }, "B": {"$ref": "#/components/schemas/A", "properties": "ignored beside the reference"}}));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn path_parameters_are_declared_and_used() {
    let path = |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    let found = defects(document(
        json!({
            "/ok/{a}/{b.c}-{d}": {
                "parameters": [path("a"), {"$ref": "#/components/parameters/D"}],
                "get": operation(json!({"parameters": [path("b.c"), {"name": "e", "in": "query"}]})),
            },
            "/undeclared/{id}/{other}": {
                "get": operation(json!({"parameters": [{"name": "id", "in": "query"}]})),
                "put": operation(json!({"parameters": [path("other")]})),
            },
            "/unused": {"parameters": [path("a")], "get": operation(json!({"parameters": [{"name": "x", "in": "query"}, path("b")]}))},
            "/hidden/{id}": {"get": operation(json!({"parameters": [{"$ref": "#/components/parameters/None"}]}))},
        }),
        json!({"parameters": {"D": {"$ref": "#/components/parameters/E"}, "E": path("d")}}),
    ));
    assert_all(
        &found,
        &[
            "#/paths/~1hidden~1{id}/get/parameters/0: `$ref` `#/components/parameters/None` leads nowhere",
            "#/paths/~1undeclared~1{id}~1{other}/get: undeclared path parameter {id}; declare it under `parameters` with `in: path`",
            "#/paths/~1undeclared~1{id}~1{other}/get: undeclared path parameter {other}; ",
            "#/paths/~1undeclared~1{id}~1{other}/put: undeclared path parameter {id}; ",
            "#/paths/~1unused/get/parameters/1: path parameter `b` does not occur in the path `/unused`; add {b} to the path",
            "#/paths/~1unused/parameters/0: path parameter `a` does not occur in the path `/unused`; ",
        ],
    );
}

#[test]
fn path_templates_are_well_formed() {
    let found = defects(document(
        json!({"a": {}, "/{": {}, "/}{": {}, "/{}": {}, "/{a{b}": {}, "/{a/b}": {}, "x-note": 5, "/": {}}),
        json!({}),
    ));
    assert_all(
        &found,
        &[
            "#/paths/a: the path `a` does not begin with `/`; ",
            "#/paths/~1{: the path `/{` has `{` without `}`; ",
            "#/paths/~1{a{b}: the path `/{a{b}` has `{` without `}`; ",
            "#/paths/~1{a~1b}: the path `/{a/b}` has `{` without `}`; ",
            "#/paths/~1{}: the path `/{}` has a parameter without a name; ",
            "#/paths/~1}{: the path `/}{` has `}` without `{`; ",
        ],
    );
}

#[test]
fn templates_that_differ_by_names_only_conflict_where_they_share_a_method() {
    let by = |name: &str, methods: &[&str]| {
        let parameters = json!([{"name": name, "in": "path", "required": true}]);
        let mut item = json!({ "parameters": parameters });
        for method in methods {
            item[*method] = operation(json!({}));
        }
        item
    };
    let paths =
        json!({"/a/{x}": by("x", &["get", "put"]), "/a/{y}": by("y", &["get", "post"]), "/a/{z}/b": by("z", &["get"])});
    let found = defects(document(paths, json!({})));
    assert_all(&found, &["#/paths/~1a~1{y}/get: the operation answers the same requests as the one of `/a/{x}`; "]);
}

#[test]
fn unknown_keys_of_a_path_item_are_reported() {
    let item =
        json!({"gett": operation(json!({})), "get": operation(json!({})), "summary": "s", "x-a": 1, "servers": []});
    let found = defects(document(json!({ "/a": item }), json!({})));
    assert_all(&found, &["#/paths/~1a/gett: `gett` is neither a method nor another key of a path item; "]);
}

#[test]
fn parameters_have_a_name_and_a_known_place() {
    let parameters = json!([
        {"in": "query"}, {"name": "a"}, {"name": "b", "in": "querry"}, {"name": "c", "in": "body"},
        {"name": "d", "in": "cookie"}, {"name": "", "in": "header"}, "e",
    ]);
    let components = json!({"parameters": {"P": {"name": "p", "in": 5}}});
    let paths = json!({"/a": {"get": operation(json!({ "parameters": parameters }))}});
    let found = defects(document(paths, components));
    assert_all(
        &found,
        &[
            "#/components/parameters/P: parameter `p` does not say where it is sent; ",
            "#/paths/~1a/get/parameters/0: the parameter has no name; ",
            "#/paths/~1a/get/parameters/1: parameter `a` does not say where it is sent; write `in: path`",
            "#/paths/~1a/get/parameters/2: parameter `b` is in `querry`, which does not exist; ",
            "#/paths/~1a/get/parameters/3: parameter `c` is in `body`, which is Swagger 2.0; declare it under `requestBody`",
            "#/paths/~1a/get/parameters/5: the parameter has no name; ",
            "#/paths/~1a/get/parameters/6: a parameter is a string, not an object; ",
        ],
    );
}

#[test]
fn operations_have_an_id_of_their_own_and_need_no_responses() {
    let with_id = |id: Value| operation(json!({ "operationId": id }));
    let found = defects(document(
        json!({
            "/a": {"get": with_id(json!("one")), "put": with_id(json!("")), "post": with_id(json!(""))},
            "/b": {"get": with_id(json!("one")), "put": with_id(json!(5)), "post": with_id(json!("two")), "delete": 5},
            "/c": {"get": {}, "put": {"responses": {}}, "post": {"responses": []}, "patch": operation(json!({"responses": {"200": "OK"}})),
                   "delete": with_id(json!("one"))},
        }),
        json!({}),
    ));
    assert_all(
        &found,
        &[
            "#/paths/~1b/delete: an operation is a number, not an object; ",
            "#/paths/~1b/get: operationId `one` is taken by #/paths/~1a/get; ",
            "#/paths/~1b/put: operationId is a number, not a string; ",
            "#/paths/~1c/delete: operationId `one` is taken by #/paths/~1a/get; ",
            "#/paths/~1c/patch/responses/200: a response is a string, not an object; ",
            "#/paths/~1c/post/responses: `responses` is an array, not an object; ",
        ],
    );
}

#[test]
fn schemas_have_the_shape_of_schemas() {
    let found = schemas(json!({
        "A": "string", "B": true, "C": {"additionalProperties": false}, "D": {"properties": ["a"]}, "E": {"enum": []},
        "F": {"enum": "a"}, "G": {"items": [{"type": "string"}, 5]}, "H": {"allOf": {}}, "I": {"properties": {"enum": {"enum": []}}},
        "J": {"discriminator": "type"}, "K": {"discriminator": {"propertyName": "t", "mapping": {"a": 5}}}, "L": {"items": null},
    }));
    assert_all(
        &found,
        &[
            "#/components/schemas/A: a schema is a string, not an object; ",
            "#/components/schemas/D/properties: `properties` is an array, not an object; ",
            "#/components/schemas/E: `enum` is empty, so that no value is allowed; ",
            "#/components/schemas/F: `enum` is a string, not an array; ",
            "#/components/schemas/G/items/1: a schema is a number, not an object; ",
            "#/components/schemas/H/allOf: `allOf` is an object, not an array; ",
            "#/components/schemas/I/properties/enum: `enum` is empty",
            "#/components/schemas/J/discriminator: the discriminator does not name its property; ",
            "#/components/schemas/K/discriminator/mapping/a: the mapping is to a number, not to a schema; ",
            "#/components/schemas/L/items: a schema is null, not an object; ",
        ],
    );
}

#[test]
fn components_that_are_only_themselves_are_reported() {
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let found = schemas(json!({
        "A": to("B"), "B": to("C"), "C": to("A"), "LeadsThere": to("A"),
        "Self": {"allOf": [to("Self"), {"properties": {"a": {}}}]},
        "List": {"type": "array", "items": {"items": to("List")}},
        "Map": {"additionalProperties": to("Only")}, "Only": {"anyOf": [to("Map")]},
        "Node": {"properties": {"next": to("Node")}},
        "Extended": {"allOf": [to("MapOfExtended"), {"properties": {"a": {}}}]}, "MapOfExtended": {"additionalProperties": to("Extended")},
        "Json": {"anyOf": [{"type": "string"}, {"items": to("Json")}]},
        "Twice": {"allOf": [to("Node"), {"allOf": [to("Node")]}]},
    }));
    assert_all(
        &found,
        &[
            "#/components/schemas/A: the component is made of itself: A -> B -> C -> A; break the cycle",
            "#/components/schemas/List: the component is made of itself: List -> List; ",
            "#/components/schemas/Map: the component is made of itself: Map -> Only -> Map; ",
            "#/components/schemas/Self: the component is made of itself: Self -> Self; ",
        ],
    );
    let parameters = json!({"P": {"$ref": "#/components/parameters/Q"}, "Q": {"$ref": "#/components/parameters/P"}});
    let paths = json!({"/a/{x}": {"get": operation(json!({"parameters": [{"$ref": "#/components/parameters/P"}]}))}});
    let found = defects(document(paths, json!({ "parameters": parameters })));
    assert_all(&found, &["#/components/parameters/P: the component is made of itself: P -> Q -> P; "]);
}

#[test]
fn a_long_chain_of_references_is_no_cycle() {
    let mut chain = serde_json::Map::new();
    for index in 0..40_000 {
        let next = format!("#/components/schemas/S{}", index + 1);
        chain.insert(format!("S{index}"), json!({ "$ref": next }));
    }
    chain.insert("S40000".to_owned(), json!({"type": "string"}));
    let expected = "#/components/schemas/S39968: more than 32 components are made of each other, from this one on; ";
    assert_all(&schemas(Value::Object(chain)), &[expected]);
}

#[test]
fn nesting_is_bounded() {
    let nested = |levels: usize| {
        let mut value = json!({});
        for _ in 1..levels {
            value = json!({ "items": value });
        }
        value
    };
    // The document, `components` and `schemas` are three levels themselves.
    assert_eq!(schemas(json!({ "A": nested(197) })), Vec::<String>::new());
    let found = schemas(json!({"A": nested(198), "B": nested(205), "C": 5}));
    assert_all(&found, &["#/components/schemas/A/items"]);
    assert!(
        found[0].contains("/items: arrays and objects nest deeper than 200 levels here, and at 1 other place; "),
        "{found:?}"
    );
}

#[test]
fn defects_are_printed_in_order_with_their_count() {
    let at = |pointer: &str| Defect::at_pointer(pointer, "this is wrong", "mend it");
    let defects = Defects::from(vec![
        at("/a/10").in_file("b.json"),
        at("/a/9").in_file("b.json"),
        at("/a").in_file("b.json"),
        Defect::at_line(12, 3, "that is wrong", "mend that").in_file("a.yaml"),
        Defect::at_line(9, 30, "that is wrong", "mend that").in_file("a.yaml"),
        Defect::whole("all is wrong", "begin again").in_file("a.yaml").in_file("ignored"),
        at("/a").in_file("b.json"),
    ]);
    let expected = "6 defects in 2 files\n\n  a.yaml: all is wrong; begin again\n  a.yaml:9:30: that is wrong; mend that\n  \
                    a.yaml:12:3: that is wrong; mend that\n\n  b.json#/a: this is wrong; mend it\n  \
                    b.json#/a/9: this is wrong; mend it\n  b.json#/a/10: this is wrong; mend it";
    assert_eq!(defects.to_string(), expected);
    assert_eq!(defects.len(), 6);

    let unnamed = Defects::from(vec![Defect::at_offset("a\nbé!", 5, "no", "yes"), Defect::whole("x", "y")]);
    assert_eq!(unnamed.to_string(), "2 defects\n\n  x; y\n  line 2, column 3: no; yes");
    assert_eq!(unnamed.in_file("f").to_string(), "2 defects\n\n  f: x; y\n  f:2:3: no; yes");
    assert_eq!(Defects::from(at("/a")).to_string(), "1 defect\n\n  #/a: this is wrong; mend it");
    assert_eq!(Defects::none_of(Vec::new()), Ok(()));
    let error: Box<dyn std::error::Error> = Box::new(Defects::none_of(vec![at("/a")]).unwrap_err());
    assert!(error.to_string().starts_with("1 defect\n"));
    assert_eq!(at("/a").place, Place::Pointer("/a".to_owned()));
}
