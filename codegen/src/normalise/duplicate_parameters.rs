//! Leaves every parameter of an operation once.
//!
//! Two declarations of one name would become two setters of one name; header names are the same whatever their case.

use std::collections::HashMap;

use serde_json::Value;

use super::{path_parameters::key, visit::parameter_pointer};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "duplicate_parameters";

/// Keeps the first declaration; it is required when any of them is.
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations_mut(|place, operation| {
        let Some(Value::Array(parameters)) = operation.get_mut("parameters").map(Value::take) else {
            return;
        };
        let mut seen = HashMap::new();
        let mut kept: Vec<Value> = Vec::with_capacity(parameters.len());
        for (index, parameter) in parameters.into_iter().enumerate() {
            let Some(object) = parameter.as_object() else {
                continue;
            };
            match seen.get(&key(&parameter)) {
                Some(&first) => {
                    report.hit(RULE, parameter_pointer(place, index, object), "declared twice: dropped");
                    if parameter.get("required") == Some(&Value::Bool(true)) {
                        require(&mut kept, first);
                    }
                }
                None => {
                    seen.insert(key(&parameter), kept.len());
                    kept.push(parameter);
                }
            }
        }
        operation.insert("parameters".to_owned(), Value::Array(kept));
    });
}

fn require(parameters: &mut [Value], index: usize) {
    if let Some(object) = parameters.get_mut(index).and_then(Value::as_object_mut) {
        object.insert("required".to_owned(), Value::Bool(true));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    #[test]
    fn header_case_does_not_tell_parameters_apart_but_query_case_does() {
        let (document, report) = run_rule(
            apply,
            operation(
                r#"{"parameters": [{"name": "Harness-Account", "in": "header"}, {"name": "harness-account", "in": "header", "required": true},
                {"name": "id", "in": "query"}, {"name": "ID", "in": "query"}, {"name": "id", "in": "path"}]}"#,
            ),
        );
        let left = get(&document)["parameters"].as_array().unwrap();
        assert_eq!(left.len(), 4);
        assert_eq!(left[0], serde_json::json!({"name": "Harness-Account", "in": "header", "required": true}));
        assert_eq!(report.count(RULE), 1);
    }
}
