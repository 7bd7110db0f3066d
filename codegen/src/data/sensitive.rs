//! `sensitive.toml`: what holds secrets.

use serde::Deserialize;

/// `sensitive.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SensitiveData {
    /// Properties by name, in every schema.
    pub name: Vec<Name>,
    /// Properties of one schema.
    pub field: Vec<FieldName>,
    /// Parameters.
    pub parameter: Vec<ParameterName>,
}

/// A property that holds a secret wherever it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Name on the wire.
    pub property: String,
    /// Schemas where it means something else.
    #[serde(default)]
    pub except: Vec<String>,
}

/// A property of one schema.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldName {
    /// The schema.
    pub schema: String,
    /// Name on the wire.
    pub property: String,
}

/// A parameter that holds a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterName {
    /// `path`, `query` or `header`.
    #[serde(rename = "in")]
    pub location: String,
    /// Name on the wire.
    pub name: String,
    /// Path prefixes the entry is limited to.
    #[serde(default)]
    pub prefixes: Vec<String>,
}
