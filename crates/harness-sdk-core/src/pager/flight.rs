//! A request for one page, under way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::ask::Ask;
use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::transport::{Answer, Mode};

/// A request for one page, under way; dropping it ends the request.
pub(super) struct Flight {
    pub(super) ask: Ask,
    progress: Progress,
}

enum Progress {
    /// Goes on while it is polled.
    Polled(Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send>>),
    /// Goes on by itself, so that no time limit passes while the caller is busy with the page before.
    Task(JoinHandle<Result<Answer, Error>>),
}

impl Flight {
    /// Takes off; `alone` lets it go on without being polled.
    pub(super) fn start(ask: Ask, call: Call, alone: bool) -> Flight {
        let request = crate::send::start(call, Mode::Json);
        let progress = match Handle::try_current() {
            Ok(runtime) if alone => Progress::Task(runtime.spawn(request.in_current_span())),
            _ => Progress::Polled(request),
        };
        Flight { ask, progress }
    }

    pub(super) fn poll(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<Answer, Error>> {
        match &mut self.progress {
            Progress::Polled(request) => request.as_mut().poll(cx),
            Progress::Task(task) => Pin::new(task).poll(cx).map(|outcome| {
                outcome.unwrap_or_else(|fault| {
                    Err(Error::new(ErrorKind::Local, "the task that reads ahead ended early").with_source(fault))
                })
            }),
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Progress::Task(task) = &self.progress {
            task.abort();
        }
    }
}
