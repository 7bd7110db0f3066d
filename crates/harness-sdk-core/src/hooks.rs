//! Callers' code around every attempt: metrics, extra headers, recording, refusing.

use std::error::Error as StdError;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use crate::error::{CallFacts, Error};

/// Code that runs before and after every attempt of every call of a client. It must not block.
///
/// ```
/// use harness_sdk_core::hooks::{Attempt, Hooks, Outcome};
///
/// #[derive(Debug)]
/// struct Count(std::sync::atomic::AtomicU32);
///
/// impl Hooks for Count {
///     fn after(&self, _: &Attempt<'_>, _: &Outcome<'_>) {
///         self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
///     }
/// }
/// ```
pub trait Hooks: Send + Sync + std::fmt::Debug {
    /// Before an attempt is sent. The headers may be changed; credentials are added afterwards and are not among them.
    ///
    /// # Errors
    /// An error ends the call without sending anything.
    fn before(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let _ = (attempt, headers);
        Ok(())
    }

    /// After an attempt was answered or failed.
    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// Which attempt of which call it is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation's identifier in the document; for raw requests the method and path.
    pub operation: &'a str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path template; parameters are named, not filled.
    pub template: &'a str,
    /// The host.
    pub host: &'a str,
    /// The number of the attempt, from 1.
    pub number: u32,
}

impl CallFacts {
    /// The attempt of that number, as hooks see it.
    pub(crate) fn attempt(&self, number: u32) -> Attempt<'_> {
        Attempt { operation: &self.operation, method: &self.method, template: &self.template, host: &self.host, number }
    }
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The status, when the server answered.
    pub status: Option<StatusCode>,
    /// The headers of the answer, when the server answered.
    pub headers: Option<&'a HeaderMap>,
    /// What failed, when the attempt failed.
    pub error: Option<&'a Error>,
    /// From sending to the end of the answer, or to its headers when the answer is streamed.
    pub duration: Duration,
    /// How long until the next attempt, when there will be one.
    pub next_attempt_in: Option<Duration>,
}
