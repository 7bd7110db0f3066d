//! Finds the variants of schemas that are told apart by a tag, and the tag's values.
//!
//! OpenAPI writes such a family in two ways: alternatives with a discriminator, or a base with a discriminator that the
//! variants extend. Both become one thing here. Of the base alone a plain struct would remain, and what the variants
//! add would be lost on the way through.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    schema::{REFERENCE, enum_values, target},
    variant_values::{Child, values},
    visit::ORIGIN,
};
use crate::{
    document::{Document, Object, escape, ref_name},
    report::Report,
    variants::{BESIDE, NOTHING, TOLD},
};

/// The rule's name in the report.
pub const RULE: &str = "discriminators";

/// The key of a union: `{"tag": ..., "variants": [{"values": [...], "schema": ...}]}`; with [`TOLD`], [`BESIDE`] and
/// [`NOTHING`] as in the discriminator that it comes from.
pub const UNION: &str = "x-harness-union";

/// Replaces discriminators by [`UNION`]; a base without variants becomes a plain object.
pub fn apply(document: &mut Document, report: &mut Report) {
    let schemas = document.schemas_mut();
    let families = families(schemas);
    let found: Vec<_> = families
        .values()
        .map(|family| {
            let allowed = allowed(family, schemas);
            (family, variants(family, &families, schemas, &allowed), allowed)
        })
        .collect();
    for (family, variants, allowed) in found {
        let pointer = pointer(schemas, &family.name);
        if !variants.is_empty() && !family.beside {
            share_tag(family, &variants, schemas);
        }
        let Some(base) = schemas.get_mut(&family.name).and_then(Value::as_object_mut) else {
            continue;
        };
        base.remove("discriminator");
        if variants.is_empty() {
            report.hit(RULE, pointer, "no variants: a plain object");
            continue;
        }
        base.remove("oneOf");
        report.hit(RULE, pointer, note(family, &variants, &allowed));
        let variants: Vec<Value> =
            variants.into_iter().map(|(schema, values)| json!({"values": values, "schema": schema})).collect();
        let mut union = json!({"tag": family.tag, "variants": variants});
        if family.told {
            union[TOLD] = Value::Bool(true);
        }
        if family.beside {
            union[BESIDE] = Value::Bool(true);
            union[NOTHING] = json!(family.nothing);
        }
        base.insert(UNION.to_owned(), union);
    }
}

fn note(family: &Family, variants: &[(String, Vec<String>)], allowed: &[String]) -> String {
    let guessed = |name: &String| !family.mapping.contains_key(name) || !allowed.is_empty();
    let unknown: Vec<&str> = variants
        .iter()
        .filter(|(name, values)| *values == [name.clone()] && !allowed.contains(name) && guessed(name))
        .map(|(name, _)| name.as_str())
        .collect();
    let text = format!("union of {} by `{}`", variants.len(), family.tag);
    if unknown.is_empty() {
        return text;
    }
    format!("{text}; no value is known for {}: write it into discriminator.mapping", unknown.join(", "))
}

/// A schema with a discriminator and what belongs to it.
#[derive(Debug, Clone)]
struct Family {
    name: String,
    tag: String,
    /// Tag value to schema.
    mapping: BTreeMap<String, String>,
    children: Vec<String>,
    /// Whether the mapping is all there is to know.
    told: bool,
    /// Whether the tag stands beside the object and not inside.
    beside: bool,
    /// Values beside which nothing stands.
    nothing: Vec<String>,
}

fn families(schemas: &Object) -> BTreeMap<String, Family> {
    let mut extended: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, schema) in schemas.iter().filter(|(_, schema)| schema.get(ORIGIN).is_none()) {
        for base in references(schema, "allOf") {
            extended.entry(base).or_default().push(name);
        }
    }
    let mut families = BTreeMap::new();
    for (name, schema) in schemas {
        let Some(discriminator) = schema.get("discriminator") else {
            continue;
        };
        let tag = discriminator.get("propertyName").or(Some(discriminator)).and_then(Value::as_str);
        let mapping = mapping(discriminator, schemas);
        let is = |key: &str| discriminator.get(key) == Some(&Value::Bool(true));
        let (told, beside) = (is(TOLD), is(BESIDE));
        let mut children = BTreeSet::new();
        if told {
            // The mapping says it all.
        } else if schema.get("oneOf").is_some() {
            children.extend(references(schema, "oneOf"));
        } else {
            descend(name, &extended, schemas, &mut children);
        }
        children.extend(mapping.values().map(String::as_str));
        children.remove(name.as_str());
        let children = match tag {
            Some(_) => children.into_iter().filter(|child| schemas.contains_key(*child)).map(str::to_owned).collect(),
            None => Vec::new(),
        };
        let tag = tag.unwrap_or_default().to_owned();
        let nothing = discriminator.get(NOTHING).and_then(Value::as_array).into_iter().flatten();
        let nothing = nothing.filter_map(Value::as_str).map(str::to_owned).collect();
        families.insert(name.clone(), Family { name: name.clone(), tag, mapping, children, told, beside, nothing });
    }
    families
}

/// The schemas that extend `name`, also through others, unless those are unions themselves.
fn descend<'a>(name: &str, extended: &BTreeMap<&str, Vec<&'a str>>, schemas: &Object, found: &mut BTreeSet<&'a str>) {
    for child in extended.get(name).into_iter().flatten() {
        let union = schemas.get(*child).is_some_and(|schema| schema.get("discriminator").is_some());
        if found.insert(child) && !union {
            descend(child, extended, schemas, found);
        }
    }
}

fn references<'a>(schema: &'a Value, key: &str) -> Vec<&'a str> {
    let parts = schema.get(key).and_then(Value::as_array).into_iter().flatten();
    parts.filter_map(Value::as_object).filter_map(ref_name).collect()
}

fn mapping(discriminator: &Value, schemas: &Object) -> BTreeMap<String, String> {
    let declared = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
    declared
        .filter_map(|(value, schema)| {
            let schema = schema.as_str()?;
            let name = schema.strip_prefix(REFERENCE).unwrap_or(schema);
            schemas.contains_key(name).then(|| (value.clone(), name.to_owned()))
        })
        .collect()
}

/// The values the base allows for the tag; none when it allows any.
fn allowed(family: &Family, schemas: &Object) -> Vec<String> {
    let base = schemas.get(&family.name).unwrap_or(&Value::Null);
    let tag = base.get("properties").and_then(|properties| properties.get(&family.tag));
    let values = tag.and_then(|tag| enum_values(target(schemas, tag))).unwrap_or_default();
    values.into_iter().map(str::to_owned).collect()
}

/// The variants with their tag values, by schema.
fn variants(
    family: &Family,
    families: &BTreeMap<String, Family>,
    schemas: &Object,
    allowed: &[String],
) -> Vec<(String, Vec<String>)> {
    let children: Vec<Child> = family
        .children
        .iter()
        .map(|name| Child {
            name: name.clone(),
            mapped: family
                .mapping
                .iter()
                .filter(|(_, schema)| *schema == name)
                .map(|(value, _)| value.clone())
                .collect(),
            declared: declared(name, &family.tag, families, schemas, &mut BTreeSet::new()),
        })
        .collect();
    if family.told {
        return children.into_iter().map(|child| (child.name, child.mapped)).collect();
    }
    let values = values(&children, allowed);
    children.into_iter().map(|child| child.name).zip(values).collect()
}

/// The tag values a variant declares itself; a union's are those of its own variants.
fn declared<'a>(
    name: &'a str,
    tag: &str,
    families: &'a BTreeMap<String, Family>,
    schemas: &Object,
    seen: &mut BTreeSet<&'a str>,
) -> Vec<String> {
    if let Some(family) = families.get(name).filter(|family| family.tag == tag) {
        if !seen.insert(name) {
            return Vec::new();
        }
        let inner = family.children.iter().flat_map(|child| declared(child, tag, families, schemas, seen));
        let mut all: Vec<String> = inner.chain(family.mapping.keys().cloned()).collect();
        all.sort();
        all.dedup();
        return all;
    }
    let found = own_tags(schemas.get(name).unwrap_or(&Value::Null), tag);
    let values = found.iter().filter_map(|property| enum_values(target(schemas, property)));
    values.flatten().map(str::to_owned).collect()
}

/// The tag as a schema declares it: in its fields or in parts without a name.
fn own_tags<'a>(schema: &'a Value, tag: &str) -> Vec<&'a Value> {
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    parts.chain([schema]).filter_map(|part| part.get("properties")?.get(tag)).collect()
}

/// Lets base and variants declare the tag alike, with all values that are known anywhere.
///
/// Else every variant would bring an enum of its one value.
fn share_tag(family: &Family, variants: &[(String, Vec<String>)], schemas: &mut Object) {
    let tag = &family.tag;
    let base = schemas.get(&family.name).unwrap_or(&Value::Null);
    let shared = base.get("properties").and_then(|properties| properties.get(tag));
    let shared = shared.filter(|shared| shared.is_object()).cloned();
    let named = shared.as_ref().is_some_and(|shared| shared.get("$ref").is_some());
    let declared = if shared.is_some() { format!("properties/{}", escape(tag)) } else { "discriminator".to_owned() };
    let place = format!("{}/{declared}", pointer(schemas, &family.name));
    let mut values: Vec<Value> =
        shared.as_ref().and_then(|shared| shared.get("enum")?.as_array().cloned()).unwrap_or_default();
    for child in &family.children {
        let own = own_tags(schemas.get(child).unwrap_or(&Value::Null), tag);
        for value in own.iter().filter_map(|own| enum_values(target(schemas, own))).flatten() {
            if !values.iter().any(|known| known == value) {
                values.push(Value::from(value));
            }
        }
    }
    let is_known = |value: &String| values.iter().any(|known| known == value);
    let unnamed: Vec<&String> =
        variants.iter().filter(|(_, own)| !own.iter().any(is_known)).flat_map(|(_, own)| own).collect();
    if !values.is_empty() {
        values.extend(unnamed.into_iter().map(|value| Value::from(value.as_str())).collect::<Vec<_>>());
    }
    let mut shared = shared.unwrap_or_else(|| json!({"type": "string"}));
    if !named && !values.is_empty() {
        shared["enum"] = Value::Array(values);
        shared[ORIGIN] = Value::String(place);
    }
    set_tag(schemas.get_mut(&family.name), tag, &shared);
    for child in &family.children {
        drop_tag(schemas.get_mut(child), tag);
    }
}

fn set_tag(base: Option<&mut Value>, tag: &str, shared: &Value) {
    if let Some(base) = base.and_then(Value::as_object_mut) {
        let properties = base.entry("properties").or_insert_with(|| json!({}));
        if let Some(properties) = properties.as_object_mut() {
            properties.insert(tag.to_owned(), shared.clone());
        }
        base.entry("type").or_insert_with(|| json!("object"));
    }
}

fn drop_tag(child: Option<&mut Value>, tag: &str) {
    let Some(child) = child else {
        return;
    };
    if let Some(parts) = child.get_mut("allOf").and_then(Value::as_array_mut) {
        parts.iter_mut().for_each(|part| drop_tag(Some(part), tag));
    }
    if let Some(properties) = child.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove(tag);
    }
}

fn pointer(schemas: &Object, name: &str) -> String {
    let origin = schemas.get(name).and_then(|schema| schema.get(ORIGIN)).and_then(Value::as_str);
    origin.map_or_else(|| format!("/components/schemas/{}", escape(name)), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{run_rule, schemas};

    fn found(text: &str) -> (Object, Vec<String>) {
        let (mut document, report) = run_rule(apply, schemas(text));
        let notes = report.rules().flat_map(|(_, hits)| hits).map(|hit| hit.note.clone()).collect();
        (std::mem::take(document.schemas_mut()), notes)
    }

    #[test]
    fn a_base_and_those_that_extend_it_are_a_union() {
        let (schemas, _) = found(
            r##"{"Base": {"type": "object", "discriminator": {"propertyName": "type"}, "properties": {"type": {"type": "string", "enum": ["A"]}}},
                "One": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"type": {"type": "string", "enum": ["A"]}, "x": {}}}]},
                "Two": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"type": {"type": "string", "enum": ["B"]}}}]},
                "Three": {"allOf": [{"$ref": "#/components/schemas/Two"}, {"properties": {"type": {"type": "string", "enum": ["C"]}}}]}}"##,
        );
        assert_eq!(
            schemas["Base"][UNION],
            json!({"tag": "type", "variants": [
            {"values": ["A"], "schema": "One"}, {"values": ["C"], "schema": "Three"}, {"values": ["B"], "schema": "Two"}]})
        );
        assert_eq!(schemas["Base"]["properties"]["type"]["enum"], json!(["A", "C", "B"]));
        assert_eq!(schemas["One"]["allOf"][1]["properties"], json!({"x": {}}));
        assert!(schemas["Base"].get("discriminator").is_none());
    }

    #[test]
    fn alternatives_with_a_mapping_are_a_union() {
        let (schemas, notes) = found(
            r##"{"U": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
                  "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/A", "aa": "A", "gone": "Gone"}}},
                "A": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a"]}}}, "B": {"type": "object"}}"##,
        );
        assert_eq!(
            schemas["U"][UNION],
            json!({"tag": "kind", "variants": [
            {"values": ["a", "aa"], "schema": "A"}, {"values": ["B"], "schema": "B"}]})
        );
        assert!(schemas["U"].get("oneOf").is_none());
        assert_eq!(schemas["U"]["properties"]["kind"]["enum"], json!(["a", "B"]));
        assert_eq!(schemas["U"]["properties"]["kind"][ORIGIN], "/components/schemas/U/discriminator");
        assert!(notes[0].contains("no value is known for B"));
    }

    #[test]
    fn a_base_nobody_extends_is_an_object_and_hoisted_wrappers_are_no_variants() {
        let (schemas, notes) = found(
            r##"{"Base": {"type": "object", "discriminator": {"propertyName": "type"}, "properties": {"type": {"type": "string"}}},
                "UserBase": {"x-harness-origin": "/p", "allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": {}}}]}}"##,
        );
        assert_eq!(schemas["Base"], json!({"type": "object", "properties": {"type": {"type": "string"}}}));
        assert_eq!(notes, ["no variants: a plain object"]);
    }

    #[test]
    fn a_union_inside_a_union_answers_for_its_variants() {
        let (schemas, _) = found(
            r##"{"Top": {"discriminator": {"propertyName": "type"}, "properties": {"type": {"type": "string"}}},
                "Mid": {"discriminator": {"propertyName": "type"}, "allOf": [{"$ref": "#/components/schemas/Top"}, {"properties": {"m": {}}}]},
                "Leaf": {"allOf": [{"$ref": "#/components/schemas/Mid"}, {"properties": {"type": {"enum": ["leaf"]}}}]}}"##,
        );
        assert_eq!(schemas["Top"][UNION]["variants"], json!([{"values": ["leaf"], "schema": "Mid"}]));
        assert_eq!(schemas["Mid"][UNION]["variants"], json!([{"values": ["leaf"], "schema": "Leaf"}]));
    }
}
