//! `retry.toml`: which operations may be repeated.

use std::collections::BTreeMap;

use serde::Deserialize;

/// `retry.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetryData {
    /// The class of each method, upper case.
    pub methods: BTreeMap<String, Class>,
    /// Operations told apart by what they declare.
    pub rule: Vec<Rule>,
    /// Operations by id.
    pub operation: Vec<Operations>,
}

/// Whether an operation may be repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// After any failure that may pass.
    Safe,
    /// Only when nothing was done.
    Refused,
}

/// Operations told apart by what they declare.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The reason.
    pub why: String,
    /// The method, upper case.
    pub method: String,
    /// The class.
    pub class: Class,
    /// Any of these parameters.
    #[serde(default)]
    pub parameters: Vec<String>,
    /// Any of these members of the body.
    #[serde(default)]
    pub body: Vec<String>,
    /// Any of these ends of the path.
    #[serde(default)]
    pub endings: Vec<String>,
}

/// Operations by id.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operations {
    /// The class.
    pub class: Class,
    /// The reason.
    pub why: String,
    /// The operations.
    pub operations: Vec<String>,
}
