//! GraphQL of the FirstGen platform: the query in, any type that serde can read out.
//!
//! The key and the account are those of FirstGen, so the client is one of its own.
//!
//! ```no_run
//! # async fn run(firstgen: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! use harness_sdk::graphql::GraphQlErrors;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Data {
//!     application: Application,
//! }
//! #[derive(Deserialize)]
//! struct Application {
//!     name: String,
//! }
//!
//! let query = "query($id: String!) { application(applicationId: $id) { name } }";
//! match firstgen.graphql(query).variable("id", "a1").send::<Data>().await {
//!     Ok(data) => println!("{}", data.application.name),
//!     Err(error) => {
//!         for one in GraphQlErrors::of(&error).map_or(&[][..], GraphQlErrors::errors) {
//!             println!("{:?}: {}", one.path, one.message);
//!         }
//!         return Err(error);
//!     }
//! }
//! # Ok(())
//! # }
//! ```

use std::error::Error as StdError;
use std::fmt;

use harness_sdk_core::model::{JsonObject, Value};
use harness_sdk_core::operation::{BodyKind, Operation, Parameter, RetryClass};
use harness_sdk_core::{Call, Error, ErrorKind, Method, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::Client;

const PARAMETERS: &[Parameter] = &[
    Parameter::query("accountId").required().account(),
    Parameter::query("routingId").account(),
    Parameter::header("Harness-Account").account(),
];

static WRITE: Operation = Operation {
    id: "graphql",
    method: Method::POST,
    path: "/gateway/api/graphql",
    parameters: PARAMETERS,
    body: BodyKind::Json,
    body_required: true,
    ..Operation::NEW
};

static READ: Operation = Operation {
    id: "graphql",
    method: Method::POST,
    path: "/gateway/api/graphql",
    parameters: PARAMETERS,
    body: BodyKind::Json,
    body_required: true,
    retry: RetryClass::Safe,
    ..Operation::NEW
};

impl Client {
    /// A GraphQL query or mutation of the FirstGen platform, to be put together and sent.
    pub fn graphql(&self, query: impl Into<String>) -> GraphQl {
        let mut body = JsonObject::new();
        body.insert("query".to_owned(), Value::String(query.into()));
        GraphQl::new(Call::new(self.context(), &WRITE), body)
    }
}

/// A GraphQL query or mutation. [`Client::graphql`] makes one; the options of [`Request`] apply too.
#[derive(Clone)]
#[must_use = "a query does nothing until it is sent"]
pub struct GraphQl {
    call: Call,
    body: JsonObject,
}

impl GraphQl {
    fn new(mut call: Call, body: JsonObject) -> GraphQl {
        write(&mut call, &body);
        GraphQl { call, body }
    }

    /// A variable of the query. A value that serde cannot write is reported when the query is sent.
    pub fn variable(mut self, name: impl Into<String>, value: impl Serialize) -> GraphQl {
        let name = name.into();
        match serde_json::to_value(value) {
            Ok(value) => {
                let variables = self.body.entry("variables").or_insert_with(|| Value::Object(JsonObject::new()));
                if let Value::Object(variables) = variables {
                    variables.insert(name, value);
                }
                write(&mut self.call, &self.body);
            }
            Err(fault) => self.call.complain(format!("the variable `{name}` cannot be written as JSON: {fault}")),
        }
        self
    }

    /// All variables at once, in place of those set before: a struct or a map.
    pub fn variables(mut self, values: impl Serialize) -> GraphQl {
        match serde_json::to_value(values) {
            Ok(values @ Value::Object(_)) => {
                self.body.insert("variables".to_owned(), values);
                write(&mut self.call, &self.body);
            }
            Ok(_) => self.call.complain("the variables are no object: give a struct or a map"),
            Err(fault) => self.call.complain(format!("the variables cannot be written as JSON: {fault}")),
        }
        self
    }

    /// Which operation to run, where the text holds several.
    pub fn operation_name(mut self, name: impl Into<String>) -> GraphQl {
        self.body.insert("operationName".to_owned(), Value::String(name.into()));
        write(&mut self.call, &self.body);
        self
    }

    /// Marks it as a read, which is harmless to repeat after failures that pass. Without this it is repeated only when
    /// nothing was done, since the text may be a mutation.
    ///
    /// Set it before the options of [`Request`], which it forgets.
    pub fn read_only(self) -> GraphQl {
        GraphQl::new(Call::new(self.call.context(), &READ), self.body)
    }

    /// Sends it and reads `data`.
    ///
    /// # Errors
    /// As any call. Where the server answers with `errors`, [`ErrorKind::Failure`]: the messages are those of the error,
    /// and [`GraphQlErrors::of`] has paths, extensions and the data that came nonetheless. Partial data is never handed out as
    /// a success.
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        let raw = self.call.send_raw().await?.into_inner();
        let body = raw.bytes_unless(GraphQlErrors::find).await?;
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&body);
        let answer: Answer<'_> = serde_json::from_slice(body).map_err(|fault| unreadable("answer", &fault))?;
        let data = answer.data.map_or("null", RawValue::get);
        serde_json::from_str(data).map_err(|fault| unreadable("data", &fault))
    }
}

fn write(call: &mut Call, body: &JsonObject) {
    call.json(&Value::Object(body.clone()));
}

/// The fault's own text is left out: it may repeat values.
fn unreadable(what: &str, fault: &serde_json::Error) -> Error {
    let (line, column) = (fault.line(), fault.column());
    let what = format!("the GraphQL {what} is not what the type asks for: at line {line}, column {column}");
    Error::custom(ErrorKind::Decode, what)
}

impl Request for GraphQl {
    fn call(&self) -> &Call {
        &self.call
    }

    fn call_mut(&mut self) -> &mut Call {
        &mut self.call
    }

    fn into_call(self) -> Call {
        self.call
    }
}

impl fmt::Debug for GraphQl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphQl").finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// What the server found wrong with a query, and the part of the data that it answered nonetheless. API keys in it are
/// blanked out.
pub struct GraphQlErrors {
    errors: Vec<GraphQlError>,
    data: Value,
}

/// One thing that is wrong with a query.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct GraphQlError {
    /// What is wrong.
    pub message: String,
    /// Where in the data: names of fields and indices of lists.
    pub path: Option<Vec<Value>>,
    /// Where in the text of the query, as objects with `line` and `column`.
    pub locations: Option<Vec<Value>>,
    /// Whatever else the server says.
    pub extensions: Option<JsonObject>,
}

impl GraphQlErrors {
    /// What the server found wrong, when that is why a query failed.
    pub fn of(error: &Error) -> Option<&GraphQlErrors> {
        StdError::source(error)?.downcast_ref()
    }

    /// What stands in `errors`, in whatever shape; nothing when it says that there is none: absent, `null`, `false`, or
    /// empty. The platform's own errors are a list of objects; gateways send texts, one object, or `true`.
    fn find(body: &[u8]) -> Option<GraphQlErrors> {
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let Ok(Value::Object(mut answer)) = serde_json::from_slice(body) else { return None };
        let errors = match answer.remove("errors")? {
            Value::Null | Value::Bool(false) => return None,
            Value::Array(items) if items.is_empty() => return None,
            Value::Array(items) => items.into_iter().map(GraphQlError::read).collect(),
            Value::Object(members) if members.is_empty() => return None,
            Value::String(text) if text.is_empty() => return None,
            other => vec![GraphQlError::read(other)],
        };
        Some(GraphQlErrors { errors, data: answer.remove("data").unwrap_or_default() })
    }

    /// All of it; there is at least one.
    pub fn errors(&self) -> &[GraphQlError] {
        &self.errors
    }

    /// The data that came nonetheless; `null` where there is none.
    pub fn data(&self) -> &Value {
        &self.data
    }

    /// The data that came nonetheless, read as the type that the query was sent for; nothing where it does not fit.
    pub fn partial<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.data).ok()
    }
}

impl GraphQlError {
    /// An error of any shape. Members of another type than theirs stay out of the way of the rest.
    fn read(value: Value) -> GraphQlError {
        let Value::Object(mut members) = value else {
            let message = match value {
                Value::String(text) => text,
                other => format!("the server names an error without a message: {other}"),
            };
            return GraphQlError { message, ..GraphQlError::default() };
        };
        let list = |value: Option<Value>| match value? {
            Value::Array(items) => Some(items),
            Value::Null => None,
            other => Some(vec![other]),
        };
        let (path, locations) = (list(members.remove("path")), list(members.remove("locations")));
        let extensions = match members.remove("extensions") {
            Some(Value::Object(extensions)) => Some(extensions),
            Some(Value::Null) | None => None,
            Some(other) => Some(JsonObject::from_iter([("extensions".to_owned(), other)])),
        };
        let message = match members.remove("message") {
            Some(Value::String(text)) if !text.is_empty() => text,
            Some(Value::Null | Value::String(_)) | None => {
                format!("the server names an error without a message: {}", Value::Object(members))
            }
            Some(other) => other.to_string(),
        };
        GraphQlError { message, path, locations, extensions }
    }
}

/// Without the data, which is the caller's.
impl fmt::Debug for GraphQlErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphQlErrors").field("errors", &self.errors).finish_non_exhaustive()
    }
}

impl fmt::Display for GraphQlErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.errors.iter().map(|error| error.message.as_str()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl StdError for GraphQlErrors {}
