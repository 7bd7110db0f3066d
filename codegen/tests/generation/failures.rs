//! Signs of failure in answers.

use std::collections::BTreeMap;

use harness_sdk_codegen::classify::Failures;
use harness_sdk_codegen::document::Object;
use harness_sdk_codegen::ir::Failure;
use harness_sdk_codegen::lower::schema::Schemas;
use serde_json::json;

#[test]
fn two_entries_with_one_sign_give_it_once() {
    let sign = |beside: &str| format!("[[sign]]\nplace = \"/ok\"\nis = false\nbeside = [\"{beside}\"]\n");
    let failures = Failures::new(toml::from_str(&(sign("/one") + &sign("/other"))).unwrap());
    let schemas = Schemas { all: &Object::new(), names: BTreeMap::new() };
    let signs = |names: &[&str]| {
        let boolean = |name: &&str| ((*name).to_owned(), json!({ "type": "boolean" }));
        let properties: Object = names.iter().map(boolean).collect();
        failures.of("GET", true, &schemas, &json!({ "properties": properties }))
    };
    let expected = vec![Failure::Is("/ok".to_owned(), false)];
    assert_eq!(signs(&["ok", "one"]), expected);
    assert_eq!(signs(&["ok", "one", "other"]), expected);
    assert!(signs(&["ok"]).is_empty());
    assert!(failures.unused().is_empty(), "both bite");
}
