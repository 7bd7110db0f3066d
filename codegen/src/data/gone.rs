//! `gone.toml`: operations that the official document no longer has, and what came after them.

use serde::Deserialize;

/// `gone.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GoneData {
    /// One operation each.
    pub operation: Vec<Gone>,
}

/// An operation that the official document no longer has.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    /// Its `operationId`.
    pub id: String,
    /// The `operationId` of what does the same today, where there is such.
    #[serde(default)]
    pub successor: Option<String>,
    /// What is known of it.
    pub why: String,
}
