//! From a call to a call under way, and to what its answer is read as.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use bytes::Bytes;

use crate::call::Call;
use crate::error::Error;
use crate::events::Events;
use crate::lines::JsonLines;
use crate::model::Slot;
use crate::raw_response::RawResponse;
use crate::response::Response;
use crate::transport::{Answer, Mode};

impl Call {
    /// Sends the call and reads a JSON answer; `()` drops whatever the answer holds.
    pub fn send<T: Slot + Default + Send + 'static>(self) -> ResponseFuture<T> {
        ResponseFuture::new(self, Mode::Json, json)
    }

    /// Sends the call and reads a text answer.
    pub fn send_text(self) -> ResponseFuture<String> {
        ResponseFuture::new(self, Mode::Other, text)
    }

    /// Sends the call and reads the answer's bytes into memory.
    pub fn send_bytes(self) -> ResponseFuture<Bytes> {
        ResponseFuture::new(self, Mode::Other, bytes)
    }

    /// Sends the call and reads the answer line by line, each a JSON text.
    pub fn send_json_lines<T: Slot + Default + Send + 'static>(self) -> ResponseFuture<JsonLines<T>> {
        ResponseFuture::new(self, Mode::Lines, json_lines)
    }

    /// Sends the call and reads the answer event by event.
    pub fn send_events(self) -> ResponseFuture<Events> {
        ResponseFuture::new(self, Mode::Events, events)
    }

    /// Sends the call and hands out the answer unread.
    pub fn send_raw(self) -> ResponseFuture<RawResponse> {
        ResponseFuture::new(self, Mode::Raw, raw)
    }
}

/// A call under way. Await it: nothing is sent before. Dropping it ends the call.
///
/// It is three words, whatever the operation: the machinery is one boxed future that all types of answers share.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T> {
    answer: Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>,
    read: fn(Answer) -> Result<Response<T>, Error>,
}

impl<T> ResponseFuture<T> {
    pub(crate) fn new(call: Call, mode: Mode, read: fn(Answer) -> Result<Response<T>, Error>) -> ResponseFuture<T> {
        ResponseFuture { answer: start(call, mode), read }
    }
}

pub(crate) fn start(call: Call, mode: Mode) -> Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>> {
    Box::pin(async move {
        let prepared = call.prepare()?;
        drop(call);
        crate::transport::run(&prepared, mode).await
    })
}

impl<T> Future for ResponseFuture<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let answer = ready!(self.answer.as_mut().poll(cx));
        Poll::Ready(answer.and_then(self.read))
    }
}

impl<T> fmt::Debug for ResponseFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

fn json<T: Slot + Default>(answer: Answer) -> Result<Response<T>, Error> {
    let mut value = T::default();
    let (head, reading) = answer.read_typed(&mut value)?;
    Ok(Response::new(value, head).with_reading(reading))
}

fn text(answer: Answer) -> Result<Response<String>, Error> {
    let (text, head) = answer.read_text()?;
    Ok(Response::new(text, head))
}

fn bytes(answer: Answer) -> Result<Response<Bytes>, Error> {
    let (bytes, head) = answer.read_bytes();
    Ok(Response::new(bytes, head))
}

fn raw(answer: Answer) -> Result<Response<RawResponse>, Error> {
    let (raw, head) = answer.into_raw();
    Ok(Response::new(raw, head))
}

fn json_lines<T: Slot + Default>(answer: Answer) -> Result<Response<JsonLines<T>>, Error> {
    let (raw, head) = answer.into_raw();
    Ok(Response::new(JsonLines::new(raw), head))
}

fn events(answer: Answer) -> Result<Response<Events>, Error> {
    let (raw, head) = answer.into_raw();
    Ok(Response::new(Events::new(raw)?, head))
}

const _: () = {
    const fn send<T: Send>() {}
    assert!(size_of::<ResponseFuture<[u8; 4096]>>() <= 64, "a call under way must stay small");
    send::<ResponseFuture<std::rc::Rc<()>>>();
};
