//! `bases.toml`: families of operations that live elsewhere than the others, or take a key of their own.

use serde::Deserialize;

/// `bases.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BaseData {
    /// The families.
    pub base: Vec<BaseEntry>,
}

/// A family.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseEntry {
    /// What callers name it by.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// Who says where it is and what it takes.
    pub source: String,
    /// Tags of its operations.
    #[serde(default)]
    pub tags: Vec<String>,
    /// What the paths of its operations begin with in the document.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// Ids of its operations.
    #[serde(default)]
    pub operations: Vec<String>,
    /// What stands before the document's paths.
    #[serde(default)]
    pub path: String,
    /// The host it has for itself.
    #[serde(default)]
    pub host: Option<String>,
    /// `platform`, or the word before a key of its own in `Authorization`.
    pub login: String,
    /// Its older address.
    #[serde(default)]
    pub legacy: Option<LegacyEntry>,
}

/// The older address of a family.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegacyEntry {
    /// The host.
    pub host: String,
    /// What the document's paths begin with and the older ones lack.
    #[serde(default)]
    pub cut: String,
    /// As that of the family.
    pub login: String,
    /// Who says so.
    pub source: String,
}
