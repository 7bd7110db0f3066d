//! What an operation can be asked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::classify::pagination::places::schema_at;
use crate::classify::pagination::subject::Subject;
use crate::lower::schema::Schemas;

/// The query parameters and the JSON body of an operation.
#[derive(Debug)]
pub(super) struct Request<'a> {
    schemas: &'a Schemas<'a>,
    /// Schemas by name.
    query: BTreeMap<&'a str, Option<&'a Value>>,
    required: BTreeSet<&'a str>,
    body: Option<&'a Value>,
}

impl<'a> Request<'a> {
    /// The request of an operation.
    pub(super) fn of(subject: &Subject<'a>) -> Self {
        let parameters = subject.operation.get("parameters").and_then(Value::as_array);
        let mut query = BTreeMap::new();
        let mut required = BTreeSet::new();
        for parameter in parameters.into_iter().flatten() {
            let is_query = parameter.get("in").and_then(Value::as_str) == Some("query");
            let Some(name) = parameter.get("name").and_then(Value::as_str).filter(|_| is_query) else { continue };
            query.insert(name, parameter.get("schema"));
            if parameter.get("required").and_then(Value::as_bool) == Some(true) {
                required.insert(name);
            }
        }
        let body = subject.operation.get("requestBody").and_then(|body| {
            let is_json =
                body.get("x-harness-body").and_then(Value::as_str).is_none_or(|kind| kind.starts_with("json"));
            body.get("content")?.as_object()?.values().next().filter(|_| is_json)?.get("schema")
        });
        Self { schemas: subject.schemas, query, required, body }
    }

    /// Those of the parameters, places in the body where they start with `/`, that are not declared.
    pub(super) fn missing<'n>(&self, names: impl Iterator<Item = &'n String>) -> Vec<String> {
        names.filter(|name| !self.declares(name)).map(|name| format!("{name:?}")).collect()
    }

    /// The default the document gives a query parameter.
    pub(super) fn default_of(&self, name: &str) -> Option<u32> {
        count(self.schemas.resolve((*self.query.get(name)?)?).get("default")?)
    }

    /// The most the document allows a query parameter, or a place in the body when it starts with `/`.
    pub(super) fn most_of(&self, name: &str) -> Option<u32> {
        let schema = match name.starts_with('/') {
            true => self.schemas.resolve(schema_at(self.schemas, self.body?, name)?),
            false => self.schemas.resolve((*self.query.get(name)?)?),
        };
        let most = count(schema.get("maximum")?)?;
        let is_outside = schema.get("exclusiveMaximum").and_then(Value::as_bool) == Some(true);
        Some(most.saturating_sub(u32::from(is_outside))).filter(|most| *most > 0)
    }

    /// Whether the server refuses a request without the query parameter.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.contains(name)
    }

    fn declares(&self, name: &str) -> bool {
        if name.starts_with('/') {
            return self.body.is_some_and(|body| schema_at(self.schemas, body, name).is_some());
        }
        self.query.contains_key(name)
    }
}

/// A number of items; some documents write it as text.
fn count(value: &Value) -> Option<u32> {
    let number = value.as_u64().or_else(|| value.as_str()?.parse().ok()).or_else(|| whole(value.as_f64()?))?;
    u32::try_from(number).ok()
}

/// A number without fraction, as which some documents write integers.
fn whole(number: f64) -> Option<u64> {
    let is_whole = number.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&number);
    is_whole.then(|| format!("{number:.0}").parse().ok()).flatten()
}
