//! What a module calls an enum that stands inside several schemas.
//!
//! Equal lists of values are one type, wherever in the document they stand. Each module calls it after what the module
//! itself knows: the property, where that says enough and is one list there, else the shortest of its own schemas that
//! have the property, else an operation. A name after another product's schema would tell nobody anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Object;
use crate::normalise::inline_enums::{Owner, owners};
use crate::rust_name;

/// The names in a module that are decided already: Rust names by schema.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// All schemas of the document.
    pub(crate) all: &'a Object,
    /// Schemas whose name is decided.
    pub(crate) names: &'a BTreeMap<&'a str, String>,
    /// Names that no type may have.
    pub(crate) reserved: &'a [&'a str],
    /// The operations of the module.
    pub(crate) operations: &'a BTreeSet<String>,
}

/// The Rust name of each of the enums, by schema; those of which nothing in the module tells are left out.
pub(crate) fn names<'e>(known: &Known<'_>, enums: &[&'e str]) -> BTreeMap<&'e str, String> {
    let mut taken: BTreeSet<String> = known.names.values().map(|name| spelling(name)).collect();
    taken.extend(known.reserved.iter().map(|name| spelling(name)));
    let here: Vec<(&str, Vec<Owner>)> = enums.iter().map(|schema| (*schema, known.here(schema))).collect();
    let mut lists: BTreeMap<String, usize> = BTreeMap::new();
    for part in
        here.iter().flat_map(|(_, owners)| owners.iter().map(|owner| spelling(&owner.part)).collect::<BTreeSet<_>>())
    {
        *lists.entry(part).or_default() += 1;
    }
    let mut named = BTreeMap::new();
    for (schema, owners) in here {
        let Some(first) = owners.first() else { continue };
        let part = rust_name::camel(&first.part);
        let tells = owners.len() > 1 || part.chars().skip(1).any(|letter| letter.is_ascii_uppercase());
        let alone = lists.get(&spelling(&first.part)) == Some(&1);
        let mut candidates: Vec<String> = owners.iter().filter_map(|owner| known.owned(owner)).collect();
        candidates.sort_by_key(|name| (name.len(), name.clone()));
        if tells && alone {
            candidates.insert(0, part);
        }
        candidates.extend(
            owners
                .iter()
                .filter(|owner| owner.schema.is_none())
                .map(|owner| rust_name::camel(&format!("{}{}", owner.name, owner.part))),
        );
        let free = candidates.iter().find(|name| !taken.contains(&spelling(name)));
        if let Some(name) = free.or(candidates.first()) {
            taken.insert(spelling(name));
            named.insert(schema, name.clone());
        }
    }
    named
}

impl Known<'_> {
    /// The places of an enum that the module knows.
    fn here(&self, schema: &str) -> Vec<Owner> {
        let all = self.all.get(schema).map(owners).unwrap_or_default();
        let known = |owner: &Owner| match &owner.schema {
            Some(schema) => self.names.contains_key(schema.as_str()),
            None => self.operations.contains(&owner.name),
        };
        all.into_iter().filter(known).collect()
    }

    /// The enum called after one of the module's own types.
    fn owned(&self, owner: &Owner) -> Option<String> {
        let schema = owner.schema.as_ref()?;
        Some(format!("{}{}", self.names.get(schema.as_str())?, rust_name::camel(&owner.part)))
    }
}

/// A name without regard to capitals.
fn spelling(name: &str) -> String {
    name.to_ascii_lowercase()
}
