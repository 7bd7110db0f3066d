//! What policies say of a change, so that drawn answers do not say no by chance.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

/// A verdict of `failures.toml`, and the members of the document that hold one.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Verdict {
    #[serde(default)]
    schemas: Vec<String>,
    #[serde(default)]
    members: BTreeSet<String>,
    place: String,
    #[serde(default)]
    values: Vec<String>,
    is: Option<bool>,
}

impl Verdict {
    /// Adds the members of any schema that refer to one of the verdict's own.
    pub(super) fn find_members(&mut self, schemas: &Value) {
        match schemas {
            Value::Object(object) => {
                for (name, inner) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
                    if [Some(inner), inner.get("items")].into_iter().flatten().any(|schema| self.is_referred(schema)) {
                        self.members.insert(name.clone());
                    }
                }
                object.values().for_each(|inner| self.find_members(inner));
            }
            Value::Array(items) => items.iter().for_each(|inner| self.find_members(inner)),
            _ => {}
        }
    }

    fn is_referred(&self, schema: &Value) -> bool {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        target.is_some_and(|target| self.schemas.iter().any(|name| name == target))
    }

    /// Takes back every no. A verdict that no member holds is the answer itself.
    pub(crate) fn pass(&self, value: &mut Value) {
        if self.members.is_empty() {
            self.say_yes(value);
        }
        match value {
            Value::Object(members) => {
                for (name, inner) in members {
                    if self.members.contains(name) {
                        self.say_yes(inner);
                    }
                    self.pass(inner);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.pass(item)),
            _ => {}
        }
    }

    fn say_yes(&self, verdict: &mut Value) {
        match verdict {
            Value::Array(items) => items.iter_mut().for_each(|item| self.say_yes(item)),
            Value::Object(members) => {
                let name = self.place.trim_start_matches('/');
                let says_no = members.get(name).is_some_and(|said| match (self.is, said) {
                    (Some(is), Value::Bool(said)) => *said == is,
                    (None, Value::String(said)) => self.values.contains(said),
                    _ => false,
                });
                match self.is {
                    Some(is) if says_no => drop(members.insert(name.to_owned(), Value::Bool(!is))),
                    None if says_no => drop(members.remove(name)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
