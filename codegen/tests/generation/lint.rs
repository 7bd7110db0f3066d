//! What is wrong with a document, and what mends it.

use std::fs;
use std::path::Path;

use harness_sdk_codegen::lint::{Kind, Lint};

fn lint(document: &str) -> Lint {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("document.yaml");
    fs::write(&path, document).expect("the document");
    Lint::of(&path, None)
}

fn places<'a>(lint: &'a Lint, rule: &str) -> Vec<&'a str> {
    let groups = lint.groups.iter().filter(|group| group.rule.as_deref() == Some(rule));
    groups.flat_map(|group| group.findings.iter().map(|finding| finding.place.as_str())).collect()
}

const ODD: &str = "openapi: 3.0.3
info: {title: Odd, version: '1'}
paths:
  /a:
    get:
      parameters: [{name: x, in: query}]
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, 400: {description: bad}}
components:
  schemas:
    A: {type: object, required: [gone], properties: {b: {type: string}}}
";

#[test]
fn what_rules_mend_stops_nothing() {
    let lint = lint(ODD);
    assert!(!lint.stops, "{}", lint.text(10));
    assert_eq!(places(&lint, "operation_ids"), ["/paths/~1a/get"]);
    assert_eq!(places(&lint, "required"), ["/components/schemas/A"]);
    assert_eq!(places(&lint, "error_answers"), ["/paths/~1a/get/responses/400"]);
    let kinds: Vec<Kind> = lint.groups.iter().map(|group| group.kind).collect();
    assert!(kinds.is_sorted() && kinds.contains(&Kind::Mended) && kinds.contains(&Kind::Rewritten), "{kinds:?}");
    let text = lint.text(10);
    assert!(
        text.contains("\nMended by a rule\n") && text.contains("operation_ids: operations without an id"),
        "{text}"
    );
}

#[test]
fn what_no_rule_mends_stops_and_the_rest_is_told_all_the_same() {
    let lint = lint(&ODD.replace(
        "{b: {type: string}}",
        "{b: {$ref: '#/components/schemas/None'}, c: {$ref: '#/components/schemas/Nil'}}",
    ));
    assert!(lint.stops);
    let stopping: Vec<_> = lint.groups.iter().filter(|group| group.kind == Kind::Stops).collect();
    assert_eq!(stopping.len(), 1, "both are of one kind: {stopping:?}");
    let found: Vec<&str> = stopping[0].findings.iter().map(|finding| finding.place.as_str()).collect();
    assert!(found.len() == 2 && found[0].starts_with("/components/schemas/A/properties/b"), "{found:?}");
    assert!(stopping[0].rule.is_none() && stopping[0].findings[0].help.is_some());
    assert_eq!(places(&lint, "operation_ids"), ["/paths/~1a/get"], "rules are asked about the rest");
}

#[test]
fn a_text_that_cannot_be_read_names_line_and_column() {
    let lint = lint("openapi: 3.0.3\npaths: {a: 1, a: 2}\n");
    assert!(lint.stops);
    assert_eq!(lint.groups.len(), 1);
    assert!(lint.groups[0].findings[0].place.starts_with("2:"), "{:?}", lint.groups);
    let json = serde_json::to_value(&lint).expect("JSON");
    assert_eq!(json["groups"][0]["kind"], "stops");
    assert_eq!(json["stops"], true);
}

#[test]
fn data_mends_and_is_checked_where_it_is_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("document.yaml", &ODD.replace("get:\n", "get:\n      tags: [T]\n"));
    write("modules.toml", "[m]\ntitle = \"M\"\ndescription = \"M.\"\ntags = [\"T\", \"U\"]\n");
    write(
        "overrides/a.toml",
        "why = \"w\"\nexpect = 1\n[[patch]]\npointer = \"/components/schemas/A/required\"\nwas = '[\"gone\"]'\n",
    );
    let lint = Lint::of(&folder.path().join("document.yaml"), Some(folder.path()));
    assert_eq!(places(&lint, "override"), ["/components/schemas/A/required"]);
    assert!(places(&lint, "required").is_empty());
    let text = lint.text(10);
    assert!(lint.stops && text.contains("[m] tag \"U\" matches nothing"), "{text}");
}
