//! Reading documents: both forms, and everything that is wrong with a text.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::load::{self, limits};
use proptest::prelude::*;
use serde_json::{Value, json};

fn load(name: &str, text: impl AsRef<[u8]>) -> Result<Value, Vec<String>> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, text).unwrap();
    let prefix = path.display().to_string();
    load::document(&path).map(|document| document.0).map_err(|defects| {
        let shown = defects.iter().map(|defect| {
            let text = defect.to_string();
            text.strip_prefix(&prefix).expect("each defect names the file").to_owned()
        });
        shown.collect()
    })
}

fn yaml(text: &str) -> Result<Value, Vec<String>> {
    load("document.yaml", text)
}

fn json_text(text: &str) -> Result<Value, Vec<String>> {
    load("document.json", text)
}

#[test]
fn json_and_yaml_give_the_same_document_whatever_the_extension() {
    let expected = json!({"openapi": "3.0.3", "paths": {"/a": {"get": {"deprecated": true, "x": [1, -2, 1.5, null]}}}});
    let json = expected.to_string();
    let yaml = "# a comment\nopenapi: 3.0.3\npaths:\n  /a:\n    get: {deprecated: true, x: [1, -2, 1.5, ~]}\n";
    for name in ["a.json", "a.yaml", "a.YML", "a"] {
        assert_eq!(load(name, &json).as_ref(), Ok(&expected), "{name}");
        assert_eq!(load(name, yaml).as_ref(), Ok(&expected), "{name}");
    }
    let marked = format!("\u{feff}{json}");
    assert_eq!(json_text(&marked), Ok(expected));
}

#[test]
fn a_flow_mapping_in_a_yaml_file_is_yaml() {
    assert_eq!(yaml("{openapi: 3.0.3, a: 'it''s'}"), Ok(json!({"openapi": "3.0.3", "a": "it's"})));
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let one = json_text(r#"{"b": 1, "a": {"d": 2, "c": 3}}"#).unwrap();
    let other = json_text(r#"{"a": {"c": 3, "d": 2}, "b": 1}"#).unwrap();
    assert_eq!(one.to_string(), other.to_string());
}

#[test]
fn keys_that_stand_twice_are_all_reported() {
    let text = "{\n \"a\": {\"x\": 1, \"x\": 2},\n \"b/c\": {\"\\u0078\": 1, \"x\": [], \"\\u0078\": 2},\n \"a\": 3\n}";
    assert_eq!(
        json_text(text).unwrap_err(),
        [
            ":2:16: key `x` stands twice in one object, as #/a/x; keep one of the two",
            ":3:23: key `x` stands twice in one object, as #/b~1c/x; keep one of the two",
            "#/b~1c/x: key `x` stands twice in one object, as #/b~1c/x; keep one of the two",
            ":4:2: key `a` stands twice in one object, as #/a; keep one of the two",
        ]
    );
    let text = "a:\n  200: 1\n  '200': 2\nb: 1\na: 3\n";
    assert_eq!(
        yaml(text).unwrap_err(),
        [
            ":3:3: key `200` stands twice in one mapping; keep one of the two",
            ":5:1: key `a` stands twice in one mapping; keep one of the two",
        ]
    );
}

#[test]
fn malformed_text_is_reported_with_its_place() {
    let defects = json_text("{\n  \"a\": 1,\n}").unwrap_err();
    assert_eq!(defects, [":3:1: the text is not JSON: trailing comma; write valid JSON there"]);
    let defects = json_text("{\"a\": {\"b\": 1").unwrap_err();
    assert!(defects[0].starts_with(":1:13: the text is not JSON: EOF"), "{defects:?}");
    let defects = json_text("{\"a\": 1} x").unwrap_err();
    assert!(defects[0].starts_with(":1:10: the text is not JSON: trailing characters"), "{defects:?}");
    let defects = json_text("{\"a\": 1, \"a\": 2, \"b\": nope}").unwrap_err();
    assert_eq!(defects.len(), 2, "the doubled key and the malformed value: {defects:?}");
    let defects = yaml("a: 1\nb:\n  c: [1, 2\nd: 3\n").unwrap_err();
    assert!(defects[0].starts_with(":4:"), "{defects:?}");
    assert!(defects[0].contains("the text is not YAML: "), "{defects:?}");
    let defects = yaml("a: 1\nb: @c\n").unwrap_err();
    assert!(defects[0].starts_with(":2:4: the text is not YAML"), "{defects:?}");
}

#[test]
fn what_is_no_file_of_text_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    let message = |path: &Path| Defects::from(load::document(path).unwrap_err()).to_string();
    assert!(message(&directory.path().join("none.json")).contains("there is no such file; check the path"));
    assert!(message(directory.path()).contains("this is a directory; "));
    let not_utf8 = load("a.json", b"{\n\"\xC3\xA9\xFF\": 1}").unwrap_err();
    assert_eq!(not_utf8, [":2:3: the text is not UTF-8; save the file as UTF-8"]);
    assert!(load("a.json", " \n").unwrap_err()[0].contains("the file is empty"));
    for (text, kind) in [("[1]", "an array"), ("hello", "a string"), ("# nothing", "null"), ("--- 5", "a number")] {
        let defects = load("a.yaml", text).unwrap_err();
        assert!(defects[0].contains(&format!("the document is {kind}, not an object")), "{defects:?}");
    }
}

#[test]
fn texts_beyond_the_limits_are_reported() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("large.json");
    let file = fs::File::create(&path).unwrap();
    file.set_len(limits::MAX_BYTES as u64 + 1).unwrap();
    let defects = load::document(&path).unwrap_err();
    assert!(defects[0].message.contains("larger than 64 MiB"), "{defects:?}");

    let many = format!("{{\"a\": [{}0]}}", "0,".repeat(limits::MAX_VALUES));
    let defects = json_text(&many).unwrap_err();
    assert!(defects[0].contains("more than 4000000 values; use `$ref`"), "{defects:?}");
}

#[test]
fn nesting_beyond_the_limit_is_reported_in_both_forms() {
    let nested = |depth: usize| format!("{{\"a\": {}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    let block = |depth: usize| {
        let mut text = String::new();
        for level in 0..depth {
            writeln!(text, "{}a:", " ".repeat(level)).unwrap();
        }
        text
    };
    assert!(json_text(&nested(limits::MAX_DEPTH)).is_ok());
    assert!(yaml(&block(limits::MAX_DEPTH)).is_ok());
    for depth in [limits::MAX_DEPTH + 1, 50_000] {
        let defects = json_text(&nested(depth)).unwrap_err();
        assert!(defects[0].starts_with(":1:20"), "{defects:?}");
        assert!(defects[0].contains("arrays and objects nest deeper than 200 levels; give"), "{defects:?}");
    }
    for depth in [limits::MAX_DEPTH + 1, 2_000] {
        let defects = yaml(&block(depth)).unwrap_err();
        assert!(defects[0].contains(":201:201: arrays and objects nest deeper than 200"), "{defects:?}");
    }
    assert!(yaml(&format!("a: {}", "[".repeat(50_000))).is_err());
}

#[test]
fn keys_of_yaml_that_are_no_texts_become_texts() {
    let text = "responses: {200: a, 2.0: b, true: c, null: d, '5XX': e, yes: f}";
    let expected = json!({"responses": {"200": "a", "2.0": "b", "true": "c", "null": "d", "5XX": "e", "yes": "f"}});
    assert_eq!(yaml(text), Ok(expected));
    let defects = yaml("a: 1\n? [x, y]\n: 2\n? {k: v}\n: 3\n").unwrap_err();
    assert_eq!(defects.len(), 2, "{defects:?}");
    assert!(defects[0].contains("a key is an array, not a text"), "{defects:?}");
    assert!(defects[1].contains("a key is an object, not a text"), "{defects:?}");
}

#[test]
fn scalars_of_yaml_follow_the_core_schema() {
    let cases = [
        ("~", json!(null)),
        ("''", json!("")),
        ("NULL", json!(null)),
        ("True", json!(true)),
        ("no", json!("no")),
        ("on", json!("on")),
        ("0x1F", json!(31)),
        ("0o17", json!(15)),
        ("0xZZ", json!("0xZZ")),
        ("+12", json!(12)),
        ("-12", json!(-12)),
        ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
        ("123456789012345678901234567890", json!(123_456_789_012_345_678_901_234_567_890.0)),
        ("1e3", json!(1000.0)),
        ("-.5", json!(-0.5)),
        ("1.", json!(1.0)),
        (".", json!(".")),
        ("-", json!([null])),
        ("e5", json!("e5")),
        ("1e", json!("1e")),
        ("1_000", json!("1_000")),
        ("3.0.3", json!("3.0.3")),
        ("2020-01-01", json!("2020-01-01")),
        ("infinity", json!("infinity")),
        ("nan", json!("nan")),
        ("\"5\"", json!("5")),
        ("!!str 5", json!("5")),
        ("! 5", json!("5")),
        ("!!int '5'", json!(5)),
        ("!!float 5", json!(5)),
        ("!!seq [1]", json!([1])),
        ("|\n  two\n  lines", json!("two\nlines\n")),
    ];
    for (text, expected) in cases {
        assert_eq!(yaml(&format!("a:\n  {text}\n")), Ok(json!({ "a": expected })), "{text}");
    }
    for text in [".inf", "-.INF", ".nan", "1e999"] {
        let defects = yaml(&format!("a: {text}")).unwrap_err();
        assert!(defects[0].starts_with(&format!(":1:4: JSON has no number `{text}`")), "{defects:?}");
    }
    let defects = yaml("a: !!int x\nb: !secret y\n").unwrap_err();
    assert!(defects[0].contains("`x` is no value of type !!int"), "{defects:?}");
    assert!(defects[1].contains("the tag `!secret` has no meaning"), "{defects:?}");
}

#[test]
fn aliases_and_merge_keys_of_yaml_are_written_out() {
    let text = "base: &base {a: 1, b: 2}\nlist: &list [*base]\nkey: &key name\n\
                merged: {<<: *base, b: 3}\nboth: {<<: [{c: 4}, *base], c: 5}\nagain: *list\n? *key\n: 6\n'<<': 7\n";
    let expected = json!({
        "base": {"a": 1, "b": 2}, "list": [{"a": 1, "b": 2}], "key": "name", "name": 6, "<<": 7,
        "merged": {"a": 1, "b": 3}, "both": {"a": 1, "b": 2, "c": 5}, "again": [{"a": 1, "b": 2}],
    });
    assert_eq!(yaml(text), Ok(expected));
    let defects = yaml("a: {<<: 5}").unwrap_err();
    assert!(defects[0].contains("the merge key `<<` has a number as its value"), "{defects:?}");
    let defects = yaml("a: &a [*a]").unwrap_err();
    assert!(defects[0].contains(":1:8: the alias stands inside of the value it repeats"), "{defects:?}");
    let defects = yaml("a: *nowhere").unwrap_err();
    assert!(defects[0].starts_with(":1:4: the text is not YAML"), "{defects:?}");
}

#[test]
fn anchors_cannot_blow_a_document_up() {
    let mut values = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        writeln!(values, "a{level}: &a{level} [{aliases}]").unwrap();
    }
    let defects = yaml(&values).unwrap_err();
    assert!(defects[0].contains("more than 4000000 values"), "{defects:?}");

    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 70].join(", "));
    let defects = yaml(&text).unwrap_err();
    assert!(defects[0].contains("aliases repeat more than 64 MiB of text"), "{defects:?}");

    let mut deep = "a0: &a0 [1]\n".to_owned();
    for level in 1..300 {
        writeln!(deep, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    let defects = yaml(&deep).unwrap_err();
    assert!(defects[0].contains("nest deeper than 200 levels"), "{defects:?}");
}

#[test]
fn only_one_yaml_document_may_stand_in_a_file() {
    assert_eq!(yaml("---\na: 1\n...\n"), Ok(json!({"a": 1})));
    let defects = yaml("a: 1\n---\na: 2\n").unwrap_err();
    assert_eq!(defects, [":2:1: a second YAML document begins; keep one document in the file"]);
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[-+.0-9eExno~:#,&*!|> ]{0,6}".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z/{}~0-9]{0,5}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_comes_back_as_it_was_written(value in value()) {
        let document = json!({ "a": value });
        for text in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
            prop_assert_eq!(load::value(text.as_bytes(), false), Ok(document.clone()));
        }
    }

    #[test]
    fn any_text_gives_a_document_or_defects(text in "[-a:{}\\[\\]&*!|>?#'\"%@, \t\n0-9é]{0,60}") {
        for prefer_yaml in [false, true] {
            if let Err(defects) = load::value(text.as_bytes(), prefer_yaml) {
                prop_assert!(!defects.is_empty());
            }
        }
    }
}
