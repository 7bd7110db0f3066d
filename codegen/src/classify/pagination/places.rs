//! Places in the schema of an answer.

use serde_json::Value;

use crate::classify::pagination::subject::Subject;
use crate::ir::Type;
use crate::lower::schema::Schemas;

/// Types of values that can be a signal or a cursor.
const SCALARS: [&str; 4] = ["integer", "number", "string", "boolean"];

/// The schema of a JSON answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer<'a> {
    schemas: &'a Schemas<'a>,
    schema: &'a Value,
}

impl<'a> Answer<'a> {
    /// The answer of an operation, when it is JSON.
    pub(super) fn of(subject: &Subject<'a>) -> Option<Self> {
        let response = subject.operation.get("responses")?.get("2XX")?;
        if response.get("x-harness-answer").and_then(Value::as_str) != Some("json") {
            return None;
        }
        let schema = response.get("content")?.as_object()?.values().next()?.get("schema")?;
        Some(Self { schemas: subject.schemas, schema })
    }

    /// The first candidate that the answer has, and the place it stands for. `items` are arrays, all else is one value.
    pub(super) fn first<'c>(&self, key: &str, candidates: &'c [String]) -> Option<(&'c str, String)> {
        candidates.iter().find_map(|candidate| {
            let place = self.place(candidate)?;
            let fits = if key == "items" { self.is_list(&place) } else { self.has_value(&place) };
            fits.then_some((candidate.as_str(), place))
        })
    }

    /// Whether one value that is neither list nor object stands at a place.
    pub(super) fn has_value(&self, place: &str) -> bool {
        self.schema_at(place).is_some_and(|schema| kind(schema).is_some_and(|kind| SCALARS.contains(&kind)))
    }

    /// The type of the items of the list at a place.
    pub(super) fn item(&self, place: &str) -> Option<Type> {
        let list = self.schema_at(place).filter(|schema| kind(schema) == Some("array"))?;
        Some(list.get("items").map_or(Type::Value, |items| self.schemas.type_of(items)))
    }

    fn is_list(&self, place: &str) -> bool {
        self.schema_at(place).and_then(kind) == Some("array")
    }

    /// The place a candidate stands for: itself, or for a closing `*` the only array beside it.
    fn place(&self, candidate: &str) -> Option<String> {
        let Some(base) = candidate.strip_suffix("/*") else {
            return Some(candidate.to_owned());
        };
        let properties = self.schema_at(base)?.get("properties")?.as_object()?;
        let mut lists = properties.iter().filter(|(_, schema)| kind(self.schemas.resolve(schema)) == Some("array"));
        let (name, _) = lists.next()?;
        lists.next().is_none().then(|| format!("{base}/{}", crate::document::escape(name)))
    }

    fn schema_at(&self, place: &str) -> Option<&'a Value> {
        schema_at(self.schemas, self.schema, place)
    }
}

/// The schema at a JSON pointer through objects with known properties; lists, maps and unions end the way.
pub(super) fn schema_at<'a>(schemas: &'a Schemas<'a>, schema: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(schemas.resolve(schema), |current, token| {
        if current.get("x-harness-union").is_some() {
            return None;
        }
        let name = token.replace("~1", "/").replace("~0", "~");
        Some(schemas.resolve(current.get("properties")?.get(name)?))
    })
}

fn kind(schema: &Value) -> Option<&str> {
    schema.get("type").and_then(Value::as_str)
}
