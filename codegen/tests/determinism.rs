//! The same document and data give the same files, whatever the order of keys.

use std::path::{Path, PathBuf};

use harness_sdk_codegen::{Input, generate};
use serde_json::{Map, Value};

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
    let first = generate(&original, &|_| {}).expect("generated");
    let second = generate(&copy, &|_| {}).expect("generated");
    assert_eq!(first.files.len(), second.files.len());
    for (path, text) in &first.files {
        assert_eq!(Some(text), second.files.get(path), "{}", path.display());
    }
    assert_eq!(first.coverage.text(), second.coverage.text());
}
