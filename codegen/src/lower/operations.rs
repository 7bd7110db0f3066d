//! The operations of a module.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::classify::Declared;
use crate::classify::pagination::{Listing, Subject};
use crate::data::answers::Kind;
use crate::document::{NO_TAG, Object, Place, ref_name};
use crate::ir::{
    Answer, Body, BodyKind, Encoding, Failure, Location, Operation, Paging, Parameter, Retry, Role, Style, Type,
};
use crate::lower::context::Context;
use crate::lower::limits::limits;
use crate::lower::reserved::{BUILDER_METHODS, RUNTIME_NAMES};
use crate::lower::schema::description;
use crate::lower::supplement::contradictions;
use crate::lower::types::Distinct;
use crate::normalise::request_bodies;
use crate::{gone, rust_name};

impl Context<'_> {
    /// Lowers one operation under the method name `name`.
    pub fn lower(&self, place: &Place<'_>, operation: &Object, name: &str, problems: &mut Vec<String>) -> Operation {
        let id = text(operation, "operationId");
        let body = self.body(operation);
        let parameters = self.parameters(place, operation, &id, body.as_ref(), problems);
        let (answer, untyped) = self.answer(operation, &id);
        let supplement = self.supplement(operation, body.as_ref().map(|(body, _)| body), &answer, untyped);
        let redirects = self.redirects(operation, &id);
        let (paging, unpaged) = self.listing(place, operation, &id, problems);
        let method = place.method.to_uppercase();
        let retry = self.retry(place, operation, &id, &method);
        let reads = match method.as_str() {
            "GET" | "HEAD" => true,
            "POST" => retry == Retry::Safe || paging.is_some(),
            _ => false,
        };
        let tag = operation.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str).unwrap_or(NO_TAG);
        let lowered = Operation {
            tag: tag.to_owned(),
            base: self.classifier.bases.of(&id, tag, place.path),
            failures: self.failures(&method, reads, operation, &answer),
            accept: accept(operation, &answer),
            retry,
            limit: self.classifier.limits.of(&id),
            paging,
            unpaged,
            body_scope: self.body_scope(place, operation),
            git: self.git(operation, &id),
            path: place.path.to_owned(),
            name: name.to_owned(),
            former: self.methods.get(&id).and_then(|method| method.former.clone()),
            builder: builder(name),
            summary: text(operation, "summary"),
            description: text(operation, "description"),
            docs_url: operation
                .get("externalDocs")
                .and_then(|docs| docs.get("url"))
                .and_then(Value::as_str)
                .map(str::to_owned),
            deprecated: operation.get("deprecated").and_then(Value::as_bool).unwrap_or(false),
            successor: operation.get(gone::SUCCESSOR).and_then(Value::as_str).map(|id| self.method_name(id)),
            advice: None,
            supplement,
            fixups: BTreeSet::new(),
            id,
            method,
            parameters,
            body: body.map(|(body, _)| body),
            answer,
            untyped,
            untyped_reason: untyped_reason(operation),
            redirects,
        };
        problems.extend(contradictions(operation, &lowered));
        lowered
    }

    /// How the operation pages, or why it does not though it looks as if it did.
    fn listing(
        &self,
        place: &Place<'_>,
        operation: &Object,
        id: &str,
        problems: &mut Vec<String>,
    ) -> (Option<Paging>, Option<String>) {
        let subject = Subject { id, path: place.path, operation, schemas: self.schemas };
        match self.classifier.pagination.listing(&subject, problems) {
            Listing::Paged(paging) => (Some(*paging), None),
            Listing::Unpaged(reason) => (None, Some(reason)),
            Listing::Plain => (None, None),
        }
    }

    fn parameters(
        &self,
        place: &Place<'_>,
        operation: &Object,
        id: &str,
        body: Option<&(Body, Value)>,
        problems: &mut Vec<String>,
    ) -> Vec<Parameter> {
        let mut names = Distinct::new(self.number_collisions);
        let mut parameters = Vec::new();
        let declared = operation.get("parameters").and_then(Value::as_array);
        for parameter in declared.into_iter().flatten().filter_map(Value::as_object) {
            let parameter = self.parameter(place, id, parameter, &mut names, problems);
            // What follows from credentials or body is no parameter of the call: required, nobody could set it.
            if !parameter.client || parameter.role != Role::None {
                parameters.push(parameter);
            }
        }
        self.undeclared(place, &mut parameters);
        if let Some((body, schema)) = body
            && matches!(body.kind, BodyKind::Multipart | BodyKind::UrlEncoded)
        {
            self.parts(id, schema, true, &mut names, &mut parameters);
        }
        if let Some(schema) = form_beside(operation) {
            self.parts(id, schema, false, &mut names, &mut parameters);
        }
        problems.extend(names.into_problems());
        parameters
    }

    fn parameter(
        &self,
        place: &Place<'_>,
        id: &str,
        parameter: &Object,
        names: &mut Distinct,
        problems: &mut Vec<String>,
    ) -> Parameter {
        let wire = text(parameter, "name");
        let location = match parameter.get("in").and_then(Value::as_str) {
            Some("path") => Location::Path,
            Some("header") => Location::Header,
            _ => Location::Query,
        };
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let role = self.classifier.scope.role(id, place.path, location, &wire);
        let client = parameter.get("x-harness-client").and_then(Value::as_bool).unwrap_or(false);
        if location == Location::Header {
            problems.extend(self.classifier.wire.header(&wire).filter(|_| !self.number_collisions));
        }
        let mut style = match parameter.get("x-harness-style").and_then(Value::as_str) {
            Some("csv") => Style::Csv,
            Some("ssv") => Style::Ssv,
            Some("pipes") => Style::Pipes,
            Some("json") => Style::Json,
            Some("deep") => Style::Deep,
            _ if parameter.get("x-harness-json").is_some() => Style::Json,
            _ => Style::Multi,
        };
        let mut docs = self.schemas.resolve(schema).as_object().map(limits).unwrap_or_default();
        if let Some(form) = self.object_list(&wire, schema) {
            docs.push(form);
            style = Style::Multi;
        }
        Parameter {
            setter: if client { String::new() } else { self.setter(id, location, &wire, names) },
            ty: if style == Style::Deep { self.schemas.type_of(schema) } else { self.parameter_type(schema) },
            required: parameter.get("required").and_then(Value::as_bool).unwrap_or(location == Location::Path),
            encoding: self.classifier.wire.encoding(id, place.path, location, &wire),
            sensitive: self.classifier.secrets.is_parameter(place.path, location, &wire)
                || style == Style::Deep && self.holds_secret(schema, &mut BTreeSet::new()),
            wire,
            location,
            role,
            style,
            client,
            about: description(parameter),
            docs,
        }
    }

    /// Whether a member of an object, at any depth, is a secret.
    fn holds_secret<'s>(&'s self, schema: &'s Value, seen: &mut BTreeSet<&'s str>) -> bool {
        let name = schema.as_object().and_then(ref_name);
        if name.is_some_and(|name| !seen.insert(name)) {
            return false;
        }
        let inner = match name {
            Some(name) => self.schemas.all.get(name),
            None => None,
        };
        if let Some(inner) = inner {
            let members = inner.get("properties").and_then(Value::as_object);
            let is_secret = |wire: &String| self.classifier.secrets.is_property(name.unwrap_or_default(), wire);
            if members.is_some_and(|members| members.keys().any(is_secret)) || self.holds_secret(inner, seen) {
                return true;
            }
        }
        match schema {
            Value::Object(object) => object.values().any(|value| self.holds_secret(value, seen)),
            Value::Array(items) => items.iter().any(|value| self.holds_secret(value, seen)),
            _ => false,
        }
    }

    fn object_list(&self, wire: &str, schema: &Value) -> Option<String> {
        let items = self.schemas.resolve(schema).get("items")?.as_object()?;
        self.classifier.wire.object_list(wire, ref_name(items)?)
    }

    /// Adds what the client sends although the document does not declare it.
    fn undeclared(&self, place: &Place<'_>, parameters: &mut Vec<Parameter>) {
        let declared: Vec<_> =
            parameters.iter().map(|parameter| (parameter.location, parameter.wire.clone(), parameter.role)).collect();
        for (location, wire, role) in self.classifier.scope.undeclared(place.path, &declared) {
            parameters.push(Parameter {
                setter: String::new(),
                ty: Type::String,
                required: false,
                role,
                style: Style::Multi,
                encoding: Encoding::Segment,
                client: true,
                sensitive: false,
                about: Vec::new(),
                docs: Vec::new(),
                wire,
                location,
            });
        }
    }

    fn setter(&self, id: &str, location: Location, wire: &str, names: &mut Distinct) -> String {
        let place = match location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Form => "form",
        };
        let mut name = self.namer.parameter(id, place, wire);
        if BUILDER_METHODS.contains(&name.as_str()) || self.namer.is_reserved(&name) {
            name.push_str("_parameter");
        }
        names.claim(name, wire, || format!("names.toml: [parameters.overrides.{id:?}] {wire:?} = \"...\""))
    }

    /// A parameter is text on the wire: what has no plain text form is given as text by the caller.
    fn parameter_type(&self, schema: &Value) -> Type {
        let resolved = self.schemas.resolve(schema);
        let is_enum = resolved.get("enum").is_some();
        match self.schemas.type_of(if is_enum { schema } else { resolved }) {
            Type::List(_) => {
                let items = resolved.get("items").unwrap_or(&Value::Null);
                Type::List(Box::new(self.parameter_type(items)))
            }
            Type::Named(name) if is_enum => Type::Named(name),
            ty @ (Type::String | Type::Bool | Type::I32 | Type::I64 | Type::F64) => ty,
            _ => Type::String,
        }
    }

    /// The parts of a form; beside a JSON body, in whose place it is sent, none of them is `needed`.
    fn parts(&self, id: &str, schema: &Value, needed: bool, names: &mut Distinct, parameters: &mut Vec<Parameter>) {
        let resolved = self.schemas.resolve(schema);
        let required: BTreeSet<&str> = resolved
            .get("required")
            .and_then(Value::as_array)
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        for (wire, part) in resolved.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let object = part.as_object();
            let ty = self.part_type(part);
            let about = object.map(description).unwrap_or_default();
            let mut docs = Vec::new();
            if !needed {
                let must = if required.contains(wire.as_str()) { " A form needs this part." } else { "" };
                docs.push(format!("Setting a part sends a form in place of the JSON body.{must}"));
            }
            parameters.push(Parameter {
                setter: self.setter(id, Location::Form, wire, names),
                style: if self.is_text_part(part, &ty) { Style::Multi } else { Style::Json },
                ty,
                required: needed && required.contains(wire.as_str()),
                role: Role::None,
                encoding: Encoding::Segment,
                client: false,
                sensitive: false,
                about,
                docs,
                wire: wire.clone(),
                location: Location::Form,
            });
        }
    }

    /// Whether a part travels as plain text; everything else that is no file is JSON.
    fn is_text_part(&self, part: &Value, ty: &Type) -> bool {
        let resolved = self.schemas.resolve(part);
        match ty {
            Type::String | Type::Bool | Type::I32 | Type::I64 | Type::F64 => true,
            Type::List(inner) => self.is_text_part(resolved.get("items").unwrap_or(&Value::Null), inner),
            _ => resolved.get("enum").is_some(),
        }
    }

    fn part_type(&self, part: &Value) -> Type {
        let resolved = self.schemas.resolve(part);
        let is_file = |schema: &Value| {
            schema.get("type").and_then(Value::as_str) == Some("string")
                && schema.get("format").and_then(Value::as_str) == Some("binary")
        };
        // A part without a type is a file: everything else that a form carries is declared.
        if is_file(resolved) || resolved.as_object().is_some_and(Object::is_empty) {
            return Type::File;
        }
        if resolved.get("items").is_some_and(|items| is_file(self.schemas.resolve(items))) {
            return Type::List(Box::new(Type::File));
        }
        self.schemas.type_of(part)
    }

    pub(super) fn body(&self, operation: &Object) -> Option<(Body, Value)> {
        let body = operation.get("requestBody")?.as_object()?;
        let kind = match body.get("x-harness-body").and_then(Value::as_str)? {
            "yaml" => BodyKind::Yaml,
            "json_or_yaml" => BodyKind::JsonOrYaml,
            "text" => BodyKind::Text,
            "bytes" => BodyKind::Bytes,
            "multipart" | "multipart_or_json" => BodyKind::Multipart,
            "urlencoded" => BodyKind::UrlEncoded,
            _ => BodyKind::Json,
        };
        let (media_type, media) = body.get("content")?.as_object()?.iter().next()?;
        let schema = media.get("schema").cloned().unwrap_or_default();
        let ty = match kind {
            BodyKind::Json | BodyKind::JsonOrYaml => self.schemas.type_of(&schema),
            _ => Type::Unit,
        };
        let required = body.get("required").and_then(Value::as_bool).unwrap_or(false);
        let form = form_beside(operation).is_some();
        Some((Body { kind, required, ty, media_type: media_type.clone(), form }, schema))
    }

    fn retry(&self, place: &Place<'_>, operation: &Object, id: &str, method: &str) -> Retry {
        let declared = operation.get("parameters").and_then(Value::as_array);
        let parameters: Vec<&str> =
            declared.into_iter().flatten().filter_map(|parameter| parameter.get("name")?.as_str()).collect();
        let body = self.body(operation).map(|(_, schema)| self.schemas.resolve(&schema).clone());
        let members = body.as_ref().and_then(|schema| schema.get("properties")).and_then(Value::as_object);
        let body: Vec<&str> = members.into_iter().flat_map(|map| map.keys().map(String::as_str)).collect();
        let declared = Declared { path: place.path, parameters: &parameters, body: &body };
        self.classifier.repetition.of(id, method, &declared)
    }

    fn body_scope(&self, place: &Place<'_>, operation: &Object) -> Vec<(String, Role)> {
        match self.body(operation) {
            Some((body, schema)) if matches!(body.kind, BodyKind::Json | BodyKind::JsonOrYaml) => {
                self.classifier.scope.body(place.path, &|pointer| self.declares_text(&schema, pointer))
            }
            _ => Vec::new(),
        }
    }

    /// Whether the schema has a text property at a JSON pointer.
    fn declares_text(&self, schema: &Value, pointer: &str) -> bool {
        self.declares(schema, pointer).is_some_and(|property| {
            property.get("type").and_then(Value::as_str) == Some("string") && property.get("enum").is_none()
        })
    }

    /// The schema of the property at a JSON pointer.
    pub(super) fn declares<'s>(&'s self, schema: &'s Value, pointer: &str) -> Option<&'s Value> {
        let mut current = self.schemas.resolve(schema);
        for token in pointer.split('/').skip(1) {
            current = self.schemas.resolve(current.get("properties")?.get(token)?);
        }
        Some(current)
    }

    /// The type of one line: the runtime unwraps `{"result": ...}` itself.
    fn frame(&self, media: &Value) -> Type {
        let schema = media.get("schema").unwrap_or(&Value::Null);
        let result = self.schemas.resolve(schema).get("properties").and_then(|properties| properties.get("result"));
        self.schemas.type_of(result.unwrap_or(schema))
    }

    fn failures(&self, method: &str, reads: bool, operation: &Object, answer: &Answer) -> Vec<Failure> {
        let content = operation.get("responses").and_then(|all| all.get("2XX")?.get("content")?.as_object());
        let schema = content.and_then(|content| content.values().next()?.get("schema"));
        match (answer, schema) {
            (Answer::Json(_), Some(schema)) => self.classifier.failures.of(method, reads, self.schemas, schema),
            _ => Vec::new(),
        }
    }

    fn redirects(&self, operation: &Object, id: &str) -> bool {
        let declared = operation.get("responses").and_then(|all| all.get("2XX")?.get("x-harness-answer")?.as_str());
        self.classifier.replies.of(id) == Some(Kind::Redirect) || declared == Some("redirect")
    }

    fn answer(&self, operation: &Object, id: &str) -> (Answer, bool) {
        let response = operation.get("responses").and_then(|all| all.get("2XX")).unwrap_or(&Value::Null);
        let untyped = response.get("x-harness-untyped").and_then(Value::as_bool).unwrap_or(false);
        let content = response.get("content").and_then(Value::as_object).and_then(|map| map.values().next());
        let schema = content.and_then(|media| media.get("schema"));
        let ty = schema.map_or(Type::Unit, |schema| self.schemas.type_of(schema));
        let declared = response.get("x-harness-answer").and_then(Value::as_str).unwrap_or("none");
        let lines = |ty: Type| Answer::JsonLines(if ty == Type::Unit { Type::Value } else { ty });
        match self.classifier.replies.of(id) {
            Some(Kind::Text) => return (Answer::Text, false),
            Some(Kind::Bytes | Kind::Redirect) => return (Answer::Bytes, false),
            Some(Kind::Events) => return (Answer::Events, false),
            Some(Kind::JsonLines) => return (lines(content.map_or(ty, |media| self.frame(media))), untyped),
            None => {}
        }
        let answer = match declared {
            "json" => Answer::Json(ty),
            "text" => Answer::Text,
            "bytes" | "redirect" => Answer::Bytes,
            "json_lines" => lines(ty),
            "events" => Answer::Events,
            _ => Answer::None,
        };
        (answer, untyped)
    }
}

/// The name of the builder, which must not hide what generated code means by the names it uses.
fn builder(method: &str) -> String {
    let name = rust_name::camel(method);
    if RUNTIME_NAMES.contains(&name.as_str()) { name + "Call" } else { name }
}

/// Why an answer has no type.
fn untyped_reason(operation: &Object) -> &'static str {
    let is = |key: &str| operation.get(key).and_then(Value::as_bool) == Some(true);
    match (is("x-harness-gone"), is("x-response-schema-unknown")) {
        (true, _) => "the official document no longer has the operation",
        (false, true) => "no public source tells the schema",
        (false, false) => "the document allows any JSON",
    }
}

/// The schema of a form that can be sent in place of a JSON body.
fn form_beside(operation: &Object) -> Option<&Value> {
    let body = operation.get("requestBody").filter(|body| body.get(request_bodies::FORM).is_some())?;
    body.get("content")?.as_object()?.values().nth(1)?.get("schema")
}

fn text(object: &Object, key: &str) -> String {
    object.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

fn accept(operation: &Object, answer: &Answer) -> String {
    let response = operation.get("responses").and_then(|all| all.get("2XX")).unwrap_or(&Value::Null);
    let types = response.get("x-harness-accept").and_then(Value::as_array);
    let mut types: Vec<&str> = types.into_iter().flatten().filter_map(Value::as_str).collect();
    if matches!(answer, Answer::Json(_)) {
        // A server that has no plain JSON may refuse to be asked for it.
        let bare = |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let chosen = response.get("content").and_then(Value::as_object).and_then(|content| content.keys().next());
        types.retain(|name| bare(name).ends_with("json"));
        let is_plain = chosen.is_none_or(|name| bare(name) == "application/json");
        return if is_plain || types.is_empty() { "application/json".to_owned() } else { types.join(", ") };
    }
    if types.is_empty() || types == ["application/json"] {
        types = vec!["*/*"];
    }
    types.join(", ")
}
