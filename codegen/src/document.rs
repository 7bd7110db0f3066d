//! The OpenAPI document as passes see it: JSON text, addressed by pointers.

use serde_json::{Map, Value};

/// What an operation without a tag is filed under.
pub const NO_TAG: &str = "default";

/// The HTTP methods under which a path item can hold an operation, in the order in which they are visited.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A JSON object of the document.
pub type Object = Map<String, Value>;

/// An OpenAPI document, kept as JSON so that a pass can see what a typed model would refuse or lose.
#[derive(Debug, Clone, PartialEq)]
pub struct Document(pub Value);

impl Document {
    /// The named schemas, `#/components/schemas`.
    pub fn schemas(&self) -> Option<&Object> {
        self.0.pointer("/components/schemas")?.as_object()
    }

    /// The named schemas, mutable; created when the document has none.
    pub fn schemas_mut(&mut self) -> &mut Object {
        object_entry(object_entry(as_object(&mut self.0), "components"), "schemas")
    }

    /// Visits every operation with its JSON pointer, in path and method order.
    pub fn operations_mut(&mut self, mut visit: impl FnMut(&Place<'_>, &mut Object)) {
        let Some(paths) = self.0.get_mut("paths").and_then(Value::as_object_mut) else {
            return;
        };
        for (path, item) in paths {
            for method in METHODS {
                if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
                    visit(&Place { path, method }, operation);
                }
            }
        }
    }

    /// Visits every operation with its JSON pointer, in path and method order.
    pub fn operations(&self, mut visit: impl FnMut(&Place<'_>, &Object)) {
        let Some(paths) = self.0.get("paths").and_then(Value::as_object) else {
            return;
        };
        for (path, item) in paths {
            for method in METHODS {
                if let Some(operation) = item.get(method).and_then(Value::as_object) {
                    visit(&Place { path, method }, operation);
                }
            }
        }
    }

    /// Visits every schema object of the document, outer before inner, with its JSON pointer.
    ///
    /// Reached are the named schemas, and those of parameters, request bodies and responses of operations.
    pub fn schemas_visit_mut(&mut self, visit: &mut dyn FnMut(&str, &mut Object)) {
        for (name, schema) in self.schemas_mut() {
            visit_schema(&format!("/components/schemas/{}", escape(name)), schema, visit);
        }
        self.operations_mut(|place, operation| {
            let base = place.pointer();
            if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
                for (index, parameter) in parameters.iter_mut().enumerate() {
                    if let Some(schema) = parameter.get_mut("schema") {
                        visit_schema(&format!("{base}/parameters/{index}/schema"), schema, visit);
                    }
                }
            }
            if let Some(body) = operation.get_mut("requestBody") {
                visit_content(&format!("{base}/requestBody"), body, visit);
            }
            if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
                for (status, response) in responses {
                    visit_content(&format!("{base}/responses/{status}"), response, visit);
                }
            }
        });
    }
}

/// Where an operation stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The path template.
    pub path: &'a str,
    /// The method in lower case.
    pub method: &'a str,
}

impl Place<'_> {
    /// The JSON pointer of the operation.
    pub fn pointer(&self) -> String {
        format!("/paths/{}/{}", escape(self.path), self.method)
    }
}

/// Escapes one token of a JSON pointer (RFC 6901).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The name a local `$ref` points to below `#/components/schemas`.
pub fn ref_name(schema: &Object) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/components/schemas/")
}

fn visit_content(base: &str, holder: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    let Some(content) = holder.get_mut("content").and_then(Value::as_object_mut) else {
        return;
    };
    for (media_type, media) in content {
        if let Some(schema) = media.get_mut("schema") {
            visit_schema(&format!("{base}/content/{}/schema", escape(media_type)), schema, visit);
        }
    }
}

/// Visits a schema and all schemas inside it, outer before inner.
pub fn visit_schema(pointer: &str, schema: &mut Value, visit: &mut dyn FnMut(&str, &mut Object)) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    visit(pointer, object);
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(parts) = object.get_mut(key).and_then(Value::as_array_mut) {
            for (index, part) in parts.iter_mut().enumerate() {
                visit_schema(&format!("{pointer}/{key}/{index}"), part, visit);
            }
        }
    }
    if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, property) in properties {
            visit_schema(&format!("{pointer}/properties/{}", escape(name)), property, visit);
        }
    }
    for key in ["items", "additionalProperties", "not"] {
        if let Some(inner) = object.get_mut(key) {
            visit_schema(&format!("{pointer}/{key}"), inner, visit);
        }
    }
}

fn as_object(value: &mut Value) -> &mut Object {
    if !value.is_object() {
        *value = Value::Object(Object::new());
    }
    match value {
        Value::Object(object) => object,
        _ => unreachable!("made an object above"),
    }
}

fn object_entry<'a>(object: &'a mut Object, key: &str) -> &'a mut Object {
    as_object(object.entry(key).or_insert(Value::Null))
}
