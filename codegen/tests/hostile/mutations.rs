//! Documents that began as sound ones: parts removed, doubled, exchanged, retyped, renamed and nested.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};

use crate::exercise::exercise;

/// Texts that mean something to Rust, to TOML, to Markdown, to a file system or to a server.
pub(crate) const TEXTS: [&str; 64] = [
    "",
    " ",
    "_",
    "-",
    "__",
    ".",
    "..",
    "../../etc/passwd",
    "/",
    "\\",
    "con",
    "NUL.txt",
    "mod",
    "lib",
    "self",
    "Self",
    "super",
    "crate",
    "type",
    "gen",
    "r#type",
    "String",
    "Option",
    "Vec",
    "Unknown",
    "new",
    "body",
    "send",
    "clone",
    "名前",
    "naïve",
    "nai\u{308}ve",
    "🦀",
    "ß",
    "\u{202e}live",
    "\u{2028}",
    "\u{0}",
    "\r",
    "\u{feff}",
    "a\nb",
    "\nfn injected_marker() {}\n",
    "*/ fn injected_marker() {} /*",
    "\"] fn injected_marker() {} #[doc = \"",
    "\"#; fn injected_marker() {} r#\"",
    "}} fn injected_marker() {} {{",
    "```rust\nfn injected_marker() {}\n",
    "    let x = 1;",
    "<script>",
    "[String]",
    "`",
    "http://x.io/a_(b)",
    "{x}",
    "}{",
    "{a}/{b",
    "$ref",
    "#/components/schemas/",
    "default",
    "2XX",
    "application/json",
    "*/*",
    "text/event-stream; charset=utf-8",
    "not a media type",
    "1e999",
    "9223372036854775808",
];

const KEYS: [&str; 40] = [
    "$ref",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "items",
    "properties",
    "additionalProperties",
    "discriminator",
    "enum",
    "type",
    "format",
    "nullable",
    "required",
    "default",
    "const",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "style",
    "explode",
    "in",
    "name",
    "tags",
    "operationId",
    "description",
    "summary",
    "externalDocs",
    "deprecated",
    "get",
    "post",
    "x-y",
    "example",
    "pattern",
    "maxLength",
    "title",
    "headers",
    "security",
];

/// One change; places and texts are picked from what the document has when it is made.
#[derive(Debug, Clone)]
struct Mutation {
    kind: u8,
    place: Index,
    other: Index,
    text: Index,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    (0..12_u8, any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(kind, place, other, text)| Mutation {
        kind,
        place,
        other,
        text,
    })
}

impl Mutation {
    fn apply(&self, root: &mut Value) {
        let mut pointers = Vec::new();
        all_pointers(root, &mut String::new(), &mut pointers);
        let (place, other) = (self.place.get(&pointers).clone(), self.other.get(&pointers).clone());
        let text = *self.text.get(&TEXTS);
        let found = root.pointer(&other).cloned().unwrap_or_default();
        match self.kind {
            0 => drop(remove(root, &place)),
            1 => insert(root, &place, text, found),
            2 => insert(root, &place, self.text.get::<&str>(&KEYS), found),
            3 => replace(root, &place, found),
            4 => replace(root, &place, json!(text)),
            5 => {
                let kinds = [json!(null), json!(true), json!(-1), json!(1e300), json!(u64::MAX), json!([]), json!({})];
                replace(root, &place, self.text.get(&kinds).clone());
            }
            6 => rename(root, &place, text),
            7 => rename(root, &place, self.text.get::<&str>(&KEYS)),
            8 => {
                let targets: Vec<_> = pointers.iter().filter(|one| one.matches('/').count() == 3).collect();
                let target = if targets.is_empty() { "" } else { self.other.get(&targets) };
                replace(root, &place, json!({ "$ref": format!("#{target}") }));
            }
            9 => {
                let inner = root.pointer(&place).cloned().unwrap_or_default();
                replace(root, &place, self.wrapped(inner));
            }
            10 => {
                let first = root.pointer(&place).cloned().unwrap_or_default();
                replace(root, &place, found);
                replace(root, &other, first);
            }
            _ => insert(root, &place, self.text.get::<&str>(&KEYS), json!(*self.other.get::<&str>(&TEXTS))),
        }
    }

    fn wrapped(&self, inner: Value) -> Value {
        match self.text.index(6) {
            0 => json!({ "allOf": [inner, { "properties": { "a": { "type": "string" } } }] }),
            1 => json!({ "oneOf": [inner, { "type": "string" }] }),
            2 => json!({ "type": "array", "items": inner }),
            3 => json!({ "type": "object", "properties": { "self": inner } }),
            4 => json!({ "type": "object", "additionalProperties": inner }),
            _ => json!([inner]),
        }
    }
}

fn all_pointers(value: &Value, base: &mut String, found: &mut Vec<String>) {
    found.push(base.clone());
    let mut below = |token: &str, inner: &Value| {
        let length = base.len();
        base.push('/');
        base.push_str(&token.replace('~', "~0").replace('/', "~1"));
        all_pointers(inner, base, found);
        base.truncate(length);
    };
    match value {
        Value::Object(object) => object.iter().for_each(|(key, inner)| below(key, inner)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, inner)| below(&index.to_string(), inner)),
        _ => {}
    }
}

fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, token) = pointer.rsplit_once('/')?;
    Some((parent, token.replace("~1", "/").replace("~0", "~")))
}

fn remove(root: &mut Value, pointer: &str) -> Option<Value> {
    let (parent, token) = split(pointer)?;
    match root.pointer_mut(parent)? {
        Value::Object(object) => object.remove(&token),
        Value::Array(items) => token.parse().ok().filter(|index| *index < items.len()).map(|index| items.remove(index)),
        _ => None,
    }
}

fn insert(root: &mut Value, pointer: &str, key: &str, value: Value) {
    match root.pointer_mut(pointer) {
        Some(Value::Object(object)) => drop(object.insert(key.to_owned(), value)),
        Some(Value::Array(items)) => items.push(value),
        _ => {}
    }
}

fn replace(root: &mut Value, pointer: &str, value: Value) {
    // A document in place of its own root would grow without an end.
    if let Some(place) = root.pointer_mut(pointer).filter(|_| !pointer.is_empty()) {
        *place = value;
    }
}

fn rename(root: &mut Value, pointer: &str, key: &str) {
    if let Some((parent, _)) = split(pointer)
        && matches!(root.pointer(parent), Some(Value::Object(_)))
        && let Some(value) = remove(root, pointer)
    {
        insert(root, parent, key, value);
    }
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Small documents that hold every kind of wart, and those in the styles of real ones.
static SMALL: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let folders = ["warts", "corpus"].map(|folder| tests().join(folder));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    let documents = paths.iter().filter_map(|path| harness_sdk_codegen::load::document(path).ok());
    documents.map(|document| document.0).collect()
});

static REAL: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/harness-openapi.json");
    serde_json::from_slice(&fs::read(path).expect("the document")).expect("JSON")
});

/// The real document cut down to a few of its paths, and what they refer to up to a number of components.
fn cut(picks: &[Index]) -> Value {
    let paths = REAL["paths"].as_object().expect("paths");
    let names: Vec<&String> = paths.keys().collect();
    let picked: Map<String, Value> =
        picks.iter().map(|pick| (*pick.get(&names)).clone()).map(|name| (name.clone(), paths[&name].clone())).collect();
    let mut components = Map::new();
    let mut open: Vec<String> = Vec::new();
    references(&Value::Object(picked.clone()), &mut open);
    let mut seen = BTreeSet::new();
    while let Some(target) = open.pop().filter(|_| seen.len() < 40) {
        let tokens: Vec<&str> = target.split('/').collect();
        if let (true, Some(found), ["#", "components", section, name]) =
            (seen.insert(target.clone()), REAL.pointer(&target[1..]), tokens.as_slice())
        {
            references(found, &mut open);
            let section = components.entry(*section).or_insert_with(|| json!({}));
            section[*name] = found.clone();
        }
    }
    json!({ "openapi": "3.0.3", "info": { "title": "T", "version": "1" }, "paths": picked, "components": components })
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

/// `PROPTEST_CASES` asks for more.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(cases), failure_persistence: None, ..ProptestConfig::default() }
}

/// Runs the property; tells how many documents still generated, as a test in which none does proves little.
fn run<S: Strategy>(cases: u32, strategy: &S, document: impl Fn(S::Value) -> Value) {
    let generated = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(config(cases));
    let outcome = runner.run(strategy, |value| {
        generated.set(generated.get() + u32::from(exercise(document(value).to_string()).is_ok()));
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    println!("{} of {} documents generated", generated.get(), runner.config().cases);
    assert!(generated.get() * 20 > runner.config().cases, "hardly a document generated");
}

#[test]
fn changed_small_documents_generate_or_are_reported() {
    let strategy = (any::<Index>(), prop::collection::vec(mutation(), 1..5));
    run(250, &strategy, |(base, mutations)| {
        let mut document = base.get(&SMALL).clone();
        mutations.iter().for_each(|mutation| mutation.apply(&mut document));
        document
    });
}

#[test]
fn changed_cuts_of_the_real_document_generate_or_are_reported() {
    let strategy = (prop::collection::vec(any::<Index>(), 1..4), prop::collection::vec(mutation(), 1..4));
    run(120, &strategy, |(picks, mutations)| {
        let mut document = cut(&picks);
        mutations.iter().for_each(|mutation| mutation.apply(&mut document));
        document
    });
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = exercise(bytes);
    }

    #[test]
    fn damaged_text_is_refused_or_read(base in any::<Index>(), cut in any::<Index>(), with in any::<Index>(), length in 0..40_usize) {
        let text = base.get(&SMALL).to_string();
        let mut characters: Vec<char> = text.chars().collect();
        let start = cut.index(characters.len());
        let end = (start + length).min(characters.len());
        characters.splice(start..end, with.get(&TEXTS).chars());
        let _ = exercise(characters.into_iter().collect::<String>());
    }
}
