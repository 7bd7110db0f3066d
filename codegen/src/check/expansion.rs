//! How large a document becomes once references are written out, which it is before anything is generated.
//!
//! A small text can ask for any amount: a hundred schemas that each extend the one before twice, or one large answer that
//! is referred to ten thousand times.

use std::collections::BTreeMap;

use serde_json::Value;

use super::walk::{Kind, REFERABLE};
use crate::defect::Defect;
use crate::document::escape;
use crate::load::limits::{MAX_CHAIN, MAX_EXPANDED};

/// About what a value takes beside its text.
const VALUE: usize = 32;

/// Checks a document whose components are not made of themselves.
pub(super) fn check(root: &Value) -> Vec<Defect> {
    let mut expansion = Expansion { components: BTreeMap::new(), defects: Vec::new() };
    for kind in REFERABLE {
        let section = kind.section().unwrap_or_default();
        let components = root.get("components").and_then(|all| all.get(section)?.as_object());
        for (name, component) in components.into_iter().flatten() {
            let mut part = Part { weight: weight(component), ..Part::default() };
            if kind == Kind::Schema {
                part.weight = part.weight.saturating_add(shared(component));
                extended(component, &mut part.uses);
            } else {
                used(component, &mut part.uses);
            }
            expansion.components.insert(format!("/components/{section}/{}", escape(name)), part);
        }
    }
    expansion.close();
    let mut uses = Vec::new();
    root.get("paths").into_iter().for_each(|paths| used(paths, &mut uses));
    let placed = uses.iter().map(|target| expansion.total(target));
    let schemas = expansion.components.iter().filter(|(name, _)| name.starts_with("/components/schemas/"));
    let total = placed.chain(schemas.map(|(_, part)| part.total)).fold(0, usize::saturating_add);
    if total > MAX_EXPANDED && expansion.defects.is_empty() {
        let heaviest = expansion.components.iter().max_by_key(|(_, part)| part.total).map(|(name, _)| name.clone());
        let message = format!(
            "with references written out the document has more than {} MiB; this component is the largest",
            MAX_EXPANDED >> 20
        );
        let help = "let fewer parts refer to it, or fewer schemas extend each other";
        expansion.defects.push(Defect::at_pointer(heaviest.unwrap_or_default(), message, help));
    }
    expansion.defects
}

#[derive(Default)]
struct Part<'a> {
    weight: usize,
    /// The components that are written into this one, each as often as it is.
    uses: Vec<&'a str>,
    total: usize,
    /// How many components follow each other from here.
    depth: usize,
}

struct Expansion<'a> {
    components: BTreeMap<String, Part<'a>>,
    defects: Vec<Defect>,
}

impl Expansion<'_> {
    fn total(&self, target: &str) -> usize {
        self.components.get(target).map_or(0, |part| part.total)
    }

    /// Adds up every component, those it uses before itself.
    fn close(&mut self) {
        let names: Vec<String> = self.components.keys().cloned().collect();
        for name in &names {
            let mut trail = vec![(name.clone(), 0)];
            while let Some((name, next)) = trail.last_mut() {
                let Some(part) = self.components.get(name) else {
                    trail.pop();
                    continue;
                };
                match part.uses.get(*next).filter(|_| part.depth == 0) {
                    Some(inner) => {
                        *next += 1;
                        let open = self.components.get(*inner).is_some_and(|inner| inner.depth == 0);
                        // Longer than any trail without a cycle: there is none, as the caller promises.
                        if open && trail.len() <= names.len() {
                            trail.push(((*inner).to_owned(), 0));
                        }
                    }
                    None => {
                        let name = name.clone();
                        trail.pop();
                        self.settle(&name);
                    }
                }
            }
        }
    }

    fn settle(&mut self, name: &str) {
        let Some(part) = self.components.get(name).filter(|part| part.depth == 0) else {
            return;
        };
        let inner = part.uses.iter().filter_map(|used| self.components.get(*used));
        let (mut total, mut depth) = (part.weight, 0);
        for inner in inner {
            total = total.saturating_add(inner.total);
            depth = depth.max(inner.depth);
        }
        if depth == MAX_CHAIN {
            let message = format!("more than {MAX_CHAIN} components are made of each other, from this one on");
            self.defects.push(Defect::at_pointer(name, message, "shorten the chain"));
        }
        if let Some(part) = self.components.get_mut(name) {
            (part.total, part.depth) = (total, depth + 1);
        }
    }
}

/// The bytes of a value, roughly.
fn weight(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(weight).fold(0, usize::saturating_add),
        Value::Object(object) => {
            object.iter().map(|(key, value)| weight(value).saturating_add(key.len())).fold(0, usize::saturating_add)
        }
        _ => 0,
    };
    inner.saturating_add(VALUE)
}

/// What fields beside alternatives add, as every alternative gets them.
fn shared(schema: &Value) -> usize {
    let inner = match schema {
        Value::Array(items) => items.iter().map(shared).fold(0, usize::saturating_add),
        Value::Object(object) => object.values().map(shared).fold(0, usize::saturating_add),
        _ => 0,
    };
    let fields = schema.get("properties").map_or(0, weight);
    let alternatives = ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)?.as_array()).map(Vec::len).sum();
    inner.saturating_add(fields.saturating_mul(alternatives))
}

/// Adds the schemas that a schema extends, also where it is another name for one.
fn extended<'a>(schema: &'a Value, uses: &mut Vec<&'a str>) {
    if let Some(target) = target(schema) {
        uses.push(target);
        return;
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        extended(part, uses);
    }
}

/// Adds the components, other than schemas, that a value refers to.
fn used<'a>(value: &'a Value, uses: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| used(item, uses)),
        Value::Object(object) => {
            uses.extend(target(value).filter(|target| !target.starts_with("/components/schemas/")));
            object.values().for_each(|inner| used(inner, uses));
        }
        _ => {}
    }
}

fn target(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.strip_prefix('#')
}
