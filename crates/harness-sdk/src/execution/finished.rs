//! How an execution ended, and how a wait for that can fail.

use std::fmt;
use std::time::Duration;

use harness_sdk_core::Error;

use super::snapshot::{Node, Snapshot};
use super::status::{Outcome, Status};

/// An execution that has ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finished {
    /// The execution's identifier.
    pub id: String,
    /// The pipeline's identifier, when it is known.
    pub pipeline: Option<String>,
    /// Where people look at it.
    pub link: Option<String>,
    /// The last look at it.
    pub snapshot: Snapshot,
    pub(super) outcome: Outcome,
}

impl Finished {
    /// What it came to.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The status it ended with.
    pub fn status(&self) -> &Status {
        &self.snapshot.status
    }

    /// Whether it did what it should. Failures that the pipeline ignores, and what it skips, count as success here as they
    /// do on the platform; [`Finished::status`] tells them apart.
    pub fn is_success(&self) -> bool {
        self.outcome == Outcome::Succeeded
    }

    /// The first stage that did not succeed.
    pub fn failed_stage(&self) -> Option<&Node> {
        self.snapshot.failed_stage()
    }

    /// The first step that did not succeed.
    pub fn failed_step(&self) -> Option<&Node> {
        self.snapshot.failed_step()
    }

    /// The server's words for what went wrong.
    pub fn message(&self) -> Option<&str> {
        self.snapshot.message()
    }

    /// Itself when it succeeded.
    ///
    /// # Errors
    /// [`WaitError::Failed`], which names the stage and the step at fault.
    pub fn into_result(self) -> Result<Finished, WaitError> {
        if self.is_success() { Ok(self) } else { Err(WaitError::Failed(Box::new(self))) }
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.pipeline {
            Some(pipeline) => write!(f, "execution {} of pipeline `{pipeline}`", self.id)?,
            None => write!(f, "execution {}", self.id)?,
        }
        write!(f, " ended with status {}", self.status())?;
        if self.is_success() {
            return Ok(());
        }
        if let Some(stage) = self.failed_stage() {
            write!(f, " in stage `{}`", stage.name)?;
        }
        if let Some(step) = self.failed_step() {
            write!(f, ", step `{}`", step.name)?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {}", message.split_whitespace().collect::<Vec<_>>().join(" "))?;
        }
        match &self.link {
            Some(link) => write!(f, " ({link})"),
            None => Ok(()),
        }
    }
}

/// Why a wait for an execution ended without what was waited for.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError {
    /// The execution ended, and not well.
    Failed(Box<Finished>),
    /// The time was up. The execution goes on.
    TimedOut {
        /// The execution's identifier.
        id: String,
        /// How long was waited.
        after: Duration,
        /// The status at the last look; nothing when no look succeeded.
        status: Option<Status>,
    },
    /// The execution could not be looked at.
    Look(Error),
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WaitError::Failed(finished) => finished.fmt(f),
            WaitError::TimedOut { id, after, status: Some(status) } => {
                write!(f, "execution {id} has not ended after {after:?}; its status is {status}, and it goes on")
            }
            WaitError::TimedOut { id, after, status: None } => {
                write!(f, "execution {id} could not be looked at within {after:?}")
            }
            WaitError::Look(error) => write!(f, "the execution cannot be looked at: {error}"),
        }
    }
}

impl std::error::Error for WaitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WaitError::Look(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for WaitError {
    fn from(error: Error) -> WaitError {
        WaitError::Look(error)
    }
}
