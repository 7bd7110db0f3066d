//! The cases that unions are tested with.

use serde::Deserialize;
use serde_json::Value;

/// A union where it stands, with a case for each of its values; `tests/contract/unions/*.json` hold lists of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Union {
    /// The schema that stands for all variants.
    pub(crate) base: String,
    /// The schema of the JSON.
    pub(crate) parent: String,
    /// JSON pointer to the union within it.
    pub(crate) at: String,
    /// The property that tells.
    pub(crate) tag: String,
    pub(crate) cases: Vec<Case>,
}

/// One value of the tag.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) value: String,
    /// The schema that it tells; none if nothing stands beside it.
    pub(crate) schema: Option<String>,
    pub(crate) json: Value,
}
