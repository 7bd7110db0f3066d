//! References: to a component of the right kind that exists, in this document.

use serde_json::Value;

use super::walk::Node;
use crate::defect::Defect;
use crate::load::kind_of;

pub(super) fn check(root: &Value, node: Node<'_>, defects: &mut Vec<Defect>) {
    let Some(reference) = node.object.get("$ref") else {
        return;
    };
    let Some(section) = node.kind.section() else {
        let message = format!("{} is given as a `$ref` that leads to none in the document", node.kind.noun());
        defects.push(node.defect(message, "write out here what it refers to"));
        return;
    };
    let Value::String(reference) = reference else {
        let message = format!("`$ref` is {}, not a string", kind_of(reference));
        let help = format!("write `\"$ref\": \"#/components/{section}/<name>\"`");
        defects.push(node.defect(message, help));
        return;
    };
    if let Err((message, help)) = target(root, reference, section) {
        defects.push(node.defect(message, help));
    }
}

/// Whether `reference` names a component in `section`; else what is wrong and what to do.
pub(super) fn target(root: &Value, reference: &str, section: &str) -> Result<(), (String, String)> {
    let Some(pointer) = reference.strip_prefix('#') else {
        let message = format!("`$ref` `{reference}` leads out of the document, which is not supported");
        let help = format!("bundle it into this document under `#/components/{section}`");
        return Err((message, help));
    };
    let base = format!("/components/{section}/");
    let Some(name) = pointer.strip_prefix(&base).filter(|name| !name.is_empty()) else {
        let message = format!("`$ref` `{reference}` does not lead to `#{base}<name>`");
        return Err((message, format!("name the part under `#{base}` and refer to that")));
    };
    let exists = root.get("components").and_then(|components| components.get(section)?.get(name)).is_some();
    if exists && !name.contains('/') {
        return Ok(());
    }
    if name.contains(['/', '~', '%']) {
        let message = format!("`$ref` `{reference}` leads into a component, or names it with escapes");
        let help = format!("refer to `#{base}<name>`, with a name of letters, digits, `.`, `-` and `_`");
        return Err((message, help));
    }
    let message = format!("`$ref` `{reference}` leads nowhere");
    let help = format!("define `{name}` under `components/{section}`, or correct the name");
    Err((message, help))
}
