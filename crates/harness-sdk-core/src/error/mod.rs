//! The one error type of all modules.

mod build;
mod classify;
mod display;
mod fields;
pub(crate) mod html;
mod kind;
mod line;
mod meaning;
mod message;
mod partial;
mod policy;
mod read;
mod said;
mod server;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

pub use kind::ErrorKind;
pub(crate) use line::one_line;
pub use message::{FieldError, PolicyDenial, ServerMessage};
pub(crate) use server::{ServerError, correlation_header};

/// Why a call, or the making of a client, failed.
///
/// `Display` is one line: the operation, the status, the server's code, message and explanations, what to do, the
/// correlation id and the number of attempts. It never holds the body, the query or a credential; [`Error::body`] has the
/// bytes.
///
/// ```
/// # fn handle(error: harness_sdk_core::Error) {
/// if error.is_not_found() {
///     // 404, and the 400 and 500 that mean the same
/// } else if error.is_rate_limited() {
///     println!("try again in {:?}", error.retry_after());
/// } else {
///     eprintln!("{error}");
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

pub(crate) struct Inner {
    kind: ErrorKind,
    /// What happened, for `Display`: the first words of the line.
    what: Cow<'static, str>,
    hint: Option<String>,
    call: Option<CallFacts>,
    attempts: u32,
    answer: Option<Answered>,
    server: Option<ServerError>,
    retry_after: Option<Duration>,
    path: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Which call it was; no values of parameters.
#[derive(Clone, Debug)]
pub(crate) struct CallFacts {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) method: Method,
    pub(crate) template: Cow<'static, str>,
    pub(crate) host: String,
}

/// What the server answered, the body up to the bound.
#[derive(Clone)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) truncated: bool,
    /// The length of the whole answer, as far as it was read.
    pub(crate) size: usize,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the answer, when there was one; also when the answer could not be read.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.answer.as_ref().map(|answer| answer.status)
    }

    /// The headers of the answer, when there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The first bytes of the answer, 64 KiB unless the client was built otherwise. They may hold whatever the server
    /// chose to send: think before logging them.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.answer.as_ref().map(|answer| &*answer.body)
    }

    /// Whether [`Error::body`] is only the beginning of the answer.
    pub fn is_body_truncated(&self) -> bool {
        self.0.answer.as_ref().is_some_and(|answer| answer.truncated)
    }

    /// The operation that was called, by its identifier in the document; for raw requests the method and path.
    pub fn operation_id(&self) -> Option<&str> {
        self.0.call.as_ref().map(|call| call.operation.as_ref())
    }

    /// The HTTP method of the call.
    pub fn method(&self) -> Option<&Method> {
        self.0.call.as_ref().map(|call| &call.method)
    }

    /// The path template of the call: parameters are named, not filled.
    pub fn path_template(&self) -> Option<&str> {
        self.0.call.as_ref().map(|call| call.template.as_ref())
    }

    /// The host that was called.
    pub fn host(&self) -> Option<&str> {
        self.0.call.as_ref().map(|call| call.host.as_str())
    }

    /// How often the request was sent; 0 when it was not.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the server asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where in the answer reading failed, such as `$.data.content[3].name`.
    pub fn decode_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// What to do about it, when something can be said.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }
}

impl Inner {
    fn correlation_id(&self) -> Option<&str> {
        self.server.as_ref()?.correlation_id.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("status", &self.status())
            .field("body_bytes", &self.body().map(<[u8]>::len))
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
