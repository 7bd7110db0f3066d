//! The same document and data give the same files, whatever the order of keys, the form and the number of threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harness_sdk_codegen::{Input, generate};
use serde_json::{Map, Value, json};

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// The value with the keys of every object in the opposite order.
fn reversed(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<(String, Value)> = object.into_iter().collect();
            entries.reverse();
            Value::Object(entries.into_iter().map(|(key, value)| (key, reversed(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(reversed).collect()),
        other => other,
    }
}

/// The document as text, object by object, since a map in memory may sort what is put into it.
fn text(value: &Value, out: &mut String) {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            entries.sort_by(|a, b| b.0.cmp(a.0));
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                text(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                text(item, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

#[test]
fn the_order_of_keys_never_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(spec()).expect("spec").flatten() {
        let name = entry.file_name();
        // Without SOURCE.toml the digest is not compared: the copy's text differs on purpose.
        if entry.path().is_file() && name != "SOURCE.toml" {
            std::fs::copy(entry.path(), folder.path().join(name)).expect("a copy");
        }
    }
    for name in ["overrides", "supplement"] {
        let copies = folder.path().join(name);
        std::fs::create_dir(&copies).expect("a folder");
        for entry in std::fs::read_dir(spec().join(name)).expect("a folder").flatten() {
            std::fs::copy(entry.path(), copies.join(entry.file_name())).expect("a copy");
        }
    }
    let document = folder.path().join("harness-openapi.json");
    let value: Value = serde_json::from_slice(&std::fs::read(&document).expect("the document")).expect("JSON");
    let mut shuffled = String::new();
    text(&reversed(value), &mut shuffled);
    std::fs::write(&document, shuffled).expect("the copy");

    let original = Input { document: spec().join("harness-openapi.json"), data: Some(spec()) };
    let copy = Input { document, data: Some(folder.path().to_path_buf()) };
    let generated = |input| generate(input, &|_| {}).expect("generated");
    let (first, second) = rayon::join(|| generated(&original), || generated(&copy));
    assert_eq!(first.files.len(), second.files.len());
    for (path, text) in &first.files {
        assert_eq!(Some(text), second.files.get(path), "{}", path.display());
    }
    assert_eq!(first.coverage.files(), second.coverage.files());
}

/// The files for a text, under a name that says nothing about its form.
fn files(text: &str) -> BTreeMap<PathBuf, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document");
    std::fs::write(&document, text).expect("the document");
    generate(&Input { document, data: None }, &|_| {}).expect("generated").files
}

#[test]
fn yaml_and_json_in_any_order_of_keys_give_the_same_files() {
    let mut count = 0;
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")).expect("the corpus") {
        let yaml = std::fs::read_to_string(entry.expect("an entry").path()).expect("a document");
        let value = harness_sdk_codegen::load::value(yaml.as_bytes(), true).expect("YAML");
        let mut shuffled = String::new();
        text(&reversed(value.clone()), &mut shuffled);
        let first = files(&yaml);
        assert_eq!(first, files(&value.to_string()));
        assert_eq!(first, files(&shuffled));
        count += 1;
    }
    assert!(count >= 8, "only {count} documents");
}

#[test]
fn the_number_of_threads_never_shows() {
    let operation = |index: usize| {
        let schema = json!({ "type": "object", "properties": { "mode": { "type": "string", "enum": ["a", "b"] } } });
        let content = json!({ "application/json": { "schema": schema } });
        let responses = json!({ "200": { "description": "", "content": content } });
        json!({ "get": { "tags": [format!("Tag {}", index % 11)], "responses": responses } })
    };
    let paths: Map<String, Value> = (0..330).map(|index| (format!("/p{index}"), operation(index))).collect();
    let document = json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": paths }).to_string();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| files(&document))
    };
    let alone = with(1);
    assert!(alone.keys().filter(|path| path.ends_with("Cargo.toml")).count() == 11);
    assert_eq!(alone, with(2));
    assert_eq!(alone, with(7));
}
