//! Writing a value of a schema.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::children::Family;
use super::draw::{Draw, Extent};
use super::schema::Target;
use super::shape::Shape;
use super::{Sampler, scalar};

/// How often a schema may contain itself in a value.
const MOST_WITHIN: usize = 2;

impl Sampler<'_> {
    /// A value that the schema allows. A reference to a schema that is not there gives `null`.
    #[must_use]
    pub fn value(&self, schema: &Value, draw: &mut Draw) -> Value {
        value(self, schema, draw)
    }
}

/// A value of the schema.
fn value<'v>(sampler: &Sampler<'v>, schema: &'v Value, draw: &mut Draw) -> Value {
    let extent = draw.extent;
    let mut writer = Writer { sampler, draw, open: Vec::new(), written: BTreeSet::new() };
    writer.value(schema, "text", extent)
}

struct Writer<'v, 's> {
    sampler: &'s Sampler<'v>,
    draw: &'s mut Draw,
    /// The named schemas around the place, from the outside in.
    open: Vec<&'v str>,
    /// The named schemas that were written in full.
    written: BTreeSet<&'v str>,
}

impl<'v> Writer<'v, '_> {
    /// A value of a schema under a property called `name`.
    fn value(&mut self, schema: &'v Value, name: &str, extent: Extent) -> Value {
        let Some(target) = self.sampler.target(schema) else { return Value::Null };
        let Some(schema) = target.name else { return self.target(target, name, extent) };
        if self.open.iter().filter(|open| **open == schema).count() > MOST_WITHIN {
            return Shape::of(self.sampler, target).kind().map_or(Value::Null, empty);
        }
        let again = extent == Extent::Full && !self.written.insert(schema);
        self.open.push(schema);
        let value = self.target(target, name, if again { Extent::Minimal } else { extent });
        self.open.pop();
        value
    }

    fn target(&mut self, target: Target<'v>, name: &str, extent: Extent) -> Value {
        let sampler = self.sampler;
        if let Some(family) = target.name.and_then(|name| sampler.families.get(name)) {
            return self.variant(target, family, extent);
        }
        let alternatives = ["oneOf", "anyOf"].iter().find_map(|key| target.schema.get(*key)?.as_array());
        if let Some(alternatives) = alternatives.filter(|alternatives| !alternatives.is_empty()) {
            let index = self.draw.choose(alternatives.len());
            return alternatives.get(index).map_or(Value::Null, |one| self.value(one, name, extent));
        }
        let shape = Shape::of(sampler, target);
        match shape.kind() {
            Some("object") => self.object(&shape, target, extent),
            Some("array") => self.list(&shape, name, extent),
            _ => scalar::value(&shape, name, self.draw),
        }
    }

    /// A value of one of the variants, with its tag.
    fn variant(&mut self, target: Target<'v>, family: &Family<'v>, extent: Extent) -> Value {
        let index = self.draw.choose(family.children.len());
        self.child(target, family, index, extent)
    }

    fn child(&mut self, target: Target<'v>, family: &Family<'v>, index: usize, extent: Extent) -> Value {
        let Some(child) = family.children.get(index) else { return Value::Null };
        let Some(schema) = self.sampler.schemas.get(child.name).and_then(Value::as_object) else { return Value::Null };
        let inner = Target { name: Some(child.name), schema };
        let nested = self.sampler.families.get(child.name).is_some_and(|inner| inner.tag == family.tag);
        self.open.push(child.name);
        let mut value = self.target(inner, child.name, extent);
        self.open.pop();
        let beside = Shape::of(self.sampler, target);
        if family.listed && !beside.properties.is_empty() {
            let base = self.object(&beside, target, extent);
            if let (Value::Object(value), Value::Object(base)) = (&mut value, base) {
                for (name, field) in base {
                    value.entry(name).or_insert(field);
                }
            }
        }
        if let Value::Object(value) = &mut value
            && !nested
            && !family.beside
            && !child.values.is_empty()
        {
            let index = self.draw.choose(child.values.len());
            value.insert(family.tag.to_owned(), child.values.get(index).copied().into());
        }
        value
    }

    fn object(&mut self, shape: &Shape<'v>, target: Target<'v>, extent: Extent) -> Value {
        let mut object = Map::new();
        let mut told = Vec::new();
        let chosen = match extent {
            Extent::One(index) => shape.optional().nth(index),
            _ => None,
        };
        for (name, schema) in &shape.properties {
            let is_required = shape.required.contains(name);
            let inner = match extent {
                Extent::Full => Extent::Full,
                Extent::One(_) if chosen == Some(*name) => Extent::Full,
                Extent::Nulls if !is_required => {
                    object.insert((*name).to_owned(), Value::Null);
                    continue;
                }
                Extent::Nulls => Extent::Nulls,
                Extent::One(_) | Extent::Minimal if is_required => Extent::Minimal,
                Extent::One(_) | Extent::Minimal => continue,
            };
            match self.told_beside(schema, inner) {
                Some((tag, value, child)) => {
                    told.push((tag, value));
                    object.extend(child.map(|child| ((*name).to_owned(), child)));
                }
                None => drop(object.insert((*name).to_owned(), self.value(schema, name, inner))),
            }
        }
        // A variant without members has none.
        let may_be_open = target.name.is_none_or(|name| !self.sampler.variants.contains(name));
        if shape.properties.is_empty() && may_be_open && matches!(extent, Extent::Full | Extent::One(_)) {
            self.entries(shape.key("additionalProperties"), &mut object);
        }
        for (tag, values) in target.name.and_then(|name| self.sampler.tags.get(name)).into_iter().flatten() {
            let index = self.draw.choose(values.len());
            if let (Some(place), Some(value)) = (object.get_mut(*tag).filter(|old| !old.is_null()), values.get(index)) {
                *place = json!(value);
            }
        }
        object.extend(told.into_iter().map(|(tag, value)| (tag.to_owned(), json!(value))));
        Value::Object(object)
    }

    /// A value that a tag beside it tells: the tag, its value, and what stands beside it, if anything does.
    fn told_beside(&mut self, schema: &'v Value, extent: Extent) -> Option<(&'v str, &'v str, Option<Value>)> {
        let sampler = self.sampler;
        let (target, family) = (sampler.target(schema)?, sampler.beside(schema)?);
        let index = self.draw.choose(family.children.len() + family.nothing.len());
        let Some(child) = family.children.get(index) else {
            return Some((family.tag, family.nothing.get(index - family.children.len())?, None));
        };
        let value = child.values.get(self.draw.choose(child.values.len()))?;
        let deep = self.open.iter().filter(|open| **open == child.name).count() > MOST_WITHIN;
        let child = if deep { json!({}) } else { self.child(target, family, index, extent) };
        Some((family.tag, value, Some(child)))
    }

    /// Entries of an object whose names the schema leaves open.
    fn entries(&mut self, schema: Option<&'v Value>, object: &mut Map<String, Value>) {
        for _ in 0..self.draw.items {
            let name = scalar::text("key", self.draw);
            let value = match schema {
                Some(Value::Bool(false)) => return,
                Some(schema @ Value::Object(_)) => self.value(schema, "value", Extent::Full),
                _ => scalar::any("value", self.draw),
            };
            object.insert(name, value);
        }
    }

    fn list(&mut self, shape: &Shape<'v>, name: &str, extent: Extent) -> Value {
        let limit = |key: &str| shape.key(key).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
        let (least, most) = (limit("minItems").unwrap_or(0), limit("maxItems").unwrap_or(usize::MAX));
        let wanted = if matches!(extent, Extent::Full | Extent::One(_)) { self.draw.items } else { 0 };
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..wanted.min(most).max(least) {
            let item = match shape.key("items") {
                Some(schema) => self.value(schema, name, extent),
                None => scalar::any(name, self.draw),
            };
            let is_new = shape.key("uniqueItems") != Some(&Value::Bool(true)) || !items.contains(&item);
            if is_new {
                items.push(item);
            }
        }
        Value::Array(items)
    }
}

/// Where a schema contains itself too often, the value that ends it.
fn empty(kind: &str) -> Value {
    match kind {
        "object" => json!({}),
        "array" => json!([]),
        _ => Value::Null,
    }
}
