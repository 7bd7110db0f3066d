//! Makes every schema reference name a schema of the document.
//!
//! Emission turns a reference into a type's name. One that points elsewhere, to nothing, or in a ring has no type to
//! name and would stop it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    names::{Names, camel},
    schema::{REFERENCE, reference},
    visit::{At, each_schema, walk},
};
use crate::{
    document::{Document, Object, ref_name},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "reference_targets";

/// Copies targets that stand elsewhere among the named schemas, and empties references that lead nowhere.
pub fn apply(document: &mut Document, report: &mut Report) {
    adopt(document, report);
    let known: BTreeSet<String> = document.schemas_mut().keys().cloned().collect();
    let rings = rings(document.schemas_mut());
    each_schema(document, &mut |at, schema| {
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        let Some(text) = object.get("$ref").map(|text| text.as_str().unwrap_or_default().to_owned()) else {
            return;
        };
        let name = ref_name(object).unwrap_or_default();
        let decoded = decode(name);
        if rings.contains(name) {
            report.hit(
                RULE,
                at,
                format!("`{text}` leads back to itself: taken as untyped; write the type at one of the references"),
            );
            *object = Object::new();
        } else if !known.contains(name) && known.contains(&decoded) {
            report.hit(RULE, at, format!("`{text}` spelt plainly"));
            object.extend(reference(&decoded));
        } else if !known.contains(name) {
            report.hit(
                RULE,
                at,
                format!("`{text}` points to nothing: taken as untyped; add the schema under /components/schemas"),
            );
            *object = Object::new();
        }
    });
}

/// Copies schemas that are referred to where they stand, in operations say, among the named ones.
fn adopt(document: &mut Document, report: &mut Report) {
    let mut adopted: BTreeMap<String, String> = BTreeMap::new();
    let mut names = Names::of(document.schemas_mut());
    let mut queue = foreign(document);
    while let Some(text) = queue.pop() {
        let Some(found) = document.0.pointer(text.trim_start_matches('#')).filter(|_| text.starts_with('#')) else {
            continue;
        };
        if adopted.contains_key(&text) {
            continue;
        }
        let mut schema = found.clone();
        let last = text.rsplit('/').find(|token| !["schema", "items"].contains(token)).unwrap_or_default();
        let name = names.claim(&camel(&decode(last)));
        walk(&At::pointer(""), &mut schema, &mut |_, inner| queue.extend(foreign_text(inner)));
        report.hit(RULE, text.trim_start_matches('#'), format!("referred to where it stands: also called `{name}`"));
        document.schemas_mut().insert(name.clone(), schema);
        adopted.insert(text, name);
    }
    if adopted.is_empty() {
        return;
    }
    each_schema(document, &mut |_, schema| {
        let name = foreign_text(schema).and_then(|text| adopted.get(&text));
        if let (Some(name), Some(object)) = (name, schema.as_object_mut()) {
            object.extend(reference(name));
        }
    });
}

fn foreign(document: &mut Document) -> Vec<String> {
    let mut found = BTreeSet::new();
    each_schema(document, &mut |_, schema| found.extend(foreign_text(schema)));
    found.into_iter().rev().collect()
}

fn foreign_text(schema: &Value) -> Option<String> {
    let text = schema.get("$ref")?.as_str()?;
    (!text.starts_with(REFERENCE)).then(|| text.to_owned())
}

/// Names whose references lead back to themselves.
fn rings(schemas: &Object) -> BTreeSet<String> {
    let next = |name: &str| schemas.get(name).and_then(Value::as_object).and_then(ref_name);
    let mut rings = BTreeSet::new();
    for name in schemas.keys() {
        let mut seen = BTreeSet::new();
        let mut current = Some(name.as_str());
        while let Some(step) = current.filter(|step| seen.insert(*step)) {
            current = next(step);
        }
        if current == Some(name) {
            rings.insert(name.clone());
        }
    }
    rings
}

fn decode(token: &str) -> String {
    token.replace("%20", " ").replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::{document, run_rule, schemas};

    #[test]
    fn dangling_and_circling_references_become_untyped() {
        let (mut document, report) = run_rule(
            apply,
            schemas(
                r##"{"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"},
                "C": {"items": {"$ref": "#/components/schemas/Gone"}}, "D": {"items": {"$ref": "other.yaml#/X"}},
                "E": {"$ref": "#/components/schemas/F"}, "F": {"type": "string"}}"##,
            ),
        );
        let left = document.schemas_mut();
        assert_eq!((&left["A"], &left["B"]), (&json!({}), &json!({})));
        assert_eq!((&left["C"]["items"], &left["D"]["items"]), (&json!({}), &json!({})));
        assert_eq!(left["E"]["$ref"], "#/components/schemas/F");
        assert_eq!(report.count(RULE), 4);
    }

    #[test]
    fn a_target_elsewhere_becomes_a_named_schema() {
        let (mut document, report) = run_rule(
            apply,
            document(
                r##"{"definitions": {"Node": {"properties": {"next": {"$ref": "#/definitions/Node"}}}},
                "components": {"schemas": {"A": {"$ref": "#/definitions/Node"}}}}"##,
            ),
        );
        let left = document.schemas_mut();
        assert_eq!(left["A"]["$ref"], "#/components/schemas/Node");
        assert_eq!(left["Node"]["properties"]["next"]["$ref"], "#/components/schemas/Node");
        assert_eq!(report.count(RULE), 1);
    }
}
