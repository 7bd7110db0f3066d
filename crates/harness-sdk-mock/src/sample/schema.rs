//! Schemas as they stand in a document.

use serde_json::{Map, Value};

/// A schema or another object of the document.
pub(super) type Object = Map<String, Value>;

/// How references to named schemas begin.
pub(super) const REFERENCE: &str = "#/components/schemas/";

/// A schema that says something itself, and its name if it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'v> {
    pub(super) name: Option<&'v str>,
    pub(super) schema: &'v Object,
}

/// The name of the schema that a reference means.
pub(super) fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(REFERENCE)
}

/// What stands in an `allOf` that only puts a description beside a reference.
pub(super) fn wrapped(schema: &Value) -> Option<&Value> {
    match schema.get("allOf")?.as_array()?.as_slice() {
        [only] if schema.get("properties").is_none() => Some(only),
        _ => None,
    }
}
