//! `frameworks.toml`: what the frameworks of the platform's servers write, where the document says something else.

use serde::Deserialize;

/// `frameworks.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FrameworkData {
    /// Types that are others on the wire.
    pub rule: Vec<Rule>,
    /// Properties that have another name on the wire.
    pub rename: Vec<Rename>,
}

/// One fact of a framework and the places it holds at.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What the framework does.
    pub why: String,
    /// The public source that says so.
    pub source: String,
    /// What is on the wire.
    pub becomes: Becomes,
    /// Schemas that are themselves another type.
    #[serde(default)]
    pub schemas: Vec<String>,
    /// Properties, as `Schema.property`.
    #[serde(default)]
    pub members: Vec<String>,
    /// The schemas that have this property are meant by `properties`.
    #[serde(default)]
    pub having: Option<String>,
    /// Properties of the schemas that `having` tells.
    #[serde(default)]
    pub properties: Vec<String>,
    /// How many places `having` and `properties` find.
    #[serde(default)]
    pub expect: usize,
}

/// What is on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Becomes {
    /// Milliseconds since the Unix epoch.
    Milliseconds,
    /// An integer of 64 bits, written as decimal text.
    Int64Text,
    /// Bytes as base64 text.
    Base64,
    /// Any JSON value.
    Any,
    /// Text.
    Text,
    /// A whole number or text.
    IntOrText,
    /// An object of any members.
    Object,
}

/// A property that has another name on the wire.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// The schema.
    pub schema: String,
    /// The name in the document.
    pub property: String,
    /// The name on the wire.
    pub to: String,
    /// The public source that says so.
    pub source: String,
}
