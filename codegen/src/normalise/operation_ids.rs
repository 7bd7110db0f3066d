//! Gives every operation an id of its own.
//!
//! Ids name methods, builders and the rows of the data files; one that is missing or stands twice would leave an
//! operation without a method or overwrite another's.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::{
    document::{Document, Place},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "operation_ids";

/// Trims ids and derives those that are missing or taken from method and path.
pub fn apply(document: &mut Document, report: &mut Report) {
    let mut taken = HashSet::new();
    let mut numbers = HashMap::new();
    let mut nameless = Vec::new();
    document.operations_mut(|place, operation| {
        let id = operation.get("operationId").and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
        if id.is_empty() || !taken.insert(id.clone()) {
            nameless.push(place.pointer());
        } else {
            operation.insert("operationId".to_owned(), Value::String(id));
        }
    });
    let mut next = nameless.into_iter().peekable();
    document.operations_mut(|place, operation| {
        let Some(pointer) = next.next_if(|pointer| *pointer == place.pointer()) else {
            return;
        };
        let id = free(&derived(place), &mut taken, &mut numbers);
        report.hit(RULE, pointer, format!("missing or taken: called `{id}`"));
        operation.insert("operationId".to_owned(), Value::String(id));
    });
}

fn derived(place: &Place<'_>) -> String {
    let words = place.path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(place.method.to_owned(), |id, word| format!("{id}_{word}"))
}

/// The id, or the first with a number that is free; `numbers` has the last one tried.
fn free(wanted: &str, taken: &mut HashSet<String>, numbers: &mut HashMap<String, usize>) -> String {
    let mut id = wanted.to_owned();
    while !taken.insert(id.clone()) {
        let count = numbers.entry(wanted.to_owned()).or_insert(1);
        *count += 1;
        id = format!("{wanted}_{count}");
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, run_rule};

    #[test]
    fn missing_and_repeated_ids_come_from_method_and_path() {
        let (document, report) = run_rule(
            apply,
            document(
                r#"{"paths": {"/a": {"get": {"operationId": " one "}}, "/b/{id}": {"get": {"operationId": "one"}, "put": {}},
                "/b/id": {"get": {"operationId": ""}}}}"#,
            ),
        );
        let id = |path: &str, method: &str| document.0["paths"][path][method]["operationId"].clone();
        assert_eq!(id("/a", "get"), "one");
        assert_eq!(id("/b/id", "get"), "get_b_id");
        assert_eq!(id("/b/{id}", "get"), "get_b_id_2");
        assert_eq!(id("/b/{id}", "put"), "put_b_id");
        assert_eq!(report.count(RULE), 3);
    }
}
