//! Gives enums inside other schemas and operations a name, one for equal lists of values.
//!
//! The same few lists stand in the document again and again (the error codes, hundreds of values, at fifteen places).
//! One type for each place would be ten times the code, and a value read in one place could not be passed on to the
//! next.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    inline_schemas::{annotations, context},
    names::{Context, Names, plain},
    schema::{enum_values, reference},
    visit::{At, LISTS, ORIGIN, each_root},
};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "inline_enums";

/// The key that says where an enum stood before it had a name.
pub(crate) const OWNERS: &str = "x-harness-owners";

/// One of the places where an enum stood before it had a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The schema around it; none where it belongs to an operation.
    pub(crate) schema: Option<String>,
    /// What that schema or operation is called where names are made.
    pub(crate) name: String,
    /// The property or parameter, in capitals.
    pub(crate) part: String,
}

/// The places where an enum stood before it had a name; none for one that the document names itself.
pub(crate) fn owners(schema: &Value) -> Vec<Owner> {
    let places = schema.get(OWNERS).and_then(Value::as_array);
    let text = |place: &Value, index: usize| place.get(index).and_then(Value::as_str).map(str::to_owned);
    let owner = |place: &Value| Some(Owner { schema: text(place, 0), name: text(place, 1)?, part: text(place, 2)? });
    places.into_iter().flatten().filter_map(owner).collect()
}

/// What makes two inline enums the same type: what they are called where they stand, and their values.
type Identity = (String, BTreeSet<String>);

/// Replaces inline enums by references to named ones.
pub fn apply(document: &mut Document, report: &mut Report) {
    let mut uses: BTreeMap<Identity, BTreeMap<String, Use>> = BTreeMap::new();
    each_inline(document, &mut |at, context, schema| {
        let owner = (context.owner.clone(), context.part.clone());
        let place = Use { owner, values: schema["enum"].clone(), origin: at.to_string() };
        uses.entry(identity(context, schema)).or_default().entry(context.name()).or_insert(place);
    });
    let (names, made) = named(document, &uses);
    each_inline(document, &mut |at, context, schema| {
        let Some(name) = names.get(&identity(context, schema)) else {
            return;
        };
        report.hit(RULE, at, format!("called `{name}`"));
        let kept = schema.as_object_mut().map(annotations).unwrap_or_default();
        *schema = Value::Object(reference(name));
        if let Some(left) = schema.as_object_mut() {
            left.extend(kept);
        }
    });
    document.schemas_mut().extend(made);
}

/// One place of an inline enum.
struct Use {
    /// What stands around it and the part it plays there.
    owner: (String, String),
    values: Value,
    origin: String,
}

fn identity(context: &Context, schema: &Value) -> Identity {
    let values = enum_values(schema).unwrap_or_default();
    (plain(&context.part), values.into_iter().map(str::to_owned).collect())
}

/// A name for each distinct enum, and the schemas that are new.
fn named(
    document: &mut Document,
    uses: &BTreeMap<Identity, BTreeMap<String, Use>>,
) -> (BTreeMap<Identity, String>, Vec<(String, Value)>) {
    let schemas = document.schemas_mut();
    let mut taken = Names::of(schemas);
    let by_context: BTreeMap<String, String> =
        schemas.keys().map(|name| (Context::top(name).name(), name.clone())).collect();
    let declared: BTreeMap<Identity, String> = schemas
        .iter()
        .filter(|(_, schema)| schema.get("enum").is_some())
        .map(|(name, schema)| (identity(&Context::top(name), schema), name.clone()))
        .collect();
    let mut lists: BTreeMap<&str, usize> = BTreeMap::new();
    for (part, _) in uses.keys() {
        *lists.entry(part).or_default() += 1;
    }
    let (mut names, mut made) = (BTreeMap::new(), Vec::new());
    for (identity, places) in uses {
        let Some((first, place)) = places.iter().next() else {
            continue;
        };
        if let Some(name) = declared.get(identity) {
            names.insert(identity.clone(), name.clone());
            continue;
        }
        let short = lists.get(identity.0.as_str()) == Some(&1)
            && taken.is_free(&place.owner.1)
            && place.owner.1.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && (places.len() > 1 || has_words(&place.owner.1));
        let free = places.keys().find(|name| taken.is_free(name)).unwrap_or(first);
        let name = taken.claim(if short { &place.owner.1 } else { free });
        let owners: Vec<Value> = places
            .values()
            .map(|place| json!([by_context.get(&place.owner.0), place.owner.0, place.owner.1]))
            .collect();
        let schema = json!({"type": "string", "enum": place.values, ORIGIN: place.origin, OWNERS: owners});
        made.push((name.clone(), schema));
        names.insert(identity.clone(), name);
    }
    (names, made)
}

/// Whether a name is made of several words: `Data` or `Name` alone would tell nobody whose.
fn has_words(name: &str) -> bool {
    name.chars().skip(1).any(|letter| letter.is_ascii_uppercase())
}

/// Visits every enum that has no name, with what it would be called after.
fn each_inline(document: &mut Document, visit: &mut dyn FnMut(&At<'_>, &Context, &mut Value)) {
    for (name, schema) in document.schemas_mut() {
        let origin = schema.get(ORIGIN).and_then(Value::as_str).map(str::to_owned);
        let at = origin.as_deref().map_or_else(|| At::named(name), At::pointer);
        inside(&at, &Context::top(name), schema, visit);
    }
    each_root(document, &mut |root, at, schema| place(at, &context(root), schema, visit));
}

fn place(at: &At<'_>, context: &Context, schema: &mut Value, visit: &mut dyn FnMut(&At<'_>, &Context, &mut Value)) {
    if enum_values(schema).is_some() {
        let origin = schema.get(ORIGIN).and_then(Value::as_str).map(str::to_owned);
        visit(&origin.as_deref().map_or(*at, At::pointer), context, schema);
    } else {
        inside(at, context, schema, visit);
    }
}

fn inside(at: &At<'_>, context: &Context, schema: &mut Value, visit: &mut dyn FnMut(&At<'_>, &Context, &mut Value)) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    for (key, value) in object.iter_mut() {
        let below = at.key(key);
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, property) in properties.iter_mut().filter(|(_, property)| is_worth_a_look(property)) {
                    place(&below.key(name), &context.property(name), property, visit);
                }
            }
            ("items", value) => place(&below, &context.item(), value, visit),
            ("additionalProperties", value) => place(&below, &context.value(), value, visit),
            ("allOf", Value::Array(parts)) => {
                for (index, part) in parts.iter_mut().enumerate() {
                    inside(&below.index(index), context, part, visit);
                }
            }
            (list, Value::Array(parts)) if LISTS.contains(&list) => {
                for (index, part) in parts.iter_mut().enumerate() {
                    let context = context.variant(index, part.get("title").and_then(Value::as_str));
                    place(&below.index(index), &context, part, visit);
                }
            }
            _ => {}
        }
    }
}

/// Whether an enum can stand at or in the schema; most are references and scalars.
fn is_worth_a_look(schema: &Value) -> bool {
    let keys = ["enum", "items", "additionalProperties", "properties"];
    schema.as_object().is_some_and(|object| object.keys().any(|key| keys.iter().chain(&LISTS).any(|one| one == key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, get, run_rule, schemas};

    #[test]
    fn equal_lists_under_one_name_are_one_type() {
        let (document, report) = run_rule(
            apply,
            schemas(
                r#"{"B": {"properties": {"sort_order": {"type": "string", "enum": ["ASC", "DESC"], "default": "ASC", "nullable": true}}},
                "A": {"properties": {"sortOrder": {"type": "string", "enum": ["DESC", "ASC"]}}}}"#,
            ),
        );
        let left = document.schemas().unwrap();
        assert_eq!(left.keys().collect::<Vec<_>>(), ["A", "B", "SortOrder"]);
        assert_eq!(left["SortOrder"]["enum"], json!(["DESC", "ASC"]));
        assert_eq!(
            left["B"]["properties"]["sort_order"],
            json!({"$ref": "#/components/schemas/SortOrder", "default": "ASC", "nullable": true})
        );
        assert_eq!(report.count(RULE), 2);
    }

    #[test]
    fn different_lists_under_one_name_are_called_after_their_owners() {
        let (document, _) = run_rule(
            apply,
            schemas(
                r#"{"Job": {"properties": {"status": {"type": "string", "enum": ["ON"]}}},
                "Zoo": {"properties": {"status": {"type": "string", "enum": ["ON"]}}},
                "Pod": {"properties": {"statuses": {"type": "array", "items": {"type": "string", "enum": ["UP"]}}}},
                "JobStatus": {"type": "object"}, "Status": {"type": "string", "enum": ["UP", "DOWN"]}}"#,
            ),
        );
        let left = document.schemas().unwrap();
        assert_eq!(
            left.keys().collect::<Vec<_>>(),
            ["Job", "JobStatus", "Pod", "PodStatus", "Status", "Zoo", "ZooStatus"]
        );
        assert_eq!(left["Job"]["properties"]["status"], left["Zoo"]["properties"]["status"]);
    }

    #[test]
    fn one_word_used_once_is_called_after_its_owner() {
        let (document, _) = run_rule(
            apply,
            schemas(
                r#"{"Scanner": {"properties": {"name": {"type": "string", "enum": ["A"]}, "scan_mode": {"type": "string", "enum": ["B"]},
                    "2fa": {"type": "string", "enum": ["C"]}}}}"#,
            ),
        );
        let names: Vec<_> = document.schemas().unwrap().keys().collect();
        assert_eq!(names, ["ScanMode", "Scanner", "Scanner2fa", "ScannerName"]);
    }

    #[test]
    fn a_named_enum_of_the_same_name_and_values_is_used() {
        let (document, _) = run_rule(
            apply,
            document(
                r#"{"paths": {"/x": {"get": {"operationId": "list", "parameters": [
                {"name": "sortOrder", "schema": {"type": "string", "enum": ["ASC", "DESC"]}},
                {"name": "kinds", "schema": {"type": "array", "items": {"type": "string", "enum": ["a"]}}}]}}},
              "components": {"schemas": {"SortOrder": {"type": "string", "enum": ["DESC", "ASC"]}}}}"#,
            ),
        );
        assert_eq!(get(&document)["parameters"][0]["schema"], json!({"$ref": "#/components/schemas/SortOrder"}));
        assert_eq!(document.schemas().unwrap().keys().collect::<Vec<_>>(), ["ListKind", "SortOrder"]);
    }
}
