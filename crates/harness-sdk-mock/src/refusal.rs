//! Requests that are refused, in the words of the service that refuses.

use serde_json::{Map, Value};

use crate::catalogue::Family;
use crate::server::Reply;

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    status: u16,
    /// The key of the code.
    code: &'static str,
    message: String,
    field: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, message: message.into(), field: String::new() }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Refusal {
        Refusal::new(400, "invalid", message)
    }

    pub(crate) fn missing(noun: &str, name: &str) -> Refusal {
        Refusal::new(404, "missing", format!("{noun} with identifier {name} not found"))
    }

    pub(crate) fn taken(noun: &str, name: &str) -> Refusal {
        Refusal::new(409, "taken", format!("{noun} with identifier {name} already exists"))
    }

    /// The field at fault.
    pub(crate) fn about(mut self, field: &str) -> Refusal {
        field.clone_into(&mut self.field);
        self
    }

    /// The reply in a family's words.
    pub(crate) fn reply(&self, family: Option<&Family>, correlation: &str) -> Reply {
        let code = family.and_then(|family| family.codes.get(self.code)).cloned();
        let filling = Filling {
            code: code.unwrap_or_else(|| self.code.into()),
            message: &self.message,
            correlation,
            field: &self.field,
            status: self.status,
        };
        filling.reply(family)
    }
}

/// What takes the places in a family's error.
#[derive(Debug)]
pub(crate) struct Filling<'a> {
    pub(crate) code: Value,
    pub(crate) message: &'a str,
    pub(crate) correlation: &'a str,
    pub(crate) field: &'a str,
    pub(crate) status: u16,
}

impl Filling<'_> {
    pub(crate) fn reply(&self, family: Option<&Family>) -> Reply {
        let body = match family {
            Some(family) => self.fill(&family.body),
            None => Value::Object(Map::from_iter([("message".to_owned(), self.message.into())])),
        };
        Reply::json(self.status, &body).header("x-correlation-id", self.correlation)
    }

    fn fill(&self, template: &Value) -> Value {
        match template {
            Value::String(text) => match text.as_str() {
                "{code}" => self.code.clone(),
                "{status}" => self.status.into(),
                "{message}" => self.message.into(),
                "{correlation}" => self.correlation.into(),
                "{field}" => self.field.into(),
                text => text.into(),
            },
            Value::Array(items) => items.iter().map(|item| self.fill(item)).collect(),
            Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), self.fill(value))).collect(),
            other => other.clone(),
        }
    }
}
