//! Which tag value means which schema, where the document does not say it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

/// `variants.toml`.
#[derive(Debug, Deserialize)]
pub(crate) struct Variants {
    pub(crate) union: Vec<Union>,
}

/// A union that a source tells.
#[derive(Debug, Deserialize)]
pub(crate) struct Union {
    pub(crate) base: String,
    pub(crate) tag: String,
    #[serde(default)]
    pub(crate) beside: Vec<Place>,
    pub(crate) values: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) nothing: Vec<String>,
    #[serde(default)]
    pub(crate) missing: Vec<String>,
}

/// A property that holds a value with the tag beside it.
#[derive(Debug, Deserialize)]
pub(crate) struct Place {
    pub(crate) schema: String,
    pub(crate) property: String,
}

/// Writes what is told as discriminators that the sampler reads.
pub(crate) fn apply(variants: &Variants, document: &mut Value) {
    let Some(schemas) = document.pointer_mut("/components/schemas") else { return };
    for union in &variants.union {
        let is_beside = !union.beside.is_empty();
        for place in union.beside.iter().filter(|_| !union.nothing.is_empty()) {
            each_part(&mut schemas[&place.schema], &mut |part| {
                if let Some(required) = part.get_mut("required").and_then(Value::as_array_mut) {
                    required.retain(|name| *name != place.property);
                }
            });
        }
        let owners = union.beside.iter().map(|place| place.schema.as_str());
        for owner in owners.chain((!is_beside).then_some(union.base.as_str())) {
            let named = add_values(&mut schemas[owner], union);
            if let Some(name) = named
                && let Some(values) = schemas[&name].get_mut("enum").and_then(Value::as_array_mut)
            {
                values.extend(union.missing.iter().map(|value| json!(value)));
            }
        }
        let base = &mut schemas[&union.base];
        if let Some(base) = base.as_object_mut() {
            base.remove("oneOf");
            let old = base.remove("discriminator");
            if let Some(old) = old.as_ref().and_then(|old| old["propertyName"].as_str()).filter(|_| is_beside) {
                if let Some(properties) = base.get_mut("properties").and_then(Value::as_object_mut) {
                    properties.remove(old);
                }
                if let Some(required) = base.get_mut("required").and_then(Value::as_array_mut) {
                    required.retain(|name| name != old);
                }
            }
            base.entry("type").or_insert_with(|| json!("object"));
        }
        let mapping: BTreeMap<&String, String> =
            union.values.iter().map(|(value, schema)| (value, format!("#/components/schemas/{schema}"))).collect();
        base["discriminator"] = json!({
            "propertyName": union.tag, "mapping": mapping, "told": true, "beside": is_beside, "nothing": union.nothing,
        });
    }
}

/// Adds the values that the enum of a tag lacks; the name of the enum, where it has one.
fn add_values(owner: &mut Value, union: &Union) -> Option<String> {
    let mut named = None;
    each_part(owner, &mut |part| {
        let Some(tag) = part.get_mut("properties").and_then(|properties| properties.get_mut(&union.tag)) else {
            return;
        };
        if let Some(name) = tag.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next()) {
            named = Some(name.to_owned());
        } else if let Some(values) = tag.get_mut("enum").and_then(Value::as_array_mut) {
            for value in union.missing.iter().map(|value| json!(value)) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
    });
    named
}

fn each_part(schema: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        change(part);
    }
    change(schema);
}
