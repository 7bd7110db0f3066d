//! Where lines go: the stream that the caller polls.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::future::BoxFuture;
use harness_sdk_core::Error;
use tokio::sync::mpsc;

use super::graph::{LogStep, LogUnit};
use super::line::{Content, LogLine};

/// How many lines wait for the caller; more stay with the server.
const WAITING: usize = 16;

type Missing = Arc<Mutex<Vec<Arc<LogStep>>>>;

/// The lines of an execution's logs, as a [`Stream`]. Nothing is asked for while it is not polled, and dropping it ends
/// all of it. An error ends the stream.
#[must_use = "a stream does nothing until it is polled"]
pub struct LogLines {
    receiver: mpsc::Receiver<Result<LogLine, Error>>,
    work: Option<BoxFuture<'static, ()>>,
    missing: Missing,
}

/// What the work gives its lines to.
#[derive(Clone)]
pub(super) struct Sink {
    sender: mpsc::Sender<Result<LogLine, Error>>,
    missing: Missing,
    strip_ansi: bool,
}

impl LogLines {
    pub(super) fn new<W>(strip_ansi: bool, work: impl FnOnce(Sink) -> W) -> LogLines
    where
        W: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(WAITING);
        let missing = Missing::default();
        let work = work(Sink { sender: sender.clone(), missing: Arc::clone(&missing), strip_ansi });
        let work = async move {
            if let Err(error) = work.await {
                // The receiver lives as long as the work.
                let _ = sender.send(Err(error)).await;
            }
        };
        LogLines { receiver, work: Some(Box::pin(work)), missing }
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    /// When the execution or a log cannot be read, after the retries of [`Logs`](super::Logs).
    pub async fn next(&mut self) -> Option<Result<LogLine, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    /// As [`LogLines::next`].
    pub async fn try_next(&mut self) -> Result<Option<LogLine>, Error> {
        self.next().await.transpose()
    }

    /// The steps, so far, whose logs were announced and never came, or came empty.
    pub fn missing(&self) -> Vec<Arc<LogStep>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Stream for LogLines {
    type Item = Result<LogLine, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(Some(line)) = self.receiver.poll_recv(cx) {
            return Poll::Ready(Some(line));
        }
        if self.work.as_mut().is_some_and(|work| work.as_mut().poll(cx).is_ready()) {
            self.work = None;
        }
        self.receiver.poll_recv(cx)
    }
}

impl fmt::Debug for LogLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogLines").field("ended", &self.work.is_none()).finish_non_exhaustive()
    }
}

impl Sink {
    pub(super) async fn give(&self, step: &Arc<LogStep>, unit: &Arc<LogUnit>, line: Content) {
        let line = if self.strip_ansi { line.without_ansi() } else { line };
        // The receiver lives as long as the work that gives.
        let _ = self.sender.send(Ok(line.of(step, unit))).await;
    }

    pub(super) fn is_missing(&self, step: &Arc<LogStep>) {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        if !missing.iter().any(|other| other.id == step.id) {
            missing.push(Arc::clone(step));
        }
    }
}
