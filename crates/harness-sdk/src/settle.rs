//! Waiting until what was written can be read.
//!
//! Harness answers some writes before all of its services know of them, so that a read right after a create may find
//! nothing. [`settle`] repeats the read until it finds what it should, within a bound.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use harness_sdk_core::{Error, ErrorKind, Response};
use tokio::time::Instant;

use crate::backoff::Backoff;

/// Repeats a read until it finds something; for 30 s at most, unless told otherwise.
///
/// A missing resource counts as missing however a service reports it: with status 404, 400 or 500, or inside a success.
/// Every other error ends the wait.
///
/// ```no_run
/// # #[cfg(feature = "cd")]
/// # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
/// use std::time::Duration;
///
/// let cd = harness.project("default", "shop").cd();
/// let found = harness_sdk::settle(move || cd.get_service_v2().service_identifier("web").send())
///     .until(|answer| answer.data.as_ref().is_some_and(|data| data.service.is_some()))
///     .within(Duration::from_secs(60))
///     .await?;
/// # let _ = found;
/// # Ok(())
/// # }
/// ```
pub fn settle<F, Fut, T>(read: F) -> Settle<F, T>
where
    F: FnMut() -> Fut,
    Fut: IntoFuture<Output = Result<Response<T>, Error>>,
{
    let pauses = Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(5) };
    Settle { read, accept: Box::new(|_| true), within: Duration::from_secs(30), pauses, gone: false }
}

/// What is looked for in an answer.
type Accept<T> = Box<dyn Fn(&T) -> bool + Send>;

/// A read that is repeated; await it. It comes from [`settle`].
#[must_use = "nothing is read until it is awaited"]
pub struct Settle<F, T> {
    read: F,
    accept: Accept<T>,
    within: Duration,
    pauses: Backoff,
    gone: bool,
}

impl<F, T> Settle<F, T> {
    /// Repeats the read until the answer is as wanted, too.
    pub fn until(mut self, accept: impl Fn(&T) -> bool + Send + 'static) -> Self {
        self.accept = Box::new(accept);
        self
    }

    /// The longest time that the wait may take; the default is 30 s.
    pub fn within(mut self, limit: Duration) -> Self {
        self.within = limit;
        self
    }

    /// The pause after the first read, and the longest one; pauses grow by half. The defaults are 500 ms and 5 s.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.pauses = Backoff { first, longest };
        self
    }
}

impl<F, Fut, T> Settle<F, T>
where
    F: FnMut() -> Fut + Send,
    Fut: IntoFuture<Output = Result<Response<T>, Error>>,
    Fut::IntoFuture: Send,
    T: Send,
{
    /// Waits until the resource is gone, as after a delete.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`] when it is still there, and whatever else the read fails with.
    pub async fn gone(mut self) -> Result<(), Error> {
        self.gone = true;
        self.wait().await.map(drop)
    }

    async fn wait(mut self) -> Result<Option<Response<T>>, Error> {
        let deadline = Instant::now().checked_add(self.within);
        let mut pauses = self.pauses.pauses();
        let mut last = None;
        loop {
            let read = (self.read)().into_future();
            let answer = match deadline {
                Some(deadline) => match tokio::time::timeout_at(deadline, read).await {
                    Ok(answer) => answer,
                    Err(_) => return Err(self.late(last)),
                },
                None => read.await,
            };
            match answer {
                Ok(answer) if !self.gone && (self.accept)(&answer) => return Ok(Some(answer)),
                Ok(_) => last = None,
                Err(error) if !error.is_not_found() => return Err(error),
                Err(_) if self.gone => return Ok(None),
                Err(error) => last = Some(error),
            }
            let next = Instant::now().checked_add(pauses.take());
            match (next, deadline) {
                (Some(next), Some(deadline)) if next >= deadline => return Err(self.late(last)),
                (Some(next), _) => tokio::time::sleep_until(next).await,
                (None, _) => return Err(self.late(last)),
            }
        }
    }

    fn late(&self, last: Option<Error>) -> Error {
        let after = self.within;
        let state = match (&last, self.gone) {
            (_, true) => "it is still there",
            (Some(_), false) => "it is not found",
            (None, false) => "it is not yet as wanted",
        };
        let error =
            Error::custom(ErrorKind::Timeout, format!("what was written has not settled: after {after:?} {state}"));
        match last {
            Some(last) => error.caused_by(last),
            None => error,
        }
    }
}

impl<F, Fut, T> IntoFuture for Settle<F, T>
where
    F: FnMut() -> Fut + Send + 'static,
    Fut: IntoFuture<Output = Result<Response<T>, Error>> + 'static,
    Fut::IntoFuture: Send,
    T: Send + 'static,
{
    type Output = Result<Response<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let found = self.wait().await?;
            found.ok_or_else(|| Error::custom(ErrorKind::Decode, "the read ended without an answer"))
        })
    }
}

impl<F, T> fmt::Debug for Settle<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settle").field("within", &self.within).finish_non_exhaustive()
    }
}
