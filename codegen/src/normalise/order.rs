//! Keeps the result independent of how the document's keys were ordered, and clean of our own marks.

use serde_json::Value;

use super::visit::ORIGIN;
use crate::document::{Document, Object};

/// Sorts the keys of all objects, whatever map type the JSON library was built with.
pub(crate) fn sort_keys(document: &mut Document) {
    sort(&mut document.0);
}

fn sort(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.values_mut().for_each(sort);
            if !object.keys().is_sorted() {
                let mut entries: Vec<(String, Value)> = std::mem::take(object).into_iter().collect();
                entries.sort_by(|one, other| one.0.cmp(&other.0));
                *object = Object::from_iter(entries);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(sort),
        _ => {}
    }
}

/// Removes the marks that carried original places through the rules.
pub(crate) fn remove_origins(document: &mut Document) {
    for schema in document.schemas_mut().values_mut().filter_map(Value::as_object_mut) {
        schema.remove(ORIGIN);
    }
    document.operations_mut(|_, operation| {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
        for parameter in parameters.filter_map(Value::as_object_mut) {
            parameter.remove(ORIGIN);
        }
        if let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) {
            body.remove(ORIGIN);
        }
        let answers = operation.get_mut("responses").and_then(Value::as_object_mut);
        for answer in answers.into_iter().flat_map(|answers| answers.values_mut()).filter_map(Value::as_object_mut) {
            answer.remove(ORIGIN);
        }
    });
    if let Some(paths) = document.0.get_mut("paths").and_then(Value::as_object_mut) {
        for item in paths.values_mut().filter_map(Value::as_object_mut) {
            item.remove(ORIGIN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, operation};

    #[test]
    fn keys_are_sorted_at_every_depth() {
        let mut one = document(r#"{"b": {"d": 1, "c": [{"f": 1, "e": 2}]}, "a": 1}"#);
        sort_keys(&mut one);
        assert_eq!(one.0.to_string(), r#"{"a":1,"b":{"c":[{"e":2,"f":1}],"d":1}}"#);
    }

    #[test]
    fn no_mark_is_left() {
        let mut one = operation(
            r#"{"parameters": [{"x-harness-origin": "/a"}], "requestBody": {"x-harness-origin": "/b"}, "responses": {"2XX": {"x-harness-origin": "/c"}}}"#,
        );
        one.schemas_mut().insert("S".to_owned(), serde_json::json!({ORIGIN: "/d"}));
        remove_origins(&mut one);
        assert!(!one.0.to_string().contains(ORIGIN));
    }
}
