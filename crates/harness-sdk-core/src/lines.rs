//! Answers of one JSON text a line, such as log and watch streams.

use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Answered, Error, ErrorKind};
use crate::model::{self, Slot};
use crate::raw_response::RawResponse;
use crate::response::Head;
use crate::transport::Origin;

type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>;

/// A stream of values, one a line of the answer. Lines of the form `{"result": ..}` and `{"error": ..}`, as gateways to
/// gRPC services send them, yield what they hold; an error ends the stream. However long
/// the server is silent between two lines, no time limit applies.
#[must_use = "a stream does nothing until it is polled"]
pub struct JsonLines<T> {
    lines: Lines,
    value: std::marker::PhantomData<fn() -> T>,
}

struct Lines {
    pieces: Pieces,
    buffer: BytesMut,
    /// How much of the buffer is known to hold no line end.
    searched: usize,
    ended: bool,
    head: Head,
    origin: Origin,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
}

impl<T> JsonLines<T> {
    pub(crate) fn new(raw: RawResponse) -> JsonLines<T> {
        let head = Head { status: raw.status(), headers: raw.headers().clone() };
        let origin = raw.origin().clone();
        let pieces: Pieces = Box::pin(raw.bytes_stream());
        let lines = Lines { pieces, buffer: BytesMut::new(), searched: 0, ended: false, head, origin };
        JsonLines { lines, value: std::marker::PhantomData }
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks, a line cannot be read, or the server reports an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>>
    where
        T: Slot + Default,
    {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<T: Slot + Default> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        let lines = &mut self.lines;
        let line = match ready!(lines.poll_line(cx)) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            Some(Ok(line)) => line,
        };
        let value = match lines.content(&line) {
            Err(error) => Err(error),
            Ok(content) => lines.read(content).map_err(|fault| lines.undecodable(&line, fault)),
        };
        Poll::Ready(Some(value))
    }
}

impl Lines {
    /// The next line that is not blank, without its end.
    fn poll_line(&mut self, cx: &mut TaskContext<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            if let Some(line) = self.take_line() {
                if !line.is_empty() {
                    return Poll::Ready(Some(Ok(line)));
                }
                continue;
            }
            if self.ended {
                let rest = trimmed(self.buffer.split().freeze());
                self.searched = 0;
                return Poll::Ready((!rest.is_empty()).then_some(Ok(rest)));
            }
            if self.buffer.len() > self.origin.bound {
                let what = format!("a line of the answer is longer than the limit of {} bytes", self.origin.bound);
                let hint = "raise it with ContextBuilder::max_answer";
                return Poll::Ready(Some(Err(self.end(Error::new(ErrorKind::TooLarge, what).with_hint(hint)))));
            }
            match ready!(self.pieces.as_mut().poll_next(cx)) {
                Some(Ok(piece)) => self.buffer.extend_from_slice(&piece),
                Some(Err(error)) => {
                    self.stop();
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.ended = true,
            }
        }
    }

    fn take_line(&mut self) -> Option<Bytes> {
        let found = self.buffer.get(self.searched..)?.iter().position(|byte| *byte == b'\n');
        let Some(end) = found else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + end).freeze();
        self.buffer.advance(1);
        self.searched = 0;
        Some(trimmed(line))
    }

    /// What a line holds: the result of an envelope, or the line itself.
    fn content<'a>(&mut self, line: &'a Bytes) -> Result<&'a [u8], Error> {
        match serde_json::from_slice::<Envelope<'a>>(line) {
            Ok(Envelope { error: Some(error), .. }) => {
                let body = error.get().as_bytes();
                Err(self.end(Error::failure(self.answered(body), body, &self.origin.secrets)))
            }
            Ok(Envelope { result: Some(result), error: None }) => Ok(result.get().as_bytes()),
            _ => Ok(line),
        }
    }

    fn read<T: Slot + Default>(&self, content: &[u8]) -> Result<T, model::DecodeError> {
        let mut value = T::default();
        let odds = model::read_told(&mut value, content, model::Root::OfType)?;
        self.origin.judge(odds, content)?;
        Ok(value)
    }

    fn undecodable(&mut self, line: &Bytes, fault: model::DecodeError) -> Error {
        let answer = self.answered(line);
        self.origin.error(Error::decode(answer, fault))
    }

    fn answered(&self, body: &[u8]) -> Answered {
        Answered::bounded(self.head.status, HeaderMap::clone(&self.head.headers), body, self.origin.error_bound)
    }

    /// No more lines after this error.
    fn end(&mut self, error: Error) -> Error {
        self.stop();
        self.origin.error(error)
    }

    fn stop(&mut self) {
        self.buffer.clear();
        self.searched = 0;
        self.ended = true;
        self.pieces = Box::pin(futures_util::stream::empty());
    }
}

fn trimmed(line: Bytes) -> Bytes {
    let text = line.trim_ascii();
    line.slice_ref(text)
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("status", &self.lines.head.status).finish_non_exhaustive()
    }
}
