//! Components that are nothing but themselves: cycles of references with no object between.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::walk::{Kind, REFERABLE};
use crate::defect::Defect;
use crate::document::{Object, escape};

/// From a component to the components it is made of, all as JSON pointers.
type Graph = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check(root: &Value) -> Vec<Defect> {
    // Which components merge into which, and which are other names for which. A cycle of both together can be sound:
    // an object that is extended by a map of such objects.
    let mut merged = Graph::new();
    let mut named = Graph::new();
    for kind in REFERABLE {
        let section = kind.section().unwrap_or_default();
        let components = root.get("components").and_then(|all| all.get(section)?.as_object());
        for (name, component) in components.into_iter().flatten() {
            let pointer = format!("/components/{section}/{}", escape(name));
            let targets = merged.entry(pointer.clone()).or_default();
            collect(component, &mut merged_parts, targets);
            if kind == Kind::Schema {
                collect(component, &mut named_parts, named.entry(pointer).or_default());
            }
        }
    }
    let mut cycles = cycles_of(&merged);
    cycles.extend(cycles_of(&named));
    cycles.into_iter().map(|cycle| defect(&cycle)).collect()
}

fn defect(cycle: &[String]) -> Defect {
    let first = cycle.first().map(String::as_str).unwrap_or_default();
    let name = |pointer: &str| pointer.rsplit('/').next().unwrap_or_default().to_owned();
    let mut names: Vec<String> = cycle.iter().map(|pointer| name(pointer)).collect();
    names.push(name(first));
    let message = format!("the component is made of itself: {}", names.join(" -> "));
    let help = "break the cycle with an object that has the next one as a property";
    Defect::at_pointer(first, message, help)
}

/// Adds the targets of the references that `value` is made of.
fn collect(value: &Value, parts: &mut dyn for<'a> FnMut(&'a Object) -> Vec<&'a Value>, targets: &mut BTreeSet<String>) {
    let Some(object) = value.as_object() else {
        return;
    };
    if let Some(reference) = object.get("$ref") {
        let pointer = reference.as_str().and_then(|reference| reference.strip_prefix('#'));
        targets.extend(pointer.map(str::to_owned));
        return;
    }
    for part in parts(object) {
        collect(part, parts, targets);
    }
}

fn list<'a>(schema: &'a Object, key: &str) -> &'a [Value] {
    schema.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn merged_parts(schema: &Object) -> Vec<&Value> {
    list(schema, "allOf").iter().collect()
}

/// What a schema is another name for: the element of a list or a map, or the only alternative.
fn named_parts(schema: &Object) -> Vec<&Value> {
    let has_fields = ["properties", "discriminator"].iter().any(|key| schema.contains_key(*key));
    if has_fields {
        return Vec::new();
    }
    let alternatives: Vec<&Value> = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| list(schema, key)).collect();
    match alternatives.as_slice() {
        [] => ["items", "additionalProperties"].iter().filter_map(|key| schema.get(*key)).collect(),
        [_] => alternatives,
        _ => Vec::new(),
    }
}

/// The cycles of a graph, each from its first node in order; where cycles share nodes, at least one of them.
fn cycles_of(graph: &Graph) -> BTreeSet<Vec<String>> {
    let mut cycles = BTreeSet::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in graph.keys() {
        // The nodes from the start to here, each with the targets still to follow. A stack of its own, as a chain of
        // references may be as long as the document.
        let mut trail: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut on_trail: BTreeSet<&str> = BTreeSet::new();
        let mut next = Some(start.as_str());
        loop {
            if let Some(node) = next.take() {
                if on_trail.contains(node) {
                    let nodes = trail.iter().map(|(node, _)| *node);
                    cycles.insert(rotated(nodes.skip_while(|other| *other != node).collect()));
                } else if !done.contains(node) {
                    on_trail.insert(node);
                    let targets = graph.get(node).into_iter().flatten();
                    trail.push((node, targets.map(String::as_str).collect()));
                }
            }
            let Some((node, targets)) = trail.last_mut() else {
                break;
            };
            next = targets.pop();
            if next.is_none() {
                on_trail.remove(node);
                done.insert(node);
                trail.pop();
            }
        }
    }
    cycles
}

fn rotated(mut cycle: Vec<&str>) -> Vec<String> {
    let first = cycle.iter().enumerate().min_by_key(|(_, node)| **node);
    let first = first.map_or(0, |(index, _)| index);
    cycle.rotate_left(first);
    cycle.into_iter().map(str::to_owned).collect()
}
