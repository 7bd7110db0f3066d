//! Answers that are server-sent events.

mod event;
mod parser;

use std::fmt;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_util::future::BoxFuture;
use http::header::CONTENT_TYPE;

pub use self::event::Event;
use self::parser::{Parser, TooLong};
use crate::error::{Error, ErrorKind};
use crate::raw_response::RawResponse;
use crate::response::Head;
use crate::transport::Origin;

/// A stream of server-sent events, read as the HTML standard says: pieces may be cut anywhere, comments are skipped, an
/// event that the end of the stream cuts off is dropped.
///
/// A line and the data of an event may be as large as the client's limit for answers. A server that stays silent for
/// longer than the client's idle limit ends the stream with [`ErrorKind::Timeout`]; comments count as signs of life.
/// [`Events::with_idle_timeout`] changes that limit for one stream. An error ends the stream.
///
/// It does not connect anew: what has been missed, and whether the server can go on from an identifier, only the
/// operation tells.
#[must_use = "a stream does nothing until it is polled"]
pub struct Events {
    source: Source,
    parser: Parser,
    head: Head,
    origin: Origin,
}

/// The answer, or the future of its next piece: then the answer is in there.
enum Source {
    Idle(Box<RawResponse>),
    Reading(BoxFuture<'static, (Box<RawResponse>, Piece)>),
    Ended,
}

type Piece = Result<Option<bytes::Bytes>, Error>;

impl Events {
    /// # Errors
    /// When the answer says that it is something else.
    pub(crate) fn new(raw: RawResponse) -> Result<Events, Error> {
        let head = Head { status: raw.status(), headers: raw.headers().clone() };
        let origin = raw.origin().clone();
        let declared = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let named = |text: &str| text.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(EVENTS));
        if let Some(other) = declared.filter(|text| !named(text)) {
            let why = format!("it is {}, not {EVENTS}", crate::error::one_line(other, 80));
            return Err(origin.error(Error::unreadable(raw.answered(&[]), &why)));
        }
        let parser = Parser::new(origin.bound);
        Ok(Events { source: Source::Idle(Box::new(raw)), parser, head, origin })
    }

    /// The same stream with another limit, from now on, on its whole time; `None` lifts that of the call.
    pub fn with_time_limit(mut self, limit: impl Into<Option<Duration>>) -> Events {
        self.source = match self.source {
            Source::Idle(raw) => Source::Idle(Box::new(raw.with_time_limit(limit))),
            other => other,
        };
        self
    }

    /// The same stream with another limit on the server's silence; `None` waits for ever.
    pub fn with_idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Events {
        if let Source::Idle(raw) = &mut self.source {
            raw.set_idle(limit.into());
        }
        self
    }

    /// The identifier that was sent last, to ask the server to go on after it.
    pub fn last_event_id(&self) -> Option<&str> {
        self.parser.last_id()
    }

    /// How long the server asks to wait before connecting anew.
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks, the server stays silent for too long, or an event is too large.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// As [`Events::next`].
    pub async fn try_next(&mut self) -> Result<Option<Event>, Error> {
        self.next().await.transpose()
    }

    /// The next piece of the answer, taken in.
    fn poll_piece(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<(), Error>> {
        let mut reading = match std::mem::replace(&mut self.source, Source::Ended) {
            Source::Ended => return Poll::Ready(Ok(())),
            Source::Reading(reading) => reading,
            Source::Idle(mut raw) => Box::pin(async move {
                let piece = raw.chunk().await;
                (raw, piece)
            }),
        };
        let Poll::Ready((raw, piece)) = reading.as_mut().poll(cx) else {
            self.source = Source::Reading(reading);
            return Poll::Pending;
        };
        let Some(piece) = piece? else { return Poll::Ready(Ok(())) };
        self.parser.push(piece);
        self.source = Source::Idle(raw);
        Poll::Ready(Ok(()))
    }
}

/// The media type of such answers.
const EVENTS: &str = "text/event-stream";

impl Stream for Events {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut TaskContext<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.parser.next() {
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Ok(None) => {}
                Err(TooLong) => {
                    self.source = Source::Ended;
                    let what = format!("an event is larger than the limit of {} bytes", self.origin.bound);
                    let hint = "raise it with ContextBuilder::max_answer";
                    let error = Error::new(ErrorKind::TooLarge, what).with_hint(hint);
                    return Poll::Ready(Some(Err(self.origin.error(error))));
                }
            }
            if matches!(self.source, Source::Ended) {
                return Poll::Ready(None);
            }
            if let Err(error) = ready!(self.poll_piece(cx)) {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("status", &self.head.status).finish_non_exhaustive()
    }
}
