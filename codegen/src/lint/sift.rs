//! The rest of a document once what is broken is taken out, so that the rules can be asked about it.

use std::cmp::Reverse;

use serde_json::Value;

use crate::defect::{Defect, Place};
use crate::document::Document;

/// How often what is broken is taken out: taking out one thing can break another.
const ROUNDS: usize = 8;

/// Takes out every place that `check` finds a defect at, until it finds none; nothing when that leads nowhere.
pub(super) fn without_defects(mut document: Document, check: &dyn Fn(&Document) -> Vec<Defect>) -> Option<Document> {
    for _ in 0..ROUNDS {
        let defects = check(&document);
        if defects.is_empty() {
            return Some(document);
        }
        let mut pointers = Vec::new();
        for defect in defects {
            match defect.place {
                Place::Pointer(pointer) if pointer.matches('/').count() > 1 => pointers.push(pointer),
                _ => return None,
            }
        }
        // Later items of an array first: taking one out moves those behind it.
        pointers.sort_by_key(|pointer| Reverse(Place::Pointer(pointer.clone())));
        pointers.iter().for_each(|pointer| take_out(&mut document.0, pointer));
    }
    None
}

fn take_out(value: &mut Value, pointer: &str) {
    let Some((parent, token)) = pointer.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.remove(&token.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(index) = token.parse().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}
