//! Gives every operation the parameters its path declares for all methods.
//!
//! Emission reads operations alone: a parameter left at the path would never be sent, and a hole in the path template
//! would stay unfilled.

use serde_json::Value;

use super::visit::{each_method, each_path, parameter_pointer};
use crate::{
    document::{Document, Object, Place},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "path_parameters";

/// Copies parameters of path items into their operations; an operation's own declaration wins.
pub fn apply(document: &mut Document, report: &mut Report) {
    each_path(document, |path, item| {
        let Some(Value::Array(shared)) = item.remove("parameters") else {
            return;
        };
        let place = Place { path, method: "" };
        for (index, parameter) in shared.iter().enumerate() {
            let pointer = parameter.as_object().map(|object| parameter_pointer(&place, index, object));
            report.hit(RULE, pointer.unwrap_or_default(), "copied into the operations of the path");
        }
        each_method(item, |_, operation| push_down(&shared, operation));
    });
}

fn push_down(shared: &[Value], operation: &mut Object) {
    let own = match operation.remove("parameters") {
        Some(Value::Array(own)) => own,
        _ => Vec::new(),
    };
    let mut all: Vec<Value> =
        shared.iter().filter(|one| !own.iter().any(|other| key(one) == key(other))).cloned().collect();
    all.extend(own);
    operation.insert("parameters".to_owned(), Value::Array(all));
}

/// What makes two parameters the same one: their place and name; header names regardless of case.
pub(crate) fn key(parameter: &Value) -> (String, String) {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (place, name) = (text("in"), text("name"));
    let name = if place == "header" { name.to_ascii_lowercase() } else { name };
    (place, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, run_rule};

    #[test]
    fn the_operation_wins_and_headers_compare_without_case() {
        let (document, report) = run_rule(
            apply,
            document(
                r#"{"paths": {"/x/{id}": {
                "parameters": [{"name": "id", "in": "path"}, {"name": "X-Own", "in": "header", "required": true}],
                "get": {"parameters": [{"name": "x-own", "in": "header"}]}, "put": {}}}}"#,
            ),
        );
        let item = &document.0["paths"]["/x/{id}"];
        assert_eq!(
            item["get"]["parameters"],
            serde_json::json!([{"name": "id", "in": "path"}, {"name": "x-own", "in": "header"}])
        );
        assert_eq!(item["put"]["parameters"].as_array().unwrap().len(), 2);
        assert!(item.get("parameters").is_none());
        assert_eq!(report.count(RULE), 2);
    }
}
