//! `required.toml`: what a request need not give though the document requires it.

use serde::Deserialize;

/// `required.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequiredData {
    /// Members of one schema.
    pub not_required: Vec<NotRequired>,
}

/// Members that the server fills, or does without.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotRequired {
    /// The schema.
    pub schema: String,
    /// Names on the wire.
    pub members: Vec<String>,
    /// The public source of that.
    pub source: String,
}
