//! `headers.toml`, `paths.toml` and `parameters.toml`: how parameters travel.

use serde::Deserialize;

/// `headers.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Headers {
    /// Set by the client; no setter.
    pub client: Vec<String>,
    /// Setters of a call.
    pub call: Vec<String>,
}

/// `paths.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paths {
    /// Path parameters whose value may contain `/`.
    pub parameter: Vec<PathValue>,
}

/// Path parameters whose value may contain `/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathValue {
    /// What becomes of the value.
    pub kind: PathKind,
    /// When the closing `/+` is appended.
    #[serde(default)]
    pub marker: Marker,
    /// Names on the wire.
    pub names: Vec<String>,
    /// Path prefixes of the operations.
    pub prefixes: Vec<String>,
    /// Limits the entry to these operations.
    #[serde(default)]
    pub operations: Vec<String>,
}

/// What becomes of a path value that may contain `/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PathKind {
    /// It ends with `/+`.
    Terminated,
    /// It is the rest of the path.
    Rest,
}

/// When the closing `/+` is appended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Marker {
    /// Whenever it is missing.
    #[default]
    Always,
    /// When the value contains `/`.
    Slash,
}

/// `parameters.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ParameterData {
    /// List parameters whose items are objects.
    pub parameter: Vec<ObjectList>,
}

/// A list parameter whose items are objects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectList {
    /// `query`.
    #[serde(rename = "in")]
    pub location: String,
    /// Name on the wire.
    pub name: String,
    /// Schema of the items.
    pub schema: String,
    /// How an item is written: `fields`.
    pub style: ObjectStyle,
    /// What stands between the fields.
    pub separator: String,
    /// The fields, in order.
    pub fields: Vec<String>,
}

/// How an object is written as one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObjectStyle {
    /// Its fields, joined.
    Fields,
}
