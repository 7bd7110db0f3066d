//! Answers.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header::ETAG};

use serde::ser::{Error as _, Serialize, Serializer};

use crate::model::{self, EncodeError, Misfit, Original, Slot};

/// An answer: the value read from it, which it dereferences to, with status and headers.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: Box<Head>,
    /// What was odd about the body, which is rare.
    reading: Option<Box<Reading>>,
}

/// What was odd about the body of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) misfits: Vec<Misfit>,
    /// The body, if nothing of it was read.
    pub(crate) unread: Option<Bytes>,
    /// What of the body the value cannot keep.
    pub(crate) original: Original,
}

/// Status and headers of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: impl Into<Box<Head>>) -> Response<T> {
        Response { value, head: head.into(), reading: None }
    }

    pub(crate) fn with_reading(self, reading: Option<Box<Reading>>) -> Response<T> {
        Response { reading, ..self }
    }

    /// The values of the answer that are of another JSON type than their fields, the first 1,000 in the order of the
    /// answer. Each tells its place and the types, and whether the field has the value all the same; what it has not is kept
    /// beside it ([`Model::kept`](crate::model::Model::kept)) and written back as it came.
    ///
    /// Most answers have none. Each place is also traced, once for each client and operation, and the number of them stands
    /// in the call's span as `harness.misfits`. [`ContextBuilder::strict_answers`](crate::ContextBuilder::strict_answers)
    /// makes those an error that leave a field empty.
    pub fn misfits(&self) -> &[Misfit] {
        self.reading.as_ref().map_or(&[], |reading| &reading.misfits)
    }

    /// The body as it came, where nothing of it could be read: of a call that changes something, and was carried out, but
    /// whose answer is empty, not JSON, or JSON of another type than the whole answer's. The value is then an empty one, and
    /// [`misfits`](Response::misfits) has one at the root. For calls that only read, the same is an error.
    pub fn unread(&self) -> Option<&Bytes> {
        self.reading.as_ref()?.unread.as_ref()
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

    /// What of the body the value cannot keep itself, to write the value back with once it is changed: most often nothing.
    /// A list or map of scalars has no object that could keep its odd items; [`to_json`](Response::to_json) uses this.
    pub fn original(&self) -> Original {
        self.reading.as_ref().map(|reading| reading.original.clone()).unwrap_or_default()
    }

    /// The same answer with another value made from its value. What [`original`](Response::original) gives is lost.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let reading = self.reading.map(|reading| Box::new(Reading { original: Original::default(), ..*reading }));
        Response { value: change(self.value), head: self.head, reading }
    }
}

impl<T: Slot> Response<T> {
    /// The value as JSON, what is odd about it as it came. [`model::to_vec`] does the same for a value alone, as far as that
    /// keeps what was odd: a list or map of bare scalars does not.
    ///
    /// # Errors
    /// [`EncodeError`] if a number in it is infinite or not a number.
    pub fn to_json(&self) -> Result<Vec<u8>, EncodeError> {
        match &self.reading {
            Some(reading) => reading.original.to_vec(&self.value),
            None => model::to_vec(&self.value),
        }
    }
}

impl<T: Slot> Serialize for Response<T> {
    /// Writes the value, as [`to_json`](Response::to_json) does.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        model::serialize_document(&self.to_json().map_err(S::Error::custom)?, serializer)
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
