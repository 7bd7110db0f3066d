//! What can go wrong between JSON and a model.

use super::Shape;
use super::trail::Fault;

/// A document that is not JSON, or not of the asked type.
///
/// It never holds values of the document, which may be secret: the path, the position and the types are enough to find
/// them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at {path} (line {line}, column {column})")]
pub struct DecodeError {
    path: String,
    line: usize,
    column: usize,
    message: String,
}

impl DecodeError {
    /// Finds the place of `fault` in the document it came from.
    pub(super) fn new(fault: &Fault, document: &[u8]) -> Self {
        let before = &document[..fault.offset().min(document.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        Self {
            path: fault.path(),
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: before.len() - line_start + 1,
            message: fault.message().to_owned(),
        }
    }

    /// Where it is in the document, from its root `$`: `$.data.content[3].name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line of the document, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The byte in that line, counted from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// A value that JSON has no words for: a number that is infinite or not a number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at {path}")]
pub struct EncodeError {
    path: String,
    message: String,
}

impl EncodeError {
    pub(super) fn new(fault: &Fault) -> Self {
        Self { path: fault.path(), message: fault.message().to_owned() }
    }

    /// Where it is in the value, from its root `$`: `$.steps[3].weight`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// A name that is none of a model's fields.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{model} has no field {name:?}; its fields are {}", known.join(", "))]
pub struct NoSuchField {
    model: &'static str,
    name: String,
    known: &'static [&'static str],
}

impl NoSuchField {
    pub(super) fn new(shape: &Shape, name: &str) -> Self {
        Self { model: shape.name, name: name.to_owned(), known: shape.wire }
    }

    /// The names in JSON of the fields that there are.
    pub fn known(&self) -> &'static [&'static str] {
        self.known
    }
}
