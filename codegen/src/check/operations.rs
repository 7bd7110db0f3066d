//! What a single operation must have, and operationIds that stand twice.

use std::collections::BTreeMap;

use serde_json::Value;

use super::walk::{Kind, Node};
use crate::defect::Defect;
use crate::load::kind_of;

/// The operationIds seen so far, with the place of the first operation of each.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<String, String>);

pub(super) fn check(node: Node<'_>, ids: &mut Ids, defects: &mut Vec<Defect>) {
    if node.kind != Kind::Operation {
        return;
    }
    match node.object.get("operationId") {
        None => {}
        // A name is derived for an operation without one.
        Some(Value::String(id)) if id.is_empty() => {}
        Some(Value::String(id)) => match ids.0.get(id) {
            Some(first) => {
                let message = format!("operationId `{id}` is taken by #{first}");
                defects.push(node.defect(message, "give each operation an id of its own"));
            }
            None => {
                ids.0.insert(id.clone(), node.pointer.to_owned());
            }
        },
        Some(other) => {
            let message = format!("operationId is {}, not a string", kind_of(other));
            defects.push(node.defect(message, "write a string, or remove it"));
        }
    }
}
