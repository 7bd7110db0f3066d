//! YAML with tags: what has a meaning is followed, what has none is refused, and nothing is dropped in silence.

use harness_sdk::yaml::{Yaml, YamlError};
use serde_json::{Value, json};

fn parse(text: &str) -> Result<Value, YamlError> {
    Yaml::from(text).parse()
}

#[test]
fn a_tag_without_a_meaning_is_refused_with_its_place() {
    for (text, line, tag) in [
        ("a: 1\nb: !Ref x\n", 2, "!Ref"),
        ("a: !Sub\n  - x\n", 2, "!Sub"),
        ("a:\n  b: !Map {c: d}\n", 2, "!Map"),
        ("- 1\n- !reference [a, b]\n", 2, "!reference"),
        ("!Root\na: 1\n", 2, "!Root"),
        ("? !Key a\n: 1\n", 1, "!Key"),
        ("a: !int 7\n", 1, "!int"),
        ("a: !!set {b}\n", 1, "set"),
        ("a: !!python/object:os.x {}\n", 1, "python/object:os.x"),
        ("a: !<tag:example.com,2000:x> y\n", 1, "tag:example.com,2000:x"),
        ("%TAG !e! tag:example.com,2000:\n---\na: !e!x y\n", 3, "tag:example.com,2000:x"),
        ("a: &anchor !Ref x\nb: *anchor\n", 1, "!Ref"),
    ] {
        let fault = parse(text).expect_err(text);
        assert_eq!(fault.line(), Some(line), "{text}: {fault}");
        assert!(fault.column().is_some_and(|column| column > 0), "{text}: {fault}");
        assert!(fault.message().contains(tag) && fault.message().contains("leave it out"), "{text}: {fault}");
        assert!(Yaml::from(text).root().is_err() && Yaml::from(text).unwrap_from::<Value>("a").is_err(), "{text}");
    }
}

#[test]
fn tags_with_a_meaning_are_followed() {
    for (text, value) in [
        ("a: !!str 12\n", json!({"a": "12"})),
        ("a: ! 12\n", json!({"a": "12"})),
        ("!!map\na: !!seq [1]\n", json!({"a": [1]})),
        ("a: !!binary eA==\n", json!({"a": "x"})),
    ] {
        assert_eq!(parse(text).expect(text), value, "{text}");
    }
    let counts: std::collections::BTreeMap<String, i64> = Yaml::from("a: !!int 12\n").parse().expect("numbers");
    assert_eq!(counts["a"], 12);
    // Where any type may stand it is refused, and not read as something else.
    assert!(parse("a: !!int 12\n").is_err_and(|fault| fault.line() == Some(1)));
}

#[test]
fn what_only_looks_like_a_tag_is_text() {
    for text in ["a: \"!Ref x\"\n", "a: '!Ref x'\n", "a: |-\n  !Ref x\n", "a: >-\n  !Ref x\n"] {
        assert_eq!(parse(text).expect(text), json!({"a": "!Ref x"}), "{text}");
    }
    assert_eq!(parse("a: b!c\nd: no! # !Ref\n").expect("plain text"), json!({"a": "b!c", "d": "no!"}));
}

#[test]
fn what_is_no_yaml_is_told_as_before() {
    let fault = parse("a: !Ref x\nb: [\n").expect_err("no YAML");
    assert!(fault.line().is_some(), "{fault}");
    assert!(parse("a: [!\n").is_err());
}
