//! What was set on a call, as it would travel: what a test kit compares requests with.

use bytes::Bytes;
use http::Method;

use super::{Call, Payload};
use crate::encode::{path, query};
use crate::operation::{Location, Style};

/// What was set on a call, written as it would travel; nothing is filled in from the scope.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stated {
    /// The method.
    pub method: Method,
    /// The path below the host, percent-encoded; parameters that were not set stand in braces.
    pub path: String,
    /// The pairs of the query, percent-encoded, each `name=value`.
    pub query: Vec<String>,
    /// Names and values of the headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: StatedBody,
}

/// The body that was set on a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum StatedBody {
    /// None was set.
    Unset,
    /// JSON.
    Json(Bytes),
    /// YAML or plain text.
    Text(String),
    /// A form, a stream or bytes: they are not compared.
    Opaque,
}

impl Call {
    /// What was set so far, as it would travel. A path value that cannot be sent stands in braces, as if it were not set:
    /// sending reports it.
    #[must_use]
    pub fn stated(&self) -> Stated {
        let parts = self.parts();
        let (method, template) = parts.method_and_template();
        let declared = |location| parts.operation.parameters.iter().filter(move |one| one.location == location);
        let mut path = String::with_capacity(template.len());
        path::render(&mut path, &template, |path, name| {
            let parameter = declared(Location::Path).find(|parameter| parameter.name == name);
            let set = parameter.and_then(|parameter| Some((parameter, parts.set_values(parameter)?)));
            set.is_some_and(|(parameter, set)| path::push_segment(path, parameter, set.as_slice()).is_ok())
        });
        let mut text = String::new();
        for field in parts.values.iter().filter(|field| field.location == Location::Query) {
            let known = declared(Location::Query).find(|parameter| parameter.name == field.name);
            let style = known.map_or(Style::Multi, |parameter| parameter.style);
            query::push(&mut text, &field.name, field.values.as_slice(), style);
        }
        let headers = parts.values.iter().filter(|field| field.location == Location::Header);
        Stated {
            method,
            path,
            query: text.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect(),
            headers: headers.map(|field| (field.name.to_string(), field.values.as_slice().join(","))).collect(),
            body: match &parts.payload {
                Payload::None => StatedBody::Unset,
                Payload::Json(bytes) => StatedBody::Json(bytes.clone()),
                Payload::Yaml(text) | Payload::Text(text) => StatedBody::Text(text.clone()),
                Payload::Raw(..) | Payload::Form(_) => StatedBody::Opaque,
            },
        }
    }
}
