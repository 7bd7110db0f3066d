//! Takes the wrapping off schemas that wrap only one.
//!
//! `allOf` around one reference is how OpenAPI 3.0 puts a description beside it. Left as it is, each such use would
//! become a type of its own, equal to the one it refers to.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    schema::{ANNOTATIONS, is_untyped},
    visit::each_schema,
};
use crate::{
    document::{Document, Object, ref_name},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "single_all_of";

/// Replaces `allOf` of one real part by that part.
///
/// A named schema that wraps a base with a discriminator stays: it is one of the base's variants.
pub fn apply(document: &mut Document, report: &mut Report) {
    let bases: BTreeSet<String> = document
        .schemas_mut()
        .iter()
        .filter(|(_, schema)| schema.get("discriminator").is_some())
        .map(|(name, _)| name.clone())
        .collect();
    each_schema(document, &mut |at, schema| {
        let Some(object) = schema.as_object_mut().filter(|object| object.contains_key("allOf")) else {
            return;
        };
        let named = at.is_named();
        if unwrap_single(object, |base| named && bases.contains(base)) {
            report.hit(RULE, at, "one real part: put in place");
        }
    });
}

fn unwrap_single(object: &mut Object, keeps: impl Fn(&str) -> bool) -> bool {
    let parts = object.get("allOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut real = parts.iter().filter(|part| !says_nothing(part));
    let (first, more) = (real.next(), real.next().is_some());
    let base = first.and_then(Value::as_object).and_then(ref_name);
    let own = object
        .keys()
        .any(|key| !["allOf", "type", "title"].contains(&key.as_str()) && !ANNOTATIONS.contains(&key.as_str()));
    if more || own || base.is_some_and(keeps) {
        return false;
    }
    let only = first.and_then(Value::as_object).cloned().unwrap_or_default();
    let notes: Vec<(String, Value)> = parts
        .iter()
        .filter(|part| says_nothing(part))
        .filter_map(Value::as_object)
        .flat_map(|part| part.iter().filter(|(key, _)| ANNOTATIONS.contains(&key.as_str())))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    object.remove("allOf");
    if !only.is_empty() {
        object.remove("type");
    }
    for (key, value) in only.into_iter().chain(notes) {
        object.entry(key).or_insert(value);
    }
    true
}

fn says_nothing(part: &Value) -> bool {
    let bare_object = part.as_object().is_some_and(|part| {
        part.keys().all(|key| key == "type" || key == "title" || ANNOTATIONS.contains(&key.as_str()))
            && part.get("type").is_some_and(|kind| kind == "object")
    });
    bare_object || is_untyped(part)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::{on_schema, run_rule, schemas};

    #[test]
    fn one_real_part_is_put_in_place() {
        let cases = [
            (
                r##"{"allOf": [{"$ref": "#/components/schemas/A"}], "description": "d"}"##,
                json!({"$ref": "#/components/schemas/A", "description": "d"}),
                1,
            ),
            (
                r##"{"allOf": [{"$ref": "#/components/schemas/A"}, {"description": "d", "nullable": true}]}"##,
                json!({"$ref": "#/components/schemas/A", "description": "d", "nullable": true}),
                1,
            ),
            (
                r#"{"type": "object", "allOf": [{"type": "string", "enum": ["a"]}]}"#,
                json!({"type": "string", "enum": ["a"]}),
                1,
            ),
            (r#"{"allOf": []}"#, json!({}), 1),
        ];
        for (given, expected, hits) in cases {
            assert_eq!(on_schema(apply, given), (expected, hits), "{given}");
        }
        let two = r##"{"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"a": {}}}]}"##;
        assert_eq!(on_schema(apply, two).1, 0);
    }

    #[test]
    fn a_named_child_of_a_discriminated_base_stays_a_child() {
        let (document, report) = run_rule(
            apply,
            schemas(
                r##"{"Base": {"discriminator": {"propertyName": "t"}}, "Child": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object"}]},
                "User": {"properties": {"base": {"allOf": [{"$ref": "#/components/schemas/Base"}]}}}}"##,
            ),
        );
        let schemas = document.schemas().unwrap();
        assert!(schemas["Child"].get("allOf").is_some());
        assert_eq!(schemas["User"]["properties"]["base"], json!({"$ref": "#/components/schemas/Base"}));
        assert_eq!(report.count(RULE), 1);
    }
}
