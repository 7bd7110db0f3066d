//! Completes unions: variants hold the base's fields, and the base is nothing but the union.
//!
//! A value is decoded as one variant or kept whole. A field that only the base declared would be unreachable from the
//! variant, and a base with fields of its own would be struct and enum at once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    all_of::{add_fields, add_required},
    discriminators::UNION,
    visit::ORIGIN,
};
use crate::{
    document::{Document, Object, escape},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "unions";

/// The key under which a union keeps the object its variants have in common.
pub const BASE: &str = "x-harness-base";

/// The key of a variant that may have no fields: it is a type nevertheless.
pub const VARIANT: &str = "x-harness-variant";

/// What a union keeps beside its variants.
const KEPT: [&str; 6] = [UNION, BASE, ORIGIN, "description", "nullable", "deprecated"];

/// Gives the fields of union bases to their variants and puts them under [`BASE`].
pub fn apply(document: &mut Document, report: &mut Report) {
    let schemas = document.schemas_mut();
    let unions: Vec<String> =
        schemas.iter().filter(|(_, schema)| schema.get(UNION).is_some()).map(|(name, _)| name.clone()).collect();
    for name in from_above(schemas, &unions) {
        hand_down(schemas, &name, report);
    }
    for name in &unions {
        if let Some(union) = schemas.get_mut(name).and_then(Value::as_object_mut) {
            let base: Object = ["properties", "required"].iter().filter_map(|key| union.remove_entry(*key)).collect();
            union.retain(|key, _| KEPT.contains(&key.as_str()));
            let mut base = Value::Object(base);
            base["type"] = json!("object");
            union.insert(BASE.to_owned(), base);
        }
    }
}

/// The unions, each before those that are its variants.
fn from_above(schemas: &Object, unions: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut from_below: Vec<String> = Vec::new();
    for start in unions {
        let mut trail: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut next = Some(start.as_str());
        loop {
            if let Some(name) = next.filter(|name| seen.insert((*name).to_owned())) {
                trail.push((name, variants(schemas.get(name))));
            }
            let Some((name, inner)) = trail.last_mut() else {
                break;
            };
            next = inner.pop();
            if next.is_none() {
                from_below.push((*name).to_owned());
                trail.pop();
            }
        }
    }
    from_below.reverse();
    from_below
}

fn variants(union: Option<&Value>) -> Vec<&str> {
    let variants = union.and_then(|union| union.get(UNION)?.get("variants")?.as_array());
    variants.into_iter().flatten().filter_map(|variant| variant.get("schema")?.as_str()).collect()
}

fn hand_down(schemas: &mut Object, name: &str, report: &mut Report) {
    let Some(union) = schemas.get(name).filter(|union| union.get(UNION).is_some()).cloned() else {
        return;
    };
    let Some(base) = union.as_object() else {
        return;
    };
    for variant in variants(Some(&union)) {
        if let Some(child) = schemas.get_mut(variant).and_then(Value::as_object_mut)
            && complete(child, base)
        {
            report.hit(
                RULE,
                format!("/components/schemas/{}", escape(variant)),
                format!("given the fields of `{name}`"),
            );
        }
    }
}

/// Adds what the variant lacks; its own declarations win.
fn complete(child: &mut Object, base: &Object) -> bool {
    let before = child.clone();
    let own = child.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(fields) = base.get("properties").and_then(Value::as_object) {
        child.remove("properties");
        add_fields(child, fields);
        add_fields(child, &own);
    }
    if let Some(names) = base.get("required").and_then(Value::as_array) {
        add_required(child, names);
    }
    child.entry("type").or_insert_with(|| json!("object"));
    if child.get("properties").and_then(Value::as_object).is_none_or(Object::is_empty) {
        child.insert(VARIANT.to_owned(), Value::Bool(true));
    }
    *child != before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{run_rule, schemas};

    #[test]
    fn variants_of_alternatives_get_the_fields_beside_them() {
        let (document, report) = run_rule(
            apply,
            schemas(
                r#"{"U": {"type": "object", "description": "d", "x-harness-union": {"tag": "t", "variants": [{"values": ["a"], "schema": "A"}, {"values": ["m"], "schema": "M"}]},
                  "properties": {"t": {"type": "string"}, "x": {"type": "string"}}, "required": ["t"]},
                "A": {"type": "object", "properties": {"x": {"type": "integer"}}},
                "M": {"x-harness-union": {"tag": "s", "variants": [{"values": ["z"], "schema": "Z"}]}, "properties": {"s": {"type": "string"}}},
                "Z": {"type": "object"}}"#,
            ),
        );
        let left = document.schemas().unwrap();
        assert_eq!(
            left["A"],
            json!({"type": "object", "properties": {"t": {"type": "string"}, "x": {"type": "integer"}}, "required": ["t"]})
        );
        assert_eq!(left["Z"]["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), ["s", "t", "x"]);
        let union = left["U"].as_object().unwrap();
        assert_eq!(union.keys().collect::<Vec<_>>(), ["description", BASE, UNION]);
        assert_eq!(union[BASE]["required"], json!(["t"]));
        assert_eq!(report.count(RULE), 3);
    }
}
