//! How deep the document nests; everything behind this rule may recurse.

use serde_json::Value;

use crate::defect::{Defect, Trail};
use crate::load::limits::{DEPTH_HELP, MAX_DEPTH};

pub(super) fn check(root: &Value) -> Vec<Defect> {
    if !is_deeper(root, MAX_DEPTH) {
        return Vec::new();
    }
    let mut search = Search::default();
    search.descend(root, 1);
    let Some(pointer) = search.first else {
        return Vec::new();
    };
    let others = match search.count - 1 {
        0 => String::new(),
        1 => ", and at 1 other place".to_owned(),
        others => format!(", and at {others} other places"),
    };
    let message = format!("arrays and objects nest deeper than {MAX_DEPTH} levels here{others}");
    vec![Defect::at_pointer(pointer, message, DEPTH_HELP)]
}

/// Whether arrays and objects nest in more than `levels`.
fn is_deeper(value: &Value, levels: usize) -> bool {
    let deeper = |inner: &Value| is_deeper(inner, levels - 1);
    match value {
        Value::Array(_) | Value::Object(_) if levels == 0 => true,
        Value::Array(items) => items.iter().any(deeper),
        Value::Object(object) => object.values().any(deeper),
        _ => false,
    }
}

/// Looks for the places that nest too deep.
#[derive(Default)]
struct Search {
    trail: Trail,
    first: Option<String>,
    count: usize,
}

impl Search {
    fn descend(&mut self, value: &Value, depth: usize) {
        if depth > MAX_DEPTH && (value.is_array() || value.is_object()) {
            self.first.get_or_insert_with(|| self.trail.pointer().to_owned());
            self.count += 1;
            return;
        }
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(&index.to_string(), item, depth);
                }
            }
            Value::Object(object) => {
                for (key, inner) in object {
                    self.within(key, inner, depth);
                }
            }
            _ => {}
        }
    }

    fn within(&mut self, token: &str, value: &Value, depth: usize) {
        // Scalars never nest, and are most of a document.
        if !(value.is_array() || value.is_object()) {
            return;
        }
        let length = self.trail.enter(token);
        self.descend(value, depth + 1);
        self.trail.leave(length);
    }
}
