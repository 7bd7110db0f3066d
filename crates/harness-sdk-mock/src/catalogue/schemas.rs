//! The schemas of a module.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::sample::{Draw, Sampler};

/// How references to named schemas begin.
const REFERENCE: &str = "#/components/schemas/";
/// Schemas that refer to each other in a circle without saying anything end here.
const DEEPEST: usize = 16;

/// The named schemas of a module, and what draws values of them.
#[derive(Debug)]
pub(crate) struct Schemas {
    named: Map<String, Value>,
    sampler: OnceLock<Sampler<'static>>,
}

#[derive(Deserialize)]
struct Line {
    schema: String,
    is: Value,
}

impl Schemas {
    pub(crate) fn read(lines: &'static str) -> Schemas {
        let lines = lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
        Schemas { named: lines.map(|line| (line.schema, line.is)).collect(), sampler: OnceLock::new() }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.named.len()
    }

    /// A value of a schema; the same seed gives the same value.
    pub(crate) fn value(&'static self, schema: &Value, seed: u64) -> Value {
        let sampler = self.sampler.get_or_init(|| Sampler::new(&self.named));
        sampler.value(schema, &mut Draw::new(seed))
    }

    /// The schema at a JSON pointer, `*` being any item; the first alternative that has the place counts.
    pub(crate) fn at<'s>(&'s self, schema: &'s Value, pointer: &str) -> Option<&'s Value> {
        let mut current = schema;
        for token in pointer.split('/').skip(1) {
            current = self.step(current, token, 0)?;
        }
        Some(current)
    }

    fn step<'s>(&'s self, schema: &'s Value, token: &str, depth: usize) -> Option<&'s Value> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(name) = reference(schema) {
            return self.step(self.named.get(name)?, token, depth + 1);
        }
        let own = match token {
            "*" => schema.get("items"),
            name => schema.get("properties").and_then(|all| all.get(name)),
        };
        own.or_else(|| self.parts(schema).find_map(|part| self.step(part, token, depth + 1)))
    }

    fn parts<'s>(&'s self, schema: &'s Value) -> impl Iterator<Item = &'s Value> {
        ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(*key)?.as_array()).flatten()
    }

    /// The schema behind references.
    pub(crate) fn resolved<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut current = schema;
        for _ in 0..DEEPEST {
            match reference(current).and_then(|name| self.named.get(name)) {
                Some(next) => current = next,
                None => return current,
            }
        }
        current
    }

    /// Whether the schema, or a part of it, requires a member.
    pub(crate) fn requires(&self, schema: &Value, member: &str) -> bool {
        self.requires_within(schema, member, 0)
    }

    fn requires_within(&self, schema: &Value, member: &str, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let schema = self.resolved(schema);
        let own = schema.get("required").and_then(Value::as_array);
        own.is_some_and(|names| names.iter().any(|name| name == member))
            || self.parts(schema).any(|part| self.requires_within(part, member, depth + 1))
    }
}

fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix(REFERENCE)
}
