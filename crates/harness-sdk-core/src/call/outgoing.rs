//! The body that is sent, with the scope filled in.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::draft::Draft;
use super::scope_fill::{has_parent, is_vacant, missing_in_body, missing_member, place};
use super::{Headers, Payload};
use crate::body::Body;
use crate::form::Form;
use crate::model::Value;
use crate::operation::{BodyKind, GitPlace, Operation};

/// The body that is sent.
pub(crate) enum Outgoing {
    None,
    Bytes(Bytes),
    Body(Body),
    Form(Form, String),
}

impl Outgoing {
    pub(super) fn repeats(&self) -> bool {
        match self {
            Outgoing::None | Outgoing::Bytes(_) => true,
            Outgoing::Body(body) => body.repeats(),
            Outgoing::Form(form, _) => form.repeats(),
        }
    }

    /// The body, when it is one piece in memory.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Outgoing::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether the body may be of any size, so that no default time limit fits it.
    pub(crate) fn is_streamed(&self) -> bool {
        match self {
            Outgoing::None | Outgoing::Bytes(_) => false,
            Outgoing::Body(body) => body.as_bytes().is_none(),
            Outgoing::Form(form, _) => !form.in_memory(),
        }
    }
}

impl Draft<'_> {
    pub(super) fn outgoing(&mut self, headers: &mut Headers) -> Outgoing {
        let (media_type, outgoing): (Cow<'_, str>, Outgoing) = match &self.parts.payload {
            Payload::None => return self.without_body(headers),
            Payload::Json(bytes) => {
                let filled = self.fill_body(Some(bytes)).unwrap_or_else(|| bytes.clone());
                self.report_lacks(&filled);
                (json_type(self.parts.operation.body).into(), Outgoing::Bytes(filled))
            }
            Payload::Yaml(text) => (yaml_type(self.parts.operation.body).into(), Outgoing::Bytes(text.clone().into())),
            Payload::Text(text) => (text_type(self.parts.operation.body).into(), Outgoing::Bytes(text.clone().into())),
            Payload::Raw(media_type, body) => match body.shared_bytes() {
                Some(bytes) => (media_type.as_ref().into(), Outgoing::Bytes(bytes)),
                None => (media_type.as_ref().into(), Outgoing::Body(body.clone())),
            },
            Payload::Form(form) => match self.form(form) {
                Some((media_type, outgoing)) => (media_type.into(), outgoing),
                None => return Outgoing::None,
            },
        };
        if !matches!(self.parts.payload, Payload::Json(_)) && !self.git_members().is_empty() {
            self.problems.push("the Git options travel in a JSON body here: give the body by .body(..)".to_owned());
        }
        self.content_type(headers, &media_type);
        outgoing
    }

    /// No body was given: one of nothing but the scope, when the operation wants that.
    fn without_body(&mut self, headers: &mut Headers) -> Outgoing {
        let operation = self.parts.operation;
        if operation.body_required {
            self.problems.push(format!("a body is required: set it with {}", body_setter(operation)));
            return Outgoing::None;
        }
        match self.fill_body(None) {
            Some(bytes) => {
                self.content_type(headers, json_type(operation.body));
                Outgoing::Bytes(bytes)
            }
            None => Outgoing::None,
        }
    }

    fn form(&mut self, form: &Form) -> Option<(String, Outgoing)> {
        self.problems.extend_from_slice(form.problems());
        for name in self.parts.operation.form_required.iter().filter(|name| !form.has(name)) {
            self.problems.push(format!("the form field `{name}` is required: set it with the setter of that name"));
        }
        if self.parts.operation.body != BodyKind::UrlEncoded {
            let boundary = Form::boundary();
            let media_type = format!("multipart/form-data; boundary={boundary}");
            return Some((media_type, Outgoing::Form(form.clone(), boundary)));
        }
        let encoded = form.url_encoded();
        if encoded.is_none() {
            self.problems.push("a form of this operation can hold texts only".to_owned());
        }
        Some(("application/x-www-form-urlencoded".to_owned(), Outgoing::Bytes(encoded?.into())))
    }

    /// A caller's own `Content-Type` stays, but for forms, whose boundary it would lose.
    fn content_type(&mut self, headers: &mut Headers, media_type: &str) {
        if headers.get(&CONTENT_TYPE).is_none() || media_type.starts_with("multipart/") {
            self.insert(headers, CONTENT_TYPE.as_str(), media_type, false);
        }
    }

    /// The JSON body with the scope and the Git options in it, or nothing when nothing is to be changed.
    fn fill_body(&mut self, bytes: Option<&Bytes>) -> Option<Bytes> {
        let rules = self.parts.operation.body_scope;
        let git = self.git_members();
        if rules.is_empty() && git.is_empty() {
            return None;
        }
        let mut body: Value = match bytes {
            Some(bytes) => serde_json::from_slice(bytes).ok()?,
            None => Value::Object(serde_json::Map::new()),
        };
        let mut changed = false;
        if !body.is_object() {
            return None;
        }
        for rule in rules {
            let on_purpose = self.parts.presence.emptied.iter().any(|emptied| emptied == rule.pointer);
            if on_purpose || !has_parent(&body, rule.pointer) || !is_vacant(&body, rule.pointer) {
                continue;
            }
            match self.filler.identifier(rule.role) {
                Some(identifier) => changed |= place(&mut body, rule.pointer, identifier.into_owned().into()).is_ok(),
                None if rule.required => self.problems.push(missing_in_body(rule.pointer, rule.role)),
                None => {}
            }
        }
        for (pointer, value) in git {
            if is_vacant(&body, pointer) {
                changed |= place(&mut body, pointer, value).is_ok();
            }
        }
        changed.then(|| body.to_string().into())
    }

    /// Reports the required members that the body lacks now that the scope and the Git options are in it.
    fn report_lacks(&mut self, body: &[u8]) {
        let lacks = &self.parts.presence.lacks;
        if lacks.is_empty() {
            return;
        }
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let rules = self.parts.operation.body_scope;
        for lack in lacks.iter().filter(|lack| body.pointer(&lack.pointer).is_none()) {
            match rules.iter().find(|rule| rule.pointer == lack.pointer) {
                Some(rule) if rule.required => {}
                Some(rule) => self.problems.push(missing_in_body(rule.pointer, rule.role)),
                None => self.problems.push(missing_member(lack)),
            }
        }
    }

    /// The Git options that travel in the body.
    fn git_members(&self) -> Vec<(&'static str, Value)> {
        let git = &self.parts.options.git;
        let members = self.parts.operation.git.iter().filter_map(|carrier| match carrier.place {
            GitPlace::Body(pointer) => {
                let value = git.get(carrier.part)?;
                let value = if carrier.part.is_flag() { Value::Bool(value == "true") } else { value.into() };
                Some((pointer, value))
            }
            GitPlace::Query(_) => None,
        });
        members.collect()
    }
}

fn json_type(body: BodyKind) -> &'static str {
    match body {
        BodyKind::JsonAs(media_type) => media_type,
        _ => "application/json",
    }
}

fn yaml_type(body: BodyKind) -> &'static str {
    match body {
        BodyKind::YamlAs(media_type) => media_type,
        _ => "application/yaml",
    }
}

fn text_type(body: BodyKind) -> &'static str {
    match body {
        BodyKind::Text(media_type) | BodyKind::Bytes(media_type) => media_type,
        BodyKind::Yaml => "application/yaml",
        BodyKind::YamlAs(media_type) => media_type,
        _ => "text/plain; charset=utf-8",
    }
}

fn body_setter(operation: &Operation) -> &'static str {
    match operation.body {
        BodyKind::Yaml | BodyKind::YamlAs(_) => ".yaml(..)",
        BodyKind::Multipart | BodyKind::UrlEncoded => "the setters of its fields",
        _ => ".body(..)",
    }
}
