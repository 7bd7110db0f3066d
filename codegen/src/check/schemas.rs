//! What a single schema must hold to.

use serde_json::Value;

use super::references;
use super::walk::{Kind, Node};
use crate::defect::Defect;
use crate::document::escape;
use crate::load::kind_of;

pub(super) fn check(root: &Value, node: Node<'_>, defects: &mut Vec<Defect>) {
    if node.kind != Kind::Schema || node.object.contains_key("$ref") {
        return;
    }
    match node.object.get("enum") {
        None => {}
        Some(Value::Array(values)) if !values.is_empty() => {}
        Some(Value::Array(_)) => {
            let help = "list the values, or remove `enum` to allow every value";
            defects.push(node.defect("`enum` is empty, so that no value is allowed", help));
        }
        Some(other) => {
            let message = format!("`enum` is {}, not an array", kind_of(other));
            defects.push(node.defect(message, "write the values as an array"));
        }
    }
    if let Some(discriminator) = node.object.get("discriminator") {
        check_discriminator(root, node, discriminator, defects);
    }
}

fn check_discriminator(root: &Value, node: Node<'_>, discriminator: &Value, defects: &mut Vec<Defect>) {
    let pointer = format!("{}/discriminator", node.pointer);
    if discriminator.get("propertyName").and_then(Value::as_str).is_none() {
        let message = "the discriminator does not name its property";
        let help = "write `discriminator: {propertyName: <property>}`";
        defects.push(Defect::at_pointer(&pointer, message, help));
    }
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    for (tag, target) in mapping.into_iter().flatten() {
        let pointer = format!("{pointer}/mapping/{}", escape(tag));
        let Value::String(target) = target else {
            let message = format!("the mapping is to {}, not to a schema", kind_of(target));
            let help = "write the name of a schema, or a reference to it";
            defects.push(Defect::at_pointer(pointer, message, help));
            continue;
        };
        // A mapping gives a reference or the bare name of a schema.
        let reference = match target.contains(['#', '/']) {
            true => target.clone(),
            false => format!("#/components/schemas/{target}"),
        };
        if let Err((message, help)) = references::target(root, &reference, "schemas") {
            defects.push(Defect::at_pointer(pointer, message, help));
        }
    }
}
