//! How a success says that it is none.

use serde_json::Value;

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::failures::{FailureData, Sign};
use crate::ir::Failure;
use crate::lower::schema::Schemas;

/// Answers for `failures.toml`.
#[derive(Debug, Default)]
pub struct Failures {
    data: FailureData,
    used: Used,
}

impl Failures {
    /// Takes the data.
    pub fn new(data: FailureData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The signs that an answer of this schema to this method can carry.
    pub fn of(&self, method: &str, schemas: &Schemas<'_>, answer: &Value) -> Vec<Failure> {
        let mut signs = Vec::new();
        let applies = |sign: &Sign| sign.methods.is_empty() || sign.methods.iter().any(|name| name == method);
        for (index, sign) in self.data.sign.iter().enumerate().filter(|(_, sign)| applies(sign)) {
            let Some(place) = declared(schemas, answer, &sign.place) else { continue };
            let beside = sign.beside.iter().all(|place| declared(schemas, answer, place).is_some());
            if let Some(failure) = failure(sign, place).filter(|_| beside) {
                self.used.note(entry(index, sign));
                signs.push(failure);
            }
        }
        signs
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        self.used.unused(self.data.sign.iter().enumerate().map(|(index, sign)| entry(index, sign)))
    }
}

fn failure(sign: &Sign, place: &Value) -> Option<Failure> {
    if let Some(is) = sign.is {
        let is_boolean = place.get("type").and_then(Value::as_str) == Some("boolean");
        return is_boolean.then(|| Failure::Is(sign.place.clone(), is));
    }
    let known = place.get("enum").and_then(Value::as_array)?;
    let knows_all = sign.values.iter().all(|value| known.iter().any(|other| other == value));
    knows_all.then(|| Failure::OneOf(sign.place.clone(), sign.values.clone()))
}

/// The schema that an answer declares at a JSON pointer.
fn declared<'a>(schemas: &'a Schemas<'_>, answer: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(schemas.resolve(answer), |schema, token| {
        schema.get("properties")?.get(token).map(|property| schemas.resolve(property))
    })
}

fn entry(index: usize, sign: &Sign) -> Entry {
    let label = format!("[[sign]] number {} ({})", index + 1, sign.place);
    Entry::new("failures.toml", label).key("sign").index(index)
}
