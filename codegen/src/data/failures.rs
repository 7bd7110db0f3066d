//! `failures.toml`: how a success says that it is none.

use serde::Deserialize;

/// `failures.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FailureData {
    /// The signs.
    pub sign: Vec<Sign>,
    /// Verdicts of others, wherever they stand.
    pub verdict: Vec<Verdict>,
}

/// A verdict on a change, found by its schema or by the name of the member that holds it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Named schemas that are such a verdict.
    #[serde(default)]
    pub schemas: Vec<String>,
    /// Members that hold one, where their schema leaves it open or declares `place`.
    #[serde(default)]
    pub members: Vec<String>,
    /// JSON pointer into the verdict.
    pub place: String,
    /// The text there is one of these.
    #[serde(default)]
    pub values: Vec<String>,
    /// The boolean there is this.
    pub is: Option<bool>,
}

/// One sign of failure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// JSON pointer into the answer.
    pub place: String,
    /// The text there is one of these.
    #[serde(default)]
    pub values: Vec<String>,
    /// The boolean there is this.
    pub is: Option<bool>,
    /// Only on these methods, upper case.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Places that must be declared too.
    #[serde(default)]
    pub beside: Vec<String>,
}
