//! Following an execution to its end.

use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use harness_sdk_core::{Error, ErrorKind};
use tokio::time::Instant;

use super::Execution;
use super::events::{Event, Told};
use super::finished::{Finished, WaitError};
use super::snapshot::Snapshot;
use super::status::Status;
use crate::backoff::{Backoff, Pauses};

impl Execution {
    /// A wait for its end, whatever that is.
    pub fn wait(&self) -> Wait {
        let pauses = Backoff { first: Duration::from_secs(2), longest: Duration::from_secs(15) };
        Wait { execution: self.clone(), pauses, tolerated: 5, limit: None, success: false }
    }

    /// A wait for its success: any other end is an error that names the stage and the step at fault.
    pub fn wait_for_success(&self) -> Wait {
        self.wait().for_success()
    }
}

/// A wait for the end of an execution: await it, or take its [`events`](Wait::events).
///
/// Dropping it ends the wait, not the execution.
#[derive(Clone, Debug)]
#[must_use = "nothing is waited for until it is awaited"]
pub struct Wait {
    execution: Execution,
    pauses: Backoff,
    tolerated: u32,
    limit: Option<Duration>,
    success: bool,
}

impl Wait {
    /// The pause after the first look, and the longest one; pauses grow by half. The defaults are 2 s and 15 s.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Wait {
        self.pauses = Backoff { first, longest };
        self
    }

    /// How many looks in a row may fail. The default is 5; refused credentials end the wait at once.
    pub fn tolerate(mut self, failures: u32) -> Wait {
        self.tolerated = failures;
        self
    }

    /// The longest time to wait. Without one the wait lasts as long as the execution.
    pub fn time_limit(mut self, limit: Duration) -> Wait {
        self.limit = Some(limit);
        self
    }

    /// Makes an end other than success an error, which names the stage and the step at fault.
    pub fn for_success(mut self) -> Wait {
        self.success = true;
        self
    }

    /// The progress, as it is seen from look to look. It ends after [`Event::Finished`], or after an error.
    pub fn events(self) -> Progress {
        let deadline = self.limit.and_then(|limit| Instant::now().checked_add(limit));
        let pauses = self.pauses.pauses();
        let watch = Watch {
            wait: self,
            deadline,
            pauses,
            told: Told::default(),
            news: VecDeque::new(),
            status: None,
            failures: 0,
            next: None,
            over: false,
        };
        let events = stream::unfold(watch, |mut watch| async move {
            let event = watch.next().await?;
            Some((event, watch))
        });
        Progress(events.boxed())
    }
}

impl IntoFuture for Wait {
    type Output = Result<Finished, WaitError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let success = self.success;
            let mut events = self.events();
            while let Some(event) = events.next().await {
                if let Event::Finished(finished) = event? {
                    return if success { finished.into_result() } else { Ok(*finished) };
                }
            }
            Err(Error::custom(ErrorKind::Local, "the progress ended before the execution did").into())
        })
    }
}

/// The progress of an execution, a stream of [`Event`]s. It comes from [`Wait::events`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Progress(Pin<Box<dyn Stream<Item = Result<Event, WaitError>> + Send>>);

impl Progress {
    /// The next event; nothing after the last one.
    ///
    /// # Errors
    /// [`WaitError::TimedOut`] and [`WaitError::Look`].
    pub async fn try_next(&mut self) -> Result<Option<Event>, WaitError> {
        self.next().await.transpose()
    }
}

impl Stream for Progress {
    type Item = Result<Event, WaitError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").finish_non_exhaustive()
    }
}

/// A wait under way.
struct Watch {
    wait: Wait,
    deadline: Option<Instant>,
    pauses: Pauses,
    told: Told,
    news: VecDeque<Event>,
    status: Option<Status>,
    failures: u32,
    /// When to look again; nothing before the first look.
    next: Option<Instant>,
    over: bool,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<Event, WaitError>> {
        loop {
            if let Some(event) = self.news.pop_front() {
                return Some(Ok(event));
            }
            if self.over {
                return None;
            }
            if let Err(error) = self.look().await {
                self.over = true;
                return Some(Err(error));
            }
        }
    }

    /// Looks once, after the pause that is due, and notes what is new.
    async fn look(&mut self) -> Result<(), WaitError> {
        if let Some(next) = self.next {
            if self.deadline.is_some_and(|deadline| next >= deadline) {
                self.sleep_until_deadline().await;
                return Err(self.late());
            }
            tokio::time::sleep_until(next).await;
        }
        let look = self.wait.execution.snapshot();
        let seen = match self.deadline {
            Some(deadline) => tokio::time::timeout_at(deadline, look).await.map_err(|_| self.late())?,
            None => look.await,
        };
        self.next = Instant::now().checked_add(self.pauses.take());
        match seen {
            Ok(snapshot) => self.take(snapshot),
            Err(error) => self.note_failure(error)?,
        }
        Ok(())
    }

    fn take(&mut self, snapshot: Snapshot) {
        self.failures = 0;
        self.status = Some(snapshot.status.clone());
        self.news.extend(self.told.news(&snapshot));
        if let Some(outcome) = snapshot.outcome() {
            self.over = true;
            self.news.push_back(Event::Finished(Box::new(self.wait.execution.finished(snapshot, outcome))));
        }
    }

    fn note_failure(&mut self, error: Error) -> Result<(), WaitError> {
        self.failures += 1;
        if self.failures > self.wait.tolerated || is_hopeless(&error) {
            return Err(WaitError::Look(error));
        }
        self.news.push_back(Event::LookFailed { error, in_a_row: self.failures });
        Ok(())
    }

    async fn sleep_until_deadline(&self) {
        if let Some(deadline) = self.deadline {
            tokio::time::sleep_until(deadline).await;
        }
    }

    fn late(&self) -> WaitError {
        WaitError::TimedOut {
            id: self.wait.execution.id().to_owned(),
            after: self.wait.limit.unwrap_or_default(),
            status: self.status.clone(),
        }
    }
}

/// Whether another look can do no better.
fn is_hopeless(error: &Error) -> bool {
    error.is_auth()
        || matches!(error.kind(), ErrorKind::Request | ErrorKind::Config | ErrorKind::Credentials | ErrorKind::Redirect)
}
