//! Watches a request body of any size on its way, so that a limit on silence can take the place of one on the whole time.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Instant;

use crate::body::{BodyFault, Opened, Pieces};

/// How far the attempt at hand has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing of the body was asked for yet: credentials, connection, the opening of a file.
    Before,
    /// The body's own source is asked for a piece.
    Source,
    /// The server has yet to take the last piece.
    Taking,
    /// All of the body is on its way.
    Sent,
}

/// How far a body has come, told by the body itself while the HTTP client asks for its pieces.
#[derive(Clone, Debug)]
pub(crate) struct Watch(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    phase: Phase,
    /// Since when it has been so.
    since: Instant,
    /// When the body began to be sent.
    began: Option<Instant>,
    /// How long bodies of earlier attempts, and of this one when it is sent, took.
    sending: Duration,
}

impl Watch {
    pub(crate) fn new() -> Watch {
        let state = State { phase: Phase::Before, since: Instant::now(), began: None, sending: Duration::ZERO };
        Watch(Arc::new(Mutex::new(state)))
    }

    /// Another attempt begins.
    pub(super) fn begin(&self) {
        self.enter(Phase::Before);
    }

    pub(super) fn phase(&self) -> (Phase, Instant) {
        let state = self.state();
        (state.phase, state.since)
    }

    /// How long bodies have been on their way so far.
    pub(super) fn sending(&self) -> Duration {
        let state = self.state();
        state.sending.saturating_add(state.began.map(|began| began.elapsed()).unwrap_or_default())
    }

    fn enter(&self, phase: Phase) {
        let now = Instant::now();
        let mut state = self.state();
        match (phase, state.began) {
            (Phase::Before | Phase::Sent, Some(began)) => {
                state.sending = state.sending.saturating_add(now - began);
                state.began = None;
            }
            (Phase::Source | Phase::Taking, None) => state.began = Some(now),
            _ => {}
        }
        (state.phase, state.since) = (phase, now);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The body, watched.
    pub(super) fn over(&self, body: Opened) -> Opened {
        let pieces = Watched { pieces: body.pieces, watch: self.clone(), left: body.length, waiting: false };
        Opened { pieces: Box::pin(pieces), length: body.length }
    }
}

struct Watched {
    pieces: Pieces,
    watch: Watch,
    /// Bytes that are still to come, where that is known. The HTTP client does not ask for more.
    left: Option<u64>,
    /// Whether the source has been asked and has not answered.
    waiting: bool,
}

impl Stream for Watched {
    type Item = Result<Bytes, BodyFault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.pieces.as_mut().poll_next(cx) {
            Poll::Pending => {
                if !std::mem::replace(&mut self.waiting, true) {
                    self.watch.enter(Phase::Source);
                }
                Poll::Pending
            }
            Poll::Ready(Some(Ok(piece))) => {
                self.waiting = false;
                self.left = self.left.map(|left| left.saturating_sub(piece.len() as u64));
                self.watch.enter(if self.left == Some(0) { Phase::Sent } else { Phase::Taking });
                Poll::Ready(Some(Ok(piece)))
            }
            Poll::Ready(end) => {
                self.watch.enter(Phase::Sent);
                Poll::Ready(end)
            }
        }
    }
}
