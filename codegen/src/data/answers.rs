//! `answers.toml`: operations that answer something else than the document declares.

use serde::Deserialize;

/// `answers.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnswerData {
    /// Operations by what they answer.
    pub answer: Vec<Answers>,
}

/// Operations that answer alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// What they answer.
    pub kind: Kind,
    /// How that is known.
    pub reason: String,
    /// The operations.
    pub operations: Vec<String>,
}

/// What an operation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// One JSON value a line.
    JsonLines,
    /// Server-sent events.
    Events,
    /// A redirect to another host.
    Redirect,
}
