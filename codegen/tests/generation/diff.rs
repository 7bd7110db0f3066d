//! What changes for users from one small document to another.

use std::fs;

use harness_sdk_codegen::diff::{Diff, Level, What, changelog, next};
use harness_sdk_codegen::{Survey, load};
use semver::Version;

const OLD: &str = r#"openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      tags: [Things]
      parameters:
        - {name: filter, in: query, schema: {type: string}}
        - {name: depth, in: query, schema: {type: integer}}
      responses: {200: {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}}}}}
    post:
      operationId: createThing
      tags: [Things]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {200: {description: ok, content: {application/json: {}}}}
  /things/{id}:
    get:
      operationId: getThing
      tags: [Things]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
    delete:
      operationId: dropThing
      tags: [Things]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {200: {description: ok}}
components:
  schemas:
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string}
        size: {type: integer, format: int32}
        kind: {$ref: '#/components/schemas/Kind'}
        part: {$ref: '#/components/schemas/Part'}
    Kind: {type: string, enum: [ROUND, FLAT]}
    Part: {type: object, properties: {name: {type: string}, count: {type: integer}}}
"#;

fn survey(text: &str) -> Survey {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.yaml");
    fs::write(&path, text).expect("the document");
    let document = load::document(&path).expect("a document");
    Survey::of(document, "document.yaml", None, &|_| {}).expect("a survey")
}

/// The changes when every pair of texts is exchanged in the old document.
fn diff(exchanges: &[(&str, &str)]) -> Diff {
    let mut new = OLD.to_owned();
    for (from, to) in exchanges {
        assert!(new.contains(from), "{from}");
        new = new.replace(from, to);
    }
    Diff::of(&survey(OLD).modules, &survey(&new).modules)
}

#[track_caller]
fn changed(exchanges: &[(&str, &str)], expected: &[(What, Level, &str)]) -> Diff {
    let diff = diff(exchanges);
    let shown: Vec<_> = diff.changes.iter().map(|one| (one.what, one.level, one.text.as_str())).collect();
    assert_eq!(shown, expected);
    assert_eq!(diff.level, expected.iter().map(|(_, level, _)| *level).max());
    diff
}

#[test]
fn the_same_document_changes_nothing() {
    let diff = changed(&[], &[]);
    assert_eq!(diff.api.before, diff.api.after);
    assert!(diff.text(&Version::new(0, 1, 0)).contains("Nothing changes for users."));
}

#[test]
fn operations_are_known_by_path_then_by_id_then_by_shape() {
    let renamed = changed(
        &[("listThings", "searchThings")],
        &[(What::OperationRenamed, Level::Breaking, "`Client::list_things` is called `Client::search_things` now")],
    );
    let keep = renamed.changes[0].keep.as_deref();
    assert_eq!(keep, Some("names.toml: [methods] \"searchThings\" = \"list_things\""));
    changed(
        &[("/things/{id}", "/things/{thing}"), ("{name: id,", "{name: thing,")],
        &[
            (What::ParameterChanged, Level::Breaking, "path parameter `thing`: `id` is called `thing` now"),
            (What::ParameterChanged, Level::Breaking, "path parameter `thing`: `id` is called `thing` now"),
            (What::PathChanged, Level::Fix, "was `DELETE /things/{id}`"),
            (What::PathChanged, Level::Fix, "was `GET /things/{id}`"),
            (What::ParameterChanged, Level::Fix, "path parameter `thing` was path parameter `id`"),
            (What::ParameterChanged, Level::Fix, "path parameter `thing` was path parameter `id`"),
        ],
    );
    let moved = diff(&[("  /things:\n", "  /v2/things:\n")]);
    assert!(moved.changes.iter().all(|one| one.what == What::PathChanged && one.level == Level::Fix), "{moved:?}");
    let both = diff(&[("  /things:\n", "  /v2/things:\n"), ("createThing", "makeThing")]);
    let made = both.changes.iter().find(|one| one.what == What::OperationRenamed).expect("known by its shape");
    assert!(made.text.contains("create_thing") && made.text.contains("make_thing"), "{made:?}");
}

#[test]
fn what_is_gone_breaks_and_what_is_new_does_not() {
    changed(
        &[(
            "    delete:\n      operationId: dropThing",
            "    patch:\n      operationId: touchAll\n      x-was: dropThing",
        )],
        &[
            (What::OperationRemoved, Level::Breaking, "is gone: `Client::drop_thing`"),
            (What::OperationAdded, Level::Addition, "is new: `Client::touch_all`"),
        ],
    );
}

#[test]
fn parameters_are_told_one_by_one() {
    changed(
        &[
            ("- {name: filter, in: query, schema", "- {name: filter, in: query, required: true, schema"),
            (
                "- {name: depth, in: query, schema: {type: integer}}",
                "- {name: depth, in: query, schema: {type: string}}\n        - {name: more, in: query, schema: {type: string}}\n        - {name: must, in: query, required: true, schema: {type: string}}",
            ),
        ],
        &[
            (What::RequiredParameterAdded, Level::Breaking, "query parameter `must` is new and required"),
            (What::ParameterRequired, Level::Breaking, "query parameter `filter` is required now"),
            (What::ParameterType, Level::Breaking, "query parameter `depth` took `i64` and takes `String`"),
            (What::ParameterAdded, Level::Addition, "query parameter `more` is new: `more`"),
        ],
    );
}

#[test]
fn answers_bodies_and_deprecations_are_told() {
    changed(
        &[(
            "content: {application/json: {}}",
            "content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}",
        )],
        &[(What::AnswerTyped, Level::Breaking, "answers `Thing`, which was `Value`")],
    );
    changed(
        &[("      requestBody: {content", "      deprecated: true\n      requestBody: {required: true, content")],
        &[
            (What::BodyChanged, Level::Breaking, "the body is required now"),
            (What::OperationDeprecated, Level::Addition, "is deprecated"),
        ],
    );
}

#[test]
fn fields_and_values_are_told_and_renamed_types_are_known_again() {
    changed(
        &[
            ("        size: {type: integer, format: int32}\n", "        colour: {type: string}\n"),
            ("enum: [ROUND, FLAT]", "enum: [ROUND, DEEP]"),
        ],
        &[
            (What::FieldRemoved, Level::Breaking, "field `size` is gone"),
            (What::ValueRemoved, Level::Breaking, "value `FLAT` is gone"),
            (What::FieldAdded, Level::Addition, "field `colour: Option<String>` is new"),
            (What::ValueAdded, Level::Addition, "value `DEEP` is new"),
        ],
    );
    let renamed = changed(&[("Part", "Piece")], &[(What::TypeRenamed, Level::Breaking, "was `Part`")]);
    assert_eq!(renamed.changes[0].keep.as_deref(), Some("names.toml: [types] \"Piece\" = \"Part\""));
    changed(
        &[
            ("required: [id]", "required: [id, weight]"),
            ("        id: {type: string}\n", "        id: {type: string}\n        weight: {type: integer}\n"),
        ],
        &[(What::RequiredFieldAdded, Level::Breaking, "field `weight` is new and required in requests")],
    );
}

#[test]
fn the_rust_api_is_compared_item_by_item() {
    let diff = diff(&[(
        "{name: depth, in: query, schema: {type: integer}}",
        "{name: level, in: query, schema: {type: integer}}",
    )]);
    assert_eq!(diff.api.removed, ["harness_sdk_api::builder::ListThings::depth(value: impl Into<i64>)"]);
    assert_eq!(diff.api.added, ["harness_sdk_api::builder::ListThings::level(value: impl Into<i64>)"]);
    assert!(diff.api.changed.is_empty());
    assert_eq!(diff.api.before, diff.api.after);
}

#[test]
fn reports_state_the_version_and_the_changelog() {
    let diff = diff(&[("dropThing", "removeThing"), ("enum: [ROUND, FLAT]", "enum: [ROUND, FLAT, DEEP]")]);
    let current = Version::new(0, 3, 1);
    assert_eq!(next(&current, diff.level), Version::new(0, 4, 0));
    let markdown = diff.markdown(&current);
    for words in [
        "a minor version before 1.0, a major version from 1.0 on. 0.3.1 becomes 0.4.0.",
        "## Breaking changes (minor before 1.0, major from 1.0 on)",
        "to keep the old name: `names.toml: [methods] \"removeThing\" = \"drop_thing\"`",
        "- harness_sdk_api::Client::drop_thing() -> DropThing",
        "+ harness_sdk_api::types::Kind::Deep = \"DEEP\"",
    ] {
        assert!(markdown.contains(words), "{words:?} is not in:\n{markdown}");
    }
    let entry = changelog::Entry::of(&diff).text();
    assert!(
        entry.starts_with("### Added\n\n- **api**: 1 enum values added\n\n### Changed\n\n- **api**: Breaking: "),
        "{entry}"
    );
    let json = diff.json(&current);
    assert_eq!(json["level"], "breaking");
    assert_eq!(json["release"], "0.4.0");
    assert_eq!(json["changes"][0]["what"], "operation_renamed");
    assert_eq!(markdown, diff.markdown(&current));
}
