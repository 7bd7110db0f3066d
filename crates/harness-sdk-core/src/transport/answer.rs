//! An answer with a success status, read or still to be read.

use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use tracing::Span;

use super::origin::{Origin, Reading};
use super::{Mode, ResponseBody};
use crate::call::Prepared;
use crate::error::{Answered, Error};
use crate::model::{DecodeError, Slot, SlotRef};
use crate::raw_response::RawResponse;
use crate::redact::Secrets;
use crate::response::Head;

pub(crate) struct Answer {
    head: Head,
    content: Content,
    pub(super) origin: Origin,
}

enum Content {
    Bytes(Bytes),
    /// Boxed, for it is larger than all else and rarely there.
    Stream(Box<ResponseBody>),
}

impl Answer {
    pub(super) fn whole(prepared: &Prepared, status: StatusCode, headers: HeaderMap, body: Bytes) -> Answer {
        Answer { head: Head { status, headers }, content: Content::Bytes(body), origin: origin(prepared) }
    }

    /// Lines may be far apart, so that no limit on silence fits them.
    pub(super) fn streamed(prepared: &Prepared, head: Head, body: ResponseBody, mode: Mode) -> Answer {
        let mut origin = origin(prepared);
        if mode == Mode::Lines {
            origin.idle = None;
        }
        Answer { head, content: Content::Stream(Box::new(body)), origin }
    }

    pub(super) fn keep_secret(&mut self, secrets: Secrets) {
        self.origin.secrets = secrets;
    }

    pub(super) fn finish(&mut self, span: Span, attempts: u32, reading: Reading) {
        self.origin.span = span;
        self.origin.reading = reading;
        self.origin.attempts = attempts;
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    pub(crate) fn into_head(self) -> Head {
        self.head
    }

    /// The body that was read.
    pub(crate) fn body(&self) -> &[u8] {
        match &self.content {
            Content::Bytes(bytes) => bytes,
            Content::Stream(_) => &[],
        }
    }

    /// Whether the value stays as it is because there is nothing to read: the type takes nothing, or the server says
    /// that there is no content.
    pub(crate) fn leaves_empty(&self, value: &dyn Slot) -> Result<bool, Error> {
        let slot = value.slot_ref();
        if matches!(slot, SlotRef::Unit) || matches!(self.head.status.as_u16(), 204 | 205) {
            return Ok(true);
        }
        if !self.is_blank_for(value) {
            return Ok(self.is_blank());
        }
        Err(self.origin.error(Error::unreadable(self.answered(), "its body is empty")))
    }

    fn is_blank(&self) -> bool {
        self.body().trim_ascii().is_empty()
    }

    /// Whether there is no body although the type has no value for that.
    pub(super) fn is_blank_for(&self, value: &dyn Slot) -> bool {
        let has_value_for_it = matches!(value.slot_ref(), SlotRef::Unit | SlotRef::Maybe(_) | SlotRef::Value(_));
        !has_value_for_it && !matches!(self.head.status.as_u16(), 204 | 205) && self.is_blank()
    }

    /// The error of a body that is not what its type asks for.
    pub(crate) fn undecodable(&self, fault: DecodeError) -> Error {
        self.origin.error(Error::decode(self.answered(), fault))
    }

    pub(crate) fn read_text(self) -> Result<(String, Head), Error> {
        let answered =
            |body: &[u8]| Answered::bounded(self.head.status, self.head.headers.clone(), body, self.origin.error_bound);
        let bytes = match self.content {
            Content::Bytes(bytes) => bytes,
            Content::Stream(_) => Bytes::new(),
        };
        match String::from_utf8(bytes.into()) {
            Ok(text) => Ok((unquoted(text, &self.head.headers), self.head)),
            Err(fault) => Err(self.origin.error(Error::unreadable(answered(fault.as_bytes()), "it is not UTF-8 text"))),
        }
    }

    pub(crate) fn read_bytes(self) -> (Bytes, Head) {
        match self.content {
            Content::Bytes(bytes) => (bytes, self.head),
            Content::Stream(_) => (Bytes::new(), self.head),
        }
    }

    pub(crate) fn into_raw(self) -> (RawResponse, Head) {
        let raw = match self.content {
            Content::Stream(body) => RawResponse::streamed(*body, self.head.clone(), self.origin),
            Content::Bytes(bytes) => RawResponse::whole(bytes, self.head.clone(), self.origin),
        };
        (raw, self.head)
    }

    fn answered(&self) -> Answered {
        Answered::bounded(self.head.status, self.head.headers.clone(), self.body(), self.origin.error_bound)
    }
}

fn origin(prepared: &Prepared) -> Origin {
    let bounds = prepared.context.bounds();
    Origin {
        facts: Arc::clone(&prepared.facts),
        bound: bounds.answer,
        error_bound: bounds.error_body,
        idle: prepared.context.timeouts().idle,
        reading: Reading::default(),
        is_write: prepared.is_write,
        watch: prepared.context.watch().clone(),
        span: Span::none(),
        attempts: 1,
        secrets: Secrets::default(),
    }
}

/// The text itself where it came as a JSON string; other JSON is text as it stands.
fn unquoted(text: String, headers: &HeaderMap) -> String {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.starts_with("application/json") && text.trim_start().starts_with('"') {
        serde_json::from_str(&text).unwrap_or(text)
    } else {
        text
    }
}
