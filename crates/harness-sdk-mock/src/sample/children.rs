//! Which schemas are variants of a schema with a discriminator, and the tag values that mean each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::schema::{Object, REFERENCE, reference};

/// A schema with a discriminator and its variants.
#[derive(Debug)]
pub(super) struct Family<'a> {
    /// The property that tells.
    pub(super) tag: &'a str,
    pub(super) children: Vec<Child<'a>>,
    /// Whether the variants are listed by `oneOf`: such variants do not take over what the base declares.
    pub(super) listed: bool,
    /// Whether the tag stands beside the value and not inside.
    pub(super) beside: bool,
    /// Values of the tag beside which nothing stands.
    pub(super) nothing: Vec<&'a str>,
}

/// A variant.
#[derive(Debug)]
pub(super) struct Child<'a> {
    pub(super) name: &'a str,
    pub(super) values: Vec<&'a str>,
}

/// The families by the name of their base; a base without variants is none.
pub(super) fn families(schemas: &Object) -> BTreeMap<&str, Family<'_>> {
    let mut extended: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, schema) in schemas {
        for base in parts(schema, "allOf").filter_map(reference) {
            extended.entry(base).or_default().push(name);
        }
    }
    let bases = schemas.iter().filter(|(_, schema)| schema.get("discriminator").is_some());
    bases.filter_map(|(name, schema)| Some((name.as_str(), family(name, schema, &extended, schemas)?))).collect()
}

/// The tag properties and values of each variant.
pub(super) fn tags<'a>(families: &BTreeMap<&'a str, Family<'a>>) -> BTreeMap<&'a str, Vec<(&'a str, Vec<&'a str>)>> {
    let mut tags: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for family in families.values().filter(|family| !family.beside) {
        for child in &family.children {
            tags.entry(child.name).or_default().push((family.tag, child.values.clone()));
        }
    }
    tags
}

fn family<'a>(
    base: &'a str,
    schema: &'a Value,
    extended: &BTreeMap<&'a str, Vec<&'a str>>,
    schemas: &'a Object,
) -> Option<Family<'a>> {
    let discriminator = schema.get("discriminator")?;
    let tag = discriminator.get("propertyName")?.as_str()?;
    let mapping: Vec<(&str, &str)> = discriminator
        .get("mapping")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(value, to)| Some((value.as_str(), to.as_str()?)))
        .map(|(value, to)| (value, to.strip_prefix(REFERENCE).unwrap_or(to)))
        .filter(|(_, to)| schemas.contains_key(*to))
        .collect();
    let listed = schema.get("oneOf").is_some();
    let is = |key: &str| discriminator.get(key) == Some(&Value::Bool(true));
    let told = is("told");
    let mut names: BTreeSet<&str> = parts(schema, "oneOf").filter_map(reference).collect();
    if !listed && !told {
        descend(base, extended, schemas, &mut names);
    }
    names.extend(mapping.iter().map(|(_, to)| *to));
    names.remove(base);
    if names.is_empty() {
        return None;
    }
    let names: Vec<&str> = names.into_iter().collect();
    let allowed =
        schema.pointer("/properties").and_then(|all| all.get(tag)).map_or(Vec::new(), |tag| values(tag, schemas));
    let values = match told {
        true => names.iter().map(|name| mapped(&mapping, name)).collect(),
        false => name_values(&names, tag, &mapping, &allowed, schemas),
    };
    let children = names.into_iter().zip(values).map(|(name, values)| Child { name, values }).collect();
    let nothing = parts(discriminator, "nothing").filter_map(Value::as_str).collect();
    Some(Family { tag, children, listed, beside: is("beside"), nothing })
}

/// The schemas that extend `base`, also through others, unless those tell their own variants apart.
fn descend<'a>(
    base: &str,
    extended: &BTreeMap<&'a str, Vec<&'a str>>,
    schemas: &Object,
    found: &mut BTreeSet<&'a str>,
) {
    for child in extended.get(base).into_iter().flatten() {
        let is_base = schemas.get(*child).is_some_and(|schema| schema.get("discriminator").is_some());
        if found.insert(child) && !is_base {
            descend(child, extended, schemas, found);
        }
    }
}

fn parts<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten()
}

/// The values that a mapping gives a schema.
fn mapped<'a>(mapping: &[(&'a str, &'a str)], name: &str) -> Vec<&'a str> {
    mapping.iter().filter(|(_, to)| *to == name).map(|(value, _)| *value).collect()
}

/// The texts that an enum allows.
fn values<'a>(schema: &'a Value, schemas: &'a Object) -> Vec<&'a str> {
    let schema = reference(schema).and_then(|name| schemas.get(name)).unwrap_or(schema);
    parts(schema, "enum").filter_map(Value::as_str).collect()
}

/// The values of each variant: its own enum; else the one of the base's enum that is named like the variant; else the
/// mapping; else the schema's name.
fn name_values<'a>(
    names: &[&'a str],
    tag: &str,
    mapping: &[(&'a str, &'a str)],
    allowed: &[&'a str],
    schemas: &'a Object,
) -> Vec<Vec<&'a str>> {
    let own = |name: &str| -> Vec<&'a str> {
        let Some(schema) = schemas.get(name) else { return Vec::new() };
        let declared = parts(schema, "allOf").chain([schema]).filter_map(|part| part.get("properties")?.get(tag));
        declared.flat_map(|declared| values(declared, schemas)).collect()
    };
    let mut found: Vec<Vec<&str>> = names.iter().map(|name| own(name)).collect();
    by_name(names, allowed, &mut found);
    for (name, values) in names.iter().zip(&mut found) {
        if values.is_empty() {
            values.extend(mapped(mapping, name));
        }
        if values.is_empty() {
            values.push(name);
        }
    }
    found
}

/// Gives the base's values to the variants whose names hold them, the likeliest pair first; a single value that is left
/// over is that of the single variant that is left over.
fn by_name<'a>(names: &[&'a str], allowed: &[&'a str], found: &mut [Vec<&'a str>]) {
    let mut free: Vec<&str> =
        allowed.iter().copied().filter(|value| !found.iter().flatten().any(|one| one == value)).collect();
    loop {
        let open = names.iter().enumerate().filter(|(index, _)| found.get(*index).is_some_and(Vec::is_empty));
        let pairs = open.flat_map(|(index, name)| free.iter().map(move |value| (likeness(name, value), index, *value)));
        let Some((likeness, index, value)) = pairs.max_by_key(|(likeness, index, _)| (*likeness, usize::MAX - index))
        else {
            return;
        };
        let alone = free.len() == 1 && found.iter().filter(|values| values.is_empty()).count() == 1;
        if likeness == 0 && !alone {
            return;
        }
        if let Some(values) = found.get_mut(index) {
            values.push(value);
        }
        free.retain(|one| *one != value);
    }
}

/// How much the name of a schema speaks for a value: nothing unless it holds all of it.
fn likeness(name: &str, value: &str) -> usize {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (name, value) = (plain(name), plain(value));
    match name.find(&value) {
        Some(_) if value.is_empty() => 0,
        Some(0) => 2 * value.len() + 1,
        Some(_) => 2 * value.len(),
        None => 0,
    }
}
