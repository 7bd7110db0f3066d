//! A call that is being put together.

mod argument;
mod draft;
mod headers;
mod outgoing;
mod prepare;
mod scope_fill;
mod spelling;
mod stated;
mod whole_url;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

pub(crate) use headers::Headers;
pub(crate) use outgoing::Outgoing;
pub(crate) use prepare::Prepared;
pub use stated::{Stated, StatedBody};

use crate::body::Body;
use crate::context::Context;
use crate::encode::{ParameterValue, Values};
use crate::form::{FilePart, Form};
use crate::git::GitOptions;
use crate::model::{self, Lack, Presence, Slot};
use crate::operation::{Location, Operation};
use crate::retry::RetryPolicy;
use crate::scope::Scope;

/// A call that is being put together: the client's context, the operation, the values set so far and the options.
///
/// The builders of the generated crates wrap one. Mistakes are kept and reported, all at once, when the call is sent.
#[derive(Clone)]
pub struct Call(Box<Parts>);

#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) context: Context,
    pub(crate) operation: &'static Operation,
    pub(crate) raw: Option<RawTarget>,
    pub(crate) values: Vec<Field>,
    pub(crate) payload: Payload,
    /// What the JSON body lacks and leaves empty on purpose, where it was given as a type.
    pub(crate) presence: Presence,
    /// What objects in the query lack, by the parameter's name.
    pub(crate) query_lacks: Vec<(&'static str, Lack)>,
    pub(crate) options: Options,
    pub(crate) problems: Vec<String>,
}

/// What a raw request is sent to, in place of an operation's method and path.
#[derive(Clone)]
pub(crate) struct RawTarget {
    pub(crate) method: Method,
    /// A path below the host with an optional query, or a whole URL.
    pub(crate) target: String,
    pub(crate) accept: Option<String>,
    pub(crate) safe: bool,
    pub(crate) redirects: bool,
    pub(crate) fill_scope: bool,
}

/// A value set for a parameter.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) location: Location,
    pub(crate) name: Cow<'static, str>,
    pub(crate) values: Values,
}

/// The body as it was given.
#[derive(Clone, Default)]
pub(crate) enum Payload {
    #[default]
    None,
    Json(Bytes),
    Yaml(String),
    Text(String),
    Raw(Cow<'static, str>, Body),
    Form(Form),
}

/// What one call does differently from its client.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) scope: Option<Scope>,
    pub(crate) check_failure: bool,
    pub(crate) credentials: bool,
    pub(crate) git: GitOptions,
}

impl Call {
    /// A call of an operation without any values.
    pub fn new(context: &Context, operation: &'static Operation) -> Call {
        Call(Box::new(Parts {
            context: context.clone(),
            operation,
            raw: None,
            values: Vec::new(),
            payload: Payload::None,
            presence: Presence::default(),
            query_lacks: Vec::new(),
            options: Options {
                timeout: None,
                retry: None,
                scope: None,
                check_failure: true,
                credentials: true,
                git: GitOptions::new(),
            },
            problems: Vec::new(),
        }))
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.0
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.0
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// The context the call was made from.
    pub fn context(&self) -> &Context {
        &self.0.context
    }

    /// The Git options set so far.
    pub fn git(&self) -> &GitOptions {
        &self.0.options.git
    }

    /// Sets a path parameter.
    pub fn path(&mut self, name: &'static str, value: impl ParameterValue) {
        self.set(Location::Path, Cow::Borrowed(name), value.values());
    }

    /// Sets a query parameter.
    pub fn query(&mut self, name: &'static str, value: impl ParameterValue) {
        self.set(Location::Query, Cow::Borrowed(name), value.values());
    }

    /// Sets a query parameter to an object, as its declaration says: [`Parameter::deep`](crate::operation::Parameter::deep).
    /// A failure to write it, and required members that it lacks, are reported when the call is sent.
    pub fn query_json<T: Slot>(&mut self, name: &'static str, value: &T) {
        self.query_slot(name, value);
    }

    fn query_slot(&mut self, name: &'static str, value: &dyn Slot) {
        let text = model::write_out(value).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        match text {
            // Without a member there is no pair: nothing is set.
            Ok(text) if matches!(text.as_str(), "{}" | "[]" | "null") => self.query(name, Values::Unset),
            Ok(text) => {
                self.query(name, text);
                let lacks = Presence::of(value).lacks;
                self.0.query_lacks.extend(lacks.into_iter().map(|lack| (name, lack)));
            }
            Err(fault) => self.0.problems.push(format!("the parameter `{name}` cannot be written as JSON: {fault}")),
        }
    }

    /// Sets a header.
    pub fn header(&mut self, name: &'static str, value: impl ParameterValue) {
        self.set(Location::Header, Cow::Borrowed(name), value.values());
    }

    /// Sets a parameter; what it was set to before is forgotten.
    pub(crate) fn set(&mut self, location: Location, name: Cow<'static, str>, values: Values) {
        if location == Location::Query {
            self.0.query_lacks.retain(|(lacking, _)| *lacking != name);
        }
        let same = |field: &Field| {
            field.location == location
                && if location == Location::Header {
                    field.name.eq_ignore_ascii_case(&name)
                } else {
                    field.name == name
                }
        };
        match self.0.values.iter_mut().find(|field| same(field)) {
            Some(field) => field.values = values,
            None => self.0.values.push(Field { location, name, values }),
        }
    }

    /// The values a parameter was set to.
    pub fn value(&self, location: Location, name: &str) -> &[String] {
        let field = self.0.values.iter().find(|field| field.location == location && field.name == name);
        field.map_or(&[], |field| field.values.as_slice())
    }

    /// Sets a JSON body. The value is written at once; a failure to write it, and required members that it lacks, are
    /// reported when the call is sent.
    pub fn json<T: Slot>(&mut self, value: &T) {
        self.json_slot(value);
    }

    fn json_slot(&mut self, value: &dyn Slot) {
        match model::write_out(value) {
            Ok(bytes) => {
                self.json_bytes(bytes.into());
                self.0.presence = Presence::of(value);
            }
            Err(fault) => self.0.problems.push(format!("the body cannot be written as JSON: {fault}")),
        }
    }

    /// Sets a JSON body that is text already; its members are not looked at.
    pub(crate) fn json_bytes(&mut self, bytes: Bytes) {
        self.0.payload = Payload::Json(bytes);
        self.0.presence = Presence::default();
    }

    /// The JSON body set so far.
    pub fn json_body(&self) -> Option<&[u8]> {
        match &self.0.payload {
            Payload::Json(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Sets one property of the JSON body, found by JSON pointer; without a body one is begun. Objects on the way to the
    /// property are made; anything else in the way is reported when the call is sent.
    pub fn set_in_body(&mut self, pointer: &str, value: model::Value) {
        let body = match &self.0.payload {
            Payload::None => Ok(model::Value::Object(model::JsonObject::new())),
            Payload::Json(bytes) => serde_json::from_slice(bytes).map_err(|_| ()),
            _ => Err(()),
        };
        let placed = body.and_then(|mut body| scope_fill::place(&mut body, pointer, value).map(|()| body));
        match placed {
            Ok(body) => self.0.payload = Payload::Json(body.to_string().into()),
            Err(()) => self.0.problems.push(format!("the body has no place for the property {pointer}")),
        }
    }

    /// Sets a YAML body.
    pub fn yaml(&mut self, text: impl Into<String>) {
        self.0.payload = Payload::Yaml(text.into());
    }

    /// Sets a text body, of the operation's media type.
    pub fn text(&mut self, text: impl Into<String>) {
        self.0.payload = Payload::Text(text.into());
    }

    /// Sets a body of any media type.
    pub fn raw_body(&mut self, media_type: &'static str, body: impl Into<Body>) {
        self.0.payload = Payload::Raw(Cow::Borrowed(media_type), body.into());
    }

    /// Sets a multipart body.
    pub fn form(&mut self, form: Form) {
        self.0.payload = Payload::Form(form);
    }

    /// Adds a text field to the form, beginning one when there is none.
    pub fn form_text(&mut self, name: &'static str, value: impl Into<String>) {
        let form = self.take_form().text(name, value);
        self.form(form);
    }

    /// Adds a JSON field to the form, beginning one when there is none.
    pub fn form_json<T: Slot>(&mut self, name: &'static str, value: &T) {
        let form = self.take_form().json(name, value);
        self.form(form);
    }

    /// Adds a file field to the form, beginning one when there is none.
    pub fn form_file(&mut self, name: &'static str, file: impl Into<FilePart>) {
        let form = self.take_form().file(name, file);
        self.form(form);
    }

    fn take_form(&mut self) -> Form {
        match std::mem::take(&mut self.0.payload) {
            Payload::Form(form) => form,
            _ => Form::new(),
        }
    }

    /// Notes a mistake in what the caller gave. The call is then not sent: sending it reports all mistakes at once.
    pub fn complain(&mut self, mistake: impl Into<String>) {
        self.0.problems.push(mistake.into());
    }
}

impl fmt::Debug for Call {
    /// Names of what is set, never values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set: Vec<&str> = self.0.values.iter().map(|field| field.name.as_ref()).collect();
        f.debug_struct("Call").field("operation", &self.0.operation.id).field("set", &set).finish_non_exhaustive()
    }
}
