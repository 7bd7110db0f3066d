//! How rules reach the schemas and parameters of a document, and how they name the place they stand at.

use std::fmt;

use serde_json::Value;

use crate::{
    document::{Document, METHODS, Object, Place, escape},
    report::Report,
};

/// Mark on parameters, bodies, answers and hoisted schemas: their JSON pointer in the document as it was received.
///
/// Rules move and merge such objects, yet their hits must name the place a reader can look up. It is removed at the end.
pub(crate) const ORIGIN: &str = "x-harness-origin";

/// Keys below which a list of schemas stands.
pub(crate) const LISTS: [&str; 4] = ["allOf", "oneOf", "anyOf", "x-harness-any-of"];

/// Keys below which one schema stands.
pub(crate) const SINGLES: [&str; 4] = ["items", "additionalProperties", "not", "x-harness-base"];

/// The place of a schema; becomes text only when a rule has something to say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    parent: Option<&'a At<'a>>,
    token: Token<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Token<'a> {
    Pointer(&'a str),
    Named(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// A place known by its pointer.
    pub(crate) fn pointer(pointer: &'a str) -> Self {
        At { parent: None, token: Token::Pointer(pointer) }
    }

    /// The place of a named schema.
    pub(crate) fn named(name: &'a str) -> Self {
        At { parent: None, token: Token::Named(name) }
    }

    /// Whether this is a named schema itself rather than something inside one.
    pub(crate) fn is_named(&self) -> bool {
        self.parent.is_none() && matches!(self.token, Token::Named(_))
    }

    /// Whether this is the schema under the keyword `keyword`, and not a property of that name.
    pub(crate) fn is_under(&self, keyword: &str) -> bool {
        let is = |at: &At<'_>, name: &str| matches!(at.token, Token::Key(key) if key == name);
        is(self, keyword) && !self.parent.is_some_and(|parent| is(parent, "properties"))
    }

    /// The place below `key`.
    pub(crate) fn key(&'a self, key: &'a str) -> At<'a> {
        At { parent: Some(self), token: Token::Key(key) }
    }

    /// The place at `index`.
    pub(crate) fn index(&'a self, index: usize) -> At<'a> {
        At { parent: Some(self), token: Token::Index(index) }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(out)?;
        }
        match self.token {
            Token::Pointer(pointer) => out.write_str(pointer),
            Token::Named(name) => write!(out, "/components/schemas/{}", escape(name)),
            Token::Key(key) => write!(out, "/{}", escape(key)),
            Token::Index(index) => write!(out, "/{index}"),
        }
    }
}

impl From<&At<'_>> for String {
    fn from(at: &At<'_>) -> Self {
        at.to_string()
    }
}

/// What a rule does at every schema.
pub(crate) type Visit<'v> = dyn FnMut(&At<'_>, &mut Value) + 'v;

/// Visits every schema of the document, outer before inner: first the named ones, then those of operations.
pub(crate) fn each_schema(document: &mut Document, visit: &mut Visit<'_>) {
    for (name, schema) in document.schemas_mut() {
        let origin = schema.get(ORIGIN).and_then(Value::as_str).map(str::to_owned);
        let at = origin.as_deref().map_or_else(|| At::named(name), At::pointer);
        walk(&at, schema, visit);
    }
    each_root(document, &mut |_, at, schema| walk(at, schema, visit));
}

/// A rule that looks at one schema at a time.
pub(crate) type SchemaRule = fn(&At<'_>, &mut Value, &mut Report);

/// Applies rules to every schema of the document in one walk: all of them to a schema before any to those inside it.
pub(crate) fn every_schema(document: &mut Document, report: &mut Report, rules: &[SchemaRule]) {
    each_schema(document, &mut |at, schema| rules.iter().for_each(|rule| rule(at, schema, report)));
}

/// The part an operation's schema plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    /// The value of the parameter of this name.
    Parameter(&'a str),
    /// The request body.
    Body,
    /// The answer.
    Answer,
}

/// An operation's schema: whose it is and what it is for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Root<'a> {
    /// The operation's id; empty while it has none.
    pub(crate) operation: &'a str,
    /// What the schema describes.
    pub(crate) role: Role<'a>,
}

/// Visits the outermost schemas of operations: those of parameters, request bodies and answers.
pub(crate) fn each_root(document: &mut Document, visit: &mut dyn FnMut(&Root<'_>, &At<'_>, &mut Value)) {
    document.operations_mut(|place, operation| {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let base = place.pointer();
        let top = At::pointer(&base);
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            let list = top.key("parameters");
            for (index, parameter) in parameters.iter_mut().enumerate() {
                parameter_root(&id, &list.index(index), parameter, visit);
            }
        }
        if let Some(body) = operation.get_mut("requestBody") {
            let root = Root { operation: &id, role: Role::Body };
            content_roots(&root, &top.key("requestBody"), body, visit);
        }
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            let list = top.key("responses");
            for (status, response) in responses {
                let root = Root { operation: &id, role: Role::Answer };
                content_roots(&root, &list.key(status), response, visit);
            }
        }
    });
}

fn parameter_root(
    operation: &str,
    fallback: &At<'_>,
    parameter: &mut Value,
    visit: &mut dyn FnMut(&Root<'_>, &At<'_>, &mut Value),
) {
    let Some(object) = parameter.as_object_mut() else {
        return;
    };
    let (mut name, mut at, mut schema) = ("", *fallback, None);
    for (key, value) in object.iter_mut() {
        match key.as_str() {
            "name" => name = value.as_str().unwrap_or_default(),
            ORIGIN => at = At::pointer(value.as_str().unwrap_or_default()),
            "schema" => schema = Some(value),
            _ => {}
        }
    }
    if let Some(schema) = schema {
        let root = Root { operation, role: Role::Parameter(name) };
        visit(&root, &at.key("schema"), schema);
    }
}

fn content_roots(
    root: &Root<'_>,
    fallback: &At<'_>,
    holder: &mut Value,
    visit: &mut dyn FnMut(&Root<'_>, &At<'_>, &mut Value),
) {
    let Some(object) = holder.as_object_mut() else {
        return;
    };
    let (mut at, mut content) = (*fallback, None);
    for (key, value) in object.iter_mut() {
        match key.as_str() {
            ORIGIN => at = At::pointer(value.as_str().unwrap_or_default()),
            "content" => content = value.as_object_mut(),
            _ => {}
        }
    }
    for (media_type, media) in content.into_iter().flatten() {
        if let Some(schema) = media.get_mut("schema") {
            visit(root, &at.key("content").key(media_type).key("schema"), schema);
        }
    }
}

/// Visits a schema and all schemas inside it, outer before inner.
pub(crate) fn walk(at: &At<'_>, schema: &mut Value, visit: &mut Visit<'_>) {
    visit(at, schema);
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    for (key, value) in object.iter_mut() {
        let below = at.key(key);
        match value {
            Value::Array(parts) if LISTS.contains(&key.as_str()) => {
                for (index, part) in parts.iter_mut().enumerate() {
                    walk(&below.index(index), part, visit);
                }
            }
            Value::Object(properties) if key == "properties" => {
                for (name, property) in properties.iter_mut() {
                    walk(&below.key(name), property, visit);
                }
            }
            _ if SINGLES.contains(&key.as_str()) => walk(&below, value, visit),
            _ => {}
        }
    }
}

/// Visits every parameter of every operation with its pointer.
pub(crate) fn each_parameter(document: &mut Document, mut visit: impl FnMut(&Place<'_>, &str, &mut Object)) {
    document.operations_mut(|place, operation| {
        let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else {
            return;
        };
        for (index, parameter) in parameters.iter_mut().enumerate() {
            if let Some(object) = parameter.as_object_mut() {
                let pointer = parameter_pointer(place, index, object);
                visit(place, &pointer, object);
            }
        }
    });
}

/// The pointer of a parameter in the document as it was received.
pub(crate) fn parameter_pointer(place: &Place<'_>, index: usize, parameter: &Object) -> String {
    match parameter.get(ORIGIN).and_then(Value::as_str) {
        Some(origin) => origin.to_owned(),
        None => format!("{}/parameters/{index}", place.pointer()),
    }
}

/// Visits every path with its item.
pub(crate) fn each_path(document: &mut Document, mut visit: impl FnMut(&str, &mut Object)) {
    let Some(paths) = document.0.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for (path, item) in paths {
        if let Some(item) = item.as_object_mut() {
            visit(path, item);
        }
    }
}

/// Visits the operations of a path item with their methods.
pub(crate) fn each_method(item: &mut Object, mut visit: impl FnMut(&'static str, &mut Object)) {
    for method in METHODS {
        if let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) {
            visit(method, operation);
        }
    }
}

/// Lends the named schemas for reading while the rest of the document is changed.
pub(crate) fn with_schemas(document: &mut Document, work: impl FnOnce(&Object, &mut Document)) {
    let schemas = std::mem::take(document.schemas_mut());
    work(&schemas, document);
    *document.schemas_mut() = schemas;
}
