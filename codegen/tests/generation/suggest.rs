//! Guesses about what a new document brings: a module, a way to page, a spelling of scope.

use std::fs;
use std::path::Path;

use harness_sdk_codegen::suggest::Suggestions;
use harness_sdk_codegen::{Survey, load};

const OLD: &str = r#"openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /red/api/items:
    get:
      operationId: listItems
      tags: [Red Items]
      parameters: [{name: orgIdentifier, in: query, schema: {type: string}}, {name: orgId, in: query, schema: {type: string}}, {name: page, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}]
      responses: {200: {description: ok, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}}}}
  /blue/api/parts:
    get:
      operationId: getParts
      tags: [Blue Parts]
      parameters: [{name: accountId, in: query, schema: {type: string}}, {name: accountIdentifier, in: query, schema: {type: string}}]
      responses: {200: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Part'}}}}}
"#;

const SCHEMAS: &str = r"components:
  schemas:
    Item: {type: object, properties: {id: {type: string}}}
    Part: {type: object, properties: {name: {type: string}}}
    Page: {type: object, properties: {data: {type: object, properties: {content: {type: array, items: {$ref: '#/components/schemas/Part'}}, totalItems: {type: integer}}}}}
";

const DATA: [(&str, &str); 3] = [
    (
        "modules.toml",
        "[red]\ntitle = \"Red\"\ndescription = \"R.\"\ntags = [\"Red Items\"]\n\n[blue]\ntitle = \"Blue\"\ndescription = \"B.\"\ntags = [\"Blue Parts\"]\n",
    ),
    (
        "pagination.toml",
        "[[family]]\nname = \"red\"\npaths = [\"/red/api/\"]\nquery = [\"page\", \"limit\"]\nstyle = \"page\"\nfirst = 1\npage = \"page\"\nsize = \"limit\"\nitems = [\"\"]\n",
    ),
    (
        "scope.toml",
        "[[account]]\nin = \"query\"\nname = \"accountId\"\n\n[[account]]\nin = \"query\"\nname = \"accountIdentifier\"\n\n[[org]]\nin = \"query\"\nname = \"orgId\"\n\n[[org]]\nin = \"query\"\nname = \"orgIdentifier\"\n",
    ),
];

fn survey(folder: &Path, paths: &str) -> Survey {
    let path = folder.join("document.yaml");
    fs::write(&path, format!("{paths}{SCHEMAS}")).expect("the document");
    Survey::of(load::document(&path).expect("a document"), "document.yaml", Some(folder), &|_| {}).expect("a survey")
}

/// The guesses when these paths are added.
fn guesses(added: &str) -> Suggestions {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in DATA {
        fs::write(folder.path().join(name), text).expect("data");
    }
    let old = survey(folder.path(), OLD);
    assert!(old.defects.is_empty(), "{:?}", old.defects);
    assert!(Suggestions::of(&old.modules, &old).is_empty());
    Suggestions::of(&old.modules, &survey(folder.path(), &format!("{OLD}{added}")))
}

fn operation(path: &str, tag: &str, parameters: &str, schema: &str) -> String {
    let id = path.replace(['/', '{', '}'], "");
    format!(
        "  {path}:\n    get:\n      operationId: {id}\n      tags: [{tag}]\n      parameters: [{parameters}]\n      responses: {{200: {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}}}}}\n"
    )
}

#[test]
fn a_new_tag_fits_the_module_with_its_paths_then_schemas() {
    let by_path = guesses(&operation("/blue/api/others", "Others", "", "Item"));
    assert_eq!(by_path.modules[0].scores[0].0, "blue", "{:?}", by_path.modules);
    assert_eq!(by_path.modules[0].lines(), "    \"Others\",  # 1 operations, such as GET /blue/api/others\n");
    let by_schema = guesses(&operation("/green/api/others", "Others", "", "Part"));
    assert_eq!(by_schema.modules[0].scores[0].0, "blue", "{:?}", by_schema.modules);
    let scores = &by_path.modules[0].scores;
    assert!(
        scores.iter().all(|(_, score)| (0.0..=1.0).contains(score)) && scores[0].1 > by_schema.modules[0].scores[0].1
    );
}

#[test]
fn a_tag_of_two_products_is_split_by_path() {
    let both =
        format!("{}{}", operation("/blue/api/x", "Both", "", "Part"), operation("/red/api/x", "Both", "", "Item"));
    let home = &guesses(&both).modules[0];
    let lines = home.lines();
    assert!(lines.contains("[[blue.split]]  # guess\ntag = \"Both\"\nprefix = \"/blue/api/x\"\n"), "{lines}");
    assert_eq!(home.module_of("/red/api/x", "get"), Some("red"));
}

#[test]
fn a_new_list_founds_or_joins_a_family() {
    let query =
        "{name: pageIndex, in: query, schema: {type: integer}}, {name: size, in: query, schema: {type: integer}}";
    let guess = &guesses(&operation("/blue/api/pages", "Blue Parts", query, "Page")).paging[0];
    assert_eq!(guess.family, None);
    for line in [
        "[[family]]",
        "operations = [\"blueapipages\"]",
        "style = \"page\"",
        "page = \"pageIndex\"",
        "size = \"size\"",
        "items = [\"/data/content\"]",
        "total = [\"/data/totalItems\"]",
    ] {
        assert!(guess.lines.contains(line), "{line}: {}", guess.lines);
    }
    assert!(guess.lines.starts_with("# guess"));
    let plain = "{name: size, in: query, schema: {type: integer}}";
    assert!(guesses(&operation("/blue/api/pages", "Blue Parts", plain, "Page")).paging.is_empty());
}

#[test]
fn a_new_spelling_of_scope_comes_with_its_entry() {
    let query = "{name: org_identifier, in: query, schema: {type: string}}, {name: accountFilter, in: query, schema: {type: string}}, {name: unrelated, in: query, schema: {type: string}}";
    let found = guesses(&operation("/blue/api/more", "Blue Parts", query, "Part")).scope;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].doubtful && found[0].name == "accountFilter" && found[0].lines.contains("# [never] query"));
    assert!(!found[1].doubtful);
    assert!(found[1].lines.ends_with("[[org]]\nin = \"query\"\nname = \"org_identifier\"\n"), "{}", found[1].lines);
}
