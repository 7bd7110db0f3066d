//! Puts shared parameters, bodies, answers and headers where they are used.
//!
//! Later rules change each use for itself (one name may be a client header here and a setter there), and emission
//! reads operations one by one: a reference would have to be followed at every such place.

use serde_json::{Value, json};

use super::visit::ORIGIN;
use crate::{
    document::{Document, METHODS, Object, Place, escape},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "component_references";

/// How many references are followed in a row before a chain counts as endless.
const LONGEST_CHAIN: usize = 32;

/// Replaces every reference but those to schemas by what it points to, and drops the shared parts.
pub fn apply(document: &mut Document, report: &mut Report) {
    let mut paths = document.0.get_mut("paths").map(Value::take).unwrap_or_else(|| json!({}));
    let mut resolver = Resolver { root: &document.0, report };
    for (path, item) in paths.as_object_mut().into_iter().flatten() {
        let pointer = format!("/paths/{}", escape(path));
        if !resolver.resolve(item, &pointer) {
            *item = json!({});
        }
        let Some(item) = item.as_object_mut() else {
            continue;
        };
        resolver.parameters(item, &pointer);
        for method in METHODS {
            if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                resolver.operation(operation, &Place { path, method });
            }
        }
    }
    if let Some(root) = document.0.as_object_mut() {
        root.insert("paths".to_owned(), paths);
    }
    if let Some(components) = document.0.get_mut("components").and_then(Value::as_object_mut) {
        components.retain(|key, _| key == "schemas" || key == "securitySchemes");
    }
}

struct Resolver<'a> {
    root: &'a Value,
    report: &'a mut Report,
}

impl Resolver<'_> {
    fn operation(&mut self, operation: &mut Object, place: &Place<'_>) {
        let pointer = place.pointer();
        self.parameters(operation, &pointer);
        operation.remove("callbacks");
        if let Some(body) = operation.get_mut("requestBody")
            && !self.resolve(body, &format!("{pointer}/requestBody"))
        {
            operation.remove("requestBody");
        }
        for (status, response) in operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().flatten() {
            let pointer = format!("{pointer}/responses/{}", escape(status));
            if !self.resolve(response, &pointer) {
                *response = json!({"description": ""});
            }
            self.answer(response, &pointer);
        }
    }

    fn answer(&mut self, response: &mut Value, pointer: &str) {
        let Some(response) = response.as_object_mut() else {
            return;
        };
        response.remove("links");
        if let Some(headers) = response.get_mut("headers").and_then(Value::as_object_mut) {
            headers.retain(|name, header| {
                let keep = self.resolve(header, &format!("{pointer}/headers/{}", escape(name)));
                if let Some(header) = header.as_object_mut() {
                    header.remove(ORIGIN);
                }
                keep
            });
        }
    }

    fn parameters(&mut self, holder: &mut Object, pointer: &str) {
        if let Some(parameters) = holder.get_mut("parameters").and_then(Value::as_array_mut) {
            let mut index = 0;
            parameters.retain_mut(|parameter| {
                let keep = self.resolve(parameter, &format!("{pointer}/parameters/{index}"));
                index += 1;
                keep
            });
        }
    }

    /// Follows the reference in `value`, if it is one, and marks where the result stands in the received document.
    fn resolve(&mut self, value: &mut Value, pointer: &str) -> bool {
        let mut origin = pointer.to_owned();
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
                break;
            };
            origin = reference.trim_start_matches('#').to_owned();
            let Some(found) = self.root.pointer(&origin) else {
                let note = format!(
                    "`{reference}` points to nothing, so this is left out; add the target under /components or remove the use"
                );
                self.report.hit(RULE, pointer, note);
                return false;
            };
            let found = found.clone();
            self.report.hit(RULE, pointer, format!("`{reference}` put in place"));
            *value = found;
        }
        let known = value.get("$ref").is_none();
        match value.as_object_mut() {
            Some(object) if known => {
                object.insert(ORIGIN.to_owned(), Value::String(origin));
                true
            }
            _ => {
                self.report.hit(
                    RULE,
                    pointer,
                    "not an object, or references that never end: left out; write the object itself here",
                );
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, run_rule};

    #[test]
    fn parameters_bodies_answers_and_headers_are_put_in_place() {
        let (document, report) = run_rule(
            apply,
            document(
                r##"{"paths": {"/x": {"get": {
                "parameters": [{"$ref": "#/components/parameters/Page"}, {"$ref": "#/components/parameters/Gone"}],
                "requestBody": {"$ref": "#/components/requestBodies/B"},
                "responses": {"200": {"$ref": "#/components/responses/R"}}}}},
              "components": {
                "parameters": {"Page": {"$ref": "#/components/parameters/Size"}, "Size": {"name": "size", "in": "query"}},
                "requestBodies": {"B": {"content": {}}},
                "headers": {"H": {"description": "total"}},
                "responses": {"R": {"headers": {"X-Total": {"$ref": "#/components/headers/H"}}}}}}"##,
            ),
        );
        assert_eq!(
            document.0["paths"]["/x"]["get"],
            json!({
                "parameters": [{"name": "size", "in": "query", ORIGIN: "/components/parameters/Size"}],
                "requestBody": {"content": {}, ORIGIN: "/components/requestBodies/B"},
                "responses": {"200": {"headers": {"X-Total": {"description": "total"}}, ORIGIN: "/components/responses/R"}},
            })
        );
        assert_eq!(document.0["components"], json!({}));
        let notes: Vec<_> =
            report.rules().flat_map(|(_, hits)| hits).filter(|hit| hit.note.contains("nothing")).collect();
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].pointer, "/paths/~1x/get/parameters/1");
    }

    #[test]
    fn a_ring_of_references_ends() {
        let (document, report) = run_rule(
            apply,
            document(
                r##"{"paths": {"/x": {"get": {"parameters": [{"$ref": "#/components/parameters/A"}]}}},
              "components": {"parameters": {"A": {"$ref": "#/components/parameters/A"}}}}"##,
            ),
        );
        assert_eq!(document.0["paths"]["/x"]["get"]["parameters"], json!([]));
        assert!(report.rules().flat_map(|(_, hits)| hits).any(|hit| hit.note.contains("never end")));
    }
}
