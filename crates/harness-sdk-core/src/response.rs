//! Answers.

use std::fmt;
use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode, header::ETAG};

pub use crate::raw_response::RawResponse;

/// An answer: the value read from it, which it dereferences to, with status and headers.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: Box<Head>,
}

/// Status and headers of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: impl Into<Box<Head>>) -> Response<T> {
        Response { value, head: head.into() }
    }

    /// The status, a success.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The text of a header, when it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name)?.to_str().ok()
    }

    /// The entity tag, for [`with_if_match`](crate::Request::with_if_match).
    pub fn etag(&self) -> Option<&str> {
        self.header(ETAG.as_str())
    }

    /// The identifier to quote to Harness' support, when the headers carry one.
    pub fn correlation_id(&self) -> Option<String> {
        crate::error::correlation_header(&self.head.headers)
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The same answer with another value made from its value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), head: self.head }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.head.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
