//! Which named schemas a piece of the document reaches.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Object;

/// For every named schema, the named schemas it mentions itself.
#[derive(Debug)]
pub struct References<'a> {
    direct: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> References<'a> {
    /// Reads the references of all named schemas.
    pub fn of(schemas: &'a Object) -> Self {
        let direct = schemas
            .iter()
            .map(|(name, schema)| {
                let mut found = BTreeSet::new();
                collect(schema, &mut found);
                (name.as_str(), found)
            })
            .collect();
        Self { direct }
    }

    /// All named schemas that the `roots` reach, directly or through others.
    pub fn reached_from(&self, roots: impl IntoIterator<Item = &'a Value>) -> BTreeSet<&'a str> {
        let mut first = BTreeSet::new();
        roots.into_iter().for_each(|root| collect(root, &mut first));
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = first.into_iter().collect();
        while let Some(name) = open.pop() {
            if let Some((name, next)) = self.direct.get_key_value(name)
                && reached.insert(*name)
            {
                open.extend(next.iter().filter(|inner| !reached.contains(*inner)));
            }
        }
        reached
    }
}

fn collect<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                match (key.as_str(), inner) {
                    ("$ref", Value::String(target)) => {
                        found.extend(target.strip_prefix("#/components/schemas/"));
                    }
                    ("x-harness-union", union) => collect_variants(union, found),
                    _ => collect(inner, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

fn collect_variants<'a>(union: &'a Value, found: &mut BTreeSet<&'a str>) {
    let variants = union.get("variants").and_then(Value::as_array);
    for variant in variants.into_iter().flatten() {
        found.extend(variant.get("schema").and_then(Value::as_str));
    }
}
