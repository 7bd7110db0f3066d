//! JSON values made from the schemas of an OpenAPI 3.0 document.
//!
//! The document is read as it is published: references, compositions, discriminators and alternatives are followed here,
//! by code of its own. Nothing depends on the clock or on chance: the same schema and the same [`Draw`] give the same
//! value.

mod children;
mod draw;
mod pattern;
mod scalar;
mod schema;
mod shape;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub use draw::{Draw, Extent, Texts};

use children::Family;
use schema::{Object, Target, reference, wrapped};

/// Makes values of the schemas of one document.
///
/// ```
/// use harness_sdk_mock::sample::{Draw, Sampler};
/// use serde_json::json;
///
/// let document = json!({"Color": {"type": "string", "enum": ["red", "green"]}});
/// let schema = json!({"type": "object", "properties": {"color": {"$ref": "#/components/schemas/Color"}}});
/// if let Some(schemas) = document.as_object() {
///     let value = Sampler::new(schemas).value(&schema, &mut Draw::new(7));
///     assert!(value["color"] == "red" || value["color"] == "green");
/// }
/// ```
#[derive(Debug)]
pub struct Sampler<'a> {
    schemas: &'a Object,
    /// What belongs to each schema with a discriminator, by the schema's name.
    families: BTreeMap<&'a str, Family<'a>>,
    /// The tags of each variant: the property and the values that mean the variant.
    tags: BTreeMap<&'a str, Vec<(&'a str, Vec<&'a str>)>>,
    /// The schemas that are variants.
    variants: BTreeSet<&'a str>,
}

impl<'a> Sampler<'a> {
    /// A sampler over the named schemas of a document (`/components/schemas`).
    #[must_use]
    pub fn new(schemas: &'a Object) -> Self {
        let families = children::families(schemas);
        let tags = children::tags(&families);
        let variants = families.values().flat_map(|family| &family.children).map(|child| child.name).collect();
        Self { schemas, families, tags, variants }
    }

    /// How many values, variants or alternatives the schema has to choose from: those of an enum or a union, for a list
    /// or a map those of what it holds; else 1. [`Draw::alternative`] takes each of them in turn.
    #[must_use]
    pub fn choices(&self, schema: &Value) -> usize {
        self.choices_within(schema, 0)
    }

    fn choices_within(&self, schema: &Value, depth: usize) -> usize {
        const DEEPEST: usize = 8;
        let Some(target) = self.target(schema).filter(|_| depth < DEEPEST) else { return 1 };
        if let Some(family) = target.name.and_then(|name| self.families.get(name)) {
            return (family.children.len() + family.nothing.len()).max(1);
        }
        let listed = |key: &str| target.schema.get(key).and_then(Value::as_array).map(Vec::len);
        let values = || listed("enum").or_else(|| listed("x-extensible-enum"));
        if let Some(count) = values().or_else(|| listed("oneOf")).or_else(|| listed("anyOf")) {
            return count.max(1);
        }
        let inner = ["items", "additionalProperties"].iter().find_map(|key| target.schema.get(*key));
        inner.filter(|inner| inner.is_object()).map_or(1, |inner| self.choices_within(inner, depth + 1))
    }

    /// Whether there is a named schema of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.schemas.contains_key(name)
    }

    /// The property beside a value of the schema that tells what it is, where that is not told inside: such a value alone
    /// tells nothing.
    #[must_use]
    pub fn tag_beside(&self, schema: &Value) -> Option<&'a str> {
        self.beside(schema).map(|family| family.tag)
    }

    /// The family whose tag stands beside a value of the schema.
    fn beside(&self, schema: &Value) -> Option<&Family<'a>> {
        let name = self.target(schema)?.name?;
        self.families.get(name).filter(|family| family.beside)
    }

    /// Whether a value of the schema is told apart by a discriminator.
    #[must_use]
    pub fn is_union(&self, schema: &Value) -> bool {
        self.target(schema).and_then(|target| target.name).is_some_and(|name| self.families.contains_key(name))
    }

    /// Follows references, and `allOf` around a single one, to the schema that says something itself.
    #[must_use]
    pub fn resolve<'v>(&self, schema: &'v Value) -> Option<&'v Value>
    where
        'a: 'v,
    {
        self.follow(schema).map(|(_, schema)| schema)
    }

    fn target<'v>(&self, schema: &'v Value) -> Option<Target<'v>>
    where
        'a: 'v,
    {
        let (name, schema) = self.follow(schema)?;
        Some(Target { name, schema: schema.as_object()? })
    }

    fn follow<'v>(&self, schema: &'v Value) -> Option<(Option<&'v str>, &'v Value)>
    where
        'a: 'v,
    {
        let (mut name, mut current) = (None, schema);
        for _ in 0..=self.schemas.len() {
            if let Some(next) = reference(current) {
                (name, current) = (Some(next), self.schemas.get(next)?);
            } else if let Some(only) = wrapped(current).filter(|_| name.is_none()) {
                current = only;
            } else {
                return Some((name, current));
            }
        }
        None
    }
}
