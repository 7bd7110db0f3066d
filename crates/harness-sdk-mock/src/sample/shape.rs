//! A schema with all its parts put together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Sampler;
use super::schema::{Object, Target, reference};

/// What the parts of a schema say together; what is said later and nearer wins.
#[derive(Debug, Default)]
pub(super) struct Shape<'v> {
    pub(super) properties: BTreeMap<&'v str, &'v Value>,
    pub(super) required: BTreeSet<&'v str>,
    /// All other keys: type, enum, format, items, limits.
    pub(super) keys: BTreeMap<&'v str, &'v Value>,
}

impl<'v> Shape<'v> {
    pub(super) fn of(sampler: &Sampler<'v>, target: Target<'v>) -> Self {
        let mut shape = Self::default();
        shape.add(sampler, target.schema, &mut target.name.into_iter().collect());
        shape
    }

    fn add(&mut self, sampler: &Sampler<'v>, schema: &'v Object, open: &mut Vec<&'v str>) {
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            match reference(part) {
                Some(name) if open.contains(&name) => {}
                Some(name) => {
                    open.push(name);
                    if let Some(base) = sampler.schemas.get(name).and_then(Value::as_object) {
                        self.add(sampler, base, open);
                    }
                    open.pop();
                }
                None => {
                    if let Some(part) = part.as_object() {
                        self.add(sampler, part, open);
                    }
                }
            }
        }
        for (key, value) in schema {
            match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    properties.iter().for_each(|(name, one)| self.property(name, one))
                }
                ("required", Value::Array(names)) => self.required.extend(names.iter().filter_map(Value::as_str)),
                ("allOf" | "discriminator" | "description" | "title", _) => {}
                (key, value) => drop(self.keys.insert(key, value)),
            }
        }
    }

    fn property(&mut self, name: &'v str, schema: &'v Value) {
        const TYPED: [&str; 7] = ["type", "$ref", "enum", "allOf", "oneOf", "anyOf", "properties"];
        let says_type = TYPED.iter().any(|key| schema.get(key).is_some());
        if says_type || !self.properties.contains_key(name) {
            self.properties.insert(name, schema);
        }
    }

    pub(super) fn key(&self, key: &str) -> Option<&'v Value> {
        self.keys.get(key).copied()
    }

    pub(super) fn kind(&self) -> Option<&'v str> {
        match self.key("type") {
            Some(kind) => kind.as_str(),
            None if !self.properties.is_empty() || self.key("additionalProperties").is_some_and(Value::is_object) => {
                Some("object")
            }
            None if self.key("items").is_some() => Some("array"),
            None => None,
        }
    }

    pub(super) fn optional(&self) -> impl Iterator<Item = &'v str> {
        self.properties.keys().copied().filter(|name| !self.required.contains(name))
    }
}

impl<'a> Sampler<'a> {
    /// The names of the optional properties of the object that the schema describes, in the order in which
    /// [`Extent::One`](super::Extent::One) counts them.
    #[must_use]
    pub fn optional_properties(&self, schema: &Value) -> Vec<String> {
        let Some(target) = self.target(schema) else { return Vec::new() };
        let shape = Shape::of(self, target);
        shape.optional().map(str::to_owned).collect()
    }

    /// The schema of a property of the object that the schema describes.
    #[must_use]
    pub fn property<'v>(&self, schema: &'v Value, name: &str) -> Option<&'v Value>
    where
        'a: 'v,
    {
        Shape::of(self, self.target(schema)?).properties.get(name).copied()
    }

    /// The required properties of the object that the schema describes.
    #[must_use]
    pub fn required_properties(&self, schema: &Value) -> Vec<String> {
        let Some(target) = self.target(schema) else { return Vec::new() };
        Shape::of(self, target).required.into_iter().map(str::to_owned).collect()
    }
}
