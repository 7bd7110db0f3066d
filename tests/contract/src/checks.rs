//! What is tested of an operation and of a type.

pub(crate) mod answer;
pub(crate) mod complete;
pub(crate) mod error;
pub(crate) mod kinds;
pub(crate) mod misfits;
pub(crate) mod pages;
pub(crate) mod request;
pub(crate) mod types;
pub(crate) mod unions;

use harness_sdk_mock::sample::{Draw, Extent};
use serde_json::{Value, json};

use crate::case::Case;
use crate::document::{Answer, Facts, Operation, Sign};
use crate::expect::plan::seed;
use crate::server::Reply;

/// What a check works on.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    pub(crate) facts: &'static Facts,
    pub(crate) operation: &'static Operation,
    pub(crate) case: &'static Case,
}

impl Subject {
    /// The JSON that the operation answers; nothing if it answers none.
    pub(crate) fn sample(&self, extent: Extent) -> Option<Value> {
        match self.operation.answer {
            Answer::Json(schema) => {
                let mut value =
                    self.facts.sampler.value(schema, &mut Draw::new(seed(self.operation.id)).extent(extent));
                self.operation.signs.iter().for_each(|sign| self.set_sign(sign, &mut value, false));
                self.facts.verdicts.iter().for_each(|verdict| verdict.pass(&mut value));
                Some(value)
            }
            _ => None,
        }
    }

    /// A success.
    pub(crate) fn success(&self) -> Reply {
        match self.sample(Extent::Minimal) {
            Some(value) => self.json(&value),
            None => Reply::empty(if self.operation.status < 300 { self.operation.status } else { 200 }),
        }
    }

    pub(crate) fn json(&self, value: &Value) -> Reply {
        Reply::new(self.operation.status, "application/json", value.to_string())
    }

    /// Makes an answer say that the operation failed, or that it did not.
    pub(crate) fn set_sign(&self, sign: &Sign, value: &mut Value, fails: bool) {
        let Some((parent, name)) = sign.place.rsplit_once('/') else { return };
        let Some(object) = value.pointer_mut(parent).and_then(Value::as_object_mut) else { return };
        if !fails && object.get(name).is_none_or(Value::is_null) {
            return;
        }
        let said = match (sign.is, sign.values.first()) {
            (Some(is), _) => json!(is == fails),
            (None, Some(value)) if fails => json!(value),
            _ => self.no_sign(sign),
        };
        object.insert(name.to_owned(), said);
    }

    /// The first value of the place's enum that is no sign; any other text where there is no enum.
    fn no_sign(&self, sign: &Sign) -> Value {
        let sampler = &self.facts.sampler;
        let Answer::Json(schema) = self.operation.answer else { return json!("SUCCESS") };
        let inner = |schema, name| sampler.resolve(schema)?.get("properties")?.get(name);
        let place = sign.place.split('/').skip(1).try_fold(schema, inner);
        let values = place.and_then(|schema| sampler.resolve(schema)?.get("enum")?.as_array());
        let is_sign = |value: &Value| sign.values.iter().any(|text| value == text);
        values.into_iter().flatten().find(|value| !is_sign(value)).cloned().unwrap_or_else(|| json!("SUCCESS"))
    }
}

/// One text of all problems; well if there are none.
pub(crate) fn verdict(title: &str, what: &str, problems: &[String]) -> Result<(), String> {
    const MOST: usize = 12;
    if problems.is_empty() {
        return Ok(());
    }
    let more = if problems.len() > MOST { format!("\n    and {} more", problems.len() - MOST) } else { String::new() };
    let shown: Vec<String> = problems.iter().take(MOST).map(|problem| format!("\n    {problem}")).collect();
    Err(format!("{title}, {what}:{}{more}", shown.concat()))
}
