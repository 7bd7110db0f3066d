//! A changed copy of the real document on its way into a copy of the real data.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use support::{Workspace, printed, real, said};

const DOCUMENT: &str = "spec/harness-openapi.json";

/// A workspace with the document and the data of the real one.
fn copied() -> Workspace {
    let workspace = Workspace::empty();
    for path in ["Cargo.toml", "README.md", "CHANGELOG.md", "spec"] {
        workspace.copy(path);
    }
    workspace
}

/// The operations of a document by path and method.
fn operations(document: &Value) -> Vec<(String, String, String)> {
    let paths = document["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.filter_map(move |(method, operation)| {
            Some((path.clone(), method.clone(), operation.get("operationId")?.as_str()?.to_owned()))
        })
    });
    all.collect()
}

/// What the data files say word for word.
fn data() -> String {
    let files = fs::read_dir(real("spec")).expect("data").flatten().map(|entry| entry.path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.map(|path| fs::read_to_string(path).expect("a text")).collect()
}

/// What was changed in a copy of the document.
struct Changed {
    document: Value,
    /// Operations that data files name, and that are gone.
    removed: String,
    /// An operation that no data file names: its old and its new identifier.
    renamed: (String, String),
}

/// The document with an operation less, one under another name, and a list under a new tag.
fn changed() -> Changed {
    let mut document: Value =
        serde_json::from_slice(&fs::read(real(DOCUMENT)).expect("the document")).expect("a document");
    let (all, data) = (operations(&document), data());
    let names = data.find("[methods]").expect("names of methods");
    let is_named =
        |id: &str| data[names..].contains(&format!("\n\"{id}\" = ")) && data.matches(&format!("\"{id}\"")).count() == 1;
    let is_mentioned = |id: &str| data.contains(&format!("\"{id}\""));
    // Only names.toml speaks of it.
    let gone = all.iter().find(|(_, method, id)| method == "get" && is_named(id)).expect("a named operation").clone();
    let plain = |id: &str| id.chars().all(|c| c.is_ascii_alphabetic());
    let other = all.iter().find(|(_, method, id)| method == "get" && plain(id) && !is_mentioned(id));
    let other = other.expect("an operation nobody mentions").clone();
    let new_id = format!("{}Anew", other.2);
    let paths = document["paths"].as_object_mut().expect("paths");
    let item = paths[&gone.0].as_object_mut().expect("a path");
    item.remove(&gone.1);
    if item.is_empty() {
        paths.remove(&gone.0);
    }
    paths[&other.0][&other.1]["operationId"] = json!(new_id);
    let beside = other.0.trim_end_matches('/').split('/').take(3).collect::<Vec<_>>().join("/");
    let integer = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "integer"}});
    let list = json!({"type": "object", "properties": {
        "rows": {"type": "array", "items": {"type": "string"}}, "totalCount": {"type": "integer"}}});
    let added = json!({"operationId": "listBrandNewWidgets", "tags": ["Brand New Widgets"],
        "parameters": [integer("pageNum"), integer("perPage"),
            {"name": "project-identifier", "in": "query", "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": list}}}}});
    paths.insert(format!("{beside}/brand-new-widgets"), json!({"get": added}));
    Changed { document, removed: gone.2, renamed: (other.2, new_id) }
}

fn import(workspace: &Workspace, document: &Value, more: &[&str]) -> std::process::Output {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("new.json");
    fs::write(&path, document.to_string()).expect("the document");
    let mut command = workspace.xtask(&["spec", "import", "--date", "2026-07-01"]);
    command.arg(path).args(more).output().expect("a run")
}

#[test]
fn a_changed_document_is_refused_with_what_to_do_and_taken_when_that_is_done() {
    let workspace = copied();
    let changed = changed();
    let override_file = "spec/overrides/dead.toml";
    workspace.write(
        override_file,
        "why = \"w\"\nexpect = 1\n\n[[patch]]\npointer = \"/info/version\"\nwas = '\"0\"'\nset = '\"1.0\"'\n",
    );
    let before = workspace.tree();
    let refused = import(&workspace, &changed.document, &["--no-compile"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert_eq!(workspace.tree(), before);
    let (message, report) = (said(&refused), printed(&refused));
    let dead = format!("[methods] {:?} matches nothing in the document; delete line ", changed.removed);
    for words in [dead.as_str(), "no module claims tag \"Brand New Widgets\"", "dead.toml:4:1:", "delete the file"] {
        assert!(message.contains(words), "{words:?} is not in:\n{message}");
    }
    for words in [
        format!("`{}` (`GET ", changed.removed),
        format!("`{}` (`GET ", changed.renamed.1),
        format!("names.toml: [methods] {:?} = ", changed.renamed.1),
        "is new: `Client::list_brand_new_widgets`".to_owned(),
        "style = \"page\"".to_owned(),
        "name = \"project-identifier\"".to_owned(),
        "0.1.0 becomes 0.2.0".to_owned(),
    ] {
        assert!(report.contains(&words), "{words:?} is not in:\n{report}");
    }

    // What the message says is done: the tag's line is pasted, the dead override deleted, the rest left to --prune.
    fs::remove_file(workspace.root().join(override_file)).expect("deleted");
    let line = message.lines().find(|line| line.trim_start().starts_with("\"Brand New Widgets\",")).expect("a line");
    let module = report.split("tag \"Brand New Widgets\" fits [").nth(1).and_then(|rest| rest.split(']').next());
    let module = module.expect("a guess");
    let modules = workspace.read("spec/modules.toml");
    let table = modules.find(&format!("\n[{module}]\n")).expect("the module");
    let tags = table + modules[table..].find("tags = [").expect("its tags") + "tags = [".len();
    workspace.write("spec/modules.toml", &format!("{}\n{line}\n{}", &modules[..tags], &modules[tags..]));
    // The renamed operation keeps its method, by the line that the report gives.
    let line = report.split("names.toml: [methods] ").nth(1).and_then(|rest| rest.split('`').next()).expect("a line");
    let names = workspace.read("spec/names.toml");
    workspace.write("spec/names.toml", &names.replace("\n[methods]\n", &format!("\n[methods]\n{}\n", line.trim())));
    let taken = import(&workspace, &changed.document, &["--no-compile", "--prune"]);
    assert!(taken.status.success(), "{}", said(&taken));
    assert!(said(&taken).contains("NOT COMPILED"));

    let adopted: Value = serde_json::from_str(&workspace.read(DOCUMENT)).expect("a document");
    assert_eq!(adopted, changed.document);
    let ids: BTreeSet<String> = operations(&adopted).into_iter().map(|(_, _, id)| id).collect();
    assert!(ids.contains(&changed.renamed.1) && !ids.contains(&changed.renamed.0));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(changelog.contains("`Client::list_brand_new_widgets`") && changelog.contains("The first version"));
    assert!(!workspace.read("spec/names.toml").contains(&format!("\n{:?} = ", changed.removed)));
    assert!(workspace.root().join("crates/harness-sdk/src/modules.rs").is_file());
    let again = import(&workspace, &changed.document, &[]);
    assert!(printed(&again).contains("nothing to do"), "{}", printed(&again));
}
