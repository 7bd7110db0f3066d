//! Visits the parts of a document that OpenAPI gives a meaning, and reports those of the wrong shape.
//!
//! Going by the grammar keeps examples, defaults and properties that happen to be called `$ref` from being taken for
//! parts of the document.

use serde_json::Value;

use crate::defect::{Defect, Trail};
use crate::document::{METHODS, Object};
use crate::load::kind_of;

/// What a part of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Response,
    Header,
    MediaType,
    Encoding,
    Schema,
    Callback,
    Link,
    Example,
    SecurityScheme,
}

/// What stands under a key.
#[derive(Clone, Copy)]
enum Shape {
    One(Kind),
    List(Kind),
    /// `items`, which a document of a newer draft may give as a list.
    OneOrList(Kind),
    Map(Kind),
    /// A map in which keys that begin with `x-` are extensions.
    Extensible(Kind),
}

use Kind::{
    Callback, Components, Document, Encoding, Example, Header, Link, MediaType, Operation, Parameter, PathItem,
    RequestBody, Response, Schema, SecurityScheme,
};
use Shape::{Extensible, List, Map, One, OneOrList};

/// The kinds that a component can be.
pub(super) const REFERABLE: [Kind; 9] =
    [Schema, Response, Parameter, Example, RequestBody, Header, SecurityScheme, Link, Callback];

fn parts(kind: Kind) -> &'static [(&'static str, Shape)] {
    match kind {
        Document => &[("paths", Extensible(PathItem)), ("components", One(Components))],
        Components => &[
            ("schemas", Map(Schema)),
            ("responses", Map(Response)),
            ("parameters", Map(Parameter)),
            ("examples", Map(Example)),
            ("requestBodies", Map(RequestBody)),
            ("headers", Map(Header)),
            ("securitySchemes", Map(SecurityScheme)),
            ("links", Map(Link)),
            ("callbacks", Map(Callback)),
        ],
        // The operations of a path item follow from the list of methods.
        PathItem => &[("parameters", List(Parameter))],
        Operation => &[
            ("parameters", List(Parameter)),
            ("requestBody", One(RequestBody)),
            ("responses", Extensible(Response)),
            ("callbacks", Map(Callback)),
        ],
        Parameter | Header => &[("schema", One(Schema)), ("content", Map(MediaType)), ("examples", Map(Example))],
        RequestBody => &[("content", Map(MediaType))],
        Response => &[("headers", Map(Header)), ("content", Map(MediaType)), ("links", Map(Link))],
        MediaType => &[("schema", One(Schema)), ("examples", Map(Example)), ("encoding", Map(Encoding))],
        Encoding => &[("headers", Map(Header))],
        Schema => &[
            ("properties", Map(Schema)),
            ("items", OneOrList(Schema)),
            ("additionalProperties", One(Schema)),
            ("allOf", List(Schema)),
            ("oneOf", List(Schema)),
            ("anyOf", List(Schema)),
            ("not", One(Schema)),
        ],
        Callback | Link | Example | SecurityScheme => &[],
    }
}

impl Kind {
    /// Where components of this kind stand, for the kinds a `$ref` can stand for.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Schema => Some("schemas"),
            Response => Some("responses"),
            Parameter => Some("parameters"),
            Example => Some("examples"),
            RequestBody => Some("requestBodies"),
            Header => Some("headers"),
            SecurityScheme => Some("securitySchemes"),
            Link => Some("links"),
            Callback => Some("callbacks"),
            Document | Components | PathItem | Operation | MediaType | Encoding => None,
        }
    }

    /// The name for messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Document => "a document",
            Components => "the components",
            PathItem => "a path item",
            Operation => "an operation",
            Parameter => "a parameter",
            RequestBody => "a request body",
            Response => "a response",
            Header => "a header",
            MediaType => "a media type",
            Encoding => "an encoding",
            Schema => "a schema",
            Callback => "a callback",
            Link => "a link",
            Example => "an example",
            SecurityScheme => "a security scheme",
        }
    }
}

/// A part of the document that is an object.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) kind: Kind,
    pub(super) pointer: &'a str,
    pub(super) object: &'a Object,
}

impl Node<'_> {
    pub(super) fn defect(&self, message: impl Into<String>, help: impl Into<String>) -> Defect {
        Defect::at_pointer(self.pointer, message, help)
    }
}

/// Visits every part that is an object, outer before inner; gives the parts of a wrong shape.
///
/// Behind a `$ref` nothing is visited, as OpenAPI 3.0 ignores what stands beside one.
pub(super) fn walk(root: &Value, visit: &mut dyn FnMut(Node<'_>)) -> Vec<Defect> {
    let mut walker = Walker { trail: Trail::default(), defects: Vec::new(), visit };
    walker.one(Document, root);
    walker.defects
}

struct Walker<'v> {
    trail: Trail,
    defects: Vec<Defect>,
    visit: &'v mut dyn FnMut(Node<'_>),
}

impl Walker<'_> {
    fn one(&mut self, kind: Kind, value: &Value) {
        let Value::Object(object) = value else {
            if !(kind == Schema && value.is_boolean()) {
                self.wrong_shape(kind.noun(), value, "an object");
            }
            return;
        };
        let pointer = self.trail.pointer();
        (self.visit)(Node { kind, pointer, object });
        if object.contains_key("$ref") && kind.section().is_some() {
            return;
        }
        for (key, shape) in parts(kind) {
            if let Some(inner) = object.get(*key) {
                self.within(key, |walker| walker.shaped(key, *shape, inner));
            }
        }
        match kind {
            PathItem => {
                for method in METHODS {
                    if let Some(operation) = object.get(method) {
                        self.within(method, |walker| walker.one(Operation, operation));
                    }
                }
            }
            Callback => self.each(PathItem, object, true),
            _ => {}
        }
    }

    fn shaped(&mut self, key: &str, shape: Shape, value: &Value) {
        match (shape, value) {
            (One(kind), value) => self.one(kind, value),
            (OneOrList(kind) | List(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(&index.to_string(), |walker| walker.one(kind, item));
                }
            }
            (OneOrList(kind), value) => self.one(kind, value),
            // A key of YAML with nothing behind it: no answer is declared.
            (Extensible(Response), Value::Null) => {}
            (Map(kind), Value::Object(map)) => self.each(kind, map, false),
            (Extensible(kind), Value::Object(map)) => self.each(kind, map, true),
            (List(_), value) => self.wrong_shape(&format!("`{key}`"), value, "an array"),
            (Map(_) | Extensible(_), value) => self.wrong_shape(&format!("`{key}`"), value, "an object"),
        }
    }

    fn each(&mut self, kind: Kind, map: &Object, extensible: bool) {
        for (key, value) in map {
            if !(extensible && key.starts_with("x-")) {
                self.within(key, |walker| walker.one(kind, value));
            }
        }
    }

    fn wrong_shape(&mut self, what: &str, value: &Value, expected: &str) {
        let message = format!("{what} is {}, not {expected}", kind_of(value));
        let help = format!("write {expected} here, or remove the key");
        self.defects.push(Defect::at_pointer(self.trail.pointer(), message, help));
    }

    fn within(&mut self, token: &str, visit: impl FnOnce(&mut Self)) {
        let length = self.trail.enter(token);
        visit(self);
        self.trail.leave(length);
    }
}
