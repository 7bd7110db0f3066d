//! How large the parts of a document may be: what stands behind this rule may take time that grows with their square.

use serde_json::Value;

use crate::defect::{Defect, Trail};
use crate::document::{METHODS, Object};
use crate::load::limits::{MAX_ENTRIES, MAX_OPERATIONS, MAX_PARTS, MAX_POINTERS};

pub(super) fn check(root: &Value) -> Vec<Defect> {
    let mut search = Search::default();
    let paths = root.get("paths").and_then(Value::as_object);
    let methods = paths.into_iter().flat_map(Object::values).filter_map(Value::as_object);
    let operations: usize =
        methods.map(|item| METHODS.iter().filter(|method| item.contains_key(**method)).count()).sum();
    search.limit("/paths", "operations", operations, MAX_OPERATIONS);
    search.descend(root, 0);
    if search.pointers > MAX_POINTERS {
        let message = format!("the names of all parts have more than {} MiB together", MAX_POINTERS >> 20);
        search.defects.push(Defect::at_pointer("", message, "shorten the names of parts that hold many others"));
    }
    search.defects
}

#[derive(Default)]
struct Search {
    trail: Trail,
    defects: Vec<Defect>,
    /// The bytes of all pointers so far.
    pointers: usize,
}

impl Search {
    fn limit(&mut self, pointer: &str, what: &str, count: usize, limit: usize) {
        if count > limit {
            let message = format!("{count} {what}, more than {limit}");
            self.defects.push(Defect::at_pointer(pointer, message, "split the document, or this part of it"));
        }
    }

    fn descend(&mut self, value: &Value, depth: usize) {
        let pointer = self.trail.pointer().to_owned();
        self.pointers = self.pointers.saturating_add(pointer.len());
        if self.pointers > MAX_POINTERS {
            return;
        }
        let parts = pointer == "/paths" || depth == 2 && pointer.starts_with("/components/");
        let limit = if parts { MAX_PARTS } else { MAX_ENTRIES };
        match value {
            Value::Array(items) => {
                self.limit(&pointer, "entries", items.len(), limit);
                for (index, item) in items.iter().enumerate() {
                    self.within(&index.to_string(), item, depth);
                }
            }
            Value::Object(object) => {
                self.limit(&pointer, "entries", object.len(), limit);
                for (key, inner) in object {
                    self.within(key, inner, depth);
                }
            }
            _ => {}
        }
    }

    fn within(&mut self, token: &str, value: &Value, depth: usize) {
        // Scalars hold nothing, and are most of a document.
        if value.is_array() || value.is_object() {
            let length = self.trail.enter(token);
            self.descend(value, depth + 1);
            self.trail.leave(length);
        }
    }
}
