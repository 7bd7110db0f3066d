//! What a single parameter must have.

use serde_json::Value;

use super::walk::{Kind, Node};
use crate::defect::Defect;

pub(super) fn check(node: Node<'_>, defects: &mut Vec<Defect>) {
    if node.kind != Kind::Parameter || node.object.contains_key("$ref") {
        return;
    }
    let name = node.object.get("name").and_then(Value::as_str).unwrap_or_default();
    if name.is_empty() {
        let help = "add `name`, the name that is sent";
        defects.push(node.defect("the parameter has no name", help));
    }
    let help = "write `in: path`, `query`, `header` or `cookie`";
    match node.object.get("in") {
        Some(Value::String(place)) => match place.as_str() {
            "path" | "query" | "header" | "cookie" => {}
            "body" | "formData" => {
                let message = format!("parameter `{name}` is in `{place}`, which is Swagger 2.0");
                let help = "declare it under `requestBody`";
                defects.push(node.defect(message, help));
            }
            other => {
                let message = format!("parameter `{name}` is in `{other}`, which does not exist");
                defects.push(node.defect(message, help));
            }
        },
        _ => {
            let message = format!("parameter `{name}` does not say where it is sent");
            defects.push(node.defect(message, help));
        }
    }
}
