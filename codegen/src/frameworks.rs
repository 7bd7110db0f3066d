//! `spec/frameworks.toml`: what the frameworks of the platform's servers make of types and names, mended before anything
//! else looks at the document.
//!
//! The document tells the types of the servers' code. What a serialiser makes of them is another matter: a date becomes
//! a number, bytes become text. Such a fact holds wherever the type is used, so it is one rule over the places.

use std::path::Path;

use serde_json::{Value, json};

use crate::data;
use crate::data::entry::Entry;
use crate::data::frameworks::{Becomes, FrameworkData, Rename, Rule};
use crate::defect::{Defect, of_data};
use crate::document::{Document, Object, escape};
use crate::report::Report;

/// Name of the rule in the report.
pub const RULE: &str = "framework";

const FILE: &str = "frameworks.toml";

/// Key of a schema that says what the platform writes, where that is not what is read of it: `text` for a number.
pub const WIRE: &str = "x-harness-wire";

/// Keys of a schema that stay whatever its type becomes.
const KEPT: [&str; 5] = ["description", "title", "nullable", "deprecated", "readOnly"];

/// What applying the file found.
#[derive(Debug, Default)]
pub struct Applied {
    /// What is wrong with it.
    pub defects: Vec<Defect>,
    /// Entries that find nothing to mend.
    pub unused: Vec<Entry>,
}

/// Applies the file of the folder; one that does not exist mends nothing.
///
/// # Errors
/// The file cannot be read or is malformed.
pub fn apply(folder: &Path, document: &mut Document, report: &mut Report) -> Result<Applied, Vec<Defect>> {
    let data: FrameworkData = data::read(&folder.join(FILE)).map_err(|text| of_data(vec![text]))?;
    let mut applied = Applied::default();
    let Some(Value::Object(schemas)) = document.0.pointer_mut("/components/schemas") else {
        return Ok(applied);
    };
    let mut problems = Vec::new();
    for (index, rule) in data.rule.iter().enumerate() {
        apply_rule(index, rule, schemas, report, &mut problems, &mut applied.unused);
    }
    for (index, rename) in data.rename.iter().enumerate() {
        if !apply_rename(rename, schemas, report) {
            let label = format!("[[rename]] {}.{}", rename.schema, rename.property);
            applied.unused.push(Entry::new(FILE, label).key("rename").index(index));
        }
    }
    let told = problems.into_iter().map(|problem| format!("{FILE}: {problem}"));
    applied.defects = of_data(told.collect());
    Ok(applied)
}

fn apply_rule(
    index: usize,
    rule: &Rule,
    schemas: &mut Object,
    report: &mut Report,
    problems: &mut Vec<String>,
    unused: &mut Vec<Entry>,
) {
    if rule.why.trim().is_empty() || rule.source.trim().is_empty() {
        problems.push(format!("[[rule]] number {} says no `why` or no `source`; say both", index + 1));
    }
    let entry = |key: &'static str, text: &String| {
        let label = format!("[[rule]] {key} {text:?}");
        Entry::new(FILE, label).key("rule").index(index).or_all_of_it().key(key).item(text)
    };
    let note = rule.why.lines().next().unwrap_or_default();
    for name in &rule.schemas {
        match schemas.get_mut(name).is_some_and(|schema| becomes(schema, rule.becomes)) {
            true => report.hit(RULE, format!("/components/schemas/{}", escape(name)), note),
            false => unused.push(entry("schemas", name)),
        }
    }
    for member in &rule.members {
        let place = member.rsplit_once('.');
        let found = place.and_then(|(schema, property)| property_of(schemas.get_mut(schema)?, property));
        match (place, found.is_some_and(|schema| becomes(schema, rule.becomes))) {
            (Some((schema, property)), true) => report.hit(RULE, pointer(schema, property), note),
            _ => unused.push(entry("members", member)),
        }
    }
    let Some(mark) = &rule.having else { return };
    let mut count = 0;
    for (name, schema) in schemas.iter_mut() {
        if property_of(schema, mark).is_none() {
            continue;
        }
        for property in &rule.properties {
            if property_of(schema, property).is_some_and(|schema| becomes(schema, rule.becomes)) {
                report.hit(RULE, pointer(name, property), note);
                count += 1;
            }
        }
    }
    if count == 0 {
        unused.push(Entry::new(FILE, format!("[[rule]] having {mark:?}")).key("rule").index(index));
    } else if count != rule.expect {
        problems.push(format!(
            "[[rule]] having {mark:?} bites at {count} places, `expect` says {}; look at what changed and correct it",
            rule.expect
        ));
    }
}

/// Gives the schema the type that is on the wire, unless it has it or is another schema's name.
fn becomes(schema: &mut Value, becomes: Becomes) -> bool {
    let (wanted, note) = wanted(becomes);
    let Some(object) = schema.as_object() else { return false };
    let kept = |key: &String| KEPT.contains(&key.as_str());
    let plain: Object = object.iter().filter(|(key, _)| !kept(key)).map(|(k, v)| (k.clone(), v.clone())).collect();
    let noted = object.get("description").and_then(Value::as_str).unwrap_or_default();
    // A number stays one: `created` may be a flag or a message in another schema.
    if becomes == Becomes::Int64Text && plain.get("type").and_then(Value::as_str) != Some("integer") {
        return false;
    }
    if plain == wanted && (note.is_empty() || noted.contains(note)) {
        return false;
    }
    let mut made = wanted;
    made.extend(object.iter().filter(|(key, _)| kept(key)).map(|(k, v)| (k.clone(), v.clone())));
    if !note.is_empty() {
        let text = if noted.trim().is_empty() { note.to_owned() } else { format!("{}\n\n{note}", noted.trim()) };
        made.insert("description".to_owned(), Value::from(text));
    }
    *schema = Value::Object(made);
    true
}

/// The schema of what is on the wire, and what its documentation says of it.
fn wanted(becomes: Becomes) -> (Object, &'static str) {
    let (schema, note) = match becomes {
        Becomes::Milliseconds => (json!({"type": "integer", "format": "int64"}), "Milliseconds since the Unix epoch."),
        // The type that is read is a number; the test kit writes what the platform does.
        Becomes::Int64Text => {
            (json!({"type": "integer", "format": "int64", WIRE: "text"}), "The platform writes the number as text.")
        }
        Becomes::Base64 => (json!({"type": "string", "format": "byte"}), "Bytes as base64 text."),
        Becomes::Any => (json!({}), ""),
        Becomes::Text => (json!({"type": "string"}), ""),
        Becomes::IntOrText => (json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}), ""),
        Becomes::Object => (json!({"type": "object", "additionalProperties": {}}), ""),
    };
    match schema {
        Value::Object(object) => (object, note),
        _ => (Object::new(), note),
    }
}

fn apply_rename(rename: &Rename, schemas: &mut Object, report: &mut Report) -> bool {
    let renamed = schemas.get_mut(&rename.schema).is_some_and(|schema| renamed(schema, rename));
    if renamed {
        report.hit(RULE, pointer(&rename.schema, &rename.property), format!("is {:?} on the wire", rename.to));
    }
    renamed
}

fn renamed(schema: &mut Value, rename: &Rename) -> bool {
    let mut found = false;
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut)
        && !properties.contains_key(&rename.to)
        && let Some(property) = properties.remove(&rename.property)
    {
        properties.insert(rename.to.clone(), property);
        found = true;
    }
    for name in schema.get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
        if found && name == rename.property.as_str() {
            *name = Value::from(rename.to.clone());
        }
    }
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut);
    found | parts.into_iter().flatten().any(|part| renamed(part, rename))
}

/// A property of the schema itself or of a part of its `allOf`.
fn property_of<'s>(schema: &'s mut Value, name: &str) -> Option<&'s mut Value> {
    let own = schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
    if own {
        return schema.get_mut("properties")?.get_mut(name);
    }
    schema.get_mut("allOf")?.as_array_mut()?.iter_mut().find_map(|part| property_of(part, name))
}

fn pointer(schema: &str, property: &str) -> String {
    format!("/components/schemas/{}/properties/{}", escape(schema), escape(property))
}
