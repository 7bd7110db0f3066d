//! Drops parameters that stand where the client sends nothing.
//!
//! The API authenticates by header; a cookie in an operation is left over from a browser session, and the runtime
//! keeps no cookies to fill it from. Any other place, or a missing name, is a slip that no request could honour.

use serde_json::Value;

use super::visit::parameter_pointer;
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "parameter_places";

/// Removes cookie parameters, and those without a name or a place known to OpenAPI 3.0.
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations_mut(|place, operation| {
        let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else {
            return;
        };
        let mut index = 0;
        parameters.retain(|parameter| {
            let problem = parameter.as_object().map_or(Some("not an object: dropped"), problem);
            if let Some(note) = problem {
                let pointer = parameter.as_object().map(|object| parameter_pointer(place, index, object));
                report.hit(RULE, pointer.unwrap_or_else(|| format!("{}/parameters/{index}", place.pointer())), note);
            }
            index += 1;
            problem.is_none()
        });
    });
}

fn problem(parameter: &Object) -> Option<&'static str> {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    match text("in") {
        "cookie" => Some("cookie parameter dropped"),
        "path" | "query" | "header" if text("name").is_empty() => Some("has no name: dropped; give it one"),
        "path" | "query" | "header" => None,
        _ => Some("`in` is none of path, query, header: dropped; OpenAPI 3.0 wants bodies under requestBody"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    #[test]
    fn cookies_and_unknown_places_go_with_their_place_reported() {
        let (document, report) = run_rule(
            apply,
            operation(
                r#"{"parameters": [{"name": "a", "in": "query"}, {"name": "s", "in": "cookie"}, {"name": "b", "in": "body"}, {"in": "path"}, 7]}"#,
            ),
        );
        assert_eq!(get(&document)["parameters"], serde_json::json!([{"name": "a", "in": "query"}]));
        let pointers: Vec<_> = report.rules().flat_map(|(_, hits)| hits).map(|hit| hit.pointer.as_str()).collect();
        assert_eq!(pointers, (1..5).map(|index| format!("/paths/~1x/get/parameters/{index}")).collect::<Vec<_>>());
    }
}
