//! Puts what `variants.toml` tells of unions into the document, as discriminators that leave nothing to guess.
//!
//! The document loses them in two ways: a tag that stands beside an object is written at no schema at all, and where a
//! mapping is written, a tool filled in the names of classes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use crate::data::deletion;
use crate::data::entry::Entry;
use crate::data::variants::{
    FILE, Property, Told, VariantData, beside_entry, item_entry, open_entry, union_entry, value_entry,
};
use crate::defect::Defect;
use crate::document::{Document, Object, escape, ref_name};
use crate::report::Report;

/// The rule's name in the report.
pub const RULE: &str = "variants";

/// In a discriminator: its mapping is all there is to know.
pub const TOLD: &str = "told";

/// In a discriminator: the tag stands beside the object and not inside.
pub const BESIDE: &str = "beside";

/// In a discriminator: the values beside which nothing stands.
pub const NOTHING: &str = "nothing";

/// How references to named schemas begin.
const REFERENCE: &str = "#/components/schemas/";

/// Applies the data. What is given is everything in it that does not fit the document, with the lines to change.
pub fn apply(folder: &Path, data: &VariantData, document: &mut Document, report: &mut Report) -> Vec<Defect> {
    let schemas = document.schemas_mut();
    let mut check = Check { schemas, places: places(schemas), problems: Vec::new() };
    for (index, told) in data.union.iter().enumerate() {
        check.union(index, told);
    }
    let twice = data
        .union
        .iter()
        .enumerate()
        .filter(|(index, told)| data.union.iter().take(*index).any(|other| other.base == told.base));
    for (index, told) in twice {
        check.problem(union_entry(index, told), "is told twice".to_owned());
    }
    for (index, open) in data.open.iter().enumerate() {
        if !check.schemas.contains_key(&open.base) {
            check.problem(open_entry(index, open), "names no schema of the document".to_owned());
        }
        if data.union.iter().any(|told| told.base == open.base) {
            check.problem(open_entry(index, open), "is told by a union".to_owned());
        }
    }
    let problems = check.problems;
    if !problems.is_empty() {
        return problems.into_iter().map(|(entry, problem)| defect(folder, &entry, &problem)).collect();
    }
    for told in &data.union {
        tell(document.schemas_mut(), told);
        let place = if told.beside.is_empty() { "inside" } else { "beside" };
        let note = format!("{} values told by `{}` {place}", told.all_values().count(), told.tag);
        report.hit(RULE, format!("/components/schemas/{}", escape(&told.base)), note);
    }
    Vec::new()
}

fn defect(folder: &Path, entry: &Entry, problem: &str) -> Defect {
    let message = format!("{entry} {problem}");
    let found = deletion::locate(folder, std::slice::from_ref(entry));
    match found.first() {
        Some(place) => Defect::at_line(place.first, 1, message, format!("correct it, or {}", place.advice()))
            .in_file(folder.join(FILE).display().to_string()),
        None => Defect::whole(message, "correct the entry").in_file(folder.join(FILE).display().to_string()),
    }
}

struct Check<'a> {
    schemas: &'a Object,
    places: BTreeMap<&'a str, BTreeSet<Property>>,
    problems: Vec<(Entry, String)>,
}

impl Check<'_> {
    fn problem(&mut self, entry: Entry, problem: String) {
        self.problems.push((entry, problem));
    }

    fn union(&mut self, index: usize, told: &Told) {
        if !self.schemas.contains_key(&told.base) {
            self.problem(union_entry(index, told), "names no schema of the document".to_owned());
            return;
        }
        if told.values.is_empty() || told.source.trim().is_empty() {
            self.problem(union_entry(index, told), "tells no value, or no source".to_owned());
        }
        for (value, schema) in &told.values {
            if !self.schemas.contains_key(schema) {
                let problem = format!("names {schema:?}, which is no schema of the document: an override can add it");
                self.problem(value_entry(index, told, value), problem);
            }
        }
        for value in &told.nothing {
            if told.values.contains_key(value) || told.beside.is_empty() {
                let problem = "has a schema, too, or its tag stands inside".to_owned();
                self.problem(item_entry(index, told, "nothing", value), problem);
            }
        }
        for value in told.by_name.iter().filter(|value| !told.values.contains_key(*value)) {
            self.problem(item_entry(index, told, "by_name", value), "is not among the values".to_owned());
        }
        self.places(index, told);
        self.enums(index, told);
    }

    /// The places that are told hold the base with the tag beside it, and no place is left out.
    fn places(&mut self, index: usize, told: &Told) {
        if told.beside.is_empty() {
            return;
        }
        let found = self.places.get(told.base.as_str()).cloned().unwrap_or_default();
        for (place, property) in told.beside.iter().enumerate() {
            if !found.contains(property) {
                self.problem(beside_entry(index, told, place), format!("holds no {:?}", told.base));
            } else if own_property(self.schemas, &property.schema, &told.tag).is_none() {
                let problem = format!("has no property {:?} beside it", told.tag);
                self.problem(beside_entry(index, told, place), problem);
            }
        }
        for property in found.iter().filter(|property| !told.beside.contains(property)) {
            let problem = format!(
                "leaves out a place; add {{ schema = {:?}, property = {:?} }} to its `beside`",
                property.schema, property.property
            );
            self.problem(union_entry(index, told), problem);
        }
    }

    /// The tag, where it is an enum, has the values that it is told to have.
    fn enums(&mut self, index: usize, told: &Told) {
        let enums = tag_enums(self.schemas, told);
        let has = |value: &String| enums.iter().all(|values| values.iter().any(|one| one == value));
        for value in told.values.keys().filter(|value| !told.missing.contains(value) && !has(value)) {
            let problem = format!("is no value of {:?}; list it as `missing` if a source tells it", told.tag);
            self.problem(value_entry(index, told, value), problem);
        }
        for value in told.nothing.iter().filter(|value| !told.missing.contains(value) && !has(value)) {
            let problem = format!("is no value of {:?}; list it as `missing` if a source tells it", told.tag);
            self.problem(item_entry(index, told, "nothing", value), problem);
        }
        for value in told.missing.iter().filter(|value| has(value) || !told.all_values().any(|one| one == *value)) {
            self.problem(item_entry(index, told, "missing", value), "is not missing, or is no value".to_owned());
        }
    }
}

/// The enums of a union's tag, wherever it stands.
fn tag_enums<'a>(schemas: &'a Object, told: &Told) -> Vec<Vec<&'a str>> {
    let owners: Vec<&str> = match told.beside.as_slice() {
        [] => vec![&told.base],
        places => places.iter().map(|place| place.schema.as_str()).collect(),
    };
    let tags = owners.into_iter().filter_map(|owner| own_property(schemas, owner, &told.tag));
    tags.filter_map(|tag| values(schemas, tag)).collect()
}

/// Values of tags that have neither a schema nor are told to stand alone, by base.
pub fn untold_values(data: &VariantData, schemas: &Object) -> BTreeMap<String, BTreeSet<String>> {
    let mut untold: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for told in &data.union {
        let values = tag_enums(schemas, told).into_iter().flatten();
        let left = values.filter(|value| !told.all_values().any(|one| one == value)).map(str::to_owned);
        untold.entry(told.base.clone()).or_default().extend(left);
    }
    untold.retain(|_, values| !values.is_empty());
    untold
}

/// The properties of named schemas whose values are of another, by that schema.
fn places(schemas: &Object) -> BTreeMap<&str, BTreeSet<Property>> {
    let mut found: BTreeMap<&str, BTreeSet<Property>> = BTreeMap::new();
    for (schema, value) in schemas {
        for part in parts(value) {
            for (property, inner) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
                if let Some(base) = referred(inner) {
                    let place = Property { schema: schema.clone(), property: property.clone() };
                    found.entry(base).or_default().insert(place);
                }
            }
        }
    }
    found
}

/// The schema itself and the parts of it that have no name.
fn parts(schema: &Value) -> impl Iterator<Item = &Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten().chain([schema])
}

/// The named schema that a property refers to, also through an `allOf` that holds only the reference.
fn referred(schema: &Value) -> Option<&str> {
    let object = schema.as_object()?;
    ref_name(object).or_else(|| match object.get("allOf")?.as_array()?.as_slice() {
        [only] => ref_name(only.as_object()?),
        _ => None,
    })
}

/// A property that a schema declares itself or takes over.
fn own_property<'a>(schemas: &'a Object, schema: &str, property: &str) -> Option<&'a Value> {
    const DEEPEST: usize = 8;
    let mut open = vec![(schema, 0)];
    while let Some((name, depth)) = open.pop() {
        let value = schemas.get(name)?;
        for part in parts(value) {
            if let Some(found) = part.get("properties").and_then(|properties| properties.get(property)) {
                return Some(found);
            }
            if let Some(base) = part.as_object().and_then(ref_name).filter(|_| depth < DEEPEST) {
                open.push((base, depth + 1));
            }
        }
    }
    None
}

/// The values of an enum, also of a named one.
fn values<'a>(schemas: &'a Object, schema: &'a Value) -> Option<Vec<&'a str>> {
    let schema = referred(schema).and_then(|name| schemas.get(name)).unwrap_or(schema);
    let values = schema.get("enum")?.as_array()?;
    Some(values.iter().filter_map(Value::as_str).collect())
}

/// Writes the discriminator, and the values that the enum lacks.
fn tell(schemas: &mut Object, told: &Told) {
    let owners: Vec<String> = match told.beside.as_slice() {
        [] => vec![told.base.clone()],
        places => places.iter().map(|place| place.schema.clone()).collect(),
    };
    for owner in owners {
        add_values(schemas, &owner, &told.tag, &told.missing);
    }
    if !told.nothing.is_empty() {
        for place in &told.beside {
            make_optional(schemas.get_mut(&place.schema), &place.property);
        }
    }
    let Some(base) = schemas.get_mut(&told.base).and_then(Value::as_object_mut) else { return };
    let old = base.remove("discriminator");
    base.remove("oneOf");
    let mapping: Object =
        told.values.iter().map(|(value, schema)| (value.clone(), json!(format!("{REFERENCE}{schema}")))).collect();
    let mut discriminator = json!({"propertyName": told.tag, "mapping": mapping, TOLD: true});
    if !told.beside.is_empty() {
        discriminator[BESIDE] = Value::Bool(true);
        if !told.nothing.is_empty() {
            discriminator[NOTHING] = json!(told.nothing);
        }
        // What the document had for a tag inside is none.
        if let Some(old) = old.as_ref().and_then(|old| old.get("propertyName")?.as_str()) {
            forget(base, old);
        }
    }
    base.insert("discriminator".to_owned(), discriminator);
    base.entry("type").or_insert_with(|| json!("object"));
}

fn forget(object: &mut Object, property: &str) {
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove(property);
    }
    if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != property);
    }
}

fn make_optional(schema: Option<&mut Value>, property: &str) {
    let Some(schema) = schema else { return };
    for part in schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
        make_optional(Some(part), property);
    }
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != property);
    }
}

fn add_values(schemas: &mut Object, owner: &str, tag: &str, missing: &[String]) {
    let named = own_property(schemas, owner, tag).and_then(referred).map(str::to_owned);
    let Some(schema) = schemas.get_mut(named.as_deref().unwrap_or(owner)) else { return };
    let values = match named {
        Some(_) => schema.get_mut("enum"),
        None => tag_of(schema, tag).and_then(|tag| tag.get_mut("enum")),
    };
    let Some(values) = values.and_then(Value::as_array_mut) else { return };
    for value in missing.iter().map(|value| json!(value)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
}

fn tag_of<'a>(schema: &'a mut Value, tag: &str) -> Option<&'a mut Value> {
    let own = schema.get("properties").is_some_and(|properties| properties.get(tag).is_some());
    if own {
        return schema.get_mut("properties")?.get_mut(tag);
    }
    schema.get_mut("allOf")?.as_array_mut()?.iter_mut().find_map(|part| part.get_mut("properties")?.get_mut(tag))
}
