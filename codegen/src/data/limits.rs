//! `limits.toml`: operations that have a request limit of their own.

use serde::Deserialize;

/// `limits.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitData {
    /// The limits.
    pub limit: Vec<Limit>,
}

/// A limit that some operations share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// What is limited.
    pub name: String,
    /// The reason.
    pub why: String,
    /// Requests in each window.
    pub requests: u32,
    /// The length of the window.
    pub seconds: u32,
    /// The operations.
    pub operations: Vec<String>,
}
