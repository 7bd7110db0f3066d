//! `variants.toml`: which tag value means which schema, where the document does not say it or has it wrong.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::entry::Entry;

/// The file.
pub const FILE: &str = "variants.toml";

/// `variants.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct VariantData {
    /// The unions that a source tells.
    pub union: Vec<Told>,
    /// The bases of which no source tells the values.
    pub open: Vec<Open>,
}

/// A union.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The schema that stands for all of its variants.
    pub base: String,
    /// The property that tells.
    pub tag: String,
    /// Where values of the base stand that have the tag beside them; everywhere, if there is any. Without one the tag
    /// stands inside the variants.
    #[serde(default)]
    pub beside: Vec<Property>,
    /// Schema by value.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// Values beside which nothing stands.
    #[serde(default)]
    pub nothing: Vec<String>,
    /// Values that no source tells: their names alone resemble the schemas'.
    #[serde(default)]
    pub by_name: Vec<String>,
    /// Values that the enum of the tag lacks.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Where it is known from.
    pub source: String,
}

/// A property of a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// The schema.
    pub schema: String,
    /// Name on the wire.
    pub property: String,
}

/// A base whose values nobody tells.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Open {
    /// The schema that stands for all of its variants.
    pub base: String,
    /// What is known, and what is not.
    pub reason: String,
}

impl Told {
    /// All values, told by schemas and those beside which nothing stands.
    pub fn all_values(&self) -> impl Iterator<Item = &String> {
        self.values.keys().chain(&self.nothing)
    }
}

/// The entry of a union.
pub fn union_entry(index: usize, told: &Told) -> Entry {
    Entry::new(FILE, format!("[[union]] {:?}", told.base)).key("union").index(index)
}

/// A value of a union.
pub fn value_entry(index: usize, told: &Told, value: &str) -> Entry {
    Entry::new(FILE, format!("[[union]] {:?}: {value:?}", told.base)).key("union").index(index).key("values").key(value)
}

/// An item of one of a union's lists.
pub fn item_entry(index: usize, told: &Told, list: &'static str, value: &str) -> Entry {
    Entry::new(FILE, format!("[[union]] {:?}: {list} {value:?}", told.base))
        .key("union")
        .index(index)
        .key(list)
        .or_all_of_it()
        .item(value)
}

/// A place of a union.
pub fn beside_entry(index: usize, told: &Told, place: usize) -> Entry {
    let property = told.beside.get(place).map(|one| format!("{}.{}", one.schema, one.property)).unwrap_or_default();
    Entry::new(FILE, format!("[[union]] {:?}: beside {property}", told.base))
        .key("union")
        .index(index)
        .key("beside")
        .index(place)
}

/// The entry of an open base.
pub fn open_entry(index: usize, open: &Open) -> Entry {
    Entry::new(FILE, format!("[[open]] {:?}", open.base)).key("open").index(index)
}
