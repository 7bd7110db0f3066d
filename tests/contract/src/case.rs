//! What the generated tables consist of.

use std::collections::{BTreeMap, BTreeSet};

use harness_sdk_core::model::{self, Slot};
use harness_sdk_core::{Context, FilePart};
use serde_json::Value;

use crate::sending::Pending;

/// Starts a walk over a list.
pub type Walk = fn(&Context, &mut Arguments, Option<u32>) -> Pending;

/// An operation as a program calls it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The operation's id in the document.
    pub id: &'static str,
    /// The client's method.
    pub name: &'static str,
    /// Calls the setters that there are values for, and sends.
    pub send: fn(&Context, &mut Arguments) -> Pending,
    /// Calls the setters that there are values for, and asks for all items, so many a page where the caller can say that.
    pub items: Option<Walk>,
}

/// The type that a schema became.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// The schema's name.
    pub schema: &'static str,
    /// An empty value.
    pub empty: fn() -> Box<dyn Slot>,
}

/// The values for a call's setters, and which setters there are.
#[derive(Debug, Default)]
pub struct Arguments {
    values: BTreeMap<(&'static str, String), Argument>,
    asked: BTreeSet<(String, String)>,
    problems: Vec<String>,
    unknown: Vec<String>,
}

/// A value for a setter.
#[derive(Clone, Debug)]
pub enum Argument {
    /// What the setter's type reads from JSON.
    Json(Value),
    /// A new value of the setter's type, of which nothing is set.
    Fresh,
    /// A file by name and content.
    File(String, String),
    /// Several of them.
    Files(Vec<(String, String)>),
}

impl Arguments {
    /// Puts a value for the setter that carries `name` at `place`: `path`, `query`, `header`, `form`, `json`, `yaml`, ...
    pub fn put(&mut self, place: &'static str, name: &str, value: Argument) {
        self.values.insert((place, name.to_owned()), value);
    }

    /// Takes a value back.
    pub(crate) fn remove(&mut self, place: &'static str, name: &str) {
        self.values.remove(&(place, name.to_owned()));
    }

    /// Makes the JSON body a new one; what it was.
    pub(crate) fn make_body_fresh(&mut self) -> Option<Value> {
        let body = self.values.get_mut(&("json", "body".to_owned()))?;
        match std::mem::replace(body, Argument::Fresh) {
            Argument::Json(value) => Some(value),
            _ => None,
        }
    }

    /// Changes the JSON body.
    pub(crate) fn change_body(&mut self, change: impl FnOnce(&mut Value)) {
        if let Some(Argument::Json(body)) = self.values.get_mut(&("json", "body".to_owned())) {
            change(body);
        }
    }

    /// The setters that were looked at, by place and name.
    pub(crate) fn asked(&self) -> &BTreeSet<(String, String)> {
        &self.asked
    }

    /// What went wrong when values were set, and the values that no setter asked for.
    pub fn problems(&self) -> Vec<String> {
        let unused =
            self.values.keys().filter(|(place, name)| !self.asked.contains(&((*place).to_owned(), name.clone())));
        let unused = unused.map(|(place, name)| format!("there is no setter for {place} {name:?}"));
        self.problems.iter().cloned().chain(unused).collect()
    }

    /// The problems, and what the types do not know.
    pub(crate) fn faults(&self) -> Vec<String> {
        let unknown = self.unknown.iter().map(|place| format!("{place} of a value that was set is not known"));
        self.problems().into_iter().chain(unknown).collect()
    }

    /// What the types of the values that were set do not know, as JSON pointers into the value.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// Fills `slot` with the value for a setter; whether there is one.
    pub fn fill(&mut self, place: &str, name: &str, slot: &mut dyn Slot) -> bool {
        let value = match self.ask(place, name) {
            Some(Argument::Json(value)) => value,
            Some(Argument::Fresh) => return true,
            _ => return false,
        };
        match model::read_into(slot, value.to_string().as_bytes()) {
            Ok(misfits) => self.problems.extend(
                misfits.iter().map(|one| format!("the setter of {place} {name:?} does not take {value}: {one}")),
            ),
            Err(fault) => {
                self.problems.push(format!("the setter of {place} {name:?} does not take {value}: {fault}"));
                return false;
            }
        }
        self.unknown.extend(model::unknown(slot));
        true
    }

    /// The text for a setter.
    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.ask("text", name)? {
            Argument::Json(Value::String(text)) => Some(text),
            _ => None,
        }
    }

    /// The file for a setter.
    pub fn file(&mut self, name: &str) -> Option<FilePart> {
        match self.ask("file", name)? {
            Argument::File(name, content) => Some(FilePart::bytes(name, content)),
            _ => None,
        }
    }

    /// The files for a setter.
    pub fn files(&mut self, name: &str) -> Option<Vec<FilePart>> {
        match self.ask("files", name)? {
            Argument::Files(files) => {
                Some(files.into_iter().map(|(name, content)| FilePart::bytes(name, content)).collect())
            }
            _ => None,
        }
    }

    fn ask(&mut self, place: &str, name: &str) -> Option<Argument> {
        self.asked.insert((place.to_owned(), name.to_owned()));
        self.values.iter().find(|((at, wire), _)| *at == place && wire == name).map(|(_, value)| value.clone())
    }
}
